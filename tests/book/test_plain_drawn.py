"""Texts assembled by chance: no markup of MyST is left, and plain Markdown stays as it is."""

import re

from hypothesis import given
from hypothesis import strategies as st

from book._ext.notebooks.plain import plain_markdown

# Blocks for texts assembled by chance: MyST, and whether it is plain already. W stands for words.
PLAIN_BLOCKS = [
    "W",
    "W\nW and `{doc}` and `` {term}`x` `` W",
    "## W",
    "- W\n- W\n\n  W",
    "1. W\n\n   ```python\n   {doc}`x`\n   % y\n   ```",
    "> W\n> W",
    "| W | W |\n|---|---|\n| W | W |",
    "W\n: W",
    "$$\nx_{i}\n$$",
    "````md\n```{note}\n% x\n{doc}`z`\n```\n````",
    "[W](https://d2l.ai) *W* $x_{i}$",
]
MYST_BLOCKS = [
    "{term}`W`",
    "W {doc}`W\nW <glossary>` W",
    "*W {eq}`x`* [W {term}`y`](glossary.md)\n{cite:p}`dumoulin2016guide`",
    "(label)=",
    "% W {doc}`x`\n% W",
    "W\n% W\nW",
    "$$\nx\n$$ (label)",
    "```{solution-end}\n```",
    "- {term}`W`\n- % W\n  W",
    "| {term}`W` | W |\n|---|---|\n| W | {term}`W` |",
    "{term}`W`\n: {term}`W`",
]
WORDS = st.sampled_from(["one", "two words", "5 %", "a: b", "(c)", "1. d", "x = 2", "e {f} g"])
LEAVES = st.builds(
    lambda block, words: block.replace("W", words),
    st.sampled_from(PLAIN_BLOCKS + MYST_BLOCKS),
    WORDS,
)


def _boxed(text):
    marks = ":" * (2 + max([len(m) for m in re.findall(r":{3,}", text)], default=1))
    return f"{marks}{{note}}\n{text}\n{marks}"


def _indented(first, text):
    return first + text.replace("\n", "\n" + " " * len(first))


def _quoted(text):
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


TEXTS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("\n\n".join),
        inner.map(_boxed),
        inner.map(_quoted),
        inner.map(lambda text: _indented("- ", text)),
    ),
    max_leaves=8,
)
CODE = re.compile(
    r"^[> ]*(?:[-\d]\.? +)*(`{3,}).*?\n[> ]*\1$|(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.M
)
RAW = re.compile(r"\{[\w:-]+\}`|(?:`{3,}|:{3,})\{|^[>\s-]*(?:%|\([\w-]+\)=|:{3})|\$\$ \(", re.M)


@given(TEXTS)
def test_no_markup_of_myst_is_left_outside_code(text):
    plain = plain_markdown(text)
    assert not RAW.search(CODE.sub("code", plain)), plain
    assert plain_markdown(plain) == plain


@given(st.lists(st.builds(lambda b, w: b.replace("W", w), st.sampled_from(PLAIN_BLOCKS), WORDS)))
def test_plain_markdown_stays_as_it_is(blocks):
    text = "\n\n".join(blocks)
    assert plain_markdown(text) == text

"""MyST prose as plain Markdown for the notebooks."""

import pytest

from book._ext.notebooks.forms import DIRECTIVES, ROLES
from book._ext.notebooks.plain import PlainError, plain_markdown
from d2lmini.exercises import exercise
from d2lmini.exercises._order import order, task

CORR2D, TRANS_CONV = exercise("corr2d"), exercise("trans_conv")
LINES = order(TRANS_CONV)
DUMOULIN = "[Dumoulin and Visin, 2016](https://arxiv.org/abs/1603.07285)"
PASZKE = "[Paszke et al., 2019](https://arxiv.org/abs/1912.01703)"
MYST_AND_PLAIN = {
    "target": ("(fig-x)=\n# Title", "# Title"),
    "target below a paragraph": ("Text.\n(fig-x)=\n# Title", "Text.\n\n# Title"),
    "formula": ("a formula $x_{i}$ stays", "a formula $x_{i}$ stays"),
    "equation label": ("$$\nx\n$$ (eq-x)", "$$\nx\n$$"),
    "equation label on one line": ("$$ f(x) $$ (eq-x)", "$$ f(x) $$"),
    "equation label in a list": ("- a\n\n  $$\n  x\n  $$ (eq-x)", "- a\n\n  $$\n  x\n  $$"),
    "environment of formulas": (
        "\\begin{align}\nx &= {y}\n\\end{align}",
        "\\begin{align}\nx &= {y}\n\\end{align}",
    ),
    "doc over two lines": ("see {doc}`the\nmatrix <matrix-transposition>`.", "see *the\nmatrix*."),
    "py:func": ("{py:func}`~d2lmini.trans_conv` does", "`trans_conv` does"),
    "phrase that sets a figure": (
        "with {live}`stride\n2 <fig-x?stride=2>`,",
        "with stride\n2,",
    ),
    "numref": ("{numref}`fig-stamps` shows", "the figure shows"),
    "eq": ("by {eq}`eq-x`", "by the formula"),
    "expression, until its value is known": ("is {eval}`x + 1`", "is {eval}`x + 1`"),
    "ref": ("see {ref}`the end <end>`", "see *the end*"),
    "citation of two": ("named {cite:p}`dumoulin2016guide`", f"named {DUMOULIN}"),
    "citation of many": ("{cite:t}`paszke2019pytorch` show", f"{PASZKE} show"),
    "citations": (
        "in {cite}`dumoulin2016guide,\npaszke2019pytorch`",
        f"in {DUMOULIN}, {PASZKE}",
    ),
    "note": (":::{note}\nMind this.\n:::", "> **Note**\n>\n> Mind this."),
    "note on one line": (":::{note} Mind\nthis.\n:::", "> **Note**\n>\n> Mind\n> this."),
    "admonition": (
        ":::{admonition} Predict\n:class: tip\nWhat comes?\n:::",
        "> **Predict**\n>\n> What comes?",
    ),
    "role in a title": (
        ":::{admonition} A {term}`stride`\nText.\n:::",
        "> **A stride**\n>\n> Text.",
    ),
    "options between rules": (
        ":::{tip}\n---\nclass: x\n---\nText.\n:::",
        "> **Tip**\n>\n> Text.",
    ),
    "what looks like an option below": (
        ":::{tip}\nText.\n\n:a: b\n:::",
        "> **Tip**\n>\n> Text.\n>\n> :a: b",
    ),
    "exercise": ("```{exercise}\n:label: ex-x\n\nWhy?\n```", "> **Exercise**\n>\n> Why?"),
    "exercise with a title": ("```{exercise} Sizes\n```", "> **Exercise: Sizes**"),
    "code exercise": (
        "```{code-exercise} corr2d\n```",
        f"*warm-up*\n\n{CORR2D.statement}\n\n```python\n{CORR2D.starter}```\n\n"
        'To check it: `d2lmini.exercises.check("corr2d", corr2d)`.',
    ),
    "order exercise": (
        "```{order-exercise} trans_conv\n```",
        f"*warm-up*\n\n{TRANS_CONV.statement}\n\n{task(LINES)}\n\n```python\n{LINES.given}```\n\n"
        "```python\n" + "\n".join(LINES.lines) + "\n```\n\n"
        "Do it in a cell of your own, below `import torch as np` or `from mxnet import np`. To "
        'check it: `from d2lmini.exercises import check`, then `check("trans_conv", trans_conv)`.',
    ),
    "solution": (
        "```{solution-start} ex-x\n:class: dropdown\n```\n\nBecause.",
        "**Solution**\n\nBecause.",
    ),
    "end of a solution": ("```{solution-end}\n```", ""),
    "index": ("```{index} stride\n```\nText.", "Text."),
    "term": ("a {term}`feature map` and {term}`maps <feature map>`", "a feature map and maps"),
    "index in words": ("an {index}`IoU <intersection over union>` of 1", "an IoU of 1"),
    "glossary": (
        "```{glossary}\n:sorted:\nstride\n  A {term}`step`.\n\nkernel\n  Weights.\n```",
        "stride\n  A step.\n\nkernel\n  Weights.",
    ),
    "words for pages alone": (
        "a\n\n:::{only} html\n![x](y.png) {kbd}`z`\n:::\n\nb",
        "a\n\n\n\nb",
    ),
    "prediction": (
        "```{predict} x\n:asks: shape\n:input: 1 2\n:kernel: 1\n\nWhat?\n```",
        "What?\n\n<details>\n<summary>Answer</summary>\n\n1 × 2\n\n</details>",
    ),
    "nested": (
        "::::{note}\nOuter.\n\n:::{tip}\nInner {eq}`x`.\n:::\n::::",
        "> **Note**\n>\n> Outer.\n>\n> > **Tip**\n> >\n> > Inner the formula.",
    ),
    "code in a note": (
        "````{note}\n```python\nx = {f}`y`\n```\n````",
        "> **Note**\n>\n> ```python\n> x = {f}`y`\n> ```",
    ),
    "note in a list": (
        "- one\n\n  ```{note}\n  Mind.\n\n  More.\n  ```\n- two",
        "- one\n\n  > **Note**\n  >\n  > Mind.\n  >\n  > More.\n\n- two",
    ),
    "note that starts an item": (
        "1. :::{note}\n   Mind.\n   :::",
        "1. > **Note**\n   >\n   > Mind.",
    ),
    "note in a quote": ("> :::{tip}\n> Mind.\n> :::", "> > **Tip**\n> >\n> > Mind."),
    "note between lines": (
        "above\n:::{note}\nMind.\n:::\nbelow",
        "above\n\n> **Note**\n>\n> Mind.\n\nbelow",
    ),
    "comment": ("% hidden\n% too\ntext", "text"),
    "comment between lines": ("a\n% hidden\nb", "a\n\nb"),
    "comment at the end": ("a\n\n% hidden", "a"),
    "comment in a quote": ("> a\n> % hidden\n> b", "> a\n>\n> b"),
    "comment in an item": ("- % hidden\n  text", "-\n  text"),
    "sign of a share": ("5 % of it", "5 % of it"),
    "break in a quote": ("> a\n>\n> +++\n>\n> b", "> a\n>\n>\n> b"),
    "link to a chapter": ("[x](basic-operation.md)", "[x](basic-operation.ipynb)"),
    "link into a chapter": (
        "see [*x* {eq}`y`](basic-operation.md#anchor).",
        "see [*x* the formula](basic-operation.ipynb).",
    ),
    "link to a page of words": ("[x y](glossary.md)", "*x y*"),
    "link to a label": ("[x](#fig-stamps)", "*x*"),
    "link by a name": (
        "[x][r]\n\n[r]: basic-operation.md",
        "[x](basic-operation.ipynb)\n\n[r]: basic-operation.md",
    ),
    "link outside": ("[x {term}`y`](https://d2l.ai 'z')", "[x y](https://d2l.ai 'z')"),
    "address": ("<https://d2l.ai>", "<https://d2l.ai>"),
    "role in emphasis": ("**a {term}`b` c**", "**a b c**"),
    "role in a heading": ("# {term}`b` #", "# b #"),
    "roles in a table": (
        "| {term}`a` | {term}`a` |\n|---|---|\n| x | {eq}`y` |",
        "| a | a |\n|---|---|\n| x | the formula |",
    ),
    "roles in definitions": ("{term}`a`\n: is {term}`b`\n\n  c", "a\n: is b\n\n  c"),
    "role in an item": ("10. 10\n    {term}`a\n    b`\n    c", "10. 10\n    a\n    b\n    c"),
    "role in a quote": ("> a {doc}`b\n> c <d>` e", "> a *b\n> c* e"),
    "hard break": ("{eq}`a`\nb  \nc", "the formula\nb  \nc"),
    "fence": ("```python\nx = 1\n```", "```python\nx = 1\n```"),
    "code that shows markup": ("`{doc}` and `` {doc}`x <y>` ``", "`{doc}` and `` {doc}`x <y>` ``"),
    "fence that shows markup": (
        "````md\n```{note}\n% x\n(y)=\n{doc}`z`\n```\n````",
        "````md\n```{note}\n% x\n(y)=\n{doc}`z`\n```\n````",
    ),
    "indented code first": ("    {doc}`z`\n\na", "    {doc}`z`\n\na"),
    "role with more backticks": ("a {term}`` `b` c ``d", "a  `b` c d"),
    "indented code": (
        "a\n\n    % x\n    :::{note}\n    {doc}`z`",
        "a\n\n    % x\n    :::{note}\n    {doc}`z`",
    ),
    "escaped": (r"\{doc} and \% and \[x](y.md)", r"\{doc} and \% and \[x](y.md)"),
    "rule first": ("---\n{eq}`x`\n\n---", "---\nthe formula\n\n---"),
}

REFUSED = {
    "role": (
        "a\n\npress\n{kbd}`Enter`",
        3,
        r"role \{kbd\} has no plain form .* known roles: cite,",
    ),
    "misspelt role": ("{py:fnc}`x`", 0, r"role \{py:fnc\} .*; did you mean \{py:func\}\?"),
    "directive": ("```{mermaid}\ngraph\n```", 0, r"directive \{mermaid\} .* known directives: adm"),
    "misspelt directive": (":::{nota}\n:::", 0, r"did you mean \{note\}\?"),
    "inside": (
        "a\n\n::::{note}\n:class: x\n\n:::{tip}\na\n{kbd}`x`\n:::\n::::",
        7,
        r"role \{kbd\}",
    ),
    "inside a title": ("a\n:::{admonition} {kbd}`x`\n:::", 1, r"role \{kbd\}"),
    "fence without a name": (
        ":::{note}\n:::{tip}\na\n:::\n:::",
        4,
        "names no directive; one around others needs more colons",
    ),
    "only": (":::{only} latex\n:::", 0, r"\{only\} is known as \{only\} html, not 'latex'"),
    "doc without words": ("a\n{doc}`glossary`", 1, "`glossary` shows no text .*: write `text <…>`"),
    "citation": (
        "a {cite}`dumoulin2016guid`",
        0,
        r"citation dumoulin2016guid is not in book/references.bib; did you mean dumoulin2016guide",
    ),
    "image": ("a\n![x](y.png)", 1, r"an image has no plain form .*: draw it in a code cell"),
    "image in a link": ("[![x](y.png)](https://d2l.ai)", 0, "an image has no plain form"),
    "footnote": ("a[^1]\n\n[^1]: b", 0, "a footnote has no plain form .*: write it into the text"),
    "footnote alone": ("a\n\n[^1]: b", 2, "a footnote has no plain form"),
    "link to no chapter": ("[x](basic-operatoin.md)", 0, "did you mean basic-operation.md?"),
    "link to a file": ("[x](data.csv)", 0, r"link \[x\]\(data.csv\) has no plain form"),
    "project link": ("<project:#x>", 0, r"link \[\]\(project:#x\) has no plain form"),
    "link without words": ("a\n[](#fig-x)", 1, r"link \[\]\(#fig-x\) shows no text"),
    "cell with an escaped bar": (
        "| a |\n|---|\n| `b \\| c` {eq}`x` |",
        2,
        r"a table's cell with \\\| takes no role or link in a notebook: divide it",
    ),
}


@pytest.mark.parametrize(
    ("myst", "plain"),
    MYST_AND_PLAIN.values(),
    ids=[name.replace(" ", "-") for name in MYST_AND_PLAIN],
)
def test_myst_becomes_plain_markdown(myst, plain):
    assert plain_markdown(myst) == plain


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_plain_form_is_refused_with_its_line(name):
    myst, line, message = REFUSED[name]
    with pytest.raises(PlainError, match=message) as caught:
        plain_markdown(myst)
    assert caught.value.line == line


def test_the_tables_hold_what_this_file_tests():
    shown = " ".join(myst for myst, _ in MYST_AND_PLAIN.values())
    for name in [*ROLES, *DIRECTIVES]:
        assert f"{{{name}}}" in shown or name in ("bibliography", "important", "warning"), name

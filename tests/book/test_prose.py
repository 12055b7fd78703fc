"""What the prose states as a result is guarded: by a value, by arithmetic, or by an output."""

import re
from collections import Counter

import pytest

from book._ext.notebooks.chapters import read_chapter
from book._ext.paths import BOOK
from tests.support import claims as support
from tests.support import prose, wording
from tests.support.claims import LIST, claims, listing, unproven, waiting
from tests.support.prose import pages, sentences
from tests.support.tex import chain, holds, python_of

CURE = (
    "guard a result by {eval}`…`, by a formula of numbers, or by printing it in a cell of its "
    "section; then read the sentences above beside their cells, and run "
    "`python -m tests.support.claims`"
)
# A word of those who made the book from a section of another.
INSIDERS = re.compile(r"\b(?:the|this|original)\s+section\b|\bsection's", re.IGNORECASE)
MANY = 20  # solutions, in all chapters together
PAGE = """\
# Title

A choice: Take 7 of them.

```{code-cell}
x = 40
```

## Section

%s

```{code-cell}
y = 30
```
"""


def source(page):
    """Return the text of a page."""
    return (BOOK / f"{page}.md").read_text("utf8")


def guards(text):
    """Return what a text in a section states, each with its guard."""
    found = sentences("glossary", PAGE % text)  # a page without outputs
    return {c.what: c.guard for s in found if s.heading == "Section" for c in claims(s)}


def test_every_formula_of_numbers_holds():
    found = [c for page in pages() for s in sentences(page) for c in claims(s)]
    false = [f"{c.sentence.place}: {c.what}" for c in found if c.guard == "FALSE"]
    assert false == []
    count = Counter(claim.guard or "nothing yet" for claim in found)
    print(f"\n{len(found)} results in prose, guarded by: {dict(count.most_common())}")


def test_every_result_is_computed_or_listed_as_it_stands_beside_its_cells():
    found, listed = listing(), LIST.read_text("utf8").splitlines()
    print(f"\n{len(listed)} sentences are listed, {len(waiting(listed))} of them without a guard")
    new = [
        f"{stated[0].sentence.place}: {', '.join(repr(c.what) for c in stated if not c.guard)}\n"
        f"    {stated[0].sentence.text}"
        for line, stated in found.items()
        if line not in listed
    ]
    assert not new, "\n".join(["a sentence or what its cells print is new:", *new, CURE])
    gone = [line for line in listed if line not in found]
    assert not gone, "\n".join(["a sentence is computed now, or gone:", *gone, CURE])


def test_no_further_result_is_without_a_guard_and_every_formula_is_evaluated():
    found, listed = list(listing()), LIST.read_text("utf8").splitlines()
    assert len(waiting(found)) <= len(waiting(listed)), CURE
    assert unproven(found) == [], CURE


def test_the_list_does_not_grow_by_itself(monkeypatch, tmp_path, capsys):
    listed = LIST.read_text("utf8").splitlines()
    few = [line for line in listed if line != waiting(listed)[0]]
    monkeypatch.setattr(support, "LIST", tmp_path / "claims.tsv")
    words, written = wording.LIST, wording.LIST.stat().st_mtime_ns
    monkeypatch.setattr(wording, "LIST", tmp_path / "wording.tsv")
    support.LIST.write_text("\n".join(few), "utf8")
    assert support.main([]) == 1
    assert "or say --more" in capsys.readouterr().out
    assert support.main(["--more"]) == 0
    assert support.LIST.read_text("utf8") == LIST.read_text("utf8")
    assert wording.read()
    assert words.stat().st_mtime_ns == written  # or what is compared with it later is of today


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is 17.", {"17": ""}),
        ("It is {eval}`x` and larger.", {"{eval}`x`": "evaluated", "larger": ""}),
        (
            "It is {eval}`'so' if x else 'no'` larger.",
            {"{eval}`'so' if x else 'no'`": "evaluated", "larger": "evaluated"},
        ),
        ("It is larger.", {"larger": ""}),
        (r"So $2 \cdot 3 + 1 = 7$.", {r"2 \cdot 3 + 1 = 7": "arithmetic"}),
        (r"So $2 \cdot 3 + 1 = 8$.", {r"2 \cdot 3 + 1 = 8": "FALSE"}),
        ("So $m = 9$.", {"9": ""}),
        ("It is 30 and seven.", {"30": "given in the code", "seven": ""}),
        ("It is 40.", {"40": ""}),
        ("$$\ne = d (k - 1) + 1\n$$", {"e = d (k - 1) + 1": "random parameters"}),
        ("$$\ne = d (k - 1) - 1\n$$", {"e = d (k - 1) - 1": "formula"}),
        ("Take 17 of them.", {}),
        ("**7.", {}),
        ("It is no longer so, not at all.", {}),
        ("It is longer for all.", {"longer": "", "all": ""}),
        ("See {doc}`three equal forms <three-forms>`, equal.", {"equal": ""}),
        ("It is `same` by *least squares*.", {}),
        ("Is it 17?", {}),
        ("In 2016, release 1.9.1 did.", {}),
        ("It was so on 2026-11-27.", {}),
        ("As long as $o \\le p$ it holds.", {r"o \le p": "formula"}),
        ("| a | 17 |\n|---|---|\n| b | 18 |", {"17": "", "18": ""}),
    ],
)
def test_a_result_is_told_from_what_is_none(text, expected):
    found = guards(text)
    assert {what.strip(): guard for what, guard in found.items()} == expected


@pytest.mark.parametrize(
    ("text", "printed", "guard"),
    [
        ("It is the same:", "True", "output"),
        ("It is the same:", "True False", ""),
        ("It is the same.", "True", ""),
        ("It is faster:", "True", ""),
    ],
)
def test_a_verdict_in_the_next_cell_guards_what_is_said_to_be_the_same(
    monkeypatch, text, printed, guard
):
    cells = read_chapter("c", PAGE % text).notebook.cells
    monkeypatch.setattr(prose, "_printed", lambda page: {cell.id: printed for cell in cells})
    found = {c.what: c.guard for s in sentences("c", PAGE % text) for c in claims(s)}
    assert found[text.split()[-1].strip(":.")] == guard


@pytest.mark.parametrize(
    ("tex", "python"),
    [
        (r"2 \cdot (3 - 1)", "2*(3-1)"),
        (r"\left\lfloor \frac{n + 2p}{s} \right\rfloor", "floor(((n+2*p)/(s)))"),
        (r"3 k^2", "3*k**(2)"),
        (r"\tfrac{1}{2} N", "((1)/(2))*N"),
        (r"\tfrac34", "((3)/(4))"),
        (r"(n - 1) s + e", "(n-1)*s+e"),
        ("19\\,\\%", "19/100"),
        ("16,384", "16384"),
    ],
)
def test_a_formula_is_read_as_python(tex, python):
    assert python_of(tex) == python


@pytest.mark.parametrize(
    ("tex", "known", "true"),
    [
        ("1 + 1 = 2", 2, True),
        ("1 + 1 = 2 = 3", 3, False),
        ("2 < 3", 2, True),
        (r"3 \le 2", 2, False),
        (r"228804 / 294912 \approx 0.78", 2, True),
        (r"228804 / 294912 \approx 0.77", 2, False),
        (r"m = \frac{6}{2} + 1 = 4", 2, True),
    ],
)
def test_a_chain_of_numbers_is_true_or_false(tex, known, true):
    assert holds(chain(tex), {}) == (known, true)


@pytest.mark.parametrize(("stride", "guard"), [(2, "the figure's state"), (3, "FALSE")])
def test_a_caption_is_compared_with_the_state_of_its_figure(stride, guard):
    text = (BOOK / "three-forms.md").read_text("utf8")
    old = "  A kernel of 3 with a stride of"
    assert f"{old} 2." in text
    changed = sentences("three-forms", text.replace(f"{old} 2.", f"{old} {stride}."))
    found = {c.what: c.guard for s in changed if s.kind == "caption" for c in claims(s)}
    assert found["kernel of 3"] == "the figure's state"
    assert found[f"stride of {stride}"] == guard


def test_captions_alternative_texts_rows_and_formulas_are_read_with_their_lines():
    code = (
        "```{code-cell}\n---\nmystnb:\n  figure:\n    caption: >-\n      A 17.\n---\nf(\n    x,\n"
        "    alt='An 18. '\n    f'Of {x}.',\n)\n```\n\n| a |\n|---|\n| 19 |\n\n$$\nx = 1\n$$\n"
    )
    lines = code.splitlines()
    found = {s.kind: (s.text, lines[s.line - 1]) for s in sentences("c", code)}
    assert found["caption"] == ("A 17.", "f(")
    assert found["alt"][0].startswith("Of")
    assert found["row"] == ("| 19 |", "| 19 |")
    assert found["formula"] == ("$$ x = 1 $$", "$$")
    assert re.match(r"book/c\.md:\d+", sentences("c", code)[0].place)


@pytest.mark.parametrize("page", pages())
def test_readers_meet_no_section_that_they_have_not_read(page):
    said = [s for s in sentences(page) if INSIDERS.search(s.text)]
    assert said == [], "name the book, the chapter or the example that is meant"


def test_a_section_without_a_number_is_found():
    assert INSIDERS.search("the section's example")
    assert INSIDERS.search("After the section, in")
    assert not INSIDERS.search("section 13.10 of the book, and an intersection over union")


@pytest.mark.parametrize("kind", ["predict", "draw"])
def test_options_and_wrong_values_of_a_prediction_are_no_statements(kind):
    body = (
        f"```{{{kind}}} x\n"
        ":asks: number\n%s\nHow many?\n\n- 4 => It is 3.\n\n---\n\nSo.\n```\n\nEnd"
    )
    free, other = (
        sentences("glossary", PAGE % (body % option)) for option in (":answer: 5\n", ":at: 0 0\n")
    )
    assert [s.text for s in free][-3:] == ["How many?", "So.", "End"]
    assert [s.text for s in other][-4:] == ["How many?", "- 4 => It is 3.", "So.", "End"]
    assert [s.line for s in free][-1] == [s.line for s in other][-1]


def test_every_solution_is_closed_until_a_reader_opens_it():
    found = [re.split(r"(?m)^```\{solution-start\}", source(page))[1:] for page in pages()]
    solutions = [text for several in found for text in several]
    assert len(solutions) > MANY
    for text in solutions:
        assert re.match(r" [\w-]+\n:class: dropdown\n```\n", text), text[:60]


def figures(page):
    """Yield the code and the caption of each figure of a page."""
    read = sentences(page)
    for own in dict.fromkeys(s.own for s in read if s.kind == "caption"):
        captions = [s for s in read if s.kind == "caption" and s.own == own]
        yield own, " ".join(s.text for s in captions)


# What tells in a cell that its figure shows no numbers that are computed again to the digit.
MEASURED = re.compile(r"times=\"|label=\"time ")
TRAINED = re.compile(r"compared=False")


def test_a_figure_says_where_its_numbers_are_measured_or_trained():
    found = [(page, *figure) for page in pages() for figure in figures(page)]
    measured = [(page, said) for page, code, said in found if MEASURED.search(code)]
    trained = [(page, said) for page, code, said in found if TRAINED.search(code)]
    assert {page for page, _ in measured} >= {"matrix-efficiency", "summary-exercises"}
    assert trained
    assert [one for one in measured if "measured" not in one[1].lower()] == []
    said = re.compile(r"\b(?:trained|training|learned)\b", re.IGNORECASE)
    assert [one for one in trained if not said.search(one[1])] == []

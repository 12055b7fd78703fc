"""Splitting a source into notebooks."""

import nbformat
import pytest

from book._ext.frameworks import FRAMEWORKS, notebook_path, why_missing
from book._ext.notebooks.chapters import (
    ChapterError,
    chapter_names,
    read_chapter,
    split,
)
from book._ext.notebooks.install import without_install
from book._ext.notebooks.stored import Manifest, with_stored_outputs
from book._ext.paths import BOOK, NOTEBOOKS

PYTORCH, MXNET = FRAMEWORKS
PATHS = sorted(NOTEBOOKS.glob("*/*.ipynb"))
SOURCE = """\
# Title

Some prose.

```{code-cell}
:tags: [pytorch]
import torch
```

```{code-cell}
:tags: [mxnet]
import mxnet
```

```{code-cell}
1 + 1
```
"""


def sources(notebook):
    return [cell.source for cell in notebook.cells]


def test_a_notebook_has_the_prose_its_own_cells_and_the_shared_ones():
    chapter = read_chapter("c", SOURCE)
    assert sources(split(chapter, PYTORCH)) == ["# Title\n\nSome prose.", "import torch", "1 + 1"]
    assert sources(split(chapter, MXNET)) == ["# Title\n\nSome prose.", "import mxnet", "1 + 1"]


def test_a_split_notebook_is_valid_and_the_same_every_time():
    notebooks = [split(read_chapter("c", SOURCE), PYTORCH) for _ in range(2)]
    nbformat.validate(notebooks[0])
    assert nbformat.writes(notebooks[0]) == nbformat.writes(notebooks[1])


def test_cells_with_the_same_source_have_different_ids():
    chapter = read_chapter("c", "```{code-cell}\n1\n```\n\n```{code-cell}\n1\n```\n")
    ids = [cell.id for cell in split(chapter, PYTORCH).cells]
    assert len(set(ids)) == 2


def test_an_inserted_cell_leaves_the_ids_of_the_others():
    before = {c.id for c in split(read_chapter("c", SOURCE), PYTORCH).cells}
    longer = SOURCE + "\nMore.\n\n```{code-cell}\n2\n```\n"
    assert before < {c.id for c in split(read_chapter("c", longer), PYTORCH).cells}


def test_a_figures_caption_follows_it_in_the_notebook():
    text = "```{code-cell}\n---\nmystnb:\n  figure:\n    caption: What to see.\n---\nplot()\n```\n"
    assert sources(split(read_chapter("c", text), MXNET)) == ["plot()", "*What to see.*"]


def test_an_unknown_tag_is_refused_with_chapter_cell_and_cure():
    text = SOURCE.replace("[pytorch]", "[pytroch]")
    with pytest.raises(
        ChapterError, match=r"^book/c\.md:7: unknown tag 'pytroch'; did you mean 'pytorch'\?$"
    ):
        read_chapter("c", text)


def test_a_cell_of_two_frameworks_is_refused():
    with pytest.raises(ChapterError, match=r"^book/c\.md:7: tagged with several frameworks"):
        read_chapter("c", SOURCE.replace("[pytorch]", "[pytorch, mxnet]"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{kbd}`x`\n\n```{code-cell}\n1\n```\n", 1),
        ("---\na: b\n---\n\n\nText\n{kbd}`x`\n\n```{code-cell}\n1\n```\n", 7),
        ("```{code-cell}\n1\n```\n\n\n:::{note}\n{kbd}`x`\n:::\n", 7),
        ("\n```{code-cell}\n---\nmystnb: {figure: {caption: '{kbd}`x`'}}\n---\n1\n```\n", 6),
    ],
    ids=["first", "below metadata", "below code", "caption, by its cell"],
)
def test_prose_without_a_plain_form_is_refused_with_chapter_and_line(text, line):
    with pytest.raises(
        ChapterError, match=rf"^book/c\.md:{line}: role \{{kbd\}} has no plain form"
    ):
        split(read_chapter("c", text), PYTORCH)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("mystnb:\n  figur:\n    name: a", "unknown key 'figur'; did you mean 'figure'"),
        ("tag: [mxnet]", "unknown key 'tag'; did you mean 'tags'"),
        ("mystnb:\n  figure:\n    captoin: a", "unknown key 'captoin'; did you mean 'caption'"),
    ],
)
def test_a_misspelt_key_of_a_cell_is_refused_with_its_line(options, said):
    text = f"# Title\n\n```{{code-cell}}\n---\n{options}\n---\nx = 1\n```\n"
    line = text.splitlines().index("x = 1") + 1
    with pytest.raises(ChapterError, match=rf"^book/c\.md:{line}: {said}"):
        read_chapter("c", text)


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda f: f.tag)
@pytest.mark.parametrize("name", chapter_names())
def test_the_notebook_is_the_split_of_todays_source_and_as_it_was_written(name, framework):
    chapter = read_chapter(name, (BOOK / f"{name}.md").read_text("utf8"))
    path = notebook_path(BOOK, framework, name)
    stored = nbformat.read(path, as_version=4)
    stored.cells = without_install(stored)
    expected = with_stored_outputs(chapter, framework, BOOK)
    assert expected.metadata == stored.metadata
    for new, old in zip(expected.cells, stored.cells, strict=True):
        assert new == old, f"{chapter.where(new.id)}: run `make notebooks`"
    Manifest.read(NOTEBOOKS).check(path, stored)


def test_no_notebook_waits_for_a_framework_that_was_not_there():
    waiting = Manifest.read(NOTEBOOKS).to_execute
    absent = {f"{f.tag}/" for f in FRAMEWORKS if why_missing(f)}
    if waiting and all(name.startswith(tuple(absent)) for name in waiting):
        pytest.skip(f"to be executed where their framework is: {', '.join(waiting)}")
    assert waiting == [], "run `make notebooks`"


def test_every_notebook_has_a_chapter_and_every_chapter_its_notebooks():
    assert set(PATHS) == {notebook_path(BOOK, f, c) for f in FRAMEWORKS for c in chapter_names()}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_cell_of_the_book_escapes_the_comparison(path):
    text = path.read_text("utf8")
    assert "nbval" not in text.lower(), "there is a marker of nbval"
    assert "raises-exception" not in text, "there is a cell that may raise"


def not_compared():
    """Yield each cell that draws what is not compared, the next cell of code, and the notebook."""
    for path in PATHS:
        cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
        for cell, check in zip(cells, [*cells[1:], None], strict=True):
            if "compared=False" in cell.source:
                yield cell, check, path


def test_what_is_not_compared_is_checked_in_the_next_cell():
    found = list(not_compared())
    assert found
    for cell, check, path in found:
        printed = "".join(o.get("text", "") for o in check.outputs).splitlines()
        assert printed, f"{path}: no check below {cell.source}"
        assert all(line.endswith(" True") for line in printed), f"{path}: {printed}"

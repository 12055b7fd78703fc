"""The stored notebooks: read, told from edited ones, and compared with their source.

`manifest.json` beside them lists which notebooks were made, with a fingerprint of what they held:
only these are ever overwritten or removed, and only while they hold what was written.
"""

import difflib
import json
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from book._ext.frameworks import Framework, notebook_path
from book._ext.notebooks.chapters import Chapter, ChapterError, digest, split
from book._ext.notebooks.install import without_install
from book._ext.notebooks.values import expressions, keep_answers

__all__ = [
    "Manifest",
    "first_change",
    "first_unknown",
    "keep_outputs",
    "read_stored",
    "with_stored_outputs",
]

# What a kernel adds to an output that is a new random id at every run.
RANDOM_MIME = "application/vnd.jupyter.widget-view+json"


@dataclass
class Manifest:
    """Which notebooks were made, from which sources, and which were not executed.

    `made` has a fingerprint for each notebook, `sources` a digest for each chapter. A notebook
    whose framework was not there when its code changed stands in `to_execute`.
    """

    path: Path
    made: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    to_execute: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read the manifest of a folder; one that is missing lists nothing."""
        path = folder / "manifest.json"
        data = json.loads(path.read_text("utf8")) if path.exists() else {}
        return cls(path, data.get("made", {}), data.get("sources", {}), data.get("to execute", []))

    def name(self, path: Path) -> str:
        """Return the name under which a notebook is listed."""
        return path.relative_to(self.path.parent).as_posix()

    def check(self, path: Path, stored: NotebookNode) -> None:
        """Check that a notebook holds what was written into it, metadata apart.

        Raises
        ------
        ChapterError
            If it was edited, or was not made from a chapter.
        """
        known = self.made.get(self.name(path))
        if known != _fingerprint(stored):
            what = "was changed by hand" if known else "was not made by `make notebooks`"
            raise ChapterError(
                f"book/notebooks/{self.name(path)} {what}, and would be overwritten.\n"
                f"To keep the change, make it in book/{path.stem}.md and undo it here; to undo it, "
                f"`git checkout book/notebooks/{self.name(path)}`, or move the file away."
            )

    def write(self, path: Path, notebook: NotebookNode, *, executed: bool) -> None:
        """Write a notebook and list it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)
        name = self.name(path)
        self.made[name] = _fingerprint(notebook)
        self.to_execute = sorted({*self.to_execute, name} - ({name} if executed else set()))

    def remove(self, path: Path) -> None:
        """Remove a notebook and its entry."""
        path.unlink(missing_ok=True)
        name = self.name(path)
        del self.made[name]
        self.to_execute = [other for other in self.to_execute if other != name]

    def save(self) -> None:
        """Write the manifest where it changed."""
        data = {
            "made": dict(sorted(self.made.items())),
            "sources": dict(sorted(self.sources.items())),
            "to execute": self.to_execute,
        }
        text = json.dumps(data, indent=1) + "\n"
        if not self.path.exists() or self.path.read_text("utf8") != text:
            self.path.write_text(text, "utf8")


def read_stored(path: Path) -> NotebookNode:
    """Read a stored notebook, without what a kernel or an editor adds at every run.

    Raises
    ------
    ChapterError
        If the file is not a notebook, as after a conflict of a merge.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, ValueError) as error:
        raise ChapterError(
            f"{path}: is not a notebook ({str(error).partition(':')[0]}), as after a conflict of a "
            "merge. Take one side's file with `git checkout --ours` or `--theirs`, then run "
            "`make notebooks`."
        ) from None
    for number, cell in enumerate(_code(notebook), start=1):
        for output in cell.outputs:
            output.get("data", {}).pop(RANDOM_MIME, None)
            if "execution_count" in output:
                output.execution_count = number
        cell.execution_count = number
    return notebook


def with_stored_outputs(chapter: Chapter, framework: Framework, book: Path) -> NotebookNode:
    """Return the split of a chapter with the outputs stored for it.

    Raises
    ------
    ChapterError
        If there is no stored notebook, or its code or an expression is not that of the chapter.
    """
    path = notebook_path(book, framework, chapter.name)
    label = f"the {framework.label} notebook of {chapter.name}"
    if not path.exists():
        raise ChapterError(f"{label} is missing: run `make notebooks`")
    stored, notebook = read_stored(path), split(chapter, framework)
    if place := first_change(notebook, stored, chapter):
        raise ChapterError(f"{place}: {label} does not have this code yet: run `make notebooks`")
    keep_answers(notebook, stored, keep_outputs(notebook, stored))
    if place := first_unknown(notebook, chapter):
        raise ChapterError(f"{place}: {label} does not have this value yet: run `make notebooks`")
    return notebook


def first_change(expected: NotebookNode, stored: NotebookNode, chapter: Chapter) -> str | None:
    """Return the place in the source of the first code that a stored notebook has otherwise."""
    before = [cell.source for cell in _code(stored)]
    for number, cell in enumerate(_code(expected)):
        old = before[number] if number < len(before) else ""
        if cell.source != old:
            pairs = zip(cell.source.split("\n"), [*old.split("\n"), None], strict=False)
            last = cell.source.count("\n")  # where lines were taken from the end
            line = next((n for n, (a, b) in enumerate(pairs) if a != b), last)
            return chapter.where(cell.id, line)
    return chapter.where("") if len(_code(expected)) < len(before) else None


def first_unknown(notebook: NotebookNode, chapter: Chapter) -> str | None:
    """Return the place in the source of the first expression in prose that has no value."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (unknown := expressions(cell.source)):
            return chapter.where_evaluated(cell.id, unknown[0])
    return None


def keep_outputs(expected: NotebookNode, stored: NotebookNode) -> int:
    """Put stored outputs into a new split of the source.

    Returns
    -------
    int
        How many code cells at the beginning are as they were. The outputs of later ones are those
        of the cell that stood there before, for who cannot execute them.
    """
    new, old = _code(expected), _code(stored)
    match = difflib.SequenceMatcher(None, [c.source for c in old], [c.source for c in new], False)
    for _, i, i_end, j, j_end in match.get_opcodes():
        for before, cell in zip(old[i:i_end], new[j:j_end], strict=False):
            cell.outputs = before.outputs
    for number, cell in enumerate(new, start=1):
        cell.execution_count = number
    pairs = zip(old, new, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a.source != b.source), len(old))


def _code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in without_install(notebook) if cell.cell_type == "code"]


def _fingerprint(notebook: NotebookNode) -> str:
    """Return a digest of words, code and outputs."""
    content = [
        (cell.cell_type, cell.source, [_shown(output) for output in cell.get("outputs", [])])
        for cell in without_install(notebook)
    ]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return digest(text)


def _shown(output: NotebookNode) -> dict[str, object]:
    return {k: v for k, v in output.items() if k not in ("execution_count", "metadata")}

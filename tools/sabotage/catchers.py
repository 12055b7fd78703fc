"""Which tests could notice a fault in a file, found by rule, the cheap ones first."""

import re
from collections import deque
from functools import cache
from pathlib import PurePath

from book._ext.node import find_node
from book._ext.paths import ROOT
from tools.sabotage.copies import Step
from tools.sabotage.fault import Fault, tracked

__all__ = ["near_tests", "steps_for"]

NAME = re.compile(r"\b(?:bench|book\._ext|conftest|d2lmini|experiments|tests|tools)(?:\.\w+)*")
FROM = re.compile(r"^ *from ([\w.]+) import (?:\(([^)]*)\)|(.+))", re.MULTILINE)
ROOMS = {"d2lmini": "operations", "widgets": "figures", "_ext": "book"}
# Files that a test or a module names, beside those that it imports.
DATA = (".bib", ".json", ".yml", ".yaml", ".toml", ".txt", ".md", "Makefile", "run")
ALONE = "tests/project/test_sabotage"  # begins what tests this package, which no kind holds
LOOKED_AT = "basic-operation or summary-exercises"  # short pages, with all there is
# What notices most faults of a kind, in seconds and without a build.
READ = ("tests/book/test_wording.py", "tests/book/test_prose.py")
READ_PYTHON = ("tests/project/test_encodings.py", "tests/book/test_docstrings.py")  # all of it
TYPES_AND_UNITS = ("-k", "typescript_types or unit_tests", "tests/figures/test_figures.py")
NO_BUNDLES = "not bundles_are and not bundle_is_small"  # made anew where their code is changed
FIGURES = ("-k", NO_BUNDLES, "tests/figures/test_figures.py", "tests/figures/test_state.py")
EXERCISES = "d2lmini/exercises/"
BROWSER = "tests/browser/test_"
DRIVEN = tuple(
    f"{BROWSER}widgets_{part}.py"
    for part in ("others", "stamping", "stamping_readings", "driven", "all")
)
NOT_DRIVEN = (f"{BROWSER}widgets_lab.py",)  # Jupyter's
LOOKS = f"{BROWSER}looks.py"
SHOWN = f"{BROWSER}shown.py"
# what a page has beside its figures, by the folder of its code
BESIDE = {
    folder: tuple(f"{BROWSER}{name}.py" for name in names)
    for folder, names in {
        "exercises": ("predictions", "quiz", "progress", "paper"),
        "python": ("code_exercises", "order_exercises"),
        "page": ("hero", "live", "book_widgets"),
    }.items()
}
# what a browser sees of the pages that the extension makes
PAGES = tuple(
    f"{BROWSER}{name}.py"
    for name in ("book", "site", "tabs", "live", "predictions", "progress", "paper")
)
# drawings of a page with scripts of their own, and what tests them there
DRAWINGS = {
    part: tuple(f"{BROWSER}{name}.py" for name in names)
    for part, names in {
        "sound": ("sound", "sound_played"),
        "hero": ("hero",),
        "pipeline": ("hero",),
        "pictures": ("hero",),
    }.items()
}
RUFF = str(ROOT / ".venv/bin/ruff")
SHARED = "stamping"  # the figure that shows what several share
NOTEBOOKS = 2  # of a module's, so many of the shortest are run


@cache
def uses(path: str) -> frozenset[str]:
    """Return the project's files that a file imports or names."""
    text = (ROOT / path).read_text("utf8")
    names = set(NAME.findall(text))
    for module, several, one in FROM.findall(text):
        listed = [name.split()[0] for name in (several or one).split(",") if name.strip()]
        names |= {f"{module}.{name}" for name in listed}
    found = {resolved for name in names if (resolved := resolve(name))}
    found |= {name for name in tracked() if name.endswith(DATA) and PurePath(name).name in text}
    return frozenset(found - {path})


def resolve(name: str) -> str | None:
    """Return the file of a dotted name, the last parts of which may be inside."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        base = "/".join(parts[:end])
        for path in (f"{base}.py", f"{base}/__init__.py"):
            if path in tracked():
                return path
    return None


@cache
def distances(test: str) -> dict[str, int]:
    """Return how many imports lead from a test to each file."""
    found, waiting = {test: 0}, deque([test])
    while waiting:
        path = waiting.popleft()
        for other in uses(path) if path.endswith((".py", ".ipynb")) else ():
            if other not in found:
                found[other] = found[path] + 1
                waiting.append(other)
    return found


def near_tests(path: str, room: str = "tests") -> list[str]:
    """Return the tests that reach a file, of its own room or directly; its namesake comes first."""
    rooms = [room for part, room in ROOMS.items() if part in PurePath(path).parts]
    own = rooms[-1] if rooms else "project"
    stem = PurePath(path).stem.strip("_")
    ranked = []
    for test in tracked():
        if not re.fullmatch(rf"{room}/.*test_\w+\.py", test) or test.startswith(ALONE):
            continue
        far = distances(test).get(path)
        if far is not None and (far == 1 or own in test) and "browser" not in test:
            ranked.append((PurePath(test).stem != f"test_{stem}", own not in test, far, test))
    return [test for *_, test in sorted(ranked)]


def _with_rooms(path: str, *rooms: str) -> list[str]:
    """Return the tests near a file, and all others of some rooms after them."""
    others = [t for t in tracked() if re.match(rf"tests/(?:{'|'.join(rooms)})/test_", t)]
    return list(dict.fromkeys([*near_tests(path), *(t for t in others if not t.startswith(ALONE))]))


def near_notebooks(path: str) -> list[str]:
    """Return the shortest notebooks that use a module; of a private one, its package."""
    module = re.sub(r"(\._\w+)*\.py$", "", path.replace("/", "."))
    all_of_them = [name for name in tracked() if name.endswith(".ipynb")]
    found = [name for name in all_of_them if module in (ROOT / name).read_text("utf8")]
    return sorted(found, key=lambda name: (ROOT / name).stat().st_size)[:NOTEBOOKS]


def built() -> list[Step]:
    """Build the book, follow its links, and look at some of its pages in a browser."""
    return [
        Step(("book._ext.build",), builds=True),
        Step.tests(*_naming("tests/book/", "HTML")),
        Step.tests("-k", f"{LOOKED_AT} or not html", *PAGES),
    ]


@cache
def _naming(room: str, word: str) -> list[str]:
    """Return the tests of a room that speak of something: a built page, or one that is served."""
    tests = [name for name in tracked() if name.startswith(f"{room}test_")]
    return [test for test in tests if re.search(rf"\b{word}\b", (ROOT / test).read_text("utf8"))]


def _python(path: str) -> list[Step]:
    browser = [t for t in tracked() if "browser/test" in t and distances(t).get(path) == 1]
    near = near_tests(path) or ([] if browser else _with_rooms(path, "project"))
    if path.startswith(EXERCISES):  # the package finds them by looking: nothing imports them
        near = _with_rooms(path, "exercises")
    steps = [Step((RUFF, "check", "--quiet", path))]
    if near:
        quick = dict.fromkeys((*near, *READ_PYTHON))
        steps.append(Step.tests("-m", "not slow", "-k", NO_BUNDLES, *quick))
        steps.append(Step.tests("-m", "slow", *near))
    if "_ext" in path or path.endswith("sphinx.py"):
        steps += [Step(("/bin/rm", "-r", "_build/html"), builds=True), *built()]
    steps += [Step.tests(*browser)] if browser else []
    steps += [Step.tests("--nbval", notebook) for notebook in near_notebooks(path)]
    if path.startswith(("d2lmini", "book")):
        steps.append(Step(("mypy",)))
    return steps


def _figures(path: str) -> list[Step]:
    """Bundle the page's code, then drive a figure, or what the page has beside figures."""
    names = [PurePath(p).stem for p in tracked() if re.fullmatch(r"d2lmini/widgets/[a-z]+\.py", p)]
    parts = PurePath(path).with_suffix("").parts
    program = "d2lmini/widgets/web/build.mjs"
    bundle = Step((str(find_node()), program, "d2lmini/widgets/static", "--quick"))
    book = Step(("tools.sabotage.assets",), builds=True)
    units = Step.tests(*TYPES_AND_UNITS)
    node = Step.tests(*FIGURES, *near_tests(path, "tests/figures"))
    if path.endswith(".css"):
        return [bundle, book, *_looks(path), Step.tests("-k", SHARED, *DRIVEN)]
    if room := next((part for part in parts if part in BESIDE), ""):
        exercises = [name for name in tracked() if name.startswith("tests/exercises/test_")]
        steps = [bundle, book, Step.tests("-k", "exercises or programs", SHOWN), units, node]
        return [*steps, Step.tests(*exercises), Step.tests(*BESIDE[room])]
    if drawing := next((part for part in parts if part in DRAWINGS), ""):
        seen = Step.tests("-k", "exercises", SHOWN)
        return [units, bundle, node, book, seen, Step.tests(*DRAWINGS[drawing])]
    chosen = next((name for name in names if name in parts), SHARED)
    driven = [name for name in tracked() if name.startswith(f"{BROWSER}widgets_")]
    more = [name for name in driven if name not in (*DRIVEN, *NOT_DRIVEN)]
    own = [name for name in tracked() if name.startswith(f"{BROWSER}{chosen}_")]
    named = [name for name in tracked() if name.startswith(f"{BROWSER}{parts[-1]}")]
    return [
        *(bundle, book, Step.tests(*named) if named else Step.tests("-k", "figure", SHOWN)),
        *(units, node, Step.tests("-k", chosen, *DRIVEN)),
        Step.tests("-k", f"{chosen} or not ({' or '.join(names)})", *own, *more),
        Step.tests(*BESIDE["page"]),
    ]


def _looks(path: str) -> list[Step]:
    """Look at what a style sheet is for, then at the rest."""
    rooms = ("figures", "pages") if "/ui/" in path else ("pages", "figures")
    return [Step.tests("-k", f"rule_of_{room}", LOOKS) for room in rooms]


def _prose(path: str) -> list[Step]:
    build, links, _ = built()  # a browser reads no words
    read = Step.tests("-k", "test_every_", *READ)
    return [read, build, links, Step.tests("-m", "not slow", *_with_rooms(path, "book"))]


def steps_for(fault: Fault) -> list[Step]:
    """Return what could notice a fault, the cheap before the dear."""
    path, kind = fault.path, fault.kind
    if kind == "python":
        return _python(path)
    if kind == "typescript" or (kind == "css" and path.startswith("d2lmini")):
        return _figures(path)
    if kind == "css":
        return [Step(("tools.sabotage.assets",), builds=True), *_looks(path), built()[2]]
    if kind == "markdown":
        return _prose(path)
    if path.endswith(".ipynb"):  # its digest alone would tell; whether its numbers are right, nbval
        kept = Step.tests("tests/book/test_chapters.py")  # of what nbval leaves out
        return [Step.tests("--nbval", path), kept, Step.tests("tests/book")]
    near = _with_rooms(path, "book" if "book/" in path else "project")
    steps = [Step.tests("-m", "not slow", *near)]
    if path == "pyproject.toml":
        steps.insert(0, Step((RUFF, "check", "--quiet")))
    if path in ("_config.yml", "_toc.yml", "d2lmini/widgets/states.json", "book/references.bib"):
        steps += built()
    slow = near_tests(path)
    return [*steps, Step.tests("-m", "slow", *slow)] if slow else steps

"""`make release-check` refuses a wheel or a changelog that is not as it has to be."""

import re
import zipfile

import pytest

import d2lmini
from book._ext.paths import ROOT
from tools import release


@pytest.mark.parametrize(
    ("text", "newest"),
    [("# Changes\n\n## 0.1.0\n", "0.1.0"), ("## 2.0\n## 0.1.0\n", "2.0"), ("# Changes", "nothing")],
)
def test_the_changelog_begins_with_the_version(text, newest):
    if newest == "0.1.0":
        return release.check_changelog("0.1.0", text)
    with pytest.raises(
        release.ReleaseError, match=rf"expected 0\.1\.0 as its first entry, got {re.escape(newest)}"
    ):
        release.check_changelog("0.1.0", text)
    return None


def test_the_books_changelog_has_todays_version():
    release.check_changelog(d2lmini.__version__, (ROOT / "CHANGELOG.md").read_text("utf8"))


def test_what_a_wheel_has_to_hold_is_there_and_all_that_is_no_module():
    files = [path for path in (ROOT / "d2lmini").rglob("*") if path.is_file()]
    data = [
        p.relative_to(ROOT).as_posix() for p in files if p.suffix in (".json", ".typed", ".mjs")
    ]
    sources = ("js", "web")
    wanted = {name for name in data if name.split("/")[-2] not in sources}
    assert set(release.INSIDE) == wanted


@pytest.mark.parametrize(
    ("missing", "strange", "said"),
    [
        (None, None, ""),
        (release.INSIDE[-1], None, "lacks .*widgets"),
        (None, "book/index.md", r"should not have \['book/index\.md'\]"),
        (None, "d2lmini/a.ipynb", r"should not have \['d2lmini/a\.ipynb'\]"),
    ],
)
def test_a_wheel_has_its_data_and_nothing_of_the_book(tmp_path, missing, strange, said):
    wheel = tmp_path / "d2lmini-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        for name in {*release.INSIDE, "d2lmini/__init__.py", strange} - {missing, None}:
            file.writestr(name, "")
    if not said:
        return release.check_wheel(wheel)
    with pytest.raises(release.ReleaseError, match=said):
        release.check_wheel(wheel)
    return None


def test_what_the_wheel_is_tried_with_is_right():
    exec(release.TRIAL.replace('assert not {"torch", "mxnet"} & set(sys.modules)\n', ""), {})


def test_a_command_that_fails_is_told_with_what_it_printed(tmp_path):
    assert release.run("echo", "a b", cwd=tmp_path) == "a b\n"
    with pytest.raises(release.ReleaseError, match=r"ls nowhere\n.*nowhere"):
        release.run("ls", "nowhere", cwd=tmp_path)


@pytest.fixture
def commands(monkeypatch):
    """Note the commands of a release check; do what matters of each."""
    ran = []

    def run(*command, cwd):
        words = [str(word) for word in command]
        ran.append(words)
        if words[:2] == ["git", "clone"]:
            (command[-1] / "_build" / "html").mkdir(parents=True)
            (command[-1] / "dist").mkdir()
            (command[-1] / "CHANGELOG.md").write_text("## 1.2\n", "utf8")
        elif words[0] == "make" and "broken" not in ran[0]:
            (cwd / "_build" / "html" / "index.html").write_text("", "utf8")
        elif "wheel" in words:
            with zipfile.ZipFile(cwd / "dist" / "d2lmini-1.2-py3-none-any.whl", "w") as file:
                for name in release.INSIDE:
                    file.writestr(name, "")
        return ""

    monkeypatch.setattr(release, "run", run)
    monkeypatch.setattr(release, "try_wheel", lambda wheel, folder: "1.2")
    return ran


def test_book_and_wheel_are_made_in_a_clean_clone(commands, capsys):
    assert release.main() == 0
    assert "d2lmini-1.2-py3-none-any.whl and the book are in order" in capsys.readouterr().out
    clone, make, wheel = commands
    assert clone[:-1] == ["git", "clone", "--quiet", str(ROOT)]
    assert make == ["make", "book"]
    assert wheel[1:] == ["-m", "pip", "wheel", ".", "--no-deps", "--quiet", "-w", "dist"]


def test_a_clone_without_a_first_page_is_refused(commands, capsys):
    commands.append(["broken"])
    assert release.main() == 1
    assert "the clone's book has no first page" in capsys.readouterr().err

"""`make shots` photographs whole pages, in both widths and both schemes."""

import contextlib
import struct

from tools import shots

PAGE = """<!doctype html><title>a</title><style>:root { color-scheme: light dark }
body { height: 2000px; margin: 0 } @media (prefers-color-scheme: dark) { body { height: 3000px } }
</style>"""


def size(path):
    """Return the width and the height of a PNG."""
    return struct.unpack(">II", path.read_bytes()[16:24])


def test_every_page_that_is_asked_for_is_photographed_whole(browser, tmp_path, monkeypatch, capsys):
    # A process can hold only one browser.
    monkeypatch.setattr(shots, "open_browser", lambda: contextlib.nullcontext(browser))
    (tmp_path / "html" / "book").mkdir(parents=True)
    for name in ("abc", "other"):
        (tmp_path / "html" / "book" / f"{name}.html").write_text(PAGE, "utf8")
    monkeypatch.setattr(shots, "HTML", tmp_path / "html")
    monkeypatch.setattr(shots, "SHOTS", tmp_path / "shots")
    monkeypatch.setattr(shots, "ROOT", tmp_path)
    assert shots.main(["--only", "b"]) == 0
    assert "4 pictures in shots" in capsys.readouterr().out
    assert {path.name: size(path) for path in (tmp_path / "shots").iterdir()} == {
        "abc-1280-light.png": (1280, 2000), "abc-1280-dark.png": (1280, 3000),
        "abc-390-light.png": (390, 2000), "abc-390-dark.png": (390, 3000),
    }  # fmt: skip


def test_a_book_that_is_not_built_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(shots, "HTML", tmp_path / "none")
    assert shots.main([]) == 1
    assert capsys.readouterr().err == "the book is not built: run `make book`\n"

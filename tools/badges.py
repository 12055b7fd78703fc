"""Put into the README the badges that the book's address gives, none while it is empty.

python -m tools.badges
"""

from book._ext.address import Repository, configured_address, repository
from book._ext.frameworks import FRAMEWORKS
from book._ext.paths import ROOT

__all__ = ["README", "badges", "with_badges"]

README = ROOT / "README.md"
BEGIN, END = "<!-- badges -->\n", "<!-- /badges -->\n"
PICTURES = {
    "Colab": "https://colab.research.google.com/assets/colab-badge.svg",
    "Binder": "https://mybinder.org/badge_logo.svg",
    "Studio Lab": "https://studiolab.sagemaker.aws/studiolab.svg",
}
TESTS = "actions/workflows/test.yml"
OPENED = f"book/notebooks/{FRAMEWORKS[0].tag}/basic-operation.ipynb"


def badges(place: Repository | None) -> str:
    """Return a line of Markdown: the book, its tests, and a chapter to run elsewhere."""
    if place is None:
        return ""
    found = [f"[**Read the book**]({place.pages})"] if place.pages else []
    if place.domain == "github.com":  # the workflows are GitHub's
        tests = f"{place.url}/{TESTS}"
        found.append(f"[![Tests]({tests}/badge.svg?branch={place.branch})]({tests})")
    for name, address in place.launchers(OPENED).items():
        found.append(f"[![Open in {name}]({PICTURES[name]})]({address})")
    return " ".join(found) + "\n"


def with_badges(text: str, place: Repository | None) -> str:
    """Return the README's text with the badges of a place instead of those it has."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"expected {BEGIN.strip()} and {END.strip()} in README.md, each on a line")
    return f"{before}{BEGIN}{badges(place)}{END}{after}"


if __name__ == "__main__":
    README.write_text(
        with_badges(README.read_text("utf8"), repository(configured_address())), "utf8"
    )

"""A phrase that sets a figure: how an author writes it.

    {live}`stride 2 <fig-stamps?stride=2>`

sets the figure `fig-stamps` of the same page to the state that the page gives it, with stride 2.
"""

import re
from dataclasses import dataclass

__all__ = ["Phrase", "read_phrase"]

WRITTEN = re.compile(r"(?P<words>.*\S)\s*<(?P<figure>[\w-]+)\?(?P<changes>[^<>]+)>", re.DOTALL)


@dataclass(frozen=True)
class Phrase:
    """The words that readers see, the figure's name, and the changes as they are written."""

    words: str
    figure: str
    changes: dict[str, str]


def read_phrase(content: str) -> Phrase:
    """Read what stands between a phrase's backticks.

    Raises
    ------
    ValueError
        If words, figure or changes are missing.
    """
    match = WRITTEN.fullmatch(content)
    pairs = [part.partition("=") for part in match["changes"].split("&")] if match else []
    if not match or not all(key and value for key, _, value in pairs):
        raise ValueError(
            f"live phrase `{content}` names no state: write `words <figure?key=value&key=value>`"
        )
    return Phrase(match["words"], match["figure"], {key: value for key, _, value in pairs})

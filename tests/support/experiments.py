"""What holds for everything that `make experiments` stores, whichever chapter it is of."""

import json
from functools import cache, partial
from typing import Any
from unittest.mock import patch

import d2lmini
from bench.timing import digest as file_digest
from d2lmini.trained import path_of, trained
from experiments.chapter import digest, names
from experiments.store import DIGESTS, file_text

FRAMEWORKS = ("pytorch", "mxnet")


@cache
def names_of(chapter: str, framework: str) -> dict[str, Any]:
    """Return what a chapter's code names in a framework."""
    # A notebook has one framework; here the other one may be imported as well.
    device = partial(d2lmini.try_gpu, framework=framework)
    with patch.object(d2lmini, "try_gpu", device), patch.dict("os.environ"):
        return names(chapter, framework)


def check_code(chapter: str, framework: str) -> None:
    """See that the stored numbers come from the chapter's code as it is."""
    assert trained(chapter)["code"][framework] == digest(chapter, framework), (
        "run `make experiments`"
    )


def check_file(chapter: str) -> None:
    """See that the file is as the experiment left it."""
    path = path_of(chapter)
    assert json.loads(DIGESTS.read_text("utf8"))[path.name] == file_digest(path)
    assert path.read_text("utf8") == file_text(trained(chapter))

"""The book's address: one setting, from which every link to the book's own repository is made."""

import os
import re
from dataclasses import dataclass
from urllib.parse import quote

import yaml

from book._ext.paths import ROOT

__all__ = ["SETTING", "VARIABLE", "Repository", "configured_address", "repository"]

VARIABLE = "BOOK_REPOSITORY"
SETTING = "book_repository"
GITHUB = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?")


@dataclass(frozen=True)
class Repository:
    """A repository on GitHub and what is reached through it."""

    owner: str
    name: str
    branch: str = "main"

    @property
    def url(self) -> str:
        """The repository's own address."""
        return f"https://github.com/{self.owner}/{self.name}"

    @property
    def pages(self) -> str:
        """The address of the built book on GitHub Pages."""
        host = f"{self.owner.lower()}.github.io"
        return f"https://{host}/" if self.name.lower() == host else f"https://{host}/{self.name}/"

    def launchers(self, path: str) -> dict[str, str]:
        """Return, by name, the addresses that open one of the repository's notebooks elsewhere."""
        file = f"{self.owner}/{self.name}/blob/{self.branch}/{path}"
        return {
            "Colab": f"https://colab.research.google.com/github/{file}",
            "Binder": f"https://mybinder.org/v2/gh/{self.owner}/{self.name}/{self.branch}"
            f"?urlpath={quote(f'lab/tree/{path}', safe='')}",
            "Studio Lab": f"https://studiolab.sagemaker.aws/import/github/{file}",
        }


def configured_address() -> str:
    """Read the setting in `_config.yml`."""
    settings = yaml.safe_load((ROOT / "_config.yml").read_text("utf8"))
    return str(settings["sphinx"]["config"][SETTING] or "")


def repository(address: str | None = None) -> Repository | None:
    """Return the repository at an address; None if the address is empty.

    Parameters
    ----------
    address : str, optional
        Such as `https://github.com/owner/name`. Left out, it is the variable
        `BOOK_REPOSITORY`, or, where that is not set, the setting in `_config.yml`.

    Returns
    -------
    Repository or None
        The repository.

    Raises
    ------
    ValueError
        If the address is not that of a repository on GitHub.
    """
    if address is None:
        address = os.environ.get(VARIABLE) or configured_address()
    if not address:
        return None
    if not (match := GITHUB.fullmatch(address)):
        raise ValueError(
            f"the book's address ({VARIABLE}, or {SETTING} in _config.yml): expected "
            f"https://github.com/owner/name, got {address!r}"
        )
    return Repository(*match.groups())

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
ADDRESS = re.compile(r"https://([\w.-]+(?::\d+)?)/([\w./-]+)/([\w.-]+?)(?:\.git)?/?")


@dataclass(frozen=True)
class Host:
    """What a host of repositories offers; what is empty, it does not."""

    pages: str = ""
    provider: str = ""  # as the theme calls it: edit links
    binder: str = "git/{url}"
    colab: str = ""


HOSTS = {
    "github.com": Host("{owner}.github.io", "github", "gh/{owner}/{name}", "github"),
    "gitlab.com": Host("{owner}.gitlab.io", "gitlab", "gl/{path}"),
    "codeberg.org": Host("{owner}.codeberg.page"),
    "bitbucket.org": Host(provider="bitbucket"),
}


@dataclass(frozen=True)
class Repository:
    """A repository and what is reached through it."""

    domain: str
    owner: str
    name: str
    branch: str = "main"

    @property
    def host(self) -> Host:
        """What its host offers: of an unknown one, only that Git reaches it."""
        return HOSTS.get(self.domain, Host())

    @property
    def url(self) -> str:
        """The repository's own address."""
        return f"https://{self.domain}/{self.owner}/{self.name}"

    @property
    def pages(self) -> str:
        """The address of the built book where its host publishes pages; empty elsewhere."""
        owner, _, group = self.owner.partition("/")
        domain = self.host.pages.format(owner=owner.lower())
        parts = [part for part in (group, self.name) if part and part.lower() != domain]
        return "/".join([f"https://{domain}", *parts, ""]) if domain else ""

    def launchers(self, path: str) -> dict[str, str]:
        """Return, by name, the addresses that open one of the repository's notebooks elsewhere."""
        file = f"{self.owner}/{self.name}/blob/{self.branch}/{path}"
        whole = quote(f"{self.owner}/{self.name}", safe="")
        place = self.host.binder.format(
            owner=self.owner, name=self.name, path=whole, url=quote(self.url, safe="")
        )
        binder = (
            f"https://mybinder.org/v2/{place}/{self.branch}"
            f"?urlpath={quote(f'lab/tree/{path}', safe='')}"
        )
        if not self.host.colab:
            return {"Binder": binder}
        return {
            "Colab": f"https://colab.research.google.com/{self.host.colab}/{file}",
            "Binder": binder,
            "Studio Lab": f"https://studiolab.sagemaker.aws/import/{self.host.colab}/{file}",
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
        If the address is not that of a repository.
    """
    if address is None:
        address = os.environ.get(VARIABLE) or configured_address()
    if not address:
        return None
    if not (match := ADDRESS.fullmatch(address)):
        raise ValueError(
            f"the book's address ({VARIABLE}, or {SETTING} in _config.yml): expected "
            f"https://host/owner/name, got {address!r}"
        )
    return Repository(*match.groups())

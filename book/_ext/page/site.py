"""What a site needs around its pages: description, preview cards, site map, page for errors."""

from typing import Any
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

from book._ext.address import SETTING, Repository, repository

__all__ = ["setup_site"]

START = "why-upsample"  # the first chapter of the half hour


def setup_site(app: Sphinx) -> None:
    """Set the extensions that need the book's address, or leave them out."""
    app.add_config_value(SETTING, "", "env", types=[str])
    app.setup_extension("sphinxext.opengraph")
    app.setup_extension("notfound.extension")
    app.connect("config-inited", _use_address)
    app.connect("builder-inited", _share_translators)
    app.connect("html-page-context", _mend_roles, priority=900)
    app.connect("html-page-context", _start)


def _start(app: Sphinx, page: str, _template: str, context: dict[str, Any], _: Any) -> None:
    """Let "Next" on the first page lead where its "Start" does: past what a reader has to know."""
    if page == app.config.root_doc and f"book/{START}" in app.env.titles:
        link = app.builder.get_relative_uri(page, f"book/{START}")
        context["next"] = {"link": link, "title": app.env.titles[f"book/{START}"].astext()}


def _share_translators(app: Sphinx) -> None:
    """Let the single page be written as the others are.

    Sphinx takes what is registered for HTML in general only where nothing is registered for the
    builder's own name, and sphinx-exercise registers itself there.
    """
    handlers = app.registry.translation_handlers
    handlers["singlehtml"] = {**handlers["html"], **handlers.get("singlehtml", {})}


def _mend_roles(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _: Any) -> None:
    """Make the bibliography a list for assistive technology: docutils' own role is deprecated."""
    if "body" in context:
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


def _use_address(app: Sphinx, config: Config) -> None:
    try:
        place = repository()
    except ValueError as error:
        raise ConfigError(str(error)) from None
    if place is not None and place.pages:
        app.setup_extension("sphinx_sitemap")
    for name, value in _settings(place, config.html_theme_options).items():
        setattr(config, name, value)


def _settings(place: Repository | None, theme: dict[str, Any]) -> dict[str, Any]:
    """Return the settings that follow from the book's address, or from its absence."""
    settings: dict[str, Any] = {
        SETTING: place.url if place else "",  # a change of the variable rebuilds the pages
        "notfound_urls_prefix": "/",
        "ogp_social_cards": {"enable": False},
    }
    if place is not None:
        settings["html_theme_options"] = theme | _buttons(place)
    if place is not None and place.pages:
        settings |= {
            "html_baseurl": place.pages,
            "ogp_site_url": place.pages,
            "ogp_social_cards": {"enable": True},
            "notfound_urls_prefix": urlsplit(place.pages).path,
            "sitemap_url_scheme": "{link}",
        }
    return settings


def _buttons(place: Repository) -> dict[str, Any]:
    """Return the theme's buttons for a repository: it refuses a host that it does not know."""
    if not place.host.provider:
        return {}
    buttons = ("use_repository_button", "use_issues_button", "use_edit_page_button")
    return dict.fromkeys(buttons, True) | {
        "repository_provider": place.host.provider,
        "repository_url": place.url,
        "repository_branch": place.branch,
        "path_to_docs": "",
    }

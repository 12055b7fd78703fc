"""What a site needs around its pages: description, preview cards, site map, page for errors."""

from typing import Any
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

from book._ext.address import SETTING, repository

__all__ = ["setup_site"]


def setup_site(app: Sphinx) -> None:
    """Set the extensions that need the book's address, or leave them out."""
    app.add_config_value(SETTING, "", "env", types=[str])
    app.setup_extension("sphinxext.opengraph")
    app.setup_extension("notfound.extension")
    app.connect("config-inited", _use_address)
    app.connect("builder-inited", _share_translators)
    app.connect("html-page-context", _mend_roles, priority=900)


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
    settings: dict[str, Any] = config.__dict__
    settings[SETTING] = place.url if place else ""  # a change of the variable rebuilds the pages
    if place is None:
        settings["ogp_social_cards"] = {"enable": False}
        settings["notfound_urls_prefix"] = "/"
        return
    settings["html_baseurl"] = settings["ogp_site_url"] = place.pages
    settings["notfound_urls_prefix"] = urlsplit(place.pages).path
    settings["html_theme_options"] |= {
        "repository_url": place.url,
        "repository_branch": place.branch,
        "path_to_docs": "",
        "use_repository_button": True,
        "use_issues_button": True,
        "use_edit_page_button": True,
    }
    app.setup_extension("sphinx_sitemap")
    settings["sitemap_url_scheme"] = "{link}"

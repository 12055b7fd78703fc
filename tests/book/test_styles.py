"""What the style sheets are cut down to."""

import re

import pytest

from book._ext.page.styles import cut_rules
from book._ext.paths import HTML, ROOT

WORDS = {"here", "too", "p-3", "w-1"}


@pytest.mark.parametrize(
    ("styles", "kept"),
    [
        (".here{color:red}.gone{color:blue}", ".here{color:red}"),
        ("p{margin:0}", "p{margin:0}"),
        (".gone,.here, .too .gone{color:red}", ".here{color:red}"),
        (".here .too:hover>a{color:red}.here.gone{color:red}", ".here .too:hover>a{color:red}"),
        (".here:not(.gone):not(:is(.gone)){top:0}", ".here:not(.gone):not(:is(.gone)){top:0}"),
        ("a:is(.here,.gone){color:red}", "a:is(.here,.gone){color:red}"),
        ("[class*=gone]{color:red}", "[class*=gone]{color:red}"),
        ("@media (width>9px){.gone{top:0}.here{top:0}}", "@media (width>9px){.here{top:0}}"),
        ("@media print{.gone{top:0}}", ""),
        ("@keyframes gone{to{top:0}}", "@keyframes gone{to{top:0}}"),
        (r".p\/3{top:0}.p-3:checked{top:0}.p-4{top:0}", r".p\/3{top:0}.p-3:checked{top:0}"),
        (".bs-tooltip-top{top:0}", ".bs-tooltip-top{top:0}"),
        ("/* .here */.gone{top:0}", ""),
        ('.fa-moon:before{content:"\\f186"}', ""),
    ],
)  # fmt: skip
def test_only_rules_whose_classes_are_there_stay(styles, kept):
    assert cut_rules(styles, WORDS) == kept


COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Of the page itself; what the theme says of the last two, the figures say otherwise.
SHARED = {"admonition", "container", "lead", "small"}


def classes_for_all(styles):
    """Return the classes of rules that hold wherever an element has the class."""
    selectors = re.findall(r"([^{}]+)\{", COMMENT.sub("", styles))
    parts = (part.strip() for selector in selectors for part in selector.split(","))
    matches = (re.fullmatch(r"\.([\w-]+)(?:::?[\w-]+)?", part) for part in parts)
    return {match[1] for match in matches if match}


def test_no_class_of_a_figure_is_one_that_a_sheet_of_the_theme_speaks_of():
    web = ROOT / "d2lmini" / "widgets" / "web"
    own = " ".join(path.read_text("utf8") for path in web.rglob("*.css"))
    mine = set(re.findall(r"\.([a-z][\w-]*)", COMMENT.sub("", own)))
    mine |= {f"v{share}" for share in range(101)}  # of a heat map (heat.ts)
    sheets = [path for path in HTML.rglob("*.css") if "d2lmini" not in path.name]
    theirs = {path: classes_for_all(path.read_text("utf8")) for path in sheets}
    assert len(set().union(*theirs.values())) > 100
    found = {path.name: names & mine - SHARED for path, names in theirs.items()}
    assert {name: names for name, names in found.items() if names} == {}

"""What the style sheets are cut down to."""

import pytest

from book._ext.page.styles import cut_rules

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

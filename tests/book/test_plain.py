"""MyST prose as plain Markdown for the notebooks."""

import pytest

from book._ext.notebooks.plain import PlainError, plain_markdown


@pytest.mark.parametrize(
    ("myst", "plain"),
    [
        ("(fig-x)=\n# Title", "# Title"),
        ("a formula $x_{i}$ stays", "a formula $x_{i}$ stays"),
        ("$$\nx\n$$ (eq-x)", "$$\nx\n$$"),
        ("see {doc}`the\nmatrix <matrix-transposition>`.", "see *the\nmatrix*."),
        ("{py:func}`~d2lmini.trans_conv` does", "`trans_conv` does"),
        ("{numref}`fig-stamps` shows", "the figure shows"),
        (
            "named {cite:p}`dumoulin2016guide`",
            "named [Dumoulin and Visin, 2016](https://arxiv.org/abs/1603.07285)",
        ),
        (
            "code of {cite:p}`paszke2019pytorch`",
            "code of [Paszke et al., 2019](https://arxiv.org/abs/1912.01703)",
        ),
        (":::{note}\nMind this.\n:::", "> **Note**\n>\n> Mind this."),
        (":::{admonition} Predict\nWhat comes?\n:::", "> **Predict**\n>\n> What comes?"),
        ("```{exercise}\n:label: ex-x\n\nWhy?\n```", "> **Exercise**\n>\n> Why?"),
        ("```{solution-start} ex-x\n:class: dropdown\n```\n\nBecause.", "**Solution**\n\nBecause."),
        ("```{solution-end}\n```", ""),
        ("```{index} stride\n```\nText.", "Text."),
        ("a {term}`feature map` and {term}`maps <feature map>`", "a feature map and maps"),
        ("an {index}`IoU <intersection over union>` of 1", "an IoU of 1"),
        (
            "```{glossary}\n:sorted:\nstride\n  A step.\n\nkernel\n  Weights.\n```",
            "stride\n  A step.\n\nkernel\n  Weights.",
        ),
        ("```python\nx = 1\n```", "```python\nx = 1\n```"),
    ],
)
def test_myst_becomes_plain_markdown(myst, plain):
    assert plain_markdown(myst) == plain


def test_an_unknown_role_is_refused():
    with pytest.raises(PlainError, match=r"role \{kbd\}`Enter` has no plain form"):
        plain_markdown("press {kbd}`Enter`")


def test_an_unknown_directive_is_refused():
    with pytest.raises(PlainError, match=r"directive \{mermaid\} has no plain form"):
        plain_markdown("```{mermaid}\ngraph\n```")

"""What all widgets share: traits that take any array, checks, and the forms of the output."""

import json
import pathlib
from typing import Any, ClassVar

import anywidget
import traitlets

from d2lmini.widgets._check import nested

MIME = "application/vnd.d2lmini.widget+json"
STATIC = pathlib.Path(__file__).parent / "static"


class Array(traitlets.TraitType):  # type: ignore[type-arg]
    """A matrix: NumPy, PyTorch, MXNet or nested lists in, nested lists kept."""

    info_text = "an array of shape (rows, columns)"

    def validate(self, obj: Any, value: Any) -> list[list[float]]:
        """Return the matrix as nested lists."""
        return nested(value)


class Whole(traitlets.Int):  # type: ignore[type-arg]
    """A whole number for rows and columns alike; a pair, as layers keep it, of two equal ones."""

    def validate(self, obj: Any, value: Any) -> int:
        """Return the number."""
        if isinstance(value, list | tuple):
            if len(value) != 2 or value[0] != value[1]:
                raise ValueError(
                    f"{self.name} is one number for rows and columns in a figure, got {value}; "
                    f"d2lmini.trans_conv takes pairs"
                )
            value = value[0]
        return super().validate(obj, value)  # type: ignore[no-any-return]


class Widget(anywidget.AnyWidget):
    """A figure that lives in Jupyter and in the page; subclasses add the traits.

    A subclass names its traits in `_keys` and gives `_check`, `_text` and `_html`, functions of the
    state alone, so that a page is built without a kernel.
    """

    _esm = STATIC / "d2lmini-widgets.mjs"
    _keys: ClassVar[tuple[str, ...]] = ()
    _widget = traitlets.Unicode("").tag(sync=True)

    @traitlets.default("_widget")
    def _default_widget(self) -> str:
        return type(self).__name__

    @property
    def state(self) -> dict[str, Any]:
        """Every trait that decides what is drawn."""
        return {key: getattr(self, key) for key in self._keys}

    def _accept(self, proposal: Any) -> Any:
        self._check({**self.state, proposal["trait"].name: proposal["value"]})
        return proposal["value"]

    @staticmethod
    def _check(state: dict[str, Any]) -> None:
        """Raise ValueError where the state cannot be drawn."""

    @staticmethod
    def _drawn(state: dict[str, Any]) -> dict[str, Any]:
        """Return the state as the page gets it, with what a stored one only names."""
        return state

    @staticmethod
    def _text(state: dict[str, Any]) -> str:
        raise NotImplementedError

    @staticmethod
    def _html(state: dict[str, Any]) -> str:
        raise NotImplementedError

    def __repr__(self) -> str:
        return self._text(self.state)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        state = json.loads(json.dumps(self.state))
        data: dict[str, Any] = {
            "text/plain": self._text(state),
            "text/html": self._html(state),
            MIME: {"name": type(self).__name__, "state": state},
        }
        if _in_kernel():
            live, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
            return {**live, **data}, metadata
        return data, {}


def _in_kernel() -> bool:
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return getattr(get_ipython(), "kernel", None) is not None

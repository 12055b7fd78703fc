"""What all figures share: traits made from the declared state, checks, and forms of the output."""

import inspect
import json
import pathlib
from typing import Any, ClassVar

import anywidget
import traitlets

from d2lmini.widgets._arrays import nested
from d2lmini.widgets._state import FIGURES, MIME, as_json, check_state

__all__ = ["STATIC", "Widget", "in_kernel"]

STATIC = pathlib.Path(__file__).parent / "static"


class Array(traitlets.TraitType):  # type: ignore[type-arg]
    """A matrix: accepts NumPy, PyTorch, MXNet or nested lists, keeps nested lists."""

    info_text = "an array of shape (rows, columns)"

    def default(self, obj: Any = None) -> list[list[float]]:
        """Return a copy, so that no figure changes the default of the others."""
        return nested(self.default_value)

    def validate(self, obj: Any, value: Any) -> list[list[float]]:
        """Return the matrix as nested lists."""
        return nested(value)


class Size(traitlets.Int):  # type: ignore[type-arg]
    """A whole number for rows and columns alike, or a pair of two equal ones, as layers keep it."""

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


KINDS = {
    "answers": traitlets.Dict,
    "array": Array,
    "choice": traitlets.Enum,
    "count": traitlets.Int,
    "size": Size,
    "switch": traitlets.Bool,
}


class Widget(anywidget.AnyWidget):
    """A figure that lives in Jupyter and in the page.

    A subclass gets its traits from the entry of its name in `states.json` and annotates them for
    type checkers. It defines `_check`, `_text` and `_html` as functions of nothing but the state,
    so that a page is built without a kernel.
    """

    _esm = STATIC / "d2lmini-widgets.mjs"
    # How many of the first traits may be given without their names.
    _positional: ClassVar[int] = 1
    _keys: ClassVar[tuple[str, ...]] = ()
    __signature__: ClassVar[inspect.Signature]
    _widget = traitlets.Unicode("").tag(sync=True)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # anywidget makes a class below the figure's for every instance
        if Widget in cls.__bases__:
            cls._declare(FIGURES[cls.__name__])

    @classmethod
    def _declare(cls, state: dict[str, dict[str, Any]]) -> None:
        for key in state.keys() - vars(cls).keys():
            trait = _trait(state[key])
            setattr(cls, key, trait)
            trait.class_init(cls, key)
        cls._keys = tuple(state)
        cls._accept_all = traitlets.validate(*state)(Widget._accept)
        cls.__signature__ = _signature(state, cls._positional)

    def __init__(self, *values: Any, **traits: Any) -> None:
        given = self.__signature__.bind(*values, **traits)
        super().__init__(**dict(zip(self._keys, given.args, strict=False)), **given.kwargs)

    @traitlets.default("_widget")
    def _default_widget(self) -> str:
        return type(self).__name__

    @property
    def state(self) -> dict[str, Any]:
        """Every trait that decides what is drawn."""
        return {key: getattr(self, key) for key in self._keys}

    def _accept(self, proposal: Any) -> Any:
        state = {**self.state, proposal["trait"].name: proposal["value"]}
        check_state(type(self).__name__, state)
        self._check(state)
        return proposal["value"]

    @staticmethod
    def _check(state: dict[str, Any]) -> None:
        """Raise ValueError where values that are right by themselves do not fit together."""

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
        data: dict[str, Any] = {
            "text/plain": self._text(self.state),
            "text/html": self._html(self.state),
            MIME: {"name": type(self).__name__, "state": json.loads(as_json(self.state))},
        }
        if in_kernel():
            live, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
            return {**live, **data}, metadata
        return data, {}


def _trait(declared: dict[str, Any]) -> Any:
    values = [declared["choices"]] if "choices" in declared else []
    trait = KINDS[declared["kind"]](*values, default_value=declared["default"])
    return trait.tag(sync=True)


def _signature(state: dict[str, dict[str, Any]], positional: int) -> inspect.Signature:
    either, named = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    known = [
        inspect.Parameter(key, either if at < positional else named, default=declared["default"])
        for at, (key, declared) in enumerate(state.items())
    ]
    others = inspect.Parameter("traits", inspect.Parameter.VAR_KEYWORD)
    return inspect.Signature([*known, others])


def in_kernel() -> bool:
    """Tell whether this runs in a kernel, whose frontend may show live figures."""
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return getattr(get_ipython(), "kernel", None) is not None

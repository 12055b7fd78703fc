"""Live figures: in Jupyter through the kernel, in the built page with nothing behind them."""

try:
    import anywidget  # noqa: F401  # with it come ipywidgets and traitlets
except ModuleNotFoundError as error:
    raise ImportError('the figures need anywidget: pip install "d2lmini[widgets]"') from error

from d2lmini.widgets.cost import Cost
from d2lmini.widgets.fillin import FillIn
from d2lmini.widgets.matrix import Matrix
from d2lmini.widgets.overlap import Overlap
from d2lmini.widgets.roundtrip import RoundTrip
from d2lmini.widgets.shapes import Shapes
from d2lmini.widgets.stamping import Stamping

__all__ = ["Cost", "FillIn", "Matrix", "Overlap", "RoundTrip", "Shapes", "Stamping"]

"""Live figures: in Jupyter through the kernel, in the built page with nothing behind them."""

from d2lmini.widgets._cost import Cost
from d2lmini.widgets._fillin import FillIn
from d2lmini.widgets._matrix import Matrix
from d2lmini.widgets._overlap import Overlap
from d2lmini.widgets._roundtrip import RoundTrip
from d2lmini.widgets._shapes import Shapes
from d2lmini.widgets._stamping import Stamping

__all__ = ["Cost", "FillIn", "Matrix", "Overlap", "RoundTrip", "Shapes", "Stamping"]

"""Live figures: in Jupyter through the kernel, in the built page with nothing behind them."""

from d2lmini.widgets._stamping import Stamping

__all__ = ["Stamping"]

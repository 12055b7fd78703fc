"""Load the layer over nbval for every run, whichever folder it collects."""

pytest_plugins = ["tests.nbval_layer"]

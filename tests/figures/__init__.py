"""The figures and plots, without a browser."""

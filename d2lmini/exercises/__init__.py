"""Exercises in which a function is written: in the book's pages and, with `check`, in a notebook.

A file for each exercise holds its statement, starter, hint and solution, the typical wrong
programs with the feedback meant for each, and the cases on which a function is tried. The lines of
some are put in order instead of written: `_order`.
"""

from d2lmini.exercises._notebook import NAMES, check, exercise

__all__ = ["NAMES", "check", "exercise"]

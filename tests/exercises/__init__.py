"""Tests of the exercises in which a function is written."""

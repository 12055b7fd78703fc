"""The tests, one module for each module of the project."""

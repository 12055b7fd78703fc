"""A maintainer's programs, each behind a command of `make`."""

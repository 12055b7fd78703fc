"""Load the project's plugins, and the profiles of hypothesis, whichever folder is collected."""

from hypothesis import settings

pytest_plugins = ["pytester", "tests.support.nbval_layer", "tests.support.skips"]

settings.register_profile("default", max_examples=60, deadline=None)
settings.register_profile("long", max_examples=10_000, deadline=None)  # make test-long
settings.register_profile(
    "mutants", max_examples=12, deadline=None, derandomize=True, database=None
)
settings.register_profile("quick", max_examples=5, deadline=None)  # make test-quick
settings.load_profile("default")

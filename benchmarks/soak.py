"""A pytest plugin: the property tests with fifty times the examples. `make soak`, or `pytest -p benchmarks.soak`."""

from hypothesis import settings

settings.register_profile("soak", max_examples=5_000, deadline=None)
settings.load_profile("soak")

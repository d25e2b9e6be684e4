"""Options of the test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept`: what the small packs give now becomes what they should give. Read the diff before you commit it."""
    parser.addoption("--accept", action="store_true", help="rewrite the expected diagnostics in tests/packs")

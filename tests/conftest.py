"""Options of the test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept`: what the small packs give now becomes what they should give. Read the diff before you commit it."""
    parser.addoption("--accept", action="store_true", help="rewrite the expected diagnostics in tests/packs")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was compared, target by target: the counts are part of what the tests say."""
    told = [value for report in terminalreporter.getreports("passed") for name, value in report.user_properties if name == "agreement"]
    for line in told:
        terminalreporter.write_line(str(line))

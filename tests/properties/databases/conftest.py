"""One server of each kind for all tests of a run; where one is missing, its tests are skipped and say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .engines import Engine, Missing, duckdb, mariadb, postgres, spark


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marked `databases`, for what need not run on every Python. Spark's driver leaves its sockets to the garbage collector, whichever test is running then."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.databases)
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))


def folder(factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder that a server's own user may enter."""
    made = factory.mktemp(name)
    for above in (made, *made.parents[:3]):
        if above.stat().st_uid == made.stat().st_uid:
            above.chmod(above.stat().st_mode | 0o055)
    return made


@pytest.fixture(scope="session")
def in_duckdb() -> Iterator[Engine]:
    try:
        with duckdb() as engine:
            yield engine
    except Missing as e:
        pytest.skip(str(e))


@pytest.fixture(scope="session")
def in_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    try:
        with postgres(folder(tmp_path_factory, "postgres")) as engine:
            yield engine
    except Missing as e:
        pytest.skip(str(e))


@pytest.fixture(scope="session")
def in_mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    try:
        with mariadb(folder(tmp_path_factory, "mariadb")) as engine:
            yield engine
    except Missing as e:
        pytest.skip(str(e))


@pytest.fixture(scope="session")
def in_spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    try:
        with spark(folder(tmp_path_factory, "spark")) as engine:
            yield engine
    except Missing as e:
        pytest.skip(str(e))


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Engine:
    """The data base named by the test's parameter."""
    found: Engine = request.getfixturevalue(f"in_{request.param}")
    return found

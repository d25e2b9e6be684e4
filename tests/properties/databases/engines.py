"""The data bases in which queries run: DuckDB in this process, PostgreSQL and MariaDB on loopback in a folder of their own, Spark on two threads."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

Rows = Sequence[Sequence[Any]]
Columns = Sequence[tuple[str, str]]
ROWS_AT_ONCE = 1_000


class Engine(Protocol):
    """One data base: a table of cases is made in it, and a query gives rows."""

    dialect: str

    def load(self, table: str, columns: Columns, rows: Rows) -> None: ...

    def ask(self, sql: str) -> list[tuple[Any, ...]]: ...


class Missing(Exception):
    """Why a data base is not there."""


@dataclass
class Connected:
    """A data base with a DB-API connection."""

    dialect: str
    cursor: Any
    types: dict[str, str]
    mark: str
    quote: str = '"'

    def load(self, table: str, columns: Columns, rows: Rows) -> None:
        q = self.quote
        self.cursor.execute(f"DROP TABLE IF EXISTS {table}")
        self.cursor.execute(f"CREATE TABLE {table} ({', '.join(f'{q}{n}{q} {self.types[k]}' for n, k in columns)})")
        one = "(" + ", ".join([self.mark] * len(columns)) + ")"
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[start : start + ROWS_AT_ONCE]
            self.cursor.execute(f"INSERT INTO {table} VALUES {', '.join([one] * len(some))}", [v for r in some for v in r])

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        self.cursor.execute(sql)
        return [tuple(r) for r in self.cursor.fetchall()]


@contextmanager
def duckdb() -> Iterator[Engine]:
    try:
        import duckdb as driver
    except ImportError:
        raise Missing("DuckDB is not installed: pip install 'policykit[sql]'") from None
    types = {"whole": "BIGINT", "number": "DECIMAL(30, 8)", "date": "DATE", "moment": "TIMESTAMP", "boolean": "BOOLEAN", "text": "VARCHAR", "float": "DOUBLE"}
    with driver.connect() as connection:
        connection.execute("SET threads = 1")
        yield Connected("duckdb", connection, types, "?")


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


def as_user(name: str) -> list[str]:
    """The words before a command that a server refuses to run as root."""
    return ["runuser", "-u", name, "--"] if os.geteuid() == 0 else []


@contextmanager
def served(command: list[str], folder: Path, connect: Callable[[], Any]) -> Iterator[Any]:
    """A server's process while it is needed, and a connection to it. It is ended by its id."""
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                connection = connect()
                break
            except Exception as e:  # each driver has errors of its own while the server is not there yet
                if server.poll() is not None or time.monotonic() > until:
                    raise Missing(f"{command[-1]} did not start: {e}\n{(folder / 'log').read_text()[-500:]}") from e
                time.sleep(0.1)
        try:
            yield connection
        finally:
            connection.close()
    finally:
        if server.poll() is None:
            server.terminate()
        server.wait(30)


def found(program: str, *folders: str) -> str:
    """Where a program of a server is."""
    for folder in folders:
        for path in sorted(Path("/").glob(folder.lstrip("/")), reverse=True):
            if (path / program).is_file():
                return str(path / program)
    path = shutil.which(program)
    if path is None:
        raise Missing(f"{program} is not installed")
    return path


@contextmanager
def postgres(folder: Path) -> Iterator[Engine]:
    try:
        import psycopg
    except ImportError:
        raise Missing("psycopg is not installed: pip install 'policykit[test]'") from None
    initdb, server = (found(p, "/usr/lib/postgresql/*/bin") for p in ("initdb", "postgres"))
    user = as_user("postgres")
    if user:
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()
    subprocess.run(
        [*user, initdb, "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd=folder
    )
    options = ["-D", str(data), "-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off", "-c", "jit=off"]
    with served([*user, server, *options], folder, lambda: psycopg.connect(host="127.0.0.1", port=port, user="postgres", dbname="postgres", autocommit=True)) as connection:
        types = {"whole": "BIGINT", "number": "NUMERIC", "date": "DATE", "moment": "TIMESTAMP", "boolean": "BOOLEAN", "text": "TEXT", "float": "FLOAT8"}
        yield Connected("postgres", connection.cursor(), types, "%s")


@contextmanager
def mariadb(folder: Path) -> Iterator[Engine]:
    try:
        import pymysql
    except ImportError:
        raise Missing("PyMySQL is not installed: pip install 'policykit[test]'") from None
    install, server = found("mariadb-install-db", "/usr/bin"), found("mariadbd", "/usr/sbin")
    user = as_user("mysql")
    if user:
        shutil.chown(folder, "mysql")
    data, port = folder / "data", free_port()
    common = ["--no-defaults", f"--datadir={data}"]
    subprocess.run(
        [*user, install, *common, "--auth-root-authentication-method=normal", "--skip-test-db"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
    )
    options = [f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder}/s", f"--pid-file={folder}/pid", "--innodb-flush-log-at-trx-commit=0", "--skip-networking=0"]
    with served([*user, server, *common, *options], folder, lambda: pymysql.connect(host="127.0.0.1", port=port, user="root", charset="utf8mb4", autocommit=True)) as connection:
        cursor = connection.cursor()
        cursor.execute("CREATE DATABASE cases CHARACTER SET utf8mb4")
        cursor.execute("USE cases")
        cursor.execute("SET SESSION max_statement_time = 30")
        types = {"whole": "BIGINT", "number": "DECIMAL(40, 8)", "date": "DATE", "moment": "DATETIME", "boolean": "BOOLEAN", "text": "TEXT", "float": "DOUBLE"}
        yield Connected("mysql", cursor, types, "%s", "`")


@dataclass
class Sparked:
    """Spark, on two threads of this machine."""

    session: Any
    dialect: str = "spark"

    def load(self, table: str, columns: Columns, rows: Rows) -> None:
        from pyspark.sql import types as t

        kinds = {
            "whole": t.LongType(),
            "number": t.DecimalType(30, 8),
            "date": t.DateType(),
            "moment": t.TimestampNTZType(),
            "boolean": t.BooleanType(),
            "text": t.StringType(),
            "float": t.DoubleType(),
        }
        from decimal import Decimal

        number = [k == "number" for _, k in columns]
        data = [tuple(Decimal(v) if n and v is not None else v for n, v in zip(number, r, strict=True)) for r in rows]
        schema = t.StructType([t.StructField(n, kinds[k]) for n, k in columns])
        self.session.createDataFrame(data, schema).createOrReplaceTempView(table)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(r) for r in self.session.sql(sql).collect()]


@contextmanager
def spark(folder: Path) -> Iterator[Engine]:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Missing("PySpark is not installed: pip install 'policykit[spark]'") from None
    if shutil.which("java") is None:
        raise Missing("Spark needs Java, which is not installed")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "1")
    builder = builder.config("spark.sql.codegen.wholeStage", "false").config("spark.sql.codegen.factoryMode", "NO_CODEGEN").config("spark.sql.adaptive.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.default.parallelism", "1").config("spark.log.level", "ERROR")
    session = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").config("spark.sql.warehouse.dir", str(folder)).getOrCreate()
    try:
        yield Sparked(session)
    finally:
        session.stop()

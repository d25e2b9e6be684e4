"""Frames of all kinds in, the same kind out: Polars, pandas, PyArrow, DuckDB, Dask, PySpark; eager or lazy as they came.

narwhals tells what a frame is that is not of Polars. Only the columns that a question needs are turned into Polars; the answers are set beside the frame as it came.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ...diagnostics import PolicyError
from .faults import does_not_fit, in_partition, mixed

if TYPE_CHECKING:
    import pyarrow as pa
for _needed in ("narwhals", "pyarrow"):  # imported where they are used, for they take a tenth of a second and 35 MiB; that one is missing is told at once
    if find_spec(_needed) is None:
        raise ModuleNotFoundError(f"No module named '{_needed}'", name=_needed)

REFUSED = "__refused"  # in the answers: which rows were refused
NONE_REFUSED = pl.DataFrame(schema={"row": pl.UInt32, "fault": pl.String})

Answered = Callable[[pl.DataFrame, Sequence[str]], tuple[pl.DataFrame, pl.DataFrame]]


class NoFrame(Exception):
    """Not a frame of a kind that is known."""


class SameName(Exception):
    """Columns with the same name."""


@dataclass(frozen=True)
class Edge:
    """One call: `answered` takes the needed columns and the names of all, and gives the answers and the rows refused; `kept` are the columns to keep."""

    answered: Answered
    needed: Callable[[Sequence[str]], list[str]]
    kept: Sequence[str] | None
    rejects: bool

    def through(self, frame: Any) -> Any:
        """The answers beside the frame, or the pair of answers and refused rows. Raises `NoFrame`, `SameName`; `PolicyError` for a column that is not read."""
        if isinstance(frame, pl.DataFrame):
            return self._pair(*self._polars(frame, frame.columns))
        if isinstance(frame, pl.LazyFrame):
            return self._lazy(frame)
        dask = sys.modules.get("dask.dataframe")
        if dask is not None and isinstance(frame, dask.DataFrame):  # narwhals is about to leave Dask to another package
            return self._dask(frame)
        import narwhals as nw

        if isinstance(frame, nw.DataFrame | nw.LazyFrame):
            found = self.through(frame.to_native())
            return tuple(nw.from_native(f) for f in found) if self.rejects else nw.from_native(found)
        try:
            kind = nw.from_native(frame).implementation
        except TypeError as e:
            raise NoFrame from e
        except nw.exceptions.DuplicateError as e:
            raise SameName(" ".join(str(e).split())) from e
        if kind.is_pandas():
            return self._pair(*self._pandas(frame))
        if kind.is_pyarrow():
            return self._pair(*self._arrow(frame, pl.DataFrame.to_arrow))
        if kind.is_duckdb():
            return self._pair(*(_in_duckdb(frame, found) for found in self._arrow(frame.to_arrow_table(), plain_arrow)))
        if kind.is_pyspark() or kind.is_pyspark_connect():
            return self._spark(frame)
        raise NoFrame

    def _pair(self, answers: Any, refused: Any) -> Any:
        return (answers, refused) if self.rejects else answers

    def _polars(self, frame: pl.DataFrame, names: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
        answers, refused = self.answered(frame, names)
        kept = frame if self.kept is None else frame.select(self.kept)
        found = kept.hstack(answers.get_columns()) if kept.width else answers
        return without_refused(found), refused

    def _arrow(self, table: pa.Table, written: Callable[[pl.DataFrame], pa.Table]) -> tuple[pa.Table, pa.Table]:
        """The answers as columns beside those of the table, which stay as they are."""
        names = table.column_names
        if twice := [n for n in dict.fromkeys(names) if names.count(n) > 1]:
            raise SameName(", ".join(twice))
        columns = [_from_arrow(n, table.column(n)) for n in self.needed(names)]
        answers, refused = self.answered(_framed(columns, table.num_rows), names)
        kept = table if self.kept is None else table.select(list(self.kept))
        if REFUSED in answers.columns:
            kept = _taken(kept, np.flatnonzero(~answers.get_column(REFUSED).to_numpy()))
        found = _beside(kept, written(without_refused(answers)))
        return found, _beside(_taken(table, refused.get_column("row").to_numpy()), written(refused.select("row", "fault")))

    def _lazy(self, frame: pl.LazyFrame) -> Any:
        """Worked out when the frame is collected. Rules are text there, for which are met is not known before."""

        def part(index: int) -> pl.LazyFrame:
            def function(chunk: pl.DataFrame) -> pl.DataFrame:
                return as_text(self._polars(chunk, chunk.columns)[index])

            schema = function(pl.DataFrame(schema=frame.collect_schema())).schema
            return frame.map_batches(lambda chunk: as_told(function(chunk), schema), schema=schema, validate_output_schema=True)

        return (part(0), part(1)) if self.rejects else part(0)

    # --- pandas, Dask, Spark

    def _pandas(self, frame: Any) -> tuple[Any, Any]:
        """The answers as columns of pandas' own types (Arrow's where the frame has these), on the frame's index."""
        names = [str(c) for c in frame.columns]
        if twice := [n for n in dict.fromkeys(names) if names.count(n) > 1]:
            raise SameName(", ".join(twice))
        columns = [_from_pandas(n, frame.iloc[:, names.index(n)]) for n in self.needed(names)]
        answers, refused = self.answered(_framed(columns, len(frame)), names)
        arrow = any(str(t).endswith("[pyarrow]") for t in frame.dtypes)
        kept = frame if self.kept is None else frame.iloc[:, [names.index(n) for n in self.kept]]
        found = kept.assign(**{s.name: _to_pandas(s, arrow, frame.index) for s in answers.drop(REFUSED, strict=False)})
        if REFUSED in answers.columns:
            found = found[~answers.get_column(REFUSED).to_numpy()]
        rows = refused.get_column("row").to_numpy()
        rejected = frame.iloc[rows].assign(row=rows, fault=refused.get_column("fault").to_list())
        return found, rejected

    def _dask(self, frame: Any) -> Any:
        """Each partition where it lies."""
        parts = tuple(Partition(self, index, uuid4().hex) for index in range(2 if self.rejects else 1))
        found = tuple(frame.map_partitions(part, meta=part(frame._meta)) for part in parts)
        return found if self.rejects else found[0]

    def _spark(self, frame: Any) -> Any:
        """Each partition where it lies. The schema comes from an empty frame of the same columns."""
        import pyarrow as pa
        from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

        empty = to_arrow_schema(frame.schema).empty_table()

        def part(index: int) -> Any:
            def function(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
                for batch in batches:
                    chunk = pl.DataFrame(pa.Table.from_batches([batch]))
                    yield from plain_arrow(as_told(as_text(self._polars(chunk, chunk.columns)[index]), told.schema)).to_batches()

            told = as_text(self._polars(pl.DataFrame(empty), empty.column_names)[index])
            return frame.mapInArrow(function, from_arrow_schema(plain_arrow(told).schema))

        return (part(0), part(1)) if self.rejects else part(0)


@dataclass(frozen=True)
class Partition:
    """What is done with one pandas partition of a Dask frame: the answers (0) or the refused rows (1). Words are text, as in all lazy frames."""

    edge: Edge
    index: int
    name: str

    def __call__(self, chunk: Any, partition_info: Mapping[str, Any] | None = None) -> Any:
        """Raises `PolicyError` for rows of the partition, which says by its number which it is."""
        try:
            found = self.edge._pandas(chunk)[self.index]
        except PolicyError as e:
            if partition_info is None:
                raise
            raise PolicyError([in_partition(d, partition_info["number"]) for d in e.diagnostics]) from e
        words = [c for c in found.columns if str(found[c].dtype) == "category" and c not in chunk.columns]
        return found.astype(dict.fromkeys(words, "str"))

    def __dask_tokenize__(self) -> str:
        return self.name


def without_refused(found: pl.DataFrame) -> pl.DataFrame:
    """Only the rows that were answered."""
    return found.filter(~pl.col(REFUSED)).drop(REFUSED) if REFUSED in found.columns else found


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with words as text: what can be known before the rows are."""
    words = {c: _text_type(t) for c, t in frame.schema.items()}
    return frame.with_columns(pl.col(c).cast(t) for c, t in words.items() if t != frame.schema[c])


def as_told(frame: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The frame with the types that were told before its rows were known. Raises `PolicyError` for numbers that do not fit them."""
    for name, type_ in schema.items():
        own = frame.get_column(name)
        if own.dtype != type_:
            found = own.cast(type_, strict=False)
            if not found.cast(own.dtype, strict=False).eq_missing(own).all():
                raise PolicyError([does_not_fit(name)])
            frame = frame.with_columns(found)
    return frame


def _in_duckdb(relation: Any, answers: pa.Table) -> Any:  # DuckDB finds the table by its name
    """An Arrow table as a relation of the connection that another relation is of: those of two connections cannot be joined, and DuckDB's own default one serves a single thread."""
    import duckdb

    try:
        return relation.query("policykit asked", "SELECT * FROM answers")
    except duckdb.CatalogException:  # the connection is forbidden to look for tables in Python
        return duckdb.from_arrow(answers)


def _framed(columns: Sequence[pl.Series], rows: int) -> pl.DataFrame:
    return pl.DataFrame(columns) if columns else pl.DataFrame({"__row": pl.int_range(rows, eager=True)})


def _text_type(type_: pl.DataType) -> pl.DataType:
    if isinstance(type_, pl.List) and isinstance(type_.inner, pl.DataType):
        return pl.List(_text_type(type_.inner))
    return pl.String() if isinstance(type_, pl.Enum | pl.Categorical) else type_


def plain_arrow(frame: pl.DataFrame) -> pa.Table:
    """An Arrow table of types that every reader has: no views, no large offsets."""
    import pyarrow as pa

    table = as_text(frame).to_arrow(compat_level=pl.CompatLevel.oldest())
    fields = [pa.field(f.name, _plain_type(f.type)) for f in table.schema]
    return table.cast(pa.schema(fields))


def _plain_type(type_: pa.DataType) -> pa.DataType:
    import pyarrow as pa

    if pa.types.is_large_string(type_) or pa.types.is_string_view(type_):
        return pa.string()
    if pa.types.is_large_list(type_) or pa.types.is_list(type_):
        return pa.list_(_plain_type(type_.value_type))
    return type_


def _taken(table: pa.Table, rows: NDArray[Any]) -> pa.Table:
    """Some rows of a table. Arrow takes none out of views of words, which Polars writes."""
    import pyarrow as pa

    plain = {pa.string_view(): pa.large_string(), pa.binary_view(): pa.large_binary()}
    schema = pa.schema([f.with_type(plain.get(f.type, f.type)) for f in table.schema], metadata=table.schema.metadata)
    return table.cast(schema).take(pa.array(rows)).cast(table.schema)


def _beside(left: pa.Table, right: pa.Table) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_arrays([*left.columns, *right.columns], schema=pa.schema([*left.schema, *right.schema], metadata=left.schema.metadata))


def _from_arrow(name: str, column: pa.ChunkedArray) -> pl.Series:
    import pyarrow as pa

    try:
        if pa.types.is_decimal256(column.type):  # Polars ends the process on it
            column = column.cast(pa.decimal128(38, column.type.scale))
        found = pl.from_arrow(column)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, ValueError, pl.exceptions.PolarsError) as e:
        raise PolicyError([mixed(name, str(e).splitlines()[0])]) from e
    assert isinstance(found, pl.Series)
    return found.alias(name)


def _from_pandas(name: str, series: Any) -> pl.Series:
    """A pandas column; NaN, NaT and None are null, as pandas has it."""
    import pyarrow as pa

    series = series.reset_index(drop=True)
    if str(series.dtype).startswith("Sparse"):
        series = series.sparse.to_dense()
    found: Any
    try:
        found = pl.from_pandas(series, nan_to_null=True)
    except OverflowError:  # whole numbers beyond 64 bits
        found = _wide(name, [None if missing else v for v, missing in zip(series, series.isna(), strict=True)])
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, TypeError, pl.exceptions.PolarsError) as e:
        raise PolicyError([mixed(name, str(e).splitlines()[0])]) from e
    assert isinstance(found, pl.Series)
    if found.dtype == pl.Date and series.dtype == object and any(isinstance(v, datetime) and v.time() != time() for v in series[series.notna()]):
        raise PolicyError([mixed(name, "date, datetime")])  # Arrow takes both for days, and drops the time
    return found.alias(name)


def _wide(name: str, values: list[Any]) -> pl.Series:
    try:
        return pl.Series(name, values, dtype=pl.Int128)
    except (OverflowError, TypeError, pl.exceptions.PolarsError) as e:
        raise PolicyError([mixed(name, str(e).splitlines()[0])]) from e


def _to_pandas(series: pl.Series, arrow: bool, index: Any) -> Any:
    found = series.to_pandas(use_pyarrow_extension_array=arrow)
    if not arrow and series.dtype == pl.Boolean and series.null_count():
        found = found.astype("boolean")
    if not arrow and series.dtype == pl.Int64 and series.null_count():
        found = series.to_pandas(use_pyarrow_extension_array=True).astype("Int64")
    found.index = index
    return found

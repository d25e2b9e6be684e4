"""Frames of all kinds in, the same kind out: Polars, pandas, PyArrow, DuckDB, Dask, PySpark; eager or lazy as they came.

narwhals tells what a frame is. Only the columns that a question needs are turned into Polars; the answers are set beside the frame as it came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import narwhals as nw
import polars as pl

if TYPE_CHECKING:
    import pyarrow as pa
if find_spec("pyarrow") is None:  # where it is used it is imported, for it takes 25 MiB; that it is missing is told at once
    raise ModuleNotFoundError("No module named 'pyarrow'", name="pyarrow")

REFUSED = "__refused"  # in the answers: which rows were refused

Answered = Callable[[pl.DataFrame, Sequence[str]], tuple[pl.DataFrame, pl.DataFrame]]


class NoFrame(Exception):
    """Not a frame of a kind that is known."""


class Mixed(Exception):
    """A column whose values are of several types."""

    def __init__(self, column: str, why: str) -> None:
        self.column, self.why = column, why
        super().__init__(column)


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
        """The answers beside the frame, or the pair of answers and refused rows. Raises `NoFrame`, `Mixed`, `SameName`."""
        if isinstance(frame, nw.DataFrame | nw.LazyFrame):
            found = self.through(frame.to_native())
            return tuple(nw.from_native(f) for f in found) if self.rejects else nw.from_native(found)
        try:
            kind = nw.from_native(frame).implementation
        except TypeError as e:
            raise NoFrame from e
        except nw.exceptions.DuplicateError as e:
            raise SameName(" ".join(str(e).split())) from e
        if isinstance(frame, pl.DataFrame):
            return self._pair(*self._polars(frame, frame.columns))
        if isinstance(frame, pl.LazyFrame):
            return self._lazy(frame)
        if kind.is_pandas():
            return self._pair(*self._pandas(frame))
        if kind.is_pyarrow():
            answers, refused = self._polars(pl.DataFrame(frame), frame.column_names)
            return self._pair(answers.to_arrow(), refused.to_arrow())
        if kind.is_duckdb():
            import duckdb

            answers, refused = self._polars(frame.pl(), frame.columns)
            return self._pair(duckdb.from_arrow(plain_arrow(answers)), duckdb.from_arrow(plain_arrow(refused)))
        if kind.is_dask():
            return self._dask(frame)
        if kind.is_pyspark() or kind.is_pyspark_connect():
            return self._spark(frame)
        raise NoFrame

    def _pair(self, answers: Any, refused: Any) -> Any:
        return (answers, refused) if self.rejects else answers

    def _polars(self, frame: pl.DataFrame, names: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
        answers, refused = self.answered(frame, names)
        kept = frame if self.kept is None else frame.select(self.kept)
        found = pl.concat([kept, answers], how="horizontal") if kept.width else answers
        return without_refused(found), refused

    def _lazy(self, frame: pl.LazyFrame) -> Any:
        """Worked out when the frame is collected. Rules are text there, for which are met is not known before."""

        def part(index: int) -> pl.LazyFrame:
            def function(chunk: pl.DataFrame) -> pl.DataFrame:
                return as_text(self._polars(chunk, chunk.columns)[index])

            schema = function(pl.DataFrame(schema=frame.collect_schema())).schema
            return frame.map_batches(function, schema=schema, validate_output_schema=True)

        return (part(0), part(1)) if self.rejects else part(0)

    # --- pandas, Dask, Spark

    def _pandas(self, frame: Any) -> tuple[Any, Any]:
        """The answers as columns of pandas' own types (Arrow's where the frame has these), on the frame's index."""
        names = [str(c) for c in frame.columns]
        needed = self.needed(names)
        columns = {n: _from_pandas(n, frame.iloc[:, names.index(n)]) for n in needed}
        answers, refused = self.answered(pl.DataFrame(columns) if columns else pl.DataFrame({"__row": range(len(frame))}), names)
        arrow = any(str(t).endswith("[pyarrow]") for t in frame.dtypes)
        kept = frame if self.kept is None else frame[list(self.kept)]
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
                    yield from plain_arrow(as_text(self._polars(chunk, chunk.columns)[index])).to_batches()

            schema = plain_arrow(as_text(self._polars(pl.DataFrame(empty), empty.column_names)[index])).schema
            return frame.mapInArrow(function, from_arrow_schema(schema))

        return (part(0), part(1)) if self.rejects else part(0)


@dataclass(frozen=True)
class Partition:
    """What is done with one pandas partition of a Dask frame: the answers (0) or the refused rows (1). Words are text, as in all lazy frames."""

    edge: Edge
    index: int
    name: str

    def __call__(self, chunk: Any) -> Any:
        found = self.edge._pandas(chunk)[self.index]
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


def _from_pandas(name: str, series: Any) -> pl.Series:
    """A pandas column; NaN, NaT and None are null, as pandas has it."""
    import pyarrow as pa

    try:
        found = pl.from_pandas(series.reset_index(drop=True), nan_to_null=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError, pl.exceptions.PolarsError) as e:
        raise Mixed(name, str(e).splitlines()[0]) from e
    assert isinstance(found, pl.Series)
    return found.alias(name)


def _to_pandas(series: pl.Series, arrow: bool, index: Any) -> Any:
    found = series.to_pandas(use_pyarrow_extension_array=arrow)
    if not arrow and series.dtype == pl.Boolean and series.null_count():
        found = found.astype("boolean")
    if not arrow and series.dtype == pl.Int64 and series.null_count():
        found = series.to_pandas(use_pyarrow_extension_array=True).astype("Int64")
    found.index = index
    return found

"""Every kind of frame x every kind of column: each row ends as `policy.ask` ends for its value, or is one clear error."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import policykit
from policykit import PolicyError

from .properties.making import choice, load, question

pl = pytest.importorskip("polars")
nw = pytest.importorskip("narwhals")
pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
duckdb = pytest.importorskip("duckdb")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

ON = date(2025, 12, 1)
DAY, LATER = date(2025, 1, 1), date(2025, 7, 1)
MORNING, EIGHT = datetime(2025, 6, 1, 7, 59), datetime(2025, 6, 1, 8)
REFUSED = "refused"


def rules(*cells: Any, **more: Any) -> dict[str, Any]:
    """A decision with a rule for each cell of the input `x`."""
    return {"rules": [{"id": f"r{n}", "when": {"x": cell}, "then": {"out": f"o{n}", **{k: v[n] for k, v in more.items()}}} for n, cell in enumerate(cells)]}


def asked(type_: Any, **more: Any) -> dict[str, Any]:
    return question({"x": type_}, {"out": choice("o0", "o1", "o2"), **more})


PACK = load(
    {
        "questions": {
            "choice": asked(choice("a", "b", "c")),
            "choice_or_none": asked(choice("a", "b", absent="none")),
            "follows": question({"y": choice("k", "l"), "x": choice("a", "b", absent={"from": "y", "map": {"k": "a"}})}, {"out": choice("o0", "o1")}),
            "number": asked({"type": "number", "absent": "none"}, value="number"),
            "integer": asked("integer"),
            "boolean": asked({"type": "boolean", "absent": "false"}),
            "day": asked({"type": "date", "absent": "none"}),
            "day_asked": asked({"type": "date", "absent": "as_of"}),
            "moment": asked({"type": "datetime", "absent": "none"}),
            "word": asked({"type": "text", "absent": "none"}),
        },
        "decisions": {
            "choice": rules("a", ["b", "c"]),
            "choice_or_none": rules("a", "b", "none"),
            "follows": rules("a", "b"),
            "number": rules("< 5", ">= 5", "none", value=["1.1 * x", "x", "none"]),
            "integer": rules("< 5", ">= 5"),
            "boolean": rules(True, False),
            "day": rules("< 2025-06-01", ">= 2025-06-01", "none"),
            "day_asked": rules("< 2025-06-01", ">= 2025-06-01"),
            "moment": rules("< 2025-06-01T08:00", ">= 2025-06-01T08:00", "none"),
            "word": rules("X1", "not(X1)"),
        },
    }
)


def kinds(column: Any) -> dict[str, Any]:
    """The column `x` in a frame of every kind that can hold it."""
    frame = column.alias("x").to_frame()
    found = {"polars": frame, "lazy": frame.lazy(), "objects": pd.DataFrame({"x": pd.Series(column.to_list(), dtype=object)})}
    if column.dtype != pl.Int128:  # which Arrow has not
        numpy, arrow = frame.to_pandas(), frame.to_pandas(use_pyarrow_extension_array=True)
        table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
        found |= {"pandas": numpy, "pandas nullable": numpy.convert_dtypes(), "pandas arrow": arrow, "arrow": table, "arrow views": frame.to_arrow()}
        if column.dtype != pl.Float16:  # nor DuckDB these
            found["duckdb"] = duckdb.from_arrow(table)
    return found


def collected(frame: Any) -> Any:
    found = nw.from_native(frame)
    found = found.collect("polars") if isinstance(found, nw.LazyFrame) else found
    return pl.DataFrame({c: pl.from_arrow(found.get_column(c).to_arrow()) for c in found.columns if c != "x"})


def alone(name: str, values: Sequence[Any], absent: bool) -> list[Any]:
    """How the single cases end: status, rule, outcomes."""
    found: list[Any] = []
    for value in values:
        facts = {} if value is None and absent else {"x": "unknown" if value is None else value}
        try:
            answer = PACK.ask(name, facts | ({"y": "k"} if name == "follows" else {}), on=ON)
        except PolicyError:
            found.append(REFUSED)
            continue
        outcome = dict(answer.values.record()) if answer.values is not None else {}
        found.append((answer.status, answer.rule, outcome.get("out"), Decimal(outcome["value"]) if outcome.get("value") is not None else None))
    return found


def in_frame(name: str, frame: Any, rows: int, absent: bool) -> list[Any]:
    """How the rows of a frame end, the refused ones in their places."""
    found = PACK.ask_frame(name, frame, on=ON, on_error="reject", key=(), absent=["x"] if absent else ())
    refused = set(collected(found.rejects)["row"].to_list())
    answers = collected(found.answers).with_columns(pl.col("rule", "out").cast(pl.String)).iter_rows(named=True)
    return [REFUSED if row in refused else (lambda a: (a["status"], a["rule"], a["out"], a.get("value")))(next(answers)) for row in range(rows)]


FLOATS = [float("inf"), -float("inf"), 1e300, 2.0**60, 2.5]
WHOLE = [3, 7, None]
CASES: dict[str, tuple[str, Any, Sequence[Any] | None]] = {
    "words": ("choice", pl.Series(["a", "c", None, "zz", "unknown", "A", " a", ""]), None),
    "categories": ("choice", pl.Series(["a", "b", None, "zz"], dtype=pl.Categorical), None),
    "ordered categories, some unused, some no choices": ("choice", pl.Series(["a", "b", None], dtype=pl.Enum(["b", "zz", "a", "yy"])), None),
    "numbers for a choice": ("choice", pl.Series([1, None]), None),
    "lists for a choice": ("choice", pl.Series([["a"], None]), None),
    "words that may be none": ("choice_or_none", pl.Series(["a", None, "b"]), None),
    "whole numbers": ("number", pl.Series(WHOLE), None),
    "whole floats": ("number", pl.Series([3.0, 7.0, None]), WHOLE),
    "32-bit floats": ("number", pl.Series([3.0, 2.5, None, 2.0**24], dtype=pl.Float32), [3, 2.5, None, 2**24]),
    "16-bit floats": ("number", pl.Series([3.0, 2.5, None], dtype=pl.Float16), [3, 2.5, None]),
    "infinite, huge and broken floats": ("number", pl.Series(FLOATS), None),
    "decimals": ("number", pl.Series([Decimal("3.50"), Decimal("5.00"), None], dtype=pl.Decimal(10, 2)), None),
    "decimals for a whole number": ("integer", pl.Series([Decimal("3.50"), Decimal("5.00"), None], dtype=pl.Decimal(10, 2)), None),
    "huge decimals": ("number", pl.Series([Decimal(10) ** 30, Decimal("1.5"), None], dtype=pl.Decimal(38, 4)), None),
    "greatest of 64 bits": ("number", pl.Series([3, -(2**63), 2**63 - 1, 2**62, -(2**61)]), None),
    "beyond 64 bits": ("number", pl.Series([3, 2**64 - 1, 2**63], dtype=pl.UInt64), None),
    "128 bits": ("number", pl.Series([3, -(2**100), 2**100], dtype=pl.Int128), None),
    "numbers as text": ("number", pl.Series(["3", "7.5", "1e3", "x", " 8", None, "unknown", ""]), None),
    "truth for a number": ("number", pl.Series([True, None]), None),
    "truth": ("boolean", pl.Series([True, False, None]), None),
    "truth as 0 and 1": ("boolean", pl.Series([1, 0, None]), None),
    "truth as words": ("boolean", pl.Series(["true", "false", None, "True", "yes"]), None),
    "days": ("day", pl.Series([DAY, LATER, None]), None),
    "days beyond the calendar": ("day", pl.Series([date(1, 1, 1), date(9999, 12, 31), date(1000, 1, 1), date(2999, 12, 31)]), None),
    "days as moments": ("day", pl.Series([datetime(2025, 1, 1), datetime(2025, 7, 1, 8), None]), [DAY, datetime(2025, 7, 1, 8), None]),
    "days in nanoseconds": ("day", pl.Series([datetime(2025, 1, 1), None], dtype=pl.Datetime("ns")), [DAY, None]),
    "days as text": ("day", pl.Series(["2025-01-01", "2025-07-01", None, "2025-02-30", "2025/1/1", "unknown"]), None),
    "days as categories": ("day", pl.Series(["2025-01-01", None], dtype=pl.Categorical), None),
    "days as numbers": ("day", pl.Series([20250101, None]), None),
    "moments": ("moment", pl.Series([MORNING, EIGHT, None]), None),
    "moments at UTC": ("moment", pl.Series([MORNING, None]).dt.replace_time_zone("UTC"), None),
    "moments in milliseconds": ("moment", pl.Series([MORNING, EIGHT], dtype=pl.Datetime("ms")), None),
    "moments as text": ("moment", pl.Series(["2025-06-01T07:59", "2025-06-01 09:00", None, "2025-06-01", "unknown"]), None),
    "identifiers": ("word", pl.Series(["X1", "zz", None, "", "unknown"]), None),
    "identifiers as numbers": ("word", pl.Series([1, None]), None),
    "a fact that follows another": ("follows", pl.Series(["b", None, "unknown"]), None),
    "a day that means the day asked": ("day_asked", pl.Series([DAY, None]), None),
    "such days as text": ("day_asked", pl.Series(["2025-01-01", None, "unknown"]), None),
    "such days as categories": ("day_asked", pl.Series(["2025-01-01", None], dtype=pl.Categorical), None),
    **{f"{t}": ("integer", pl.Series(WHOLE, dtype=t), None) for t in (pl.UInt8, pl.Int8, pl.UInt16, pl.Int32, pl.UInt64)},
    **{f"nothing but nulls: {n}": (n, pl.Series([None, None], dtype=pl.Null), None) for n in PACK.questions},
    "no number but nulls": ("number", pl.Series([None], dtype=pl.Float64), None),
    "no day but nulls": ("day_asked", pl.Series([None], dtype=pl.Date), None),
    "one row": ("choice", pl.Series(["b"]), None),
    **{f"no rows: {n}": (n, pl.Series([], dtype=pl.Null), None) for n in PACK.questions},
    "no rows of words": ("choice", pl.Series([], dtype=pl.String), None),
}
REQUIRED = {"choice", "integer"}


@pytest.mark.parametrize("title", CASES)
def test_every_kind_of_frame_ends_as_the_single_case_does(title: str) -> None:
    name, column, values = CASES[title]
    values = column.to_list() if values is None else values
    for kind, frame in kinds(column.to_frame("x")["x"] if name != "follows" else column).items():
        if name == "follows":
            frame = with_source(frame)
        for absent in (False, True) if name not in REQUIRED else (False,):
            assert in_frame(name, frame, len(values), absent) == alone(name, values, absent), (kind, absent)


def with_source(frame: Any) -> Any:
    """A frame with a second column `y` that is `k` in all rows."""
    if isinstance(frame, pl.DataFrame | pl.LazyFrame):
        return frame.with_columns(y=pl.lit("k"))
    if isinstance(frame, pd.DataFrame):
        return frame.assign(y="k")
    if isinstance(frame, pa.Table):
        return frame.append_column("y", pa.array(["k"] * frame.num_rows, pa.string()))
    return frame.project("x, 'k' AS y")


def test_dask_ends_as_the_single_case_does() -> None:
    dd = pytest.importorskip("dask.dataframe")
    for title in ("words", "categories", "whole floats", "decimals", "days as moments", "truth as 0 and 1", "such days as text", "no rows of words"):
        name, column, values = CASES[title]
        values = column.to_list() if values is None else values
        frame = dd.from_pandas(column.alias("x").to_frame().to_pandas(), npartitions=1)
        found = PACK.ask_frame(name, frame, on=ON, on_error="reject", key=())
        refused = set(found.rejects.compute(scheduler="synchronous")["row"])
        answers = iter(found.answers.compute(scheduler="synchronous")["status"].tolist())
        assert [REFUSED if r in refused else next(answers) for r in range(len(values))] == [a if a == REFUSED else a[0] for a in alone(name, values, False)], title


# --- columns of Python objects, and what only one kind of frame has


def objects(*values: Any) -> Any:
    return pd.DataFrame({"x": pd.Series(list(values), dtype=object)})


@pytest.mark.parametrize(
    ("name", "frame", "statuses"),
    [
        ("number", objects(1, Decimal("2.5"), None), ["answered", "answered", "undetermined"]),
        ("number", objects(1, float("nan"), 7.0), ["answered", "undetermined", "answered"]),
        ("number", objects(2**64 - 1, None, -(2**90)), ["answered", "undetermined", "answered"]),
        ("boolean", objects(True, None, False), ["answered", "undetermined", "answered"]),
        ("choice", objects("a", pd.NA, None, float("nan")), ["answered", "undetermined", "undetermined", "undetermined"]),
        ("day", objects(DAY, datetime(2025, 7, 1)), ["answered", "answered"]),
        ("day", objects(pd.Timestamp(DAY), pd.NaT, None), ["answered", "undetermined", "undetermined"]),
        ("choice", pd.DataFrame({"x": pd.Categorical(["a", "b", None], categories=["b", "a", "zz"], ordered=True)}), ["answered", "answered", "undetermined"]),
        ("number", pd.DataFrame({"x": pd.Categorical([1, 7, None])}), ["answered", "answered", "undetermined"]),
        ("number", pd.DataFrame({"x": pd.arrays.SparseArray([1, 0, 0])}), ["answered"] * 3),
        ("number", pa.table({"x": pa.array([Decimal("1.5"), None], pa.decimal256(60, 2))}), ["answered", "undetermined"]),
        ("choice", pa.table({"x": pa.chunked_array([["a"], [], ["b"]])}), ["answered", "answered"]),
        ("choice_or_none", pa.table({}), []),
        ("choice_or_none", pd.DataFrame(index=[5, 6]), ["answered", "answered"]),
        ("choice_or_none", pl.DataFrame(), []),
    ],
)
def test_what_one_kind_of_frame_holds(name: str, frame: Any, statuses: list[str]) -> None:
    found = PACK.ask_frame(name, frame, on=ON)
    assert (found["status"].to_pylist() if isinstance(found, pa.Table) else list(found["status"])) == statuses


def told(frame: Any, name: str = "choice", policies: Sequence[policykit.Policy] = (PACK,), **how: Any) -> list[tuple[str, str, str | None]]:
    with pytest.raises(PolicyError) as caught:
        policykit.ask_frame(policies, name, frame, **{"on": ON, **how})
    return [(d.code, d.message.en, d.help.en if d.help else None) for d in caught.value.diagnostics]


@pytest.mark.parametrize(
    "frame",
    [objects(1, "2.5"), objects(True, 1), objects(DAY, "2025-07-01"), objects(DAY, datetime(2025, 7, 1, 8)), objects(Fraction(1, 3)), objects(10**50), pd.DataFrame({"x": [1 + 2j]}), duckdb.sql("SELECT INTERVAL 1 DAY AS x")],
)  # fmt: skip
def test_values_of_several_types_are_one_clear_error(frame: Any) -> None:
    ((code, message, help_),) = told(frame, "day")
    assert (code, message) == ("mixed-column", "the column `x` holds values of several types, or of one that is not read")
    assert help_ is not None and help_.startswith("make them of one type (") and len(help_) < 120


SET_APART = '`on_error="reject"` sets such rows apart'
OF_NO_PACK = f"known: made; {SET_APART}"
WORDS = pl.DataFrame({"x": ["a", "zz"], "key": [1, 1]})


@pytest.mark.parametrize(
    ("frame", "how", "found"),
    [
        (pl.DataFrame({"x": [float("inf"), 1e300]}), {"name": "number"}, [
            ("float", "column `x`, 1 row: a binary float with a fraction or beyond 2^53, which is not exact; rows (values): 1 (1e+300)", "make it a Decimal or whole numbers"),
            ("infinite", "column `x`, 1 row: infinite, which is no number; rows (values): 0 (inf)", "leave a number that is not known null"),
        ]),
        (pl.DataFrame({"x": pl.Series([datetime(2025, 1, 1)]).dt.replace_time_zone("UTC")}), {"name": "day"}, [
            ("zone", "column `x`, 1 row: in a zone other than +08:00; rows (values): 0 (2025-01-01 00:00:00+00:00)", "turn the column to Asia/Shanghai; DuckDB and Spark use the time zone of the session"),
        ]),
        (pl.DataFrame({"x": [None, "a"]}), {"absent": ["x"]}, [("absent", "the fact `x` (x) must be given: its nulls cannot mean that it is not", "leave it out of `absent`, and its nulls are unknown")]),
        (WORDS.rename({"key": "row"}), {"on_error": "reject"}, [("column-exists", "there is a column `row` already, and the rejects have one of this name", "rename it, or leave it out")]),
        (WORDS, {"key": 3}, [("names", "`key` should be a name or a list of names, not 3", "give text")]),
        (WORDS.lazy(), {"key": "keys"}, [("unknown-column", "the frame has no column `keys`", "did you mean `key`?")]),
        (WORDS, {"on": "2025-12-1"}, [("unknown-column", "the frame has no column `2025-12-1`", "give a datetime.date or the name of a column")]),
        (pa.table([pa.array(["a"]), pa.array(["b"])], names=["x", "x"]), {}, [("same-name", "columns of the frame have the same name", "rename them (Expected unique column names, got: - 'x' 2 times)")]),
        (pd.DataFrame([["a", 1, 2]], columns=["x", 3, "3"]), {}, [("same-name", "columns of the frame have the same name", "rename them (3)")]),
        (pd.DataFrame([["a", 1]], columns=pd.MultiIndex.from_tuples([("x", "1"), ("y", "2")])), {}, [("missing-fact", "there is no column for the fact `x` (x)", "name it with `columns`")]),
        (pl.DataFrame({"x": ["a"], "place": [["made"]]}), {"jurisdiction": "place"}, [("unknown-pack", "column `place`, 1 row: no pack of this name; rows (values): 0 (['made'])", OF_NO_PACK)]),
        (pl.DataFrame({"x": ["a"] * 3, "place": ["made", "other", None]}), {"jurisdiction": "place"}, [("unknown-pack", "column `place`, 2 rows: no pack of this name; rows (values): 1 (other), 2 (None)", OF_NO_PACK)]),
        (pl.DataFrame(), {}, [("missing-fact", "there is no column for the fact `x` (x)", "name it with `columns`")]),
    ],
)  # fmt: skip
def test_a_wrong_frame_is_one_clear_error(frame: Any, how: dict[str, Any], found: list[Any]) -> None:
    assert told(frame, **how) == found


def test_a_key_may_repeat_and_be_named_twice() -> None:
    for frame in kinds(WORDS["x"]).values():
        found = PACK.ask_frame("choice", frame, on=ON, key=["x", "x"], on_error="reject")
        assert collected(found.answers)["status"].to_list() == ["answered"]


def test_carried_columns_stay_as_they_are() -> None:
    """Arrow and DuckDB columns that Polars does not have, and types that it would change."""
    carried = {"x": pa.array(["a", "zz"], pa.string_view()), "wide": pa.array([Decimal("1.5")] * 2, pa.decimal256(60, 2)), "word": pa.array(["p", "q"]).dictionary_encode()}
    found = PACK.ask_frame("choice", pa.table(carried), on=ON, on_error="reject")
    assert found.answers.schema.types[:3] == found.rejects.schema.types[:3] == [a.type for a in carried.values()]
    assert found.answers.column_names == [*carried, "status", "out", "rule"] and found.rejects.column("row").to_pylist() == [1]
    relation = PACK.ask_frame("choice", duckdb.sql("SELECT 'a' AS x, INTERVAL 1 DAY AS kept, 3::HUGEINT AS wide"), on=ON)
    assert [str(t) for t in relation.types[:2]] == ["VARCHAR", "INTERVAL"] and relation.fetchall()[0][3] == "answered"


def test_outcomes_that_no_column_holds_are_refused_and_great_ones_are_exact() -> None:
    made = load(
        {
            "questions": {"q": question({"x": "number"}, {"v": "number"}), "i": question({"x": "integer"}, {"v": "integer"})},
            "decisions": {"q": {"rules": [{"id": "low", "when": {"x": "< 5"}, "then": {"v": "1.5"}}, {"id": "high", "when": {"x": ">= 5"}, "then": {"v": "x"}}]}, "i": {"rules": [{"id": "a", "then": {"v": "1000 * x"}}]}},
        }
    )  # fmt: skip
    great = [10**18, 2**60, 7, 2**61, 1]
    assert made.ask_frame("q", pl.DataFrame({"x": great}), on=ON)["v"].to_list() == [10**18, 2**60, 7, 2**61, Decimal("1.5")]
    assert told(pl.DataFrame({"x": [1, 2**61]}), "i", [made]) == [
        ("out-of-range", "the outcome `v`, 2305843009213693952000, is more than its column holds (1 row: 1)", "ask this row alone, with `ask`")
    ]
    tiny = pl.LazyFrame({"x": ["7.00000001"]})
    with pytest.raises(PolicyError) as caught:
        made.ask_frame("q", tiny, on=ON).collect()
    assert [d.message.en for d in caught.value.diagnostics] == ["numbers in `v` are greater than the column holds or have more decimal places"]
    assert made.ask_frame("q", tiny.collect(), on=ON)["v"].to_list() == [Decimal("7.00000001")]


def test_a_column_that_says_none_does_not_stand_alone() -> None:
    assert told(pl.DataFrame({"x_is_none": [True, False]}), "day") == [
        (
            "none-alone",
            "the column `x_is_none` says where the fact `x` is none, and the fact itself has no column",
            "add a column `x`, null where it is not known, or leave `x_is_none` out",
        )
    ]
    with pytest.raises(PolicyError) as caught:
        PACK.sql("day", on=ON, columns=["x_is_none"])
    assert [d.code for d in caught.value.diagnostics] == ["none-alone"]


@pytest.mark.parametrize("outcome", ["day", "max(day, other)", "day + P1M"])
def test_an_outcome_that_is_a_day_is_none_where_its_facts_are(outcome: str) -> None:
    days = {n: {"type": "date", "absent": "none"} for n in ("day", "other")}
    made = load({"questions": {"q": question(days, {"v": "date"})}, "decisions": {"q": {"rules": [{"id": "only", "then": {"v": outcome}}]}}})
    rows: list[dict[str, Any]] = [{"day": ON}, {"other": ON}, {"day": ON, "other": date(2020, 1, 1)}, {}]
    frame = pl.DataFrame(rows, schema={"day": pl.Date, "other": pl.Date})
    assert made.ask_frame("q", frame, on=ON, absent=("day", "other"))["v"].to_list() == [made.ask("q", row, on=ON).values.v for row in rows]


def test_a_product_with_more_decimal_places_than_64_bits_hold_is_compared_exactly() -> None:
    inputs = dict.fromkeys(("x", "y", "z"), "number")
    made = load({"questions": {"q": question(inputs, {"v": "boolean"})}, "decisions": {"q": {"rules": [{"id": "only", "then": {"v": "x * y >= z"}}]}}})
    fine = pl.Decimal(38, 12)
    small = Decimal("0.000000000001")
    for last in ([0, 0, 0], [0, 1, -1]):
        frame = pl.DataFrame({"x": [small, Decimal(1), -small], "y": [small, Decimal(1), Decimal(1)], "z": last}, schema={"x": fine, "y": fine, "z": pl.Int64})
        assert made.ask_frame("q", frame, on=ON)["v"].to_list() == [made.ask("q", row, on=ON).values.v for row in frame.to_dicts()]

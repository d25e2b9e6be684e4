"""Whole frames: every kind gives the same answers and comes back as it went in; what cannot be read is one clear error, or set apart."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import policykit
from policykit import PolicyError

pl = pytest.importorskip("polars")
nw = pytest.importorskip("narwhals")
pa = pytest.importorskip("pyarrow")

ON = date(2025, 12, 1)


@pytest.fixture(scope="module")
def liaoning() -> policykit.Policy:
    return policykit.load("liaoning")


@pytest.fixture(scope="module")
def changzhi() -> policykit.Policy:
    return policykit.load("changzhi")


def rows() -> Any:
    """Goods that came back: keys that repeat, facts that are not known."""
    return pl.DataFrame(
        {
            "depot": ["A", "A", "B", "B", "A"],
            "item": ["single_tent", "quilt", "single_tent", "single_tent", None],
            "issued_to": ["victims", "victims", "victims", "rescue_staff", "victims"],
            "used_from": [date(2025, 1, 1), None, None, date(2025, 1, 1), date(2025, 1, 1)],
            "used_to": [date(2025, 6, 30), date(2025, 6, 1), date(2025, 6, 1), date(2020, 6, 1), date(2025, 6, 1)],
            "no_recovery_value": [False, True, False, False, False],
        }
    )


EXPECTED = [
    ("A", "answered", "recover", "single-tent"),
    ("A", "answered", "do_not_recover", "bedding-worthless"),
    ("B", "undetermined", "undetermined", None),
    ("B", "not_in_force", None, None),
    ("A", "undetermined", "undetermined", None),
]


def answered(found: Any) -> list[tuple[Any, ...]]:
    """The answers of any frame as rows."""
    frame = nw.from_native(found)
    frame = frame.collect("polars") if isinstance(frame, nw.LazyFrame) else frame
    table = pl.DataFrame(frame.to_arrow())
    return [tuple(r) for r in table.select(pl.col("depot", "status", "outcome", "rule").cast(pl.String)).iter_rows()]


# --- kinds of frames


def test_polars(liaoning: policykit.Policy) -> None:
    found = liaoning.ask_frame("recoverable", rows())
    assert isinstance(found, pl.DataFrame) and answered(found) == EXPECTED
    assert found.columns == [*rows().columns, "status", "outcome", "rule"]


def test_polars_lazy_stays_lazy(liaoning: policykit.Policy) -> None:
    found = liaoning.ask_frame("recoverable", rows().lazy())
    assert isinstance(found, pl.LazyFrame) and answered(found) == EXPECTED


@pytest.mark.parametrize("words", [pl.String, pl.Categorical, pl.Enum(["quilt", "single_tent", "victims", "rescue_staff"])])
def test_words_of_any_type(liaoning: policykit.Policy, words: Any) -> None:
    assert answered(liaoning.ask_frame("recoverable", rows().with_columns(pl.col("item", "issued_to").cast(words)))) == EXPECTED


def test_pyarrow(liaoning: policykit.Policy) -> None:
    found = liaoning.ask_frame("recoverable", rows().to_arrow(), key=["depot"])
    assert isinstance(found, pa.Table) and answered(found) == EXPECTED
    assert found.column_names == ["depot", "status", "outcome", "rule"]


def test_pandas_of_numpy_types_keeps_its_index(liaoning: policykit.Policy) -> None:
    pd = pytest.importorskip("pandas")
    frame = rows().to_pandas().set_index(pd.Index([9, 9, 7, 5, 3]))
    found = liaoning.ask_frame("recoverable", frame)
    assert isinstance(found, pd.DataFrame) and answered(found) == EXPECTED
    assert list(found.index) == [9, 9, 7, 5, 3]


def test_pandas_of_arrow_types(liaoning: policykit.Policy) -> None:
    pytest.importorskip("pandas")
    found = liaoning.ask_frame("recoverable", rows().to_pandas(use_pyarrow_extension_array=True))
    assert answered(found) == EXPECTED
    assert "pyarrow" in str(found.dtypes["outcome"])


def test_pandas_of_nullable_types(changzhi: policykit.Policy) -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"task_quantity": pd.array([1000, None, 10], dtype="Int64"), "actual_stock": pd.array([1100, 5, 10], dtype="Int64")})
    found = changzhi.ask_frame("required_buffer", frame, on=ON)
    assert found["status"].tolist() == ["answered", "undetermined", "answered"]
    assert found["stock_ok"].tolist() == [True, pd.NA, False] or [bool(v) if v is not pd.NA else None for v in found["stock_ok"]] == [True, None, False]


def test_pandas_floats_are_taken_where_they_are_whole(changzhi: policykit.Policy) -> None:
    pd = pytest.importorskip("pandas")
    found = changzhi.ask_frame("required_buffer", pd.DataFrame({"task_quantity": [1000.0, float("nan")], "actual_stock": [1100.0, 5.0]}), on=ON)
    assert found["status"].tolist() == ["answered", "undetermined"]


def test_pandas_columns_of_python_objects(liaoning: policykit.Policy) -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({c: pd.Series(rows()[c].to_list(), dtype=object) for c in rows().columns})
    assert answered(liaoning.ask_frame("recoverable", frame)) == EXPECTED


def test_duckdb(liaoning: policykit.Policy) -> None:
    duckdb = pytest.importorskip("duckdb")
    found = liaoning.ask_frame("recoverable", duckdb.from_arrow(rows().to_arrow()))
    assert isinstance(found, duckdb.DuckDBPyRelation) and answered(found) == EXPECTED


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_dask_stays_lazy(liaoning: policykit.Policy) -> None:
    dd = pytest.importorskip("dask.dataframe")
    found = liaoning.ask_frame("recoverable", dd.from_pandas(rows().to_pandas(use_pyarrow_extension_array=True), npartitions=2))
    assert isinstance(found, dd.DataFrame)
    assert answered(found.compute(scheduler="synchronous")) == EXPECTED


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::UserWarning")
def test_pyspark_answers_where_the_rows_lie(liaoning: policykit.Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    sql = pytest.importorskip("pyspark.sql")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    session = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        found = liaoning.ask_frame("recoverable", session.createDataFrame(rows().to_arrow(compat_level=pl.CompatLevel.oldest())))
        assert answered(found.toArrow()) == EXPECTED
    finally:
        session.stop()


def test_frames_of_narwhals(liaoning: policykit.Policy) -> None:
    found = liaoning.ask_frame("recoverable", nw.from_native(rows()))
    assert isinstance(found, nw.DataFrame) and answered(found.to_native()) == EXPECTED


def test_no_rows_and_one(liaoning: policykit.Policy) -> None:
    assert answered(liaoning.ask_frame("recoverable", rows().head(0))) == []
    assert answered(liaoning.ask_frame("recoverable", rows().head(1))) == EXPECTED[:1]
    assert answered(liaoning.ask_frame("recoverable", rows().head(0).to_arrow())) == []


# --- facts that are absent, unknown, none


def test_a_missing_column_is_absent_and_a_null_is_unknown(changzhi: policykit.Policy) -> None:
    frame = pl.DataFrame({"task_quantity": [1000, 1000], "actual_stock": [1100, None]})
    found = changzhi.ask_frame("required_buffer", frame, on=ON)
    assert found["rule"].to_list() == ["stock-at-minimum", None]
    assert found["status"].to_list() == ["answered", "undetermined"]
    assert changzhi.ask_frame("required_buffer", frame.select("task_quantity"), on=ON)["rule"].to_list() == ["stock-not-given"] * 2
    assert changzhi.ask_frame("required_buffer", frame, on=ON, absent=["actual_stock"])["rule"].to_list() == ["stock-at-minimum", "stock-not-given"]


def test_none_and_unknown_are_words(liaoning: policykit.Policy) -> None:
    frame = pl.DataFrame({"holder": ["x"] * 4, "item": ["single_tent", "unknown", "quilt", "other"], "issued_to": ["victims", "rescue_staff", "unknown", "victims"]}).with_columns(
        used_from=date(2025, 1, 1), used_to=date(2025, 3, 1), ruling=pl.Series(["none", "none", "unknown", "recoverable"])
    )
    found = liaoning.ask_frame("recoverable", frame)
    for row, got in zip(frame.iter_rows(named=True), found.iter_rows(named=True), strict=True):
        facts = {n: v for n, v in row.items() if n != "holder" and v != "none"}
        alone = liaoning.ask("recoverable", facts)
        assert (got["status"], got["outcome"], got["rule"]) == (alone.status, alone.values.outcome, alone.rule)


# --- numbers


@pytest.mark.parametrize("cents", [1, 100])
def test_one_and_a_tenth_of_a_task_is_exact(changzhi: policykit.Policy, cents: int) -> None:
    """Stock of just 1.1 times the task is enough, a cent or a thousandth less is not: for whole tasks and for tasks with two decimals."""
    tasks = [Decimal(n) / cents for n in range(1, 1001 if cents == 1 else 100_001)]
    scale = 3 if cents == 100 else 1
    least = Decimal(1).scaleb(-scale)
    exact = [t * Decimal("1.1") for t in tasks]
    frame = pl.DataFrame({"task_quantity": pl.Series(tasks, dtype=pl.Decimal(38, 2)), "actual_stock": pl.Series(exact, dtype=pl.Decimal(38, scale))})
    found = changzhi.ask_frame("required_buffer", frame, on=ON)
    assert found["stock_ok"].all() and found["minimum_stock"].to_list() == exact
    assert (found["rule"] == "stock-at-minimum").all()
    less = frame.with_columns(pl.Series("actual_stock", [e - least for e in exact], dtype=pl.Decimal(38, scale)))
    assert not changzhi.ask_frame("required_buffer", less, on=ON)["stock_ok"].any()
    assert changzhi.ask_frame("required_buffer", frame.with_columns(pl.all().cast(pl.String)), on=ON)["stock_ok"].all()


def test_numbers_beyond_64_bits_are_exact_too(changzhi: policykit.Policy) -> None:
    tasks = [Decimal(n) for n in (10**17 * 9, 10**18 * 4, 10**25, 7)]
    frame = pl.DataFrame(
        {"task_quantity": pl.Series(tasks, dtype=pl.Decimal(38, 0)), "actual_stock": pl.Series([Decimal(int(t) * 11 // 10) for t in tasks], dtype=pl.Decimal(38, 0))}
    )
    found = changzhi.ask_frame("required_buffer", frame, on=ON)
    assert found["rule"].to_list() == ["stock-at-minimum"] * 3 + ["stock-below"]


# --- packs and days by row


def test_a_column_names_the_pack() -> None:
    packs = [policykit.load(n) for n in ("shanxi", "liaoning")]
    frame = pl.DataFrame({"province": ["liaoning", "shanxi", "liaoning"]}).with_columns(item=pl.lit("quilt"), issued_to=pl.lit("victims"), used_from=ON, used_to=ON)
    found = policykit.ask_frame(packs, "recoverable", frame, jurisdiction="province")
    for name, got in zip(frame["province"], found.iter_rows(named=True), strict=True):
        alone = policykit.load(name).ask("recoverable", {"item": "quilt", "issued_to": "victims", "used_from": ON, "used_to": ON})
        assert (got["status"], got["outcome"], got["rule"]) == (alone.status, alone.values.outcome, alone.rule)


def test_each_row_is_judged_by_the_law_of_its_day(changzhi: policykit.Policy) -> None:
    days = [date(2025, 8, 31), date(2025, 9, 1), date(2030, 8, 31), date(2030, 9, 1)]
    frame = pl.DataFrame({"annual_subsidy_cny": [500_000] * 4, "asked_on": days})
    found = changzhi.ask_frame("selection_method", frame, on="asked_on", outputs=["method"], add=["status"])
    assert found["status"].to_list() == ["not_in_force", "answered", "answered", "not_in_force"]
    assert found["method"].to_list() == [None, "open_tender", "open_tender", None]
    assert found.columns == ["annual_subsidy_cny", "asked_on", "status", "method"]


def test_citations_on_request(liaoning: policykit.Policy) -> None:
    found = liaoning.ask_frame("recoverable", rows(), add=["citations"], key="depot")
    assert found["citations"].to_list()[0] == ["a23.p2.c", "a23.p2.i2"]


# --- faults


def faults(policy: policykit.Policy, question: str, frame: Any, **how: Any) -> list[tuple[str, str, str | None]]:
    with pytest.raises(PolicyError) as caught:
        policy.ask_frame(question, frame, **how)
    return [(d.code, d.message.en, d.help.en if d.help else None) for d in caught.value.diagnostics]


def test_values_that_are_no_facts_are_counted(changzhi: policykit.Policy) -> None:
    frame = pl.DataFrame({"task_quantity": [1.5, float("nan"), 3.0], "actual_stock": [1, 2, 3]})
    assert faults(changzhi, "required_buffer", frame, on=ON) == [
        ("float", "column `task_quantity`, 1 row: a binary float with a fraction or beyond 2^53, which is not exact; rows (values): 0 (1.5)", "make it a Decimal or whole numbers"),
        ("nan", "column `task_quantity`, 1 row: not a number (NaN); rows (values): 1 (nan)", "leave a number that is not known null"),
    ]
    words = rows().with_columns(item=pl.Series(["tent", "quilt", "tents", "quilt", None]))
    found = faults(policykit.load("liaoning"), "recoverable", words)
    assert [f[:2] for f in found] == [("choice", "column `item`, 2 rows: no value of the choice; rows (values): 0 (tent), 2 (tents)")]


def test_faulty_rows_are_set_apart_on_request(liaoning: policykit.Policy) -> None:
    frame = rows().with_columns(item=pl.Series(["tent", "quilt", "single_tent", "single_tent", None]))
    found = liaoning.ask_frame("recoverable", frame, on_error="reject")
    assert answered(found.answers) == EXPECTED[1:]
    assert found.rejects.select("depot", "row", "fault").rows() == [("A", 0, "item: choice")]
    pd = pytest.importorskip("pandas")
    again = liaoning.ask_frame("recoverable", frame.to_pandas(), on_error="reject")
    assert isinstance(again.rejects, pd.DataFrame) and again.rejects["fault"].tolist() == ["item: choice"]
    assert answered(again.answers) == EXPECTED[1:]


@pytest.mark.parametrize(
    ("frame", "how", "found"),
    [
        (rows().drop("item"), {}, [("missing-fact", "there is no column for the fact `item` (item)", "name it with `columns`")]),
        (rows().rename({"item": "Item"}), {}, [("missing-fact", "there is no column for the fact `item` (item)", "is it `Item`? say so with `columns`")]),
        (rows(), {"columns": {"itm": "item"}}, [("unknown-fact", "`recoverable` has no input `itm`", "did you mean `item`?")]),
        (rows(), {"key": "depots"}, [("unknown-column", "the frame has no column `depots`", "did you mean `depot`?")]),
        (rows(), {"outputs": ["outcomes"]}, [("unknown-output", "`recoverable` has no output `outcomes`", "did you mean `outcome`?")]),
        (
            rows().with_columns(rule=1),
            {},
            [("column-exists", "there is a column `rule` already, and the answer has one of this name", "rename it, or keep only the columns of a `key`")],
        ),
        (rows(), {"on_error": "rejct"}, [("unknown-word", "`on_error` cannot be `rejct`", "did you mean `reject`?")]),
        (rows(), {"output": ["outcome"]}, [("unknown-argument", "there is no argument `output`", "did you mean `outputs`?")]),
        (rows(), {"on": 20251201}, [("day", "`on` should be a date", "give a datetime.date or the name of a column")]),
        (
            rows().with_columns(__refused=True),
            {},
            [("column-exists", "there is a column `__refused` already, and the answer has one of this name", "rename it, or keep only the columns of a `key`")],
        ),
        (
            rows().with_columns(pl.Series("item", [object(), "quilt", 1, None, None], dtype=pl.Object)),
            {},
            [("mixed-column", "the column `item` holds values of several types, or of one that is not read", "make them of one type (object)")],
        ),
        ([1, 2], {}, [("no-frame", "`list` is no frame of a known kind", "give one of Polars, pandas, PyArrow, DuckDB, Dask or PySpark")]),
    ],
)
def test_a_wrong_call_is_one_clear_error(liaoning: policykit.Policy, frame: Any, how: dict[str, Any], found: list[tuple[str, str, str]]) -> None:
    assert faults(liaoning, "recoverable", frame, **how) == found


def test_a_question_without_a_day_of_its_own_wants_one(changzhi: policykit.Policy) -> None:
    frame = pl.DataFrame({"task_quantity": [10, 10], "actual_stock": [11, 11], "day": [1, 2]})
    assert faults(changzhi, "required_buffer", frame) == [("no-day", "`required_buffer` has no event date: say which day is asked", "give `on`: a day, or the name of a column")]
    found = changzhi.ask_frame("required_buffer", frame, on="day", on_error="reject")
    assert found.answers.height == 0 and found.rejects["fault"].to_list() == ["day: value"] * 2


def test_a_single_name_is_one_name(changzhi: policykit.Policy) -> None:
    frame = pl.DataFrame({"task_quantity": [10], "actual_stock": [11]})
    found = changzhi.ask_frame("required_buffer", frame, on=ON, outputs="stock_ok", add="rule", key="task_quantity", absent="callable_quantity")
    assert found.rows(named=True) == [{"task_quantity": 10, "stock_ok": True, "rule": "stock-at-minimum"}]


def test_packs_are_named_once_and_by_words(changzhi: policykit.Policy) -> None:
    frame = pl.DataFrame({"task_quantity": [10], "actual_stock": [11], "place": [1]})
    told = []
    for packs in ([], [changzhi, changzhi], [changzhi]):
        with pytest.raises(PolicyError) as raised:
            policykit.ask_frame(packs, "required_buffer", frame, on=ON, jurisdiction="place")
        told += [(d.code, d.message.en) for d in raised.value.diagnostics]
    assert told == [
        ("no-pack", "no pack is given"),
        ("pack-twice", "the pack `changzhi` is given twice"),
        ("unknown-pack", "column `place`, 1 row: no pack of this name; rows (values): 0 (1)"),
    ]


def test_columns_of_one_name_are_one_clear_error(liaoning: policykit.Policy) -> None:
    pd = pytest.importorskip("pandas")
    frame = rows().to_pandas()
    assert faults(liaoning, "recoverable", pd.concat([frame, frame[["depot"]]], axis=1)) == [
        ("same-name", "columns of the frame have the same name", "rename them (Expected unique column names, got: - 'depot' 2 times)")
    ]


def test_rules_that_disagree_name_the_rows() -> None:
    from .properties.making import choice, load, question

    rules = [{"id": "low", "when": {"n": "< 5"}, "then": {"out": "x"}}, {"id": "odd", "when": {"n": "in [3, 4, 7]"}, "then": {"out": "y"}}]
    rules[1]["when"] = {"n": "3, 4, 7"}
    policy = load({"questions": {"q": question({"n": {"type": "integer"}}, {"out": choice("x", "y")})}, "decisions": {"q": {"rules": rules}}})
    assert faults(policy, "q", pl.DataFrame({"n": [1, 3, 7, 4]}), on=ON) == [
        (
            "rules-disagree",
            "in `made`, `q`: the rules `low` and `odd` disagree on this case (2 rows: 1, 3)",
            "say with `excepts` which one is the exception, or make their conditions exclusive",
        )
    ]


def test_more_columns_are_read_than_64_bits_can_number() -> None:
    """96 facts that are true or false: rows that differ in the first facts only must not end alike."""
    from .properties.making import choice, load, question

    names = [f"fact{i}" for i in range(96)]
    rules = [{"id": f"all-{v}", "when": dict.fromkeys(names, v == "true"), "then": {"out": v}} for v in ("true", "false")]
    policy = load({"questions": {"q": question(dict.fromkeys(names, "boolean"), {"out": choice("true", "false")})}, "decisions": {"q": {"rules": rules}}})
    cases = [{n: n != other for n in names} for other in (None, "fact0", "fact40", "fact95")] + [dict.fromkeys(names, False)]
    frame = policy.ask_frame("q", pl.DataFrame(cases), on=date(2026, 1, 1), key=())
    assert frame["status"].to_list() == ["answered", "silent", "silent", "silent", "answered"]
    assert frame["out"].to_list() == ["true", None, None, None, "false"]


def test_one_column_is_not_read_as_two_facts(changzhi: policykit.Policy) -> None:
    stock = pl.DataFrame({"actual_stock": [10]})
    with pytest.raises(PolicyError) as caught:
        changzhi.ask_frame("required_buffer", stock, on=ON, columns={"task_quantity": "actual_stock"})
    found = [d for d in caught.value.diagnostics if d.code == "column-twice"]
    assert [d.message.en for d in found] == ["the column `actual_stock` is read as several facts: `task_quantity`, `actual_stock`"]


@pytest.mark.parametrize("on", [date(2026, 3, 31), "d"], ids=["a day", "a column"])
def test_a_fact_may_be_called_as_the_day_is_in_formulas(on: Any) -> None:
    liaoning = policykit.load("liaoning")
    frame = pl.DataFrame({"instrument": ["liaominfa_2015_13"] * 2, "as_of": [date(2021, 3, 30), date(2026, 1, 1)], "d": [date(2026, 3, 31)] * 2})
    found = liaoning.ask_frame("repealed_by", frame, on=on, key=())
    for facts, row in zip(frame.drop("d").iter_rows(named=True), found.iter_rows(named=True), strict=True):
        answer = liaoning.ask("repealed_by", facts, on=date(2026, 3, 31))
        assert (answer.status, answer.rule) == (row["status"], row["rule"])

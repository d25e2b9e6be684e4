"""Long frames: they are read in blocks, on all cores, and written by other means than short ones; what is answered is the same."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

import policykit

pl = pytest.importorskip("polars")
pytest.importorskip("narwhals")
np = pytest.importorskip("numpy")

ON = date(2025, 12, 1)
LONG = 600_001  # more than two blocks, and not even
VERY_LONG = 2_200_000  # for which two threads are worth their while


def relief(nulls: bool) -> Any:
    """A thousand different rows on recovery, facts that are not known among them."""
    random = np.random.default_rng(5)
    items = policykit.load("liaoning").questions["recoverable"].input("item").type.values
    first = date(2022, 1, 1)
    rows = [
        {
            "item": str(random.choice(items)),
            "issued_to": str(random.choice(["victims", "rescue_staff", "not_issued"])),
            "used_from": (day := first + timedelta(days=int(random.integers(0, 900)))),
            "used_to": day + timedelta(days=int(random.integers(0, 500))),
            "no_recovery_value": bool(random.random() < 0.3),
        }
        for _ in range(1_000)
    ]
    frame = pl.DataFrame(rows)
    if not nulls:
        return frame
    return frame.with_columns(pl.when(pl.Series(random.random(1_000) < 0.9)).then(pl.col(c)).alias(c) for c in frame.columns if c != "used_to")


@pytest.mark.parametrize("nulls", [False, True])
@pytest.mark.parametrize("add", [("status", "rule"), (), ("rule",)])
def test_a_long_frame_is_answered_as_its_parts_are(nulls: bool, add: tuple[str, ...]) -> None:
    liaoning = policykit.load("liaoning")
    short = relief(nulls)
    wanted = liaoning.ask_frame("recoverable", short, add=add, outputs=("outcome",), key=())
    long = pl.concat([short] * (LONG // short.height + 1)).head(LONG)
    for _ in range(2):  # at first cells are asked, then all are known
        found = policykit.load("liaoning").ask_frame("recoverable", long, add=add, outputs=("outcome",), key=())
        again = liaoning.ask_frame("recoverable", long, add=add, outputs=("outcome",), key=())
        for frame in (found, again):
            assert frame.cast(pl.String).equals(pl.concat([wanted.cast(pl.String)] * (LONG // short.height + 1)).head(LONG))


def test_each_answer_is_that_of_the_single_case() -> None:
    liaoning = policykit.load("liaoning")
    short = relief(nulls=False)
    long = pl.concat([short] * 40)
    found = liaoning.ask_frame("recoverable", long, key=()).tail(short.height)
    for facts, row in zip(short.iter_rows(named=True), found.iter_rows(named=True), strict=True):
        answer = liaoning.ask("recoverable", facts)
        assert (answer.status, answer.rule) == (row["status"], row["rule"])


def test_a_frame_for_several_threads_is_answered_as_its_parts_are() -> None:
    liaoning = policykit.load("liaoning")
    short = relief(nulls=False)
    wanted = liaoning.ask_frame("recoverable", short, outputs=("outcome",), key=())
    found = policykit.load("liaoning").ask_frame("recoverable", pl.concat([short] * (VERY_LONG // short.height)), outputs=("outcome",), key=())
    assert found.equals(pl.concat([wanted] * (VERY_LONG // short.height)))


def test_days_used_close_to_the_limit_in_all_rows() -> None:
    """Six months have 181 to 184 days: every row must be looked up."""
    liaoning = policykit.load("liaoning")
    firsts = [date(2023, 1, 1) + timedelta(days=n) for n in range(800)]
    short = pl.DataFrame([{"item": "single_tent", "issued_to": "victims", "used_from": first, "used_to": first + timedelta(days=180 + n % 6)} for n, first in enumerate(firsts)])
    found = liaoning.ask_frame("recoverable", short, outputs=("outcome",))
    for facts, row in zip(short.iter_rows(named=True), found.iter_rows(named=True), strict=True):
        answer = liaoning.ask("recoverable", facts)
        assert (answer.values.outcome, answer.rule) == (row["outcome"], row["rule"]), facts


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("operator", ["<", "<=", ">", ">=", "=", "!="])
@pytest.mark.parametrize("month_end", ["last_day", "next_first"])
def test_a_day_is_compared_with_another_moved_by_months(operator: str, turned: bool, month_end: str) -> None:
    label = {"zh": "x", "en": "x"}
    days = {n: {"type": "date", "label": label} for n in ("used_from", "used_to")}
    condition = f"used_from + P1M {operator} used_to" if turned else f"used_to {operator} used_from + P1M"
    outputs = {"over": {"type": "boolean", "label": label}}
    rules = [{"id": "only", "then": {"over": condition}}]
    document = {
        "pack": "moved", "label": label, "month_end": month_end, "questions": {"q": {"label": label, "inputs": days, "outputs": outputs}}, "decisions": {"q": {"rules": rules}},
    }  # fmt: skip
    policy = policykit.read({"pack.yaml": json.dumps(document)})
    firsts = [date(2023, 12, 1) + timedelta(days=n) for n in range(100)]
    frame = pl.DataFrame([{"used_from": first, "used_to": first + timedelta(days=n)} for first in firsts for n in range(26, 35)])
    found = policy.ask_frame("q", frame, on=ON)["over"].to_list()
    assert found == [policy.ask("q", facts, on=ON).values.over for facts in frame.iter_rows(named=True)]
    assert set(found) == {True, False}


def test_a_row_far_from_all_others_is_answered_by_its_own_facts() -> None:
    """Bounds of long columns are guessed from some of the rows."""
    liaoning = policykit.load("liaoning")
    short = relief(nulls=False)
    long = pl.concat([short] * (LONG // short.height))
    far = long[-1:].with_columns(item=pl.lit("single_tent"), issued_to=pl.lit("victims"), used_from=pl.lit(date(2990, 1, 31)), used_to=pl.lit(date(2990, 7, 30)))
    expected = liaoning.ask("recoverable", far.row(0, named=True))
    for at in (1, LONG // 2, long.height):
        frame = pl.concat([long[: at - 1], far, long[at:]])
        for policy in (policykit.load("liaoning"), liaoning):
            found = policy.ask_frame("recoverable", frame, key=(), outputs=("outcome",))
            assert found.row(at - 1) == (expected.status, expected.values.outcome, expected.rule)
            before = liaoning.ask_frame("recoverable", long[: at - 1], key=(), outputs=("outcome",))
            assert found[: at - 1].cast(pl.String).equals(before.cast(pl.String))


def test_one_number_out_of_its_range_among_many_is_told() -> None:
    frame = pl.DataFrame({"annual_subsidy_cny": np.where(np.arange(LONG) == LONG - 7, -1, 600_000)})
    for _ in range(2):
        with pytest.raises(policykit.PolicyError) as e:
            policykit.load("changzhi").ask_frame("selection_method", frame, on=ON)
        assert [d.code for d in e.value.diagnostics] == ["range"] and f"{LONG - 7} (-1)" in str(e.value)
    answers, refused = policykit.load("changzhi").ask_frame("selection_method", frame, on=ON, on_error="reject")
    assert refused["row"].to_list() == [LONG - 7] and answers.height == LONG - 1


def test_faults_of_all_columns_of_a_long_frame_are_told_together() -> None:
    """One is met when its column is read, the other only where its row is looked at."""
    rows = np.arange(LONG)
    frame = pl.DataFrame({"task_quantity": np.where(rows == LONG - 7, -1, 100), "actual_stock": np.where(rows == 3, 0.5, 130.0)})
    with pytest.raises(policykit.PolicyError) as e:
        policykit.load("changzhi").ask_frame("required_buffer", frame, on=ON)
    assert sorted(d.code for d in e.value.diagnostics) == ["float", "range"]


def test_decimals_and_days_at_the_ends_of_a_long_frame() -> None:
    """The greatest and the least of a column lie in different parts of it, far from all others."""
    changzhi = policykit.load("changzhi")
    task = np.full(LONG, 1_000)
    task[0], task[-1] = 0, 10**15
    frame = pl.DataFrame({"task_quantity": task, "actual_stock": task * 11 // 10}).cast(pl.Decimal(20, 1))
    less = frame.with_columns(pl.col("actual_stock").cast(pl.Decimal(20, 2)) - pl.lit("0.01").cast(pl.Decimal(20, 2)))
    assert changzhi.ask_frame("required_buffer", frame, on=ON)["stock_ok"].all()
    assert less["actual_stock"].min() < 0
    refused = changzhi.ask_frame("required_buffer", less.with_columns(pl.col("actual_stock").clip(0)), on=ON)
    assert refused["stock_ok"].to_list().count(True) == 1  # a stock of nothing is enough for a task of nothing


def test_a_row_that_needs_care_says_nothing_of_others() -> None:
    """The product leaves 64 bits in the first row, so that it seems to be of the cell in which the second is."""
    changzhi = policykit.load("changzhi")
    for task, stock, enough in ((4_300_000_000_000_000_000, 860_000_000_000_000_000, 111), (614_285_714_285_714_285, 2_150_000_000_000_000_000, 109)):
        frame = pl.DataFrame({"task_quantity": [task, 100], "actual_stock": [stock, enough]})
        found = policykit.load("changzhi").ask_frame("required_buffer", frame, on=ON)["stock_ok"].to_list()
        assert found == [changzhi.ask("required_buffer", facts, on=ON).values.stock_ok for facts in frame.iter_rows(named=True)]


def wide(count: int) -> policykit.Policy:
    """Three rules over many facts, each read by one or two of them; a step and an outcome read some as well."""
    names = [f"f{i}" for i in range(count)]
    label = {"zh": "x", "en": "x"}
    inputs = {n: {"type": "boolean", "label": label} for n in names} | {
        "kind": {"type": "choice", "values": dict.fromkeys("abc", label), "label": label},
        "amount": {"type": "integer", "label": label},
    }
    outputs = {"out": {"type": "choice", "values": dict.fromkeys("xyz", label), "label": label}, "cold": {"type": "boolean", "label": label}}
    rules = [
        {"id": "many", "when": dict.fromkeys(names[: count // 2], True) | {"kind": "a, b"}, "then": {"out": "x", "cold": "f0"}},
        {"id": "other", "when": dict.fromkeys(names[count // 2 :], False) | {"amount": ">= 10", names[0]: False}, "then": {"out": "y", "cold": "f1"}},
        {"id": "rest", "when": {names[1]: False, names[0]: False, names[-1]: True}, "then": {"out": "z", "cold": False}},
    ]
    document = {
        "pack": "wide", "label": label, "questions": {"q": {"label": label, "inputs": inputs, "outputs": outputs}}, "decisions": {"q": {"rules": rules}},
    }  # fmt: skip
    return policykit.read({"pack.yaml": json.dumps(document)})


@pytest.mark.parametrize("unknown", [0.0, 0.01])
def test_many_facts_that_rules_test_are_answered_as_single_cases_are(unknown: float) -> None:
    """There are so many combinations of facts that the truth of each rule stands for them."""
    random = np.random.default_rng(7)
    policy, count, rows = wide(30), 30, 600
    half = random.random(rows) < 0.5
    columns: dict[str, Any] = {f"f{i}": np.where(random.random(rows) < 0.93, half if i < count // 2 else ~half if i else half, random.random(rows) < 0.5) for i in range(count)}
    columns |= {"kind": random.choice(list("abc"), rows), "amount": random.integers(5, 15, rows)}
    frame = pl.DataFrame(columns)
    frame = frame.select(pl.when(pl.Series(random.random(rows) >= unknown)).then(pl.col(c)).alias(c) for c in frame.columns)
    found = policy.ask_frame("q", frame, key=(), on=ON)
    met = set()
    for facts, row in zip(frame.iter_rows(named=True), found.iter_rows(named=True), strict=True):
        answer = policy.ask("q", {n: "unknown" if v is None else v for n, v in facts.items()}, on=ON)
        values = (answer.values.out, answer.values.cold) if answer.status == "answered" else (row["out"], row["cold"])
        assert (answer.status, answer.rule, *values) == (row["status"], row["rule"], row["out"], row["cold"]), facts
        met.add((answer.status, answer.rule))
    assert len(met) >= 4


def test_what_is_written_does_not_depend_on_what_else_is() -> None:
    """A stock that is exactly the least one rests on a reading; whether it is enough is the same question with or without that."""
    changzhi = policykit.load("changzhi")
    few = pl.DataFrame([{"task_quantity": 10, "actual_stock": s, "callable_quantity": c, "annual_subsidy_cny": 499_988 + s} for s in (10, 11, 12, 13) for c in (9, 10, 11)])
    frame = pl.concat([few] * (LONG // few.height))
    for question, facts in (("required_buffer", ("task_quantity", "actual_stock", "callable_quantity")), ("selection_method", ("annual_subsidy_cny",))):
        single = [changzhi.ask(question, {n: row[n] for n in facts}, on=ON) for row in few.iter_rows(named=True)]
        whole = changzhi.ask_frame(question, frame, on=ON, key=(), add=("status", "rule", "basis"))
        assert whole[: few.height]["basis"].to_list() == [a.basis for a in single]
        for names in ((n,) for n in ("stock_ok", "full_call_ok", "method") if n in whole.columns):
            for add in ((), ("status",), ("rule",), ("status", "rule")):
                for _ in range(2):  # the first is decided cell by cell, the next is written straight
                    found = changzhi.ask_frame(question, frame, on=ON, key=(), add=add, outputs=names)
                    assert found.equals(whole.select(found.columns))
            assert [getattr(a.values, names[0]) for a in single] == found[names[0]].to_list()[: few.height]


def test_one_number_below_zero_among_many_that_are_not() -> None:
    """Bounds are guessed from some rows: here of numbers none of which is below 0."""
    stock = np.full(LONG, 1_000)
    stock[LONG - 7] = -3
    for kind in (pl.Int64, pl.Decimal(18, 2), pl.Decimal(38, 2)):
        frame = pl.DataFrame({"task_quantity": np.full(LONG, 800), "actual_stock": stock}).with_columns(pl.col("actual_stock").cast(kind))
        for _ in range(2):
            found = policykit.load("changzhi").ask_frame("required_buffer", frame, on=ON)["stock_ok"]
            assert found.arg_min() == LONG - 7 and found.sum() == LONG - 1


def test_a_decimal_that_has_more_than_64_bits_is_not_cut() -> None:
    """2**64 + 500 in cents looks like 5 where only the lower word is read."""
    stock = [Decimal("1000.00")] * LONG
    for great, enough in ((Decimal(2**64 + 500) / 100, True), (Decimal(-(2**64) + 500) / 100, False), (Decimal(2**63 + 500) / 100, True)):
        stock[LONG - 7] = great
        frame = pl.DataFrame({"task_quantity": np.full(LONG, 800), "actual_stock": pl.Series(stock, dtype=pl.Decimal(38, 2))})
        found = policykit.load("changzhi").ask_frame("required_buffer", frame, on=ON)["stock_ok"]
        assert found[LONG - 7] is enough and found.sum() == LONG - (not enough)


def test_a_place_whose_text_is_silent_makes_no_row_of_another_one_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rows are asked of the reference, however many days there are: the others end as those of their cell."""
    from policykit.targets.polars.cells import Reference

    asked, ended = [], Reference.ended

    def counted(self: Reference, world: int, case: Any, alone: bool) -> Any:
        asked.append(case)
        return ended(self, world, case, alone)

    monkeypatch.setattr(Reference, "ended", counted)
    packs = [policykit.Policy(policykit.load(name).pack) for name in ("liaoning", "changzhi")]
    assert packs[1].pack.decisions.get("recoverable") is None
    rows = 2_000
    frame = pl.DataFrame(
        {
            "place": ["liaoning", "changzhi"] * (rows // 2),
            "item": ["single_tent"] * rows,
            "issued_to": ["victims"] * rows,
            "used_from": [date(2023, 1, 1) + timedelta(days=n) for n in range(rows)],
            "used_to": [date(2023, 7, 1) + timedelta(days=n) for n in range(rows)],
        }
    )
    found = policykit.ask_frame(packs, "recoverable", frame, on=ON, jurisdiction="place")
    assert set(found.filter(pl.col("place") == "changzhi")["status"]) == {"silent"}
    assert set(found.filter(pl.col("place") == "liaoning")["outcome"]) == {"recover", "do_not_recover"}
    assert len(asked) < 20

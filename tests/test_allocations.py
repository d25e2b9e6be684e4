"""An allocation is the answer about stock, line by line: the same law, the same day, and what is wrong with its lots is told lot by lot."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import policykit
from policykit import PolicyError
from policykit.source.gathering import MOST_FAULTS
from tests.properties.making import load

LIAONING = policykit.load("liaoning")
ON = "2026-07-20"
P1 = {"id": "P1", "level": "province", "quantity": 100}


def told(asking: Callable[[], object]) -> list[tuple[str, str, str, str | None]]:
    """Each fault: its code, what it says in two languages, the way out."""
    with pytest.raises(PolicyError) as caught:
        asking()
    assert all(d.about == ("lots",) for d in caught.value.diagnostics if d.code != "not-known")
    return sorted((d.code, d.message.en, d.message.zh, d.help and d.help.en) for d in caught.value.diagnostics)


@pytest.mark.parametrize("on", ["2020-01-01", ON])
def test_an_allocation_has_what_the_answer_has(on: str) -> None:
    found, answer = LIAONING.allocate([P1], 50, on=on), LIAONING.ask("stock_order", {"lots": [P1], "need": 50}, on=on)
    assert found.answer == answer
    assert (found.status, found.force, found.on, found.strength, found.citations) == (answer.status, answer.force, answer.on, answer.strength, answer.citations)
    record = found.record()
    assert json.loads(json.dumps(record)) == record
    assert {n: v for n, v in record.items() if n not in ("lines", "passed_over")} == answer.record()


def test_nothing_is_drawn_where_the_law_is_not_in_force() -> None:
    found = LIAONING.allocate([P1], 50, on="2020-01-01")
    assert (found.status, found.force, found.answer.values) == ("not_in_force", "not_yet", None)
    assert (found.lines, found.higher_level_request, found.shortfall, found.passed_over) == ((), None, None, ())


def test_the_record_has_the_reason_of_each_line_and_of_what_is_passed_over() -> None:
    record = LIAONING.allocate([P1, {"id": "E1", "level": "enterprise", "quantity": 5}], 50, on=ON).record()
    (line,), (passed,) = record["lines"], record["passed_over"]
    assert (line["lot"], line["quantity"], line["level"], line["addresses"]) == ("P1", 50, "province", ["a17.p1", "a18.p3.s1"])
    assert line["reason"]["zh"] == "动用省级储备库存（经申请），层级内依“先进先出、存新出旧”排序"
    assert passed == {"lot": "E1", "reason": {"zh": "本办法不调用企业承储库存", "en": "this text draws on no enterprise stock"}, "addresses": []}


def test_two_lots_with_one_id_are_refused() -> None:
    fault = (
        "id-twice",
        "fact `lots`: items 1 and 3 both have the id `P1`",
        "事实 `lots`：第 1 项与第 3 项的编号都是 `P1`",
        "leave out what is there twice, and give different ones ids of their own",
    )
    lots = [P1, {**P1, "id": "P2"}, P1]
    assert told(lambda: LIAONING.allocate(lots, 150, on=ON)) == told(lambda: LIAONING.ask("stock_order", {"need": 150, "lots": lots}, on=ON)) == [fault]


def test_lots_whose_ids_are_not_known_are_not_the_same() -> None:
    lots = [{**P1, "id": "unknown"}, {**P1, "id": "unknown"}]
    assert LIAONING.ask("stock_order", {"need": 150, "lots": lots}, on=ON).status == "undetermined"


def test_every_fault_of_every_lot_is_told_with_its_lot() -> None:
    lots: list[Any] = [P1, {"id": "x", "level": "cty", "quantity": "五"}, {"level": "city", "quantiti": 4}, 7]
    assert told(lambda: LIAONING.allocate(lots, 5, on=ON)) == [
        ("choice", "fact `lots`: item 2 `x`: `level`: there is no value `cty`", "事实 `lots`：第 2 项 `x`：`level`：没有取值 `cty`", "did you mean `city`?"),
        ("missing-fact", "fact `lots`: item 3: the field `id` is missing", "事实 `lots`：第 3 项：缺少字段 `id`", None),
        ("missing-fact", "fact `lots`: item 3: the field `quantity` is missing", "事实 `lots`：第 3 项：缺少字段 `quantity`", None),
        ("unknown-fact", "fact `lots`: item 3: there is no field `quantiti`", "事实 `lots`：第 3 项：没有字段 `quantiti`", "did you mean `quantity`?"),
        (
            "value",
            "fact `lots`: item 2 `x`: `quantity`: `五` is not a whole number",
            "事实 `lots`：第 2 项 `x`：`quantity`：`五` 不是整数",
            "write digits and a point only, such as 500000 or 1.1",
        ),
        ("value", "fact `lots`: item 4: 7 is not a record", "事实 `lots`：第 4 项：7 不是记录", None),
    ]


def test_of_very_many_faults_the_first_are_told() -> None:
    found = told(lambda: LIAONING.allocate([{**P1, "id": f"{n}", "quantity": "x"} for n in range(1_000)], 5, on=ON))
    assert len(found) == MOST_FAULTS + 1
    assert found[0] == ("too-many-faults", "there are more faults, which are not listed", "其余的问题未列出", "mend those that are told first")


@pytest.mark.parametrize(
    ("facts", "zh", "en"),
    [
        ({"need": "unknown", "lots": [P1]}, "需求数量", "quantity needed"),
        ({"need": 5, "lots": "unknown"}, "库存批次", "lots in stock"),
        ({"need": 150, "lots": [P1, {**P1, "id": "P2", "quantity": "unknown"}]}, "`P2` 的数量", "quantity of `P2`"),
        (
            {"need": 5_000, "lots": [{**P1, "id": f"P{n}", "intake_date": "unknown"} for n in range(30)]},
            "、".join(f"`P{n}` 的入库日期" for n in range(12)) + "、另有 18 处",
            ", ".join(f"date of intake of `P{n}`" for n in range(12)) + ", 18 more",
        ),
    ],
)
def test_the_reason_of_an_open_allocation_names_what_is_not_known(facts: dict[str, Any], zh: str, en: str) -> None:
    answer = LIAONING.ask("stock_order", facts, on=ON)
    assert answer.status == "undetermined" and answer.why is not None
    assert (answer.why.zh, answer.why.en) == (f"取决于尚不知道的事实：{zh}", f"it depends on facts that are not known: {en}")


# --- lots not counted as stock for want of what is not given

ORDER: dict[str, Any] = {
    "strength": "must",
    "tiers": [{"level": "county", "cite": {}}, {"level": "province", "on_application": True, "cite": {}}],
    "usable": {"if": 'if level = "province" and over_age then fit = true else not(fit = false)', "cite": {}},
}
STORES = load({"decisions": {"stock_order": {"draw": ORDER}}})
OLD = {"id": "旧", "level": "province", "quantity": 100, "over_age": True}


@pytest.mark.parametrize("more", [[], [{**P1, "quantity": 100}]])
def test_an_allocation_without_a_lot_of_which_it_is_not_told_whether_it_is_usable_is_inferred_and_says_so(more: list[dict[str, Any]]) -> None:
    answer = STORES.ask("stock_order", {"need": 150, "lots": [OLD, *more]}, on=ON)
    assert (answer.status, answer.basis, answer.missing) == ("answered", "inferred", ("lots.fit",))
    assert "有批次因未给出下列情况而不计入库存，给出后安排可能不同：`旧` 的性能质量是否仍满足要求。" in answer.explain("zh")
    assert "lots are not counted as stock since this is not given, and may change the allocation: still fit for use of `旧`." in answer.explain("en")
    (passed,) = STORES.allocate([OLD, *more], 150, on=ON).passed_over
    assert (passed.lot, *passed.reason) == ("旧", "未给出性能质量是否仍满足要求，不计入库存", "not counted as stock, since it is not given: still fit for use")


@pytest.mark.parametrize("lots", [[{**OLD, "fit": False}], [OLD, {**P1, "level": "county", "quantity": 150}], [{**OLD, "quantity": 0}], [{**OLD, "level": "enterprise"}], []])
def test_where_a_lot_is_known_to_be_unfit_or_would_not_be_drawn_on_the_text_says_so_in_terms(lots: list[dict[str, Any]]) -> None:
    answer = STORES.ask("stock_order", {"need": 150, "lots": lots}, on=ON)
    assert (answer.status, answer.basis, answer.missing, answer.conclusion.note) == ("answered", "text", (), None)


def test_a_condition_on_a_part_with_many_values_leaves_the_allocation_inferred() -> None:
    stores = load({"decisions": {"stock_order": {"draw": {**ORDER, "usable": {"if": "distance_km < 100", "cite": {}}}}}})
    answer = stores.ask("stock_order", {"need": 50, "lots": [P1]}, on=ON)
    assert (answer.values.shortfall, answer.basis, answer.missing) == (50, "inferred", ("lots.distance_km",))
    assert stores.ask("stock_order", {"need": 50, "lots": [{**P1, "distance_km": 200}]}, on=ON).basis == "text"


def test_what_is_not_known_of_lots_is_named_where_an_allocation_is_refused() -> None:
    (fault,) = told(lambda: LIAONING.allocate([{**P1, "quantity": "unknown"}, {**P1, "id": "P2", "intake_date": "unknown"}], "unknown", on=ON))  # type: ignore[arg-type]  # as lists and commands give it
    assert fault == (
        "not-known",
        "the need or a part of a lot is not known: quantity needed, quantity of `P1`, date of intake of `P2`",
        "有的批次情况或需求数量不明：需求数量、`P1` 的数量、`P2` 的入库日期",
        "`ask` says whether it matters",
    )


# --- lots that the text ranks alike

BY_DISTANCE = load({"decisions": {"stock_order": {"draw": {"strength": "must", "tiers": [{"level": "province", "cite": {}}], "within": [{"by": "distance_km", "cite": {}}]}}}})
B, A = ({**P1, "id": name, "distance_km": 5} for name in "BA")
FAR = {**P1, "id": "far", "distance_km": 9}


@pytest.mark.parametrize(("lots", "need", "drawn"), [([B, A], 100, [("A", 100)]), ([B, A], 150, [("A", 100), ("B", 50)]), ([{**B, "quantity": 40}, A, FAR], 60, [("A", 60)])])
def test_lots_that_rank_alike_are_drawn_by_their_ids_and_the_answer_says_so(lots: list[dict[str, Any]], need: int, drawn: list[tuple[str, int]]) -> None:
    found = BY_DISTANCE.allocate(lots, need, on=ON)
    assert [(line.lot, line.quantity) for line in found.lines] == drawn
    assert (found.answer.basis, found.answer.conclusion.note) == (
        "inferred",
        (
            "就所给情况，条文对下列批次不分先后，这里只按批次编号排序，先用其中哪一批由人决定：`A`、`B`",
            "on what is given the text ranks these lots alike; here they come in the order of their lot numbers alone, and which is used first is for a person to choose: `A`, `B`",
        ),
    )
    assert {line.reason.zh for line in found.lines} == {"动用省级储备库存；与其他批次同序，只按编号先后"}
    assert {line.reason.en for line in found.lines} == {"province stock; it ranks with other lots, and comes in the order of lot numbers alone"}


@pytest.mark.parametrize(("lots", "need"), [([B, A], 200), ([B, A], 300), ([B, A, FAR], 250), ([{**B, "distance_km": 4}, A], 100), ([{**B, "quantity": 0}, A], 50), ([A], 50)])
def test_where_the_order_of_ids_changes_nothing_that_is_drawn_the_text_says_so_in_terms(lots: list[dict[str, Any]], need: int) -> None:
    found = BY_DISTANCE.allocate(lots, need, on=ON)
    assert (found.answer.basis, found.answer.conclusion.note) == ("text", None)
    assert {line.reason.en for line in found.lines} == {"province stock"}


def test_of_very_many_lots_that_rank_alike_the_first_are_named() -> None:
    note = BY_DISTANCE.ask("stock_order", {"need": 5, "lots": [{**P1, "id": f"P{n:02}"} for n in range(30)]}, on=ON).conclusion.note
    assert note is not None
    assert note.zh.endswith("：" + "、".join(f"`P{n:02}`" for n in range(12)) + " 等 30 批") and note.en.endswith(", `P11` and 18 more")


@pytest.mark.parametrize(("pack", "level"), [("liaoning", "province"), ("shanxi", "province"), ("changzhi", "enterprise")])
def test_that_lots_of_one_day_come_by_their_ids_is_a_reading(pack: str, level: str) -> None:
    """A49: by intake, then production, then lot number."""
    lots = [{"id": name, "level": level, "quantity": 5, "distance_km": 10, "intake_date": "2020-01-01"} for name in "BA"]
    answer = policykit.load(pack).ask("stock_order", {"need": 8, "lots": lots}, on="2026-07-20")
    assert ([(line["lot"], line["quantity"]) for line in answer.values.allocation], answer.basis, answer.readings) == ([("A", 5), ("B", 3)], "inferred", ("A49",))


# --- lots that cannot be placed among the others


@pytest.mark.parametrize(("first", "second"), [("E2", "E1"), ("E1", "E2")])
def test_where_only_intake_is_known_every_reading_draws_by_it_whatever_the_ids(first: str, second: str) -> None:
    lots = [{"id": name, "level": "enterprise", "quantity": 100, "intake_date": day} for name, day in ((first, "2025-10-01"), (second, "2026-02-01"))]
    answer = policykit.load("changzhi").ask("stock_order", {"need": 50, "lots": lots}, on="2026-07-20")
    assert ([line["lot"] for line in answer.values.allocation], answer.basis, answer.readings) == ([first], "text", ())


def test_a_day_of_production_in_place_of_an_unknown_intake_is_a_reading() -> None:
    lots = [{**P1, "id": "P2", "intake_date": "2021-03-01"}, {"id": "P1", "level": "province", "quantity": 100, "production_date": "2021-02-01"}]
    answer = LIAONING.ask("stock_order", {"need": 50, "lots": lots}, on=ON)
    assert ([line["lot"] for line in answer.values.allocation], answer.basis, answer.readings, answer.missing) == (["P1"], "reading", ("A25", "A49"), ())


def test_a_lot_without_any_day_comes_last_and_the_answer_is_inferred_and_says_so() -> None:
    lots = [{"id": "P2", "level": "province", "quantity": 100}, {"id": "P1", "level": "province", "quantity": 100, "intake_date": "2021-04-01"}]
    answer = LIAONING.ask("stock_order", {"need": 50, "lots": lots}, on=ON)
    assert ([line["lot"] for line in answer.values.allocation], answer.basis, answer.missing) == (["P1"], "inferred", ("lots.intake_date",))
    assert answer.conclusion.note == (
        "有批次因未给出下列情况而排在最后，给出后安排可能不同：`P2` 的入库日期",
        "lots come last since this is not given, and may change the allocation: date of intake of `P2`",
    )
    assert LIAONING.ask("stock_order", {"need": 200, "lots": lots}, on=ON).basis == "inferred", "in which order they are used up"

"""Draw orders over any lots: what the law of every pack says of an allocation, and the order of lots against a comparison written out here."""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, strategies as st

import policykit
from policykit import PolicyError
from policykit.ir.allocation import Allocation
from policykit.ir.pack import DrawOrder

from .making import examples

ON = date(2026, 7, 20)
PACKS = [n for n in sorted(policykit.available()) if isinstance(policykit.load(n).pack.decisions.get("stock_order"), DrawOrder)]
LEVELS = ("county", "city", "province", "enterprise")
Lot = dict[str, Any]

DAYS = st.sampled_from([date(2024, 1, 1), date(2024, 1, 2), date(2025, 6, 30)])
PARTS = {
    "level": st.sampled_from(LEVELS),
    "quantity": st.sampled_from([0, 1, 3, 10]),
    "intake_date": DAYS,
    "production_date": DAYS,
    "distance_km": st.sampled_from([0, 5, Decimal("5.0"), Decimal("7.25")]),
    "over_age": st.booleans(),
    "fit": st.booleans(),
}
LOT = st.fixed_dictionaries({k: PARTS[k] for k in ("level", "quantity")}, optional={k: v for k, v in PARTS.items() if k not in ("level", "quantity")})
LOTS = st.lists(LOT, max_size=8).map(lambda lots: [{"id": f"lot-{i}", **lot} for i, lot in enumerate(lots)])
NEED = st.integers(0, 40)


@functools.cache
def policy(name: str) -> policykit.Policy:
    return policykit.load(name)


# --- the draw orders, written out a second time

TIERS = {
    "liaoning": ("county", "city", "province"),
    "shanxi": ("county", "city", "province"),
    "changzhi": ("enterprise",),
}


def usable(name: str, lot: Lot) -> bool:
    over_age, fit = lot.get("over_age", False), lot.get("fit")
    match name:
        case "liaoning":
            return fit is not False  # a15.p1.s1: what cannot be used is scrapped
        case "shanxi":
            return fit is True if over_age and lot["level"] == "province" else fit is not False  # a25, on the province's goods: past its life a lot counts where it was found fit
        case _:
            return not over_age and fit is not False  # a14.p1.c2 and a25.i3: sound, and inside its life


def before(name: str, a: Lot, b: Lot) -> int:
    """Which of two lots of one level goes first: -1, 1, or 0 where nothing but the id tells."""
    if name == "shanxi" and a["level"] == "province":
        first, second = (lot.get("over_age") is True and lot.get("fit") is True for lot in (a, b))
        if first != second:
            return -1 if first else 1
    questions = [lambda lot: lot.get("intake_date", lot.get("production_date")), lambda lot: lot.get("production_date")]
    if name != "liaoning":
        questions.insert(0, lambda lot: lot.get("distance_km"))
    for asked in questions:
        x, y = asked(a), asked(b)
        if x == y:
            continue
        if x is None or y is None:
            return -1 if y is None else 1  # the known one first
        return -1 if x < y else 1
    return 0


KNOWN = [n for n in PACKS if n in TIERS]


def check(name: str, lots: list[Lot], need: int, found: Allocation) -> None:
    """All that the orders have in common, and the order of this pack."""
    tiers = [t.level for t in policy(name).pack.decisions["stock_order"].tiers]  # type: ignore[union-attr]  # a draw order
    stock = {lot["id"]: lot for lot in lots}
    assert sum(line.quantity for line in found.lines) + found.shortfall == need
    assert len({line.lot for line in found.lines}) == len(found.lines)
    for line in found.lines:
        assert 0 < line.quantity <= stock[line.lot]["quantity"]
        assert line.level == stock[line.lot]["level"] in tiers
        assert line.addresses and all(a in policy(name).pack.clauses for a in line.addresses)
    drawn = {line.lot: line.quantity for line in found.lines}
    passed = {p.lot for p in found.passed_over}
    assert not passed & set(drawn)
    assert found.shortfall == 0 or all(drawn.get(lot["id"], 0) == lot["quantity"] for lot in lots if lot["id"] not in passed), "all that may be used is used before a shortfall"
    reached = [tiers.index(line.level) for line in found.lines]
    assert reached == sorted(reached)
    for tier in tiers[: max(reached, default=0)]:
        left = [lot for lot in lots if lot["level"] == tier and lot["id"] not in passed and drawn.get(lot["id"], 0) < lot["quantity"]]
        assert not left, f"{tier} stock is left while a later level is drawn on"


@pytest.mark.parametrize("name", PACKS)
@examples(150)
@given(lots=LOTS, need=NEED)
def test_what_every_allocation_keeps(name: str, lots: list[Lot], need: int) -> None:
    check(name, lots, need, policy(name).allocate(lots, need, on=ON))


@pytest.mark.parametrize("name", KNOWN)
@examples(250)
@given(lots=LOTS, need=NEED)
def test_the_order_is_that_of_the_law(name: str, lots: list[Lot], need: int) -> None:
    found = policy(name).allocate(lots, need, on=ON)
    good = [lot for lot in lots if usable(name, lot) and lot["level"] in TIERS[name]]
    assert {p.lot for p in found.passed_over} == {lot["id"] for lot in lots} - {lot["id"] for lot in good}
    wanted: list[tuple[str, int]] = []
    left = need
    for tier in TIERS[name]:
        same = sorted((lot for lot in good if lot["level"] == tier), key=lambda lot: str(lot["id"]))
        for lot in sorted(same, key=functools.cmp_to_key(functools.partial(before, name))):
            taken = min(left, lot["quantity"])
            left -= taken
            wanted += [(lot["id"], taken)] if taken else []
    assert [(line.lot, line.quantity) for line in found.lines] == wanted
    assert found.shortfall == left
    local = sum(lot["quantity"] for lot in good if lot["level"] in ("county", "city"))
    assert found.higher_level_request == (max(0, need - local) if "province" in TIERS[name] else 0)


@pytest.mark.parametrize("name", PACKS)
@examples(60)
@given(lots=LOTS, need=NEED, seed=st.integers(0, 99))
def test_the_order_of_the_list_changes_nothing(name: str, lots: list[Lot], need: int, seed: int) -> None:
    shuffled = random.Random(seed).sample(lots, len(lots))
    one, other = policy(name).allocate(lots, need, on=ON), policy(name).allocate(shuffled, need, on=ON)
    assert one[:3] == other[:3] and set(one.passed_over) == set(other.passed_over)


@pytest.mark.parametrize("name", PACKS)
@examples(60)
@given(lots=LOTS, need=NEED, more=st.integers(1, 10))
def test_a_greater_need_only_draws_on(name: str, lots: list[Lot], need: int, more: int) -> None:
    small, large = (policy(name).allocate(lots, n, on=ON) for n in (need, need + more))
    assert [line.lot for line in large.lines][: len(small.lines)] == [line.lot for line in small.lines]
    assert all(a.quantity <= b.quantity for a, b in zip(small.lines, large.lines, strict=False))
    assert all(a._replace(reason=b.reason) == b for a, b in zip(small.lines[:-1], large.lines, strict=False))  # the reason says where lots that rank alike are not all used up
    assert (small.shortfall, small.higher_level_request) <= (large.shortfall, large.higher_level_request)
    assert small.passed_over == large.passed_over


@pytest.mark.parametrize("name", PACKS)
@examples(60)
@given(lots=LOTS, need=NEED)
def test_the_answer_is_the_allocation(name: str, lots: list[Lot], need: int) -> None:
    found = policy(name).allocate(lots, need, on=ON)
    answer = policy(name).ask("stock_order", {"need": need, "lots": lots}, on=ON)
    assert answer.status == "answered"
    assert found.answer == answer
    assert answer.values.allocation == tuple({"lot": line.lot, "quantity": line.quantity} for line in found.lines)
    assert (answer.values.higher_level_request, answer.values.shortfall) == (found.higher_level_request, found.shortfall)
    assert answer == policy(name).ask("stock_order", {"need": str(need), "lots": [{k: _as_json(v) for k, v in lot.items()} for lot in lots]}, on=ON)


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value


# --- what is not known of a lot

UNKNOWN_PARTS = {
    "fit": [True, False, None],
    "over_age": [True, False],
    "intake_date": [None, *(date(2024, 1, 1) + timedelta(days=n) for n in (-1, 0, 1, 2, 300, 545, 546, 547))],
    "production_date": [None, *(date(2024, 1, 1) + timedelta(days=n) for n in (-1, 0, 1, 2, 300, 545, 546, 547))],
    "distance_km": [None, 0, 4, 5, 6, Decimal("7.25"), 8],
    "quantity": [0, 1, 2, 9, 40],
    "level": list(LEVELS),
}


@pytest.mark.parametrize("name", KNOWN)
@examples(120)
@given(lots=LOTS, need=NEED, data=st.data())
def test_what_is_not_known_of_lots_leaves_open_just_what_it_decides(name: str, lots: list[Lot], need: int, data: st.DataObject) -> None:
    assume(lots)
    parts = data.draw(st.lists(st.tuples(st.integers(0, len(lots) - 1), st.sampled_from(sorted(UNKNOWN_PARTS))), min_size=1, max_size=2, unique=True))
    worlds: list[list[Lot]] = [lots]
    for index, part in parts:
        worlds = [[{**lot, part: value} if i == index else lot for i, lot in enumerate(world)] for world in worlds for value in UNKNOWN_PARTS[part]]
    outcomes = {_outcome(policy(name).allocate([_given(lot) for lot in world], need, on=ON)) for world in worlds}
    asked = [{**lot, **{part: "unknown" for i, part in parts if i == index}} for index, lot in enumerate(lots)]
    answer = policy(name).ask("stock_order", {"need": need, "lots": asked}, on=ON)
    assert answer.status == ("answered" if len(outcomes) == 1 else "undetermined")
    if answer.status == "answered":
        (outcome,) = outcomes
        assert (tuple((line["lot"], line["quantity"]) for line in answer.values.allocation), answer.values.higher_level_request, answer.values.shortfall) == outcome
    else:
        assert set(answer.missing) & {f"lots.{part}" for _, part in parts}
    with pytest.raises(PolicyError) as told:
        policy(name).allocate(asked, need, on=ON)
    assert [d.code for d in told.value.diagnostics] == ["not-known"]


def _given(lot: Mapping[str, Any]) -> Lot:
    return {k: v for k, v in lot.items() if v is not None}


def _outcome(found: Allocation) -> tuple[Any, ...]:
    return tuple((line.lot, line.quantity) for line in found.lines), found.higher_level_request, found.shortfall


@pytest.mark.parametrize("name", KNOWN)
def test_an_unknown_need_or_stock_leaves_all_open(name: str) -> None:
    for facts in ({"need": "unknown", "lots": []}, {"need": 1, "lots": "unknown"}):
        answer = policy(name).ask("stock_order", facts, on=ON)
        assert (answer.status, answer.missing) == ("undetermined", tuple(k for k, v in facts.items() if v == "unknown"))


# --- a long list


@pytest.mark.slow
def test_a_hundred_thousand_lots() -> None:
    name = "liaoning"
    chance = random.Random(7)
    lots: list[Lot] = [
        {
            "id": f"{i:06}",
            "level": chance.choice(LEVELS),
            "quantity": chance.randrange(50),
            "intake_date": date(2020, 1, 1) + timedelta(days=chance.randrange(2000)),
            "distance_km": chance.randrange(300),
            "fit": chance.random() > 0.1,
        }
        for i in range(100_000)
    ]
    good = {lot["id"]: lot for lot in lots if usable(name, lot) and lot["level"] in TIERS[name]}
    stock = sum(lot["quantity"] for lot in good.values())
    found = policy(name).allocate(lots, stock - 7, on=ON)
    assert sum(line.quantity for line in found.lines) == stock - 7 and not found.shortfall
    assert all(line.lot in good and line.quantity <= good[line.lot]["quantity"] for line in found.lines)
    assert len(found.passed_over) == len(lots) - len(good)

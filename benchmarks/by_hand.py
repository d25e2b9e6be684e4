"""The same three questions written by hand, as a careful developer would without the library: what `single.py` compares with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from dateutil.relativedelta import relativedelta
from pydantic import BaseModel, ConfigDict, Field

from policykit.domain.periods import plus_months

Months = Callable[[date, int], date]


def months_by_relativedelta(day: date, months: int) -> date:
    return day + relativedelta(months=months)


months_fast: Months = plus_months


class Cite(NamedTuple):
    address: str
    quote: str


@dataclass(frozen=True)
class Result:
    """A frozen result, as one would write it."""

    status: str
    values: dict[str, Any]
    strength: str
    basis: str
    citations: tuple[Cite, ...]


Item = Literal[
    "single_tent", "cotton_tent", "frame_tent", "command_tent", "large_lighting", "large_water_purifier", "quilt", "coat", "towel_quilt",
    "sleeping_bag", "emergency_pack", "folding_bed", "stove", "washing_set", "generator", "other",
]  # fmt: skip


class Recovery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    item: Item
    category: Literal["shelter", "sleeping", "washing", "clothing", "equipment", "other"] | None = None
    issued_to: Literal["victims", "rescue_staff", "not_issued"]
    used_from: date | None = None
    used_to: date | None = None
    reusable: bool | None = None
    no_recovery_value: bool = False
    damaged_beyond_use: bool = False
    recovery_cost_cny: Decimal | None = None
    original_value_cny: Decimal | None = None
    ruling: Literal["recoverable", "non_recoverable"] | None = None


class Subsidy(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    annual_subsidy_cny: Decimal = Field(ge=0)


class Stock(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    task_quantity: Decimal = Field(ge=0)
    actual_stock: Decimal | None = None
    callable_quantity: Decimal | None = None


TENTS = {"single_tent": (6, timedelta(days=180), "a23.p2.i2"), "cotton_tent": (12, timedelta(days=365), "a23.p2.i3")}
BEDDING = {"quilt", "coat", "towel_quilt", "sleeping_bag", "emergency_pack"}
LIVING = {"folding_bed", "stove"}
LARGE = {"command_tent", "large_lighting", "large_water_purifier"}
CHAPEAU = Cite("a23.p2.c", "均需回收处理")
OUTSIDE = Cite("a23.p3.c", "下列发放给受灾群众使用的非回收类物资")
WORTHLESS = Cite("a24.p2", "对没有回收价值的回收类应急救灾物资")
LIMIT, BUFFER = Decimal(500_000), Decimal("1.1")
STEPS = ("web_announcement", "application", "document_review", "publicity", "site_survey", "drc_decision")
IN_FORCE = (date(2025, 9, 1), date(2030, 8, 31))


def recovery(facts: Recovery, months: Months) -> Result:
    """Liaoning arts. 23 and 24."""
    day = facts.used_to
    if day is None or facts.used_from is None:
        raise ValueError("not for this benchmark")
    if day < date(2022, 4, 22):
        return Result("not_in_force", {}, "", "", ())
    if facts.issued_to == "rescue_staff":
        named = facts.item in LARGE
        basis = "text" if named else "reading"
        if facts.no_recovery_value:
            return Result("answered", {"outcome": "clear_and_scrap"}, "must", basis, (Cite("a23.p2.i1", "非直接发放给受灾群众使用的物资"), WORTHLESS))
        return Result("answered", {"outcome": "recover"}, "must", basis, (CHAPEAU, Cite("a23.p2.i1", "非直接发放给受灾群众使用的物资")))
    if facts.issued_to == "victims":
        if facts.item in TENTS:
            limit, fixed, clause = TENTS[facts.item]
            end = months(facts.used_from, limit)
            cite = Cite(clause, "发放给受灾群众使用")
            if day < end:
                near = day >= end - timedelta(days=1) or day >= facts.used_from + fixed
                return Result("answered", {"outcome": "recover"}, "must", "reading" if near else "text", (CHAPEAU, cite))
            return Result("answered", {"outcome": "do_not_recover"}, "must", "inferred", (cite,))
        if facts.item in BEDDING:
            return Result("answered", {"outcome": "do_not_recover"}, "must", "text", (OUTSIDE, Cite("a23.p3.i1", "等被服类物资")))
        if facts.item in LIVING:
            return Result("answered", {"outcome": "do_not_recover"}, "must", "text", (OUTSIDE, Cite("a23.p3.i2", "等生活消费类物资")))
    return Result("undetermined", {"outcome": "undetermined"}, "", "", (CHAPEAU,))


def selection(facts: Subsidy, on: date) -> Result:
    """Changzhi art. 10."""
    if not IN_FORCE[0] <= on <= IN_FORCE[1]:
        return Result("not_in_force", {}, "", "", (Cite("a26.p1", "有效期五年"),))
    if facts.annual_subsidy_cny >= LIMIT:
        basis = "reading" if facts.annual_subsidy_cny == LIMIT else "text"
        return Result("answered", {"method": "open_tender", "steps": ()}, "must", basis, (Cite("a10.p1.c1", "公开招标选定承储企业"),))
    return Result("answered", {"method": "announcement_review", "steps": STEPS}, "must", "text", (Cite("a10.p1.c2", "50万元以下"), Cite("a10.p1.c2", "实地考察")))


def buffer(facts: Stock, on: date) -> Result:
    """Changzhi art. 15."""
    if not IN_FORCE[0] <= on <= IN_FORCE[1]:
        return Result("not_in_force", {}, "", "", (Cite("a26.p1", "有效期五年"),))
    least = facts.task_quantity * BUFFER
    stock, callable_ = facts.actual_stock, facts.callable_quantity
    values = {
        "minimum_stock": least,
        "stock_ok": None if stock is None else stock >= least,
        "full_call_ok": None if callable_ is None else callable_ >= facts.task_quantity,
        "stock_strength": "in_principle",
        "call_strength": "must",
    }
    basis = "reading" if stock is not None and stock == least else "text"
    return Result("answered", values, "in_principle", basis, (Cite("a15.p1.s2", "100%足额调用"), Cite("a15.p1.s3", "1.1倍以上")))


def modelled(cases: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]], on: date, months: Months) -> Callable[[int], list[Any]]:
    """A function that answers case `i` through the models."""

    def answer(i: int) -> list[Any]:
        first, second, third = cases[i]
        found = []
        for r in (recovery(Recovery.model_validate(first), months), selection(Subsidy.model_validate(second), on), buffer(Stock.model_validate(third), on)):
            found.append((r.status, r.values, r.strength, r.basis, r.citations))
        return found

    return answer


def chain(case: tuple[dict[str, Any], dict[str, Any], dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The bare decisions: no validation, no citations, no validity."""
    first, second, third = case
    item, to = first["item"], first["issued_to"]
    if to == "rescue_staff":
        outcome = "clear_and_scrap" if first.get("no_recovery_value") else "recover"
    elif item in TENTS:
        outcome = "recover" if first["used_to"] < plus_months(first["used_from"], TENTS[item][0]) else "do_not_recover"
    else:
        outcome = "do_not_recover"
    method = "open_tender" if second["annual_subsidy_cny"] >= 500_000 else "announcement_review"
    least = third["task_quantity"] * BUFFER
    return [(outcome,), (method,), (least, third["actual_stock"] >= least)]

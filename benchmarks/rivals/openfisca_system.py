"""The decisions as an OpenFisca tax and benefit system: inputs set as arrays, outcomes calculated, all with NumPy inside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from openfisca_core.entities import Entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from rows import EPOCH, IN_FORCE, ISSUED_TO, ITEMS, METHODS, NOTHING, OUTCOMES, Codes

from .numpy_select import plus_months

row = Entity("row", "rows", "a row of the stock list", "")
Item = Enum("Item", {w: w for w in ITEMS})  # type: ignore[misc]  # made from the words, once
IssuedTo = Enum("IssuedTo", {w: w for w in ISSUED_TO})  # type: ignore[misc]
OUTCOME_WORDS = (*OUTCOMES, "nothing")
Outcome = Enum("Outcome", {w: w for w in OUTCOME_WORDS})  # type: ignore[misc]
Method = Enum("Method", {w: w for w in METHODS})  # type: ignore[misc]
MONTH = "2025-12"


def given(name: str, type_: Any, **more: Any) -> type[Variable]:
    """A variable that is an input."""
    return type(name, (Variable,), {"value_type": type_, "entity": row, "definition_period": DateUnit.MONTH, **more})


class outcome(Variable):
    value_type = Enum
    possible_values = Outcome
    default_value = Outcome.nothing
    entity = row
    definition_period = DateUnit.MONTH

    def formula(rows: Any, period: Any) -> Any:
        item, issued = np.asarray(rows("item", period)), np.asarray(rows("issued_to", period))
        begun, ended = (rows(n, period).astype("datetime64[D]").astype(np.int32) for n in ("used_from", "used_to"))
        worthless = rows("no_recovery_value", period)
        held = np.where(worthless, np.uint8(2), np.uint8(0))
        single, cotton = item == 0, item == 1
        found = np.select(
            [
                ended < (IN_FORCE - EPOCH).days,
                issued == 1,
                issued == 2,
                single & (ended < plus_months(begun, 6)),
                cotton & (ended < plus_months(begun, 12)),
                single | cotton | ((item >= 6) & (item <= 12)),
            ],
            [np.uint8(3), held, np.uint8(3), held, held, np.uint8(1)],
            np.uint8(3),
        )
        return EnumArray(found, Outcome)


class method(Variable):
    value_type = Enum
    possible_values = Method
    default_value = Method.open_tender
    entity = row
    definition_period = DateUnit.MONTH

    def formula(rows: Any, period: Any) -> Any:
        return EnumArray(np.where(rows("annual_subsidy_cny", period) >= 500_000, np.uint8(0), np.uint8(1)), Method)


class stock_ok(Variable):
    value_type = bool
    entity = row
    definition_period = DateUnit.MONTH

    def formula(rows: Any, period: Any) -> Any:
        return rows("actual_stock", period) * 10 >= rows("task_quantity", period) * 11  # whole numbers: its floats have 32 bits


class full_call_ok(Variable):
    value_type = bool
    entity = row
    definition_period = DateUnit.MONTH

    def formula(rows: Any, period: Any) -> Any:
        return rows("callable_quantity", period) >= rows("task_quantity", period)


def system() -> TaxBenefitSystem:
    found = TaxBenefitSystem([row])
    found.add_variables(
        given("item", Enum, possible_values=Item, default_value=Item.other),
        given("issued_to", Enum, possible_values=IssuedTo, default_value=IssuedTo.victims),
        given("used_from", date),
        given("used_to", date),
        given("no_recovery_value", bool),
        *(given(n, int) for n in ("annual_subsidy_cny", "task_quantity", "actual_stock", "callable_quantity")),
        outcome,
        method,
        stock_ok,
        full_call_ok,
    )
    return found


def simulation(rules: TaxBenefitSystem, facts: dict[str, Any], count: int) -> Simulation:
    """A simulation of `count` rows with their inputs set."""
    people = rules.instantiate_entities()["row"]
    people.count = count
    people.ids = [str(i) for i in range(count)] if count < 100 else np.arange(count)
    made = Simulation(rules, {"row": people})
    for name, values in facts.items():
        made.set_input(name, MONTH, values)
    return made


def prepared(frame: pl.DataFrame) -> tuple[Callable[[], Any], Callable[[Any], Codes]]:
    rules = system()
    facts: dict[str, Any] = {
        "item": EnumArray(frame["item"].to_physical().to_numpy(), Item),
        "issued_to": EnumArray(frame["issued_to"].to_physical().to_numpy(), IssuedTo),
        "used_from": frame["used_from"].to_numpy().astype("datetime64[D]"),
        "used_to": frame["used_to"].to_numpy().astype("datetime64[D]"),
        "no_recovery_value": frame["no_recovery_value"].to_numpy(),
    }
    facts |= {n: frame[n].to_numpy().astype(np.int32) for n in ("annual_subsidy_cny", "task_quantity", "actual_stock", "callable_quantity")}

    def run() -> dict[str, Any]:
        made = simulation(rules, facts, frame.height)
        return {n: made.calculate(n, MONTH) for n in ("outcome", "method", "stock_ok", "full_call_ok")}

    def codes(found: dict[str, Any]) -> Codes:
        first = np.asarray(found["outcome"])
        return {**{n: np.asarray(v) for n, v in found.items()}, "outcome": np.where(first == 3, np.uint8(NOTHING), first)}

    return run, codes

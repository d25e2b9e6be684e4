"""The contestants of `single.py` that are engines: each gives a function that answers case `i` of some cases with three outcomes (recovery, method,
whether stock is enough). What can be made before the facts come is made before; dates and numbers are turned into what an engine takes within the call.

ZEN tables have the same rows as the pack, and give the rule, the strength and the clauses with the outcome, as the library's answers do; each
question is asked on its own. In CEL, OpenFisca and durable_rules the rules give the bare outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from policykit.domain.periods import plus_months

Case = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]
Outcomes = tuple[str, str, bool | None]
Answers = Callable[[int], Outcomes]
BEDDING = ("quilt", "coat", "towel_quilt", "sleeping_bag", "emergency_pack")
LARGE = ("command_tent", "large_lighting", "large_water_purifier")
OPEN = (("frame_tent",), LARGE, ("washing_set",), ("generator", "other"))


def zen(cases: Sequence[Case], trace: bool = False) -> Answers:
    """ZEN behind a static loader, which keeps the decisions compiled. `trace`: it tells which rows of its tables held, as the library's answers do."""
    import zen as gorules

    from .zen_tables import decision, table

    def cells(words: Sequence[str]) -> str:
        return ", ".join(repr(w) for w in words)

    rows: list[tuple[list[str], list[str]]] = []

    def row(issued: str, items: Sequence[str], within: str, worthless: str, rule: str, outcome: str, cite: str) -> None:
        rows.append(([repr(issued), cells(items), within, worthless], [repr(outcome), repr(rule), "'must'", repr(cite)]))

    for worthless, ending in (("false", ""), ("true", "-worthless")):
        gone = "clear_and_scrap" if ending else "recover"
        row("rescue_staff", LARGE, "", worthless, "named-equipment" + ending, gone, "a23.p2.i1")
        row("rescue_staff", (), "", worthless, "other-not-issued-to-victims" + ending, gone, "a23.p2.i1")
        for item, clause in (("single_tent", "a23.p2.i2"), ("cotton_tent", "a23.p2.i3")):
            row("victims", (item,), "true", worthless, item + ending, gone, clause)
            row("victims", (item,), "false", worthless, item + "-longer" + ending, "do_not_recover", clause)
        row("victims", BEDDING, "", worthless, "bedding" + ending, "do_not_recover", "a23.p3.i1")
        row("victims", ("folding_bed", "stove"), "", worthless, "living-goods" + ending, "do_not_recover", "a23.p3.i2")
        for items in OPEN:
            row("victims", items, "", worthless, items[0] + ending, "undetermined", "a23.p2.c")
        row("not_issued", (), "", worthless, "never-issued" + ending, "undetermined", "a23.p2.c")
    within = "d(used_to).isBefore(d(used_from).add(item == 'single_tent' ? 6 : 12, 'month'))"
    given = ["rule", "strength", "clause"]
    recovery = table("recovery", {"issued_to": "issued_to", "item": "item", "within": within, "worthless": "no_recovery_value"}, ["outcome", *given], rows)
    tender = table(
        "tender",
        {"subsidy": "annual_subsidy_cny"},
        ["method", *given],
        [
            (["> 500000"], ["'open_tender'", "'above'", "'must'", "'a10.p1.c1'"]),
            (["500000"], ["'open_tender'", "'exactly'", "'must'", "'a10.p1.c1'"]),
            (["< 500000"], ["'announcement_review'", "'below'", "'must'", "'a10.p1.c2'"]),
        ],
    )
    least = ["1.1 * task_quantity", "callable_quantity == null ? null : callable_quantity >= task_quantity"]
    buffer = table(
        "buffer",
        {"stock": "actual_stock", "least": "actual_stock - 1.1 * task_quantity"},
        ["stock_ok", "minimum_stock", "full_call_ok", *given],
        [
            (["null", ""], ["null", *least, "'stock-not-given'", "'in_principle'", "'a15.p1.s3'"]),
            (["", "> 0"], ["true", *least, "'stock-above'", "'in_principle'", "'a15.p1.s3'"]),
            (["", "0"], ["true", *least, "'stock-at-minimum'", "'in_principle'", "'a15.p1.s3'"]),
            (["", "< 0"], ["false", *least, "'stock-below'", "'in_principle'", "'a15.p1.s3'"]),
        ],
    )
    engine = gorules.ZenEngine({"loader": {"type": "static", "content": {"recovery": decision(recovery), "tender": decision(tender), "buffer": decision(buffer)}}})

    def plain(facts: dict[str, Any]) -> dict[str, Any]:
        return {n: v.isoformat() if isinstance(v, date) else v if isinstance(v, int | str) else float(v) for n, v in facts.items()}

    ready = [(plain({"no_recovery_value": False, **a}), plain(b), plain(c)) for a, b, c in cases]
    for _, _, stock in ready:
        stock.setdefault("callable_quantity", None)
    options = {"trace": trace}

    def answer(i: int) -> Outcomes:
        first, second, third = ready[i]
        return (
            engine.evaluate("recovery", first, options)["result"]["outcome"],
            engine.evaluate("tender", second, options)["result"]["method"],
            engine.evaluate("buffer", third, options)["result"]["stock_ok"],
        )

    return answer


def openfisca(cases: Sequence[Case], together: bool = False) -> Answers:
    """A simulation for each question, made from a situation of one row, as its web API makes one for each request; the system is built before.

    `together`: one simulation for all three questions, which none of the other contestants has.
    """
    from openfisca_core.simulation_builder import SimulationBuilder
    from openfisca_core.simulations import Simulation
    from rows import METHODS

    from .openfisca_system import MONTH, OUTCOME_WORDS, system

    rules = system()

    def simulation(facts: dict[str, Any]) -> Simulation:
        return SimulationBuilder().build_from_dict(rules, {"rows": {"one": {n: {MONTH: v} for n, v in facts.items()}}})

    def answer(i: int) -> Outcomes:
        first, second, third = cases[i]
        recovery = {
            "item": first["item"],
            "issued_to": first["issued_to"],
            "used_from": first["used_from"].isoformat(),
            "used_to": first["used_to"].isoformat(),
            "no_recovery_value": first.get("no_recovery_value", False),
        }
        tender = {"annual_subsidy_cny": int(second["annual_subsidy_cny"])}
        buffer = {
            "task_quantity": int(third["task_quantity"] * 10),  # in tenths: its floats have 32 bits
            "actual_stock": int(third["actual_stock"] * 10),
        }
        made = [simulation({**recovery, **tender, **buffer})] * 3 if together else [simulation(facts) for facts in (recovery, tender, buffer)]
        return (
            OUTCOME_WORDS[int(made[0].calculate("outcome", MONTH)[0])],
            METHODS[int(made[1].calculate("method", MONTH)[0])],
            bool(made[2].calculate("stock_ok", MONTH)[0]),
        )

    return answer


def cel(cases: Sequence[Case]) -> Answers:
    """Three CEL programs, compiled once (Rust behind Python). CEL adds no months and has floats only, so the limit is worked out before, and stock compared in tenths."""
    import cel as language

    recovery = language.compile(
        "issued_to == 'rescue_staff' ? (worthless ? 'clear_and_scrap' : 'recover') : issued_to == 'not_issued' ? 'undetermined' : "
        "item in ['single_tent', 'cotton_tent'] ? (used_to < limit ? (worthless ? 'clear_and_scrap' : 'recover') : 'do_not_recover') : "
        f"item in {[*BEDDING, 'folding_bed', 'stove']} ? 'do_not_recover' : 'undetermined'"
    )
    tender = language.compile("subsidy >= 500000 ? 'open_tender' : 'announcement_review'")
    buffer = language.compile("stock * 10 >= task * 11")

    def answer(i: int) -> Outcomes:
        first, second, third = cases[i]
        limit = plus_months(first["used_from"], 6 if first["item"] == "single_tent" else 12)
        facts = {
            "issued_to": first["issued_to"],
            "item": first["item"],
            "worthless": first.get("no_recovery_value", False),
            "used_to": first["used_to"].toordinal(),
            "limit": limit.toordinal(),
        }
        return (
            recovery.execute(facts),
            tender.execute({"subsidy": int(second["annual_subsidy_cny"])}),
            buffer.execute({"stock": int(third["actual_stock"] * 10), "task": int(third["task_quantity"] * 10)}),
        )

    return answer


def durable(cases: Sequence[Case]) -> Answers:
    """One rule set of durable_rules, written as its users write it: an event a question, and the rule that fires keeps the outcome."""
    from durable.lang import m, post, ruleset, when_all

    found: dict[str, Any] = {}

    def among(*items: str) -> Any:
        test = m.item == items[0]
        for item in items[1:]:
            test = test | (m.item == item)
        return test

    with ruleset("relief"):

        def rule(question: str, value: Any, *tests: Any) -> None:
            whole = m.q == question
            for test in tests:
                whole = whole & test

            @when_all(whole)  # type: ignore[untyped-decorator]
            def keep(_: Any) -> None:
                found[question] = value

        for worthless, gone in ((0, "recover"), (1, "clear_and_scrap")):
            rule("outcome", gone, m.to == "rescue_staff", m.worthless == worthless)
            rule("outcome", gone, m.to == "victims", among("single_tent", "cotton_tent"), m.left < 0, m.worthless == worthless)
        rule("outcome", "do_not_recover", m.to == "victims", among("single_tent", "cotton_tent"), m.left >= 0)
        rule("outcome", "do_not_recover", m.to == "victims", among(*BEDDING, "folding_bed", "stove"))
        rule("outcome", "undetermined", m.to == "victims", among(*(w for items in OPEN for w in items)))
        rule("outcome", "undetermined", m.to == "not_issued")
        rule("method", "open_tender", m.subsidy >= 500_000)
        rule("method", "announcement_review", m.subsidy < 500_000)
        rule("stock_ok", True, m.over >= 0)
        rule("stock_ok", False, m.over < 0)

    def answer(i: int) -> Outcomes:
        first, second, third = cases[i]
        limit = plus_months(first["used_from"], 6 if first["item"] == "single_tent" else 12)
        left = first["used_to"].toordinal() - limit.toordinal()
        worthless = int(first.get("no_recovery_value", False))
        post("relief", {"q": "outcome", "to": first["issued_to"], "item": first["item"], "left": left, "worthless": worthless})
        post("relief", {"q": "method", "subsidy": int(second["annual_subsidy_cny"])})
        post("relief", {"q": "stock_ok", "over": int(third["actual_stock"] * 100) - int(third["task_quantity"] * 110)})
        return found["outcome"], found["method"], found["stock_ok"]

    return answer

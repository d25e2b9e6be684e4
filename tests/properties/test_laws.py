"""What the law says for every case, checked over all of them: time limits, thresholds, who pays, when a text is in force."""

from __future__ import annotations

import functools
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import assume, example, given, strategies as st

import policykit
from policykit.ir.pack import Table
from policykit.ir.types import Choice, ListOf, SetOf, Type

from .any_facts import days, facts
from .making import examples


@functools.cache
def policy(name: str) -> policykit.Policy:
    return policykit.load(name)


def codes(name: str, question: str, fact: str) -> list[str]:
    found = policy(name).pack.questions[question].input(fact)
    assert found is not None and isinstance(found.type, Choice)
    return list(found.type.values)


ITEMS = codes("liaoning", "recoverable", "item")
ISSUED = codes("liaoning", "recoverable", "issued_to")
LIMITS = {"single_tent": 6, "cotton_tent": 12}
STARTS = st.dates(date(2022, 5, 1), date(2090, 1, 1))
LATER = st.integers(0, 1200).map(lambda n: timedelta(days=n))
AMOUNTS = st.one_of(
    st.integers(0, 10**9),
    st.decimals(0, 10**9, places=2),
    st.integers(-5, 5).map(lambda n: 500_000 + n * Decimal("0.01")),
)
QUANTITIES = st.one_of(st.integers(0, 10**9), st.decimals(0, 10**6, places=3), st.fractions(0, 1000, max_denominator=21))


# --- recovery


def recovered(name: str, item: str, issued_to: str, start: date, end: date, **more: Any) -> str:
    """The outcome, or `open`."""
    answer = policy(name).ask("recoverable", {"item": item, "issued_to": issued_to, "used_from": start, "used_to": end, **more})
    return str(answer.values.outcome) if answer.status == "answered" else "open"


@examples(400)
@given(item=st.sampled_from(ITEMS), issued_to=st.sampled_from(ISSUED), start=STARTS, end=LATER, more=LATER, worthless=st.booleans())
def test_longer_use_never_brings_goods_back(item: str, issued_to: str, start: date, end: timedelta, more: timedelta, worthless: bool) -> None:
    """Liaoning, article 23: a limit is a limit; what is not recovered after some use is not recovered after more."""
    first, second = (recovered("liaoning", item, issued_to, start, start + end + m, no_recovery_value=worthless) for m in (timedelta(0), more))
    assert first == second or (first, second) in {("recover", "do_not_recover"), ("clear_and_scrap", "do_not_recover")}
    if item not in LIMITS or issued_to != "victims":
        assert first == second, "only tents issued to victims have a limit"


@pytest.mark.parametrize("tent", LIMITS)
@examples(300)
@given(start=STARTS)
@example(start=date(2024, 2, 29))
@example(start=date(2023, 8, 31))
@example(start=date(2025, 8, 31))
def test_a_tent_is_recovered_until_the_day_before_the_corresponding_day(tent: str, start: date) -> None:
    """Liaoning, article 23: used less than 6 (12) months; the corresponding day, or else the month's last, is no longer less (A01, A03)."""
    limit = start + relativedelta(months=LIMITS[tent])
    for end, outcome in ((limit - timedelta(days=1), "recover"), (limit, "do_not_recover"), (limit + timedelta(days=1), "do_not_recover"), (start, "recover")):
        assert recovered("liaoning", tent, "victims", start, end) == outcome
        assert recovered("liaoning", tent, "victims", start, end, no_recovery_value=True) == outcome.replace("recover", "clear_and_scrap" if outcome == "recover" else "recover")
        assert recovered("liaoning", tent, "rescue_staff", start, end) == "recover"


@examples(200)
@given(data=st.data(), other=st.dates(date(2025, 11, 4), date(2090, 1, 1)))
def test_shanxi_asks_for_no_duration(data: st.DataObject, other: date) -> None:
    """Shanxi, article 24, sorts by the goods and who received them, never by how long they were used."""
    question = policy("shanxi").pack.questions["recoverable"]
    said = data.draw(facts(policy("shanxi").pack, question, unknown=False))
    on = date(2026, 5, 1)
    first = policy("shanxi").ask("recoverable", said, on=on)
    for changed in ({"used_from": other}, {"used_to": other}, {"used_from": other, "used_to": other}, {"used_from": "unknown", "used_to": "unknown"}):
        second = policy("shanxi").ask("recoverable", {**said, **changed}, on=on)
        assert (second.status, second.values, second.rule) == (first.status, first.values, first.rule)


# --- thresholds


@examples(400)
@given(task=QUANTITIES, stock=QUANTITIES, exactly=st.booleans(), callable_=QUANTITIES)
@example(task=3, stock=Decimal("3.3"), exactly=False, callable_=3)  # where binary floats go wrong
@example(task=Decimal("0.1"), stock=Decimal("0.11"), exactly=False, callable_=0)
def test_the_buffer_is_exact(task: Any, stock: Any, exactly: bool, callable_: Any) -> None:
    """Changzhi, article 15: at least 1.1 times the task, that number included."""
    if exactly:
        stock = Fraction(task) * Fraction(11, 10)
    answer = policy("changzhi").ask("required_buffer", {"task_quantity": task, "actual_stock": stock, "callable_quantity": callable_}, on=date(2026, 1, 1))
    assert answer.status == "answered" and answer.strength == "in_principle"
    assert answer.values.stock_ok == (10 * Fraction(stock) >= 11 * Fraction(task))
    assert answer.values.full_call_ok == (Fraction(callable_) >= Fraction(task))
    assert answer.values.minimum_stock == Fraction(task) * Fraction(11, 10)


@examples(400)
@given(amount=AMOUNTS)
@example(amount=500_000)
@example(amount=Decimal("499999.99"))
@example(amount=Decimal("5E+5"))
def test_from_500000_a_tender_is_held(amount: Any) -> None:
    """Changzhi, article 10: above 500,000 yuan, that amount included."""
    for said in (amount, str(amount)):
        answer = policy("changzhi").ask("selection_method", {"annual_subsidy_cny": said}, on=date(2026, 1, 1))
        assert answer.values.method == ("open_tender" if amount >= 500_000 else "announcement_review")
        assert (answer.basis == "reading") == (amount == 500_000)


# --- parties


def party_codes(value: Any, type_: Type) -> set[str]:
    """The parties that a value names."""
    if isinstance(type_, ListOf | SetOf):
        return {code for v in value or () for code in party_codes(v, type_.of)}
    return {value} if isinstance(type_, Choice) and type_.party and value is not None else set()


def with_parties(name: str) -> list[str]:
    """The questions of which an output names parties."""
    pack = policy(name).pack

    def is_party(type_: Type) -> bool:
        return is_party(type_.of) if isinstance(type_, ListOf | SetOf) else isinstance(type_, Choice) and type_.party

    return [q for q in policy(name).questions if any(is_party(o.type) for o in pack.questions[q].outputs) and isinstance(d := pack.decisions.get(q), Table) and d.rules]


@pytest.mark.parametrize(("name", "question"), [(n, q) for n in sorted(policykit.available()) for q in with_parties(n)], ids=lambda v: v)
@examples(8)
@given(data=st.data())
def test_nobody_but_the_parties_of_the_pack_bears_anything(name: str, question: str, data: st.DataObject) -> None:
    pack = policy(name).pack
    answer = policy(name).ask(question, data.draw(facts(pack, pack.questions[question])), on=data.draw(days(pack)))
    for output in pack.questions[question].outputs:
        named = [answer.values.record()[output.name]] if answer.values is not None else []
        for value in [*named, *answer.outcomes.get(output.name, ())]:
            assert party_codes(value, output.type) <= set(pack.instrument.parties)


def test_every_party_a_rule_names_has_a_label() -> None:
    for name in policykit.available():
        assert all(label.zh and label.en for label in policy(name).pack.instrument.parties.values())


# --- validity

VALID = {
    "liaoning": (date(2022, 4, 22), None),
    "shanxi": (date(2025, 11, 4), None),
    "changzhi": (date(2025, 9, 1), date(2030, 8, 31)),
}
ANY_DAY = st.dates(date(1000, 1, 1), date(2999, 12, 31))


def edges(name: str) -> st.SearchStrategy[date]:
    near = [d + timedelta(days=n) for d in VALID[name] if d for n in (-1, 0, 1)]
    return st.one_of(st.sampled_from(near), ANY_DAY)


@pytest.mark.parametrize("name", VALID)
@examples(150)
@given(data=st.data())
def test_a_text_answers_from_its_first_day_to_its_last_and_on_no_other(name: str, data: st.DataObject) -> None:
    first, last = VALID[name]
    day = data.draw(edges(name))
    force = "not_yet" if day < first else "expired" if last and day > last else "in_force"
    answer = policy(name).ask("in_force", {}, on=day)
    assert (answer.status, answer.values.force, answer.values.first_day, answer.values.last_day, answer.force) == ("answered", force, first, last, force)
    assert policy(name).ask("in_force", {"as_of": day}) == answer
    other = policy(name).ask("cost_bearer", {"cost_item": "purchase"}, on=day)
    assert (other.status == "not_in_force") == (force != "in_force")
    assert other.force == force and (other.citations or force == "in_force")


@pytest.mark.parametrize("name", sorted(set(policykit.available()) - set(VALID)))
@examples(30)
@given(day=ANY_DAY)
def test_a_draft_or_undated_text_says_so_on_every_day(name: str, day: date) -> None:
    status = policy(name).pack.instrument.status
    assert status != "in_force"
    answer = policy(name).ask("in_force", {}, on=day)
    assert answer.force == status and answer.status != "not_in_force"
    if answer.status == "answered":
        assert (answer.values.force, answer.values.first_day) == (status, None)


@pytest.mark.parametrize("name", ["liaoning", "shanxi"])
@examples(100)
@given(data=st.data())
def test_an_older_text_is_repealed_from_the_first_day(name: str, data: st.DataObject) -> None:
    day = data.draw(edges(name))
    (repeal,) = policy(name).pack.instrument.repeals
    answer = policy(name).ask("repealed_by", {"instrument": repeal.instrument}, on=day)
    assert answer.values.repealed == (day >= VALID[name][0])
    other = policy(name).ask("repealed_by", {"instrument": "other"}, on=day)
    assert other.status == "answered" and other.values.repealed is False


# --- applications


@pytest.mark.parametrize("name", ["liaoning", "shanxi"])
@examples(200)
@given(stock=QUANTITIES, need=QUANTITIES, more=QUANTITIES, data=st.data())
def test_more_stock_never_opens_an_application(name: str, stock: Any, need: Any, more: Any, data: st.DataObject) -> None:
    """One may apply for what one lacks: a larger stock, or a smaller need, gives no right that a smaller stock did not."""
    question = policy(name).pack.questions["upward_application"]
    rest = {f.name: data.draw(st.sampled_from(f.type.values) if isinstance(f.type, Choice) else st.booleans()) for f in question.inputs if f.name not in ("own_stock", "need")}
    assume(stock is not None)

    def may(own: Any) -> str:
        return str(policy(name).ask("upward_application", {**rest, "own_stock": own, "need": need}, on=date(2026, 5, 1)).values.may_apply)

    assert (may(stock), may(Fraction(stock) + Fraction(more))) != ("no", "yes")

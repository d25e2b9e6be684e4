"""Every question of every pack, for any facts: one answer, of the declared types, with the words of the law beside it, and the same however it is asked."""

from __future__ import annotations

import functools
import json
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, strategies as st

import policykit
from policykit.domain.wording import alone
from policykit.ir.answer import Answer
from policykit.ir.pack import DrawOrder, Table
from policykit.ir.types import UNKNOWN, holds_unknown

from .any_facts import as_text, days, facts, of_type, readable_as_text
from .making import examples


@functools.cache
def policy(name: str) -> policykit.Policy:
    return policykit.load(name)


def encoded(name: str) -> list[str]:
    """The questions that a pack answers by rules of its own, and one on which it is silent."""
    pack = policy(name).pack
    own = [q for q in policy(name).questions if isinstance(d := pack.decisions.get(q), DrawOrder) or (isinstance(d, Table) and d.rules)]
    return [*own, *pack.instrument.silent_on[:1]]


ASKED = [(name, question) for name in sorted(policykit.available()) for question in encoded(name)]


def check_answer(answer: Answer[Any], name: str) -> None:
    pack = policy(name).pack
    question = pack.questions[answer.question]
    assert answer.status in ("answered", "silent", "undetermined", "not_in_force")
    assert answer.force == pack.instrument.force_on(answer.on)
    if answer.status == "not_in_force":
        assert answer.force in ("not_yet", "expired") and answer.values is None and not question.every_day
    assert (answer.values is None) == (answer.status in ("silent", "not_in_force"))
    for output, value in zip(question.outputs, answer.values or (), strict=answer.values is not None):
        assert of_type(value, output.type), f"{output.name}: {value!r}"
    for output, values in answer.outcomes.items():
        assert output == "status" or all(of_type(v, question.output(output).type) for v in values)  # type: ignore[union-attr]  # an output
    if answer.status == "answered":
        assert answer.basis in ("text", "reading", "inferred") and not answer.missing and answer.rule
        assert answer.basis != "reading" or answer.readings
    assert all(m.split(".")[0] in {f.name for f in question.inputs} or m.startswith("holiday_notice") for m in answer.missing)
    assert answer.status == "answered" or answer.why is not None
    if answer.status in ("answered", "undetermined"):
        assert answer.citations
    for citation in answer.citations:
        assert citation.pack == name and pack.clauses[citation.address].quote == citation.clause
        assert "".join(citation.quote.split()) in "".join(citation.clause.split())


@pytest.mark.slow
@pytest.mark.parametrize(("name", "question"), ASKED, ids=lambda v: v)
@examples(12)
@given(data=st.data())
def test_one_answer_however_it_is_asked(name: str, question: str, data: st.DataObject) -> None:
    asked, pack = policy(name), policy(name).pack
    said, on = data.draw(facts(pack, pack.questions[question])), data.draw(days(pack))
    answer = asked.ask(question, said, on=on)
    check_answer(answer, name)
    record = answer.record()
    assert json.loads(json.dumps(record, ensure_ascii=False)) == record
    ways: list[Any] = [MappingProxyType(said), {n: said[n] for n in reversed(said)}]  # the first is read with care
    if all(map(readable_as_text, said.values())):
        ways.append(json.loads(json.dumps(as_text(said))))
    for facts_ in ways:
        other = asked.ask(question, facts_, on=on)
        assert other == answer and hash(other) == hash(answer), facts_
        assert other.record() == record, facts_
    for language in ("zh", "en"):
        told = answer.explain(language)  # type: ignore[arg-type]  # one of the two
        assert all(c.address in told and alone(c.clause) in told for c in answer.citations)
        assert str(on) in told
    _check_defaults(asked, question, said, on, answer)


def _check_defaults(asked: policykit.Policy, question: str, said: dict[str, Any], on: date, answer: Answer[Any]) -> None:
    """What was taken for a fact that is left out may as well be said."""
    for name, (_, value) in answer.trace.assumed.items():
        if value is None or (name == "as_of" and value != on):
            continue
        explicit = asked.ask(question, {**said, name: value}, on=on)
        assert (explicit.status, explicit.values, explicit.rule, explicit.missing) == (answer.status, answer.values, answer.rule, answer.missing), name
        assert name in explicit.trace.given


@pytest.mark.slow
@pytest.mark.parametrize(("name", "question"), ASKED, ids=lambda v: v)
@examples(6)
@given(data=st.data())
def test_what_is_unknown_is_never_answered_against_the_facts(name: str, question: str, data: st.DataObject) -> None:
    """An answer in spite of an unknown fact is the answer for every value of it; one that is open names nothing that is known."""
    asked, pack = policy(name), policy(name).pack
    known, on = data.draw(facts(pack, pack.questions[question], unknown=False)), data.draw(days(pack))
    if not known:
        return
    hidden = data.draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=2, unique=True))
    answer = asked.ask(question, {**known, **dict.fromkeys(hidden, UNKNOWN)}, on=on)
    full = asked.ask(question, known, on=on)
    if answer.status != "undetermined" or not answer.missing:
        assert (answer.status, answer.values, answer.strength) == (full.status, full.values, full.strength)
    else:
        unknown = {n for n, v in answer.facts.items() if holds_unknown(v)}
        assert {m.split(".")[0] for m in answer.missing if not m.startswith("holiday_notice")} <= unknown
        for output in answer.outcomes:
            if full.status == "answered" and output != "status":
                assert full.values.record()[output] in answer.outcomes[output], output

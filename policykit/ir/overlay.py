"""Other readings of a pack's ambiguities: a pack and a choice of readings -> the pack as it stands under them. The old one is untouched."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import product

from ..diagnostics import Diagnostic, Text, did_you_mean, short
from .expr import Expr, Literal, names as names_in
from .instrument import Period
from .norm import Norm
from .pack import Ambiguity, Answered, Change, DrawChange, DrawOrder, NormChange, Pack, Reading, Rule, RuleChange, Table, ValidityChange
from .types import Date

MOST_TOGETHER = 64


def under(pack: Pack, chosen: Mapping[str, str]) -> Pack:
    """The pack with some ambiguities read otherwise: ambiguity -> name of the reading. Raises `KeyError` for a name it does not have."""
    decisions = dict(pack.decisions)
    norms = dict(pack.norms)
    instrument = pack.instrument
    ambiguities = dict(pack.ambiguities)
    for id_, name in chosen.items():
        reading = named(pack.ambiguities[id_], name)
        for change in reading.changes:
            match change:
                case RuleChange():
                    decisions[change.decision] = _changed(decisions[change.decision], pack.decisions[change.decision], change)
                case DrawChange():
                    decisions[change.becomes.id] = change.becomes
                case ValidityChange():
                    instrument = replace(instrument, period=change.period)
                case NormChange():
                    norms[change.becomes.id] = _norm_changed(norms[change.becomes.id], pack.norms[change.becomes.id], change.becomes)
        # read so, the ambiguity is settled: an answer that names it rests on it, and no alternative is asked
        ambiguities[id_] = replace(ambiguities[id_], chosen=name, readings=tuple(replace(r, changes=()) for r in ambiguities[id_].readings))
    changed = replace(pack, decisions=decisions, norms=norms, ambiguities=ambiguities, switched={**pack.switched, **chosen})
    return changed if instrument is pack.instrument else with_period(changed, instrument.period)


def with_period(pack: Pack, period: Period) -> Pack:
    """The pack with other days in force."""
    decisions = dict(pack.decisions)
    if isinstance(in_force := decisions.get("in_force"), Table):
        decisions["in_force"] = _days_of(in_force, pack.instrument.period, period)
    return replace(pack, instrument=replace(pack.instrument, period=period), decisions=decisions)


def named(ambiguity: Ambiguity, name: str) -> Reading:
    """A reading by its name. Raises `KeyError`."""
    for reading in ambiguity.readings:
        if reading.name == name:
            return reading
    raise KeyError(name)


def alone(pack: Pack, ids: tuple[str, ...], on: date | None = None) -> Iterator[dict[str, str]]:
    """Each encoded alternative of some ambiguities, by itself; of those alone that change something which stands `on` the day, where one is given."""
    for id_, names in _options(pack, ids, on).items():
        yield from ({id_: name} for name in names)


def together(pack: Pack, ids: tuple[str, ...], on: date | None = None) -> Iterator[dict[str, str]]:
    """The combinations of such alternatives of two or more ambiguities; nothing where they are more than `MOST_TOGETHER`."""
    options = _options(pack, ids, on)
    total = 1
    for names in options.values():
        total *= len(names) + 1
    if len(options) < 2 or total > MOST_TOGETHER:
        return
    for combination in product(*([None, *names] for names in options.values())):
        chosen = {i: n for i, n in zip(options, combination, strict=True) if n is not None}
        if len(chosen) > 1:
            yield chosen


def _options(pack: Pack, ids: tuple[str, ...], on: date | None) -> dict[str, list[str]]:
    found = {i: [r.name for r in pack.ambiguities[i].alternatives if any(_stands(pack, c, on) for c in r.changes)] for i in ids if i in pack.ambiguities}
    return {i: names for i, names in found.items() if names}


def _stands(pack: Pack, change: Change, on: date | None) -> bool:
    """Whether what a reading changes stands on a day: a rule that an amendment ended does not."""
    if on is None or not isinstance(change, RuleChange):
        return True
    table = pack.decisions[change.decision]
    rule = table.rule(change.rule) if isinstance(table, Table) else None
    return rule is None or rule.period.covers(on)


def touching(pack: Pack, question: str, on: date | None = None) -> tuple[str, ...]:
    """The ambiguities of which an encoded alternative changes the decision on a question, the steps it may read, or the validity; `on` a day, where one is given."""
    own = {d for d, t in pack.decisions.items() if isinstance(t, Table) and t.of == question}
    steps = reached(pack, {question} | own)

    def touches(ambiguity: Ambiguity) -> bool:
        for reading in ambiguity.alternatives:
            for change in reading.changes:
                match change:
                    case RuleChange() if change.decision in steps and _stands(pack, change, on):
                        return True
                    case DrawChange() if change.becomes.id == question:
                        return True
                    case ValidityChange():
                        return True
        return False

    return tuple(i for i, a in pack.ambiguities.items() if touches(a))


def reached(pack: Pack, decisions: set[str]) -> set[str]:
    """Some decisions and all the steps that they read, directly or through others."""
    found, waiting = set(decisions), list(decisions)
    while waiting:
        table = pack.decisions.get(waiting.pop())
        read = {n for r in table.rules for f in _formulas(r) for n in names_in(f, "step")} - found if isinstance(table, Table) else set()
        found |= read
        waiting += read
    return found


def _formulas(rule: Rule) -> list[Expr]:
    """The conditions of a rule, then its outputs."""
    return [*(t.holds for t in rule.tests), *((e for _, e in rule.result.outputs) if isinstance(rule.result, Answered) else ())]


def without_rule(table: Table, rule: str) -> Table:
    """The table without one rule. An exception to that rule alone falls with it; exceptions to others lose it."""
    rules: list[Rule] = []
    for other in table.rules:
        bases = tuple(b for b in other.excepts if b != rule)
        if other.id != rule and (bases or not other.excepts):
            rules.append(replace(other, excepts=bases) if bases != other.excepts else other)
    return replace(table, rules=tuple(rules))


def _changed(decision: Table | DrawOrder, before: Table | DrawOrder, change: RuleChange) -> Table:
    """The decision with one rule changed, from what it was `before` any reading was."""
    assert isinstance(decision, Table) and isinstance(before, Table)
    if change.becomes is None:
        return without_rule(decision, change.rule)
    old = before.rule(change.rule)
    assert old is not None
    return replace(decision, rules=tuple(_rule_changed(r, old, change.becomes) if r.id == change.rule else r for r in decision.rules))


def _rule_changed(rule: Rule, old: Rule, becomes: Rule) -> Rule:
    """The rule with what a reading changes in it; what another reading has changed stays."""
    was, now = ({t.column: t for t in r.tests} for r in (old, becomes))
    tests = {t.column: t for t in rule.tests if t.column not in was or t.column in now}
    tests |= {c: t for c, t in now.items() if was.get(c) != t}
    others = {name: getattr(becomes, name) for name in ("result", "strength") if getattr(becomes, name) != getattr(old, name)}
    return replace(rule, tests=tuple(tests.values()), **others)


def _norm_changed(norm: Norm, old: Norm, becomes: Norm) -> Norm:
    """The norm with what a reading changes in it; what another reading has changed stays."""
    return replace(norm, **{f.name: getattr(becomes, f.name) for f in fields(Norm) if getattr(becomes, f.name) != getattr(old, f.name)})


def of_norms(pack: Pack) -> tuple[str, ...]:
    """The ambiguities of which an encoded alternative changes a norm, or the days on which the text is in force."""
    return tuple(i for i, a in pack.ambiguities.items() if any(isinstance(c, NormChange | ValidityChange) for r in a.alternatives for c in r.changes))


def are_words(chosen: object) -> bool:
    """Whether a choice of readings maps words to words.

    >>> are_words({"A01": "fixed_days"}), are_words("A01"), are_words({"A01": 1})
    (True, False, False)
    """
    return isinstance(chosen, Mapping) and all(isinstance(w, str) for pair in chosen.items() for w in pair)


def wrong_choices(pack: Pack, chosen: Mapping[str, str]) -> list[Diagnostic]:
    """What is wrong with a choice of readings: no such choice, an ambiguity that the pack does not have, a reading that is not encoded."""
    found: list[Diagnostic] = []
    given: object = chosen  # as it comes from outside
    if given == "all":
        message = Text("`readings`：此处取一种读法，不能是 `all`", "`readings`: one reading of each ambiguity is taken here, and not `all`")
        return [Diagnostic("unknown-reading", message, help=Text('全部读法：`ask(..., readings="all")`', 'for every reading: `ask(..., readings="all")`'))]
    if not are_words(chosen):
        shown = reprlib.repr(chosen)
        message = Text(f"`readings`：`{shown}` 不是歧义到读法的映射", f"`readings`: `{shown}` maps no ambiguity to a reading")
        return [Diagnostic("unknown-reading", message, help=Text('写作 {"A01": "fixed_days"}；全部读法写 "all"', 'write it as {"A01": "fixed_days"}; for every reading "all"'))]
    for id_, name in chosen.items():
        ambiguity, shown = pack.ambiguities.get(id_), short(id_)
        if ambiguity is None:
            message, known = Text(f"`{pack.id}` 没有歧义 `{shown}`", f"`{pack.id}` has no ambiguity `{shown}`"), did_you_mean(id_, list(pack.ambiguities))
            found.append(Diagnostic("unknown-reading", message, help=known))
            continue
        encoded = [r.name for r in ambiguity.readings if r.changes or r.name == ambiguity.chosen]
        if name not in encoded:
            message = Text(f"`{id_}` 没有已编入的读法 `{short(name)}`", f"`{id_}` has no encoded reading `{short(name)}`")
            found.append(Diagnostic("unknown-reading", message, help=did_you_mean(name, encoded)))
    return found


def _days_of(table: Table, before: Period, after: Period) -> Table:
    """The decision `in_force` with other days. The last day that the text stated until an amendment moves by as many days as the one it states now."""
    days: dict[str, date | None] = {"first_day": after.first, "last_day": after.last}
    moved = after.last - before.last if after.last is not None and before.last is not None else timedelta()
    rules = []
    for rule in table.rules:
        assert isinstance(rule.result, Answered)
        if rule.period.last is None:
            outputs = tuple((n, Literal(days[n], Date()) if n in days else e) for n, e in rule.result.outputs)
        else:
            outputs = tuple((n, Literal(e.value + moved, Date()) if n == "last_day" and isinstance(e, Literal) and e.value is not None else e) for n, e in rule.result.outputs)
        rules.append(replace(rule, result=Answered(outputs)))
    return replace(table, rules=tuple(rules))

"""What can be checked only when the whole pack is read: quotations, cycles among steps, parameters in force."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping as Map
from datetime import date, timedelta
from typing import NamedTuple

from ..diagnostics import Diagnostic, Span, Text
from ..domain.wording import bare, places
from ..ir import expr as ir
from ..ir.amendment import silent_name
from ..ir.instrument import ALWAYS, Clause, Period, meet
from ..ir.pack import Answered, Decision, Pack, Parameter, Rule, Table
from . import faults
from .nodes import day, entries, items, mapping, scalars, word
from .tables import nesting, ring
from .yaml import Mapping, Node, Scalar

DEEPEST_STEPS = 40
Path = tuple[str, ...]  # keys that lead to a node


class By(NamedTuple):
    """What quotes the text, and whether an amendment can change it."""

    name: Text
    amendable: bool


LAST = Period(date.max)  # no day: the last wording governs


def cycles(decisions: Map[str, Decision]) -> list[Diagnostic]:
    """Steps that need each other, or steps that need steps beyond measure."""
    edges = {n: tuple(sorted(steps_read(d))) for n, d in decisions.items()}
    found = ring(edges)
    if found:
        span = decisions[found[0]].span
        assert span is not None
        return [faults.cycle(span, found)]
    depths, _ = nesting(edges)
    deep = next((n for n in decisions if depths[n] > DEEPEST_STEPS), None)
    at = decisions[deep].span if deep is not None else None
    return [faults.steps_too_deep(at, deep, DEEPEST_STEPS)] if deep is not None and at is not None else []


def parameters_not_in_force(pack: Pack) -> list[Diagnostic]:
    """Every parameter has a value whenever a rule that is in force reads it."""
    found: list[Diagnostic] = []
    first = pack.instrument.period.first
    days = [*([first] if first else []), *pack.epochs]
    gaps = {n: _gaps(p) for n, p in pack.parameters.items()}
    for table in pack.decisions.values():
        for rule in table.rules if isinstance(table, Table) else ():
            for span, formula in rule_formulas(rule):
                for name in sorted(ir.names(formula, "parameter")):
                    missing = _first_day(gaps[name], rule.period, days)
                    at = span or rule.span
                    if missing is not None and at is not None:
                        ended = pack.parameters[name].ended_before(missing)
                        found.append(faults.not_in_force_then(at, name, str(missing), str(ended) if ended else None))
    return found


def _gaps(parameter: Parameter) -> list[Period]:
    """When a parameter has no value: before the first, after one that ends, while it is ended by `none`."""
    values = sorted(parameter.values, key=lambda v: (v.period.first or date.min, v.enacted or date.min))
    starts = [v.period.first or date.min for v in values]
    found = [Period(None, starts[0] - timedelta(days=1))] if starts and starts[0] > date.min else [] if starts else [ALWAYS]
    for value, start, following in zip(values, starts, [*starts[1:], None], strict=True):
        until = following - timedelta(days=1) if following is not None and following > start else following
        if following == start:
            continue  # the later enacted governs
        last = value.period.last
        if value.value is None:
            found.append(Period(start, until))
        elif last is not None and last < date.max and (until is None or last < until):
            found.append(Period(last + timedelta(days=1), until))
    return found


def _first_day(gaps: list[Period], period: Period, days: list[date]) -> date | None:
    """The first of some days that lies in a gap and in a rule's period."""
    for gap in gaps:
        low = max(gap.first or date.min, period.first or date.min)
        at = bisect_left(days, low)
        if at < len(days) and gap.covers(days[at]) and period.covers(days[at]):
            return days[at]
    return None


def rule_formulas(rule: Rule) -> list[tuple[Span | None, ir.Expr]]:
    """The formulas of a rule with their places: conditions, then outputs."""
    found: list[tuple[Span | None, ir.Expr]] = [(t.span, t.holds) for t in rule.tests]
    if isinstance(rule.result, Answered):
        found += [(e.span or rule.span, e) for _, e in rule.result.outputs]
    return found


def steps_read(decision: Decision) -> set[str]:
    """The steps that a decision reads."""
    if not isinstance(decision, Table):
        return set()
    return {n for r in decision.rules for _, formula in rule_formulas(r) for n in ir.names(formula, "step")}


def misquoted(node: Node, clauses: Map[str, Clause]) -> Iterator[Diagnostic]:
    """Citations below `node` whose clause does not exist or does not hold the words, and ambiguities about clauses that there are not."""
    for _, ambiguity in entries(mapping(node).get("readings")):
        for address in scalars(mapping(ambiguity).get("clauses")):
            if address.text not in clauses:
                yield faults.unknown_clause(address.span, address.text, list(clauses))
    texts = {a: bare(c.quote) for a, c in clauses.items()}
    for current, path in citing(node):
        if (cite := current.get("cite")) is not None:
            period, by = Period(day(current.get("from")), day(current.get("to")) or day(current.get("until"))), By(told_as(current, path), amendable(path))
            if path[0] in ("validity", "repeals"):  # as the text last has it, but for what it said before an amendment
                ended = current.get("until") is not None
                yield from _cited_wrongly(cite, clauses, texts, None if ended else LAST, by)
            else:
                yield from _cited_wrongly(cite, clauses, texts, period, by)


def citing(node: Node) -> Iterator[tuple[Mapping, Path]]:
    """Whatever below a document may quote the text, with the keys that lead to it."""
    stack: list[tuple[Node, Path]] = [(value, (key.text,)) for key, value in entries(node) if key.text != "clauses"]
    while stack:
        current, path = stack.pop()
        if isinstance(current, Mapping):
            yield current, path
            stack += [(value, (*path, key.text)) for key, value in entries(current) if key.text not in ("cite", "clauses") and not isinstance(value, Scalar)]
        elif not isinstance(current, Scalar):
            stack += [(item, (*path, str(number))) for number, item in enumerate(items(current))]


def name_of(node: Mapping, path: Path) -> str:
    """What quotes the text, as an amendment names it; of a parameter its bare name."""
    match path:
        case ("parameters", name, *_):
            return name
        case ("decisions", decision, "silent_for", number, *_):
            return f"{decision}/{silent_name(int(number))}"
        case ("decisions", decision, *_):
            rule = word(node.get("id"))
            return f"{decision}/{rule}" if rule else decision
        case ("repeals", *_):
            return f"repeals/{word(node.get('instrument'))}"
    return "/".join(path[:2])


def amendable(path: Path) -> bool:
    """Whether an amendment can change what quotes the text: not what it repeals, nor a draw order."""
    match path:
        case ("parameters" | "norms" | "validity", *_) | ("decisions", _, "rules" | "matrix" | "silent_for", *_):
            return True
    return False


def told_as(node: Mapping, path: Path) -> Text:
    """The same with what it is."""
    name = name_of(node, path)
    match path:
        case ("parameters", *_):
            return Text(f"参数 `{name}` ", f"the parameter `{name}`")
        case ("decisions", _, "silent_for", *_):
            return Text(f"未作规定的情形 `{name}` ", f"the silence `{name}`")
        case ("decisions", *_) if "/" in name:
            return Text(f"规则 `{name}` ", f"the rule `{name}`")
        case ("norms", *_):
            return Text(f"规范 `{name}` ", f"the norm `{name}`")
        case ("validity", *_):
            return Text("施行期间 `validity` ", "the validity")
    return Text(f"`{name}` ", f"`{name}`")


def _cited_wrongly(cite: Node, clauses: Map[str, Clause], texts: Map[str, str], period: Period | None, by: By) -> Iterator[Diagnostic]:
    """Quotations that do not stand at their address; where the clause has several wordings, in each of those that the period meets, or in any."""
    for address, said in entries(cite):
        if address.text not in clauses:
            yield faults.unknown_clause(address.span, address.text, list(clauses))
            continue
        clause = clauses[address.text]
        for words in scalars(said):
            if not words.text.strip():
                yield faults.quotation(words.inner, address.text, clause.quote)
            elif clause.period == ALWAYS and not clause.earlier:
                if bare(words.text) not in texts[address.text]:
                    yield faults.quotation(words.inner, address.text, clause.quote)
            else:
                yield from _gone(words, address.text, clause, period, by) if period else _nowhere(words, address.text, clause)


def _nowhere(words: Scalar, address: str, clause: Clause) -> Iterator[Diagnostic]:
    if not any(places(words.text, w.quote) for w in clause.wordings):
        yield faults.quotation(words.inner, address, clause.quote)


def _gone(words: Scalar, address: str, clause: Clause, period: Period, by: By) -> Iterator[Diagnostic]:
    """Words that do not stand in each wording of the clause that governs in a period."""
    if period is LAST:
        yield from _gone_last(words, address, clause, by)
        return
    known = [w for w in clause.wordings if meet(w.period, period)]
    stands = [bool(places(words.text, w.quote)) for w in known]
    if (not known or not stands[0]) and (ended := _stood_until(words, clause, period)) is not None:
        yield faults.no_longer_stands(words.inner, *by, address, str(ended + timedelta(days=1)), known[0].quote if known else None)
    elif not known or not stands[0]:
        yield faults.quotation(words.inner, address, (known or clause.wordings[-1:])[0].quote)
    elif not all(stands):
        lost = known[stands.index(False)]
        yield faults.no_longer_stands(words.inner, *by, address, str(lost.period.first), lost.quote)
    elif (end := known[-1].period.last) is not None and (period.last is None or period.last > end):
        yield faults.no_longer_stands(words.inner, *by, address, str(end + timedelta(days=1)), None)


def _gone_last(words: Scalar, address: str, clause: Clause, by: By) -> Iterator[Diagnostic]:
    """Words that do not stand in a clause as it last reads, or of a clause that is repealed."""
    last, stood = clause.wordings[-1], any(places(words.text, w.quote) for w in clause.wordings)
    if not stood:
        yield faults.quotation(words.inner, address, last.quote)
    elif last.period.last is not None:
        yield faults.no_longer_stands(words.inner, *by, address, str(last.period.last + timedelta(days=1)), None)
    elif not places(words.text, last.quote):
        yield faults.no_longer_stands(words.inner, *by, address, str(last.period.first), last.quote)


def _stood_until(words: Scalar, clause: Clause, period: Period) -> date | None:
    """The last day of a wording that held the words and ended as the period began: what was taken over from the time before quotes them."""
    eve = period.first - timedelta(days=1) if period.first is not None else None
    return next((w.period.last for w in clause.wordings if eve is not None and w.period.last == eve and places(words.text, w.quote)), None)

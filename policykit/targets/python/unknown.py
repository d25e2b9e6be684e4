"""Unknown facts: which outcomes remain possible, and which of the unknown facts matter.

The rules cut each fact's values into few regions, so it is enough to try one value of every region and each boundary: each code of a choice,
both booleans, and, for what is ordered, the value it is compared with, just below and just above. Every trial is an ordinary decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ...diagnostics import Text
from ...ir.answer import Citation, Conclusion, Values, flat
from ...ir.instrument import Force
from ...ir.pack import Basis
from ...ir.types import Boolean, Choice, Date, DateTime, Number, Word, holds_unknown, in_order
from .program import Program, each_once
from .runtime import OutOfRange, RulesDisagree
from .trials import Opaque, Reads, Unread, trials_of

MOST_TRIALS = 20_000
_SCALAR = Choice | Boolean | Word | Number | Date | DateTime  # what has such a type is tried by values that are keys as they are


def decide_unknown(program: Program, facts: tuple[Any, ...], on: date, force: Force) -> tuple[Conclusion, Values | None]:
    """The conclusion where some facts are `UNKNOWN`: answered when all outcomes agree, else undetermined with what matters.

    Raises `NotInForce`, and `RulesDisagree` where rules disagree whatever the unknown facts are.
    """
    inputs = program.question.inputs
    unknown = [i for i, v in enumerate(facts) if holds_unknown(v)]
    names_ = [inputs[i].name for i in unknown]
    reads = program.reads(on)
    trials: dict[tuple[Any, ...], Trial] = {}
    bare = all(isinstance(inputs[i].type, _SCALAR) and inputs[i].name not in reads.opaque for i in unknown)
    complete, unread, needed = True, set(), set[str]()
    followed: dict[str | None, tuple[tuple[bool, ...], set[str]]] = {}
    disagreed: RulesDisagree | None = None
    failed = False
    for tried, trial in enumerate(trials_of(program, facts, unknown, on)):
        if tried >= MOST_TRIALS:  # those that end in disagreement counted
            complete = False
            break
        try:
            conclusion, values = program.decide(trial, on, force)
        except Unread as e:
            unread.add(e.fact)
            continue
        except TypeError:  # the exact arithmetic of numbers refuses what stands for an unknown one before that can speak
            opaque = {inputs[i].name for i in unknown if isinstance(trial[i], Opaque)}
            if not opaque:
                raise
            unread |= opaque
            continue
        except RulesDisagree as e:
            disagreed = e
            continue  # no such case can be answered; those that can decide
        except (OutOfRange, ArithmeticError, ValueError):
            failed = True
            continue
        if conclusion.rule not in followed:
            followed[conclusion.rule] = _followed(program, reads, conclusion, names_)
            needed |= followed[conclusion.rule][1]
        trials[tuple([trial[i] for i in unknown]) if bare else tuple([_key(trial[i]) for i in unknown])] = (conclusion, _masked(values, followed[conclusion.rule][0]))
    if disagreed is not None and not trials and complete and not unread and not failed:
        raise disagreed
    if not trials or not complete or unread:  # nothing can be said of the cases that could not be tried
        missing = tuple(n for n in names_ if n in reads.read or n in unread) or tuple(names_)
        known = {f.name: v for f, v in zip(inputs, facts, strict=True) if not holds_unknown(v)}
        return Conclusion("undetermined", None, citations=_where_read(reads, missing, known), missing=missing, why=_why(program, missing)), program.open_values
    if not needed and len({_outcome(c, v) for c, v in trials.values()}) == 1:
        return _agreed(program, trials)
    needed |= {n for at, n in enumerate(names_) if _matters(trials, at)}
    needed |= {n for said in reads.compared if needed & said for n in said & set(names_)}  # compared with one that matters
    matter = tuple(n for n in names_ if n in needed)
    return _open(program, trials, matter or tuple(names_))


def _key(value: Any) -> Any:
    """A value tried, as a part of a key: what cannot be looked into is one value, and not none."""
    return value if value is None or isinstance(value, bool | int | str | Decimal | Fraction | date) else Opaque


class _Any:
    """An output whose value follows an unknown fact."""

    def __repr__(self) -> str:
        return "any"


ANY = _Any()
Trial = tuple[Conclusion, "tuple[Any, ...] | None"]


def _masked(values: Values | None, follows: tuple[bool, ...]) -> tuple[Any, ...] | None:
    """The values of a trial, `ANY` for outputs that follow an unknown fact."""
    if values is None or True not in follows:
        return values
    return tuple(ANY if masked else v for masked, v in zip(follows, values, strict=True))


def _followed(program: Program, reads: Reads, conclusion: Conclusion, unknown: Sequence[str]) -> tuple[tuple[bool, ...], set[str]]:
    """Which outputs of the conclusion's rules follow the value of an unknown fact, and which unknown facts they follow."""
    outputs, facts = set[str](), set[str]()
    for id_ in (conclusion.rule or "").split("+"):
        for name, read in reads.follows.get(id_, ()):
            if here := read.intersection(unknown):
                outputs.add(name)
                facts |= here
    return tuple(o.name in outputs for o in program.question.outputs), facts


def _outcome(conclusion: Conclusion, values: tuple[Any, ...] | None) -> tuple[Any, ...]:
    return (conclusion.status, values, conclusion.strength)


def _agreed(program: Program, trials: Mapping[tuple[Any, ...], Trial]) -> tuple[Conclusion, Values | None]:
    """All outcomes are one, maybe by several rules: then all of them are cited."""
    conclusions = _apart(trials)
    first, outputs = next(iter(trials.values()))
    values = program.values(outputs) if outputs is not None else None
    if len(conclusions) == 1:
        return first, values
    basis: Basis | None = "inferred" if any(c.basis == "inferred" for c in conclusions) else "reading" if any(c.basis == "reading" for c in conclusions) else first.basis
    readings = tuple(sorted({r for c in conclusions for r in c.readings}))
    rules = dict.fromkeys(c.rule or "" for c in conclusions)
    if len(rules) == 1:
        return replace(first, basis=basis, readings=readings), values
    return (
        Conclusion(
            first.status, "+".join(rules), first.strength, basis, readings, flat(c.citations for c in conclusions), first.why,
            _possible(program, conclusions), (), each_once(p for c in conclusions for p in c.parameters),
        ),
        values,
    )  # fmt: skip


def _apart(trials: Mapping[tuple[Any, ...], Trial]) -> list[Conclusion]:
    """The conclusions of trials, one of each rule and of each set of readings on which it rests."""
    return list({(c.rule, c.readings): c for c, _ in trials.values()}.values())


def _possible(program: Program, conclusions: Iterable[Conclusion]) -> dict[str, tuple[Any, ...]]:
    """What several open rules leave possible together; of an output that one of them does not tell, nothing can be said."""
    told = [c.outcomes for c in conclusions]
    codes = {o.name: o.codes for o in program.question.outputs}
    return {n: in_order((v for o in told for v in o[n]), codes[n]) for n in told[0] if all(n in o for o in told)}


def _matters(trials: Mapping[tuple[Any, ...], Trial], at: int) -> bool:
    """Whether two trials that differ in one fact alone end differently."""
    groups: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for key, (conclusion, values) in trials.items():
        others = key[:at] + key[at + 1 :]
        outcome = _outcome(conclusion, values)
        if groups.setdefault(others, outcome) != outcome:
            return True
    return False


def _open(program: Program, trials: Mapping[tuple[Any, ...], Trial], missing: tuple[str, ...]) -> tuple[Conclusion, Values | None]:
    """Undetermined: outputs on which all agree keep their value, the others list what is possible; one of which a trial says nothing is not listed."""
    outcomes: dict[str, tuple[Any, ...]] = {}
    fixed: list[Any] = []
    statuses = in_order((c.status for c, _ in trials.values()), ("answered", "silent", "undetermined"))
    for index, output in enumerate(program.question.outputs):
        told = [_told(c, v, index, output.name, program.open_values[index]) for c, v in trials.values()]
        possible = dict.fromkeys(v for values in told for v in values or ())
        value = program.open_values[index]
        if None not in told and ANY not in possible:
            if len(possible) == 1 and None not in possible and "silent" not in statuses:
                value = next(iter(possible))
            else:
                outcomes[output.name] = in_order(possible, output.codes)
        fixed.append(value)
    if "silent" in statuses:
        outcomes["status"] = statuses
    conclusions = _apart(trials)
    readings = tuple(sorted({r for c in conclusions for r in c.readings}))
    return Conclusion("undetermined", None, None, None, readings, flat(c.citations for c in conclusions), _why(program, missing), outcomes, missing), program.values(fixed)


def _told(conclusion: Conclusion, values: tuple[Any, ...] | None, index: int, output: str, left_open: Any) -> Sequence[Any] | None:
    """What one trial leaves possible of an output; None where it says nothing of it, so that it may be anything."""
    if output in conclusion.outcomes:
        return conclusion.outcomes[output]
    if conclusion.status == "silent" or values is None:
        return ()
    return None if conclusion.status == "undetermined" and values[index] == left_open else (values[index],)


def _where_read(reads: Reads, missing: tuple[str, ...], known: Mapping[str, Any]) -> tuple[Citation, ...]:
    """The clauses of the rules that read what is missing, those left out that known facts plainly exclude; of all rules where they read it through steps."""
    may_hold = [(facts, cites) for facts, cites, cells in reads.where if all(n not in known or (known[n] in codes) is taken for n, codes, taken in cells)]
    reading = [cites for facts, cites in may_hold if not facts.isdisjoint(missing)]
    return flat(reading or [cites for _, cites in may_hold] or [cites for _, cites, _ in reads.where])


def _why(program: Program, missing: tuple[str, ...]) -> Text:
    return depends_on([f.label for f in program.question.inputs if f.name in missing])


def depends_on(unknown: Sequence[Text]) -> Text:
    """Why an answer is open: what is not known, by its labels."""
    return Text("取决于尚不知道的事实：" + "、".join(t.zh for t in unknown), "it depends on facts that are not known: " + ", ".join(t.en for t in unknown))

"""What the rules of a question read: formulas -> plain data, from which `trials` makes cases and `unknown` says what matters.

It depends on the stretch of time alone, never on the case, so it is worked out once for each stretch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from ...ir.expr import NOT_CONSTANT, Arithmetic, Call, Compare, Expr, If, Items, Literal, Member, Ref, children, constant, names, put_for, walk
from ...ir.pack import Answered, Rule, Table
from ...ir.types import Boolean, Choice, Date, DateTime, Fact, Number, Word, may_be_none
from .conclusions import cited
from .expressions import Emitter
from .program import Program, in_period, steps_of
from .trials import Reads, Side

Made = Callable[[tuple[str, ...], str, Emitter], Any]  # parameters, the text of an expression over them, its constants -> what computes it


def evaluated(parameters: tuple[str, ...], text: str, emitter: Emitter) -> Any:
    """The expression as a function of its parameters."""
    return eval(f"lambda {', '.join(parameters)}: {text}", dict(emitter.constants))  # noqa: S307  # our own text: literals and names made here


def reads(program: Program, on: date, emitter: Emitter, made: Made = evaluated) -> Reads:
    """What the rules of the question read on the stretch of time that `on` lies in."""
    formulas = list(all_formulas(program, on))
    compared = comparisons(formulas)
    inputs = program.question.inputs
    sides: dict[int, Side] = {}

    def side(node: Expr) -> Side:
        if id(node) not in sides:
            sides[id(node)] = _side(node, emitter, made)
        return sides[id(node)]

    opaque = frozenset(f.name for f in inputs if _opaque(f, compared, formulas, program, on))
    follows = {r.id: _outputs_followed(program, r.result) for r in program.table.rules if isinstance(r.result, Answered)}
    return Reads(
        frozenset(n for f in formulas for n in names(f, "input")),
        tuple(dict.fromkeys(frozenset(names(f, "input")) for f in compared)),
        opaque,
        {f.name: tuple(_codes(f, compared, formulas)) for f in inputs if isinstance(f.type, Boolean | Choice)},
        {
            f.name: tuple((side(a), side(b)) for c in compared for a, b in ((c.left, c.right), (c.right, c.left)) if f.name in names(a, "input"))
            for f in inputs
            if isinstance(f.type, Date | DateTime | Number | Word) and f.name not in opaque
        },
        {rule: outputs for rule, outputs in follows.items() if outputs},
        tuple((frozenset(n for e in r.formulas for n in names(e, "input")), cited(program.pack, r.cite, on), _listed(program, r)) for r in in_period(program.table, on)),
    )


def _listed(program: Program, rule: Rule) -> tuple[tuple[str, frozenset[Any], bool], ...]:
    """The choices that the cells of a rule ask of, with the codes they list, and whether these are the ones taken."""
    choices = {f.name for f in program.question.inputs if isinstance(f.type, Choice)}
    return tuple((column, cell.values, cell.allowed) for column, found in rule.cells.listed.items() if column in choices for cell in found)


def _outputs_followed(program: Program, result: Answered) -> tuple[tuple[str, frozenset[str]], ...]:
    """The outputs of a rule that follow the value of facts, each with those facts."""
    found = ((name, frozenset(_followed(program, formula))) for name, formula in result.outputs)
    return tuple((name, facts) for name, facts in found if facts)


def _side(node: Expr, emitter: Emitter, made: Made) -> Side:
    needs = tuple(sorted(names(node, "input")))
    words = tuple(p.value for p in node.parts if isinstance(p, Literal)) if isinstance(node, Items) else ()
    if names(node, "step") or names(node, "variable"):
        return Side(needs, None, words=words)
    return Side(needs, made(("on", "force", *(f"v_{n}" for n in needs)), emitter.emit(node), emitter), isinstance(node, Ref), words)


def comparisons(formulas: Iterable[Expr]) -> list[Compare]:
    """Every comparison in the formulas."""
    found: list[Compare] = []
    for formula in formulas:
        found += [n for n in walk(formula) if isinstance(n, Compare)]
        found += [Compare("=", n.value, n.collection) for n in walk(formula) if isinstance(n, Member)]
    return found


def all_formulas(program: Program, on: date) -> Iterator[Expr]:
    """The conditions and outputs of the rules in force, and of the steps they read."""
    tables = [program.table]
    for table in tables:
        for name in steps_of(table):
            step = program.pack.decisions[name]
            if isinstance(step, Table) and step not in tables:
                tables.append(step)
        for rule in in_period(table, on):
            for formula in rule.formulas:
                yield from by_branch(formula)


def by_branch(formula: Expr) -> Iterator[Expr]:
    """The formula once for each value that a comparison in it may choose by a condition, and the condition: what is compared with `if a then b else c` is compared with b and with c."""
    chosen = next((n for compared in walk(formula) if isinstance(compared, Compare | Member) for n in walk(compared) if isinstance(n, If)), None)
    if chosen is None:
        yield formula
        return
    yield from by_branch(chosen.condition)
    for value in (chosen.then, chosen.other):
        yield from by_branch(put_for(formula, chosen, value))


def _opaque(fact: Fact, compared: list[Compare], formulas: list[Expr], program: Program, on: date) -> bool:
    """Whether no finite choice of values would do: lists, sets, records and periods; what the rules do more with than trials can show."""
    match fact.type:
        case Choice() | Boolean():
            return False
        case Word():
            return _readings(fact.name, formulas) > _named(fact.name, compared)
        case Date() | DateTime() | Number():
            mine = [f for f in compared if fact.name in names(f, "input")]
            if any(names(f, "variable") or names(f, "step") for f in mine):
                return True
            outputs = [
                e for r in in_period(program.table, on) if isinstance(r.result, Answered) for _, o in r.result.outputs for e in by_branch(o)
            ]  # masked where they follow the fact
            elsewhere = _readings(fact.name, formulas) - _readings(fact.name, outputs)
            turns = sum(_turns(side, other, fact) for f in mine for side, other in ((f.left, f.right), (f.right, f.left)))
            in_outputs = sum(_readings(fact.name, [n]) for e in outputs for n in walk(e) if isinstance(n, Compare))
            return elsewhere + in_outputs > turns
    return True


def _turns(side: Expr, other: Expr, fact: Fact) -> bool:
    """Whether a comparison turns at one value of the fact, which `_boundary` finds: the fact alone, shifted, or times a number."""
    return fact.name not in names(other, "input") and fact.name in names(side, "input") and _straight(side, fact)


def _straight(side: Expr, fact: Fact) -> bool:
    match side:
        case Ref():
            return True
        case Arithmetic(left=left, right=right, operator=operator) if isinstance(side.type, Number) == isinstance(fact.type, Number):
            on_left, on_right = (fact.name in names(part, "input") for part in (left, right))
            if on_left and on_right:
                return False
            return _straight(left, fact) if on_left else operator in ("+", "-", "*") and _straight(right, fact)
        case Call(function="date", arguments=(Ref(),)):
            return isinstance(fact.type, DateTime)
    return False


def _readings(name: str, formulas: Iterable[Expr]) -> int:
    """How often formulas name a fact."""
    return sum(1 for formula in formulas for n in walk(formula) if isinstance(n, Ref) and n.origin == "input" and n.name == name)


def _named(name: str, compared: list[Compare]) -> int:
    """How often a fact is plainly compared with values written out."""
    pairs = [(a, b) for f in compared for a, b in ((f.left, f.right), (f.right, f.left))]
    return sum(1 for a, b in pairs if isinstance(a, Ref) and a.name == name and constant(b) is not NOT_CONSTANT)


def _codes(fact: Fact, compared: list[Compare], formulas: list[Expr]) -> list[Any]:
    """All values of a boolean or choice; codes that no rule names are alike, so one of them will do, where the rules do nothing else with the fact."""
    none = [None] if may_be_none(fact) else []
    if isinstance(fact.type, Boolean):
        return [False, True, *none]
    assert isinstance(fact.type, Choice)
    values = [c for c in fact.type.values if c != "unknown"]
    if _readings(fact.name, formulas) > _named(fact.name, compared):
        return [*values, *none]
    named = {n.value for f in compared if fact.name in names(f, "input") for n in walk(f) if isinstance(n, Literal)}
    return [*(c for c in values if c in named), *[c for c in values if c not in named][:1], *none]


def _followed(program: Program, formula: Expr) -> Iterator[str]:
    """The facts on whose value an output depends beyond what comparisons ask of them."""
    if isinstance(formula, Compare | Member):
        return  # true or false on each side of the boundary: that the trials show
    if isinstance(formula, Ref):
        fact = program.question.input(formula.name) if formula.origin == "input" else None
        if fact is not None and not isinstance(fact.type, Choice | Boolean):
            yield fact.name
        step = program.pack.decisions.get(formula.name) if formula.origin == "step" else None
        for rule in step.rules if isinstance(step, Table) else ():
            for _, output in rule.result.outputs if isinstance(rule.result, Answered) else ():
                yield from _followed(program, output)
        return
    for child in children(formula):
        yield from _followed(program, child)

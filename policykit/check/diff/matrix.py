"""One question of several laws as one table: conditions down, jurisdictions across; where that would be too long, the rules of each law in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...diagnostics import Text
from ...ir.explain import STATUS
from ...ir.instrument import Quote
from ...ir.pack import Answered, Basis, DrawOrder, Rule, Strength, Table
from ...ir.types import Type
from ...ir.words import Speaker, joined
from ...targets.python.program import in_period
from .boxes import Box, TooManyBoxes, common, meet, minus
from .contradictions import contradictions
from .grid import Grid, grid_of
from .model import Contradiction, Law
from .regions import Found, said
from .rules import LIMIT, speaker
from .standing import rule_basis, rule_standing

NO_WORDS = Text("", "")
MOST_ROWS = 50  # conditions told across; beyond that each law is told in turn


@dataclass(frozen=True)
class MatrixCell:
    """What one law says under a condition: rules, in words, with clauses. `rules` is empty where the law has none."""

    says: Text
    rules: tuple[str, ...] = ()
    cite: tuple[Quote, ...] = ()
    standing: Text = NO_WORDS  # strength, basis and readings of its rules, which have them alike
    strength: Strength | None = None
    basis: Basis | None = None
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class MatrixRow:
    """A condition, and what each law says under it; None where the row is not about that law."""

    condition: Text
    cells: tuple[MatrixCell | None, ...]


@dataclass(frozen=True)
class Matrix:
    """Crossed, every row is about every law, and the rows together are all cases that all of them can read; else `apart` says why each law is told in turn."""

    question: str
    label: Text
    laws: tuple[Law, ...]
    rows: tuple[MatrixRow, ...]
    apart: Text | None = None
    contradictions: tuple[Contradiction, ...] = ()  # rules of one law that disagree; then nothing is crossed

    @property
    def crossed(self) -> bool:
        return self.apart is None


def matrix(question: str, laws: Sequence[Law]) -> Matrix:
    """The table of a question for laws that all answer it."""
    label = laws[0].pack.questions[question].label
    found = _crossed(question, laws)
    if not isinstance(found, Text):
        return Matrix(question, label, tuple(laws), tuple(found))
    told = [r for i, law in enumerate(laws) for r in _in_turn(question, law, i, len(laws))]
    clashes = tuple(c for law in laws if not law.stopped(question) for c in contradictions(question, law, LIMIT))
    why = Text("有的规则互相矛盾", "some rules contradict each other") if clashes else found
    return Matrix(question, label, tuple(laws), tuple(told), why, clashes)


# --- across


MANY = Text(f"合起来的情形超过 {MOST_ROWS} 种", f"together they part more than {MOST_ROWS} cases")


def _crossed(question: str, laws: Sequence[Law]) -> list[MatrixRow] | Text:
    """A row for each combination of what the laws say and on what that stands; or why there is none: a law not in force, no grid, or more than a person would read."""
    stopped = [law.name for law in laws if law.stopped(question)]
    if stopped:
        names = Text("、".join(n.zh for n in stopped), ", ".join(n.en for n in stopped))
        return Text(f"{names.zh}的规定在该日不在效力期内", f"not in force on that day: {names.en}")
    grid = grid_of(question, laws)
    if grid is None:
        return Text(
            "有的条件不能切成互相排斥的情形（如列表、分步的结论、几条规则合并的结果）",
            "some conditions cut no cases that exclude each other (lists, steps, results that several rules add to)",
        )
    readable = common(grid.readable)
    cells: list[tuple[Box, tuple[int | None, ...]]] = [(readable, ())] if readable is not None else []
    try:
        for side in grid.sides:
            cells = [c for box, before in cells for c in _parted(side, box, before)]
            if len(cells) > 20 * MOST_ROWS:
                return MANY
    except TooManyBoxes:
        return MANY
    grouped: dict[tuple[Any, ...], list[tuple[Box, tuple[int | None, ...]]]] = {}
    for box, chosen in cells:
        says = tuple((side[i].says, _rests(side[i].rule)) if i is not None else ("silent",) for side, i in zip(grid.sides, chosen, strict=True))
        grouped.setdefault(says, []).append((box, chosen))
    if len(grouped) > MOST_ROWS:
        return MANY
    speakers = [speaker(law, question) for law in laws]
    return [_row(question, grid, found, laws, speakers) for found in grouped.values()]


def _rests(rule: Rule | None) -> tuple[Any, ...]:
    """What tells rules apart that say the same: one is in the text, the other read into it."""
    return (rule_basis(rule), rule.readings) if rule is not None else ()


def _parted(side: Sequence[Any], box: Box, before: tuple[int | None, ...]) -> list[tuple[Box, tuple[int | None, ...]]]:
    """A box by the rules of one more law; what no rule meets is silence."""
    found: list[tuple[Box, tuple[int | None, ...]]] = [(x, (*before, i)) for i, region in enumerate(side) for b in region.boxes if (x := meet(box, b)) is not None]
    left = minus([box], [b for region in side for b in region.boxes])
    return [*found, *((x, (*before, None)) for x in left)]


def _row(question: str, grid: Grid, found: Sequence[tuple[Box, tuple[int | None, ...]]], laws: Sequence[Law], speakers: Sequence[Speaker]) -> MatrixRow:
    rules = [tuple(dict.fromkeys(side[c[n]].rule.id for _, c in found if c[n] is not None)) for n, side in enumerate(grid.sides)]  # type: ignore[index, union-attr]  # not None here
    named = tuple(r[0] if r else None for r in rules)
    condition, _ = said(grid, Found(named, tuple(b for b, _ in found)), speakers, laws, question)
    cells = tuple(_cell(question, law, ids, s) for law, ids, s in zip(laws, rules, speakers, strict=True))
    return MatrixRow(condition, cells)


# --- in turn


def _in_turn(question: str, law: Law, at: int, count: int) -> list[MatrixRow]:
    """Every rule of one law, as a row that is about that law alone."""

    def row(condition: Text, cell: MatrixCell) -> MatrixRow:
        return MatrixRow(condition, tuple(cell if n == at else None for n in range(count)))

    decision = law.pack.decisions.get(question)
    every = Text("任何情形", "every case")
    if law.stopped(question):
        return [row(every, MatrixCell(STATUS["not_in_force"]))]
    if isinstance(decision, DrawOrder):
        return [
            row(
                every,
                MatrixCell(
                    Text(
                        "有调用顺序：两地对照用 `policykit diff`，一批库存用 `policykit ask`",
                        "an order of use: `policykit diff` sets two side by side, `policykit ask` applies one",
                    )
                ),
            )
        ]
    rules = in_period(decision, law.on) if isinstance(decision, Table) else ()
    if not rules:
        return [row(every, MatrixCell(STATUS["silent"]))]
    speaks = speaker(law, question)
    by_id = {r.id: r for r in rules}
    found = []
    for rule in rules:
        parts = [speaks.condition(t.holds) for t in rule.tests]
        bases = [b for b in rule.excepts if b in by_id]
        if bases:
            grounds = [joined([speaks.condition(t.holds) for t in by_id[b].tests]) for b in bases[:1]]
            parts.append(Text(f"属于下列情形的例外：{grounds[0].zh or '任何情形'}", f"as an exception to: {grounds[0].en or 'every case'}"))
        found.append(row(joined(parts, "，", ", ") if parts else every, _cell(question, law, (rule.id,), speaks)))
    return found


def _cell(question: str, law: Law, ids: Sequence[str], speaks: Speaker) -> MatrixCell:
    """What some rules of a law, which all say the same on the same ground, say."""
    table = law.pack.decisions.get(question)
    rules = [r for i in ids if isinstance(table, Table) and (r := table.rule(i)) is not None]
    if not rules:
        return MatrixCell(STATUS["silent"])
    types: dict[str, tuple[Text, Type]] = {o.name: (o.label, o.type) for o in law.pack.questions[question].outputs}
    first, cited = rules[0], tuple(dict.fromkeys(q for r in rules for q in r.cite))
    strength = first.strength if isinstance(first.result, Answered) else None
    return MatrixCell(rule_words(first, types, speaks), tuple(r.id for r in rules), cited, rule_standing(first), strength, rule_basis(first), first.readings)


def rule_words(rule: Rule, types: dict[str, tuple[Text, Type]], speaks: Speaker) -> Text:
    """The result of a rule in words."""
    if not isinstance(rule.result, Answered):
        status = STATUS["silent" if type(rule.result).__name__ == "Silent" else "undetermined"]
        return Text(f"{status.zh}：{rule.result.why.zh}", f"{status.en}: {rule.result.why.en}")
    parts = []
    for name, value in rule.result.outputs:
        label, type_ = types.get(name, (Text(name, name), value.type))
        words = speaks.value(value, type_)
        parts.append(Text(f"{label.zh}：{words.zh}", f"{label.en}: {words.en}") if len(types) > 1 else words)
    return joined(parts, "，", ", ")

"""A decision table -> columns of a query, in layers: whether each rule's conditions hold, whether each rule stands, which one answers, what it says.

A layer is computed from the columns of those before it. A rule that stands answers; of several, the one that the reference names. Where it is not
known whether a rule stands, its column is NULL: because a fact is unknown (then the row is tried out, see `unknown`), or because a step that it
reads has no value (then the table ends as the step did).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from ...ir.cells import Test
from ...ir.expr import Expr, Ref, names
from ...ir.instrument import ALWAYS
from ...ir.pack import Answered, Rule, Silent, Table, Undetermined
from ...ir.standing import Standing
from ...ir.types import Boolean, Choice, SetOf, Type, Word
from ..python.relations import disjoint
from .dialects import word
from .facts import typed
from .formulas import Writer
from .values import FALSE, NONE, NULL, TRUE, Bits, Codes, Scalar, Several, Unsupported, Value, both, chosen, either, equal, opposite, some

Layer = list[tuple[str, str]]  # (column, SQL)
MOST_WAYS = 400  # through the exceptions; with more, a rule that stands is named in the order of the table
EMPTY = "''"
WORDS: Final = re.compile(r"'(?:[^']|'')*'|\w+")  # of SQL, texts as one
CANNOT: Final = "it cannot be worked out"


@dataclass
class Ending:
    """The columns in which a table's verdict stands. `error` is NULL where none is; `known`: whether all that the outputs need is known."""

    status: str
    rule: str
    strength: str
    error: str
    known: str
    standing: tuple[str, ...]  # a column for each rule
    outputs: tuple[Value, ...] = ()
    number: str = NULL  # the rule that answers, by its number
    certain: Sequence[Sequence[tuple[str, str]]] = ()  # per output: the conditions on which it has a value though the answer is open, and that value


@dataclass
class TableWriter:
    """Writes one table. `prefix` keeps the columns of several tables apart; `outputs`: name and type."""

    writer: Writer
    table: Table
    prefix: str
    outputs: tuple[tuple[str, Type], ...]
    endings: dict[str, Ending]  # of the steps before
    layers: list[Layer] = field(default_factory=list)

    def __post_init__(self) -> None:
        on = self.writer.on
        self.rules = tuple(r for r in self.table.rules if on is None or r.period.covers(on))
        self.place = {r.id: i for i, r in enumerate(self.rules)}
        # the rules once more, the conditions of each being the column in which they stand
        columns = {r.id: Test(None, Ref("variable", self.column("h", i), Boolean())) for i, r in enumerate(self.rules)}
        self.by_column = [replace(r, tests=(columns[r.id],)) for r in self.rules]
        self.standing_rules = Standing(self.by_column)
        self.writer.bound |= {t.holds.name: Scalar(t.holds.name) for t in columns.values() if isinstance(t.holds, Ref)}
        self.doubtful = [n for n in self.writer.pack.doubtful_steps if n in {s for r in self.rules for e in r.formulas for s in names(e, "step")}]

    def column(self, kind: str, number: int | str = "") -> str:
        return f"{self.prefix}{kind}{number}"

    # --- which rules stand

    def written(self) -> Ending:
        """All layers of the table."""
        before = len(self.writer.named or {})
        guards = [(self.column("h", i), self.guard(r)) for i, r in enumerate(self.rules)]
        self.said = [self.says(r) for r in self.rules]
        self.layers += [[(column, sql)] for sql, column in list((self.writer.named or {}).items())[before:]]
        self.layers.append(guards)
        self.layers.append([(self.column("s", i), self.stands(r)) for i, r in enumerate(self.by_column)])
        return self.together() if self.table.hit == "all" else self.one()

    def guard(self, rule: Rule) -> str:
        parts = [self.unless_open([t.holds], self.writer.holds(t.holds)) for t in rule.tests]
        if self.writer.on is None and rule.period != ALWAYS:
            first, last = rule.period.first, rule.period.last
            day, date = self.writer.day, self.writer.dialect.date
            parts += [f"({day} >= {date(first)})"] if first else []
            parts += [f"({day} <= {date(last)})"] if last else []
        return both(parts)

    def unless_open(self, formulas: Sequence[Expr], condition: str) -> str:
        """The condition, NULL where a step that the formulas read has no value."""
        read = {n for f in formulas for n in names(f, "step")}
        valued = both(f"({self.endings[s].status} = 'answered')" for s in self.doubtful if s in read)
        return condition if valued == TRUE else f"CASE WHEN {valued} THEN {condition} END"

    def stands(self, rule: Rule) -> str:
        outputs = [e for _, e in rule.result.outputs] if isinstance(rule.result, Answered) else []
        return both([self.writer.holds(self.standing_rules.stands(rule)), self.unless_open(outputs, TRUE)])

    def standing(self, rule: Rule) -> str:
        return self.column("s", self.place[rule.id])

    # --- what they say

    def says(self, rule: Rule) -> tuple[Value, ...]:
        """The outputs of a rule, none for those that it does not give."""
        given = dict(rule.result.outputs) if isinstance(rule.result, Answered) else {}
        return tuple(self.writer.value_as(given[n], t) if n in given else NONE for n, t in self.outputs)

    def differ(self, a: Rule, b: Rule) -> str:
        """Whether two rules that both stand disagree."""
        if a.strength != b.strength or not isinstance(a.result, Answered) or not isinstance(b.result, Answered):
            return FALSE if (a.result, a.strength) == (b.result, b.strength) else TRUE
        pairs = zip(self.said[self.place[a.id]], self.said[self.place[b.id]], self.outputs, strict=True)
        return some(opposite(self.alike(x, y, t)) for x, y, (_, t) in pairs if x != y)

    def alike(self, a: Value, b: Value, type_: Type) -> str:
        if isinstance(type_, SetOf):
            x, y = self.writer.bits(a), self.writer.bits(b)
            return both([equal(x.none, y.none), *(equal(x.has(c), y.has(c)) for c in dict.fromkeys([*x.of, *y.of]))])
        a, b = (v if isinstance(v, Scalar) else self.writer.listed(v) for v in (a, b))
        return self.writer.same(a, b, type_)

    def one(self) -> Ending:
        """Exactly one rule answers."""
        number, error = self.column("n"), self.column("e")
        pick = chosen(((c, str(self.place[r.id])) for c, r in self.order()), NULL)
        disagree = [
            (both([f"({number} = {i})", self.standing(other), self.differ(rule, other)]), self.disagreement(rule, other))
            for i, rule in enumerate(self.rules)
            for other in self.rules
            if other is not rule and self.may_meet(rule, other)
        ]
        self.layers.append([(number, f"CAST({pick} AS {'SIGNED' if self.writer.dialect.name == 'mysql' else 'INT'})")])
        several = "(" + " + ".join(f"CASE WHEN {self.standing(r)} THEN 1 ELSE 0 END" for r in self.rules) + ")"
        steps = [(f"({self.endings[s].error} IS NOT NULL)", self.endings[s].error) for s in self.steps()]
        told = chosen(disagree)
        if told != NULL and len(self.rules) > 1:
            told = f"CASE WHEN {several} > 1 THEN {told} END"
        self.layers.append([(error, self.text(chosen([*steps, (TRUE, told)])))])
        ending = self.ending({i: f"({number} = {i})" for i in range(len(self.rules))}, f"({number} IS NULL)")
        ending.number = number
        ending.certain = self.certain({r.id: f"({number} = {i})" for i, r in enumerate(self.rules)})
        return ending

    def certain(self, answers: Mapping[str, str]) -> list[list[tuple[str, str]]]:
        """What rules that leave the answer open say of each output all the same, by the condition on which each of them answers."""
        found: list[list[tuple[str, str]]] = []
        for name, type_ in self.outputs:
            open_ = [(answers[r.id], r.result.certain[name]) for r in self.rules if isinstance(r.result, Undetermined) and not self.table.of and name in r.result.certain]
            found.append([(condition, shown(self.writer, self.writer.constant(value, type_), type_)) for condition, value in open_])
        return found

    def steps(self) -> list[str]:
        """The steps worked out before: where rules of one of them disagree, nothing is answered."""
        return list(self.endings)

    def may_meet(self, a: Rule, b: Rule) -> bool:
        return not disjoint(a, b) and self.differ(a, b) != FALSE

    def disagreement(self, a: Rule, b: Rule) -> str:
        return word(f"error: rules {a.id} and {b.id} disagree")

    def order(self) -> list[tuple[str, Rule]]:
        """The rules in the order in which the reference names them, each with the condition that it does."""
        plain = [(self.standing(r), r) for r in self.rules]
        fired = [(both([self.standing(f.rule), self.writer.holds(f.condition)]), f.rule) for f in islice(self.standing_rules.firing(), MOST_WAYS + 1)]
        if len(fired) > MOST_WAYS or not any(r.excepts for r in self.rules):
            return plain
        valued = both(f"({self.endings[s].status} = 'answered')" for s in self.doubtful)
        return [*((both([valued, c]), r) for c, r in fired), *(plain if self.doubtful else [])]

    def ending(self, answers: dict[int, str], nothing: str) -> Ending:
        """Status, rule, strength and outputs, by which rule answers (`answers`: number -> its condition)."""
        open_ = [f"({self.standing(r)} IS NULL)" for r in self.rules]
        as_step = [(s, both([f"({self.endings[s].status} <> 'answered')"])) for s in self.doubtful]
        unknown = some(open_)
        results = {i: r.result for i, r in enumerate(self.rules)}
        end: list[tuple[str, str, str, str]] = []  # condition, status, rule, strength
        for i, condition in answers.items():
            rule = self.rules[i]
            match results[i]:
                case Answered():
                    end.append((condition, "'answered'", word(rule.id), word(rule.strength)))
                case Undetermined():
                    end.append((condition, "'undetermined'", word(rule.id), word(rule.strength)))
                case Silent():
                    end.append((condition, "'silent'", word(rule.id), NULL))
        for step, condition in as_step:
            ending = self.endings[step]
            end.append((both([nothing, unknown, condition]), ending.status, ending.rule, ending.strength))
        quiet = both([nothing, *(f"(NOT {self.standing(r)})" for r in self.rules)])
        end.append((quiet, "'silent'", NULL, NULL))
        status, rule_, strength = (self.column(k) for k in ("status", "rule", "strength"))
        texts = [chosen((e[0], e[k]) for e in end) for k in (1, 2, 3)]
        self.layers.append([(c, self.text(t)) for c, t in zip((status, rule_, strength), texts, strict=True)])
        return Ending(status, rule_, strength, self.column("e"), self.column("known"), tuple(map(self.standing, self.rules)), self.given(answers))

    def text(self, sql: str) -> str:
        return f"CAST({sql} AS {self.writer.dialect.text_type})"

    def given(self, answers: dict[int, str]) -> tuple[Value, ...]:
        """The outputs as columns, each that of the rule that answers; NULL where it is not known, or where there is none."""
        layer: Layer = []
        values: list[Value] = []
        known: list[tuple[str, str]] = []
        for k, (_, type_) in enumerate(self.outputs):
            cases = [(c, self.said[i][k]) for i, c in answers.items() if isinstance(self.rules[i].result, Answered)]
            values.append(self.columns_of(layer, k, cases, type_))
        for i, condition in answers.items():
            parts = [self.is_known(v) for v in self.said[i]]
            known.append((condition, both(parts)))
        known = [(c, p) for c, p in known if p != TRUE]
        layer.append((self.column("known"), chosen(known, TRUE)))
        self.layers.append(layer)
        return tuple(values)

    def columns_of(self, layer: Layer, k: int, cases: list[tuple[str, Value]], type_: Type) -> Value:
        name = self.column("o", k)
        if isinstance(type_, SetOf):
            sets = [(c, self.writer.bits(v)) for c, v in cases]
            codes = dict.fromkeys(code for _, b in sets for code in b.of)
            found: dict[str, str] = {}
            for j, code in enumerate(codes):
                layer.append((f"{name}_{j}", chosen([(c, b.has(code)) for c, b in sets], FALSE)))
                found[code] = f"{name}_{j}"
            layer.append((f"{name}_none", chosen([(c, b.none) for c, b in sets], TRUE)))
            return Bits(found, f"{name}_none")
        scalars = [(c, v if isinstance(v, Scalar) else self.writer.listed(v)) for c, v in cases]
        sql = chosen((both([c, opposite(v.none)]), v.sql) for c, v in scalars if v.sql != NULL)
        layer.append((name, sql if sql != NULL else f"CAST(NULL AS {typed(type_, self.writer.dialect)})"))
        layer.append((f"{name}_none", chosen([(c, v.none) for c, v in scalars], TRUE)))
        digits = (max((v.digits[0] for _, v in scalars), default=1), max((v.digits[1] for _, v in scalars), default=0))
        return Scalar(name, f"{name}_none", digits)

    def is_known(self, value: Value) -> str:
        """Whether a value is not NULL for want of a fact."""
        match value:
            case Scalar():
                plain = value.sql in (TRUE, FALSE) or (value.sql.startswith("'") and value.sql.count("'") == 2) or value.sql.replace(".", "").isdigit()
                return TRUE if value.none == TRUE or plain else some([value.none, f"({value.sql} IS NOT NULL)"])
            case Bits():
                return both(f"({b} IS NOT NULL)" for b in [*value.of.values(), value.none] if b not in (TRUE, FALSE))
            case Codes():
                return some([value.none, f"({value.sql} IS NOT NULL)"])
            case Several():
                return both(map(self.is_known, value.parts))

    # --- several rules together

    def together(self) -> Ending:
        """Every rule that stands adds to the sets; one that gives no answer stops the table."""
        unknown = some(f"({self.standing(r)} IS NULL)" for r in self.rules)
        no_answer = [r for r in self.rules if not isinstance(r.result, Answered)]
        answering = [r for r in self.rules if isinstance(r.result, Answered)]
        some_stand = some(self.standing(r) for r in answering)
        status, rule_, strength, error = (self.column(k) for k in ("status", "rule", "strength", "e"))
        end: list[tuple[str, str, str, str]] = []
        for step in self.doubtful:
            ending = self.endings[step]
            end.append((both([unknown, f"({ending.status} <> 'answered')"]), ending.status, ending.rule, ending.strength))
        end.append((unknown, NULL, NULL, NULL))
        for rule in no_answer:
            end.append(
                (
                    self.standing(rule),
                    "'silent'" if isinstance(rule.result, Silent) else "'undetermined'",
                    word(rule.id),
                    NULL if isinstance(rule.result, Silent) else word(rule.strength),
                )
            )
        joined = self.writer.dialect.concat(["''", *(f"CASE WHEN {self.standing(r)} THEN {word('+' + r.id)} ELSE '' END" for r in answering)])
        end.append((some_stand, "'answered'", f"SUBSTRING({joined}, 2)", chosen((self.standing(r), word(r.strength)) for r in answering)))
        end.append((TRUE, "'answered'" if self.table.of else "'silent'", NULL, NULL))
        self.layers.append([(c, self.text(chosen((e[0], e[k]) for e in end))) for c, k in ((status, 1), (rule_, 2), (strength, 3))])
        disagree: list[tuple[str, str]] = [(f"({self.endings[s].error} IS NOT NULL)", self.endings[s].error) for s in self.steps()]
        layer: Layer = []
        values: list[Value] = []
        for k, (_, type_) in enumerate(self.outputs):
            said = [(self.standing(r), self.said[self.place[r.id]][k], r) for r in answering]
            if isinstance(type_, SetOf):
                values.append(self.union(layer, k, [(s, self.writer.bits(v)) for s, v, _ in said]))
                continue
            scalars = [(s, v if isinstance(v, Scalar) else self.writer.listed(v), r) for s, v, r in said]
            cases: list[tuple[str, Value]] = [(both([s, opposite(v.none)]), v) for s, v, _ in scalars]
            values.append(self.columns_of(layer, k, cases, type_))
            for a, (s, v, r) in enumerate(scalars):
                for t, w, other in scalars[a + 1 :]:
                    if disjoint(r, other):
                        continue
                    unlike = both([opposite(v.none), opposite(w.none), opposite(self.writer.same(v, w, type_))]) if v != w else FALSE
                    disagree.append((both([f"({status} = 'answered')", s, t, unlike]), self.disagreement(r, other)))
        known = [(self.standing(r), both(map(self.is_known, self.said[self.place[r.id]]))) for r in answering]
        layer.append((self.column("known"), both(some([f"(NOT {s})", k]) for s, k in known if k != TRUE)))
        self.layers.append([(error, self.text(chosen(disagree)))])
        self.layers.append(layer)
        certain = self.certain({r.id: both([self.standing(r), f"({rule_} = {word(r.id)})"]) for r in self.rules})
        return Ending(status, rule_, strength, error, self.column("known"), tuple(map(self.standing, self.rules)), self.ranked(values), certain=certain)

    def union(self, layer: Layer, k: int, said: list[tuple[str, Bits]]) -> Bits:
        name = self.column("o", k)
        found: dict[str, str] = {}
        for j, code in enumerate(dict.fromkeys(c for _, b in said for c in b.of)):
            layer.append((f"{name}_{j}", some(both([s, b.has(code)]) for s, b in said)))
            found[code] = f"{name}_{j}"
        return Bits(found)

    def ranked(self, values: list[Value]) -> tuple[Value, ...]:
        """An element of several ranked sets stays in the first."""
        at = [next(k for k, (n, _) in enumerate(self.outputs) if n == name) for name in self.table.ranked]
        ranked = list(values)
        for position, k in enumerate(at):
            mine = values[k]
            assert isinstance(mine, Bits)
            before = [v for v in (values[j] for j in at[:position]) if isinstance(v, Bits)]
            ranked[k] = Bits({c: both([inside, *(opposite(b.has(c)) for b in before)]) for c, inside in mine.of.items()}, mine.none)
        return tuple(ranked)


def levelled(layers: Iterable[Layer]) -> list[Layer]:
    """The same columns in as few layers as they can stand in, each after those that it reads: every layer costs the data base a plan of its own.

    >>> levelled([[("a", "x + 1")], [("b", "x = 'a'")], [("c", "b AND a > 1")]])
    [[('a', 'x + 1'), ('b', "x = 'a'")], [('c', 'b AND a > 1')]]
    """
    level: dict[str, int] = {}
    found: dict[int, Layer] = {}
    for column, sql in (c for layer in layers for c in layer):
        level[column] = max((level[name] + 1 for name in WORDS.findall(sql) if name in level), default=0)
        found.setdefault(level[column], []).append((column, sql))
    return [found[k] for k in sorted(found)]


def open_value(type_: Type) -> str:
    """What an output is where the answer is undetermined."""
    return "'undetermined'" if isinstance(type_, Choice) and "undetermined" in type_.values else NULL


def shown(writer: Writer, value: Value, type_: Type) -> str:
    """An output as it is given: a set as its codes in the order of the alphabet, joined by commas."""
    if isinstance(type_, SetOf):
        if isinstance(type_.of, Choice | Word):
            bits = writer.bits(value)
            parts = [either(inside, word("," + code), "''") for code, inside in sorted(bits.of.items())]
            text = f"SUBSTRING({writer.dialect.concat([EMPTY, *parts])}, 2)" if parts else "''"
            return chosen([(bits.none, NULL)], text)
        raise Unsupported("日期或数的集合作为结果", "an outcome that is a set of days or numbers")
    value = value if isinstance(value, Scalar) else writer.listed(value)
    return value.sql

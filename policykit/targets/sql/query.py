"""One question of one pack -> one SELECT over a table of cases: a key, the status, the outcome, the rule.

The query is a chain of layers, each computed from the one before: the facts, whether each rule's conditions hold, which rules stand, the answer.
Rows in which something unknown may matter go through the same layers once more, once for every value that is tried (`unknown`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ...ir.pack import DrawOrder, Pack, Question, Table
from ...ir.types import Boolean, Choice, SetOf, Type
from ..python.program import Program
from ..python.reads import all_formulas, comparisons
from ..python.trials import Reads
from .candidates import CannotTry, candidates, codes
from .dialects import Dialect, word
from .facts import facts_of
from .formulas import Writer
from .tables import Ending, Layer, TableWriter, levelled, open_value, shown
from .unknown import Tried, agreed, expanded, few
from .values import FALSE, NULL, TRUE, Scalar, Unsupported, both, chosen, opposite, some

CANNOT = "error: it cannot be worked out"
DAY = "asked_on"


class MissingColumn(Exception):
    """A fact that must be given, for which the table has no column."""

    def __init__(self, fact: str) -> None:
        self.fact = fact
        super().__init__(fact)


class NoDay(Exception):
    """No day whose law is asked: none given, no column, and no event."""


@dataclass(frozen=True)
class Asked:
    """How the table is read. Names are as they stand in the data base. `columns`: fact -> column; those left out are absent facts.

    `on`: the day of the law for all rows; `on_column`: a column with it. `unknown`: whether NULLs are tried out; without, what they leave open is
    undetermined.
    """

    table: str
    keys: Sequence[str]
    columns: Mapping[str, str]
    on: date | None = None
    on_column: str | None = None
    citations: bool = False
    unknown: bool = True


def read_facts(pack: Pack, question: Question) -> frozenset[str]:
    """The facts that rules read on some day, and those from which an absent one is told."""
    program = Program(pack, question)
    read = {n for day in _days(pack, None) for n in program.reads(day).read}
    read |= {f.absent.source for f in question.inputs if f.name in read and f.absent.kind == "map" and f.absent.source}
    return frozenset(read)


def _days(pack: Pack, on: date | None) -> list[date]:
    """A day of each stretch of time between two changes of the law."""
    if on is not None:
        return [on]
    first = pack.instrument.period.first or (date.fromordinal(pack.epochs[0].toordinal() - 1) if pack.epochs else date(2000, 1, 1))
    return [first, *(d for d in pack.epochs if d > first)]


class Query:
    """Writes the query. `quoted` makes an identifier of a name, as the data base wants it. Raises `Unsupported`, `MissingColumn`, `NoDay`."""

    def __init__(self, pack: Pack, question: Question, asked: Asked, dialect: Dialect, table: str, quoted: Mapping[str, str]) -> None:
        decision = pack.decisions.get(question.id)
        if isinstance(decision, DrawOrder):
            raise Unsupported("调用顺序", "a draw order")
        self.pack, self.question, self.asked, self.dialect, self.source, self.quoted = pack, question, asked, dialect, table, quoted
        self.table = decision or Table(question.id, "one", ())
        self.program = Program(pack, question)
        self.read = read_facts(pack, question)
        day = dialect.date(asked.on) if asked.on is not None else DAY
        self._check_columns()
        self.facts = facts_of(question, self.read, {c: quoted[n] for c, n in asked.columns.items()}, day, dialect)
        self.writer = Writer(pack, dialect, day, asked.on, self.facts.values, named={})
        self.ctes: list[tuple[str, str]] = []

    def _check_columns(self) -> None:
        for fact in self.question.inputs:
            if fact.name in self.read and fact.absent.kind == "required" and fact.name not in self.asked.columns:
                raise MissingColumn(fact.name)

    # --- the whole

    def text(self) -> str:
        """The SELECT."""
        layers, ending = self.decision()
        self.ctes.append(("facts", self.facts_query()))
        source = self.layered("facts", "d", [*self.checks(), *layers, self.openness(ending)], self.asked.unknown)
        keys = [self.quoted[k] for k in self.asked.keys]
        outputs = [(o.name, f"o_{o.name}", self.output(ending, k), open_value(o.type), o.type) for k, o in enumerate(self.question.outputs)]
        tried = self.asked.unknown and bool(self.facts.unknown)
        if tried:
            self.trials(source, layers, ending, outputs)
        bad, quiet, opened = "d.fault IS NOT NULL", "d.in_force = 0", "d.is_open = 1"
        agreed_ = "t.alike = 1" if tried else FALSE
        error = "t.error" if tried else f"d.{ending.error}"  # of an open row: rules disagree whatever is unknown
        failed = f"({error} IS NOT NULL)"
        status = [
            (bad, "d.fault"), (quiet, "'not_in_force'"),
            (both([opened, agreed_]), "t.status" if tried else NULL),
            (both([opened, failed]), error), (opened, "'undetermined'"),
            (f"d.{ending.error} IS NOT NULL", f"d.{ending.error}"), (f"d.{ending.status} IS NULL", word(CANNOT)),
        ]  # fmt: skip
        parts = [*(f"d.{k} AS {k}" for k in keys), f"{chosen(status, f'd.{ending.status}')} AS {self.quoted['status']}"]
        for (name, column, value, opened_value, type_), certain in zip(outputs, ending.certain, strict=True):
            still = [(both([f"d.{ending.status} = 'undetermined'", c]), v) for c, v in [*certain, *([(TRUE, opened_value)] if opened_value != NULL else [])]]
            direct = chosen([(f"d.{ending.status} = 'answered'", value), *still])
            cases = [(bad, NULL), (quiet, NULL), (both([opened, failed]), NULL)]
            if tried:
                told = f"CASE WHEN t.signature IS NULL THEN {opened_value} WHEN t.alike = 1 THEN t.{column} ELSE t.open_{column} END"
                cases.append((opened, f"({told}) = 1" if isinstance(type_, Boolean) else told))
            else:
                cases.append((opened, opened_value))
            cases.append((f"d.{ending.error} IS NOT NULL", NULL))
            parts.append(f"{chosen(cases, direct)} AS {self.quoted[name]}")
        rule = self.rule(ending, tried)
        parts.append(f"{rule} AS {self.quoted['rule']}")
        joined = " LEFT JOIN agreed AS t ON d.signature = t.signature" if tried else ""
        final = f"SELECT {', '.join(parts)} FROM {source} AS d{joined}"
        if self.asked.citations:  # told from the rule as a column: it would be written out in each of many conditions
            self.ctes.append(("ended", f"{final}{self.dialect.fence}"))
            final = f"SELECT *, {self.cited(self.quoted['rule'])} AS {self.quoted['citations']} FROM ended"
        return "WITH " + ", ".join(self.dialect.query(n, q) for n, q in self.ctes) + " " + final

    def rule(self, ending: Ending, tried: bool) -> str:
        silent = some(["d.fault IS NOT NULL", "d.in_force = 0"])
        told = "CASE WHEN t.alike = 1 THEN t.rule END" if tried else NULL
        return chosen([(silent, NULL), ("d.is_open = 1", told), (f"d.{ending.error} IS NOT NULL", NULL)], f"d.{ending.rule}")

    def cited(self, rule: str) -> str:
        """The clauses that the rules named cite, each once: those of one rule in its order, of several those of the first in the table first.

        `ask` has the same order, but where a fact is unknown and several rules end alike: there it is that in which their cases are tried.
        """
        citing: dict[str, dict[str, None]] = {}  # rule -> addresses
        for r in (r for table in (self.table, *self.program._steps()) for r in table.rules if self.asked.on is None or r.period.covers(self.asked.on)):
            citing.setdefault(r.id, {}).update(dict.fromkeys(q.address for q in r.cite))
        alike: dict[str, list[str]] = {}
        for name, addresses in citing.items():
            alike.setdefault("; ".join(addresses), []).append(name)
        alone = [(f"({rule} IN ({', '.join(map(word, names_))}))", word(text)) for text, names_ in alike.items()]
        joined = self.dialect.concat([word("+"), rule, word("+")])
        named = {name: f"(POSITION({word(f'+{name}+')} IN {joined}) > 0)" for name in citing}
        parts, before = [], dict[str, list[str]]()
        for name, addresses in citing.items():
            for address in addresses:
                told = before.setdefault(address, [])
                parts.append(chosen([(both([named[name], *(opposite(named[n]) for n in told)]), word(f"; {address}"))], "''"))
                told.append(name)
        together = f"SUBSTRING({self.dialect.concat([word(''), *parts])}, 3)" if parts else NULL
        return chosen([(f"({rule} IS NULL)", NULL), *alone], together)

    def layered(self, source: str, prefix: str, layers: Sequence[Layer], used_twice: bool) -> str:
        """Layers over a query; the name of the last."""
        self.ctes += self.dialect.layered(source, prefix, layers, used_twice)
        return self.ctes[-1][0]

    # --- facts

    def facts_query(self) -> str:
        asked = self.asked
        parts = [self.quoted[k] for k in asked.keys]
        if asked.on is None:
            event = self.question.event_date
            column = asked.on_column if asked.on_column is not None else asked.columns.get(event) if event is not None else None
            if column is None:
                raise NoDay
            parts.append(f"{self.dialect.day.format(x=self.quoted[column])} AS {DAY}")
        parts += [f"{sql} AS {c}" for c, sql in self.facts.columns if c not in self.later]
        return f"SELECT {', '.join(parts or ['1 AS one'])} FROM {self.source}"

    @property
    def later(self) -> set[str]:
        """Columns that are told from others."""
        return {self.facts.alias[f.name] for f in self.question.inputs if f.name in self.read and f.absent.kind == "map" and f.name not in self.asked.columns}

    def checks(self) -> list[Layer]:
        """What is wrong with a row, and whether the instrument binds on its day."""
        told = [(c, sql) for c, sql in self.facts.columns if c in self.later]
        period, day = self.pack.instrument.period, self.writer.day
        outside = some([*([f"({day} < {self.dialect.date(period.first)})"] if period.first else []), *([f"({day} > {self.dialect.date(period.last)})"] if period.last else [])])
        if self.question.every_day or self.pack.instrument.status != "in_force":
            outside = FALSE
        faults = [(c, word(f"error: {why}")) for c, why in self.facts.faults]
        if self.asked.on is None:
            faults.insert(0, (f"({day} IS NULL)", word("error: no day")))
        fault = f"CAST({chosen(faults)} AS {self.dialect.text_type})"
        unknown = [(f"u_{n}", condition) for n, condition in self.facts.unknown.items()]
        return [told, [("fault", fault), ("in_force", chosen([(outside, "0")], "1")), *unknown]]

    # --- deciding

    def decision(self) -> tuple[list[Layer], Ending]:
        """The layers of the steps, each after those it reads itself, and of the table."""
        layers: list[Layer] = []
        self.endings = endings = dict[str, Ending]()
        for number, step in enumerate(self.program._steps()):
            assert step.gives is not None
            table = TableWriter(self.writer, step, f"p{number}", (("value", step.gives),), dict(endings))
            endings[step.id] = table.written()
            layers += table.layers
            self.writer.steps = {**self.writer.steps, step.id: endings[step.id].outputs[0]}
        self.main = TableWriter(self.writer, self.table, "q", tuple((o.name, o.type) for o in self.question.outputs), endings)
        ending = self.main.written()
        return levelled([*layers, *self.main.layers]), ending

    def output(self, ending: Ending, k: int) -> str:
        return shown(self.writer, ending.outputs[k], self.question.outputs[k].type)

    def openness(self, ending: Ending) -> Layer:
        """Whether a row is open: something is unknown, and the rules do not answer without it."""
        if not self.facts.unknown:
            return [("is_open", "0")]
        unknown = some(f"u_{n}" for n in self.facts.unknown)
        follows = [both([s, some(self.followed(i))]) for i, s in enumerate(ending.standing)]
        left = some([self.not_known(ending), f"({ending.error} IS NOT NULL)", *follows])
        opened = both(["fault IS NULL", "in_force = 1", unknown, left])
        return [("is_open", chosen([(opened, "1")], "0")), ("signature", chosen([(opened, self.signature())]))]

    def not_known(self, ending: Ending) -> str:
        """Whether it is not known of some rule that it stands, or what it says; rules of steps too, which the reference works out first."""
        steps = [f"({s} IS NULL)" for e in self.endings.values() for s in e.standing]
        steps += [f"(COALESCE({e.known}, FALSE) = FALSE)" for e in self.endings.values()]
        return some([*steps, *(f"({s} IS NULL)" for s in ending.standing), f"({ending.status} IS NULL)", f"(COALESCE({ending.known}, FALSE) = FALSE)"])

    def signature(self) -> str:
        """All facts of a row as one text, the same for the same facts."""
        parts = [] if self.asked.on is not None else [f"CAST({DAY} AS {self.dialect.text_type})"]
        for name, value in self.facts.values.items():
            if name not in self.facts.unknown:
                continue
            column = self.facts.alias[name]
            text = f"REPLACE(REPLACE(CAST({column} AS {self.dialect.text_type}), '^', '^^'), '|', '^p')"
            if isinstance(value, Scalar) and isinstance(fact := self.question.input(name), object) and fact is not None and isinstance(fact.type, Boolean):
                text = f"CASE WHEN {column} THEN 'y' ELSE 'n' END"
            none = [(value.none, "'none'")] if value.none != FALSE else []
            parts.append(chosen([*none, (f"{column} IS NOT NULL", self.dialect.concat(["'='", text]))], "'unknown'"))
        joined: list[str] = []
        for part in parts:
            joined += [part, "'|'"]
        return self.dialect.concat(joined)

    def followed(self, rule: int, output: str | None = None) -> list[str]:
        """The unknown facts that an output of a rule follows, whatever comparisons say of them."""
        found: dict[str, None] = {}
        for day in _days(self.pack, self.asked.on):
            for name, facts in self.program.reads(day).follows.get(self.main.rules[rule].id, ()):
                if output is None or output == name:
                    found |= {f"u_{n}": None for n in sorted(facts) if n in self.facts.unknown}
        return list(found)

    # --- what is unknown

    def trials(self, source: str, layers: list[Layer], ending: Ending, outputs: list[tuple[str, str, str, str, Type]]) -> None:
        tried = self.tried()
        kept = [c for c, _ in self.facts.columns if not c.endswith("_raw")]
        flags = [f"u_{n}" for n in self.facts.unknown]
        day = [] if self.asked.on is not None else [DAY]
        self.ctes.append(("cases", f"SELECT DISTINCT signature, 0 AS trial, {', '.join([*day, *kept, *flags])} FROM {source} WHERE is_open = 1 AND {few(tried)}"))
        source = "cases"
        columns = [*day, *kept, *flags]
        for name, query in expanded(tried, columns, source, self.dialect.fence):
            self.ctes.append((name, query))
            source = name if name != "counted" else source
        source = self.layered(source, "t", layers, True)
        opaque = some(f"u_{n}" for n in self.facts.unknown if n not in {t.candidates.fact.name for t in tried if not t.opaque})
        sound, not_known = f"({ending.error} IS NULL)", self.not_known(ending)
        unread = both([opaque, not_known])
        said = some([both([sound, f"({ending.status} IS NOT NULL)"]), unread])
        # that rules disagree is sure where nothing is open that the reference may read before it meets them
        parts = [
            "signature",
            "trial",
            f"{chosen([(not_known, NULL)], ending.error)} AS error",
            *(f"{chosen([(c, '1')], '0')} AS {n}" for n, c in (("unread", unread), ("said", said))),
        ]
        parts += [f"{chosen([(sound, column)])} AS {name}" for name, column in (("status", ending.status), ("rule", ending.rule), ("strength", ending.strength))]
        for k, (name, column, value, opened, type_) in enumerate(outputs):
            follows = some(both([s, some(self.followed(i, name))]) for i, s in enumerate(ending.standing))
            said_ = [("'answered'", TRUE, value), *(("'undetermined'", c, v) for c, v in ending.certain[k])]
            cases = [(both([sound, f"({ending.status} = {s})", c]), chosen([(v, "1"), (opposite(v), "0")]) if isinstance(type_, Boolean) else v) for s, c, v in said_]
            cases += [(both([sound, f"({ending.status} = 'undetermined')"]), opened)] if opened != NULL else []
            parts += [f"{chosen(cases)} AS {column}", f"{chosen([(both([sound, follows]), '1')], '0')} AS follows_{k}"]
        self.ctes.append(("trials", f"SELECT {', '.join(parts)} FROM {source}"))
        self.ctes += agreed([(c, o) for _, c, _, o, _ in outputs], "trials", self.dialect)

    def tried(self) -> list[Tried]:
        """What is put in place of each unknown fact: choices and booleans first, then what is compared with what is known, then the rest."""
        days = _days(self.pack, self.asked.on)
        reads = [self.program.reads(d) for d in days]
        formulas = list({id(f): f for d in days for f in all_formulas(self.program, d)}.values())
        compared = comparisons(formulas)
        opaque = frozenset().union(*(r.opaque for r in reads))
        inputs = [f for f in self.question.inputs if f.name in self.facts.unknown]
        plain = [f for f in inputs if isinstance(f.type, Choice | Boolean)]
        ordered = [f for f in inputs if f not in plain]
        names_ = {f.name for f in ordered if f.name not in opaque or self.optional(f.name)}
        ordered.sort(key=lambda f: sum(bool((said - {f.name}) & names_) for said in reads[0].compared if f.name in said))
        found = [Tried(self.facts.alias[f.name], self.none_column(f.name), codes(f, _all_codes(reads, f.name), self.optional(f.name))) for f in plain]
        for place, fact in enumerate(ordered):
            later = {f.name for f in ordered[place + 1 :]}
            columns = (self.facts.alias[fact.name], self.none_column(fact.name))
            try:
                if fact.name in opaque or isinstance(fact.type, SetOf):
                    raise CannotTry
                found.append(Tried(*columns, candidates(fact, compared, replace(self.writer, named=None), self.optional(fact.name), later)))
            except CannotTry:
                if self.optional(fact.name):
                    found.append(Tried.opaquely(*columns, fact))
        return found

    def optional(self, name: str) -> bool:
        return self.none_column(name) is not None

    def none_column(self, name: str) -> str | None:
        none = self.facts.values[name].none
        return none if none != FALSE else None


def _all_codes(reads: Sequence[Reads], name: str) -> list[object]:
    """The codes of a fact that differ to the rules on some day."""
    return list(dict.fromkeys(c for r in reads for c in r.codes[name] if c is not None))

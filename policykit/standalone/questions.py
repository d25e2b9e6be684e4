"""One question of a pack -> its part of a compiled module: a class of outputs, a typed function, and its decisions by stretches of time."""

from __future__ import annotations

import itertools
import keyword
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from ..ir.answer import Conclusion
from ..ir.at_odds import AS_OF
from ..ir.expr import Arithmetic, Call, Expr, Keyed, Ref, names as ir_names, walk
from ..ir.pack import Pack, Question
from ..ir.types import Boolean, Choice, Date, DateTime, DayOfYear, Duration, Fact, ListOf, Months, Number, Record, SetOf, Time, Type, Word
from ..targets.python.expressions import Emitter
from ..targets.python.program import _STEP, _STEP_SET, Program
from ..targets.python.reads import reads
from ..targets.python.trials import Reads, Side
from .facts import fast_way
from .literals import PLAIN, Names, literal

_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")


class Written(NamedTuple):
    """A question in a module: what a user sees, what decides plain facts, and what reads a case with care."""

    seen: list[str]
    deciding: list[str]
    reading: list[str]
    open: list[str]  # what says why the text leaves a case open
    comparing: list[str]  # what its facts may say against each other
    used: set[str]  # names that it reads


class Writer:
    """Writes questions; keeps what several of them share: choices are written once."""

    def __init__(self, pack: Pack, reserved: Collection[str] = ()) -> None:
        self.pack = pack
        self.reserved = reserved  # names that the module has for something else
        self.types: dict[str, str] = {}  # text of a choice -> its alias
        self.spoken: set[str] = set()  # texts of the types of facts and outputs
        self.choices: dict[str, str] = {}  # expression of a choice -> its name
        self.used: set[str] = set()  # names that the decisions read

    # --- the whole question

    def question(self, question: Question) -> Written:
        """The lines."""
        before, self.used = self.used, set()
        program = Program(self.pack, question)
        name = class_name(question.id)
        names = Names({program.values: name, _STEP: "Step", _STEP_SET: "StepSet"}, {a: c.quote for a, c in self.pack.clauses.items()})
        stretches = range(len(program.starts) + 1)
        decides, deciding = _each_once("decide", "(V, U)", [self._decide(program, i, names) for i in stretches])
        looks, reading = _each_once("reads", "()", [self._reads(program, i, names) for i in stretches])
        open_values = literal(program.open_values, names)
        deciding += [f"_decides[{question.id!r}] = Decides({name}, {open_values}, {literal(program.starts, PLAIN)}, ({', '.join(decides)},))", "", ""]
        way = fast_way(self.pack, question, by_day=bool(program.starts))
        self.used |= {"few_digits", "HUGE", "Decimal"} & set(_NAME.findall("\n".join(way)))
        deciding += [*way, "", "", f"_fast[{question.id!r}] = fast_way(_decides[{question.id!r}])"]
        reading += [f"_programs[{question.id!r}] = Program({self._asked(question)}, _decides[{question.id!r}], ({', '.join(looks)},))"]
        used, self.used = self.used, self.used | before
        return Written([*self._outputs(question, name), *self._function(question, name)], deciding, reading, self._left_open(program, names), _comparing(program), used)

    def _left_open(self, program: Program, names: Names) -> list[str]:
        """The declared silences that look at facts only: the facts that each reads, its conditions, the reason."""
        emitter = Emitter(self.pack.parameters, None, self.pack.instrument.month_end)
        declared = [s for s in program.table.silences if all(_looks_at_facts(t.holds) for t in s.tests)]
        if not declared:
            return []
        inputs = "".join(f", v_{f.name}" for f in program.question.inputs)
        texts = []
        for silence in declared:
            read = sorted({n for t in silence.tests for n in ir_names(t.holds, "input")})
            days = [f"on {operator} {emitter.constant(day)}" for operator, day in ((">=", silence.period.first), ("<=", silence.period.last)) if day is not None]
            holds = " and ".join([*days, *(f"({emitter.emit(t.holds)})" for t in silence.tests)]) or "True"
            texts.append(f"        ({tuple(read)!r}, lambda on, force{inputs}: {holds}, {literal(silence.why, names)}),")
        before, self.used = self.used, set()
        constants, body = self._constants(emitter.constants, "\n".join(texts), names)
        self.used = before
        return ["def left_open():", *constants, "    return (", body, "    )", "", "", f"_left_open[{program.question.id!r}] = left_open()"]

    def _outputs(self, question: Question, name: str) -> list[str]:
        """The class of the question's outputs."""
        names = tuple(o.name for o in question.outputs)
        lines = ["", "", f"class {name}(Values):", f'    """{_plain(question.label.zh)} / {_plain(question.label.en)}"""', "", "    __slots__ = ()"]
        if any(keyword.iskeyword(n) for n in names):  # otherwise the annotations say both
            lines.append(f"    _names = {names!r}")
            lines.append(f"    _sets = {tuple(isinstance(o.type, SetOf) for o in question.outputs)!r}")
        for output in question.outputs:
            clash = "  # type: ignore[assignment]" if output.name in dir(tuple) else ""
            hidden = "# " if keyword.iskeyword(output.name) else ""  # read it with `getattr`
            type_ = self.annotation(output.type, given=False)  # written as a text, which is compiled sooner
            self.spoken.add(type_)
            lines.append(f'    {hidden}{output.name}: "{type_} | None"{clash}  # {_plain(output.label.zh)} / {_plain(output.label.en)}')
        return lines

    def _function(self, question: Question, name: str) -> list[str]:
        """What a user calls: each fact by name, with its type. Texts in quotes and `locals()` are compiled sooner than what they stand for."""
        lines = ["", "", f"def {self.called(question.id)}("]
        lines += ["    *,"]
        for fact in question.inputs:
            type_ = self.annotation(fact.type, given=True)
            self.spoken.add(type_)
            lines.append(f'    {_safe(fact.name)}: "{type_} | Unknown | None" = None,  # {_plain(fact.label.zh)} / {_plain(fact.label.en)}')
        day = "on" if question.input("on") is None else "as_of"
        lines += [f'    {day}: "date | None" = None,', f') -> "Answer[{name}]":', f'    """{_plain(question.label.zh)} / {_plain(question.label.en)}"""']
        if day == "on" and not any(keyword.iskeyword(f.name) for f in question.inputs):
            return [*lines, f"    return _called({question.id!r}, locals())"]
        facts = ", ".join(f"{f.name!r}: {_safe(f.name)}" for f in question.inputs)
        return [*lines, f"    return _by_name({question.id!r}, {{{facts}}}, {day}, True)"]

    def _asked(self, question: Question) -> str:
        inputs = "".join(f"{self._fact(f)}, " for f in question.inputs)
        outputs = "".join(f"({o.name!r}, {self._codes(o.type)}), " for o in question.outputs)
        more = f", every_day={question.every_day}" if question.every_day else ""
        return f"Question({question.id!r}, ({inputs}), ({outputs}), {question.event_date!r}{more})"

    def _codes(self, type_: Type) -> str:
        """The codes of an output."""
        if isinstance(type_, ListOf | SetOf):
            return self._codes(type_.of)
        return f"{self.type(type_)}.values" if isinstance(type_, Choice) else "()"

    def called(self, question: str) -> str:
        """The name of the function of a question."""
        return f"{question}_" if question in self.reserved else _safe(question)

    # --- decisions

    def _decide(self, program: Program, index: int, names: Names) -> str:
        emitter = program.emitter(index)
        body = "\n".join("    " + line for line in program.lines(emitter, index, inlined=False))
        constants, body = self._constants(emitter.constants, body, names)
        parameters = "".join(f", v_{f.name}" for f in program.question.inputs)
        return "\n".join([*constants, "", f"    def decide(on, force{parameters}):", body, "", "    return decide"])

    def _reads(self, program: Program, index: int, names: Names) -> str:
        emitter = program.emitter(index)
        found = reads(program, program._day(index), emitter, lambda parameters, text, _: f"lambda {', '.join(parameters)}: {text}")
        constants, text = self._constants(emitter.constants, _reads_text(found, names), names)
        return "\n".join([*constants, f"    return {text}"])

    def _constants(self, known: Mapping[str, Any], body: str, names: Names) -> tuple[list[str], str]:
        """The constants that the lines name, each once, before they do; and the lines with the names that these have here."""
        named = set(_NAME.findall(body))
        self.used |= {n for n in named if n.startswith("_") or n in ("no_notice", "known", "NoNotice")}
        here: dict[str, str] = {}  # the emitter's name -> the name here
        texts: dict[str, str] = {}  # expression -> name
        for name, value in known.items():
            if name in named and not name.startswith("_"):
                here[name] = texts.setdefault(literal(value, names), _called(value, set(texts.values())))
        lines = [f"    {name} = {text}" for text, name in texts.items()]
        self.used |= {"Fraction"} & set(_NAME.findall("\n".join(lines)))
        return lines, _NAME.sub(lambda m: here.get(m[0], m[0]), body)

    # --- types

    def _fact(self, fact: Fact) -> str:
        return f"Fact({fact.name!r}, {self.type(fact.type)}, {literal(fact.absent, PLAIN)}, {literal(fact.label, PLAIN)})"

    def type(self, type_: Type) -> str:
        """The expression that makes a type; of choices, each once in the module."""
        match type_:
            case ListOf(of=inner) | SetOf(of=inner):
                return f"{type(type_).__name__}({self.type(inner)})"
            case Record(fields=fields):
                return "Record((" + "".join(f"({n!r}, {self._fact(f)}), " for n, f in fields) + "))"
            case Choice():
                return f"{self.choices.setdefault(literal(type_, PLAIN), f'_choice_of({len(self.choices)})')}"
        return literal(type_, PLAIN)

    def annotation(self, type_: Type, given: bool) -> str:
        """The type as a type checker reads it. `given`: of a fact, which may come in more forms than an output has."""
        match type_:
            case Boolean():
                return "bool"
            case Number(integer=integer):
                return "int" if integer else "int | Decimal" if given else "int | Decimal | Fraction"
            case Date():
                return "date"
            case DateTime():
                return "datetime"
            case Time():
                return "time"
            case Months():
                return "int | str" if given else "int"
            case Duration():
                return "timedelta | str" if given else "timedelta"
            case DayOfYear():
                return "str" if given else "tuple[int, int]"
            case Word():
                return "str"
            case Choice(values=values):
                text = f"Literal[{', '.join(map(repr, values))}]"
                return self.types.setdefault(text, f"Choice{len(self.types)}")
            case ListOf(of=inner):
                return f"Sequence[{self.annotation(inner, given)}]" if given else f"tuple[{self.annotation(inner, given)}, ...]"
            case SetOf(of=inner):
                return f"Collection[{self.annotation(inner, given)}]" if given else f"frozenset[{self.annotation(inner, given)}]"
            case Record():
                return "Mapping[str, Any]"
        return "Any"


def _comparing(program: Program) -> list[str]:
    """What of a question `at_odds` takes: labels of the facts that it tells, pairs of days, codes of texts, codes that others imply."""
    asked = program.asked
    codes = {asked.inputs[place]: dict(asked.value_labels[asked.inputs[place]]) for place in asked.coded}
    implied = tuple((source, place, dict(meant), dict(words)) for source, place, meant, words in asked.implied)
    told = {*codes, *(asked.inputs[place] for pair in asked.ordered for place in pair), *({AS_OF} & set(asked.inputs)), *(asked.inputs[place] for _, place, _, _ in implied)}
    labels = {n: asked.labels[n] for n in asked.inputs if n in told}
    return [f"_compares[{program.question.id!r}] = {literal((labels, asked.ordered, codes, implied), PLAIN)}"] if told else []


def _looks_at_facts(test: Expr) -> bool:
    """Whether a condition compares facts with what is written out: it can be worked out on any day."""
    return not any(isinstance(n, Arithmetic | Call | Keyed) or (isinstance(n, Ref) and n.origin not in ("input", "variable", "builtin")) for n in walk(test))


def _called(value: Any, taken: set[str]) -> str:
    """A name for a constant: what a rule says is called by the rule."""
    rule = (value.rule or "silence") if isinstance(value, Conclusion) else None
    stem = "k" if rule is None else "r_" + re.sub(r"\W", "_", rule)
    if stem not in taken and rule is not None:
        return stem
    return next(n for i in itertools.count(0 if rule is None else 2) if (n := f"{stem}{i}" if rule is None else f"{stem}_{i}") not in taken)


def _each_once(kind: str, head: str, texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The name of the function that each text is the body of, and the lines that define them, equal ones once."""
    lines: list[str] = []
    named: dict[str, str] = {}
    for index, text in enumerate(texts):
        if text not in named:
            named[text] = f"{kind}_{index}" if index else kind
            lines += [f"def {named[text]}{head}:", text, "", ""]
    return [named[t] for t in texts], lines


def class_name(question: str) -> str:
    """`StockDrawValues` for `stock_draw`."""
    return "".join(part.capitalize() for part in question.split("_")) + "Values"


def _safe(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def _plain(text: str) -> str:
    return text.replace("\\", "/").replace('"', "'").replace("\n", " ").rstrip("'")


def _reads_text(found: Reads, names: Names) -> str:
    """The expression that makes `found`, whose sides are texts of functions."""

    def side(s: Side) -> str:
        return f"Side({literal(s.needs, names)}, {s.value}, {s.bare}, {literal(s.words, names)})"

    turns = ", ".join(f"{n!r}: ({''.join(f'({side(a)}, {side(b)}), ' for a, b in pairs)})" for n, pairs in found.turns.items())
    parts = [
        literal(found.read, names),
        literal(found.compared, names),
        literal(found.opaque, names),
        literal(dict(found.codes), names),
        f"{{{turns}}}",
        literal(dict(found.follows), names),
        literal(found.where, names),
    ]
    return "Reads(\n" + "".join(f"        {p},\n" for p in parts) + "    )"

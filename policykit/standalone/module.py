"""A pack -> the text of one Python module, 3.11 or newer, with nothing but the standard library.

What a user sees stands in the module as it is: types, the functions of the questions, answers. The rest, ten times as much, stands in it as the text
of parts that Python compiles when they are first needed, each at its own lines, so that a traceback shows them: where nothing may be written, a
module is compiled anew in every process, and one part of it is all that a question needs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from .. import __version__
from ..diagnostics import Text
from ..domain.calendar import digest, official
from ..domain.numbers import few_digits
from ..ir.pack import DrawOrder, Pack
from ..targets.python import runtime
from ..targets.python.conclusions import known, no_notice
from ..targets.python.expressions import Emitter
from ..targets.python.program import Program, collect
from .embedding import PACKAGE, Embedded, Embedder, Name, Part
from .literals import PLAIN, Names, literal
from .questions import Writer
from .supports import SUPPORTS

SHELL: Final = f"{PACKAGE}.standalone.shell"
ORDER: Final = [
    f"{PACKAGE}.{m}"
    for m in (
        "standalone.shell",
        "diagnostics",
        "domain.numbers",
        "domain.periods",
        "domain.calendar",
        "ir.types",
        "ir.labels",
        "ir.at_odds",
        "ir.instrument",
        "ir.pack",
        "ir.answer",
        "ir.case",
        "source.faults",
        "source.gathering",
        "source.case",
        "targets.python.runtime",
        "targets.python.failures",
        "targets.python.conclusions",
        "targets.python.program",
        "targets.python.trials",
        "targets.python.unknown",
    )
]  # a module after those whose definitions run when its own do
INSTEAD: Final = {
    Name(f"{PACKAGE}.diagnostics", "Diagnostic"): Name(SHELL, "Diagnostic"),
    Name(f"{PACKAGE}.ir.answer", "Values"): Name(SHELL, "Values"),
    Name(f"{PACKAGE}.ir.pack", "Question"): Name(SHELL, "Question"),
    Name(f"{PACKAGE}.targets.python.program", "Program"): Name(SHELL, "Program"),
    Name("dataclasses", "replace"): Name(SHELL, "replaced"),
}
SEEN: Final = (
    *(Name(SHELL, n) for n in ("Answer", "FactsError", "Frozen", "Values")),
    *(Name(f"{PACKAGE}.ir.types", n) for n in ("UNKNOWN", "_Unknown")),
    *(Name(f"{PACKAGE}.ir.answer", n) for n in ("Citation", "Conclusion")),
    *(Name(f"{PACKAGE}.targets.python.runtime", n) for n in ("NotInForce", "OutOfRange", "RulesDisagree")),
    Name(f"{PACKAGE}.domain.calendar", "NoNotice"),
)
DECIDING: Final = tuple(Name(SHELL, n) for n in ("Decides", "Law", "Step", "StepSet"))
READING: Final = (
    *(Name(SHELL, n) for n in ("Program", "Question", "answered", "not_here")),
    *(Name(f"{PACKAGE}.ir.types", n) for n in ("Absent", "Boolean", "Choice", "Date", "Fact", "Number", "Record", "ListOf", "SetOf", "holds_unknown")),
)
TRYING: Final = (Name(f"{PACKAGE}.targets.python.unknown", "decide_unknown"), *(Name(f"{PACKAGE}.targets.python.trials", n) for n in ("Reads", "Side")))
COMPARING: Final = (Name(f"{PACKAGE}.ir.at_odds", "at_odds"),)
_WORKDAYS: Final = """
def _workdays_after(day, count):
    return None if day is None or count is None else _official().workdays_after(day, count)


def _next_workday(day):
    return None if day is None else _official().next_workday(day)
"""
_DECIDING, _SLOW, _DAYS, _READING, _TRYING, _COMPARING = (f"{what} for all" for what in ("deciding", "fractions and patterns", "working days", "reading", "trying", "comparing"))
_IMPORTS: Final = {
    _DECIDING: ("from datetime import date, datetime, time, timedelta", "from decimal import Decimal"),
    _SLOW: ("from fractions import Fraction",),
}  # what constants need
_BY_DAYS: Final = ("_workdays_after", "_next_workday")
_CHOICES: Final = """

_programs = {}
_choices = {}


def _choice_of(number):
    if number not in _choices:
        _load(f"choice {number}")
    return _choices[number]"""
_ASK: Final = '''
_fast: dict[str, Callable[[Mapping[str, Any], date | None, bool], Answer[Any] | None]] = {}
_left_open: dict[str, Any] = {}
_compares: dict[str, Any] = {}
_loaded: set[str] = set()
_lock = RLock()


def _load(name: str) -> None:
    """Compile and run a part of `_PARTS`, once, at its own lines, so that a traceback shows them."""
    with _lock:
        if name not in _loaded:
            start = _PARTS.index(f"\\n#: {name}\\n")
            text = _PARTS[start : _PARTS.index("\\n#:", start + 1)]
            code = compile("\\n" * (_ABOVE + _PARTS.count("\\n", 0, start)) + text, globals().get("__file__") or f"<{PACK}>", "exec")
            exec(code, globals(), globals() if name.endswith(" for all") else {})
            _loaded.add(name)


def ask(question: str, facts: Mapping[str, Any], on: date | None = None) -> Answer[Any]:
    """The answer to a question by its name. Raises `FactsError`."""
    return _by_name(question, facts, on, False)


def _called(question: str, arguments: dict[str, Any]) -> Answer[Any]:
    """The answer to a question from the arguments of its function, the day among them."""
    return _by_name(question, arguments, arguments.pop("on"), True)


def _by_name(question: str, facts: Mapping[str, Any], on: date | None, named: bool) -> Answer[Any]:
    """The answer; `named`: the facts are all that the question takes, None for those that are not given."""
    fast = _fast.get(question) or _ready(question)
    try:
        answer = fast(facts, on, named)
    except (NoNotice, RulesDisagree, NotInForce, OutOfRange, ArithmeticError, ValueError):
        answer = None
    return answer if answer is not None else _with_care(question, facts, on)


def _ready(question: str) -> Callable[[Mapping[str, Any], date | None, bool], Answer[Any] | None]:
    if question not in _QUESTIONS:
        _load("deciding for all")
        _load("reading for all")
        error: FactsError = globals()["not_here"](PACK, question, list(_QUESTIONS), _REFUSED)
        raise error
    with _lock:
        _load("deciding for all")
        _load(question)
        return _fast[question]


def _with_care(question: str, facts: Mapping[str, Any], on: date | None) -> Answer[Any]:
    """The case read as it should be, what is wrong with it told, what is unknown tried."""
    with _lock:
        _load("reading for all")
        _load(f"{question}, read with care")
    of: dict[str, Any] = globals()
    answer: Answer[Any] = of["answered"](of["_LAW"], PACK, of["_programs"][question], facts, on, _trying)
    return answer


def _declared(question: str, facts: Mapping[str, Any], on: date, force: str) -> Any:
    """Why the text leaves a case open, where the pack says so."""
    name = f"{question}, left open"
    if f"\\n#: {name}\\n" not in _PARTS:
        return None
    _load("deciding for all")
    _load("reading for all")
    _load(name)
    unknown = globals()["holds_unknown"]
    for read, holds, why in _left_open[question]:
        if not any(unknown(facts[n]) for n in read) and holds(on, force, *facts.values()):
            return why
    return None


Answer.declared = staticmethod(_declared)


def _compared(question: str, inputs: tuple[str, ...], facts: tuple[Any, ...], on: date) -> Any:
    """What facts say against each other, where the question compares any."""
    name = f"{question}, compared"
    if f"\\n#: {name}\\n" not in _PARTS:
        return ()
    for part in ("deciding for all", "reading for all", "comparing for all", name):
        _load(part)
    return globals()["at_odds"](inputs, facts, on, *_compares[question])


Answer.compared = staticmethod(_compared)


def _trying() -> Any:
    """What tries the values of unknown facts."""
    _load("trying for all")
    return globals()["decide_unknown"]'''
_TYPES: Final = {"collections.abc": ("Collection", "Sequence"), "datetime": ("date", "datetime", "time", "timedelta"), "decimal": ("Decimal",), "fractions": ("Fraction",)}
_NAME: Final = re.compile(r"[A-Za-z_]+")
_CODE: Final = re.compile(r"'[^']*'")
_TAKEN: Final = {  # names that the lines here give
    *("PACK", "DIGEST", "ask", "cite", "date", "datetime", "time", "timedelta", "bisect_right", "operator", "Generic", "V", "Decimal", "Fraction", "RLock", "itemgetter"),
    *("VERSION", "QUESTION_DIGESTS", "CALENDAR_DIGEST", "_by_name", "_called", "_compared", "_compares", "_declared", "_left_open", "_choice_of", "_choices", "_decides"),
    *("_fast", "_load", "_loaded", "_lock", "_official", "_programs", "_ready", "_trying", "_with_care"),
}


def compiled_module(pack: Pack) -> str:
    """The text of a module that answers the pack's questions as `Policy.ask` does. Draw orders, duties and other readings are not in it."""
    refused = {q: SUPPORTS[DrawOrder].note for q in pack.answers if isinstance(pack.decisions.get(q), DrawOrder)}
    asked = [q for q in pack.answers if q not in refused]
    writer = Writer(pack)
    questions = {q: writer.question(pack.questions[q]) for q in asked}
    embedded = _embedded(pack, writer.used)
    taken = {*embedded.names.values(), *_TAKEN}
    if not taken.isdisjoint(asked):  # a question has the name of something else: its function is called otherwise
        writer = Writer(pack, taken)
        questions = {q: writer.question(pack.questions[q]) for q in asked}
    lines = [*_head(pack, embedded, writer), *_asking(pack, asked, refused)]
    lines += [line for written in questions.values() for line in written.seen]
    parts = {name: _for_all(embedded.parts[name], _IMPORTS.get(name, ())) for name in (_DECIDING, _SLOW, _READING, _TRYING, _COMPARING)}
    parts[_DECIDING] += [*_law(pack), "", "", "_decides = {}"]
    if not writer.used.isdisjoint(_BY_DAYS):
        parts[_DAYS] = [*_for_all(embedded.parts[_DAYS], ()), *_calendar()]
    parts[_READING].append(_CHOICES)
    for q, written in questions.items():
        needs = {_DAYS if n in _BY_DAYS else _SLOW if n == "Fraction" else embedded.where.get(n, _DECIDING) for n in written.used}
        parts |= {q: [*_loads(needs), *written.deciding], f"{q}, read with care": written.reading}
        if written.open:
            parts[f"{q}, left open"] = written.open
        if written.comparing:
            parts[f"{q}, compared"] = written.comparing
    parts |= {f"choice {n}": [f"_choices[{n}] = {text}"] for n, text in enumerate(writer.choices)}
    return "\n".join([*lines, *_later(lines, parts)]) + "\n"


def _later(above: list[str], parts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The parts in one text, each under its name. `_ABOVE`: the lines of the module above it."""
    comment = "# What follows is Python that is compiled when it is first needed, a part at a time. The names of the parts stand after `#:`."
    yield f"\n\n{comment}"
    yield f"_ABOVE = {sum(line.count(chr(10)) + 1 for line in above) + 4}"
    yield "_PARTS = r'''"
    for name, lines in parts.items():
        text = "\n".join(lines).strip("\n")
        assert "'''" not in text, name
        yield f"\n#: {name}\n\n{text}"
    yield "\n#:\n'''"


def _embedded(pack: Pack, used: set[str]) -> Embedded:
    """The lines of the library that the decisions and the reading of facts need."""
    emitter = Emitter(pack.parameters, None, pack.instrument.month_end)
    functions: dict[str, Any] = {n: f for n, f in emitter.constants.items() if not hasattr(f, "__self__") or f.__self__ is not emitter}
    called = {Name(f.__module__, f.__name__): n for n, f in functions.items() if n in used and f.__module__.startswith(PACKAGE)}
    more = [Name(f.__module__, f.__name__) for n, f in (("_collect", collect), ("known", known), ("no_notice", no_notice), ("few_digits", few_digits)) if n in used]
    more += [Name(runtime.__name__, "HUGE")] if "HUGE" in used else []
    names = called | {Name(f"{PACKAGE}.domain.numbers", "Number"): "Exact"} | {n: "_collect" for n in more if n.name == "collect"}
    embedder = Embedder(ORDER, INSTEAD, names, _TAKEN - {"V"})
    slow = [n for n in called if embedder.slow(n)]
    quick = [n for n in (*called, *more) if n not in slow]
    days = [Name(SHELL, "calendar")]
    return embedder.embedded({"seen": SEEN, _DECIDING: [*DECIDING, *quick], _SLOW: slow, _DAYS: days, _READING: READING, _TRYING: TRYING, _COMPARING: COMPARING})


def _head(pack: Pack, embedded: Embedded, writer: Writer) -> Iterator[str]:
    label = pack.instrument.label
    yield "# ruff: noqa: E712, E713, E714"
    yield f'"""{label.zh} / {label.en}'
    yield ""
    yield f"The decisions of the pack `{pack.id}`, written by policykit {__version__} (`policykit compile`); do not edit."
    yield f"Digest of the pack: {pack.digest}."
    yield ""
    yield "A function for each question takes the facts by name and gives an `Answer`; `ask` takes the name of a question and a dict. A fact left out is"
    yield "absent, UNKNOWN is not known. Numbers are int or Decimal, never float. What cannot be answered raises `FactsError`."
    yield '"""'
    yield ""
    yield "from __future__ import annotations"
    yield ""
    yield from _imports({*embedded.parts["seen"].imports, "from _thread import RLock"})
    yield ""
    yield "TYPE_CHECKING = False  # type checkers take it for true; `typing` itself takes long to import"
    yield "if TYPE_CHECKING:"
    needed = {"from typing import Any, Literal, TypeAlias", "from collections.abc import Callable, Mapping"}
    spoken = set(_NAME.findall(_CODE.sub("", " ".join(writer.spoken))))  # what the types of facts and outputs name
    needed |= {f"from {m} import {n}" for m, names in _TYPES.items() for n in names if n in spoken or n == "date"}
    yield from (f"    {line}" for line in _imports({*needed, *(c for c in embedded.checking if c.startswith(("from ", "import ")))}))
    yield ""
    aliases = [c for c in embedded.checking if not c.startswith(("from ", "import "))]
    yield from (f"    {c}" for c in aliases if "TypeVar(" in c)
    yield "else:"
    yield "    Any = V = object"
    yield ""
    yield "    class Generic:"
    yield "        __slots__ = ()"
    yield ""
    yield "        def __class_getitem__(cls, _):"
    yield "            return cls"
    for text in embedded.parts["seen"].definitions:
        yield "\n"
        yield text
    yield "\n\nif TYPE_CHECKING:"
    yield from (f"    {line}" for c in aliases if "TypeVar(" not in c for line in c.split("\n"))
    yield '    Unknown: TypeAlias = Literal["unknown"] | _Unknown'
    yield from (f'    {name}: TypeAlias = "{text}"' for text, name in writer.types.items())  # a text is compiled sooner than what it says


def _imports(lines: Collection[str]) -> list[str]:
    """Imports, those from one module on one line."""
    names: dict[str, set[str]] = {}
    for line in lines:
        match line.split(" ", 3):
            case ["from", module, "import", what]:
                names.setdefault(module, set()).update(what.split(", "))
    return [*sorted(line for line in lines if line.startswith("import ")), *(f"from {m} import {', '.join(sorted(n))}" for m, n in sorted(names.items()))]


def _for_all(part: Part, imports: Collection[str]) -> list[str]:
    """Lines of the library that any question may need."""
    lines = [*_loads(part.needs), *_imports([*part.imports, *imports])]
    for text in part.definitions:
        lines += ["", "", text]
    return lines


def _loads(parts: Iterable[str]) -> list[str]:
    """The parts that have to be there before."""
    return [f"_load({name!r})" for name in sorted({*parts} - {"seen", _DECIDING})]


def _law(pack: Pack) -> Iterator[str]:
    """When the text is in force, and its clauses."""
    instrument = pack.instrument
    program = Program(pack, next(iter(pack.questions.values())))
    stopped = program._not_in_force
    cited = sorted({*(q.address for d in pack.decisions.values() for r in getattr(d, "rules", ()) for q in r.cite), *(q.address for q in instrument.validity_cite)})
    yield "\n\n_CLAUSES = {"
    yield from (f"    {a!r}: {pack.clauses[a].quote!r}," for a in cited if a in pack.clauses)
    yield "}"
    yield "\n\ndef cite(address, quote, clause=None):"
    yield "    return Citation(PACK, address, quote, clause or _CLAUSES.get(address, quote))"
    yield "\n\n_LAW = Law("
    for part in (instrument.status, instrument.period.first, instrument.period.last, stopped["not_yet"], stopped["expired"]):
        yield f"    {literal(part, Names(clauses={a: c.quote for a, c in pack.clauses.items()}))},"
    yield ")"


def _asking(pack: Pack, asked: list[str], refused: dict[str, Text]) -> Iterator[str]:
    yield f"\n\nPACK = {pack.id!r}"
    yield f"VERSION = {__version__!r}"
    yield f"DIGEST = {pack.digest!r}"
    yield f"QUESTION_DIGESTS = {literal({q: d for q in asked if (d := pack.questions[q].digest)}, PLAIN)}"
    yield f"CALENDAR_DIGEST = {digest(official())!r}"
    yield f"_QUESTIONS = ({', '.join(map(repr, asked))},)"
    yield f"_REFUSED = {literal(dict(refused), PLAIN)}"
    yield _ASK


def _calendar() -> Iterator[str]:
    """The official calendar as it is known now."""
    found = official()

    def days(of: frozenset[Any]) -> str:
        by_year: dict[int, list[str]] = {}
        for day in sorted(of):
            by_year.setdefault(day.year, []).append(f"{day:%m%d}")
        return "\n".join(f"{year}: {' '.join(text)}" for year, text in by_year.items())

    yield '\n\n_REST = """' + days(found.rest) + '"""'
    yield '_WORK = """' + days(found.work) + '"""'
    yield "_calendars = []"
    yield "\n\ndef _official():"
    yield '    """The working days by the notices known when this module was made."""'
    yield "    if not _calendars:"
    yield f"        _calendars.append(calendar({found.first_year}, {found.last_year}, _REST, _WORK))"
    yield "    return _calendars[0]\n"
    yield _WORKDAYS.rstrip()

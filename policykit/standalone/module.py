"""A pack -> the text of one Python module, 3.11 or newer, with nothing but the standard library."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from .. import __version__
from ..diagnostics import Text
from ..domain.calendar import official
from ..ir.pack import DrawOrder, Pack
from ..targets.python.expressions import Emitter
from ..targets.python.program import Program, collect
from ..targets.python.tables import known, no_notice
from .embedding import PACKAGE, Embedded, Embedder, Name
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
        "ir.pack",
        "ir.answer",
        "ir.case",
        "source.faults",
        "source.case",
        "targets.python.runtime",
        "targets.python.failures",
        "targets.python.tables",
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
ALWAYS: Final = (
    *(Name(SHELL, n) for n in ("Answer", "FactsError", "Frozen", "Law", "Program", "Question", "Step", "StepSet", "Values", "answered", "not_here", "Decide")),
    *(Name(f"{PACKAGE}.ir.types", n) for n in ("Absent", "Boolean", "Choice", "Date", "Fact", "Number", "Record", "UNKNOWN", "_Unknown", "ListOf", "SetOf")),
    *(Name(f"{PACKAGE}.ir.answer", n) for n in ("Citation", "Conclusion")),
    *(Name(f"{PACKAGE}.targets.python.trials", n) for n in ("Reads", "Side")),
)
_WORKDAYS: Final = """
def _workdays_after(day: Any, count: Any) -> Any:
    return None if day is None or count is None else _official().workdays_after(day, count)


def _next_workday(day: Any) -> Any:
    return None if day is None else _official().next_workday(day)
"""


def compiled_module(pack: Pack) -> str:
    """The text of a module that answers the pack's questions as `Policy.ask` does. Draw orders, duties and other readings are not in it."""
    refused = {q: SUPPORTS[DrawOrder].note for q in pack.answers if isinstance(pack.decisions.get(q), DrawOrder)}
    asked = [q for q in pack.answers if q not in refused]
    writer = Writer(pack)
    questions = [line for q in asked for line in writer.question(pack.questions[q])]
    embedded = _embedded(pack, writer.used)
    taken = {*embedded.names.values(), "ask", "cite", "PACK", "DIGEST", "date", "datetime", "time", "timedelta", "bisect_right", "operator", "Generic", "V"}
    if not taken.isdisjoint(asked):  # a question has the name of something else: its function is called otherwise
        writer = Writer(pack, taken)
        questions = [line for q in asked for line in writer.question(pack.questions[q])]
    lines = [
        *_head(pack, embedded, writer),
        *_late(embedded),
        *_law(pack),
        *(_calendar() if _works_by_days(writer.used) else ()),
        *(line for text, name in writer.choices.items() for line in ("", "", f"def {name}() -> Choice:", f"    return {text}")),
        *questions,
        *_last(asked, refused),
    ]
    return "\n".join(lines) + "\n"


def _embedded(pack: Pack, used: set[str]) -> Embedded:
    """The lines of the library that the decisions and the reading of facts need."""
    emitter = Emitter(pack.parameters, None, pack.instrument.month_end)
    functions: dict[str, Any] = {n: f for n, f in emitter.constants.items() if not hasattr(f, "__self__") or f.__self__ is not emitter}
    called = {Name(f.__module__, f.__name__): n for n, f in functions.items() if n in used and f.__module__.startswith(PACKAGE)}
    more = [Name(f.__module__, f.__name__) for n, f in (("_collect", collect), ("known", known), ("no_notice", no_notice)) if n in used]
    names = called | {Name(f"{PACKAGE}.domain.numbers", "Number"): "Exact"} | {n: "_collect" for n in more if n.name == "collect"}
    if _works_by_days(used):
        more.append(Name(SHELL, "calendar"))
    return Embedder(ORDER, INSTEAD, names).embedded([*ALWAYS, *called, *more])


def _works_by_days(used: set[str]) -> bool:
    return not used.isdisjoint({"_workdays_after", "_next_workday"})


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
    yield from embedded.imports
    yield ""
    yield "TYPE_CHECKING = False  # type checkers take it for true; `typing` itself takes long to import"
    yield "if TYPE_CHECKING:"
    known_imports = {"from typing import Any", "from typing import Literal", "from typing import TypeAlias"}
    known_imports |= {f"from collections.abc import {n}" for n in ("Collection", "Mapping", "Sequence", "Callable") if f"from collections.abc import {n}" not in embedded.imports}
    for line in sorted({*known_imports, *embedded.late, *(c for c in embedded.checking if c.startswith("from "))}):
        yield f"    {line}"
    yield ""
    aliases = [c for c in embedded.checking if not c.startswith("from ")]
    yield from (f"    {c}" for c in aliases if "TypeVar(" in c)
    yield "else:"
    yield "    Any = V = object"
    yield ""
    yield "    class Generic:"
    yield "        def __class_getitem__(cls, _):"
    yield "            return cls"
    for text in embedded.definitions:
        yield "\n"
        yield text
    yield "\n\nif TYPE_CHECKING:"
    yield from (f"    {line}" for c in (*embedded.late_definitions, *aliases) if "TypeVar(" not in c for line in c.split("\n"))
    yield '    Unknown: TypeAlias = Literal["unknown"] | _Unknown'
    yield from (f"    {name}: TypeAlias = {text}" for text, name in writer.types.items())


def _late(embedded: Embedded) -> Iterator[str]:
    """What is imported when the first question is asked."""
    yield "\n\ndef _late() -> None:"
    yield '    """The imports that take longest, when they are needed."""'
    yield from (f"    {line}  # noqa: F401" for line in embedded.late)
    yield from (f"    {line}" for text in embedded.late_definitions for line in text.split("\n"))
    yield "    globals().update(locals())"


def _law(pack: Pack) -> Iterator[str]:
    """When the text is in force, and its clauses."""
    instrument = pack.instrument
    program = Program(pack, next(iter(pack.questions.values())))
    stopped = program._not_in_force
    cited = sorted({*(q.address for d in pack.decisions.values() for r in getattr(d, "rules", ()) for q in r.cite), *(q.address for q in instrument.validity_cite)})
    yield f"\n\nPACK = {pack.id!r}"
    yield f"DIGEST = {pack.digest!r}"
    yield "_CLAUSES = {"
    yield from (f"    {a!r}: {pack.clauses[a].quote!r}," for a in cited if a in pack.clauses)
    yield "}"
    yield "\n\ndef cite(address: str, quote: str, clause: str | None = None) -> Citation:"
    yield "    return Citation(PACK, address, quote, clause or _CLAUSES.get(address, quote))"
    yield "\n\n_LAW = Law("
    for part in (instrument.status, instrument.period.first, instrument.period.last, stopped["not_yet"], stopped["expired"]):
        yield f"    {literal(part, Names(clauses={a: c.quote for a, c in pack.clauses.items()}))},"
    yield ")"


def _last(asked: list[str], refused: dict[str, Text]) -> Iterator[str]:
    yield "\n\n_QUESTIONS: dict[str, Callable[[], Program]] = {" + ", ".join(f"{q!r}: _q_{q}" for q in asked) + "}"
    yield f"_REFUSED: dict[str, Text] = {literal(refused, PLAIN)}"
    yield "_programs: dict[str, Program] = {}"
    yield '''

def ask(question: str, facts: Mapping[str, Any], on: date | None = None) -> Answer[Any]:
    """The answer to a question by its name. Raises `FactsError`."""
    program = _programs.get(question)
    if program is None:
        made = _QUESTIONS.get(question)
        if made is None:
            raise not_here(PACK, question, list(_QUESTIONS), _REFUSED)
        if not _programs:
            _late()
        program = _programs[question] = made()
    return answered(_LAW, PACK, program, facts, on)'''


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
    yield "_calendars: list[Calendar] = []"
    yield "\n\ndef _official() -> Calendar:"
    yield '    """The working days by the notices known when this module was made."""'
    yield "    if not _calendars:"
    yield f"        _calendars.append(calendar({found.first_year}, {found.last_year}, _REST, _WORK))"
    yield "    return _calendars[0]\n"
    yield _WORKDAYS.rstrip()

"""What `import policykit` gives: `load` a pack, `ask` it, read the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Unpack, get_args, overload

from . import files
from .asking import fallen_through, lineage, under_all
from .diagnostics import Diagnostic, PolicyError, Text, did_you_mean, errors, short
from .domain.calendar import NoNotice
from .domain.periods import day_given
from .ir import overlay
from .ir.answer import Answer, UnderAll, Values, flat
from .ir.arguments import no_name
from .ir.case import Case
from .ir.pack import DrawOrder, Pack, Question
from .ir.types import UNKNOWN
from .source.case import no_day, read_case
from .targets.python.failures import beyond_model, failure, no_question, not_encoded
from .targets.python.runtime import NotInForce, OutOfRange, RulesDisagree

if TYPE_CHECKING:
    from .casework.plan import Plan
    from .casework.session import Change, Session
    from .check.examples import Ask
    from .domain.calendar import Calendar
    from .domain.events import Event
    from .frames import How
    from .ir.allocation import Allocation
    from .questions.base import FactsModel, QuestionModel, ValuesModel
    from .targets.polars.question import FrameQuestion
    from .targets.python.program import Program
    from .targets.sql.written import Named

F = TypeVar("F", bound="FactsModel")
V = TypeVar("V", bound="ValuesModel")
Facts = Mapping[str, Any]
Target = Literal["python", "durable_rules"]


def load(name: str | Path, *, search_path: files.Paths = (), known_on: date | None = None, amendments: files.Paths = (), notices: files.Paths = ()) -> Policy:
    """A pack by its name (`"liaoning"`) or folder, checked in shape, names, types and quotations.

    `search_path`: a folder to look in first, or several. `known_on`: the law as it was known on that day. `amendments`: files with which the pack is consolidated;
    `"liaoning+draft.yaml"` says the same. `notices`: files with the State Council's later notices on holidays. Raises `PolicyError` with every fault found.
    """
    search, later = files.search_folders(search_path), files.each(notices)
    base, named = files.named_with_amendments(name) if isinstance(name, str) else (name, [])
    with files.uncollected():
        folder = files.find_pack(base, search)
        pack, _ = files.read_folder(folder, known_on, [*named, *files.each(amendments)])
    if later:
        pack = replace(pack, calendar=files.calendar(later))
    return Policy(pack, find=partial(load, search_path=search, known_on=known_on, notices=later), folder=folder)


def _known_or_loaded(known: Mapping[str, Policy], name: str) -> Policy:
    return known[name] if name in known else load(name)


def read(
    contents: Mapping[str, str | bytes], *, known_on: date | None = None, parents: Mapping[str, Policy] | None = None, amendments: Mapping[str, str | bytes] | None = None
) -> Policy:
    """A pack from texts in memory (file name -> text), consolidated with `amendments` (name -> text). Raises `PolicyError`.

    Its worked cases (`cases/`, `logs/`) may be among the texts, as they may lie in its folder; they are no rules and are left out.
    """
    from .source.pack import read_pack

    raw, changes = files.pack_texts(contents), files.pack_texts(amendments or {})
    with files.uncollected():
        pack, found = read_pack(raw, files.shared_questions(), known_on, amendments=changes)
    if pack is None:
        raise PolicyError(errors(found))
    return Policy(pack, find=partial(_known_or_loaded, dict(parents or {})))


def law_day(on: date | str) -> date:
    """The day of the law that was given. Raises `PolicyError` for what is none."""
    day = day_given(on)
    if not isinstance(day, date) or isinstance(day, datetime):
        raise PolicyError([no_day(on)])
    return day


def available(search_path: files.Paths = ()) -> dict[str, Path]:
    """Name -> folder of every pack that `load` finds. Raises `PolicyError` for what is no folder on the search path."""
    return files.pack_folders(search_path)


def shared_questions() -> dict[str, Question]:
    """The shared questions."""
    return dict(files.shared_questions())


class Policy:
    """A pack, ready to be asked. Programs are made on first use; asking changes nothing and may be done from many threads."""

    def __init__(
        self, pack: Pack, find: Callable[[str], Policy] | None = None, folder: Path | None = None, target: Target = "python", above: dict[str, Policy] | None = None
    ) -> None:
        self.pack = pack
        self.folder = folder
        self.target = target
        self._find = find or load
        self._above = {} if above is None else above  # the parent, once it was needed: the same under all readings
        self._programs: dict[str, Program] = {}
        self._under: dict[tuple[tuple[str, str], ...], Policy] = {}
        self._by: dict[str, Policy] = {}
        self._plans: dict[tuple[str, Calendar | None], Plan] = {}
        self._fast: dict[str, Callable[[Facts, date | str | None], Answer[Any] | None]] = {}
        self._frames: dict[Any, FrameQuestion] = {}

    def __getstate__(self) -> dict[str, Any]:
        """What goes to another process: the pack, and its parent where that is loaded. Programs are made anew there."""
        return {**self.__dict__, "_programs": {}, "_under": {}, "_by": {}, "_plans": {}, "_fast": {}, "_frames": {}}

    # --- what it is

    @property
    def id(self) -> str:
        return self.pack.id

    @property
    def label(self) -> Text:
        return self.pack.instrument.label

    @property
    def digest(self) -> str:
        """SHA-256 over the pack's files: what answers were computed from."""
        return self.pack.digest

    @property
    def parent(self) -> Policy | None:
        """The text above this one: loaded when it is first needed, and kept; None where the pack names none. Raises `PolicyError` as `load` does."""
        name = self.pack.instrument.parent
        return None if name is None else self._above.get(name) or self._above.setdefault(name, self._find(name))

    def lineage(self) -> Iterator[Policy]:
        """This text and those above it, the nearest first: all that an answer with `fall_through` may come from. Raises `PolicyError` as `parent` does."""
        return lineage(self)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The questions this pack answers, declared silence included."""
        return {q: self.pack.questions[q] for q in self.pack.answers}

    def __repr__(self) -> str:
        return f"<Policy {self.id} {self.digest[:12]}>"

    def text(self, on: date | str) -> str:
        """The text of the law as it reads on a day, amendments worked in, as Markdown."""
        from .check.ledger import on_day

        return on_day(self.pack, law_day(on))

    # --- asking

    @overload
    def ask(
        self, question: Any, facts: Any = None, on: date | str | None = None, *, fall_through: bool = False, readings: Literal["all"], target: Target | None = None
    ) -> UnderAll: ...

    @overload
    def ask(
        self, question: str, facts: Any = None, on: date | str | None = None, *, fall_through: bool = False, readings: Mapping[str, str] | None = None, target: Target | None = None
    ) -> Answer[Any]: ...

    @overload
    def ask(
        self, question: type[QuestionModel[F, V]], facts: F | Facts | None = None, on: date | str | None = None, *, fall_through: bool = False,
        readings: Mapping[str, str] | None = None, target: Target | None = None,
    ) -> Answer[V | None]: ...  # fmt: skip

    # Type checkers see the overloads. Here nothing is for keywords only: Python looks each of these up by name where it is left out, which takes a tenth of a simple question.
    def ask(
        self, question: Any, facts: Any = None, on: date | str | None = None, fall_through: bool = False,
        readings: Mapping[str, str] | Literal["all"] | None = None, target: Target | None = None,
    ) -> Any:  # fmt: skip
        """The answer to a question for a case.

        `question`: its name, or its model of `policykit.questions.models`, which makes `values` a typed model too.
        `facts`: a dict, or the question's pydantic `Facts`. `on`: the day of the law, a date or `"2025-09-01"`; left out, the question's event date is.
        `fall_through`: where this text is silent, ask the parent jurisdiction if its scope covers the case; the answer says whose rule it was, and which texts are silent (`below`).
        `readings`: ambiguities to be read otherwise, `{"A01": "fixed_days"}`; or `"all"`, for the outcomes under every encoded reading (an `UnderAll`).
        `target`: what decides, `"durable_rules"` (the extra `live`) in place of the reference; the answer is the same.
        Raises `PolicyError` for facts that cannot be read, a question that is not encoded, rules that disagree.
        """
        if readings is not None or target is not None:
            return self._asked_otherwise(question, facts, on, fall_through, readings, target)
        try:
            fast = self._fast[question]
        except (KeyError, TypeError):
            if not isinstance(question, str):
                return self._modelled(question, facts, on, fall_through)
            fast = self._made_fast(question)
        try:
            answer = fast(facts, on)
        except NoNotice:
            answer = None
        except (RulesDisagree, NotInForce, OutOfRange, ArithmeticError, ValueError) as e:
            raise PolicyError([failure(e, self.id, question)]) from e
        if answer is None:
            facts = {} if facts is None else facts  # None is never plain
            answer = self._answered(question, self.read_case(question, facts, on))
        if fall_through and answer.status == "silent":
            return fallen_through(self, answer, question, facts, on)
        return answer

    def _asked_otherwise(self, question: Any, facts: Any, on: Any, fall_through: bool, readings: Any, target: Target | None) -> Any:
        """The answer by another target, or under other readings."""
        if target is not None and target != self.target:
            return self._through(target).ask(question, facts, on=on, fall_through=fall_through, readings=readings)
        if readings is None:
            return self.ask(question, facts, on=on, fall_through=fall_through)
        if readings == "all":
            return under_all(self, question, {} if facts is None else facts, on, fall_through)
        return self.under(readings).ask(question, facts, on=on, fall_through=fall_through)

    def _made_fast(self, question: str) -> Callable[[Facts, date | str | None], Answer[Any] | None]:
        """The program that takes plain facts; a draw order always reads its lots with care, and so does another target."""
        slow = isinstance(self.pack.decisions.get(question), DrawOrder) or self.target != "python"
        found = self._fast[question] = (lambda _facts, _on: None) if slow else self._program(question).fast
        return found

    def _program(self, question: str) -> Program:
        if question not in self._programs:
            if question not in self.questions:
                raise PolicyError([not_encoded(self.pack, question)])
            from .targets.python.program import Program  # the target is made when something is asked

            made: type[Program] = Program
            if self.target == "durable_rules":
                from .targets.durable_rules.program import DurableProgram as made
            self._programs[question] = made(self.pack, self.pack.questions[question])
        return self._programs[question]

    def _through(self, target: Target) -> Policy:
        """The same pack, decided by another target."""
        if target not in get_args(Target):
            shown = short(str(target))
            raise PolicyError([Diagnostic("unknown-target", Text(f"没有目标 `{shown}`", f"there is no target `{shown}`"), help=did_you_mean(shown, get_args(Target)))])
        if target == self.target:
            return self
        if target not in self._by:
            self._by[target] = Policy(self.pack, lambda _: self._parent_through(target), self.folder, target)
        return self._by[target]

    def _parent_through(self, target: Target) -> Policy:
        assert self.parent is not None, "only where there is one is it asked for"
        return self.parent._through(target)

    def _modelled(self, question: type[QuestionModel[F, V]], facts: Any, on: date | str | None, fall_through: bool) -> Answer[Any]:
        """The answer with its outputs as the question's model."""
        if not isinstance(getattr(question, "question", None), str):
            raise PolicyError([no_question(question, self.pack)])
        if hasattr(facts, "model_dump"):
            facts = facts.model_dump(exclude_none=True)  # a dict, which takes the fast way
        answer: Answer[Any] = self.ask(question.question, facts, on=on, fall_through=fall_through)
        if isinstance(answer.values, Values):
            try:
                answer.values = question.read_values(answer.values.record())
            except ValueError as e:
                raise PolicyError([beyond_model(self.id, question.question)]) from e
        return answer

    def read_case(self, question: str, facts: Any, on: date | str | None = None) -> Case:
        """The facts of a case as this pack reads them. Raises `PolicyError`."""
        if not isinstance(question, str):
            raise PolicyError([no_question(question, self.pack)])
        if question not in self.questions:
            raise PolicyError([not_encoded(self.pack, question)])
        if hasattr(facts, "model_dump"):
            facts = facts.model_dump(exclude_none=True)
        if not isinstance(facts, Mapping):
            raise PolicyError([Diagnostic("facts", Text("事实应为映射", "facts should be a mapping of input to value"))])
        case, found = read_case(self.pack.questions[question], facts, on)
        if case is None:
            raise PolicyError(found)
        return case

    def _answered(self, question: str, case: Case) -> Answer[Any]:
        from .casework.answering import answered  # only where a case is not plain

        return answered(self._program(question), case)

    def ask_frame(self, question: str, frame: Any, **how: Unpack[How]) -> Any:
        """A frame of any kind with the answer for each of its rows, as `policykit.frames.How` says. Raises `PolicyError`, which counts faulty rows."""
        from .frames import ask_frame

        return ask_frame([self], question, frame, **how)

    def sql(self, question: str, dialect: str = "duckdb", **how: Unpack[Named]) -> str:
        """The decision as one SQL query over a table of cases, as `targets.sql.written.Named` says. Raises `PolicyError` for what SQL cannot say exactly."""
        from .targets.sql.written import written

        return written(self.pack, self._program(question).question, dialect, **how)

    # --- readings

    def under(self, readings: Mapping[str, str]) -> Policy:
        """The same pack with some ambiguities read otherwise: ambiguity -> name of the reading. Raises `PolicyError` for a reading that is not encoded."""
        if not overlay.are_words(readings):
            raise PolicyError(overlay.wrong_choices(self.pack, readings))
        key = tuple(sorted(readings.items()))
        if not key:
            return self
        if key not in self._under:
            wrong = overlay.wrong_choices(self.pack, readings)
            if wrong:
                raise PolicyError(wrong)
            self._under[key] = Policy(overlay.under(self.pack, readings), self._find, self.folder, self.target, self._above)
        return self._under[key]

    # --- duties that live

    @cached_property
    def events(self) -> dict[str, type[Event]]:
        """The pydantic model of each kind of event, the pack's own kinds among them: `policy.events["arrived"](id="e1", at=...)`."""
        from .source.events import event_models

        return event_models(self.pack)

    def session(
        self, *, now: datetime | str, on_change: Callable[[Change], None] | None = None, since: date | str | None = None, calendar: Calendar | None = None, target: Target | None = None,
        on_doubt: Callable[[Diagnostic], None] | None = None,
    ) -> Session:  # fmt: skip
        """Takes events one at a time and calls back when a duty starts, is met, falls due, is breached or excused; `tick` moves its clock from `now`.

        `now`: a moment, or its text (`2026-07-20T16:00`). `on_doubt` is called with a warning for each party that is not among the pack's and each code that no norm looks for: such a deed may fulfil nothing.
        `since`: the day from which recurring duties count, as in `duties`. `target="durable_rules"`: events are matched to norms by the engine (the extra `live`).
        """
        from .casework.plan import plan_for
        from .casework.session import Session

        key = ((self if target is None else self._through(target)).target, calendar)
        if key not in self._plans:
            self._plans[key] = plan_for(self.pack, *key)
        return Session(self._plans[key], now, on_change, since, on_doubt)

    # --- elsewhere

    def standalone(self) -> str:
        """One Python module, 3.11 or newer, with the decisions of this pack and nothing but the standard library: for where nothing may be installed."""
        from .standalone.module import compiled_module

        return compiled_module(self.pack)

    def labels(self, question: str, name: str) -> Mapping[str, Text]:
        """Code -> its words, of an input or output, in their order; parties as this text calls them. Empty where it has no codes. Raises `PolicyError`.

        >>> import policykit
        >>> policykit.load("liaoning").labels("recoverable", "item")["single_tent"].zh
        '单帐篷'
        """
        asked = self._program(question).asked
        if not isinstance(name, str):
            raise PolicyError([no_name("name", name)])
        if name not in asked.labels:
            shown = Text(f"问题 `{question}` 没有名为 `{short(name)}` 的事实或结果", f"`{question}` has no input or output `{short(name)}`")
            raise PolicyError([Diagnostic("unknown-fact", shown, help=did_you_mean(name, list(asked.labels)))])
        return asked.value_labels.get(name, {})

    # --- draw orders

    def allocate(self, lots: Iterable[Mapping[str, Any]], need: int, *, on: date | str, question: str = "stock_order") -> Allocation:
        """Whose stock covers `need` pieces, in order of use, each line with its reason. `lots` are records as in the question.

        Its `answer` is that of `ask`; nothing is drawn where that is not `answered`, as on a day when the law is not in force.
        Raises `PolicyError` for lots that cannot be read or are not fully known, or where the pack has no draw order.
        """
        from .casework.allocation import allocated, draw_order, listed

        draw_order(self.pack, question)  # where there is none, that is told before anything about the lots
        return allocated(self._program(question), self.read_case(question, {"need": need, "lots": listed(lots)}, on))


def answers_of(policy: Policy) -> Ask:
    """The answers of a policy to cases: question, facts, day."""
    return lambda question, facts, on: policy.ask(question, facts, on=on)


def answerer(pack: Pack) -> Ask:
    """Those for a pack that was made of another."""
    return answers_of(Policy(pack))


__all__ = ["UNKNOWN", "Answer", "Policy", "PolicyError", "available", "flat", "load", "read", "shared_questions"]

"""`ask_frame`: a question over a frame of any kind, one answer for each row. The faults of facts and rules are counted, with the first rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypedDict, get_args

from .diagnostics import Diagnostic, Language, PolicyError, Text, did_you_mean, nearest, short
from .domain.periods import day_given
from .frame_faults import (
    added_twice,
    day_left_out,
    misspelt,
    needed_always,
    no_column,
    no_extra,
    no_fact,
    no_frame,
    none_alone,
    on_rows,
    read_twice,
    rejects_name,
    same_name,
    told,
    unknown_added,
    unknown_word,
    unread,
    warn_of,
)
from .ir.arguments import are_columns, are_names, names, no_columns, no_name, no_names, unknown_argument
from .ir.types import NONE_SUFFIX, REQUIRED, Date, Fact, has_none_column
from .source.case import BadFact, read_value
from .targets.python.failures import not_encoded

if TYPE_CHECKING:
    from typing import Unpack

    import polars as pl

    from .api import Policy
    from .targets.polars.facts import Fault
    from .targets.polars.question import FrameQuestion

Added = Literal["status", "rule", "citations", "strength", "basis", "readings", "missing", "why"]
ALL_ADDED: tuple[str, ...] = get_args(Added)
ADDED: tuple[Added, ...] = ("status", "rule")


class How(TypedDict, total=False):
    """How a frame is asked.

    A column is an input of its name, or as `columns` says (input -> column). A missing column is a fact that is not given; a null is an unknown
    fact, or one not given for the inputs named in `absent`. In a column of words `none` is *none* and `unknown` is unknown.
    """

    on: date | str | None  # the day of the law (a date, or 2025-09-01), or the column that holds it; left out: the question's event date
    columns: Mapping[str, str]
    absent: Collection[str]
    key: str | Sequence[str]  # the columns kept beside the answers; left out: all
    add: Collection[Added]  # what is written beside the outcomes; left out: status and rule
    outputs: Collection[str]  # the outcomes wanted; left out: all
    language: Language  # of the reasons in `why`; left out: zh, as in `explain`
    on_error: Literal["raise", "reject"]  # `reject` gives a pair, the answers and the rows refused
    jurisdiction: str  # the column that names each row's pack, where several are asked


class Framed(NamedTuple):
    """What `on_error="reject"` gives: the rows answered, and the rows refused with their place `row` and a column `fault`, both as the frame came."""

    answers: Any
    rejects: Any


def ask_frame(policies: str | Path | Policy | Iterable[str | Path | Policy], question: str, frame: Any, **how: Unpack[How]) -> Any:
    """The frame with the answers of several packs beside its columns; `jurisdiction` names the column that says whose answer a row wants.

    `policies`: one pack or several, or their names or folders, which are loaded for this call. Raises `PolicyError`: for a question that is not encoded, columns that are missing or not known, and, with counts, for faulty rows.
    """
    try:
        from .targets.polars import edge
    except ImportError as e:
        raise PolicyError([no_extra(e.name or "polars")]) from e
    wrong = [unknown_argument(name, list(How.__annotations__)) for name in how if name not in How.__annotations__]
    wrong += [no_names(name, how[name]) for name in ("key", "absent", "add", "outputs") if not are_names(how.get(name))]
    wrong += [no_name("jurisdiction", how["jurisdiction"])] if not isinstance(how.get("jurisdiction"), str | None) else []
    wrong += [no_columns(how["columns"])] if not are_columns(how.get("columns") or {}) else []
    if wrong:
        raise PolicyError(wrong)
    key, chosen = how.get("key"), how.get("outputs")
    kept = None if key is None else tuple(dict.fromkeys(names(key)))
    call = Call(
        _loaded(policies), question, day_given(how.get("on")), how.get("jurisdiction"), dict(how.get("columns") or {}), frozenset(names(how.get("absent") or ())), kept,
        names(how.get("add", ADDED)), None if chosen is None else names(chosen), how.get("on_error", "raise"), how.get("language", "zh"),
    )  # fmt: skip
    call.check()
    try:
        found = edge.Edge(call.answered, call.needed, kept, call.on_error == "reject").through(frame)
    except edge.NoFrame as e:
        raise PolicyError([no_frame(frame)]) from e
    except edge.SameName as e:
        raise PolicyError([same_name(str(e))]) from e
    return Framed(*found) if call.on_error == "reject" else found


class Call(NamedTuple):
    """One call of `ask_frame`, checked; `answered` may be asked for one part of a frame after the other."""

    policies: tuple[Policy, ...]
    question: str
    on: date | str | None
    jurisdiction: str | None
    columns: dict[str, str]
    absent: frozenset[str]
    key: tuple[str, ...] | None
    add: tuple[str, ...]
    outputs: tuple[str, ...] | None
    on_error: str
    language: Language = "zh"
    worded: Callable[[Fault | Diagnostic, list[Any] | None], list[str] | str] | None = None  # what stands in `fault`: for each row of a column's fault, for a fault of rules

    def check(self) -> None:
        """Whether the question and the names are known. Raises `PolicyError`."""
        if not self.policies:
            raise PolicyError([Diagnostic("no-pack", Text("没有给出规则包", "no pack is given"), help=Text("先用 `policykit.load` 载入", "load one with `policykit.load`"))])
        found: list[Diagnostic] = []
        new = (self.question, self.policies) not in self.policies[0]._frames  # else the same packs have been asked before: there may be thousands
        for policy in self.policies if new else ():
            if self.question not in policy.questions:
                found.append(not_encoded(policy.pack, self.question))
        if found:
            raise PolicyError(found)
        facts = self.policies[0].pack.questions[self.question].inputs
        inputs = [n for f in facts for n in _names_of(f)]
        for name in sorted(({*self.columns} - set(inputs)) | (self.absent - {f.name for f in facts})):
            found.append(
                Diagnostic(
                    "unknown-fact",
                    Text(f"问题 `{self.question}` 没有名为 `{short(name)}` 的事实", f"`{self.question}` has no input `{short(name)}`"),
                    help=did_you_mean(name, inputs),
                )
            )
        found += [needed_always(f) for f in facts if f.name in self.absent and f.absent.kind == "required"]
        event = self.policies[0].pack.questions[self.question].event_date
        if self.on is None:
            found += [day_left_out(f) for f in facts if f.name in self.absent and f.name == event and f.absent.kind != "required"]
        found += [unknown_added(name, ALL_ADDED) for name in sorted(set(self.add) - set(ALL_ADDED))]
        outputs = [o.name for o in self.policies[0].pack.questions[self.question].outputs]
        for name in sorted({*(self.outputs or ())} - set(outputs)):
            found.append(
                Diagnostic(
                    "unknown-output", Text(f"问题 `{self.question}` 没有结果 `{short(name)}`", f"`{self.question}` has no output `{short(name)}`"), help=did_you_mean(name, outputs)
                )
            )
        found += [added_twice(n) for n in self.add if n in (outputs if self.outputs is None else self.outputs)]
        if self.on_error not in ("raise", "reject"):
            found.append(unknown_word("on_error", self.on_error, ["raise", "reject"]))
        if self.language not in get_args(Language):
            found.append(unknown_word("language", self.language, get_args(Language)))
        for name in sorted(n for n, times in Counter(p.id for p in self.policies if new).items() if times > 1):
            found.append(Diagnostic("pack-twice", Text(f"规则包 `{name}` 给出了两次", f"the pack `{name}` is given twice"), help=Text("只给一次", "give it once")))
        if self.on is None and event is None:
            found.append(
                Diagnostic(
                    "no-day",
                    Text(f"问题 `{self.question}` 没有事件日期，须说明问的是哪一天", f"`{self.question}` has no event date: say which day is asked"),
                    help=Text("给出 `on`：日期或列名", "give `on`: a day, or the name of a column"),
                )
            )
        if isinstance(self.on, datetime) or not isinstance(self.on, date | str | None):
            found.append(Diagnostic("day", Text("`on` 应为日期", "`on` should be a date"), help=Text("给出 datetime.date 或列名", "give a datetime.date or the name of a column")))
        if self.jurisdiction is None and len(self.policies) > 1:
            found.append(
                Diagnostic(
                    "no-jurisdiction",
                    Text("有多个包，须说明哪一列是包名", "there are several packs: say which column names the pack"),
                    help=Text('给出 `jurisdiction="列名"`', 'give `jurisdiction="column"`'),
                )
            )
        if found:
            raise PolicyError(found)

    def needed(self, names: Sequence[str]) -> list[str]:
        """Those of a frame's columns that the call reads."""
        inputs = self.policies[0].pack.questions[self.question].inputs
        others = [n for n in (self.on, self.jurisdiction) if isinstance(n, str)]
        wanted = [*(self.columns.get(n, n) for f in inputs for n in _names_of(f)), *others]
        return [n for n in dict.fromkeys(wanted) if n in names]

    def answered(self, frame: pl.DataFrame, names: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The answers for each row (where rows were refused, `__refused` says which), and the rows refused with their places. Raises `PolicyError`.

        `names`: all columns of the frame as it came, of which `frame` has at least those needed.
        """
        import numpy as np
        import polars as pl

        from .targets.polars.edge import NONE_REFUSED, REFUSED
        from .targets.polars.facts import cells
        from .targets.polars.memory import Ask

        columns = self._columns(names)
        packs, found = self._packs(frame)
        strict = self.on_error == "raise"
        ask = Ask("status" in self.add, "rule" in self.add, tuple(n for n in ALL_ADDED if n in self.add and n not in ADDED), self.outputs, self.language)
        given = self._asked().answers(frame, columns, self.on, packs, self.absent, ask, strict)
        faults = [*found, *given.facts.faults]
        later = given.decided.faults() if given.decided is not None else []
        if strict and (faults or later):
            raise PolicyError([*(told(f, self._open_end(), self._fact(f.column), [p.id for p in self.policies]) for f in faults), *(on_rows(d, rows) for d, rows in later)])
        answers = pl.DataFrame(given.columns)
        if strict:
            return answers, NONE_REFUSED
        say = self.worded or _plainly
        masks = [(say(f, cells(frame.get_column(f.column).filter(pl.Series(f.mask))) if f.column in frame.columns else None), f.mask) for f in faults]
        for diagnostic, rows in later:
            mask = np.zeros(frame.height, np.bool_)
            mask[rows] = True
            if given.facts.bad is not None:
                mask &= ~given.facts.bad
            masks.append((say(diagnostic, None), mask))
        if not masks:
            return answers, frame.clear().with_columns(pl.Series("row", [], pl.UInt32), pl.Series("fault", [], pl.String))
        bad = np.zeros(frame.height, np.bool_)
        why = np.full(frame.height, "", object)
        for said, mask in masks:
            known = why[mask]
            why[mask] = [f"{w}; {text}" if w else text for w, text in zip(known, repeat(said) if isinstance(said, str) else said)]  # noqa: B905  # one text may be for all
            bad |= mask
        places = np.flatnonzero(bad).astype(np.uint32)
        refused = frame[places].with_columns(pl.Series("row", places), pl.Series("fault", list(why[places]), dtype=pl.String))
        return answers.with_columns(pl.Series(REFUSED, bad)) if len(places) else answers, refused

    def _open_end(self) -> str | None:
        """The event date, where it is the day asked if it is not given."""
        question = self.policies[0].pack.questions[self.question]
        fact = question.input(question.event_date) if question.event_date is not None else None
        return fact.name if fact is not None and fact.absent.kind == "as_of" else None

    def _fact(self, name: str) -> Fact | None:
        """An input; the day in a column of its own as one."""
        found = self.policies[0].pack.questions[self.question].input(name)
        return Fact(name, Date(), REQUIRED, Text("日期", "day")) if found is None and name == self.on else found

    def _columns(self, present: Sequence[str]) -> dict[str, str]:
        """Which column holds which input; found once for the frames that a loop asks one after the other. Raises `PolicyError`, and warns of names misspelt."""
        known = self._asked().columns
        key = (
            self.on if isinstance(self.on, str) else self.on is None,  # which day is all one, but not whether there is one
            self.jurisdiction,
            self.key,
            self.add,
            self.outputs,
            self.on_error,
            tuple(self.columns.items()),
            tuple(present),
        )
        kept = known.get(key)
        if kept is not None:
            return kept
        found = self._found_columns(present)
        if unread_columns := self._unread(present, found):
            warn_of(unread_columns)
            return found  # and not kept, so that it is told each time
        if len(known) > 100:
            known.clear()
        known[key] = found
        return found

    def _unread(self, present: Sequence[str], found: Mapping[str, str]) -> list[Diagnostic]:
        """A warning for each column that is nearly named as an input that has none: the rows are answered without it."""
        questions = self.policies[0].pack.questions
        facts = {n: f for f in questions[self.question].inputs for n in _names_of(f)}
        if len(found) == len(facts):
            return []
        meant = {*found.values(), self.on, self.jurisdiction, *(self.key or ())} | {f.name for q in questions.values() for f in q.inputs}
        near = misspelt((c for c in present if c not in meant), {n: n for n in facts}, found)
        return [unread(column, name, facts[name], f'columns={{"{name}": "{column}"}}') for column, name in near]

    def _found_columns(self, present: Sequence[str]) -> dict[str, str]:
        """Which column holds which input. Raises `PolicyError` for inputs that must be there and are not, and for near misses."""
        from .targets.polars.edge import REFUSED

        question = self.policies[0].pack.questions[self.question]
        inputs = question.inputs
        found = {n: self.columns.get(n, n) for f in inputs for n in _names_of(f)}
        faults: list[Diagnostic] = []
        for column in (*self.columns.values(), self.on if isinstance(self.on, str) else None, self.jurisdiction, *(self.key or ())):
            if column is not None and column not in present:
                faults.append(no_column(column, present, is_day=column == self.on))
        for column in dict.fromkeys(found.values()):
            sharing = [n for n, c in found.items() if c == column]
            if len(sharing) > 1 and column in present:
                faults.append(read_twice(column, sharing))
        others = [c for c in present if c not in found.values() and c not in (self.on, self.jurisdiction, *(self.key or ()))]
        for fact in inputs:
            if has_none_column(fact) and found[fact.name] not in present and (beside := found[fact.name + NONE_SUFFIX]) in present:
                faults.append(none_alone(fact.name, beside))
        alike = {c.lower().replace(" ", "_").replace("-", "_"): c for c in others}
        for fact in inputs:
            if found[fact.name] in present or fact.name in self.columns:
                continue
            near, dated = alike.get(fact.name), fact.name == question.event_date and self.on is None
            if near is not None or fact.absent.kind == "required" or dated:
                faults.append(no_fact(fact, near or nearest(fact.name, others), dated))
        outputs = self.outputs or [o.name for o in question.outputs]
        kept = self.key if self.key is not None else present
        if self.on_error == "reject":
            faults += [rejects_name(n) for n in ("row", "fault") if n in present]
        for name in [*outputs, *self.add, REFUSED]:
            if name in kept:
                faults.append(
                    Diagnostic(
                        "column-exists",
                        Text(f"已有名为 `{name}` 的列，答案也用此名", f"there is a column `{name}` already, and the answer has one of this name"),
                        help=Text("改列名，或用 `key` 只保留标识列", "rename it, or keep only the columns of a `key`"),
                    )
                )
        if faults:
            raise PolicyError(faults)
        return {n: c for n, c in found.items() if c in present}

    def _packs(self, frame: pl.DataFrame) -> tuple[Any, list[Fault]]:
        """The number of each row's pack, one more than there are where the name is none of them."""
        if self.jurisdiction is None:
            return None, []
        import numpy as np
        import polars as pl

        from .targets.polars.facts import Facts
        from .targets.polars.faults import mixed

        names = self._asked().names
        series = frame.get_column(self.jurisdiction)
        if series.dtype == pl.Object:
            raise PolicyError([mixed(self.jurisdiction, "object")])
        words = series if series.dtype in (pl.String, pl.Categorical, pl.Enum) else pl.Series([None] * len(series), dtype=pl.String)
        coded = words.cast(names, strict=False).to_physical()
        unknown = coded.is_null().to_numpy()
        facts = Facts(frame.height, {})
        numbers = coded.fill_null(0).to_numpy()
        if unknown.any():
            facts.fault(self.jurisdiction, "unknown-pack", unknown, series)
            numbers = np.where(unknown, np.uint32(0), numbers)
        return numbers, facts.faults

    def _asked(self) -> FrameQuestion:
        """The question made ready for frames; kept with the first policy."""
        first = self.policies[0]
        key = (self.question, self.policies)
        kept = first._frames
        if key not in kept:
            from .targets.polars.question import FrameQuestion

            policies = self.policies
            kept[key] = FrameQuestion([p.pack for p in policies], self.question, lambda number, case: policies[number]._answered(self.question, case), _read)
        return kept[key]


def _loaded(policies: Any) -> tuple[Policy, ...]:
    """The packs given, one or several, loaded or named. Raises `PolicyError` as `load` does."""
    from .api import Policy, load  # which needs this module for `Policy.ask_frame`

    each = tuple(policies) if isinstance(policies, Iterable) and not isinstance(policies, str) else (policies,)
    return tuple(p if isinstance(p, Policy) else load(p) for p in each)


def _names_of(fact: Fact) -> tuple[str, ...]:
    """The names under which a frame may hold a fact: its own, and that of the column which says where it is none."""
    return (fact.name, fact.name + NONE_SUFFIX) if has_none_column(fact) else (fact.name,)


def _read(fact: Fact, value: Any) -> tuple[Any, str | None]:
    """A value as it stands in a frame, or the code of what is wrong with it."""
    try:
        return read_value(value, fact.type), None
    except BadFact as bad:
        return None, bad.code


def _plainly(fault: Fault | Diagnostic, _: object) -> str:
    return f"{fault.code}: {fault.message.en}" if isinstance(fault, Diagnostic) else f"{fault.column}: {fault.code}"

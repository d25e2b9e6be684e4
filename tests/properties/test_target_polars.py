"""The polars target against the library asked case by case: whatever pack and rows Hypothesis makes up, each row ends alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st

import policykit
from policykit import UNKNOWN, PolicyError, files
from policykit.domain.numbers import number_text
from policykit.domain.periods import period_text
from policykit.ir.explain import reason
from policykit.ir.pack import Table
from policykit.ir.types import Boolean, Choice, Date, DateTime, DayOfYear, Duration, ListOf, Months, Number, Record, SetOf, Time, Type, Word

from .any_facts import days, facts
from .making import examples, load, text
from .random_packs import Made, packs

pl = pytest.importorskip("polars")
pytest.importorskip("narwhals")

from policykit.targets.polars.outputs import GATHERED  # noqa: E402  # it needs Polars

Row = tuple[dict[str, Any], date]


def series(name: str, type_: Type, values: list[Any]) -> Any:
    """A column of facts, null where one is unknown."""
    return pl.Series(name, [None if v is UNKNOWN else _cell(v, type_) for v in values], dtype=_dtype(type_))


def _cell(value: Any, type_: Type) -> Any:
    match type_:
        case Number(integer=False):
            return Decimal(value)
        case Months():
            return period_text(value)
        case ListOf(of=inner):
            return [_cell(v, inner) for v in value]
        case SetOf(of=inner):
            return sorted(_cell(v, inner) for v in value)
        case Record(fields=fields):
            return {n: _cell(value[n], f.type) if value.get(n) is not None else None for n, f in fields}
    return value


def _dtype(type_: Type) -> Any:
    match type_:
        case Choice() | Word() | Months() | DayOfYear():
            return pl.String
        case Boolean():
            return pl.Boolean
        case Number(integer=integer):
            return pl.Int64 if integer else pl.Decimal(38, 4)
        case Date():
            return pl.Date
        case DateTime():
            return pl.Datetime("us")
        case Time():
            return pl.Time
        case Duration():
            return pl.Duration("us")
        case ListOf(of=inner) | SetOf(of=inner):
            return pl.List(_dtype(inner))
        case Record(fields=fields):
            return pl.Struct({n: _dtype(f.type) for n, f in fields})
    raise NotImplementedError(type_)


def written(value: Any, type_: Type) -> Any:
    """An outcome as a row of the frame should hold it."""
    if value is None:
        return "none" if isinstance(type_, Choice | Word) else None
    match type_:
        case Months():
            return period_text(value)
        case DayOfYear():
            return f"{value[0]:02}-{value[1]:02}"
        case ListOf(of=inner):
            return [written(v, inner) for v in value]
        case SetOf(of=inner):
            return {written(v, inner) for v in value}
    return value


def same(got: Any, wanted: Any) -> bool:
    if isinstance(wanted, set):
        return got is not None and set(got) == wanted and len(got) == len(wanted)
    if isinstance(got, str) and isinstance(wanted, int | Decimal | Fraction) and not isinstance(wanted, bool):
        return got == number_text(wanted)
    return bool(got == wanted)


def by_moments(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame as pandas would have it: a day is its midnight."""
    moments = {pl.Date: pl.Datetime("ns"), pl.List(pl.Date): pl.List(pl.Datetime("ns"))}
    return frame.cast({name: kind for name, before in frame.schema.items() if (kind := moments.get(before)) is not None})  # type: ignore[arg-type, call-overload]


def agree(policy: policykit.Policy, question: str, rows: list[Row], turned: Callable[[pl.DataFrame], pl.DataFrame] = lambda frame: frame) -> int:
    """Ask all rows at once and one by one; how many were compared. Rows with the same facts given make one frame."""
    asked = policy.pack.questions[question]
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(sorted(row[0])), []).append(row)
    for names, group in groups.items():
        types = {f.name: f.type for f in asked.inputs}
        columns = [series(f"in {n}", types[n], [f[n] for f, _ in group]) for n in names]
        frame = pl.DataFrame([*columns, pl.Series("on", [on for _, on in group], dtype=pl.Date), pl.Series("key", [7] * len(group))])
        added = [n for n in ("status", "rule", *GATHERED) if asked.output(n) is None]
        found = policy.ask_frame(question, turned(frame), on="on", columns={n: f"in {n}" for n in names}, key="key", on_error="reject", add=added)
        refused = dict(zip(found.rejects.get_column("row"), found.rejects.get_column("fault"), strict=True))
        answered = found.answers.iter_rows(named=True)
        for index, (facts_, on) in enumerate(group):
            shown = f"{question}: {facts_} on {on}"
            try:
                wanted = policy.ask(question, facts_, on=on)
            except PolicyError as e:
                assert index in refused and e.diagnostics[0].code in refused[index], f"{shown}: {refused.get(index)} is not {e}"
                continue
            assert index not in refused, f"{shown}: {refused[index]}"
            got = next(answered)
            assert (got["status"], got["rule"]) == (wanted.status, wanted.rule), f"{shown}: {got} is not {wanted!r} by {wanted.rule}"
            assert got["key"] == 7
            assert got["citations"] == list(dict.fromkeys(c.address for c in wanted.citations)), shown
            for name in set(added) - {"status", "rule", "citations"}:
                told = reason(wanted, "zh") or None if name == "why" else getattr(wanted, name)
                assert got[name] == (list(told) if isinstance(told, tuple) else told), f"{shown}: {name} is {got[name]!r}, not {told!r}"
            for output in asked.outputs:
                value = None if wanted.values is None else getattr(wanted.values, output.name)
                expected = None if wanted.values is None or (value is None and wanted.status != "answered") else written(value, output.type)
                assert same(got[output.name], expected), f"{shown}: {output.name} is {got[output.name]!r}, not {expected!r}"
        assert next(answered, None) is None
    return len(rows)


def with_unknown(draw: Any, rows: list[Row]) -> list[Row]:
    """Some of the rows again with unknown facts."""
    more = []
    for facts_, on in draw(st.lists(st.sampled_from(rows), min_size=1, max_size=12)):
        names = draw(st.lists(st.sampled_from(sorted(facts_)), max_size=2, unique=True)) if facts_ else []
        more.append(({**facts_, **dict.fromkeys(names, UNKNOWN)}, on))
    return more


@pytest.mark.slow
@examples(60)
@given(packs(), st.data())
def test_rows_end_as_cases_do(made: Made, data: st.DataObject) -> None:
    policy = load(made.document)
    rows = [*made.cases, *with_unknown(data.draw, made.cases)]
    try:
        agree(policy, "q", rows)
    except Exception as e:
        raise AssertionError(f"{e}\n{text(made.document)}") from e


def no_fraction(value: Any) -> bool:
    """Whether a frame can hold the facts: no column holds a third."""
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple | frozenset) else ()
    return not isinstance(value, Fraction) and all(map(no_fraction, inside))


@pytest.mark.parametrize("name", sorted(policykit.available()))
@examples(1)
@given(st.data())
def test_rows_of_every_question_end_as_cases_do(name: str, data: st.DataObject) -> None:
    policy = policykit.load(name)
    for question in policy.questions:
        if isinstance(policy.pack.decisions.get(question), Table):
            asked = policy.pack.questions[question]
            rows = st.tuples(facts(policy.pack, asked).filter(no_fraction), days(policy.pack))
            agree(policy, question, data.draw(st.lists(rows, min_size=6, max_size=12)))


@pytest.mark.parametrize("turned", [lambda frame: frame, by_moments], ids=["days", "midnights"])
def test_cases_of_the_packs_end_in_frames_as_they_do_alone(turned: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    compared = 0
    for name in policykit.available():
        policy = policykit.load(name)
        for example in examples_of(policy):
            if example.question in policy.questions and no_fraction(example.facts):
                try:
                    case = policy.read_case(example.question, example.facts, example.as_of)
                except PolicyError:
                    continue
                inputs = [f.name for f in policy.pack.questions[example.question].inputs]
                known = {n: v for n, v in zip(inputs, case.facts, strict=True) if n in case.given}
                if not any(isinstance(v, tuple) and any(isinstance(p, dict) for p in v) for v in known.values()):
                    compared += agree(policy, example.question, [(known, case.on)], turned)
    assert compared > 100


def examples_of(policy: policykit.Policy) -> Any:
    """The worked cases of a pack."""
    assert policy.folder is not None
    return files.own_examples(policy.folder)[0]

"""A table's columns -> the facts of a question: what each column means, what is wrong with a row, which facts are not known.

A fact that may be none says so by the word `none`, a number, day or boolean by a column of its own, `<column>_is_none`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ...domain.periods import FIRST_DAY, LAST_DAY
from ...ir.pack import Question
from ...ir.types import NONE_SUFFIX, Boolean, Choice, Date, DateTime, Fact, ListOf, Number, SetOf, Type, Word, may_be_none
from .dialects import Dialect, word
from .formulas import inside
from .values import FALSE, NONE, TRUE, Bits, Codes, Scalar, Unsupported, Value, both, chosen, opposite, some

DIGITS, PLACES = 18, 6  # a number fact: so many digits, so many of them behind the point


@dataclass
class Facts:
    """The facts as columns of the query: `columns` (alias, SQL over the table), `values` over the aliases, `faults` (condition, what is wrong)."""

    columns: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, Value] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)  # fact -> the condition that it is not known; only facts that may be so
    faults: list[tuple[str, str]] = field(default_factory=list)
    alias: dict[str, str] = field(default_factory=dict)


def facts_of(question: Question, read: frozenset[str], columns: Mapping[str, str], day: str, dialect: Dialect) -> Facts:
    """The facts that are read. `columns`: fact (or fact and `_is_none`) -> the column, quoted. Raises `Unsupported`."""
    found = Facts()
    for number, fact in enumerate(question.inputs):
        if fact.name not in read:
            continue
        found.alias[fact.name] = f"f_{fact.name}" if len(fact.name) < 40 else f"f{number}"
        column = columns.get(fact.name)
        if column is not None:
            _given(found, fact, column, columns.get(fact.name + NONE_SUFFIX), dialect)
        elif fact.absent.kind != "map":
            _absent(found, fact, day, dialect)
    for fact in question.inputs:
        if fact.name in read and fact.name not in columns and fact.absent.kind == "map":
            source = found.values[fact.absent.source or ""]
            assert isinstance(source, Scalar)
            pairs = [(f"({source.sql} = {word(k)})", _constant(v, fact.type)) for k, v in fact.absent.mapping]
            found.columns.append((found.alias[fact.name], chosen(pairs) if pairs else _nothing(fact.type, dialect)))
            _usual(found, fact, False, dialect)
    return found


def typed(type_: Type, dialect: Dialect) -> str:
    """The SQL type of a value."""
    match type_:
        case Boolean():
            return "SIGNED" if dialect.name == "mysql" else "BOOLEAN"
        case Number():
            return f"DECIMAL({DIGITS}, {0 if type_.integer else PLACES})"
        case Date():
            return "DATE"
        case DateTime():
            return dialect.moment_type
    return dialect.text_type


def _nothing(type_: Type, dialect: Dialect) -> str:
    return f"CAST(NULL AS {typed(type_, dialect)})"


def _constant(value: str, type_: Type) -> str:
    return value.upper() if isinstance(type_, Boolean) else word(value)


def _absent(found: Facts, fact: Fact, day: str, dialect: Dialect) -> None:
    """A fact for which the table has no column."""
    match fact.absent.kind:
        case "none":
            found.values[fact.name] = NONE
        case "false":
            found.values[fact.name] = Scalar(FALSE)
        case "as_of":
            found.values[fact.name] = Scalar(f"CAST({day} AS {dialect.moment_type})" if isinstance(fact.type, DateTime) else day)
        case _:
            found.columns.append((found.alias[fact.name], _nothing(fact.type, dialect)))
            _usual(found, fact, False, dialect)


def _usual(found: Facts, fact: Fact, optional: bool, dialect: Dialect) -> None:
    """The value over the fact's own columns."""
    name = found.alias[fact.name]
    none = f"{name}_none" if optional else FALSE
    found.unknown[fact.name] = f"({none if optional else name} IS NULL)"
    match fact.type:
        case SetOf(of=Choice(values=codes)) | ListOf(of=Choice(values=codes)):
            listed = Codes(name, tuple(codes), none)
            found.values[fact.name] = listed if isinstance(fact.type, ListOf) else Bits({c: both([opposite(none), inside(dialect, name, c)]) for c in codes}, none)
        case SetOf(of=Word()) | ListOf(of=Word()):
            found.values[fact.name] = Codes(name, None, none)
        case Number(integer=whole):
            found.values[fact.name] = Scalar(name, none, (DIGITS, 0) if whole else (DIGITS - PLACES, PLACES))
        case Choice() | Boolean() | Date() | DateTime() | Word():
            found.values[fact.name] = Scalar(name, none)
        case _:
            raise Unsupported(f"作为事实的{fact.type.label.zh}（`{fact.name}`）", f"a fact that is {fact.type.label.en} (`{fact.name}`)")


def _given(found: Facts, fact: Fact, column: str, none_column: str | None, dialect: Dialect) -> None:
    """A fact read from a column."""
    name, optional = found.alias[fact.name], may_be_none(fact)
    match fact.type:
        case Choice() | Word() | SetOf() | ListOf():
            text = dialect.text.format(x=column)
            known = f"NULLIF({text}, 'unknown')"
            if optional:
                found.columns.append((f"{name}_none", f"({known} = 'none')"))
                known = f"NULLIF({known}, 'none')"
            found.columns.append((name, known))
        case Number(integer=whole):
            places = 0 if whole else PLACES
            found.columns.append((name, dialect.decimal.format(x=column, p=DIGITS, s=places)))
            found.columns.append((f"{name}_raw", column))
            other = some([f"({name} IS NULL)", f"({name} <> {name}_raw)", dialect.odd_number.format(x=f"{name}_raw", y=name)])
            found.faults.append((both([f"({name}_raw IS NOT NULL)", other, _not_unknown(name, dialect)]), f"{fact.name}: {_beyond(whole)}"))
            if fact.type.minimum is not None:
                found.faults.append((f"({name} < {fact.type.minimum})", f"{fact.name}: it is below {fact.type.minimum}"))
        case Boolean():
            found.columns += [(name, dialect.truth.format(x=column)), (f"{name}_raw", column)]
            found.faults.append((both([dialect.odd_truth.format(x=f"{name}_raw", y=name), _not_unknown(name, dialect)]), f"{fact.name}: it is neither true nor false"))
        case Date() | DateTime():
            moment = isinstance(fact.type, DateTime)
            found.columns += [(name, (dialect.moment_of if moment else dialect.day).format(x=column)), (f"{name}_raw", column)]
            odd = (dialect.odd_moment if moment else dialect.odd_day).format(x=f"{name}_raw")
            wrong = both([f"({name}_raw IS NOT NULL)", some([f"({name} IS NULL)", odd]), _not_unknown(name, dialect)])
            found.faults.append((wrong, f"{fact.name}: it is no {'moment' if moment else 'day'}"))
            last = date.fromordinal(LAST_DAY.toordinal() + 1)
            outside = some([f"({name} < {dialect.date(FIRST_DAY)})", f"({name} >= {dialect.date(last)})"])
            found.faults.append((outside, f"{fact.name}: it is not between {FIRST_DAY} and {LAST_DAY}"))
        case _:
            raise Unsupported(f"作为事实的{fact.type.label.zh}（`{fact.name}`）", f"a fact that is {fact.type.label.en} (`{fact.name}`)")
    if optional and not isinstance(fact.type, Choice | Word | SetOf | ListOf):
        none = [] if none_column is None else [(dialect.truth.format(x=none_column), TRUE)]
        there = f"({column} IS NOT NULL AND {dialect.text.format(x=column)} <> 'unknown')"
        found.columns.append((f"{name}_none", chosen([*none, (there, FALSE)])))
    _usual(found, fact, optional, dialect)
    _codes_checked(found, fact, name, optional, dialect)


def _not_unknown(name: str, dialect: Dialect) -> str:
    """Where a cell does not hold the word `unknown`, which is what a NULL is."""
    return f"({dialect.text.format(x=f'{name}_raw')} <> 'unknown')"


def _beyond(whole: bool) -> str:
    if whole:
        return f"it is no whole number of at most {DIGITS} digits"
    return f"it is no number of at most {DIGITS - PLACES} digits before the point and {PLACES} after it"


def _codes_checked(found: Facts, fact: Fact, name: str, optional: bool, dialect: Dialect) -> None:
    """A row with a code that there is not has no answer."""
    match fact.type:
        case Choice(values=codes):
            if optional and "none" in codes:
                raise Unsupported(f"以 `none` 为代码的事实 `{fact.name}`", f"the fact `{fact.name}`, which has a code `none`")
            # (a data base that pads texts takes `a ` for `a`: hence the point)
            listed = ", ".join(word(c + "." if dialect.name == "mysql" else c) for c in codes if c != "unknown")
            shown = f"CONCAT({name}, '.')" if dialect.name == "mysql" else name
            found.faults.append((f"({shown} NOT IN ({listed}))", f"{fact.name}: there is no such value"))
        case Word():
            found.faults.append((f"(CHAR_LENGTH({name}) NOT BETWEEN 1 AND 200)", f"{fact.name}: it is empty or too long"))
        case SetOf(of=Choice(values=codes)) | ListOf(of=Choice(values=codes)):
            rest = dialect.concat(["','", f"REPLACE({name}, ',', ',,')", "','"])
            for code in codes:
                rest = f"REPLACE({rest}, {word(f',{code},')}, '')"
            found.faults.append((f"({name} <> '' AND {rest} <> '')", f"{fact.name}: there is no such value"))

"""Facts as typed: a file, stdin, `name=value` words -> a mapping for the fact reader, which knows the types.

Numbers of JSON are read as exact decimals. What is wrong with the writing is told here; what is wrong with the facts, by the reader.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from ..diagnostics import Diagnostic, PolicyError, Source, Span, Text, nearest
from ..domain.written_days import PERIOD, day_text, moment_text, period_text
from ..ir.labels import coded, fact_named
from ..ir.misread import which
from ..ir.pack import Question
from ..ir.types import Choice, Date, DateTime, Fact, ListOf, Record, SetOf, Type, Word
from .lists import KINDS

if TYPE_CHECKING:
    from .options import Options

LARGEST = 200_000_000  # bytes of facts: a stock list may be long, unlike a file of rules
STDIN = "-"
SHEETS = tuple(KINDS)
FILES = (*SHEETS, ".json", ".yaml", ".yml")
_COMMAS, _MARKS = re.compile(","), re.compile("[,，、;；]")  # between the elements of a list: the second also stands in labels


def read_facts(file: str | None, words: Sequence[str], question: Question | None, options: Options | None = None) -> dict[str, Any]:
    """The facts of a case: those of the file, and over them those of the words. `options`: in whose language it is told how a sheet was read. Raises `PolicyError`."""
    facts: dict[str, Any] = {}
    if file is not None:
        content = read_data(file)
        if not isinstance(content, dict):
            _refuse("facts", Text(f"`{file}` 中应为映射（事实: 值）", f"`{file}` should hold a mapping of fact to value"))
        facts.update(_named(content, question))
    for name, value in _named(read_words(words), question).items():
        fact = question.input(name) if question else None
        if isinstance(value, Sheet):
            facts[name] = _records(value, name, fact, question, options)
            continue
        if fact is not None and isinstance(fact.type, ListOf) and isinstance(fact.type.of, Record) and isinstance(value, str) and value.lower().endswith(FILES):
            _refuse(
                "fact-sheet",
                Text(f"事实 `{name}`：`{value}` 是文件名，不是记录", f"fact `{name}`: `{value}` is the name of a file and no record"),
                Text(f"读文件的内容，前面加 @：{name}=@{value}", f"for what the file holds, put @ before it: {name}=@{value}"),
            )
        facts[name] = _elements(value, fact.type.of, question.codes) if question and fact and isinstance(fact.type, ListOf | SetOf) else value
    return facts if question is None else in_codes(facts, question)


class Sheet(NamedTuple):
    """A table that stands for a fact, read when it is known what its rows are."""

    file: str


def _records(sheet: Sheet, name: str, fact: Fact | None, question: Question | None, options: Options | None) -> Any:
    """The rows of a sheet as the elements of a fact. Raises `PolicyError` where its elements are no records."""
    if question is None or fact is None:
        return []  # the question, or the fact, is told to be none
    if not isinstance(fact.type, ListOf) or not isinstance(fact.type.of, Record):
        _refuse(
            "fact-sheet",
            Text(f"事实 `{name}` 不是一批记录，不能用表给出", f"the fact `{name}` is no list of records, and a table cannot hold it"),
            Text(f"写作 {name}=值；整表逐行作答用 `policykit run`", f"write {name}=VALUE; `policykit run` answers a table row by row"),
            sheet.file,
        )
    from .records import records_in

    found = records_in(sheet.file, fact, fact.type.of, question.codes)
    if options is not None:
        from .output import write_notes

        write_notes(found.notes, options)
    return found.rows


def _named(facts: Mapping[str, Any], question: Question | None) -> dict[str, Any]:
    """The facts by their names, where labels stand for them. Raises `PolicyError` for one that is given by both."""
    found: dict[str, Any] = {}
    for word, value in facts.items():
        name = (fact_named(word, question.inputs) if question else None) or word
        if name in found:
            _given_twice(name)
        found[name] = value
    return found


def in_codes(facts: Mapping[str, Any], question: Question) -> dict[str, Any]:
    """The facts with codes in place of labels that have one meaning, days, moments and periods as they are read, in lists and records too. Raises `PolicyError`."""
    types = {f.name: f.type for f in question.inputs}
    return {n: _in_code(n, v, types[n], question.codes) if n in types else v for n, v in facts.items()}


def _in_code(name: str, value: Any, type_: Type, words: Mapping[str, Text]) -> Any:
    """One fact, as `in_codes`. Raises `PolicyError` for a month or day that there is not."""
    if name == PERIOD and isinstance(type_, Word) and (isinstance(value, str) or type(value) is int):  # the year 2026 is a number in JSON
        if (period := period_text(str(value))) is None:
            from ..source.events import no_such_period

            fault = no_such_period(str(value))
            raise PolicyError([Diagnostic("value", Text(f"`{name}`：{fault.message.zh}", f"`{name}`: {fault.message.en}"), help=fault.help, about=(name,))])
        return period
    return coded(dated(value, type_), type_, words)


def dated(value: Any, type_: Type) -> Any:
    """A value with days and moments in their one form."""
    match type_:
        case Date() if isinstance(value, str):
            return day_text(value)
        case DateTime() if isinstance(value, str):
            return moment_text(value)
        case ListOf() | SetOf() if isinstance(value, list):
            return [dated(v, type_.of) for v in value]
        case Record() if isinstance(value, Mapping):
            fields = dict(type_.fields)
            return {n: dated(v, fields[n].type) if n in fields else v for n, v in value.items()}
    return value


def with_meaning(faults: Iterable[Diagnostic], facts: Mapping[str, Any], question: Question) -> list[Diagnostic]:
    """The same faults; of a word that is no code, nor near one, with the labels that it may mean, as `run` and lists tell them."""
    return [_with_meaning(d, facts, question) for d in faults]


def _with_meaning(fault: Diagnostic, facts: Mapping[str, Any], question: Question) -> Diagnostic:
    fact = question.input(fault.about[0]) if fault.code == "choice" and fault.about else None
    if fact is None or not isinstance(fact.type, Choice):
        return fault
    value = facts[fact.name]
    near = which(value, fact.type.labels) if nearest(str(value), fact.type.values) is None else None
    return fault if near is None else replace(fault, help=near)


def event_day_given(question: Question, facts: Mapping[str, Any]) -> bool:
    """Whether the facts themselves say which day's law is asked."""
    given = facts.get(question.event_date) if question.event_date else None
    return given is not None and given != "unknown"


def read_words(words: Iterable[str]) -> dict[str, Any]:
    """`name=value` words: text as it stands, JSON where the value begins with `[` or `{`, a file's content after `@`. Raises `PolicyError`."""
    facts: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip()
        if not equals or not name:
            _refuse("fact-word", Text(f"`{word}` 不是“事实=值”", f"`{word}` is not `name=value`"), Text("如 item=single_tent", "for example item=single_tent"))
        if name in facts:
            _given_twice(name)
        facts[name] = _value(name, value)
    return facts


def _value(name: str, text: str) -> Any:
    if text.startswith("@"):
        return Sheet(text[1:]) if text.lower().endswith(SHEETS) else read_data(text[1:])
    if text.lstrip()[:1] in ("[", "{"):
        return _json_or_yaml(Source(name, text))
    return text


def _elements(value: Any, type_: Type, words: Mapping[str, Text]) -> Any:
    """A list typed without brackets, `food,water` or `食品、饮水`; what is no text is a list already. A label that has such a mark itself stays whole."""
    if not isinstance(value, str) or value == "unknown":
        return value
    if _is_code(value, type_, words):
        return [value]
    parts = [[p.strip() for p in by.split(value) if p.strip()] for by in (_MARKS, _COMMAS)]
    return next((found for found in parts if all(_is_code(p, type_, words) for p in found)), parts[-1])


def _is_code(word: str, type_: Type, words: Mapping[str, Text]) -> bool:
    return word in getattr(type_, "values", words) or coded(word, type_, words) != word


def read_data(file: str) -> Any:
    """JSON or YAML from a file, or from stdin for `-`. By the name where it says which; else JSON if it is JSON. Raises `PolicyError`."""
    source = _source(file)
    if file.lower().endswith(".json"):
        return _json(source)
    if file.lower().endswith((".yaml", ".yml")) or source.text.lstrip()[:1] not in ("[", "{"):
        return _yaml(source)
    return _json_or_yaml(source)


def _json_or_yaml(source: Source) -> Any:
    """Raises `PolicyError`, of JSON, for what is neither."""
    try:
        return _json(source)
    except PolicyError as not_json:
        if not_json.diagnostics[0].span is None:
            raise  # it is JSON, of which something is refused
        try:  # `{item: single_tent}` is YAML, and what people write by hand
            return _yaml(source)
        except PolicyError:
            raise not_json from None


def _source(file: str) -> Source:
    if file == STDIN:
        data = sys.stdin.buffer.read(LARGEST + 1)
    elif Path(file).is_file():
        with Path(file).open("rb") as f:
            data = f.read(LARGEST + 1)
    else:
        _refuse("no-file", Text(f"没有文件 `{file}`", f"there is no file `{file}`"))
    if len(data) > LARGEST:
        _refuse("too-large", Text(f"`{file}` 超过 {LARGEST} 字节", f"`{file}` is larger than {LARGEST} bytes"))
    try:
        return Source("stdin" if file == STDIN else file, data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        _refuse("encoding", Text(f"`{file}` 不是 UTF-8 编码", f"`{file}` is not UTF-8"))


def _yaml(source: Source) -> Any:
    from ..source.yaml import plain, read_yaml

    root, found = read_yaml(source)
    if found:
        raise PolicyError(found)
    return plain(root) if root is not None else None


def _json(source: Source) -> Any:
    try:
        return json.loads(source.text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)
    except json.JSONDecodeError as e:
        at = Span(source, e.lineno - 1, e.colno - 1, e.lineno - 1, e.colno)
        raise PolicyError([Diagnostic("json", Text(f"不是合法的 JSON：{e.msg}", f"this is not JSON: {_small(e.msg)}"), at)]) from None
    except RecursionError:
        _refuse("too-deep", Text("嵌套过深", "lists and mappings are nested too deep"), file=source.name)
    except ValueError as e:
        _refuse("json", Text(f"不是合法的 JSON：{e}", f"this is not JSON: {_small(str(e))}"), file=source.name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; a name that stands twice is a mistake and not the second value."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [n for n, _ in pairs]
        twice = next(n for n in names if names.count(n) > 1)
        raise ValueError(f"`{twice}` stands twice in one object")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"`{word}` is no number")


def _small(message: str) -> str:
    return message[:1].lower() + message[1:]


def _given_twice(name: str) -> NoReturn:
    _refuse("fact-twice", Text(f"事实 `{name}` 给出了两次", f"the fact `{name}` is given twice"))


def _refuse(code: str, message: Text, help_: Text | None = None, file: str = "") -> NoReturn:
    raise PolicyError([Diagnostic(code, message, help=help_, file=file)])

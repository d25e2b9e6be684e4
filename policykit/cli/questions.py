"""`policykit questions`: what can be asked, with which facts, and who answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from ..diagnostics import Diagnostic, PolicyError, Text
from ..ir.names_meant import question_meant
from ..ir.pack import Question
from ..ir.types import Absent, Choice, Fact, ListOf, Number, Output, Record, SetOf, Type
from .options import Options
from .output import write, write_faults, write_heading, write_json, write_prose, write_table

if TYPE_CHECKING:
    from ..api import Policy

Standing = Literal["answers", "silent", "not_encoded"]
ABSENT = {
    "required": Text("必须给出", "required"),
    "unknown": Text("未给出时视为不知道", "if not given: unknown"),
    "none": Text("未给出时视为没有", "if not given: none"),
    "false": Text("未给出时视为否", "if not given: false"),
    "as_of": Text("未给出时视为查询当日", "if not given: the day asked"),
}
STANDING = {
    "answers": Text("有规定", "answered by"),
    "silent": Text("未作规定", "silent"),
    "not_encoded": Text("尚未编入", "not encoded"),
}


def list_questions(name: str | None, options: Options) -> None:
    """All questions by group, or one in full. Raises `PolicyError` for a name that no pack knows."""
    policies, faults = options.load_all()
    known = _known(policies)
    if name is not None and name not in known:
        raise PolicyError([Diagnostic("unknown-question", Text(f"没有名为 `{name}` 的问题", f"no question is called `{name}`"), help=question_meant(name, known))])
    chosen = [known[name]] if name is not None else sorted(known.values(), key=lambda q: q.group)
    if options.as_json:
        records = [_recorded(q, policies) for q in chosen]
        write_json(records[0] if name is not None else records)
    elif name is not None:
        _write_one(chosen[0], policies, options)
    else:
        _write_all(chosen, policies, options)
    write_faults(faults, options)


def _known(policies: Sequence[Policy]) -> dict[str, Question]:
    """The shared questions, and those that packs add of their own."""
    from ..api import shared_questions

    known = shared_questions()
    for policy in policies:
        for name, question in policy.pack.questions.items():
            known.setdefault(name, question)
    return known


def _standing(question: str, policies: Sequence[Policy]) -> dict[Standing, list[str]]:
    """Which packs answer a question, are silent on it as a whole, or do not encode it."""
    found: dict[Standing, list[str]] = {"answers": [], "silent": [], "not_encoded": []}
    for policy in policies:
        if question not in policy.questions:
            found["not_encoded"].append(policy.id)
        elif question in policy.pack.instrument.silent_on:
            found["silent"].append(policy.id)
        else:
            found["answers"].append(policy.id)
    return found


def _write_all(questions: Sequence[Question], policies: Sequence[Policy], options: Options) -> None:
    headings = [options.say("问题", "question"), options.say("含义", "meaning"), options.say("规则包", "packs")]
    rows: list[list[str]] = []
    for group, members in groupby(questions, key=lambda q: q.group):
        rows += [[""], [f"[{group}]"]]
        for question in members:
            rows.append([question.id, options.text(question.label), _packs(_standing(question.id, policies), options)])
    write_table(headings, rows[1:], whole=[0])


def _packs(standing: Mapping[Standing, Sequence[str]], options: Options) -> str:
    """Who answers, and on a line of its own who is silent."""
    lines = [options.listed(standing["answers"])] if standing["answers"] else []
    if standing["silent"]:
        lines.append(f"{options.text(STANDING['silent'])}{options.say('：', ': ')}{options.listed(standing['silent'])}")
    return "\n".join(lines) or options.text(STANDING["not_encoded"])


def _write_one(question: Question, policies: Sequence[Policy], options: Options) -> None:
    write_heading(f"{options.text(question.label)} ({question.id})")
    if question.event_date:
        write_prose(options.say(f"未用 --on 指明日期时，以 `{question.event_date}` 之日的法为准", f"the law of the day `{question.event_date}`, unless --on names another"))
    rows = [[options.text(STANDING[s]), options.listed(packs)] for s, packs in _standing(question.id, policies).items() if packs]
    write_table([], rows, whole=[0])
    write()
    rest = [options.say("含义", "meaning"), options.say("取值", "values")]
    write_table([options.say("事实", "input"), *rest], [r for f in question.inputs for r in _input_rows(f, _added(question.id, f, policies), options)], whole=[0], spaced=True)
    write()
    write_table([options.say("结论", "output"), *rest], [_output_row(o, options) for o in question.outputs], whole=[0], spaced=True)
    if question.codes:
        write()
        write_table([options.say("代码", "code"), options.say("含义", "meaning")], [[c, options.text(label)] for c, label in question.codes.items()], whole=[0])


def _input_rows(fact: Fact, added: Mapping[str, tuple[Text, list[str]]], options: Options, indent: str = "") -> Iterator[list[str]]:
    """An input, and below it the parts of its records."""
    yield [indent + fact.name, f"{_meaning(fact, options)}\n  {_if_absent(fact.absent, options)}", _values(fact.type, added, options)]
    inner = fact.type.of if isinstance(fact.type, ListOf | SetOf) else fact.type
    if isinstance(inner, Record):
        for _, part in inner.fields:
            yield from _input_rows(part, {}, options, indent + "  ")


def _output_row(output: Output, options: Options) -> list[str]:
    return [output.name, _meaning(output, options), _values(output.type, {}, options)]


def _meaning(named: Fact | Output, options: Options) -> str:
    note = options.text(named.note)
    return options.text(named.label) + (f"\n  {note}" if note else "")


def _values(type_: Type, added: Mapping[str, tuple[Text, list[str]]], options: Options) -> str:
    """What may be given: the codes of a choice with their labels, the kind of value otherwise."""
    match type_:
        case Choice() if type_.party and not type_.values:
            return options.say("规则包的一个主体", "a party of the pack")
        case Choice():
            lines = [_code(v, type_.labels.get(v), options) for v in type_.values]
            lines += [f"{_code(v, label, options)} [{options.listed(packs)}]" for v, (label, packs) in added.items()]
            return "\n".join(lines)
        case ListOf() | SetOf():
            return f"{options.text(type_.label)}{options.say('：', ': ')}{_values(type_.of, added, options)}"
        case Number() if type_.unit:
            return f"{options.text(type_.label)} ({options.text(type_.unit)})"
        case Record():
            return options.say("记录，各项如下", "records of:")
    return options.text(type_.label)


def _code(code: str, label: Text | None, options: Options) -> str:
    """A code and what it stands for, unless that says no more than the code."""
    words = options.text(label)
    return code if words.replace(" ", "_").lower() == code else f"{code}  {words}"


def _if_absent(absent: Absent, options: Options) -> str:
    if absent.kind == "map":
        return options.say(f"未给出时由 {absent.source} 推定", f"if not given: worked out from {absent.source}")
    return options.text(ABSENT[absent.kind])


def _added(question: str, fact: Fact, policies: Sequence[Policy]) -> dict[str, tuple[Text, list[str]]]:
    """Codes that packs add to a shared choice: code -> label and the packs that know it."""
    found: dict[str, tuple[Text, list[str]]] = {}
    shared = _codes(fact.type)
    for policy in policies:
        own = policy.questions.get(question)
        seen = own.input(fact.name) if own else None
        for code, label in (_codes(seen.type) if seen else {}).items():
            if code not in shared:
                found.setdefault(code, (label, []))[1].append(policy.id)
    return found


def _codes(type_: Type) -> dict[str, Text]:
    """The codes of a choice, or of the elements of a list or set of one."""
    if isinstance(type_, ListOf | SetOf):
        return _codes(type_.of)
    return {v: type_.labels.get(v, Text(v, v)) for v in type_.values} if isinstance(type_, Choice) else {}


def _recorded(question: Question, policies: Sequence[Policy]) -> dict[str, Any]:
    return {
        "id": question.id,
        "label": question.label._asdict(),
        "group": question.group,
        "event_date": question.event_date,
        "inputs": [_recorded_fact(f, question.id, policies) for f in question.inputs],
        "outputs": [{"name": o.name, "label": o.label._asdict(), "note": o.note._asdict() if o.note else None, **_recorded_type(o.type)} for o in question.outputs],
        **({"codes": {c: label._asdict() for c, label in question.codes.items()}} if question.codes else {}),
        "packs": _standing(question.id, policies),
    }


def _recorded_fact(fact: Fact, question: str, policies: Sequence[Policy]) -> dict[str, Any]:
    absent: Any = fact.absent.kind
    if fact.absent.kind == "map":
        absent = {"from": fact.absent.source, "map": dict(fact.absent.mapping)}
    added = {code: {"label": label._asdict(), "packs": packs} for code, (label, packs) in _added(question, fact, policies).items()}
    note = fact.note._asdict() if fact.note else None
    return {"name": fact.name, "label": fact.label._asdict(), "note": note, "absent": absent, **_recorded_type(fact.type), **({"added": added} if added else {})}


def _recorded_type(type_: Type) -> dict[str, Any]:
    name = TYPE_NAMES.get(type(type_).__name__, type(type_).__name__.lower())
    match type_:
        case Choice():
            return {"type": "party" if type_.party else name, "values": {v: type_.labels.get(v, Text(v, v))._asdict() for v in type_.values}}
        case Number():
            kind = "integer" if type_.integer else "money" if type_.money else name
            return {"type": kind, "unit": type_.unit._asdict() if type_.unit else None, "min": type_.minimum}
        case ListOf() | SetOf():
            return {"type": name, "of": _recorded_type(type_.of)}
        case Record():
            return {"type": name, "fields": [_recorded_fact(f, "", ()) for _, f in type_.fields]}
    return {"type": name}


TYPE_NAMES = {"Word": "text", "DayOfYear": "day_of_year", "ListOf": "list", "SetOf": "set"}

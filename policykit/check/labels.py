"""Names for people: whatever a person sees has a Chinese and an English one."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Span, Text
from ..ir.pack import Answered, Pack, Question, Rule, Table, Undetermined
from ..ir.types import Choice, Fact, ListOf, Output, Record, SetOf, Type
from . import faults

Path = tuple[str | int, ...]

_MISSING = {(True, True): Text("名称", "label"), (True, False): Text("中文", "words in Chinese"), (False, True): Text("英文", "words in English")}


def check_labels(pack: Pack) -> Iterator[Diagnostic]:
    """Every label that is missing or half empty, at its place."""
    yield from _instrument(pack)
    for code, label in pack.instrument.parties.items():
        yield from _half(pack, ("parties", code), "", label, Text(f"主体 `{code}`", f"the party `{code}`"))
    for name, parameter in pack.parameters.items():
        yield from _half(pack, ("parameters", name), "label", parameter.label, Text(f"参数 `{name}`", f"the parameter `{name}`"), parameter.span)
    for question in pack.questions.values():
        yield from _question(pack, question)
    for ambiguity in pack.ambiguities.values():
        path: Path = ("readings", ambiguity.id)
        for key, text in (("problem", ambiguity.problem), ("why", ambiguity.why)):
            yield from _half(pack, path, key, text, Text(f"`{ambiguity.id}` 的 `{key}`", f"the `{key}` of `{ambiguity.id}`"), ambiguity.span)
        for reading in ambiguity.readings:
            what = Text(f"`{ambiguity.id}` 的读法 `{reading.name}`", f"the reading `{reading.name}` of `{ambiguity.id}`")
            yield from _half(pack, (*path, "readings", reading.name), "", reading.label, what, ambiguity.span)
    for kind in pack.event_kinds.values():
        yield from _half(pack, ("events", kind.id), "label", kind.label, Text(f"事件 `{kind.id}`", f"the event `{kind.id}`"))
    for norm in pack.norms.values():
        yield from _half(pack, ("norms", norm.id), "label", norm.label, Text(f"规范 `{norm.id}`", f"the norm `{norm.id}`"), norm.span)
        if norm.breach is not None:
            yield from _half(pack, ("norms", norm.id), "breach", norm.breach, Text(f"规范 `{norm.id}` 的后果", f"the breach of the norm `{norm.id}`"), norm.span)
    for index, clause in enumerate(pack.clauses.values()):
        if clause.waived is not None:
            what = Text(f"`{clause.address}` 不编入的理由", f"the reason why `{clause.address}` is not encoded")
            yield from _half(pack, ("clauses", index), "waived", clause.waived, what, clause.span)
    for decision in pack.decisions.values():
        for index, rule in enumerate(decision.rules if isinstance(decision, Table) else ()):
            yield from _rule(pack, decision.id, index, rule)


def _instrument(pack: Pack) -> Iterator[Diagnostic]:
    for key, text, what in (
        ("label", pack.instrument.label, Text("规则包", "the pack")),
        ("jurisdiction", pack.instrument.jurisdiction, Text("法域", "the jurisdiction")),
    ):
        written = text if pack.places is None or pack.place(key) is not None else None
        yield from _half(pack, (), key, written, what, pack.place("pack"))
    if pack.instrument.validity_note is not None:
        yield from _half(pack, ("validity",), "note", pack.instrument.validity_note, Text("有效期的说明", "the note on the validity"))
    for index, repeal in enumerate(pack.instrument.repeals):
        yield from _half(pack, ("repeals", index), "label", repeal.label, Text(f"文件 `{repeal.instrument}`", f"the instrument `{repeal.instrument}`"))


def _question(pack: Pack, question: Question) -> Iterator[Diagnostic]:
    path: Path = ("questions", question.id)
    yield from _half(pack, path, "label", question.label, Text(f"问题 `{question.id}`", f"the question `{question.id}`"), question.span)
    parts: list[tuple[str, Text, Fact | Output]] = [("inputs", Text("事实", "input"), f) for f in question.inputs]
    parts += [("outputs", Text("结果", "output"), o) for o in question.outputs]
    for section, kind, part in parts:
        what = Text(f"`{question.id}` 的{kind.zh} `{part.name}`", f"the {kind.en} `{part.name}` of `{question.id}`")
        yield from _half(pack, (*path, section, part.name), "label", part.label, what, part.span or question.span)
        yield from _codes(pack, (*path, section, part.name), part.type, f"{question.id}.{part.name}", part.span or question.span)


def _codes(pack: Pack, path: Path, type_: Type, name: str, span: Span | None) -> Iterator[Diagnostic]:
    """The values of a choice, the fields of a record, and those inside lists."""
    match type_:
        case Choice(party=False):
            for code in type_.values:
                what = Text(f"`{name}` 的取值 `{code}`", f"the value `{code}` of `{name}`")
                at = ("choices", name, code) if pack.place("choices", name, code) is not None else (*path, "values", code)
                yield from _half(pack, at, "", type_.labels.get(code), what, span)
        case ListOf() | SetOf():
            yield from _codes(pack, (*path, "of"), type_.of, name, span)
        case Record():
            for field, fact in type_.fields:
                what = Text(f"`{name}` 的字段 `{field}`", f"the field `{field}` of `{name}`")
                yield from _half(pack, (*path, "fields", field), "label", fact.label, what, fact.span or span)
                yield from _codes(pack, (*path, "fields", field), fact.type, f"{name}.{field}", fact.span or span)


def _rule(pack: Pack, decision: str, index: int, rule: Rule) -> Iterator[Diagnostic]:
    """The reasons and notes of a rule."""
    path: Path = ("decisions", decision, "rules", index)
    name = Text(f"`{decision}` 的规则 `{rule.id}`", f"the rule `{rule.id}` of `{decision}`")
    if rule.note is not None:
        yield from _half(pack, path, "note", rule.note, Text(f"{name.zh}的说明", f"the note of {name.en}"), rule.span)
    if rule.label is not None:
        yield from _half(pack, path, "label", rule.label, name, rule.span)
    if not isinstance(rule.result, Answered):
        at: Path = (*path, "undetermined", "why") if isinstance(rule.result, Undetermined) else (*path, "silent")
        yield from _half(pack, at, "", rule.result.why, Text(f"{name.zh}的理由", f"the reason of {name.en}"), rule.span)


def _half(pack: Pack, path: Path, key: str, label: Text | None, what: Text, otherwise: Span | None = None) -> Iterator[Diagnostic]:
    """A fault where `label` lacks a language. `path` leads to what is labelled, `key` from there to its label."""
    lacks = (label is None or not label.zh.strip(), label is None or not label.en.strip())
    if any(lacks):
        written = (*path, key) if key else path
        half = None if all(lacks) else pack.place(*written, "zh" if lacks[0] else "en", value=True)
        yield faults.no_label(half or pack.place(*(path or written)) or otherwise, what, _MISSING[lacks])

"""An answer in words, and as a record. Labels come with the answer; nothing is worked out anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..diagnostics import Language, Text
from ..domain.numbers import number_text, settled
from ..domain.periods import period_text
from ..domain.wording import alone
from .answer import Answer, Below, Citation
from .types import UNKNOWN

STATUS = {
    "answered": Text("有答案", "answered"),
    "silent": Text("文本未作规定", "the text is silent"),
    "undetermined": Text("不能确定", "undetermined"),
    "not_in_force": Text("该日不施行", "not in force"),
}
FORCE = {
    "in_force": Text("施行中", "in force"),
    "not_yet": Text("尚未施行", "not yet in force"),
    "expired": Text("已失效", "expired"),
    "draft": Text("征求意见稿，尚无效力", "a draft, not law"),
    "unknown_date": Text("文本未载明日期，效力不明", "undated: its force is unknown"),
}
STRENGTH = {"must": Text("应当", "must"), "in_principle": Text("原则上", "in principle"), "may": Text("可以", "may")}
BASIS = {
    "text": Text("条文明文", "the text says so in terms"),
    "reading": Text("基于所选读法", "it rests on the chosen reading"),
    "inferred": Text("推论（反面解释或目的解释）", "it is inferred"),
}


def explained(answer: Answer[Any], language: Language) -> str:
    """One paragraph, then the clauses relied on, a line each; first a line for each text below that is silent."""
    zh = language == "zh"
    asked = answer.asked
    head = _text_asked(answer, language)
    said = [f"{asked.label.zh}——{outcome_words(answer, language)}" if zh else f"{asked.label.en} {outcome_words(answer, language)}", *_grounds(answer, language)]
    facts = _facts(answer, language)
    tail = (f"事实：{facts}。" if zh else f"Facts: {facts}.") if facts else ""
    paragraph = head + ("；".join(said) + "。" if zh else "; ".join(said) + ". ") + tail + to_check(answer, language)
    return "\n".join([*(_left_to_parent(b, language) for b in answer.below), paragraph.rstrip(), *_clauses(answer, language)])


def _text_asked(answer: Answer[Any], language: Language) -> str:
    """Whose answer it is, and the force of the text on the day."""
    label, force = answer.asked.pack_label.in_(language), FORCE[answer.force].in_(language)
    return f"《{label}》（{force}，{answer.on}）：" if language == "zh" else f"{label} ({force}, {answer.on}): "


def _left_to_parent(below: Below, language: Language) -> str:
    """That a text was asked before and is silent, and why the one above answers."""
    silent, why = STATUS["silent"].in_(language), below.why.in_(language).rstrip(".。")
    grounds = "；".join([silent, *_grounds(below.answer, language)]) if language == "zh" else "; ".join([silent, *_grounds(below.answer, language)])
    return _text_asked(below.answer, language) + (f"{grounds}。上级文本适用于本案：{why}。" if language == "zh" else f"{grounds}. The text above applies: {why}.")


def to_check(answer: Answer[Any], language: Language) -> str:
    """What the facts say against each other, as a sentence; empty where there is nothing."""
    if not answer.at_odds:
        return ""
    return f"请核对：{'；'.join(t.zh for t in answer.at_odds)}。" if language == "zh" else f" Please check: {'; '.join(t.en for t in answer.at_odds)}."


def reason(answer: Answer[Any], language: Language) -> str:
    """Why the answer is as it is, without its outcome and facts: what `explained` says after the outcome, then the words relied on, each address once."""
    zh = language == "zh"
    grounds = _grounds(answer, language)
    said = ("；".join(grounds) + "。" if zh else "; ".join(grounds) + ".") if grounds else ""
    words: dict[str, list[str]] = {}
    for c in _relied_on(answer):
        words.setdefault(c.address, []).append(f"“{c.quote}”")
    clauses = [f"{a}{'' if zh else ' '}{('' if zh else ' ').join(dict.fromkeys(quotes))}" for a, quotes in words.items()]
    return (said + "；".join(clauses)) if zh else " ".join(t for t in (said, "; ".join(clauses)) if t)


def _grounds(answer: Answer[Any], language: Language) -> list[str]:
    """How strong the outcome is and on what it rests, or why there is none; the rule's note; the readings taken otherwise."""
    note, why = answer.conclusion.note, answer.why if answer.status != "answered" else None
    before, after = (text.in_(language).rstrip(".。") if text is not None else "" for text in (why, note))
    return [said for said in (before, *standing(answer, language), after) if said]  # a reason left blank is a fault of the pack, and no sentence


def standing(answer: Answer[Any], language: Language) -> list[str]:
    """How strong the outcome is, and on what it rests: the text, or readings that the pack chooses, or those taken in their place; last the readings taken on which it does not rest."""
    zh, switched = language == "zh", answer.asked.switched
    said, basis = [], None
    if answer.status == "answered":
        basis = answer.basis
        said = [STRENGTH[answer.strength].in_(language)] if answer.strength is not None else []
    elif answer.status == "undetermined" and answer.readings:
        basis = "reading"
    if basis is not None:
        words = BASIS[basis].in_(language)
        chosen = [r for r in answer.readings if r not in switched]
        others = [f"{r}={switched[r]}" for r in answer.readings if r in switched]
        if chosen:
            said.append(words + (f"（{'、'.join(chosen)}）" if zh else f" ({', '.join(chosen)})"))
        elif not others:
            said.append(words)
        if others:
            said.append(f"基于改用的读法（{'、'.join(others)}）" if zh else f"it rests on a reading other than the pack's ({', '.join(others)})")
    idle = [f"{i}={n}" for i, n in switched.items() if i not in answer.readings]
    if idle:
        said.append(f"改用的读法：{'、'.join(idle)}" if zh else f"read otherwise than the pack chooses: {', '.join(idle)}")
    return said


def _relied_on(answer: Answer[Any]) -> tuple[Citation, ...]:
    """The citations; of a silence that is declared, the words that show it."""
    silence = answer.silence
    return answer.citations if silence is None else silence.citations


def _clauses(answer: Answer[Any], language: Language) -> list[str]:
    """The clauses relied on, each once: its address, the words, the whole."""
    words: dict[tuple[str, str], list[str]] = {}
    for c in _relied_on(answer):
        words.setdefault((c.address, c.clause), []).append(c.quote)
    lines = []
    for (address, clause), quotes in words.items():
        whole = alone(clause)
        said = ("" if language == "zh" else " ").join(f"“{q}”" for q in dict.fromkeys(quotes) if alone(q) != whole)
        lines.append(f"  {address}  {said} —— {whole}" if said else f"  {address}  {whole}")
    return lines


def recorded(answer: Answer[Any]) -> dict[str, Any]:
    """The whole answer as JSON values. Exact numbers are text, days ISO 8601."""
    trace, silence = answer.trace, answer.silence
    return {
        **answer.asked.origin.record(),
        "question": answer.question,
        "question_digest": answer.asked.question_digest,
        "on": answer.on.isoformat(),
        "status": answer.status,
        "force": answer.force,
        "values": {k: plain(v) for k, v in answer.values.record().items()} if answer.values is not None else None,
        "strength": answer.strength,
        "basis": answer.basis,
        "readings": list(answer.readings),
        "rule": answer.rule,
        "citations": [c._asdict() for c in answer.citations],
        "why": answer.why._asdict() if answer.why else None,
        "shown_by": [c._asdict() for c in silence.citations] if silence is not None else [],
        "missing": list(answer.missing),
        "at_odds": [t._asdict() for t in answer.at_odds],
        "outcomes": {k: [plain(v) for v in vs] for k, vs in answer.outcomes.items()},
        "below": [{"answer": recorded(b.answer), "why": b.why._asdict()} for b in answer.below],
        "facts": {k: plain(v) for k, v in trace.given.items()},
        "assumed": {k: {"because": meaning, "value": plain(v)} for k, (meaning, v) in trace.assumed.items()},
        "parameters": [{"name": p.name, "value": plain(p.value), "citations": [c._asdict() for c in p.citations]} for p in trace.parameters],
    }


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if value is UNKNOWN:
        return "unknown"
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal | Fraction):
        exact = settled(value)
        return exact if isinstance(exact, int) else number_text(exact)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return period_text(value)
    if isinstance(value, frozenset | set):
        return sorted((plain(v) for v in value), key=str)
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    raise TypeError(f"no JSON form for {type(value).__name__}")


def shown(value: Any, labels: Mapping[str, Text], language: Language) -> str:
    """A value in words, with the labels of its codes."""
    zh = language == "zh"
    if value is None:
        return "无" if zh else "none"
    if value is UNKNOWN:
        return "不知道" if zh else "unknown"
    if isinstance(value, bool):
        return ("是" if value else "否") if zh else ("yes" if value else "no")
    if isinstance(value, str):
        label = labels.get(value)
        return label.in_(language) if label else value
    if isinstance(value, frozenset | tuple):
        return _list(value, labels, language)
    if isinstance(value, Mapping):
        parts = [f"{labels[k].in_(language) if k in labels else k} {shown(v, labels, language)}" for k, v in value.items() if v is not None]
        return f"（{'，'.join(parts)}）" if zh else f"({', '.join(parts)})"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    return str(plain(value))


def _list(values: Iterable[Any], labels: Mapping[str, Text], language: Language) -> str:
    parts = [shown(v, labels, language) for v in values]
    if isinstance(values, frozenset):
        parts.sort()
    return ("、" if language == "zh" else ", ").join(parts) or ("（空）" if language == "zh" else "(nothing)")


def _alternatives(values: tuple[Any, ...], labels: Mapping[str, Text], language: Language) -> str:
    """What may be the value; sets one by one, so that their elements do not run together."""
    if not any(isinstance(v, frozenset | tuple) for v in values):
        return _list(values, labels, language)
    zh = language == "zh"
    sets = [shown(v, labels, language) for v in values]
    bracketed = [s if not v else f"（{s}）" if zh else f"({s})" for v, s in zip(values, sets, strict=True)]  # the empty one has brackets of its own
    return ("或" if zh else " or ").join(bracketed)


def certain(answer: Answer[Any]) -> dict[str, Any]:
    """The outputs of an undetermined answer that have one value whatever the rest turns out to be; none where the text may be silent as well."""
    if answer.status != "undetermined" or "status" in answer.outcomes:
        return {}
    given = answer.values.record() if answer.values is not None else {}
    return {n: v for n, v in given.items() if n not in answer.outcomes and v not in (None, "undetermined")}


def still_open(answer: Answer[Any]) -> dict[str, tuple[Any, ...]]:
    """What remains possible, of the outputs that are not certain."""
    known = certain(answer)
    return {n: v for n, v in answer.outcomes.items() if n not in known and v and v != (None,)}


def outcome_words(answer: Answer[Any], language: Language) -> str:
    """The outputs in words, or how the answer ended: what is certain, and what is still possible."""
    zh = language == "zh"
    if answer.values is None or answer.status != "answered":
        text = STATUS[answer.status].in_(language)
        labels = {**answer.asked.value_labels, "status": STATUS}
        colon, stop = ("：", "；") if zh else (": ", "; ")
        if known := certain(answer):
            parts = [f"{_label(answer, n, language)}{colon}{shown(v, labels.get(n, {}), language)}" for n, v in known.items()]
            text += ("；已能确定 " if zh else "; certain: ") + stop.join(parts)
        if possible := still_open(answer):
            parts = [f"{_label(answer, n, language)}{colon}{_alternatives(v, labels.get(n, {}), language)}" for n, v in possible.items()]
            text += (("；" if known else "，") + "仍可能为 " if zh else "; still possible: ") + stop.join(parts)
        return text
    colon = "：" if zh else ": "
    parts = [f"{_label(answer, n, language)}{colon}{shown(v, answer.asked.value_labels.get(n, {}), language)}" for n, v in worth_telling(answer.values.record()).items()]
    return ("，" if zh else ", ").join(parts)


def worth_telling(outputs: Mapping[str, Any]) -> dict[str, Any]:
    """The outputs that an answer is told by: what is none goes unsaid beside others; where all are none, there is none of what is asked for, which is the first.

    >>> worth_telling({"bearer": None, "advanced_by": "depot"}), worth_telling({"bearer": None, "advanced_by": None})
    ({'advanced_by': 'depot'}, {'bearer': None})
    """
    return {n: v for n, v in outputs.items() if v is not None} or dict(list(outputs.items())[:1])


def _label(answer: Answer[Any], name: str, language: Language) -> str:
    if name == "status":
        return "答复" if language == "zh" else "the answer itself"
    label = answer.asked.labels.get(name)
    return (label.in_(language) if label else "") or name


def _facts(answer: Answer[Any], language: Language) -> str:
    zh = language == "zh"
    trace = answer.trace
    parts = [f"{_label(answer, n, language)}{'＝' if zh else ' = '}{shown(v, answer.asked.value_labels.get(n, {}), language)}" for n, v in trace.given.items()]
    assumed = [
        f"{_label(answer, n, language)}{'＝' if zh else ' = '}{shown(v, answer.asked.value_labels.get(n, {}), language)}" for n, (_, v) in trace.assumed.items() if v is not None
    ]
    comma = "，" if zh else ", "
    taken = ("未给出而视为：" if zh else "not given and taken as: ") + comma.join(assumed) if assumed else ""
    return ("；" if zh else "; ").join(t for t in (comma.join(parts), taken) if t)

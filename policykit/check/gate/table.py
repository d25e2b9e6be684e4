"""The 修改对照表: each clause as it stands and as amended, in the order of the text, and what the change does to figures, rules and outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ...diagnostics import Text
from ...domain.wording import alone
from ...ir.amendment import AmendmentPart, RuleChanged, TextChange
from ...ir.norm_words import FORMS
from ...ir.pack import Answered, Parameter, Rule, Table as Decision
from ...ir.words import joined, parameter_words
from ..diff.grounds_document import moves
from ..diff.model import Law, Pair, QuestionDiff
from ..diff.rules import speaker
from ..report.blocks import Block, Cell, Heading, Table
from .document_parts import DraftWords, in_order_of_text
from .judging import waivers
from .model import Gate
from .new_codes import added_codes

LAGS = Text("规则没有随文字修改，无从比较。", "Rules have not followed the text, so that nothing can be compared.")


def table_of_changes(gate: Gate, words: DraftWords) -> Iterator[Block]:
    """The table; an article or a paragraph that is repealed as one is one row."""
    yield Heading(words.say("修改对照表", "Table of changes"))
    headings = (words.say("现行条文", "as it stands"), words.say("修改后条文", "as amended"), words.say("效果", "effect"))
    rows = []
    parts = {place: part for part in gate.amendment.parts for place in part.by_place}
    order = in_order_of_text(parts, gate)
    for part in sorted(gate.amendment.parts, key=lambda p: min((order.index(a) for a in p.by_place), default=0)):
        effect = _effect(gate, part, words)
        for n, place in enumerate(sorted(part.by_place, key=order.index)):
            changes = part.by_place[place]
            rows.append((_before(place, changes, gate, words), _after(place, changes, gate, words), Cell(effect if n == 0 else words.say("同上", "as above"))))
    yield Table(headings, tuple(rows), (4, 4, 4))


def _before(place: str, changes: Sequence[TextChange], gate: Gate, words: DraftWords) -> Cell:
    """A clause before its first change, or all clauses of what is repealed as one."""
    first = {c.address: c.before for c in reversed(changes)}
    if all(b is None for b in first.values()):
        where = words.text(gate.after.clause_words(place))
        return Cell(words.say(f"（{where}为新增）", f"({where} is new)"))
    before = "\n".join(alone(b) for a in in_order_of_text(first, gate) if (b := first[a]) is not None)
    struck = tuple(before.split("\n")) if changes[-1].kind == "repeal" else tuple(c.words for c in changes if c.kind in ("replace", "delete"))
    where = f"{words.text(gate.before.clause_words(place))}\n"
    return Cell(where + before, struck=struck, heading=len(where))


def _after(place: str, changes: Sequence[TextChange], gate: Gate, words: DraftWords) -> Cell:
    """The same after its last change, under the number that it then has."""
    after = changes[-1].after
    if after is None:
        return Cell(words.say("（删去）", "(repealed)"))
    whole = any(c.kind in ("add", "reword") for c in changes)
    where, said = f"{words.text(gate.after.clause_words(place))}\n", alone(after)
    return Cell(where + said, marked=(said,) if whole else tuple(c.by for c in changes if c.kind in ("replace", "insert")), heading=len(where))


def _effect(gate: Gate, part: AmendmentPart, words: DraftWords) -> str:
    """The reason given, the figures that change, and the decisions that come out differently by the clauses of this part."""
    lines = [words.say(f"理由：{part.why.zh}", f"Reason: {part.why.en}")] if part.why is not None else []
    lines += waivers(part.text, words)
    for change in part.rules:
        section, _, name = change.target.partition("/")
        if section == "parameters":
            lines += _figure(gate, name, words)
        elif section == "validity":
            before, after = (f"{law.pack.instrument.period.first or ''} – {law.pack.instrument.period.last or ''}" for law in (gate.before, gate.after))
            lines += [f"{words.say('施行期间：', 'days in force: ')}{before} → {after}"] if before != after else []
        elif section == "norms":
            norm = gate.after.pack.norms.get(name) or gate.before.pack.norms[name]
            form = FORMS[norm.modality]
            lines.append(f"{words.text(KINDS_OF_RULE[change.kind])}{words.say(form.zh, ' ' + form.en)}{words.say('：', ': ')}{words.text(norm.label)}")
        elif section == "readings":
            kind, problem = words.text(KINDS_OF_RULE[change.kind]), words.text(gate.after.pack.ambiguities[name].problem)
            lines.append(f"{kind}{words.say('疑义', ' doubt ')} {name}{words.say('：', ': ')}{problem}")
        elif section == "choices":
            new = words.say("、", ", ").join(words.text(label) for label in added_codes(change.target, gate.before, gate.after).values())
            lines.append(f"{words.text(KINDS_OF_RULE[change.kind])}{words.say('取值：', ' codes: ')}{new}")
        elif section in gate.after.pack.questions:
            lines.append(_rule(change, gate, words))
    addresses = {change.address for change in part.text}
    for question in gate.diff.questions:
        mine = [p for p in question.pairs if _rests(p, addresses)]
        first_of: dict[tuple[str, str], Pair] = {}
        for pair in mine:
            first_of.setdefault((words.stands(pair.answers[0], pair, question.types), words.stands(pair.answers[1], pair, question.types)), pair)
        for outcome, first in first_of.items():
            a, b = (o.replace("\n", words.say("；", "; ")) for o in outcome)
            lines.append(f"{words.text(question.label)}{words.say('：', ' ')}{a} → {b}{_example(first, question, gate, words)}")
        moved = {moves(p, gate.before, gate.after, words): p for p in reversed(question.grounds) if _rests(p, addresses)}
        for how, first in reversed(moved.items()):
            same = words.say("：答案不变，", " stays, ")
            lines.append(f"{words.text(question.label)}{same}{how}{_example(first, question, gate, words)}")
    return "\n".join(dict.fromkeys(lines)) or (words.say(LAGS.zh, LAGS.en) if gate.lags else words.say("不影响任何结论。", "No outcome changes."))


def _example(pair: Pair, question: QuestionDiff, gate: Gate, words: DraftWords) -> str:
    """A case of a pair; where it is shown without any fact, for which cases it is."""
    if case := words.example(pair, question, (gate.before, gate.after)):
        return f"{words.say('。例：', '. Example: ')}{case}"
    return f"{words.say('。', ': ')}{words.text(pair.condition)}"


KINDS_OF_RULE = {"set": Text("修改", "changed"), "replace": Text("修改", "changed"), "add": Text("增加", "added"), "repeal": Text("删去", "repealed")}


def _rule(change: RuleChanged, gate: Gate, words: DraftWords) -> str:
    """A rule that changes: its question, under which conditions it holds, and what it gives; of a silence, why there is no rule."""
    question, _, name = change.target.partition("/")
    law = gate.before if change.kind == "repeal" else gate.after
    told = f"{words.text(KINDS_OF_RULE[change.kind])}{words.say('规则：', ' rule: ')}{words.text(law.pack.questions[question].label)}"
    table = law.pack.decisions.get(question)
    rule = table.rule(name) if isinstance(table, Decision) else None
    return told if rule is None else f"{told}{words.say('。', '. ')}{words.text(_said(rule, question, law))}"


def _said(rule: Rule, question: str, law: Law) -> Text:
    says = speaker(law, question)
    when = joined([says.condition(t.holds) for t in rule.tests]) if rule.tests else Text("任何情形", "every case")
    if not isinstance(rule.result, Answered):
        return Text(f"{when.zh} → {rule.result.why.zh}", f"{when.en} → {rule.result.why.en}")
    asked = law.pack.questions[question]
    outputs = [(asked.output(n), v) for n, v in rule.result.outputs]
    gives = joined([says.value(v, o.type) if o is not None else says.value(v) for o, v in outputs], "；", "; ")
    return Text(f"{when.zh} → {gives.zh}", f"{when.en} → {gives.en}")


def _figure(gate: Gate, name: str, words: DraftWords) -> list[str]:
    before, after = (_on(law.pack.parameters.get(name), law.on, words) for law in (gate.before, gate.after))
    parameter = gate.after.pack.parameters[name]
    label = words.text(parameter.label) if parameter.label is not None else name
    return [f"{label}{words.say('：', ': ')}{before} → {after}"] if before != after else []


def _on(parameter: Parameter | None, day: Any, words: DraftWords) -> str:
    value = parameter.on(day) if parameter is not None else None
    if parameter is None or value is None:
        return words.say("（无）", "(none)")
    return words.text(parameter_words(parameter, value))


def _rests(pair: Pair, addresses: set[str]) -> bool:
    return any(c.address in addresses for answer in pair.answers for c in answer.citations)

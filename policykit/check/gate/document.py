"""A draft tried, as a report to circulate: the 修改对照表 first, then what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ...diagnostics import Diagnostic, Language, Text, counted, in_order
from ...ir.address import address_words
from ...ir.amendment import AmendmentPart, TextChange
from ...ir.answer import Answer
from ...ir.norm_words import FORMS
from ...ir.pack import Parameter
from ...ir.words import parameter_words
from ..cases import OF_CASES
from ..diff.document import question_blocks
from ..diff.document_words import Words, kinds_of_cases
from ..diff.grounds_document import all_moves, moves
from ..diff.model import Contradiction, Pair
from ..report.blocks import Block, Bullets, Cell, Heading, Paragraph, Report, Table, Verbatim
from .document_parts import paragraphs_of, place
from .duty_document import cases_of_duties, duties, none_changed
from .judging import judged, verdict, waivers
from .model import CaseChanged, Gate
from .pasting import lines_to_paste
from .resting import doubts_told

MORE = Text("规则没有全部随文字修改，此外有无变化，无从比较。", "Not all rules have followed the text, so that whether anything else changes cannot be compared.")
LAGS = Text("规则没有随文字修改，无从比较。", "Rules have not followed the text, so that nothing can be compared.")


def report(gate: Gate, language: Language) -> Report:
    """The draft as a report, the table of changes first."""
    words = Words(language)
    amendment = gate.amendment
    issuer = f"{words.text(amendment.issuer)}{words.say('；', '; ')}" if amendment.issuer is not None else ""
    label = gate.before.pack.instrument.label
    subtitle = issuer + words.say(f"修改《{label.zh}》，自{amendment.first}起施行", f"amends {label.en}, in force from {amendment.first}")
    blocks = [
        *_verdict(gate, words),
        *_table(gate, words),
        *_decisions(gate, words),
        *_cases(gate, words),
        *doubts_told(gate, words),
        *_faults(gate, words),
        *_unfollowed(gate, words),
        *_untested(gate, words),
        *judged(gate, words),
        *_stale(gate, words),
        *_quotations(gate, words),
    ]
    blocks += [*duties(gate, words), *_text(gate, words)]
    return Report(words.text(amendment.title), subtitle, tuple(blocks), language)


def _verdict(gate: Gate, words: Words) -> Iterator[Block]:
    differ = [q for q in gate.diff.questions if q.state == "differ"]
    kinds = kinds_of_cases(sum(len(q.pairs) for q in differ), not gate.undecided and all(q.proven for q in differ))
    yield verdict(gate, words)
    clashing = [q for q in gate.diff.questions if q.contradictions]
    if clashing:
        named = words.say("、", ", ").join(words.text(q.label) for q in clashing)
        yield Paragraph(
            words.say(
                f"{len(clashing)} 个问题的规则自相矛盾（{named}），那里没有答案，无从比较。", f"Rules contradict each other on {counted(len(clashing), 'question')} ({named})."
            ),
            "bad",
        )
    lags = MORE if differ or gate.diff.grounds else LAGS
    proof = _moved(gate, words) + (words.say(lags.zh, lags.en) if gate.lags else _proof(gate, len(gate.undecided), words))
    named = words.say("、", ", ").join(words.text(q.label) for q in differ)
    if differ:
        yield Paragraph(
            words.say(
                f"{len(differ)} 个问题的答案有变化（{named}），共{kinds.zh}。{proof}",
                f"Answered differently: {counted(len(differ), 'question')} ({named}), in {kinds.en}. {proof}",
            ),
            "note",
        )
    elif gate.undecided or gate.lags:
        yield Paragraph(proof, "note")
    else:
        yield Paragraph(words.say("没有问题的答案发生变化。", "No question is answered differently. ") + proof, "note")
    logs = Text(f"；义务案例 {len(gate.logs)} 个有变化", f"; cases of duties that come out differently: {len(gate.logs)}") if gate.logs else Text("", "")
    yield Paragraph(
        words.say(
            f"原有案例中，{len(gate.cases)} 个结论改变，{len(gate.cases_on_other_grounds)} 个结论不变而依据改变，{len(gate.citing)} 个只是引用了改动的文字、结论不变{logs.zh}。",
            f"Of the pack's cases, those that come out differently: {len(gate.cases)}; on other grounds alone: {len(gate.cases_on_other_grounds)}; "
            f"those that merely cite words that change: {len(gate.citing)}{logs.en}.",
        ),
        "quiet",
    )
    if gate.added:
        met = not any(f.code in OF_CASES for f in gate.faults)  # those of the pack that fail are told as changed cases
        found = Text("全部相符", "all hold") if met else Text("有的不符，见下", "some do not hold: see below")
        count, old = len(gate.added), sum(e.as_of is not None and e.as_of < gate.amendment.first for e in gate.added)
        by = Text(f"其中 {old} 个的日期在施行之前，按当日的规定回答，", f", {old} of a day before it is in force, asked by the law of that day") if old else Text("", "")
        yield Paragraph(words.say(f"草案自己的案例 {count} 个，{by.zh}{found.zh}。", f"The draft's own cases, {count}{by.en}: {found.en}."), "quiet" if met else "bad")


def _moved(gate: Gate, words: Words) -> str:
    """Of how many kinds of cases the outcome stays and the grounds move, and how."""
    if not gate.diff.grounds:
        return ""
    kinds = kinds_of_cases(len(gate.diff.grounds), all(q.grounds_proven for q in gate.diff.questions))
    how = all_moves(gate.diff.grounds, gate.before, gate.after, words)
    return words.say(f"另有{kinds.zh}答案不变，依据改变（{how}）。", f"The outcome stays and its grounds move in {kinds.en} ({how}). ")


def _proof(gate: Gate, undecided: int, words: Words) -> str:
    """What is proven of all cases that are not listed."""
    if undecided:
        return words.say(f"是否还有别的变化，有 {undecided} 个问题未能证明。", f"Whether anything else changes could not be proven for {counted(undecided, 'question')}.")
    open_ = sum(not q.grounds_proven for q in gate.diff.questions)
    if open_:
        return words.say(
            f"已证明：此外的一切情形，修改前后答案不变；依据和读法是否还有变化，有 {open_} 个问题未能证明。",
            f"Proven: in all other cases the answers stay as they are; whether they rest on other grounds could not be proven for {counted(open_, 'question')}.",
        )
    return words.say("已证明：此外的一切情形，修改前后的答案、依据和读法都不变。", "Proven: in all other cases the answers stay as they are, and so do their basis and readings.")


# --- the table of changes


def _table(gate: Gate, words: Words) -> Iterator[Block]:
    yield Heading(words.say("修改对照表", "Table of changes"))
    headings = (words.say("现行条文", "as it stands"), words.say("修改后条文", "as amended"), words.say("效果", "effect"))
    rows = []
    for part in gate.amendment.parts:
        effect = _effect(gate, part, words)
        for n, changes in enumerate(part.by_clause.values()):
            rows.append((_before(changes, words), _after(changes, words), Cell(effect if n == 0 else words.say("同上", "as above"))))
    yield Table(headings, tuple(rows), (4, 4, 4))


def _before(changes: Sequence[TextChange], words: Words) -> Cell:
    """A clause before its first change."""
    where, before = words.text(address_words(changes[0].address)), changes[0].before
    if before is None:
        return Cell(words.say(f"（{where}为新增）", f"({where} is new)"))
    struck = (before.strip(),) if changes[-1].kind == "repeal" else tuple(c.words for c in changes if c.kind in ("replace", "delete"))
    return Cell(f"{where}\n{before.strip()}", struck=struck)


def _after(changes: Sequence[TextChange], words: Words) -> Cell:
    """The same clause after its last change."""
    where, after = words.text(address_words(changes[0].address)), changes[-1].after
    if after is None:
        return Cell(words.say("（删去）", "(repealed)"))
    whole = any(c.kind in ("add", "reword") for c in changes)
    return Cell(f"{where}\n{after.strip()}", marked=(after.strip(),) if whole else tuple(c.by for c in changes if c.kind in ("replace", "insert")))


def _effect(gate: Gate, part: AmendmentPart, words: Words) -> str:
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
        elif section in gate.after.pack.questions:
            lines.append(f"{words.text(KINDS_OF_RULE[change.kind])}{words.say('规则：', ' rule: ')}{words.text(gate.after.pack.questions[section].label)}")
    addresses = {change.address for change in part.text}
    for question in gate.diff.questions:
        mine = [p for p in question.pairs if _rests(p, addresses)]
        first_of: dict[tuple[str, str], Pair] = {}
        for pair in mine:
            first_of.setdefault((words.stands(pair.answers[0], pair, question.types), words.stands(pair.answers[1], pair, question.types)), pair)
        for outcome, first in first_of.items():
            a, b = (o.replace("\n", words.say("；", "; ")) for o in outcome)
            lines.append(f"{words.text(question.label)}{words.say('：', ' ')}{a} → {b}{words.say('。例：', '. Example: ')}{words.facts(first, question.types)}")
        moved = {moves(p, gate.before, gate.after, words): p for p in reversed(question.grounds) if _rests(p, addresses)}
        for how, first in reversed(moved.items()):
            same = words.say("：答案不变，", " stays, ")
            lines.append(f"{words.text(question.label)}{same}{how}{words.say('。例：', '. Example: ')}{words.facts(first, question.types)}")
    return "\n".join(dict.fromkeys(lines)) or (words.say(LAGS.zh, LAGS.en) if gate.lags else words.say("不影响任何结论。", "No outcome changes."))


KINDS_OF_RULE = {"set": Text("修改", "changed"), "replace": Text("修改", "changed"), "add": Text("增加", "added"), "repeal": Text("删去", "repealed")}


def _figure(gate: Gate, name: str, words: Words) -> list[str]:
    before, after = (_on(law.pack.parameters.get(name), law.on, words) for law in (gate.before, gate.after))
    parameter = gate.after.pack.parameters[name]
    label = words.text(parameter.label) if parameter.label is not None else name
    return [f"{label}{words.say('：', ': ')}{before} → {after}"] if before != after else []


def _on(parameter: Parameter | None, day: Any, words: Words) -> str:
    value = parameter.on(day) if parameter is not None else None
    if parameter is None or value is None:
        return words.say("（无）", "(none)")
    return words.text(parameter_words(parameter, value))


def _rests(pair: Pair, addresses: set[str]) -> bool:
    return any(c.address in addresses for answer in pair.answers for c in answer.citations)


# --- what follows


def _decisions(gate: Gate, words: Words) -> Iterator[Block]:
    shown = [q for q in gate.diff.questions if q.state != "same" or q.grounds]
    yield Heading(words.say("结论的变化", "Decisions that change"))
    if not shown and gate.lags:
        yield Paragraph(words.say(LAGS.zh, LAGS.en), "note")
    elif not shown:
        yield none_changed(gate, words)
    if shown and gate.lags:
        said = words.say("规则没有全部随文字修改：以下比较的是规则，不是条文。", "Not all rules have followed the text: what follows compares the rules, not the texts.")
        yield Paragraph(said, "note")
    for question in shown:
        left = tuple(c for c in question.contradictions if not _told_as_fault(c, question.question, gate))
        yield from _lower(question_blocks(replace(question, contradictions=left), gate.before, gate.after, words))


def _told_as_fault(clash: Contradiction, question: str, gate: Gate) -> bool:
    """Whether a contradiction stands among the new faults: it is told there, with its case."""
    named = {question, *clash.rules}
    return clash.law == gate.after.name and any(f.code == "overlap" and named == {*f.about} for f in gate.faults)


def _lower(blocks: Iterator[Block]) -> Iterator[Block]:
    for block in blocks:
        yield Heading(block.text, 3, block.anchor) if isinstance(block, Heading) else block


def _cases(gate: Gate, words: Words) -> Iterator[Block]:
    if not gate.cases and not gate.cases_on_other_grounds and not gate.citing and not gate.logs:
        return
    yield Heading(words.say("原有案例", "The pack's cases"))
    headings = (words.say("案例", "case"), words.say("现行", "now"), words.say("修改后", "as amended"))
    if gate.cases:
        yield Table(headings, tuple(_case(c, gate, words) for c in gate.cases), (3, 2, 2))
    if gate.cases_on_other_grounds:
        yield Paragraph(words.say("结论不变、依据改变的：", "With the same outcome, on other grounds:"))
        yield Table(headings, tuple(_case(c, gate, words) for c in gate.cases_on_other_grounds), (3, 2, 2))
    if gate.citing:
        named = words.say("、", ", ").join(e.id for e in gate.citing[:40])
        yield Paragraph(words.say(f"只是引用了改动的文字、结论不变的：{named}。", f"Merely citing words that change, with the same outcome: {named}."), "quiet")
    yield from cases_of_duties(gate, words)


def _case(changed: CaseChanged, gate: Gate, words: Words) -> tuple[Cell, Cell, Cell]:
    question = gate.before.pack.questions[changed.example.question]
    types = {f.name: f.type for f in question.inputs} | {o.name: o.type for o in question.outputs}
    example = changed.example
    first = f"{example.id}\n{words.text(question.label)}"
    answers = (changed.before, changed.after)
    if changed.before is not None and changed.after is not None:
        differing = (
            tuple(n for n, v in changed.before.values.record().items() if v != changed.after.values.record().get(n))
            if changed.before.values is not None and changed.after.values is not None
            else ()
        )
        pair = Pair((None, None), (changed.before.status, changed.after.status), {}, (changed.before, changed.after), differing, Text("", ""))
        given = Pair((None, None), ("", ""), changed.before.trace.given, (changed.before, changed.after), (), Text("", ""))
        first += f"\n{words.facts(given, types)}"
        return (Cell(first), *(Cell(words.stands(a, pair, types)) for a in (changed.before, changed.after)))  # type: ignore[return-value]  # three cells
    fault = words.say("；", "; ").join(words.text(d.message) for d in changed.faults)
    return (Cell(first), *(Cell(_said(a, words) if a is not None else fault) for a in answers))  # type: ignore[return-value]


def _said(answer: Answer[Any], words: Words) -> str:
    from ...ir.explain import outcome_words

    return outcome_words(answer, words.language)


def _faults(gate: Gate, words: Words) -> Iterator[Block]:
    told = [f for f in gate.faults if f.severity != "note"]
    if told:
        yield Heading(words.say("新的问题", "New faults"))
        yield Bullets(tuple(_told(f, words) for f in told))


def _unfollowed(gate: Gate, words: Words) -> Iterator[Block]:
    """Clauses that change and rules that do not; clauses that are new and encoded by none."""
    for code, heading in (("rules-unchanged", Text("文字改了，规则未改", "Words that change while no rule does")), ("clause-unencoded", Text("尚未编入", "Clauses not encoded"))):
        if told := [f for f in gate.unfollowed if f.code == code]:
            yield Heading(words.text(heading))
            yield Bullets(tuple(_told(f, words) for f in told))


def _told(fault: Diagnostic, words: Words) -> str:
    """A fault with its place and the way out."""
    where = f"{words.say('（', ' (')}{place(fault)}{words.say('）', ')')}" if fault.where else ""
    return words.text(fault.message) + where + (f"{words.say('。', '. ')}{words.text(fault.help)}" if fault.help is not None else "")


def _untested(gate: Gate, words: Words) -> Iterator[Block]:
    if gate.untested:
        yield Heading(words.say("没有案例检验的规则", "Rules that no case tries"))
        yield Bullets(tuple(_told(f, words) for f in gate.untested))


def _stale(gate: Gate, words: Words) -> Iterator[Block]:
    if gate.stale:
        yield Heading(words.say("仍写旧数的说明", "Notes that still say the old figure"))
        yield Bullets(tuple(f"{words.text(f.message)}{words.say('（', ' (')}{place(f)}{words.say('）', ')')}" for f in gate.stale))
        yield Paragraph(
            words.say(
                "草案不能改动这些说明：施行时在规则包中改写；能不写数的，不写数。",
                "A draft cannot change these: reword them in the pack when it is in force, better without the figure.",
            ),
            "quiet",
        )


def _quotations(gate: Gate, words: Words) -> Iterator[Block]:
    if gate.gone:
        yield Heading(words.say("不再成立的引文", "Quotations that no longer stand"))
        yield Paragraph(
            words.say(
                "规则引用的文字被改动，而规则本身没有改：或者一并修改规则，或者改引其他文字。",
                "Rules quote words that change, and do not change themselves: change them too, or quote other words.",
            ),
            "bad",
        )
        yield Bullets(tuple(f"“{d.underlined}”{words.say('：', ': ')}{words.text(d.message)}{words.say('（', ' (')}{place(d)}{words.say('）', ')')}" for d in in_order(gate.gone)))
        for one in lines_to_paste(gate.before, gate.after, words.language):
            where = words.text(address_words(one.address))
            yield Paragraph(
                words.say(
                    f"在草案改动{where}之处，与 `text` 并列，可照抄（已有 `set`、`replace` 的，并入其下）：",
                    f"In the draft, beside the `text` that changes {where}, to be pasted (into `set` or `replace` where they are there):",
                )
            )
            yield Verbatim("\n".join(f"    {line}" for line in one.lines))
    if gate.amendment.carried:
        yield Heading(words.say("随文字更新的引文", "Quotations carried over to the new words"))
        seen = dict.fromkeys((address, before, after) for _, address, before, after in gate.amendment.carried)
        yield Bullets(tuple(f"{words.text(address_words(address))}{words.say('：', ': ')}“{before}” → “{after}”" for address, before, after in seen))


def _text(gate: Gate, words: Words) -> Iterator[Block]:
    """The changed articles as they will read."""
    addresses = [c.address for c in gate.amendment.text]
    articles = list(dict.fromkeys(a.split(".")[0] for a in addresses))
    yield Heading(words.say("修改后的条文", "The articles as amended"))
    for article in articles:
        yield from (Paragraph(text) for text in paragraphs_of(article, gate))
    yield Paragraph(words.say("全文：`policykit text`。", "The whole text: `policykit text`."), "quiet")

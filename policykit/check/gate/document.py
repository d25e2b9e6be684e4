"""A draft tried, as a report to circulate: the 修改对照表 first, then what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ...diagnostics import Language, Text, counted, in_order
from ...ir.answer import Answer
from ...ir.words import value_words
from ..cases import OF_CASES
from ..diff.document import question_blocks
from ..diff.document_words import Words, before_it_begins, behind, kinds_of_cases
from ..diff.grounds_document import all_moves
from ..diff.model import Contradiction, Pair, QuestionDiff
from ..report.blocks import Block, Bullets, Cell, Heading, Paragraph, Report, Table, Verbatim
from .document_parts import DraftWords, in_order_of_text, paragraphs_of
from .duty_document import cases_of_duties, duties, none_changed
from .in_force import told
from .judging import judged, verdict
from .model import CaseChanged, Gate
from .new_code_document import answers_told, codes_counted
from .pasting import lines_to_paste
from .resting import doubts_told
from .table import LAGS, table_of_changes

MORE = Text("规则没有全部随文字修改，此外有无变化，无从比较。", "Not all rules have followed the text, so that whether anything else changes cannot be compared.")


CITING_SHOWN = 40  # cases that merely cite words that change, where not everything is to be shown


def report(gate: Gate, language: Language, in_files: bool = True, everything: bool = True) -> Report:
    """The draft as a report, the table of changes first. `in_files`: for who has the files, with the places of faults in them. `everything`: also the end of a long list of cases that merely cite what changes, and what unchanged rules answer to new codes."""
    words = DraftWords(gate, language, in_files)
    amendment = gate.amendment
    issuer = f"{words.text(amendment.issuer)}{words.say('；', '; ')}" if amendment.issuer is not None else ""
    label = gate.before.pack.instrument.label
    subtitle = issuer + words.say(f"修改《{label.zh}》，自{amendment.first}起施行", f"amends {label.en}, in force from {amendment.first}")
    blocks = [
        *_verdict(gate, words),
        *table_of_changes(gate, words),
        *_decisions(gate, words, everything),
        *_cases(gate, words, everything),
        *_own_cases(gate, words),
        *doubts_told(gate, words),
        *_faults(gate, words),
        *_numbers_kept(gate, words),
        *_unfollowed(gate, words),
        *_untested(gate, words),
        *judged(gate, words),
        *_stale(gate, words),
        *_quotations(gate, words),
    ]
    blocks += [*duties(gate, words), *_text(gate, words)]
    return Report(words.text(amendment.title), subtitle, tuple(blocks), language)


def _verdict(gate: Gate, words: DraftWords) -> Iterator[Block]:
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
                f"{len(differ)} 个问题的答案有变化（{named}），{behind('共', kinds.zh)}。{proof}",
                f"Answered differently: {counted(len(differ), 'question')} ({named}), in {kinds.en}. {proof}",
            ),
            "note",
        )
    elif gate.undecided or gate.lags or gate.force_moved:
        yield Paragraph(proof, "note")
    else:
        yield Paragraph(words.say("没有问题的答案发生变化。", "No question is answered differently. ") + proof, "note")
    yield from codes_counted(gate, words)
    for moved in gate.force_moved:
        yield Paragraph(words.text(told(moved, gate.after)), "note")
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
    return words.say(f"{behind('另有', kinds.zh)}答案不变，依据改变（{how}）。", f"The outcome stays and its grounds move in {kinds.en} ({how}). ")


def _proof(gate: Gate, undecided: int, words: Words) -> str:
    """What is proven of all cases that are not listed, and of which day's law: rules and figures of later days are not looked at."""
    if undecided:
        return words.say(f"是否还有别的变化，有 {undecided} 个问题未能证明。", f"Whether anything else changes could not be proven for {counted(undecided, 'question')}.")
    on = value_words(gate.after.on, None)
    open_ = sum(not q.grounds_proven for q in gate.diff.questions)
    if open_:
        return words.say(
            f"已证明：按{on.zh}的规定，此外的一切情形，修改前后答案不变；依据和读法是否还有变化，有 {open_} 个问题未能证明。",
            f"Proven, as the law stands on {on.en}: in all other cases the answers stay as they are; "
            f"whether they rest on other grounds could not be proven for {counted(open_, 'question')}.",
        )
    return words.say(
        f"已证明：按{on.zh}的规定，此外的一切情形，修改前后的答案、依据和读法都不变。",
        f"Proven, as the law stands on {on.en}: in all other cases the answers stay as they are, and so do their basis and readings.",
    )


# --- what follows


def _decisions(gate: Gate, words: Words, everything: bool) -> Iterator[Block]:
    shown = [q for q in gate.diff.questions if q.state != "same" or q.grounds]
    yield Heading(words.say("结论的变化", "Decisions that change"))
    if not shown and gate.lags:
        yield Paragraph(words.say(LAGS.zh, LAGS.en), "note")
    elif not shown and not gate.new_codes:
        yield none_changed(gate, words)
    if shown and gate.lags:
        said = words.say("规则没有全部随文字修改：以下比较的是规则，不是条文。", "Not all rules have followed the text: what follows compares the rules, not the texts.")
        yield Paragraph(said, "note")
    if shown:
        yield Paragraph(_day_compared(shown, gate, words), "quiet")
    for question in shown:
        left = tuple(c for c in question.contradictions if not _told_as_fault(c, question.question, gate))
        yield from _lower(question_blocks(replace(question, contradictions=left), gate.before, gate.after, words))
    yield from answers_told(gate, words, everything)


def _day_compared(shown: Sequence[QuestionDiff], gate: Gate, words: Words) -> str:
    """By the law of which day the answers are compared, and why some examples are of days before it."""
    on, laws = value_words(gate.after.on, None), (gate.before, gate.after)
    said = words.say(f"以下按{on.zh}的规定比较。", f"What follows compares the law as it stands on {on.en}.")
    if not any(before_it_begins(p, q.question, laws) for q in shown for p in (*q.pairs, *q.grounds)):
        return said
    return said + words.say(
        "写明“假定新规定当日已施行”的例，日期在施行之前：施行以后的日子还不能得出结论（如该年尚无节假日通知）；照原样去问，由当日的规定回答。",
        " Examples of an earlier day suppose that the amendment is in force then: of later days the outcome is not known yet, as where a notice on holidays is lacking; "
        "asked as they are, the law of their day answers.",
    )


def _told_as_fault(clash: Contradiction, question: str, gate: Gate) -> bool:
    """Whether a contradiction stands among the new faults: it is told there, with its case."""
    named = {question, *clash.rules}
    return clash.law == gate.after.name and any(f.code == "overlap" and named == {*f.about} for f in gate.faults)


def _lower(blocks: Iterator[Block]) -> Iterator[Block]:
    for block in blocks:
        yield Heading(block.text, 3, block.anchor) if isinstance(block, Heading) else block


def _cases(gate: Gate, words: Words, everything: bool) -> Iterator[Block]:
    if not gate.cases and not gate.cases_on_other_grounds and not gate.citing and not gate.logs:
        return
    yield Heading(words.say("原有案例", "The pack's cases"))
    headings = (words.say("案例", "case"), words.say("现行", "now"), words.say("修改后", "as amended"))
    on = value_words(gate.after.on, None)
    yield Paragraph(
        words.say(
            f"案例写明的日子在{on.zh}之前的，改按该日的规定回答，即假定新规定当时已施行。",
            f"A case of a day before {on.en} is asked by the law of that day: the amendment is supposed to have been in force.",
        ),
        "quiet",
    )
    if gate.cases:
        yield Table(headings, tuple(_case(c, gate, words) for c in gate.cases), (3, 2, 2))
    if gate.cases_on_other_grounds:
        yield Paragraph(words.say("结论不变、依据改变的：", "With the same outcome, on other grounds:"))
        yield Table(headings, tuple(_case(c, gate, words) for c in gate.cases_on_other_grounds), (3, 2, 2))
    if gate.citing:
        shown = gate.citing if everything else gate.citing[:CITING_SHOWN]
        named, left = words.say("、", ", ").join(e.id for e in shown), len(gate.citing) - len(shown)
        more = Text(f"，另有 {left} 个：加 `--all` 或 `-o 文件.html`", f", and {left} more: `--all`, or `-o FILE.html`") if left else Text("", "")
        yield Paragraph(words.say(f"只是引用了改动的文字、结论不变的：{named}{more.zh}。", f"Merely citing words that change, with the same outcome: {named}{more.en}."), "quiet")
    yield from cases_of_duties(gate, words)


def _own_cases(gate: Gate, words: Words) -> Iterator[Block]:
    """The draft's own cases, each by the law before and after, and whether it is as the draft says."""
    if not gate.added:
        return
    yield Heading(words.say("草案的案例", "The draft's cases"))
    failed = {f.span for f in gate.faults if f.code in OF_CASES}
    headings = (words.say("案例", "case"), words.say("现行", "now"), words.say("修改后", "as amended"), words.say("相符", "holds"))
    met, not_met = words.say("是", "yes"), words.say("否，见下", "no: see below")
    yield Table(headings, tuple((*_case(c, gate, words), Cell(not_met if c.example.span in failed else met)) for c in gate.added_answers), (3, 2, 2, 1))


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


def _faults(gate: Gate, words: DraftWords) -> Iterator[Block]:
    told = [f for f in gate.faults if f.severity != "note"]
    if told:
        yield Heading(words.say("新的问题", "New faults"))
        yield Bullets(tuple(words.fault(f) for f in told))


def _numbers_kept(gate: Gate, words: DraftWords) -> Iterator[Block]:
    """Numbers of repealed articles that stay empty: the law may want it so."""
    if told := [f for f in gate.faults if f.code == "article-number-empty"]:
        yield Heading(words.say("空出的条号", "Numbers that stay empty"))
        yield Bullets(tuple(words.fault(f) for f in told))


def _unfollowed(gate: Gate, words: DraftWords) -> Iterator[Block]:
    """Clauses that change and rules that do not; clauses that are new and encoded by none."""
    for code, heading in (("rules-unchanged", Text("文字改了，规则未改", "Words that change while no rule does")), ("clause-unencoded", Text("尚未编入", "Clauses not encoded"))):
        if told := [f for f in gate.unfollowed if f.code == code]:
            yield Heading(words.text(heading))
            yield Bullets(tuple(words.fault(f) for f in told))


def _untested(gate: Gate, words: DraftWords) -> Iterator[Block]:
    if gate.untested:
        yield Heading(words.say("没有案例检验的规则", "Rules that no case tries"))
        yield Bullets(tuple(words.fault(f) for f in gate.untested))


def _stale(gate: Gate, words: DraftWords) -> Iterator[Block]:
    """Words beside the law that still say an old figure, or the old number of an article; how to mend them is told once."""
    for code, heading in (
        ("figure-stays", Text("仍写旧数的说明", "Notes that still say the old figure")),
        ("number-stays", Text("仍写旧条号的说明", "Notes that still say the old number of an article")),
    ):
        told = [f for f in gate.stale if f.code == code]
        if told:
            yield Heading(words.text(heading))
            yield Bullets(tuple(words.fault(f, way_out=False) for f in told))
        if told and (way := told[0].help) is not None:
            yield Paragraph(words.say(f"{way.zh}。", f"{way.en[0].upper()}{way.en[1:]}."), "quiet")


def _quotations(gate: Gate, words: DraftWords) -> Iterator[Block]:
    if gate.gone:
        yield Heading(words.say("不再成立的引文", "Quotations that no longer stand"))
        yield Paragraph(
            words.say(
                "规则引用的文字被改动，而规则本身没有改：或者一并修改规则，或者改引其他文字。",
                "Rules quote words that change, and do not change themselves: change them too, or quote other words.",
            ),
            "bad",
        )
        yield Bullets(tuple(f"“{d.underlined}”{words.say('：', ': ')}{words.fault(d, way_out=False)}" for d in in_order(gate.gone)))
        for one in lines_to_paste(gate.before, gate.after, words.language):
            where = words.change(one.address, one.span)
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
        yield Bullets(tuple(f"{words.clause(address)}{words.say('：', ': ')}“{before}” → “{after}”" for address, before, after in seen))


def _text(gate: Gate, words: Words) -> Iterator[Block]:
    """The changed articles as they will read."""
    articles = in_order_of_text((c.address.split(".")[0] for c in gate.amendment.text), gate)
    yield Heading(words.say("修改后的条文", "The articles as amended"))
    for article in articles:
        yield from (Paragraph(text) for text in paragraphs_of(article, gate))
    yield Paragraph(words.say("全文：`policykit text`。", "The whole text: `policykit text`."), "quiet")

"""A comparison as a report that a person reads who never saw a rule pack: what differs, for which cases, an example, and the words of the law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ...diagnostics import Language, Text, counted
from ...ir.words import value_words
from ..report.blocks import Block, Bullets, Cell, Detail, Heading, Paragraph, Report, Table, Versus
from .contradictions import told
from .document_words import ABSENT, Words, behind, kinds_of_cases
from .grounds_document import grounds_blocks, proof
from .model import Contradiction, Diff, Law, Pair, QuestionDiff, Row

OVERVIEW = 3  # outcomes from which a table comes first
SHOWN = 2  # kinds of cases of one outcome shown at once; the others on demand
FEW = 8  # outcomes beyond which one kind of cases of each is shown
TOPICS = {
    "instrument": Text("文件", "The instruments"),
    "parameter": Text("数额、期限和其他参数", "Figures, periods and other parameters"),
    "party": Text("主体", "Parties"),
    "question": Text("各自规定了哪些问题", "Which questions each answers"),
    "norm": Text("义务、禁止和许可", "Duties, bans and permissions"),
    "clause": Text("条文文字", "Words of the text"),
    "form": Text("次序", "Orders"),
}
PAIRED = {
    "parameter": Text("参数按规则包中的名称配对", "Figures are paired by their name in the rule packs"),
    "party": Text("主体按规则包中的代码配对", "Parties are paired by their code in the rule packs"),
    "norm": Text("义务、禁止和许可按规则包中行为的名称配对", "Duties, bans and permissions are paired by the name of the deed in the rule packs"),
}


def report(diff: Diff, language: Language, questions: Sequence[str] = ()) -> Report:
    """The comparison as a report; of named questions, what bears on them alone."""
    words = Words(language)
    names = (words.text(diff.a.name), words.text(diff.b.name))
    title = words.say(f"{names[0]}与{names[1]}的比较", f"{names[0]} and {names[1]} compared")
    if len(questions) == 1:
        label = words.text(diff.questions[0].label)
        title = words.say(f"{label}——{names[0]}与{names[1]}", f"{label} {names[0]} and {names[1]}")
    on = [words.text(value_words(day, None)) for day in dict.fromkeys([diff.a.on, diff.b.on])]
    days = words.say(f"按{'、'.join(on)}的规定", f"as the law stands on {' and '.join(on)}")
    laws = words.say("；", "; ").join(words.say(f"《{law.pack.instrument.label.zh}》", law.pack.instrument.label.en) for law in _distinct(diff))
    blocks = [*_summary(diff, words), *(b for q in diff.questions for b in question_blocks(q, diff.a, diff.b, words)), *_rows(diff, words)]
    return Report(title, f"{laws}{words.say('；', '; ')}{days}", tuple(blocks), language)


def put_off(laws: Sequence[Law], asked: date | None) -> Text | None:
    """What a reader is told where amendments are not in force on the day asked, so that a later one is taken; a side that names its day keeps it."""
    days = [law.on for law in laws if not law.day_named]
    if asked is None or not days:
        return None
    late = dict.fromkeys(a.title for law in laws for a in law.pack.amendments if a.first > asked)
    if not late:
        return None
    on, wanted = value_words(max(days), None), value_words(asked, None)
    return Text(
        f"{'、'.join(t.zh for t in late)}在{wanted.zh}尚未施行；以下按{on.zh}的规定比较。",
        f"Not yet in force on {wanted.en}: {', '.join(t.en for t in late)}; compared on {on.en}.",
    )


def with_notice(told: Report, notice: Text | None) -> Report:
    """A report that begins with a notice."""
    return told if notice is None else replace(told, blocks=(Paragraph(notice.in_(told.language), "note"), *told.blocks))


def _distinct(diff: Diff) -> list[Law]:
    return [diff.a] if diff.a.pack.instrument.label == diff.b.pack.instrument.label else [diff.a, diff.b]


def _summary(diff: Diff, words: Words) -> Iterator[Block]:
    differ = [q for q in diff.questions if q.state == "differ"]
    same = [q for q in diff.questions if q.state == "same"]
    lines = []
    for law, name in zip((diff.a, diff.b), (words.text(diff.a.name), words.text(diff.b.name)), strict=True):
        if any(law.stopped(q.question) for q in diff.questions if q.question in law.pack.questions):
            day = words.text(value_words(law.on, None))
            yield Paragraph(words.say(f"{name}：{day}不在效力期内，对该日的情形不作答。", f"{name}: not in force on {day}, so that it answers no case of that day."), "bad")
    if differ:
        kinds = kinds_of_cases(sum(len(q.pairs) for q in differ), all(q.proven for q in differ))
        lines.append(words.say(f"答案不同的问题 {len(differ)} 个，{behind('共', kinds.zh)}。", f"Answered differently: {counted(len(differ), 'question')}, in {kinds.en}."))
    if same:
        lines.append(words.say(f"答案相同的问题 {len(same)} 个（对一切情形）。", f"Answered alike in every case: {counted(len(same), 'question')}."))
    if diff.grounds:
        on_other, kinds = len({q.question for q, _ in diff.grounds}), kinds_of_cases(len(diff.grounds), all(q.grounds_proven for q in diff.questions))
        lines.append(
            words.say(
                f"{behind('另有', kinds.zh)}答案相同而依据不同，涉及 {on_other} 个问题。",
                f"The same answer on other grounds: in {kinds.en}, of {counted(on_other, 'question')}.",
            )
        )
    for state, zh, en in (
        ("contradiction", "规则自相矛盾、无从比较的问题", "A law contradicts itself"),
        ("unknown", "未能判定的问题", "Not decided"),
        ("one_sided", "只有一方有规定或施行的问题", "Answered, or in force, on one side only"),
    ):
        some = [q for q in diff.questions if q.state == state]
        if some:
            lines.append(
                words.say(f"{zh} {len(some)} 个：{'、'.join(q.label.zh for q in some)}。", f"{en}: {counted(len(some), 'question')}: {', '.join(q.label.en for q in some)}.")
            )
    if len(diff.questions) > 1:
        yield Heading(words.say("概要", "In short"))
        yield Bullets(tuple(lines))
        told = [q for q in diff.questions if q.state == "differ" or q.grounds]
        if told:
            yield Table(
                (words.say("问题", "question"), words.say("不同之处", "differences")),
                tuple((Cell(words.text(q.label), link=q.question), Cell(_count(q, words))) for q in told),
                (3, 2),
            )


def _count(question: QuestionDiff, words: Words) -> str:
    grounds = kinds_of_cases(len(question.grounds), question.grounds_proven)
    on_other = words.say(f"{grounds.zh}只是依据不同", f"{grounds.en} on other grounds alone") if question.grounds else ""
    if not question.pairs:
        return on_other or words.say("次序不同", "another order")
    kinds = kinds_of_cases(len(question.pairs), question.proven)
    outcomes = len({tuple(words.outcome(a, p, question.types) for a in p.answers) for p in question.pairs})
    said = words.say(f"{kinds.zh}，{outcomes} 种结果", f"{kinds.en}, {counted(outcomes, 'outcome')}")
    return said + (words.say(behind("；另有", on_other), f"; {on_other}") if on_other else "")


def question_blocks(question: QuestionDiff, a: Law, b: Law, words: Words) -> Iterator[Block]:
    """One question: whether it differs, how, and what is proven; nothing of one that is answered alike when many are compared."""
    if question.state == "same" and not (question.left_out or question.grounds or question.rows or not question.grounds_proven):
        return
    yield Heading(words.text(question.label), anchor=question.question)
    yield Paragraph(verdict(question, words), {"differ": "note", "same": "good", "unknown": "bad", "contradiction": "bad", "one_sided": "note"}[question.state])  # type: ignore[arg-type]  # a tone
    sides = (words.text(a.name), words.text(b.name))
    grouped = groups(question, words)
    shown = SHOWN if len(grouped) <= FEW else 1
    if len(grouped) >= OVERVIEW:
        yield _overview(question, grouped, (a, b), words)
    for (says_a, says_b), pairs in grouped.items():
        details = tuple(Detail(words.cases(p), words.example(p, question, (a, b)), (words.grounds(p.answers[0], a), words.grounds(p.answers[1], b))) for p in pairs)
        yield Versus(sides, (says_a, says_b), details[:shown], details[shown:])
    yield from grounds_blocks(question, a, b, words)
    if question.rows:
        yield _table(question.rows, a, b, words)
    for clash in question.contradictions:
        case = _case(clash, question, a, words)
        yield Paragraph(f"{words.text(told(clash))}{words.say('。例：', '. Example: ')}{case}", "bad")
    for note in (*question.open, *question.left_out):
        yield Paragraph(words.text(note), "quiet")


def _case(clash: Contradiction, question: QuestionDiff, law: Law, words: Words) -> str:
    labels = {f.name: f.label for f in law.pack.questions[question.question].inputs}
    parts = (f"{words.text(labels.get(n, Text(n, n)))}{words.say('：', ': ')}{words.text(value_words(v, question.types.get(n)))}" for n, v in clash.facts.items())
    return words.say("，", ", ").join(parts)


def _overview(question: QuestionDiff, grouped: Mapping[tuple[str, str], Sequence[Pair]], laws: tuple[Law, Law], words: Words) -> Table:
    """What both sides say and on what it stands, of how many kinds of cases, with the most ordinary case of each."""
    headings = (*(words.text(law.name) for law in laws), words.say("情形数", "kinds of cases"), words.say("例", "example"))
    rows = tuple((Cell(a), Cell(b), Cell(str(len(pairs))), Cell(words.example(pairs[0], question, laws))) for (a, b), pairs in grouped.items())
    return Table(headings, rows, (2, 2, 1, 5))


def groups(question: QuestionDiff, words: Words) -> dict[tuple[str, str], list[Pair]]:
    """The pairs by what both sides say and what that stands on; two answers before what is open or silent, then the most ordinary case first."""
    found: dict[tuple[str, str], list[Pair]] = {}
    for pair in question.pairs:
        key = (words.stands(pair.answers[0], pair, question.types), words.stands(pair.answers[1], pair, question.types))
        found.setdefault(key, []).append(pair)
    return dict(sorted(found.items(), key=lambda item: sum(s != "answered" for s in item[1][0].statuses)))


def verdict(question: QuestionDiff, words: Words) -> str:
    """Whether a question is answered alike, and what of that is proven."""
    match question.state:
        case "same":
            return _alike(question, words)
        case "contradiction":
            return words.say("规则自相矛盾，无从比较。", "Rules contradict each other, so that nothing is proven.")
        case "one_sided":
            return words.say("只有一方有规定，或者当日只有一方施行。", "Only one side has it, or only one is in force on the day.")
        case "unknown":
            return words.say("未能判定。", "Not decided.")
        case "differ":
            if not question.pairs:
                return words.say("次序不同，见下表。", "The orders differ: see the table.")
            kinds = kinds_of_cases(len(question.pairs), question.proven)
            count = words.say(f"{behind('以下', kinds.zh)}答案不同", f"The answers differ in {kinds.en}")
            if question.grounds:
                kinds = kinds_of_cases(len(question.grounds), question.grounds_proven)
                count += words.say(f"，{behind('另有', kinds.zh)}答案相同而依据不同", f"; the same answer on other grounds in {kinds.en}")
            return count + words.say("。", ". ") + proof(question, words)


def _alike(question: QuestionDiff, words: Words) -> str:
    """Of a question that both answer alike: on the same grounds, or where not."""
    if question.grounds:
        kinds = kinds_of_cases(len(question.grounds), question.grounds_proven)
        said = words.say(f"对一切情形答案相同，{behind('其中', kinds.zh)}依据不同。", f"In every case the answers agree; on other grounds in {kinds.en}. ")
        return said + proof(question, words)
    if question.rows or not question.grounds_proven:
        return words.say("已证明：对一切情形答案相同，或者都没有规定。", "Proven: in every case the answers agree, or both are silent.") + words.say(
            "所据的读法不同，见下表。" if question.rows else "依据和读法是否相同，未能证明。",
            " They rest on other readings: see the table." if question.rows else " Whether they rest on the same grounds could not be proven.",
        )
    return words.say("已证明：对一切情形答案、依据和读法都相同，或者都没有规定。", "Proven: in every case the answers agree, on the same basis and readings, or both are silent.")


def _rows(diff: Diff, words: Words) -> Iterator[Block]:
    for topic, title in TOPICS.items():
        here = [r for r in diff.rows if r.topic == topic]
        other = [r for r in here if not r.same]
        if not here or (topic == "question" and len(diff.questions) == 1):
            continue
        yield Heading(words.text(title))
        if other:
            yield _table(other, diff.a, diff.b, words)
        if topic in PAIRED and any("other_name" in (r.a.absence, r.b.absence) for r in other):
            yield Paragraph(_by_name(PAIRED[topic], words), "quiet")
        alike = len(here) - len(other)
        if alike:
            yield Paragraph(words.say(f"另有 {alike} 项两者相同。" if other else f"{alike} 项全部相同。", f"{alike} more alike." if other else f"Alike: all {alike}."), "quiet")


def _by_name(how: Text, words: Words) -> str:
    """What a missing name means, said once below a table."""
    missing = words.text(ABSENT["other_name"]).strip("（）()")
    return words.say(
        f"{how.zh}。“{missing}”只说那一部规定的规则包没有用这个名称，不等于文本没有规定：同一事项可能以别的名称编入，列在另一行。",
        f"{how.en}. “{missing}” says only that the other pack does not use this name, not that its text has no rule: the same matter may be encoded under another name, in another row.",
    )


def _table(rows: Sequence[Row], a: Law, b: Law, words: Words) -> Table:
    headings = (words.say("事项", "matter"), words.text(a.name), words.text(b.name))
    return Table(headings, tuple((Cell(words.text(r.label)), Cell(words.quoted(r.a, a)), Cell(words.quoted(r.b, b))) for r in rows), (1, 2, 2))

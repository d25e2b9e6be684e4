"""The part of a report on cases of one outcome that rest on other grounds: what the answer is, on what it rests on either side, a case, and the articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..report.blocks import Block, Cell, Paragraph, Table
from .document_words import Words, behind, kinds_of_cases
from .model import Law, Pair, QuestionDiff
from .shown import ground
from .standing import BASIS, standing


def grounds_blocks(question: QuestionDiff, a: Law, b: Law, words: Words) -> Iterator[Block]:
    """The cases of one question: a row for each outcome and the grounds on either side, with the most ordinary case of each."""
    if not question.grounds:
        return
    kinds = kinds_of_cases(len(question.grounds), question.grounds_proven)
    yield Paragraph(words.say(f"{behind('以下', kinds.zh)}答案相同，依据不同：", f"The same answer on other grounds, in {kinds.en}:"), "note")
    grouped: dict[tuple[str, ...], list[Pair]] = {}
    for pair in question.grounds:
        mine, theirs = pair.answers
        key = (words.outcome(mine, pair, question.types), words.text(standing(mine)), words.text(standing(theirs)), moves(pair, a, b, words))
        grouped.setdefault(key, []).append(pair)
    headings = (words.say("答案和变化", "answer, and what moves"), words.text(a.name), words.text(b.name), words.say("例", "example"))
    rows = []
    for (outcome, before, after, moved), pairs in grouped.items():
        first = pairs[0]
        kinds = kinds_of_cases(len(pairs), question.grounds_proven)
        more = words.say(f"（{behind('共', kinds.zh)}）", f" ({kinds.en} in all)") if len(pairs) > 1 else ""
        sides = (_lines(on, words.grounds(x, law)) for on, x, law in zip((before, after), first.answers, (a, b), strict=True))
        rows.append((Cell(_lines(outcome, moved)), *map(Cell, sides), Cell((words.example(first, question, (a, b)) or words.say("任何情形", "every case")) + more)))
    yield Table(headings, tuple(rows), (3, 3, 3, 3))


def _lines(*parts: str) -> str:
    return "\n".join(p for p in parts if p)


def moves(pair: Pair, a: Law, b: Law, words: Words) -> str:
    """On which reading the answer now rests or no longer rests; of two laws, which of them alone rests on which."""
    lost, gained = ((words.say("、", ", ").join(names)) for names in pair.readings_of_one)
    if a.id == b.id:
        told = ((gained, "改为取决于", "now rests on"), (lost, "不再取决于", "no longer rests on"))
    else:
        told = tuple((names, f"只有{law.name.zh}取决于", f"only {law.name.en} rests on") for names, law in ((lost, a), (gained, b)))  # type: ignore[assignment]  # two again
    parts = [words.say(f"{zh} {names}", f"{en} {names}") for names, zh, en in told if names]
    if not parts:
        before, after = (BASIS.get(ground(x)[0] or "") for x in pair.answers)
        names = [words.text(t) if t is not None else words.say("（无）", "(none)") for t in (before, after)]
        parts.append(words.say(f"依据：{names[0]} → {names[1]}", f"basis: {names[0]} → {names[1]}"))
    return words.say("；", "; ").join(parts)


def all_moves(found: Iterable[tuple[QuestionDiff, Pair]], a: Law, b: Law, words: Words) -> str:
    """The questions of which grounds move, each with how they do."""
    by_question: dict[str, dict[str, None]] = {}
    for question, pair in found:
        by_question.setdefault(words.text(question.label), {})[moves(pair, a, b, words)] = None
    colon, parted = words.say("：", ": "), words.say("；", "; ")
    return parted.join(f"{label}{colon}{_in_turn(list(said), words)}" for label, said in by_question.items())


def _in_turn(said: Sequence[str], words: Words) -> str:
    """How grounds move; where in some cases otherwise than in others, as where a boundary moves that a reading is about, said so."""
    if len(said) == 1:
        return said[0]
    return words.say("，", ", ").join(words.say(f"有的情形{one}", f"in some cases {one}") for one in said)


def proof(question: QuestionDiff, words: Words) -> str:
    """What is proven of all cases that are not listed."""
    if not question.proven:
        return words.say("此外是否还有不同，未能证明。", "Whether anything else differs could not be proven.")
    if question.grounds_proven:
        return words.say(
            "已证明：此外的一切情形，两者的答案、依据和读法都相同，或者都没有规定。",
            "Proven: in all other cases they agree, on the same basis and readings, or both are silent.",
        )
    return words.say(
        "已证明：此外的一切情形，两者答案相同，或者都没有规定；依据和读法是否还有不同，未能证明。",
        "Proven: in all other cases they agree, or both are silent; whether they rest on other grounds in some of these could not be proven.",
    )

"""The verdict on a draft, and what a person must look at before it is relied on: beside each of these no tick stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...diagnostics import Diagnostic, Text, counted
from ...ir.amendment import TextChange
from ..report.blocks import Block, Bullets, Heading, Paragraph
from .document_parts import DraftWords
from .model import Gate


def verdict(gate: Gate, words: DraftWords) -> Block:
    """Faults counted; else what is left to a person; else a tick."""
    if not gate.passes:
        count = sum(f.severity != "note" for f in gate.faults) + len(gate.gone) + len(gate.unfollowed) + len(gate.impossible)
        return Paragraph(words.say(f"带来 {count} 处新的问题，见下。", f"It brings {counted(count, 'new fault')}, told below."), "bad")
    if gate.clean:
        return Paragraph(words.say("没有带来新的问题。", "It brings no new fault."), "good")
    said = []
    if left := [words.text(t) for t in _left(gate)]:
        named = words.say("、", " and ").join(left)
        said.append(words.say(f"有 {named}须人工核对，见下", f"{named} must be checked by hand: see below"))
    if gate.undecided:
        count = len(gate.undecided)
        said.append(words.say(f"有 {count} 个问题未能判定", f"{counted(count, 'question')} could not be decided"))
    return Paragraph(words.say(f"没有查出新的问题；但{'，'.join(said)}。", f"No new fault is found, but {', and '.join(said)}."), "note")


def _left(gate: Gate) -> Iterator[Text]:
    """What a person must check, with its number."""
    if figures := len(gate.by_hand):
        yield Text(f"{figures} 个数", counted(figures, "figure"))
    if rules := len(gate.cited_alone):
        yield Text(f"{rules} 条只改了引文的规则", counted(rules, "rule that changes its citation alone", "rules that change their citation alone"))
    if judged := len(gate.to_judge):
        yield Text(f"{judged} 处与文字的改动对不上的规则", counted(judged, "rule that does not match the change of the words", "rules that do not match the change of the words"))
    if parts := len(gate.half_encoded):
        yield Text(f"{parts} 款没有全部引用的新文字", counted(parts, "clause of which new words are not quoted", "clauses of which new words are not quoted"))
    if waived := len(gate.waived):
        yield Text(f"{waived} 处写明不改规则的文字", counted(waived, "change of words said to change no rule", "changes of words said to change no rule"))


def judged(gate: Gate, words: DraftWords) -> Iterator[Block]:
    """The sections of what is left to a person."""
    yield from _section(Text("须人工核对的数", "Figures to be checked by hand"), gate.by_hand, words)
    yield from _section(Text("只改了引文的规则", "Rules of which the citation alone changes"), gate.cited_alone, words)
    if gate.half_encoded:
        yield Heading(words.say("没有引用的新文字", "New words that nothing quotes"))
        yield Bullets(tuple(words.fault(f) for f in gate.half_encoded))
    if gate.to_judge:
        yield Heading(words.say("与文字的改动对不上的规则", "Rules that do not match the change of the words"))
        yield Bullets(tuple(words.fault(f) for f in gate.to_judge))
    if gate.waived:
        yield Heading(words.say("写明不改规则的文字", "Changes of words said to change no rule"))
        yield Bullets(tuple(dict.fromkeys(f"{words.clause(c.place)}{words.say('：', ': ')}{words.text(c.waived)}" for c in gate.waived if c.waived is not None)))


def waivers(changes: Sequence[TextChange], words: DraftWords) -> list[str]:
    """The reasons why no rule changes with some changes of the text."""
    return list(dict.fromkeys(words.say(f"不改规则的理由：{c.waived.zh}", f"No rule changes: {c.waived.en}") for c in changes if c.waived is not None))


def _section(heading: Text, found: Sequence[Diagnostic], words: DraftWords) -> Iterator[Block]:
    if found:
        yield Heading(words.text(heading))
        yield Bullets(tuple(words.fault(f, way_out=False) for f in found))

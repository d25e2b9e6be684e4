"""Decisions in words: the formulas of a question with its labels, and draw orders part by part."""

from __future__ import annotations

from ..diagnostics import Text
from .pack import DrawOrder, Pack, Table, Tier, Within
from .types import Choice, ListOf, Record, Type
from .words import Constant, Speaker, listed, value_words


def speaker_of(pack: Pack, question: str, constant: Constant) -> Speaker:
    """Says the rules of a question with the labels of its inputs, of steps and of parameters (a name is that of an input before a step, of a step before a parameter)
    and those of the codes that its texts hold."""
    asked = pack.questions[question]
    labels = {f.name: f.label for f in asked.inputs}
    labels |= {n: d.label for n, d in pack.decisions.items() if isinstance(d, Table) and d.of and d.label is not None}
    labels |= {n: p.label for n, p in pack.parameters.items() if p.label is not None and n not in labels}
    return Speaker(labels, constant, words=pack.words(asked))


class DrawWords:
    """A draw order in words: which lots are usable, whose come first, and in which order those of one level do."""

    def __init__(self, pack: Pack, order: DrawOrder, constant: Constant) -> None:
        fields = dict(next(f.type.of.fields for f in pack.questions[order.id].inputs if isinstance(f.type, ListOf) and isinstance(f.type.of, Record)))
        self.order = order
        self.speaker = Speaker({n: f.label for n, f in fields.items()}, constant)
        self.levels: Type = fields["level"].type if "level" in fields else Choice(())

    def usable(self) -> Text:
        return self.speaker.condition(self.order.usable) if self.order.usable is not None else Text("任何批次", "any lot")

    def tier(self, tier: Tier) -> Text:
        level = value_words(tier.level, self.levels)
        return Text(level.zh + ("（须申请）" if tier.on_application else ""), level.en + (" (on application)" if tier.on_application else ""))

    def within(self, one: Within) -> Text:
        if one.first is not None:
            said = self.speaker.condition(one.first)
            text = Text(f"{said.zh}的优先", f"first those where {said.en}")
        else:
            keys = listed([self.speaker.value(e) for e in one.by], "，不明时", "or, where that is unknown,")
            text = Text(f"按{keys.zh}从小到大", f"by {keys.en}, rising")
        if one.levels:
            levels = listed([value_words(v, self.levels) for v in one.levels], "和", "and")
            text = Text(f"{text.zh}（{levels.zh}）", f"{text.en} ({levels.en})")
        return text

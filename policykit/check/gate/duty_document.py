"""What a draft does to duties, as parts of the report: the pack's duty cases that come out differently, duties that become impossible, norms that change."""

from __future__ import annotations

from collections.abc import Iterator

from ..diff.document_words import Words
from ..report.blocks import Block, Bullets, Cell, Heading, Paragraph, Table
from .model import Gate


def cases_of_duties(gate: Gate, words: Words) -> Iterator[Block]:
    """The duty cases that come out differently, a row for each duty that stands otherwise."""
    if not gate.logs:
        return
    yield Paragraph(words.say("义务案例：", "Cases of duties:"))
    rows = []
    for log in gate.logs:
        rows += [(Cell(f"{log.case.id}\n{words.text(d.named)}"), Cell(words.text(d.before)), Cell(words.text(d.after))) for d in log.duties]
        if log.faults:
            rows.append((Cell(log.case.id), Cell(""), Cell(words.say("；", "; ").join(words.text(f.message) for f in log.faults))))
    yield Table((words.say("案例", "case"), words.say("现行", "now"), words.say("修改后", "as amended")), tuple(rows), (3, 2, 2))


def none_changed(gate: Gate, words: Words) -> Paragraph:
    """That no decision changes; not ticked off where duties do."""
    if any(r.topic == "norm" and not r.same for r in gate.diff.rows):
        return Paragraph(words.say("没有变化；义务有变化，见下。", "None; duties change, see below."), "note")
    return Paragraph(words.say("没有变化。", "None."), "good" if gate.clean else "note")


def duties(gate: Gate, words: Words) -> Iterator[Block]:
    """The duties that cannot be met any more, and all that change."""
    if gate.impossible:
        yield Heading(words.say("无法履行的义务", "Duties that become impossible"))
        yield Bullets(tuple(f"{words.text(i.label)}{words.say('：', ': ')}{words.text(i.why)}" for i in gate.impossible))
    rows = [r for r in gate.diff.rows if r.topic == "norm" and not r.same]
    if rows:
        yield Heading(words.say("义务、禁止和许可的变化", "Duties, bans and permissions that change"))
        headings = (words.say("事项", "matter"), words.say("现行", "now"), words.say("修改后", "as amended"))
        yield Table(headings, tuple((Cell(words.text(r.label)), Cell(words.quoted(r.a, gate.before)), Cell(words.quoted(r.b, gate.after))) for r in rows), (1, 2, 2))

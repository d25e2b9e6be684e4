"""The doubtful clauses on whose chosen reading the outcomes of a draft rest, told beside them: a code alone says nothing to who gets the report."""

from __future__ import annotations

from collections.abc import Iterator

from ...ir.pack import Ambiguity
from ..diff.document_words import Words
from ..report.blocks import Block, Cell, Heading, Paragraph, Table
from .model import Gate


def doubts(gate: Gate) -> list[Ambiguity]:
    """The ambiguities that an answer shown in the report names, before or after."""
    answers = [a for q in gate.diff.questions for p in (*q.pairs, *q.grounds) for a in p.answers]
    answers += [a for c in (*gate.cases, *gate.cases_on_other_grounds) for a in (c.before, c.after) if a is not None]
    answers += [a.answer for n in gate.new_codes for a in n.answers]
    named = {id_ for a in answers for id_ in a.readings}
    known = {**gate.before.pack.ambiguities, **gate.after.pack.ambiguities}
    return [known[id_] for id_ in sorted(named & known.keys())]


def doubts_told(gate: Gate, words: Words) -> Iterator[Block]:
    """Each with its problem, the reading chosen and the others; and whether the draft changes the words that are in doubt."""
    found = doubts(gate)
    if not found:
        return
    yield Heading(words.say("所据的读法", "Readings relied on"))
    headings = (words.say("疑义", "doubt"), words.say("所选", "chosen"), words.say("其他读法", "other readings"))
    yield Table(headings, tuple(_row(a, words) for a in found), (3, 2, 2))
    touched = {change.address for change in gate.amendment.text}
    said = {c.target for c in gate.amendment.rules}
    changed = [a.id for a in found if touched & {*a.clauses} and f"readings/{a.id}" not in said]
    if changed:
        listed = words.say("、", ", ").join(changed)
        yield Paragraph(
            words.say(
                f"草案改动了 {listed} 所涉的条文：疑义和读法照旧采用，是否仍然成立，由人判断。",
                f"The draft changes clauses in doubt ({listed}): doubt and reading are kept, and a person must judge whether they still hold.",
            ),
            "note",
        )


def _row(ambiguity: Ambiguity, words: Words) -> tuple[Cell, Cell, Cell]:
    labels = {r.name: words.text(r.label) for r in ambiguity.readings}
    others = [label for name, label in labels.items() if name != ambiguity.chosen]
    return (
        Cell(f"{ambiguity.id}\n{words.text(ambiguity.problem)}"),
        Cell(f"{labels.get(ambiguity.chosen, ambiguity.chosen)}\n{words.text(ambiguity.why)}"),
        Cell("\n".join(others) or words.say("（无）", "(none)")),
    )

"""What cases with a code that a draft adds are answered, as part of its report: before there was no such code, so that nothing is compared."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import counted
from ..diff.document_words import Words, behind, kinds_of_cases
from ..diff.model import Pair
from ..report.blocks import Block, Cell, Heading, Paragraph, Table
from .model import Gate
from .new_code_answers import CodeAnswer, NewCodes


def codes_counted(gate: Gate, words: Words) -> Iterator[Block]:
    """How many answers new codes bring, to which questions."""
    for new in gate.new_codes:
        said, kinds = _codes(new, words), kinds_of_cases(len(new.answers), new.complete)
        yield Paragraph(
            words.say(
                f"“{new.label.zh}”新增取值（{said}），现行文本没有，无从比较；{behind('修改后有', kinds.zh)}，另列于下，不计入上述变化。",
                f"“{new.label.en}” has new codes ({said}), which the text as it stands does not know, so that nothing is compared; as amended they come in "
                f"{kinds.en}, listed apart and not counted above.",
            ),
            "note",
        )


def answers_told(gate: Gate, words: Words, everything: bool) -> Iterator[Block]:
    """A table for each question that has new codes: what rules of the draft answer; with `everything` also what rules that were there, of whatever code, answer."""
    changed = {c.target for c in gate.amendment.rules}
    for new in gate.new_codes:
        yield Heading(words.text(new.label) + words.say("：新增取值", ": new codes"), 3)
        if not new.complete:
            yield Paragraph(
                words.say(
                    f"含{_codes(new, words)}的情形不能逐一列出：列出的之外还可能有别的答案，用 `policykit ask` 或者草案的案例核对。",
                    f"Not all cases with {_codes(new, words)} could be listed: try others with `policykit ask`, or by cases of the draft.",
                ),
                "note",
            )
        own = [a for a in new.answers if f"{new.question}/{a.answer.rule}" in changed]
        others = [a for a in new.answers if a not in own]
        if shown := [*own, *(others if everything else ())]:
            headings = (words.say("情形", "cases"), words.say("修改后", "as amended"), words.say("例", "example"))
            yield Table(headings, tuple(_row(a, new, gate, words) for a in shown), (3, 3, 3))
        if others and not everything:
            yield Paragraph(
                words.say(
                    f"另有 {len(others)} 种情形按草案没有改动的规则回答，或者没有规定：加 `--all` 或 `-o 文件.html`。",
                    f"{counted(len(others), 'more kind of cases', 'more kinds of cases')} answered by rules that the draft leaves as they are, or by none: `--all`, or `-o FILE.html`.",
                ),
                "quiet",
            )


def _row(one: CodeAnswer, new: NewCodes, gate: Gate, words: Words) -> tuple[Cell, Cell, Cell]:
    question = gate.after.pack.questions[new.question]
    types = {f.name: f.type for f in question.inputs} | {o.name: o.type for o in question.outputs}
    pair = Pair((None, one.answer.rule), ("", one.answer.status), one.facts, (one.answer, one.answer), (), one.condition, one.exact)
    says = f"{words.stands(one.answer, pair, types)}\n{words.grounds(one.answer, gate.after)}"
    return Cell(words.cases(pair)), Cell(says), Cell(words.facts(pair, types))


def _codes(new: NewCodes, words: Words) -> str:
    named = words.say("、", ", ").join(words.text(label) for label in new.codes.values())
    return f"{words.text(new.fact)}{words.say('：', ': ')}{named}"

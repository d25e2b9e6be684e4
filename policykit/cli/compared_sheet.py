"""Comparisons as the rows of a workbook, to sort, filter and copy: what is said, on what it stands, the clauses and the words quoted, each in a column of its own.

What is not proved, or cannot be compared, is a row too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..check.diff.contradictions import told as clash_words
from ..check.diff.document import TOPICS, verdict
from ..check.diff.document_words import ABSENT, Words
from ..check.diff.matrix import Matrix, MatrixCell
from ..check.diff.model import Diff, Law, Pair, QuestionDiff, Said
from ..diagnostics import PolicyError, Text
from ..frame_faults import no_extra
from ..ir.answer import Answer, Citation
from ..ir.explain import STATUS
from ..ir.instrument import Quote
from ..ir.pack import Pack
from .instruments import place
from .options import Options

Sheet = Sequence[Mapping[str, str]]  # rows, of the same columns all
WIDE = 48  # characters of a column: what is longer goes on below


def save_sheet(rows: Sheet, path: Path) -> None:
    """Writes rows, one at least, to a workbook. Raises `PolicyError` where the packages for tables are not installed."""
    try:
        import polars as pl

        from .workbook import workbook
    except ModuleNotFoundError as e:
        raise PolicyError([no_extra(e.name or "polars")]) from e
    path.write_bytes(workbook(pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String)), widest=WIDE))


def cited(quotes: Iterable[Quote | Citation], named: Callable[[str], Text], options: Options) -> tuple[str, str]:
    """Clauses, a line each, and in the same lines the words quoted of them. `named`: what an address is in words."""
    found: dict[str, list[str]] = {}
    for quote in quotes:
        words = quote.words if isinstance(quote, Quote) else quote.quote
        found.setdefault(quote.address, []).append(f"“{words}”")
    return "\n".join(options.text(named(a)) for a in found), "\n".join(options.say("", ", ").join(dict.fromkeys(words)) for words in found.values())


def of_matrix(found: Matrix, silent: Sequence[Pack], options: Options) -> Sheet:
    """A row for each condition and jurisdiction; last the texts that are silent, and rules that contradict each other."""
    day = found.laws[0].on

    def row(where: str, pack: Pack | None, case: str, says: str, stands: str = "", clauses: tuple[str, str] = ("", "")) -> dict[str, str]:
        title = options.text(pack.instrument.label) if pack is not None else ""
        heads = (("地区", "jurisdiction"), ("文本", "text"), ("情形", "case"), ("结论", "outcome"), ("强度、依据", "strength, basis"), ("条文", "clauses"), ("引文", "quoted"))
        return dict(zip((options.say(*h) for h in heads), (where, title, case, says, stands, *clauses), strict=True))

    def of(cell: MatrixCell, law: Law, case: str) -> dict[str, str]:
        return row(place(law.pack.instrument, day, options), law.pack, case, options.text(cell.says), options.text(cell.standing), cited(cell.cite, law.clause_words, options))

    every = options.say("任何情形", "every case")
    rows = [of(c, law, options.text(r.condition)) for r in found.rows for c, law in zip(r.cells, found.laws, strict=True) if c is not None]
    rows += [row(place(p.instrument, day, options), p, every, options.text(STATUS["silent"])) for p in silent]
    return rows + [row(options.text(c.law), None, "", f"{options.text(clash_words(c))}{options.say('。', '. ')}{options.text(c.why)}") for c in found.contradictions]


def of_diff(diff: Diff, options: Options) -> Sheet:
    """For each question how it is answered and what is proved, then a row for each kind of cases; then the parameters and whatever else differs, as the report has it."""
    words, sides = Words(options.language), [options.text(law.name) for law in (diff.a, diff.b)]

    def row(kind: str, matter: str, case: str = "", example: str = "", a: Sequence[str] = ("", "", ""), b: Sequence[str] = ("", "", "")) -> dict[str, str]:
        heads = [options.say(*h) for h in (("类别", "kind"), ("事项", "matter"), ("情形", "cases"), ("例", "example"))]
        heads += [f"{side}{options.say('：', ': ')}{options.say(*h)}" for side in sides for h in (("内容", "says"), ("条文", "clauses"), ("引文", "quoted"))]
        return dict(zip(heads, (kind, matter, case, example, *a, *b), strict=True))

    def answer(one: Answer[object], law: Law, pair: Pair, question: QuestionDiff) -> tuple[str, ...]:
        return words.stands(one, pair, question.types), *cited(one.citations, law.clause_words, options)

    def said(one: Said, law: Law) -> tuple[str, ...]:
        return words.text(one.text) if one.text is not None else words.text(ABSENT[one.absence]), *cited(one.cite, law.clause_words, options)

    def pairs(kind: str, found: Sequence[Pair], question: QuestionDiff) -> Iterator[dict[str, str]]:
        for pair in found:
            both = (answer(x, law, pair, question) for x, law in zip(pair.answers, (diff.a, diff.b), strict=True))
            yield row(kind, words.text(question.label), words.cases(pair), words.facts(pair, question.types), *both)

    rows = []
    for question in diff.questions:
        label = words.text(question.label)
        rows.append(row(options.say("判定", "verdict"), label, verdict(question, words)))
        rows += pairs(options.say("答案不同", "answers differ"), question.pairs, question)
        rows += pairs(options.say("依据不同", "grounds differ"), question.grounds, question)
        rows += [row(words.text(TOPICS[r.topic]), f"{label}{options.say('：', ': ')}{words.text(r.label)}", "", "", said(r.a, diff.a), said(r.b, diff.b)) for r in question.rows]
        notes = [*(clash_words(c) for c in question.contradictions), *question.open, *question.left_out]
        rows += [row(options.say("说明", "note"), label, words.text(t)) for t in notes]
    other = [r for r in diff.rows if not r.same]
    rows += [row(words.text(TOPICS[r.topic]), words.text(r.label), "", "", said(r.a, diff.a), said(r.b, diff.b)) for r in other]
    return rows or [row(options.say("判定", "verdict"), "", options.say("没有不同", "no difference"))]

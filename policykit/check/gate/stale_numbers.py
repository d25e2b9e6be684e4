"""What is said beside the law and names an article by the number that it had: answers show it beside citations that have the new one.

Only what stands as it did before the amendment is looked at: what the draft itself writes names the articles as they are numbered then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...diagnostics import Diagnostic, Span, Text
from ...ir.numbering import Numbered, numbered, standing
from ..cited_within import Cited, cited_by, named
from ..diff.model import Law
from .explaining import everything_said


def stale_numbers(before: Law, after: Law) -> Iterator[Diagnostic]:
    """A note for each text of the pack that cites an article, paragraph or item of which the number is another one on the day, or which is repealed.

    Chinese words are searched; what they cite of another act is not.
    """
    was, now = _text(before), _text(after)
    if [(n.address, n.article, n.paragraph, n.item) for n in was] == [(n.address, n.article, n.paragraph, n.item) for n in now]:
        return
    old = {words.zh for _, words, _ in everything_said(before)}
    for what, words, span in everything_said(after):
        found = {c.words: moved for c in cited_by(words.zh) if (moved := _moved(c, was, now)) is not None} if words.zh in old else {}
        if found:
            yield number_stays(what, found, span)


def _text(law: Law) -> Sequence[Numbered]:
    return numbered(standing(law.pack.clauses.values(), law.on))


def _moved(cited: Cited, was: Sequence[Numbered], now: Sequence[Numbered]) -> Text | None:
    """What became of what a citation names: how it is cited now, or that it is repealed; None where it is cited as it was, or that cannot be told."""
    if cited.article is None:
        return None
    meant, means = (named(cited, text[0], text) if text else None for text in (was, now))
    if meant is None or means is None:  # paragraphs that cannot be counted: the article can
        cited = cited._replace(paragraph=None, item=None)
        meant, means = named(cited, was[0], was), named(cited, now[0], now)
    if not meant or meant == means:
        return None
    there, then = (next((n for n in text if meant <= {*n.units}), None) for text in (now, was))
    anew = cited.naming(there) if there is not None else None
    if anew is None:
        return Text("已删去", "repealed")
    return Text(f"现为{anew}", f"now {anew}") if then is None or anew != cited.naming(then) else None


def number_stays(what: Text, found: dict[str, Text], span: Span | None) -> Diagnostic:
    """A text names articles by numbers that they had."""
    zh, en = "、".join(f"“{w}”（{t.zh}）" for w, t in found.items()), ", ".join(f"“{w}” ({t.en})" for w, t in found.items())
    return Diagnostic(
        "number-stays",
        Text(f"{what.zh}仍写{zh}", f"{what.en} still says {en}"),
        span,
        Text(
            "在草案中一并改写：规则用 `replace: {问题/规则: {note: {zh: …}}}`，写在结论里的理由连同结论改写（`undetermined`、`silent`）；"
            "疑义用 `replace: {readings/编号: {problem: {zh: …}}}`，规范用 `replace: {norms/名称: {label: {zh: …}}}`",
            "reword it in the draft: of a rule `replace: {question/rule: {note: {zh: …}}}`, a reason with the outcome that has it (`undetermined`, `silent`); "
            "of an ambiguity `replace: {readings/A01: {problem: {zh: …}}}`, of a norm `replace: {norms/name: {label: {zh: …}}}`",
        ),
        "note",
    )

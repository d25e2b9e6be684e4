"""What a difference does to a stock list, as the first part of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...diagnostics import counted
from ...ir.words import value_words
from ..report.blocks import Block, Bullets, Cell, Heading, Paragraph, Report, Table
from .document_words import Words
from .model import Law
from .stock import Days, StockEffect, StockGroup

REASONS_TOLD = 10  # reasons why rows have no answer that are told, those of most rows first
FIRST = 5  # rows named of each group


def stock_blocks(told: Report, effects: Sequence[StockEffect] | None, a: Law, b: Law) -> Report:
    """A report with what the difference does to a stock list, before the rest; None where there is no list."""
    if effects is None:
        return told
    words = Words(told.language)
    found: list[Block] = [Heading(words.say("对清单的影响", "In the stock list"))]
    if not effects:
        found.append(Paragraph(words.say("没有一个问题的答案改变，清单的各行因而也都不变。", "No question is answered differently, and so no row is."), "good"))
    for effect in effects:
        if effect.only is not None:
            only = words.text(effect.only)
            found.append(Heading(words.text(effect.question.label), 3))
            found.append(Paragraph(words.say(f"未就清单提问：只有{only}回答此问。", f"Not asked of the list: only one text answers it ({only}).")))
            continue
        share = f"{effect.differing} / {effect.read}"
        heavy = words.say(f"，数量 {effect.differing_weight} / {effect.weight}", f", quantity {effect.differing_weight} of {effect.weight}") if effect.weight is not None else ""
        found.append(Heading(words.text(effect.question.label), 3))
        found.append(
            Paragraph(words.say(f"结果不同的行：{share}{heavy}。", f"Rows that come out differently: {share}{heavy}."), "note" if effect.differing or effect.unread else "good")
        )
        if effect.unweighed:
            found.append(Paragraph(_no_weight(effect.unweighed, words), "bad"))
        found.append(Paragraph(_days(effect.days, words) + _empty(effect, words), "quiet"))
        tables = len(found)
        if effect.unread:
            found.append(
                Paragraph(
                    words.say(f"{len(effect.unread)} / {effect.rows} 行没有答案，未计入：", f"{len(effect.unread)} of {effect.rows} rows have no answer and are not counted:"),
                    "bad",
                )
            )
            found.append(Bullets(tuple(_unread(effect, words))))
        if effect.groups:
            types = effect.types
            named = effect.key or words.say("如第几行", "such as rows")
            headings = (words.text(a.name), words.text(b.name), words.say("行数", "rows"), words.say("数量", "quantity"), named)
            rows = tuple(
                (
                    Cell(words.stands(g.pair.answers[0], g.pair, types)),
                    Cell(words.stands(g.pair.answers[1], g.pair, types)),
                    Cell(str(g.rows)),
                    Cell(_weight(g, words) if effect.weight is not None else ""),
                    Cell(f"{_named(g)}{words.say('：', ': ')}{words.facts(g.pair, types)}"),
                )
                for g in effect.groups
            )
            found.insert(tables, Table(headings, rows, (3, 3, 1, 1, 4)))
    return replace(told, blocks=(*found, *told.blocks))


def _unread(effect: StockEffect, words: Words) -> Iterator[str]:
    """Each reason once, with the rows it holds of."""
    rows: dict[str, list[int]] = {}
    for number, reason in effect.reasons:
        rows.setdefault(words.text(reason), []).append(number)
    ordered = sorted(rows.items(), key=lambda item: -len(item[1]))
    for why, numbers in ordered[:REASONS_TOLD]:
        yield words.say(f"{len(numbers)} 行（第 {_numbers(numbers)} 行）：{why}", f"{counted(len(numbers), 'row')} ({_numbers(numbers)}): {why}")
    if rest := sorted(n for _, numbers in ordered[REASONS_TOLD:] for n in numbers):
        yield words.say(f"另有 {len(rest)} 行，原因各异：第 {_numbers(rest)} 行", f"{counted(len(rest), 'row')} more, for other reasons: {_numbers(rest)}")


def _named(group: StockGroup) -> str:
    """The first rows of a group, as the list calls them or by their numbers."""
    keys = [k for k in group.keys if k]
    return ", ".join(keys[:FIRST]) if keys else ", ".join(map(str, group.numbers[:FIRST]))


def _empty(effect: StockEffect, words: Words) -> str:
    """What an empty cell of the facts named means."""
    if not effect.absent:
        return ""
    named = words.say("、", ", ").join(words.text(f.label) for f in effect.absent)
    return words.say(f"{named}空着的，视为未给出。", f" Where it is empty, it is not given: {named}.")


def _no_weight(rows: Sequence[int], words: Words) -> str:
    return words.say(
        f"{len(rows)} 行的数量为空或者不是数字，未计入数量（计入行数）：第 {_numbers(rows)} 行。",
        f"{counted(len(rows), 'row')} without a quantity (an empty cell, or no number), counted as rows but not in the sum: {_numbers(rows)}.",
    )


def _weight(group: StockGroup, words: Words) -> str:
    """The quantity of a group, and how many of its rows have none."""
    if not group.unweighed:
        return str(group.weight)
    if group.unweighed == group.rows:
        return words.say("无数量", "not given")
    return words.say(f"{group.weight}（{group.unweighed} 行无数量）", f"{group.weight} (not given in {counted(group.unweighed, 'row')})")


def _days(days: Days, words: Words) -> str:
    """By the law of which day the rows were asked."""
    usual = words.say("、", " and ").join(dict.fromkeys(words.text(value_words(day, None)) for day in days.usual))
    if days.event is None:
        return words.say(f"各行一律按{usual}的规定。", f"Every row is asked by the law of {usual}.")
    label = words.text(days.event.label)
    said = words.say(f"各行按“{label}”当日的规定；没有这个日期的，按{usual}的规定。", f"Each row is asked by the law of its own day ({label}); one without, by that of {usual}.")
    if days.begun is not None:
        begun = words.text(value_words(days.begun, None))
        said += words.say(f"早于{begun}（修正案施行之日）的，按该日的规定。", f" Where that is before {begun}, when the amendment comes into force, by the law of that day.")
    return said


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:20])) + ("…" if len(numbers) > 20 else "")

"""A report as Markdown: what reads well in a mail or a repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import assert_never

from .blocks import Block, Bullets, Cell, Detail, Heading, Paragraph, Report, Table, Verbatim, Versus
from .html import stretches

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")


def markdown(report: Report) -> str:
    """The report as text."""
    parts = [f"# {_plain(report.title)}", _plain(report.subtitle)]
    for block in report.blocks:
        parts += _block(block, report)
    return "\n\n".join(p for p in parts if p) + "\n"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _block(block: Block, report: Report) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {_plain(block.text)}"
        case Paragraph():
            yield f"> {_plain(block.text)}" if block.tone in ("good", "bad", "note") else _plain(block.text)
        case Bullets():
            yield "\n".join(f"- {_plain(i)}" for i in block.items)
        case Verbatim():
            yield f"```yaml\n{block.text}\n```"
        case Table():
            yield "\n".join(_table(block))
        case Versus():
            yield "| " + " | ".join(map(_plain, block.sides)) + " |\n| --- | --- |\n| " + " | ".join(_lines(_plain(s)) for s in block.says) + " |"
            for detail in (*block.details, *block.more):
                yield _detail(detail, block, report)
        case _:
            assert_never(block)


def _table(table: Table) -> Iterator[str]:
    yield "| " + " | ".join(map(_plain, table.headings)) + " |"
    yield "|" + " --- |" * len(table.headings)
    for row in table.rows:
        yield "| " + " | ".join(_cell(c) for c in row) + " |"


def _cell(cell: Cell) -> str:
    shown = {"marked": "**{}**", "struck": "~~{}~~", "": "{}"}
    return "".join(shown[kind].format(_lines(_plain(text))) for text, kind in stretches(cell))


def _lines(text: str) -> str:
    return text.replace("\n", "<br>")


def _detail(detail: Detail, block: Versus, report: Report) -> str:
    lines = [report.say("情形：", "Where: ") + _plain(detail.cases)]
    if detail.example:
        lines.append(report.say("例：", "Example: ") + _plain(detail.example))
    lines += [f"{_plain(who)}{report.say('：', ': ')}{_plain(ground).replace(chr(10), report.say('；', '; '))}" for who, ground in zip(block.sides, detail.grounds, strict=True)]
    return "- " + "\n  ".join(line + "<br>" for line in lines[:-1]) + "\n  " + lines[-1]

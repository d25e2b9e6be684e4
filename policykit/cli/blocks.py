"""A report drawn as text: the same blocks as its HTML, for a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from ..check.report.blocks import Block, Bullets, Detail, Heading, Paragraph, Report, Table, Verbatim, Versus, more_kinds
from ..diagnostics import Diagnostic, PolicyError, Text
from .output import write, write_heading, write_prose, write_table

if TYPE_CHECKING:
    from .compared_sheet import Sheet

TONES = {"good": "✓ ", "bad": "✗ ", "note": "• ", "plain": "", "quiet": ""}


def write_report(report: Report, everything: bool = False) -> None:
    """Writes a report to stdout. `everything`: also what is shown on demand elsewhere."""
    write_heading(report.title)
    write_prose(report.subtitle)
    for block in report.blocks:
        write()
        _write(block, report, everything)


def _write(block: Block, report: Report, everything: bool) -> None:
    match block:
        case Heading():
            write_heading(("# " if block.level == 2 else "## ") + block.text)
        case Paragraph():
            write_prose(TONES[block.tone] + block.text)
        case Bullets():
            for item in block.items:
                write_prose(f"- {item}")
        case Verbatim():
            write(block.text)
        case Table():
            write_table(block.headings, [[c.text for c in row] for row in block.rows], spaced=True)
        case Versus():
            says = [s.replace("\n", report.say("；", "; ")) for s in block.says]
            write_heading(report.say(" ≠ ", " ≠ ").join(f"{who}{report.say('：', ': ')}{said}" for who, said in zip(block.sides, says, strict=True)))
            for detail in (*block.details, *(block.more if everything else ())):
                _detail(detail, block, report)
            if block.more and not everything:
                write_prose(report.say(f"  其余 {len(block.more)} 种情形：加 `--all` 或 `-o 文件.html`", f"  {more_kinds(len(block.more))}: `--all`, or `-o FILE.html`"))
        case _:
            assert_never(block)


def _detail(detail: Detail, block: Versus, report: Report) -> None:
    write_prose(f"  {report.say('情形：', 'where: ')}{detail.cases}")
    if detail.example:
        write_prose(f"    {report.say('例：', 'example: ')}{detail.example}")
    for who, ground in zip(block.sides, detail.grounds, strict=True):
        write_prose(f"    {who}{report.say('：', ': ')}{ground.replace(chr(10), report.say('；', '; '))}")


def save_report(report: Report, path: Path, sheet: Callable[[], Sheet] | None = None) -> None:
    """Writes a report to a file in the form that its name says. `sheet`: its rows, for a workbook, where it has any. Raises `PolicyError` for another form."""
    match path.suffix.lower():
        case ".html" | ".htm":
            from ..check.report.html import page

            path.write_text(page(report), encoding="utf-8", newline="\n")
        case ".md":
            from ..check.report.markdown import markdown

            path.write_text(markdown(report), encoding="utf-8", newline="\n")
        case ".docx":
            from ..check.report.word import document

            path.write_bytes(document(report))
        case ".xlsx" if sheet is not None:
            from .compared_sheet import save_sheet

            save_sheet(sheet(), path)
        case _:
            raise PolicyError(
                [
                    Diagnostic(
                        "output-form",
                        Text(f"不知道 `{path.name}` 是什么格式", f"`{path.name}` is of no known form"),
                        help=Text("用 .html、.md 或 .docx", "use .html, .md or .docx")
                        if sheet is None
                        else Text("用 .html、.md、.docx 或 .xlsx", "use .html, .md, .docx or .xlsx"),
                    )
                ]
            )

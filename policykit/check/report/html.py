"""A report as one HTML page that needs nothing from elsewhere and reads well on a telephone and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import assert_never

from .blocks import Block, Bullets, Cell, Detail, Heading, Paragraph, Report, Table, Verbatim, Versus, more_kinds

STYLE = """
:root { --ink: #1d2433; --soft: #5b6577; --line: #dde2ea; --paper: #fff; --ground: #f4f6f9; --a: #1f5fa8; --b: #a3541b; --good: #1d7a46; --bad: #b3261e; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.7;
  font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", system-ui, sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 1.2rem; }
header { padding: .6rem 0 1rem; border-bottom: 3px solid var(--a); margin-bottom: 1.2rem; }
h1 { font-size: 1.5rem; line-height: 1.35; margin: .2rem 0; }
header p { color: var(--soft); margin: 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 .6rem; padding-left: .6rem; border-left: 4px solid var(--a); }
h3 { font-size: 1.05rem; margin: 1.4rem 0 .4rem; }
p { margin: .5rem 0; }
a { color: var(--a); text-underline-offset: .2em; }
.good, .bad, .note { padding: .55rem .8rem; border-radius: 6px; border-left: 4px solid; background: var(--paper); }
.good { border-color: var(--good); } .bad { border-color: var(--bad); } .note { border-color: #c79a1b; }
.quiet { color: var(--soft); font-size: .92rem; }
.scroll { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; margin: .6rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .94rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .65rem; border-top: 1px solid var(--line); }
thead th { background: #eaeff6; border-top: 0; font-weight: 600; }
pre { background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .9rem; overflow-x: auto; }
td { white-space: pre-line; min-width: 6.5rem; overflow-wrap: anywhere; }
ins { text-decoration: none; background: #d9f0e1; border-radius: 3px; padding: 0 .1em; }
del { background: #fbdedc; border-radius: 3px; padding: 0 .1em; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; margin: .9rem 0; overflow: hidden; }
.says { display: grid; grid-template-columns: 1fr 1fr; }
.says > div { padding: .7rem .9rem; }
.says > div:first-child { border-right: 1px solid var(--line); }
.who { font-size: .85rem; font-weight: 600; }
.a .who { color: var(--a); } .b .who { color: var(--b); }
.said { font-weight: 600; white-space: pre-line; }
.detail { border-top: 1px solid var(--line); padding: .6rem .9rem; }
.detail .cases::before { content: attr(data-label); color: var(--soft); }
.example { background: #f3f7fc; border-radius: 6px; padding: .35rem .6rem; }
.grounds { display: grid; grid-template-columns: 1fr 1fr; gap: .9rem; font-size: .9rem; color: #39424f; }
.grounds p { white-space: pre-line; }
details > summary { cursor: pointer; padding: .6rem .9rem; border-top: 1px solid var(--line); color: var(--a); }
footer { color: var(--soft); font-size: .85rem; border-top: 1px solid var(--line); margin-top: 2rem; padding-top: .6rem; }
@media (max-width: 560px) {
  .scroll table, .scroll tbody, .scroll tr, .scroll td { display: block; width: auto; }
  .scroll thead, .scroll colgroup { display: none; }
  .scroll tr { border-top: 6px solid var(--ground); padding: .3rem 0; }
  .scroll tbody tr:first-child { border-top: 0; }
  .scroll td { border: 0; padding: .15rem .7rem; }
  .scroll td::before { content: attr(data-label) "："; color: var(--soft); font-size: .85rem; }
}
@media (max-width: 560px) { main { padding: .8rem; } h1 { font-size: 1.25rem; } .grounds { grid-template-columns: 1fr; gap: .2rem; } .says > div { padding: .6rem .65rem; } }
@media print { body { background: #fff; } main { max-width: none; } .card, .scroll { break-inside: avoid; } details > summary { display: none; } details::details-content { content-visibility: visible; } }
"""


def page(report: Report) -> str:
    """The page, as text."""
    body = "\n".join(part for block in report.blocks for part in _block(block, report))
    language = "zh-CN" if report.language == "zh" else "en"
    made = report.say("由 policykit 依据规则包生成；条文以正式文本为准。", "Made by policykit from rule packs; the official text governs.")
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<header><h1>{escape(report.title)}</h1><p>{escape(report.subtitle)}</p></header>\n{body}\n<footer>{escape(made)}</footer>\n</main>\n</body>\n</html>\n"
    )


def _block(block: Block, report: Report) -> Iterator[str]:
    match block:
        case Heading():
            anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
            yield f"<h{block.level}{anchor}>{escape(block.text)}</h{block.level}>"
        case Paragraph():
            tone = "" if block.tone == "plain" else f' class="{block.tone}"'
            yield f"<p{tone}>{escape(block.text)}</p>"
        case Bullets():
            yield "<ul>" + "".join(f"<li>{escape(i)}</li>" for i in block.items) + "</ul>"
        case Verbatim():
            yield f"<pre>{escape(block.text)}</pre>"
        case Table():
            yield from _table(block)
        case Versus():
            yield from _versus(block, report)
        case _:
            assert_never(block)


def _table(table: Table) -> Iterator[str]:
    total = sum(table.widths) or 1
    columns = "".join(f'<col style="width:{100 * w // total}%">' for w in table.widths)
    yield f'<div class="scroll"><table>{f"<colgroup>{columns}</colgroup>" if columns else ""}<thead><tr>'
    yield "".join(f"<th>{escape(h)}</th>" for h in table.headings) + "</tr></thead><tbody>"
    for row in table.rows:
        yield "<tr>" + "".join(f'<td data-label="{escape(h)}">{_cell(c)}</td>' for h, c in zip(table.headings, row, strict=True)) + "</tr>"
    yield "</tbody></table></div>"


def _cell(cell: Cell) -> str:
    if cell.link:
        return f'<a href="#{escape(cell.link)}">{escape(cell.text)}</a>'
    return "".join(f"<ins>{escape(t)}</ins>" if kind == "marked" else f"<del>{escape(t)}</del>" if kind == "struck" else escape(t) for t, kind in stretches(cell))


def stretches(cell: Cell) -> list[tuple[str, str]]:
    """The text of a cell in stretches: plain, `marked` or `struck`."""
    parts = [(cell.text[cell.heading :], "")]
    for words, kind in [*((w, "marked") for w in cell.marked), *((w, "struck") for w in cell.struck)]:
        found: list[tuple[str, str]] = []
        for text, known in parts:
            before, hit, after = text.partition(words) if not known and words else (text, "", "")
            found += [(before, known), (hit, kind), (after, known)] if hit else [(text, known)]
        parts = found
    return [(t, k) for t, k in [(cell.text[: cell.heading], ""), *parts] if t]


def _versus(block: Versus, report: Report) -> Iterator[str]:
    yield '<div class="card"><div class="says">'
    for side, who, says in zip("ab", block.sides, block.says, strict=True):
        yield f'<div class="{side}"><div class="who">{escape(who)}</div><div class="said">{escape(says)}</div></div>'
    yield "</div>"
    for detail in block.details:
        yield _detail(detail, block, report)
    if block.more:
        yield f"<details><summary>{escape(report.say(f'其余 {len(block.more)} 种情形', more_kinds(len(block.more))))}</summary>"
        for detail in block.more:
            yield _detail(detail, block, report)
        yield "</details>"
    yield "</div>"


def _detail(detail: Detail, block: Versus, report: Report) -> str:
    cases, example = report.say("情形：", "Where: "), report.say("例：", "Example: ")
    grounds = "".join(f'<div class="{s}"><div class="who">{escape(w)}</div><p>{escape(g)}</p></div>' for s, w, g in zip("ab", block.sides, detail.grounds, strict=True))
    shown = f'<p class="example">{escape(example + detail.example)}</p>' if detail.example else ""
    return f'<div class="detail"><p class="cases" data-label="{escape(cases)}">{escape(detail.cases)}</p>{shown}<div class="grounds">{grounds}</div></div>'

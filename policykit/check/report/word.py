"""A report as a Word document (python-docx, extra `word`): the table of changes as it is circulated."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, assert_never

from ...diagnostics import Diagnostic, PolicyError, Text
from .blocks import Block, Bullets, Cell, Detail, Heading, Paragraph, Report, Table, Verbatim, Versus
from .html import stretches

if TYPE_CHECKING:
    from docx.document import Document

LATIN, BODY, TITLE = "Times New Roman", "宋体", "黑体"
MARKED, STRUCK, SOFT = "1D7A46", "B3261E", "5B6577"
SIDES = ("1F5FA8", "A3541B")


def no_word() -> Diagnostic:
    """The fault of a missing python-docx."""
    return Diagnostic(
        "no-word",
        Text("写 Word 文件需要 python-docx，而它没有安装", "to write Word takes python-docx, which is not installed"),
        help=Text("运行 `pip install 'policykit[word]'`，或输出 .html、.md", "run `pip install 'policykit[word]'`, or write .html or .md"),
    )


def document(report: Report) -> bytes:
    """The document as bytes. Raises `PolicyError` where python-docx is not installed."""
    try:
        import docx
    except ModuleNotFoundError as e:
        raise PolicyError([no_word()]) from e
    made = docx.Document()
    _settings(made, report)
    _heading(made, report.title, 0)
    _text(made.add_paragraph(), report.subtitle, size=10.5, colour=SOFT)
    for block in report.blocks:
        _write(made, block, report)
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _settings(made: Document, report: Report) -> None:
    """A4, margins of a Chinese office, fonts for Chinese and Latin letters in every style used."""
    from docx.shared import Cm, Pt

    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(2.5)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "Table Grid"):
        style: Any = made.styles[name]
        _fonts(style.element.get_or_add_rPr(), TITLE if name.startswith(("Title", "Heading")) else BODY)
    made.styles["Normal"].font.size = Pt(10.5)
    made.core_properties.title = report.title
    made.core_properties.author = "policykit"
    made.core_properties.language = "zh-CN" if report.language == "zh" else "en"


def _fonts(properties: Any, chinese: str) -> None:
    """Which font Chinese characters have is an attribute of its own; without it Word takes another."""
    from docx.oxml.ns import qn

    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = properties.makeelement(qn("w:rFonts"), {})
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name, value in (("w:ascii", LATIN), ("w:hAnsi", LATIN), ("w:cs", LATIN), ("w:eastAsia", chinese)):
        fonts.set(qn(name), value)


def _heading(made: Document, text: str, level: int) -> None:
    from docx.shared import Pt, RGBColor

    paragraph = made.add_heading("", level)
    run = paragraph.add_run(text)
    _fonts(run._element.get_or_add_rPr(), TITLE)
    run.font.size = Pt({0: 18, 1: 14, 2: 12}.get(level, 11))
    run.font.color.rgb = RGBColor(0x1D, 0x24, 0x33)
    if level == 0:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _text(paragraph: Any, text: str, *, size: float | None = None, colour: str = "", bold: bool = False, strike: bool = False, font: str = BODY) -> None:
    """One run; a line break stays one."""
    from docx.shared import Pt, RGBColor

    for n, line in enumerate(text.split("\n")):
        if n:
            paragraph.add_run().add_break()
        run = paragraph.add_run(line)
        _fonts(run._element.get_or_add_rPr(), font)
        run.bold, run.font.strike = bold or None, strike or None
        if size:
            run.font.size = Pt(size)
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)


def _write(made: Document, block: Block, report: Report) -> None:
    match block:
        case Heading():
            _heading(made, block.text, min(block.level - 1, 3))
        case Paragraph():
            mark = {"good": "✓ ", "bad": "✗ "}.get(block.tone, "")
            colour = {"good": MARKED, "bad": STRUCK, "quiet": SOFT}.get(block.tone, "")
            _text(made.add_paragraph(), mark + block.text, colour=colour)
        case Bullets():
            for item in block.items:
                _text(made.add_paragraph(style="List Bullet"), item)
        case Verbatim():
            for line in block.text.split("\n"):
                _text(made.add_paragraph(), line)
        case Table():
            _table(made, block.headings, block.rows, block.widths)
        case Versus():
            _table(made, block.sides, (tuple(map(Cell, block.says)),), (1, 1), bold=True)
            for detail in (*block.details, *block.more):
                _detail(made, detail, block, report)
        case _:
            assert_never(block)


def _table(made: Document, headings: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], widths: tuple[int, ...], bold: bool = False) -> None:
    from docx.shared import Cm, Pt

    table = made.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.autofit = False
    _padded(table)
    total, whole = sum(widths) or len(headings), 16.2
    shares = [Cm(whole * w / total) for w in (widths or (1,) * len(headings))]
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        _shaded(cell)
        _text(cell.paragraphs[0], heading, bold=True, font=TITLE)
    _repeated(table.rows[0])
    for row in rows:
        made_row = table.add_row()
        _whole(made_row)
        for place, cell in zip(made_row.cells, row, strict=True):
            paragraph = place.paragraphs[0]
            for text, kind in stretches(cell):
                for n, line in enumerate(text.split("\n")):
                    paragraph = place.add_paragraph() if n else paragraph
                    _text(paragraph, line, colour={"marked": MARKED, "struck": STRUCK}.get(kind, ""), bold=bold or kind == "marked", strike=kind == "struck")
            for paragraph in place.paragraphs:
                paragraph.paragraph_format.space_after, paragraph.paragraph_format.line_spacing = Pt(3), 1.15
    for row_ in table.rows:
        for cell_, width in zip(row_.cells, shares, strict=True):
            cell_.width = width
    made.add_paragraph()


def _padded(table: Any) -> None:
    """Room between the words and the lines of a table, in twentieths of a point."""
    from docx.oxml.ns import qn

    margins = table._tbl.tblPr.makeelement(qn("w:tblCellMar"), {})
    for side, size in (("top", 60), ("left", 110), ("bottom", 60), ("right", 110)):
        margins.append(margins.makeelement(qn(f"w:{side}"), {qn("w:w"): str(size), qn("w:type"): "dxa"}))
    table._tbl.tblPr.append(margins)


def _shaded(cell: Any) -> None:
    from docx.oxml.ns import qn

    properties = cell._element.get_or_add_tcPr()
    properties.append(properties.makeelement(qn("w:shd"), {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): "EAEFF6"}))


def _repeated(row: Any) -> None:
    """The heading again on each page."""
    from docx.oxml.ns import qn

    properties = row._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))


def _whole(row: Any) -> None:
    """A row does not break across pages."""
    from docx.oxml.ns import qn

    properties = row._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:cantSplit"), {qn("w:val"): "true"}))


def _detail(made: Document, detail: Detail, block: Versus, report: Report) -> None:
    paragraph = made.add_paragraph()
    _text(paragraph, report.say("情形：", "Where: "), bold=True)
    _text(paragraph, detail.cases)
    if detail.example:
        example = made.add_paragraph()
        _text(example, report.say("例：", "Example: "), bold=True)
        _text(example, detail.example)
    for who, ground, colour in zip(block.sides, detail.grounds, SIDES, strict=True):
        rests = made.add_paragraph()
        _text(rests, who + report.say("：", ": "), colour=colour, size=9.5)
        _text(rests, ground.replace("\n", report.say("；", "; ")), size=9.5)

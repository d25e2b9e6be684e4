"""`policykit run -o FILE.xlsx`: numbers are numbers and days are days, so that a workbook sums, sorts and filters them; nothing is changed that it would show otherwise."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from policykit.cli.app import app

from .commands import run

pl = pytest.importorskip("polars")

SHEET = """编号,仓库号,物资,发放对象,开始使用日期,停止使用日期,数量,单价,身份证,购入,批次
1,007,单帐篷,受灾群众,2025/1/9,2025-06-30,20,12.50,110101199003078515,2024-01-05,2025-01
2,010,棉被(褥),受灾群众,2025年1月1日,2025.6.30,5,3,110101199003078516,,2025-02
"""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    done = CliRunner().invoke(app, ["run", "recoverable", str(tmp_path / "sheet.csv"), "--in", "liaoning", "-o", str(tmp_path / "out.xlsx")])
    assert done.exit_code == 0, done.output
    return tmp_path / "out.xlsx"


def test_numbers_and_days_of_a_csv_are_such_in_a_workbook(out: Path) -> None:
    found = pl.read_excel(out)
    assert found["数量"].sum() == 25 and found["单价"].to_list() == [12.5, 3.0] and found["编号"].to_list() == [1, 2]
    assert found["开始使用日期"].to_list() == [date(2025, 1, 9), date(2025, 1, 1)]
    assert found["停止使用日期"].to_list() == [date(2025, 6, 30)] * 2
    assert found["购入"].to_list() == [date(2024, 1, 5), None]


def test_what_a_workbook_would_show_otherwise_stays_text(out: Path) -> None:
    found = pl.read_excel(out)
    assert found["仓库号"].to_list() == ["007", "010"]
    assert found["身份证"].to_list() == ["110101199003078515", "110101199003078516"]
    assert found["批次"].to_list() == ["2025-01", "2025-02"]


def test_the_first_row_stays_in_view_and_has_a_filter(out: Path) -> None:
    with zipfile.ZipFile(out) as parts:
        assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in parts.read("xl/worksheets/sheet1.xml").decode()
        assert '<autoFilter ref="A1:N3"/>' in parts.read("xl/tables/table1.xml").decode()


def shown(data: bytes) -> list[str]:
    """The cells of the first column as a spreadsheet shows them, by their number formats; text as it stands."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        styles, sheet, texts = (ElementTree.fromstring(parts.read(f"xl/{n}.xml")) for n in ("styles", "worksheets/sheet1", "sharedStrings"))
    made = {f.attrib["numFmtId"]: f.attrib["formatCode"] for f in styles.iterfind(".//{*}numFmt")} | {"0": "General", "1": "0", "2": "0.00"}
    formats = [made[x.attrib["numFmtId"]] for x in styles.iterfind("{*}cellXfs/{*}xf")]
    strings = [t.text or "" for t in texts.iterfind("{*}si/{*}t")]
    found = []
    for cell in sheet.iterfind(".//{*}c"):
        value = cell.findtext("{*}v")
        if cell.attrib["r"].rstrip("0123456789") == "A" and cell.attrib["r"] != "A1" and value is not None:
            places = len(formats[int(cell.attrib.get("s", "0"))].partition(".")[2])
            found.append(strings[int(value)] if cell.attrib.get("t") == "s" else f"{Decimal(value):.{places}f}")
    return found


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["0.0000000001"], True),
        (["1.50", "2.00"], True),
        (["1.5", "1.25"], True),
        (["12.50", "3", "0.125"], True),
        (["-0.5", "0"], True),
        (["-0", "1"], False),
        (["-0.00", "1.00"], False),
        (["=1+1", "2"], False),
        (["007", "1"], False),
    ],
)
def test_a_number_is_shown_as_it_was_written(cells: list[str], numbers: bool) -> None:
    from policykit.cli.workbook import workbook

    data = workbook(pl.DataFrame({"x": cells, "row": [str(n) + "-" for n in range(len(cells))]}))
    assert shown(data) == cells
    assert pl.read_excel(BytesIO(data))["x"].dtype.is_numeric() == numbers


@pytest.mark.parametrize(
    ("cells", "days", "texts"),
    [
        (["39", "若干", "2.50"], (), ["若干"]),
        (["12", "约20", "unknown", "3"], (), ["约20", "unknown"]),
        (["007", "若干", "12"], (), ["007", "若干", "12"]),
        (["110101199003078515", "无", "12"], (), ["110101199003078515", "无", "12"]),
        (["2025/1/9", "不详", "2025-02-30", "20"], ("x",), ["不详", "2025-02-30", "20"]),
    ],
)
def test_numbers_and_days_among_words_are_such_and_digits_that_are_a_name_are_text(cells: list[str], days: tuple[str, ...], texts: list[str]) -> None:
    """One 若干 in a column of quantities left a sum over it nought."""
    from policykit.cli.workbook import workbook

    data = workbook(pl.DataFrame({"x": cells, "row": [str(n) + "-" for n in range(len(cells))]}), days)
    with zipfile.ZipFile(BytesIO(data)) as parts:
        sheet, strings = (ElementTree.fromstring(parts.read(f"xl/{n}.xml")) for n in ("worksheets/sheet1", "sharedStrings"))
    known = [t.text for t in strings.iterfind("{*}si/{*}t")]
    written = [c for c in sheet.iterfind(".//{*}c") if c.attrib["r"].startswith("A") and c.attrib["r"] != "A1"]
    assert len(written) == len(cells)
    assert [known[int(c.findtext("{*}v") or "")] for c in written if c.attrib.get("t") == "s"] == texts
    if not days:
        assert shown(data) == cells


def test_numbers_that_were_no_text_are_shown_with_the_most_places_that_one_has() -> None:
    from policykit.cli.workbook import workbook

    assert shown(workbook(pl.DataFrame({"x": [Decimal("0.10"), Decimal("2.25"), None], "row": ["a", "b", "c"]}))) == ["0.10", "2.25"]
    assert shown(workbook(pl.DataFrame({"x": [10, 0], "row": ["a", "b"]}))) == ["10", "0"]


def test_a_binary_number_is_shown_as_a_spreadsheet_does_it() -> None:
    from policykit.cli.workbook import workbook

    with zipfile.ZipFile(BytesIO(workbook(pl.DataFrame({"x": [1e-7, 0.5]})))) as parts:
        assert "numFmt " not in parts.read("xl/styles.xml").decode()


@pytest.mark.parametrize(
    ("cells", "days", "read"),
    [
        (["1", None, "20"], (), [1, None, 20]),
        (["1.5", "2"], (), [1.5, 2.0]),
        (["1", "unknown"], (), ["1", "unknown"]),
        (["1e3", "2"], (), ["1e3", "2"]),
        (["2025-01-09", "2025-02-30"], (), ["2025-01-09", "2025-02-30"]),
        (["2025/1/9"], (), ["2025/1/9"]),
        (["2025/1/9", None], ("x",), [date(2025, 1, 9), None]),
        (["39", "若干", None, "2.50"], (), ["39", "若干", None, "2.5"]),
        (["2025/1/9", "2025-02-30", "1", None], ("x",), ["2025-01-09 00:00:00", "2025-02-30", "1", None]),
        (["1899-12-31"], ("x",), ["1899-12-31"]),
        (["12345678901234567"], (), ["12345678901234567"]),
        ([Decimal("0.10"), Decimal("2.25")], (), [0.1, 2.25]),
    ],
)
def test_a_column_is_numbers_or_days_where_all_its_cells_are(cells: list[Any], days: tuple[str, ...], read: list[Any]) -> None:
    from policykit.cli.workbook import workbook

    frame = pl.DataFrame({"x": cells, "row": [str(n) + "-" for n in range(len(cells))]})
    assert pl.read_excel(BytesIO(workbook(frame, days)))["x"].to_list() == read


def test_days_beside_a_word_in_a_column_of_a_workbook_are_days(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "list.xlsx") as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["item", "issued_to", "used_from", "used_to"])
        for row, ended in enumerate([date(2025, 6, 1), "长期"], 1):
            sheet.write_row(row, 0, ["single_tent", "victims", "2025-01-01"])
            sheet.write(row, 3, ended, *([day] if isinstance(ended, date) else []))
    done = run("run", "recoverable", "--in", "liaoning", tmp_path / "list.xlsx", "-o", tmp_path / "out.csv", "--rejects", tmp_path / "rejects.csv")
    assert done.exit_code == 0
    assert pl.read_csv(tmp_path / "out.csv")["outcome"].to_list() == ["recover"]
    assert pl.read_csv(tmp_path / "rejects.csv")["fault"].to_list() == ["last day of use (used_to): `长期`, a day was expected, such as 2025-09-01"]


def test_blank_rows_of_a_workbook_are_told_as_those_of_a_csv(tmp_path: Path) -> None:
    writer = pytest.importorskip("xlsxwriter")
    with writer.Workbook(tmp_path / "in.xlsx") as book:
        sheet, grey = book.add_worksheet(), book.add_format({"bg_color": "#eeeeee"})
        for n, row in (
            (0, ("物资", "发放对象", "开始使用日期", "停止使用日期")),
            (1, ("棉被褥", "受灾群众", "2025-01-01", "2025-06-30")),
            (4, ("单帐篷", "受灾群众", "2025-01-09", "2025-06-30")),
        ):
            sheet.write_row(n, 0, row)
        sheet.write_blank(2, 0, None, grey)
        sheet.write_string(3, 1, " 　")
        sheet.write_blank(40, 0, None, grey)
    done = run("run", "recoverable", tmp_path / "in.xlsx", "--in", "liaoning", "-o", tmp_path / "out.csv", "--rejects", tmp_path / "r.csv")
    assert done.stderr == "note: 2 blank lines skipped\n"
    assert pl.read_csv(tmp_path / "out.csv").height == 1 and pl.read_csv(tmp_path / "r.csv")["row"].to_list() == [1]

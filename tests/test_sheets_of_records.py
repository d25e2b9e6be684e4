"""A sheet as a fact: `lots=@lots.xlsx`, a lot in each row, as a storekeeper keeps it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from .commands import data, refused, run

NAMES = ["批次编号", "储备层级", "数量", "入库日期", "距受灾地区公里数", "是否超过储存年限", "性能质量是否仍满足要求", "库管员"]
ROWS = [
    ["101", "县级储备", "60", "2025/6/1", "", "", "", "王"],
    ["旧", "省级储备", "80", "2019年8月1日", "12.5", "是", "是", ""],
    ["新", "province", "9", "unknown", "", "否", "", ""],
]
LOTS = [
    {"id": "101", "level": "county", "quantity": 60, "intake_date": "2025-06-01"},
    {"id": "旧", "level": "province", "quantity": 80, "intake_date": "2019-08-01", "distance_km": "12.5", "over_age": True, "fit": True},
    {"id": "新", "level": "province", "quantity": 9, "intake_date": "unknown", "over_age": False},
]


def asked(lots: str) -> tuple[str | Path, ...]:
    return ("ask", "stock_order", "--in", "shanxi", "--on", "2026-07-20", "需求数量=70", lots)


def sheet(folder: Path, kind: str) -> Path:
    path = folder / f"lots.{kind}"
    if kind == "csv":
        path.write_text("\n".join(map(",".join, [NAMES, *ROWS])) + "\n", encoding="gbk")
        return path
    workbook = pytest.importorskip("xlsxwriter").Workbook(path)
    page, day = workbook.add_worksheet(), workbook.add_format({"num_format": "yyyy-mm-dd"})
    for r, row in enumerate([NAMES, *ROWS]):
        for c, value in enumerate(row):
            if value == "2025/6/1":
                page.write_datetime(r, c, date(2025, 6, 1), day)
            elif value.replace(".", "").isdigit():
                page.write_number(r, c, float(value))
            elif value:
                page.write_string(r, c, value)
    workbook.close()
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_of_lots_is_answered_as_the_lots_themselves(tmp_path: Path, kind: str) -> None:
    import json

    (tmp_path / "lots.json").write_text(json.dumps(LOTS), encoding="utf-8")
    assert data(*asked(f"库存批次=@{sheet(tmp_path, kind)}")) == data(*asked(f"lots=@{tmp_path / 'lots.json'}"))


def test_a_column_that_is_no_part_of_a_lot_is_told(tmp_path: Path) -> None:
    told = run(*asked(f"lots=@{sheet(tmp_path, 'csv')}"), "--lang", "zh")
    assert (told.exit_code, told.stderr) == (0, "提示：`lots.csv` 不是 UTF-8，按 GB18030 读取\n提示：`lots.csv` 中没有读入的列：库管员\n")


def test_every_row_that_is_no_lot_is_told_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "lots.csv"
    path.write_text("批次编号,储备层级,数量\na,乡级,5\n,,\nb,市级储备,\nc,县级储备,-1\n合计,,4\n", encoding="utf-8")
    mend = "  提示：行号自 1 起，不计首行和空行；表中行号如 Excel 所示；在表中更正后再问\n"
    why = [
        "储备层级：“乡级”，没有此取值；是否指 县级储备（county）、市级储备（city）、省级储备（province）",
        "数量：空着，须填写（不知道的写 unknown）",
        "数量：“-1”，应不小于 0",
        "“合计”：合计行，不是清单中的一项；请删去此行",
    ]
    told = run(*asked(f"lots=@{path}"), "--lang", "zh")
    assert (told.exit_code, told.stdout, told.stderr) == (
        2,
        "",
        "".join(f"{path}: error[bad-row]: 第 {n} 行（表中第 {row} 行）：{w}\n{mend}" for n, (row, w) in enumerate(zip((2, 4, 5, 6), why, strict=True), 1)),
    )


def test_columns_that_lack_or_nearly_have_a_name_are_told(tmp_path: Path) -> None:
    path = tmp_path / "lots.csv"
    path.write_text("批次编号,储备层级,入库日\na,县级储备,2025/1/1\n", encoding="utf-8")
    told = run(*asked(f"lots=@{path}"), "--lang", "zh")
    assert told.stderr == (
        f"{path}: error[missing-fact]: 库存批次（lots）的表缺少列：数量（quantity）\n"
        "  提示：首行应为列名，可用：批次编号、储备层级、数量、入库日期、生产日期、距受灾地区公里数、是否超过储存年限、性能质量是否仍满足要求\n"
        f"{path}: error[unknown-column]: 列 `入库日` 不是库存批次的任何一项\n  提示：是否指 `入库日期`？不是的，另取列名\n"
    )


def test_a_sheet_is_no_number(tmp_path: Path) -> None:
    refused(run("ask", "stock_order", "--in", "shanxi", f"need=@{sheet(tmp_path, 'csv')}", "lots=[]"), "the fact `need` is no list of records, and a table cannot hold it")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_bad_rows_are_told_in_their_order_and_where_a_spreadsheet_shows_them(tmp_path: Path, kind: str) -> None:
    pl = pytest.importorskip("polars")
    path = tmp_path / f"lots.{kind}"
    lots = pl.DataFrame({"批次编号": [str(n) for n in range(1, 12)], "储备层级": ["县级储备"] * 11, "数量": ["多" if n in (2, 10) else "5" for n in range(1, 12)]})
    lots.write_csv(path) if kind == "csv" else lots.write_excel(path)
    told = run(*asked(f"lots=@{path}"), "--lang", "zh")
    assert [line.partition("]: ")[2] for line in told.stderr.splitlines() if "bad-row" in line] == [
        "第 2 行（表中第 3 行）：数量：“多”，应为整数",
        "第 10 行（表中第 11 行）：数量：“多”，应为整数",
    ]


def test_a_name_of_a_file_where_records_should_stand_is_told_with_the_sign_that_it_lacks() -> None:
    told = run(*asked("lots=批次.xlsx"), "--lang", "zh")
    assert (told.exit_code, told.stderr) == (2, "error[fact-sheet]: 事实 `lots`：`批次.xlsx` 是文件名，不是记录\n  提示：读文件的内容，前面加 @：lots=@批次.xlsx\n")

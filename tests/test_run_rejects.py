"""`policykit run`: rows that cannot be answered are found again, in a spreadsheet and by their key; mended, the file of rejects is a table like any other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from .runs import HEADER, ROW, run

pl = pytest.importorskip("polars")
xlsxwriter = pytest.importorskip("xlsxwriter")

pytestmark = pytest.mark.usefixtures("in_its_folder")
BAD = ROW.replace("quilt", "tent")
TENT = "item: `tent`, there is no such value; did you mean single_tent, cotton_tent, frame_tent, command_tent?"
COUNTED = "counted from 1 without the names and blank rows; rows of the sheet as Excel shows them"


def test_a_row_refused_is_named_by_its_place_in_the_sheet_and_its_key() -> None:
    Path("t.csv").write_text(f'\n\nid,"a\nnote",{HEADER}7,"x\ny",{ROW}\n,,,,,\n8,,{ROW}\n,,{BAD}9,"\n",{BAD}', encoding="utf-8")
    blank = "note: 3 blank lines skipped\n"
    assert run("t.csv", "-o", "out.csv", "--key", "id", "--rows", "2") == (
        2,
        f"{blank}note: 1 part is done and left in `out.csv.parts`: the same command goes on after it; delete the folder if it is not needed\n"
        f"error[rows-refused]: 2 rows cannot be answered ({COUNTED}):\n"
        f"  row 3 (row 9 of the sheet): {TENT}\n"
        f"  row 4 (row 10 of the sheet, id 9): {TENT}\n"
        "  help: mend these rows, or set them apart with --rejects FILE\n",
    )
    assert run("t.csv", "-o", "out.csv", "--rejects", "r.csv", "--rows", "2")[0] == 0
    assert pl.read_csv("r.csv").select("row", "sheet_row").rows() == [(3, 9), (4, 10)]


def test_rows_of_a_workbook_are_named_as_it_shows_them_and_those_of_parquet_by_their_number() -> None:
    rows = [*(r.strip().split(",") for r in (HEADER, ROW, BAD)), *[r.strip().split(",") for r in (BAD,)]]
    with xlsxwriter.Workbook("t.xlsx") as book:
        sheet = book.add_worksheet()
        for place, row in zip((2, 4, 5, 8), rows, strict=True):  # from 0
            sheet.write_row(place, 1, row)
    assert run("t.xlsx", "-o", "out.csv", "--rejects", "r.csv") == (0, "note: 3 blank lines skipped\n")
    assert pl.read_csv("r.csv").select("row", "sheet_row").rows() == [(2, 6), (3, 9)]
    pl.read_csv("r.csv").drop("row", "sheet_row", "fault").write_parquet("t.parquet")
    assert run("t.parquet", "-o", "out.csv", "--key", "used_to", language="zh")[1].startswith(
        "error[rows-refused]: 有 2 行不能作答（行号自 1 起）：\n  第 1 行（used_to 2025-10-19）物资（item）：“tent”"
    )
    assert run("t.parquet", "-o", "out.csv", "--rejects", "r.parquet")[0] == 1
    assert pl.read_parquet("r.parquet").columns[-2:] == ["row", "fault"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("labels", [(), ("--labels",)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_rejects_that_are_mended_are_asked_again(kind: str, labels: tuple[str, ...], language: str) -> None:
    Path("t.csv").write_text("编号," + HEADER + "1," + ROW + "2," + BAD + "3," + ROW.replace("2025-01-01", "2025-02-30"), encoding="utf-8")
    words = ("--key", "编号", "--rejects", f"again.{kind}", *labels)
    assert run("t.csv", "-o", "out.csv", "--rejects", f"r.{kind}", *labels, language=language)[0] == 0
    rejects = read(f"r.{kind}")
    own = rejects.columns[5:]
    assert own == (["行号", "表中行号", "不能作答的原因"] if labels and language == "zh" else ["row", "row of the sheet" if labels else "sheet_row", "fault"])
    write(mended(rejects), f"r.{kind}")
    listed = ("、" if language == "zh" else ", ").join(f"`{n}`" for n in own)
    told = f"提示：{listed} 是剔出行时加的列，不读入\n" if language == "zh" else f"note: {listed} are columns of --rejects and not read\n"
    assert run(f"r.{kind}", "-o", "mended.csv", *words, language=language) == (0, told)
    assert read("mended.csv")["编号"].to_list() == [2, 3]
    assert run(f"r.{kind}", "-o", "mended.csv", language=language) == (0, told)
    assert not {*own} & {*read("mended.csv").columns}


def read(name: str) -> Any:
    return (pl.read_csv if name.endswith("csv") else pl.read_excel)(name)


def write(frame: Any, name: str) -> None:
    (frame.write_csv if name.endswith("csv") else frame.write_excel)(name)


def mended(rejects: Any) -> Any:
    return rejects.with_columns(pl.col("item").replace("tent", "quilt"), pl.col("used_from").replace("2025-02-30", "2025-03-01"))


def test_a_table_whose_own_columns_are_called_so_keeps_those_that_are_asked_for() -> None:
    Path("t.csv").write_text("row,fault," + HEADER + "7,none," + ROW, encoding="utf-8")
    assert run("t.csv", "-o", "out.csv", "--key", "row") == (0, "")
    assert read("out.csv")["row"].to_list() == [7]
    assert run("t.csv", "-o", "out.csv", "--key", "row", "--rejects", "r.csv") == (
        2,
        "error[column-exists]: there is a column `fault` already, and the rejects have one of this name\n  help: rename it, or leave it out\n"
        "error[column-exists]: there is a column `row` already, and the rejects have one of this name\n  help: rename it, or leave it out\n",
    )
    Path("t.csv").write_text("row," + HEADER + "7," + ROW, encoding="utf-8")
    assert run("t.csv", "-o", "out.csv") == (0, "")
    assert read("out.csv")["row"].to_list() == [7]


def test_days_of_rejects_in_a_workbook_are_days_beside_what_is_none() -> None:
    Path("t.csv").write_text(HEADER + BAD.replace("2025-01-01", "2025/1/9") + ROW.replace("2025-01-01", "长期"), encoding="utf-8")
    assert run("t.csv", "-o", "out.csv", "--rejects", "r.xlsx")[0] == 1
    found = pl.read_excel("r.xlsx")
    assert found["used_to"].to_list() == [date(2025, 10, 19)] * 2
    assert found["used_from"].to_list() == ["2025-01-09 00:00:00", "长期"]  # a day, in a column that the reader takes for text

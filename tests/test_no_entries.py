"""Lists as offices leave them: merged cells, totals, notes at the foot. None of them is an entry, and none is counted as one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("polars")
from xlsxwriter import Workbook

from .commands import run

NAMES = ["编号", "品名", "发放对象", "used_from", "used_to", "数量"]
ASKED = ("--in", "liaoning", "--column", "item=品名", "--lang", "zh")
Merged = tuple[int, int, int, int, str | int]


def workbook(path: Path, rows: list[list[str | int]], merged: list[Merged], top: int = 0, left: int = 0) -> Path:
    """A workbook with the names in row `top` and column `left`."""
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate([NAMES, *rows]):
            for c, value in enumerate(row):
                if value != "":
                    sheet.write(top + r, left + c, value)
        for first, start, last, end, value in merged:
            sheet.merge_range(top + first, left + start, top + last, left + end, value)
    return path


TENTS: list[list[str | int]] = [
    ["1", "", "", "2025-01-09", "2025-06-30", 10],
    ["2", "", "", "2025-01-09", "2025-06-30", 20],
    ["3", "quilt", "victims", "2025-01-09", "2025-06-30", 5],
]


@pytest.mark.parametrize(("top", "left"), [(0, 0), (2, 3)])
def test_a_word_in_merged_cells_is_said_of_each_of_their_rows(tmp_path: Path, top: int, left: int) -> None:
    table = workbook(tmp_path / "list.xlsx", TENTS, [(1, 1, 2, 1, "单帐篷"), (1, 2, 2, 2, "受灾群众")], top, left)
    told = run("run", "recoverable", table, *ASKED, "-o", tmp_path / "a.csv")
    rows = f"第 {top + 2}–{top + 3} 行"
    assert (told.exit_code, told.stderr) == (0, f"提示：合并单元格，其中各行都按所写的读取：品名 {rows}；发放对象 {rows}\n")
    assert (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[1:] == [
        "1,单帐篷,受灾群众,2025-01-09,2025-06-30,10,answered,recover,single-tent",
        "2,单帐篷,受灾群众,2025-01-09,2025-06-30,20,answered,recover,single-tent",
        "3,quilt,victims,2025-01-09,2025-06-30,5,answered,do_not_recover,bedding",
    ]


def test_a_number_in_merged_cells_stays_where_it_is_and_is_told(tmp_path: Path) -> None:
    rows: list[list[str | int]] = [[n, "quilt", "victims", "2025-01-09", "2025-06-30"] for n in ("1", "2")]
    table = workbook(tmp_path / "list.xlsx", rows, [(1, 5, 2, 5, 30)])
    told = run("run", "recoverable", table, *ASKED, "-o", tmp_path / "a.csv")
    assert (told.exit_code, told.stderr) == (
        0,
        f"{table}: warning[merged-numbers]: 合并单元格里的数只读入首行，其余各行为空格：数量 第 2–3 行\n  提示：取消合并，逐行填写\n",
    )
    assert [line.split(",")[5] for line in (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()] == ["数量", "30", ""]


FOOT = "合计,,,,,35\n注：本表由物资处填报,,,,,\n填表人：张三,,,审核：李四,,\n截至六月底,,,,,\n"
LIST = ",".join(NAMES) + "\n1,quilt,victims,2025-01-09,2025-06-30,35\n2,,,,2025-06-30,\n" + FOOT
WHY = [
    "“合计”：合计行，不是清单中的一项；请删去此行",
    "“注：本表由物资处填报”：注释行，不是清单中的一项；请删去此行",
    "“填表人：张三”：注释行，不是清单中的一项；请删去此行",
    "只有“截至六月底”一格有内容：是注释的，请删去此行；是清单中的一项的，请填上其余各格（不知道的写 unknown）",
]


def test_totals_and_notes_stop_a_run_each_by_its_row(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(LIST, encoding="utf-8")
    told = run("run", "recoverable", table, *ASKED, "--on", "2025-12-01", "-o", tmp_path / "a.csv")
    assert (told.exit_code, told.stderr) == (
        2,
        "error[rows-refused]: 有 4 行不能作答（行号自 1 起，不计首行和空行；表中行号如 Excel 所示）：\n"
        + "".join(f"  第 {n} 行（表中第 {n + 1} 行）{why}\n" for n, why in enumerate(WHY, 3))
        + "  提示：更正这些行，或用 --rejects FILE 另存\n",
    )


def test_totals_and_notes_are_set_apart_and_an_entry_of_which_little_is_known_is_answered(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(LIST, encoding="utf-8")
    told = run("run", "recoverable", table, *ASKED, "--on", "2025-12-01", "-o", tmp_path / "a.csv", "--rejects", tmp_path / "r.csv")
    assert told.exit_code == 0, told.stderr
    assert (tmp_path / "a.csv").read_text("utf-8").splitlines()[1:] == [
        "1,quilt,victims,2025-01-09,2025-06-30,35,answered,do_not_recover,bedding",
        "2,,,,2025-06-30,,undetermined,undetermined,",
    ]
    assert (tmp_path / "r.csv").read_text("utf-8").splitlines()[1:] == [f"{line},{n},{n + 1},{why}" for n, (line, why) in enumerate(zip(FOOT.splitlines(), WHY, strict=True), 3)]


PARTLY = "本月合计,,,,,35\n其中：省级,,,,,20\n7,共1项,,,,35\n8,quilt,victims,2025-01-09,2025-06-30,两批合计\n"


def test_totals_of_a_month_or_a_level_and_their_parts_are_set_apart_and_an_entry_that_mentions_one_is_answered(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(",".join(NAMES) + "\n" + PARTLY, encoding="utf-8")
    told = run("run", "recoverable", table, *ASKED, "--on", "2025-12-01", "-o", tmp_path / "a.csv", "--rejects", tmp_path / "r.csv")
    assert told.exit_code == 0, told.stderr
    assert (tmp_path / "a.csv").read_text("utf-8").splitlines()[1:] == ["8,quilt,victims,2025-01-09,2025-06-30,两批合计,answered,do_not_recover,bedding"]
    assert (tmp_path / "r.csv").read_text("utf-8").splitlines()[1:] == [
        "本月合计,,,,,35,1,2,“本月合计”：合计行，不是清单中的一项；请删去此行",
        "其中：省级,,,,,20,2,3,“其中：省级”：合计的其中一项，不是清单中的一项；请删去此行",
        "7,共1项,,,,35,3,4,“共1项”：合计行，不是清单中的一项；请删去此行",
    ]


def test_a_total_is_in_no_sum_of_a_difference(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(LIST.replace("2,,,,2025-06-30,\n", ""), encoding="utf-8")
    told = run("diff", "liaoning", "liaoning@2025-12-01", "recoverable", "--on", "2025-12-01", "--stock", table, "--column", "item=品名", "--lang", "zh")
    assert told.exit_code == 2
    assert "• 结果不同的行：0 / 1，数量 0 / 35。" in told.stdout
    assert [f"- 1 行（第 {n} 行）：{why}" in told.stdout for n, why in enumerate(WHY, 2)] == [True] * 4


def test_a_day_beside_words_is_written_as_a_day(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with Workbook(path) as book:
        page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for c, value in enumerate(["item", "issued_to", "used_from", "used_to", "备注日期"]):
            page.write_string(0, c, value)
        for r, remark in ((1, date(2026, 5, 1)), (2, "待定")):
            for c, value in enumerate(["quilt", "victims", "2025-01-09", "2025-06-30", remark]):
                page.write(r, c, value, *([day] if isinstance(value, date) else []))
    assert run("run", "recoverable", path, "--in", "liaoning", "-o", tmp_path / "a.csv").exit_code == 0
    assert [line.split(",")[4] for line in (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()] == ["备注日期", "2026-05-01", "待定"]

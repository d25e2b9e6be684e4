"""`policykit run` on sheets as offices keep them: GB18030, Chinese headers and values, days with slashes, facts that hold for all rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from policykit.cli.app import app

pl = pytest.importorskip("polars")

SHEET = "编号,品名,发放日期,停用日期\n1,单帐篷,2025/1/9,2025-06-30\n2,棉被（褥）,2025年1月1日,2025.10.19\n3,quilt,2025-01-01,\n"
NAMED = ("--column", "item=品名", "--column", "used_from=发放日期", "--column", "used_to=停用日期", "issued_to=受灾群众")
CODED = "id,item,issued_to,used_from,used_to\n1,single_tent,victims,2025-01-09,2025-06-30\n2,quilt,victims,2025-01-01,2025-10-19\n"


def run(*words: str, language: str = "zh") -> Any:
    return CliRunner().invoke(app, ["run", *words, "--lang", language])


def answers(path: Path) -> list[tuple[Any, ...]]:
    return list(pl.read_csv(path, infer_schema=False).select("status", "outcome", "rule").iter_rows())


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig"])
def test_a_sheet_of_labels_is_answered_as_one_of_codes(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "sheet.csv").write_bytes(SHEET.replace("3,quilt,2025-01-01,\n", "").encode(encoding))
    (tmp_path / "coded.csv").write_text(CODED, encoding="utf-8")
    told = run("recoverable", str(tmp_path / "sheet.csv"), *NAMED, "--in", "liaoning", "-o", str(tmp_path / "a.csv"))
    assert told.exit_code == 0, told.stderr
    assert told.stderr == ("" if encoding.startswith("utf") else "提示：`sheet.csv` 不是 UTF-8，按 GB18030 读取\n")
    assert run("recoverable", str(tmp_path / "coded.csv"), "--in", "liaoning", "-o", str(tmp_path / "b.csv")).exit_code == 0
    assert answers(tmp_path / "a.csv") == answers(tmp_path / "b.csv") == [("answered", "recover", "single-tent"), ("answered", "do_not_recover", "bedding")]
    assert pl.read_csv(tmp_path / "a.csv").columns[:4] == ["编号", "品名", "发放日期", "停用日期"]


@pytest.mark.parametrize("empty", ["", '""', '"  "'])
def test_an_empty_cell_is_unknown_quoted_or_not(tmp_path: Path, empty: str) -> None:
    (tmp_path / "sheet.csv").write_text(f'item,issued_to,used_from,used_to\n"single_tent",{empty},{empty},"2025-06-30"\n"quilt","victims",{empty},"2025-06-30"\n', encoding="utf-8")
    told = run("recoverable", str(tmp_path / "sheet.csv"), "--in", "liaoning", "-o", str(tmp_path / "a.csv"))
    assert told.exit_code == 0, told.stderr
    assert answers(tmp_path / "a.csv") == [("undetermined", "undetermined", None), ("answered", "do_not_recover", "bedding")]


def test_a_csv_in_neither_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_bytes(SHEET.encode() + b"x" + b"\xff\n")
    told = run("recoverable", str(tmp_path / "sheet.csv"), *NAMED, "--in", "liaoning", "-o", str(tmp_path / "a.csv"))
    assert (told.exit_code, told.stderr) == (
        2,
        f"{tmp_path / 'sheet.csv'}: error[encoding]: 此文件既不是 UTF-8，也不是 GB18030（GBK）编码：第 5 行不是前者，第 2 行不是后者\n  提示：另存为“CSV UTF-8”\n",
    )


def test_a_column_may_have_the_label_of_a_fact(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text("物资,发放对象,开始使用日期,停止使用日期,是否破损严重无法继续使用\n单帐篷,受灾群众,2025/1/9,2025/6/30,否\n", encoding="utf-8")
    told = run("recoverable", str(tmp_path / "sheet.csv"), "--in", "liaoning", "-o", str(tmp_path / "a.csv"))
    assert told.exit_code == 0, told.stderr
    assert answers(tmp_path / "a.csv") == [("answered", "recover", "single-tent")]


def test_all_that_is_missing_is_named_at_once_in_the_options_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    told = run("recoverable", str(tmp_path / "sheet.csv"), "--in", "liaoning,shanxi", "-o", str(tmp_path / "a.csv"))
    assert (told.exit_code, told.stderr) == (
        2,
        "error[missing-fact]: 表中没有这些事实的列：`item`（物资）、`issued_to`（发放对象）、`used_to`（停止使用日期）\n"
        "  提示：用 --column item=列名 --column issued_to=列名 --column used_to=停用日期 指明各列；各行相同的，在表名后写 item=值；用 --on 日期，则各行的 `used_to` 即该日\n"
        "error[no-jurisdiction]: 有多个包，须说明哪一列是包名\n  提示：用 `--jurisdiction 列名`；没有此列而各行都要问各地的，每地用 `--in` 和 `-o` 各运行一次\n",
    )
    assert not (tmp_path / "a.csv.parts").exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_title_above_the_names_is_to_be_deleted(tmp_path: Path, kind: str) -> None:
    table = tmp_path / f"sheet.{kind}"
    rows = [["2026年救灾帐篷台账", "", "", ""], *(line.split(",") for line in SHEET.splitlines())]
    if kind == "csv":
        table.write_text("".join(",".join(r) + "\n" for r in rows), encoding="utf-8")
    else:
        pl.DataFrame([[c or None for c in r] for r in rows], orient="row").write_excel(table, include_header=False)
    told = run("recoverable", str(table), "--in", "liaoning", "-o", str(tmp_path / "a.csv"))
    assert (told.exit_code, told.stderr) == (
        2,
        "error[missing-fact]: 表中没有这些事实的列：`item`（物资）、`issued_to`（发放对象）、`used_to`（停止使用日期）\n"
        "  提示：首行像是标题，多半没有列名：首行应为列名，先删去其上的标题行\n",
    )


def test_the_report_says_which_facts_had_no_column_and_which_columns_were_not_read(tmp_path: Path) -> None:
    """启用日期 is no name of 开始使用日期: without a word all rows would be undetermined."""
    table, out = tmp_path / "sheet.csv", tmp_path / "a.csv"
    table.write_text("编号,物资,发放对象,启用日期,停止使用日期\n1,单帐篷,受灾群众,2025/1/9,2025/6/30\n", encoding="utf-8")
    words = ("recoverable", str(table), "--in", "liaoning", "-o", str(out))
    assert run(*words).stdout.endswith(
        "\n各行按“停止使用日期”当日的规定。\n"
        "没有列的事实，各行都视为——不知道：开始使用日期；否：是否没有回收价值；由其他事实推定：物资类别。\n"
        f"没有读作事实的列：编号、启用日期。\n已写入 {out}\n"
    )
    assert run(*words, "--key", "编号", language="en").stdout.endswith(
        "Facts without a column, in every row unknown: first day of use; no: not worth recovering; worked out from others: category of the item.\n"
        f"Columns that are read as no fact: 启用日期.\nwritten to {out}\n"
    )
    told = json.loads(run(*words, "--json").stdout)
    assert (told["without_column"], told["unread_columns"]) == (["category", "used_from", "no_recovery_value"], ["编号", "启用日期"])
    given = run(*words, "--column", "used_from=启用日期", "--key", "编号", "no_recovery_value=否", "category=shelter")
    assert given.stdout.endswith(f"\n各行按“停止使用日期”当日的规定。\n已写入 {out}\n")


def test_a_fact_that_no_rule_of_the_packs_reads_is_not_missed(tmp_path: Path) -> None:
    """Shanxi asks whether goods are damaged, Liaoning does not."""
    table, out = tmp_path / "sheet.csv", tmp_path / "a.csv"
    table.write_text("prov,item,issued_to,used_from,used_to\nliaoning,quilt,victims,2025-01-01,2025-06-30\n", encoding="utf-8")
    words = ("recoverable", str(table), "--jurisdiction", "prov", "-o", str(out), "--json", "--in")
    of_one, of_both = (json.loads(run(*words, packs).stdout)["without_column"] for packs in ("liaoning", "liaoning,shanxi"))
    assert of_one == ["category", "no_recovery_value"]
    assert {"damaged_beyond_use", *of_one} <= set(of_both)


def test_a_fact_for_all_rows_is_checked_before_the_first(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    told = run("recoverable", str(tmp_path / "sheet.csv"), *NAMED[:-1], "issued_to=群众", "--in", "liaoning", "-o", str(tmp_path / "a.csv"))
    assert (told.exit_code, told.stderr) == (
        2,
        "error[bad-fact]: 发放对象：“群众”，没有此取值；是否指 受灾群众（victims）\n  提示：更正表名后的“事实=值”\n",
    )


def test_faulty_cells_are_told_in_words_with_what_was_expected(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text("省,品名,停用日期\n山西省,单帐篷,2025/2/30\n辽,单帐篷,2025/10/19\n辽宁省,单帐篷,\n辽宁省,单帐篷,2025/10/19\n", encoding="utf-8")
    words = ["recoverable", str(tmp_path / "sheet.csv"), "--column", "item=品名", "--column", "used_to=停用日期", "issued_to=victims", "--jurisdiction", "省"]
    told = run(*words, "--in", "liaoning,shanxi", "-o", str(tmp_path / "a.csv"))
    assert (told.exit_code, told.stderr) == (
        2,
        "error[rows-refused]: 有 3 行不能作答（行号自 1 起，不计首行和空行；表中行号如 Excel 所示）：\n"
        "  第 1 行（表中第 2 行）停止使用日期（停用日期）：“2025-02-30”，应为日期，如 2025-09-01\n"
        "  第 2 行（表中第 3 行）省：“辽”，应为以下之一：liaoning（辽宁省）、shanxi（山西省）\n"
        "  第 3 行（表中第 4 行）停止使用日期（停用日期）：日期为空或不明；请填上，或用 --on 给出一个日期（空格若指到该日为止，另加 --absent used_to）\n"
        "  提示：更正这些行，或用 --rejects FILE 另存\n",
    )
    assert run(*words, "--in", "liaoning,shanxi", "-o", str(tmp_path / "a.csv"), "--rejects", str(tmp_path / "r.csv"), language="en").exit_code == 0
    assert pl.read_csv(tmp_path / "r.csv").select("省", "row", "fault").rows() == [
        ("山西省", 1, "last day of use (停用日期): `2025-02-30`, a day was expected, such as 2025-09-01"),
        ("辽", 2, "省: `辽`, one of these was expected: liaoning, shanxi"),
        (
            "辽宁省",
            3,
            "last day of use (停用日期): the day is empty or unknown; fill it in, or give a day with --on (and --absent used_to where an empty one means: until that day)",
        ),
    ]


def test_brackets_and_spaces_of_either_width_are_the_same_in_headings_and_cells(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text(
        "物 资,发放对象 ,开始使用日期,停止使用日期\n棉被(褥),受灾群众,2025/1/1,2025/6/30\n棉被 （褥）,受灾　群众,2025/1/1,2025/6/30\n", encoding="utf-8"
    )
    told = run("recoverable", str(tmp_path / "sheet.csv"), "--in", "liaoning", "-o", str(tmp_path / "a.csv"))
    assert told.exit_code == 0, told.stderr
    assert answers(tmp_path / "a.csv") == [("answered", "do_not_recover", "bedding")] * 2


def test_a_near_label_is_named_and_not_taken(tmp_path: Path) -> None:
    sheet = "物资,发放对象,开始使用日期,停止使用日期\n单帐棚,灾民,2025/1/1,2025/6/30\n棉被褥,受灾群众,2025/1/1,2025/6/30\n食品,受灾群众,2025/1/1,2025/6/30\n"
    (tmp_path / "sheet.csv").write_text(sheet, encoding="utf-8")
    words = ("recoverable", str(tmp_path / "sheet.csv"), "--in", "liaoning", "-o", str(tmp_path / "a.csv"))
    listed = "应为以下之一：单帐篷（single_tent）、棉帐篷（cotton_tent）、框架帐篷（frame_tent）、救灾指挥帐篷（command_tent）、大型照明设备（large_lighting）"
    faults = [
        "物资：“单帐棚”，没有此取值；是否指 单帐篷（single_tent）; 发放对象：“灾民”，没有此取值；是否指 受灾群众（victims）、救灾工作人员（rescue_staff）",
        "物资：“棉被褥”，没有此取值；是否指 棉被（褥）（quilt）",
        f"物资：“食品”，{listed}、大型净水设备（large_water_purifier）、棉被（褥）（quilt）、棉大衣（coat）等",
    ]
    told = run(*words)
    lines = "".join(f"  第 {n} 行（表中第 {n + 1} 行）{fault}\n" for n, fault in enumerate(faults, 1))
    assert (told.exit_code, told.stderr) == (
        2,
        f"error[rows-refused]: 有 3 行不能作答（行号自 1 起，不计首行和空行；表中行号如 Excel 所示）：\n{lines}  提示：更正这些行，或用 --rejects FILE 另存\n",
    )
    assert run(*words, "--rejects", str(tmp_path / "r.csv")).exit_code == 1  # none is left
    assert pl.read_csv(tmp_path / "r.csv")["fault"].to_list() == faults


def test_a_label_of_two_codes_is_not_taken() -> None:
    from policykit.cli.sheet import one_meaning
    from policykit.diagnostics import Text

    assert one_meaning([("a", [Text("帐篷", "tent A")]), ("b", [Text("帐篷", "tent B")]), ("c", [Text("被", "a")])]) == {"tentA": "a", "tentB": "b", "被": "c"}


def test_lists_of_names_may_stand_in_one_word_with_commas(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text('id,"a, b",品名,发放日期,停用日期\n1,x,单帐篷,2025/1/9,\n', encoding="utf-8")
    words = [*NAMED, "--in", "liaoning", "--on", "2025-05-01", "--absent", "停止使用日期, 是否破损严重无法继续使用"]
    for given in (["--add", "basis, missing", "--key", "id,品名"], ["--add", "basis", "--add", "missing", "--key", "id", "--key", "品名"]):
        told = run("recoverable", str(tmp_path / "sheet.csv"), *words, *given, "-o", str(tmp_path / "a.csv"))
        assert told.exit_code == 0, told.stderr
        found = pl.read_csv(tmp_path / "a.csv", infer_schema=False)
        assert found.columns == ["id", "品名", "status", "outcome", "rule", "basis", "missing"]
        assert found["outcome"].to_list() == ["recover"]
    told = run("recoverable", str(tmp_path / "sheet.csv"), *words, "--key", "a, b", "-o", str(tmp_path / "a.csv"))
    assert told.exit_code == 0 and pl.read_csv(tmp_path / "a.csv").columns[0] == "a, b"
    told = run("recoverable", str(tmp_path / "sheet.csv"), *words, "--add", "basis,base", "-o", str(tmp_path / "a.csv"))
    assert (told.exit_code, told.stderr) == (2, "error[unknown-column]: 不能添加列 `base`\n  提示：是否指 `basis`\n")


@pytest.mark.parametrize(("fact", "column"), [("item", "item"), ("item", "物资"), ("物资", "物 资"), ("item", " item ")])
def test_a_fact_given_for_all_rows_is_no_column_of_the_table(tmp_path: Path, fact: str, column: str) -> None:
    """The answers would be those of the value, beside cells that say otherwise."""
    (tmp_path / "t.csv").write_text(CODED.replace("item", column), encoding="utf-8")
    told = run("recoverable", str(tmp_path / "t.csv"), f"{fact}=quilt", "--in", "liaoning", "-o", str(tmp_path / "a.csv"), language="en")
    assert (told.exit_code, told.stderr) == (
        2,
        f"error[fact-twice]: the fact `item` has a value, and the column `{column}` holds it too\n"
        "  help: leave `item=…` out and each row has its own; for one value in all rows, rename the column in the table\n",
    )
    assert not (tmp_path / "a.csv").exists()


def test_a_column_that_is_read_as_another_fact_leaves_its_own_to_be_given(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(CODED.replace("id", "物资"), encoding="utf-8")
    words = ["--in", "liaoning", "-o", str(tmp_path / "a.csv"), "--key", "物资"]
    assert run("recoverable", str(tmp_path / "t.csv"), *words, "used_from=2025-01-01", "--column", "used_to=used_from").exit_code == 0
    assert run("recoverable", str(tmp_path / "t.csv"), *words).exit_code == 0


def test_the_sheets_of_a_workbook_that_are_not_read_are_told_but_for_empty_and_hidden_ones(tmp_path: Path) -> None:
    book = tmp_path / "list.xlsx"
    with pytest.importorskip("xlsxwriter").Workbook(book) as made:
        for name, cells in {"省级": ["item", "quilt"], "空": [], "市级": ["item", "quilt"], "选项": ["quilt"]}.items():
            sheet = made.add_worksheet(name)
            sheet.write_column(0, 0, cells)
            if name == "选项":
                sheet.hide()
    told = run("recoverable", str(book), "issued_to=victims", "used_from=2025-01-01", "used_to=2025-06-30", "--in", "liaoning", "-o", str(tmp_path / "a.csv"))
    assert (told.exit_code, told.stderr) == (0, "提示：只读入第一张工作表“省级”，未读入：“市级”；要读其他的，把它移到最前，或另存为一个文件\n")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_word_of_the_text_and_days_as_a_spreadsheet_keeps_them_are_taken_and_its_number_of_a_day_is_told(tmp_path: Path, kind: str) -> None:
    from datetime import datetime

    table = tmp_path / f"list.{kind}"
    days = {"used_from": [20250101, 20250203, 45945], "used_to": [datetime(2025, 6, 30, 8, 30)] * 3}
    goods = pl.DataFrame({"item": ["棉被"] * 3, "issued_to": ["受灾群众"] * 3, **days})
    goods.with_columns(pl.col("used_to").dt.to_string("%Y/%m/%d %H:%M")).write_csv(table) if kind == "csv" else goods.write_excel(table)
    told = run("recoverable", str(table), "--in", "liaoning", "-o", str(tmp_path / "a.csv"), "--rejects", str(tmp_path / "r.csv"))
    assert told.exit_code == 0, told.stderr
    assert answers(tmp_path / "a.csv") == [("answered", "do_not_recover", "bedding")] * 2
    assert pl.read_csv(tmp_path / "r.csv")["fault"].to_list() == [
        "开始使用日期（used_from）：“45945”，应为日期；这个数像是 Excel 存日期的序号（2025-10-15）：把单元格设为日期格式后另存"
    ]

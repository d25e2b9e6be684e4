"""`policykit run` on files as they come: of another kind than their ending says, empty, doubled, unfinished, without room. One clear error, never a guess."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from policykit.cli.app import app
from policykit.cli.lock import sole_writer

from .runs import HEADER, ROW, run

pl = pytest.importorskip("polars")

pytestmark = pytest.mark.usefixtures("in_its_folder")
UTF8 = "text should be UTF-8, and the first row the names of the columns"
OF_ITS_KIND = "save it as such a file (of Arrow not a stream), or give it the ending of its kind"


def rows() -> Any:
    return pl.read_csv(f"{HEADER}{ROW}{ROW}".encode())


WRITERS: dict[str, Callable[[Any, str], object]] = {
    "csv": lambda frame, name: frame.write_csv(name),
    "parquet": lambda frame, name: frame.write_parquet(name),
    "arrow": lambda frame, name: frame.write_ipc(name),
    "xlsx": lambda frame, name: frame.write_excel(name),
}
NAMES = {"csv": "CSV", "parquet": "Parquet", "arrow": "Arrow", "xlsx": "XLSX"}


@pytest.mark.parametrize("named", WRITERS)
@pytest.mark.parametrize("is_", WRITERS)
def test_a_file_is_what_its_ending_says(is_: str, named: str) -> None:
    WRITERS[is_](rows(), f"table.{named}")
    told = {
        True: (0, ""),
        False: (2, f"table.{named}: error[table]: this file is {NAMES[is_]}, and its name ends in .{named}\n  help: rename it table.{is_}\n"),
    }[is_ == named]
    if is_ == "csv" != named:
        told = (2, f"table.{named}: error[table]: this file is no {NAMES[named]}, though its name ends in .{named}\n  help: {OF_ITS_KIND}\n")
    assert run(f"table.{named}", "-o", "out.csv") == told


@pytest.mark.parametrize("kind", WRITERS)
def test_an_empty_file_is_told_and_a_header_alone_gives_no_rows(kind: str) -> None:
    Path(f"empty.{kind}").touch()
    assert run(f"empty.{kind}", "-o", "out.csv") == (2, f"empty.{kind}: error[table]: this file is empty\n  help: its first row should name the columns\n")
    WRITERS[kind](rows().head(0), f"header.{kind}")
    for out in WRITERS:
        assert run(f"header.{kind}", "-o", f"out.{out}") == (0, "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"item,{HEADER}coat,{ROW}", "error[same-name]: several columns of the table are named `item`\n  help: rename them, or leave out all but one\n"),
        ((HEADER + ROW).replace(",", ";"), "t.csv: error[table]: the columns are parted by `;`, not by commas\n  help: save it as CSV with commas\n"),
        ((HEADER + ROW).replace(",", "\t"), "t.csv: error[table]: the columns are parted by tabs, not by commas\n  help: save it as CSV with commas\n"),
        (
            HEADER + '"' + ROW + ROW,
            't.csv: error[table]: a quotation mark is not closed: the rows after it would be one cell; their number is odd in line 2\n  help: close it; a " within a text is written ""\n',
        ),
        (HEADER + ROW + "a," + ROW, f"t.csv: error[table]: this table cannot be read: line 3 of the file has more cells than the first one has names\n  help: {UTF8}\n"),
        (
            HEADER.replace("used_to", "last day") + ROW,
            "error[missing-fact]: the table has no column for `used_to` (last day of use)\n"
            "  help: name the columns with --column used_to=COLUMN; a fact that is the same in all rows is given as used_to=VALUE;"
            " with --on DATE, `used_to` is that day in every row\n",
        ),
    ],
)
def test_a_csv_that_cannot_be_told_apart_is_one_clear_error(text: str, told: str) -> None:
    Path("t.csv").write_text(text, encoding="utf-8")
    assert run("t.csv", "-o", "out.csv") == (2, told)
    assert not Path("out.csv").exists()


def test_columns_of_one_name_that_are_not_read_are_carried() -> None:
    Path("t.csv").write_text("note,note," + HEADER + "a,b," + ROW, encoding="utf-8")
    assert run("t.csv", "-o", "out.csv") == (0, "")
    pl.DataFrame([["item"], ["item"]], schema=["a", "b"]).write_excel("t.xlsx", include_header=False)
    assert run("t.xlsx", "-o", "out.csv", "issued_to=victims", "used_to=2025-10-19")[1] == (
        "error[same-name]: several columns of the table are named `item`\n  help: rename them, or leave out all but one\n"
    )


@pytest.mark.parametrize("kind", WRITERS)
def test_names_with_brackets_blanks_and_signs_are_names(kind: str) -> None:
    """`stock[1].csv` is what a browser calls a second download, and no pattern."""
    WRITERS[kind](rows(), f"库存 [1]*.{kind}")
    assert run(f"库存 [1]*.{kind}", "-o", f"结论 [1].{kind}") == (0, "")
    assert Path(f"结论 [1].{kind}").is_file()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_columns_of_one_name_are_numbered_and_told_as_they_are_written(kind: str) -> None:
    cells = [w.split(",") for w in (f"数量,数量,数量 (2),{HEADER}".strip(), f"1,2,3,{ROW}".strip())]
    if kind == "csv":
        Path("t.csv").write_text("".join(",".join(row) + "\n" for row in cells), encoding="utf-8")
    else:
        pl.DataFrame(cells, orient="row").write_excel("t.xlsx", include_header=False)
    done = CliRunner().invoke(app, ["run", "recoverable", f"t.{kind}", "--in", "liaoning", "-o", "out.csv", "--lang", "zh"])
    assert done.exit_code == 0 and "没有读作事实的列：数量、数量 (3)、数量 (2)。\n" in done.stdout
    assert Path("out.csv").read_text(encoding="utf-8-sig").startswith("数量,数量 (3),数量 (2),item,")


def test_blanks_around_the_name_of_a_column_do_not_matter() -> None:
    Path("t.csv").write_text(HEADER.replace(",", " , ") + ROW, encoding="utf-8")
    assert run("t.csv", "-o", "out.csv", "--key", "item ", "--key", "item ") == (0, "")
    assert pl.read_csv("out.csv").columns == ["item ", "status", "outcome", "rule"]


def test_places_that_cannot_be_written() -> None:
    Path("t.csv").write_text(HEADER + ROW, encoding="utf-8")
    Path("folder.csv").mkdir()
    assert run("t.csv", "-o", "folder.csv") == (2, "folder.csv: error[file]: this is a folder\n  help: give the name of a file\n")
    assert run("folder.csv", "-o", "out.csv") == (2, "folder.csv: error[file]: this is a folder\n  help: give the name of a file\n")
    assert run("t.csv", "-o", ".") == (2, ".: error[file]: this is a folder\n  help: give the name of a file\n")
    assert run("t.csv", "-o", "out.csv", "--rejects", "no/r.csv") == (2, "no: error[file]: there is no such folder\n")
    Path("t2.csv").write_text("row," + HEADER + "1," + ROW, encoding="utf-8")
    assert run("t2.csv", "-o", "out.csv", "--rejects", "r.csv") == (
        2,
        "error[column-exists]: there is a column `row` already, and the rejects have one of this name\n  help: rename it, or leave it out\n",
    )
    assert sorted(p.name for p in Path().iterdir()) == ["folder.csv", "t.csv", "t2.csv"]


LIMITED = (
    "import resource, runpy, signal, sys\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    "sys.argv = ['policykit', 'run', 'recoverable', 't.csv', '--in', 'liaoning', '--lang', 'en', '-o', 'out.csv']\nrunpy.run_module('policykit.cli', run_name='__main__')\n"
)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of a file's size there")
def test_no_room_is_told_of_the_output_and_nothing_half_written_stays() -> None:
    Path("t.csv").write_text(HEADER + ROW * 3000, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "note: 1 part is done and left in `out.csv.parts`: the same command goes on after it; delete the folder if it is not needed\n"
        "out.csv: error[file]: it cannot be written: File too large (os error 27)\n"
        "  help: make room, or see to the rights, and run the same command again: what is done stays done\n",
    )
    assert sorted(p.name for p in Path().iterdir()) == ["out.csv.parts", "t.csv"]
    assert run("t.csv", "-o", "out.csv") == (0, "note: 1 part is done (500000 rows at most); going on after them\n")


def test_a_run_that_fails_leaves_nothing_or_says_what_it_leaves() -> None:
    Path("t.csv").write_text(HEADER + ROW * 4 + ROW.replace("quilt", "tent"), encoding="utf-8")
    assert run("t.csv", "-o", "out.csv")[0] == 2
    assert sorted(p.name for p in Path().iterdir()) == ["t.csv"]
    code, told = run("t.csv", "-o", "out.csv", "--rows", "2", language="zh")
    assert (code, told.splitlines()[0]) == (2, "提示：做完的 2 部分留在 `out.csv.parts`，用同样的命令再运行则从其后继续；不再需要的，删去此文件夹")
    assert sorted(p.name for p in Path().iterdir()) == ["out.csv.parts", "t.csv"]


def test_a_run_of_another_kind_says_that_it_begins_anew() -> None:
    for changed in (["--citations"], ["issued_to=victims", "--column", "used_from=used_from"], ["--on", "2025-12-01"], ["--absent", "used_from"], ["--key", "item"]):
        Path("t.csv").write_text(HEADER + ROW * 3 + ROW.replace("quilt", "tent"), encoding="utf-8")
        assert run("t.csv", "-o", "out.csv", "--rows", "2")[0] == 2  # one part is there
        assert run("t.csv", "-o", "out.csv", "--rows", "2")[1].splitlines()[0] == "note: 1 part is done (2 rows at most); going on after them"
        Path("t.csv").write_text(HEADER.replace("issued_to", "whom") + ROW * 3 if "issued_to=victims" in changed else HEADER + ROW * 3, encoding="utf-8")
        told = "note: `out.csv.parts` was of another table, question or options: it is thrown away, and all begins anew\n"
        assert run("t.csv", "-o", "out.csv", "--rows", "2", *changed) == (0, told)
        assert pl.read_csv("out.csv").height == 3


def test_two_runs_do_not_write_the_same_rejects() -> None:
    Path("t.csv").write_text(HEADER + ROW + ROW.replace("quilt", "tent"), encoding="utf-8")
    with sole_writer(Path("r.csv")):
        code, told = run("t.csv", "-o", "out.csv", "--rejects", "r.csv")
    assert code == 2 and told.startswith("r.csv: error[busy]: another `policykit run` (process ")
    assert run("t.csv", "-o", "out.csv", "--rejects", "r.csv") == (0, "")
    assert pl.read_csv("r.csv")["row"].to_list() == [2]
    Path("t.csv").write_text(HEADER + ROW, encoding="utf-8")
    assert run("t.csv", "-o", "out.csv", "--rejects", "r.csv") == (0, "")
    assert Path("r.csv").read_text(encoding="utf-8") == "item,issued_to,used_from,used_to,row,sheet_row,fault\n"  # nothing is refused now


@pytest.mark.parametrize("kind", WRITERS)
def test_a_workbook_loses_no_digit(kind: str) -> None:
    """Its numbers are binary: those that these do not hold are written as text."""
    frame = pl.DataFrame({"id": [110101199003078515, 7], "short": [1, 2], "value": [Decimal("20000000000000001.5"), Decimal("0.1")]})
    made = rows().with_columns(frame.with_columns(pl.col("value").cast(pl.Decimal(38, 1))))
    WRITERS["parquet"](made, "t.parquet")
    assert run("t.parquet", "-o", f"out.{kind}", "--key", "id", "--key", "short", "--key", "value") == (0, "")
    assert run(f"out.{kind}", "-o", "back.csv", "--key", "id", "--key", "short", "--key", "value", "item=quilt", "issued_to=victims", "used_to=2025-10-19") == (0, "")
    assert Path("back.csv").read_text(encoding="utf-8").splitlines()[1].startswith("110101199003078515,1,20000000000000001.5,")


@pytest.mark.parametrize(
    ("kind", "encoding", "marked"), [("csv", "utf-8", False), ("csv", "utf-8-sig", True), ("csv", "gb18030", True), ("xlsx", "", True), ("parquet", "", False)]
)
def test_a_csv_has_the_mark_of_utf8_where_it_came_from_a_spreadsheet(kind: str, encoding: str, marked: bool) -> None:
    """Without it a Chinese Excel takes UTF-8 for GBK."""
    text = f"编号,{HEADER}1,{ROW}2,{ROW}".replace("2,quilt", "2,tent")
    if kind == "csv":
        Path("t.csv").write_bytes(text.encode(encoding))
    else:
        WRITERS[kind](pl.read_csv(text.encode()), f"t.{kind}")
    assert run(f"t.{kind}", "-o", "out.csv", "--rejects", "r.csv")[0] == 0
    for name in ("out.csv", "r.csv"):
        assert Path(name).read_bytes().startswith("\ufeff编号,".encode() if marked else "编号,".encode())
    assert run("out.csv", "-o", "again.csv", "--key", "编号") == (0, "")
    assert Path("again.csv").read_bytes().startswith("\ufeff编号,".encode() if marked else "编号,".encode())


def test_a_packed_table_is_to_be_unpacked() -> None:
    Path("t.csv.gz").write_bytes(b"")
    assert run("t.csv.gz", "-o", "out.csv") == (
        2,
        "error[table-kind]: `t.csv.gz` is no table of a known kind\n  help: unpack it first; .csv, .parquet, .arrow and .xlsx are known\n",
    )


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no such file system")
def test_a_place_where_no_file_can_be_is_told_of_the_output() -> None:
    Path("t.csv").write_text(HEADER + ROW, encoding="utf-8")
    code, told = run("t.csv", "-o", "/proc/o.csv")
    assert code == 2 and told.startswith("/proc/o.csv: error[file]: ") and told.endswith("  help: give another place with -o\n")


def test_more_rows_than_a_workbook_holds_are_told_before_any_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policykit.cli.workbook.MOST_ROWS", 3)
    Path("t.csv").write_text(HEADER + ROW * 6, encoding="utf-8")
    told = "error[too-many-rows]: 6 rows are more than the 3 of a workbook\n  help: write .parquet or .csv\n"
    assert run("t.csv", "-o", "out.xlsx", "--rows", "2") == (2, told)
    code, told = run("t.csv", "-o", "out.xlsx", "--rows", "2", "--rejects", "r.csv")  # of which some may be set apart
    assert code == 2 and "error[too-many-rows]: 4 rows are more than the 3 of a workbook\n" in told
    Path("t.csv").write_text(HEADER + ROW * 3 + ROW.replace("quilt", "tent"), encoding="utf-8")
    assert run("t.csv", "-o", "out.xlsx", "--rejects", "r.csv")[0] == 0


def test_status_1_where_all_rows_are_set_apart() -> None:
    bad = ROW.replace("quilt", "tent")
    for rows, status in ((bad * 3, 1), (bad + ROW, 0), ("", 0)):
        Path("t.csv").write_text(HEADER + rows, encoding="utf-8")
        assert run("t.csv", "-o", "out.csv", "--rejects", "r.csv", "--rows", "2") == (status, "")

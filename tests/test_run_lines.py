"""`policykit run` on the lines of a CSV: blank ones are no rows, those that lack cells are told, and what cannot be read is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from policykit.cli.csv_lines import Irregular, counts_of, irregular

from .runs import HEADER, ROW, run

pl = pytest.importorskip("polars")

pytestmark = pytest.mark.usefixtures("in_its_folder")
UTF8 = "  help: text should be UTF-8, and the first row the names of the columns\n"
SAVE = "  help: save it as CSV in UTF-8\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_blank_lines_are_no_rows(end: str, encoding: str) -> None:
    rows = [str(n) + ',"备注\n\n，二",' + ROW for n in range(4)]
    text = "\n\nid,note," + HEADER + rows[0] + "\n" + rows[1] + rows[2] + "  \n\n" + rows[3] + "\n\n"
    Path("t.csv").write_bytes(text.replace("\n", end).encode(encoding))
    foreign = "note: `t.csv` is not UTF-8 and is read as GB18030\n" if encoding == "gb18030" else ""
    assert run("t.csv", "-o", "out.csv", "--rows", "2") == (0, f"{foreign}note: 5 blank lines skipped\n")
    assert pl.read_csv("out.csv")["id"].to_list() == [0, 1, 2, 3] and pl.read_csv("out.csv")["outcome"].null_count() == 0


def test_rows_are_counted_without_blank_lines() -> None:
    Path("t.csv").write_text(HEADER + "\n" + ROW + "\n" + ROW.replace("quilt", "tent"), encoding="utf-8")
    assert run("t.csv", "-o", "out.csv", "--rejects", "r.csv", language="zh") == (0, "提示：跳过 2 个空行\n")
    assert pl.read_csv("r.csv")["row"].to_list() == [2]


def test_a_blank_line_in_a_table_of_one_column_is_an_empty_cell() -> None:
    Path("t.csv").write_text("item\nquilt\n\nquilt\n", encoding="utf-8")
    same = ["issued_to=victims", "used_from=2025-01-01", "used_to=2025-10-19"]
    assert run("t.csv", "-o", "out.csv", *same) == (0, "")
    assert pl.read_csv("out.csv")["status"].to_list() == ["answered", "undetermined", "answered"]


@pytest.mark.parametrize("blank", [",,,", ",,,,", " ,,\t, ,", '"",""," ","",""', "　,,,,", ",,"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_of_empty_cells_is_blank_in_whatever_way_it_is_written(blank: str, end: str) -> None:
    """A spreadsheet saves its empty rows as commas, one less than it has columns."""
    lines = ["id," + HEADER.strip(), "1," + ROW.strip(), blank, "2," + ROW.strip(), blank, blank]
    for last in ("", "\n"):
        Path("t.csv").write_bytes(("\n".join(lines) + last).replace("\n", end).encode())
        assert run("t.csv", "-o", "out.csv", "--rows", "1") == (0, "note: 3 blank lines skipped\n")
        assert pl.read_csv("out.csv")["id"].to_list() == [1, 2]


def test_empty_lines_within_a_cell_are_no_blank_lines() -> None:
    Path("t.csv").write_text("note," + HEADER + '"一\n\n,,,,\n二",' + ROW, encoding="utf-8")
    assert run("t.csv", "-o", "out.csv") == (0, "")
    assert pl.read_csv("out.csv")["note"].to_list() == ["一\n\n,,,,\n二"]


def test_rows_that_lack_cells_are_told_with_the_first_of_their_lines() -> None:
    Path("t.csv").write_text(HEADER.replace("\n", ',"two\nlines"\n') + ROW.replace("\n", ",\n") * 3 + ROW + "\n" + "quilt,victims\n", encoding="utf-8")
    told = (
        "note: 1 blank line skipped\n"
        "t.csv: warning[rows-short]: 2 rows with fewer cells than the first one has names (the first is line 6 of the file): those that lack are taken as empty\n"
        "  help: see whether these rows are whole\n"
    )
    assert run("t.csv", "-o", "out.csv", "--on", "2025-12-01", "--absent", "used_to") == (0, told)
    assert pl.read_csv("out.csv").height == 5


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            (HEADER + ROW).replace("\n", "\r").encode(),
            f"t.csv: error[table]: its lines end in CR alone (as on old Macs) and cannot be told apart\n{SAVE}",
        ),
        (
            (HEADER + ROW * 50_000 + "a," + ROW + ROW).encode(),
            f"t.csv: error[table]: this table cannot be read: line 50002 of the file has more cells than the first one has names\n{UTF8}",
        ),
        (
            (HEADER + ROW * 50_000 + "物资," + ROW + ROW).encode("gb18030"),
            "note: `t.csv` is not UTF-8 and is read as GB18030\n"
            f"t.csv: error[table]: this table cannot be read: line 50002 of the file has more cells than the first one has names\n{UTF8}",
        ),
        (
            (HEADER + ROW * 9 + '"a\nb",victims,,\n' + '"' + ROW + '"a\nb",victims,,\n').encode(),
            "t.csv: error[table]: a quotation mark is not closed: the rows after it would be one cell; their number is odd in lines 11, 12, 13, …\n"
            '  help: close it; a " within a text is written ""\n',
        ),
        (
            (HEADER + "棉被，备注\n" * 500).encode() + "甲".encode("gb18030") + b"\n" + b"\xff\n",
            f"t.csv: error[encoding]: this file is neither UTF-8 nor GB18030 (GBK): line 502 is not the one, line 2 not the other\n{SAVE}",
        ),
        (
            (HEADER + ROW * 500).encode("utf-8-sig") + "甲\n".encode("gb18030"),
            f"t.csv: error[encoding]: this file begins as UTF-8, and line 502 is not\n{SAVE}",
        ),
        *(((HEADER + ROW).encode(e), f"t.csv: error[encoding]: this file is UTF-16\n{SAVE}") for e in ("utf-16", "utf-16-le", "utf-16-be")),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(content: bytes, told: str) -> None:
    Path("t.csv").write_bytes(content)
    assert run("t.csv", "-o", "out.csv") == (2, told)
    assert [str(p) for p in Path().iterdir()] == ["t.csv"]


def test_counts_over_stretches_are_those_of_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("t.csv").write_text('a,b\n"x,\n""y"", z",2\n,\n3\n\n"",4', encoding="utf-8")
    found = set()
    for stretch in range(1, 12):
        monkeypatch.setattr("policykit.cli.csv_lines.STRETCH", stretch)
        found.add(counts_of(Path("t.csv"), "utf-8-sig"))
    assert found == {(8, 4, 6, False, True)}
    assert irregular(Path("t.csv"), "utf-8-sig", 2) == Irregular((1, 3), 1, 5)


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("a,b\n1,2\n", False),
        ("a,b\r\n1,2\r\n", False),
        ("a,b\n1,2", False),
        ("a,b\n,2\n1,\n", False),
        ('a,b\n"1","2"\n"","3"\n', False),
        ("a,b\n,\n", True),
        ("a,b\r\n,\r\n1,2\r\n", True),
        ("a,b\n1,2\n,", True),
        ("a,b\n1,2\n ,　\r\n3,4", True),
        ('a,b\n1,2\n"",""\n', True),
    ],
)
def test_lines_of_empty_cells_are_found_wherever_a_stretch_ends(text: str, blank: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("t.csv").write_bytes(text.encode())
    for stretch in range(1, len(text) + 2):
        monkeypatch.setattr("policykit.cli.csv_lines.STRETCH", stretch)
        counts = counts_of(Path("t.csv"), "utf-8-sig")
        assert counts is not None and counts.blank is blank


@pytest.mark.parametrize("kind", ["parquet", "arrow", "xlsx"])
def test_a_file_that_is_cut_off_is_told_as_such(kind: str) -> None:
    frame = pl.read_csv((HEADER + ROW * 50).encode())
    {"parquet": frame.write_parquet, "arrow": frame.write_ipc, "xlsx": frame.write_excel}[kind](f"t.{kind}")
    whole = Path(f"t.{kind}").read_bytes()
    Path(f"t.{kind}").write_bytes(whole[: len(whole) // 2])
    code, told = run(f"t.{kind}", "-o", "out.csv")
    name = {"parquet": "Parquet", "arrow": "Arrow", "xlsx": "XLSX"}[kind]
    assert code == 2 and told.startswith(f"t.{kind}: error[table]: this table cannot be read: ")
    assert told.endswith(f"\n  help: the file is damaged, cut off or no {name}: copy it again, or export it anew\n")

"""What `policykit run` leaves beside its output and takes away again: what it wrote, and nothing else; a part that is not as it was written is made anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from policykit.cli.app import app
from policykit.cli.parts import removed
from policykit.diagnostics import Diagnostic, PolicyError, Text

from .runs import HEADER, ROW, run

pl = pytest.importorskip("polars")

pytestmark = pytest.mark.usefixtures("in_its_folder")
BAD = ROW.replace("quilt", "tent")


def files() -> list[str]:
    return sorted(str(p) for p in Path().rglob("*") if p.is_file())


@pytest.mark.parametrize("kind", ["csv", "parquet", "arrow", "xlsx"])
def test_rejects_without_rows_have_their_columns(kind: str) -> None:
    Path("t.csv").write_text(HEADER + ROW * 3, encoding="utf-8")
    assert run("t.csv", "-o", "out.csv", "--rejects", f"r.{kind}", "--rows", "1") == (0, "")
    read = {"csv": pl.read_csv, "parquet": pl.read_parquet, "arrow": pl.read_ipc, "xlsx": pl.read_excel}[kind]
    assert (read(f"r.{kind}").columns, read(f"r.{kind}").height) == (["item", "issued_to", "used_from", "used_to", "row", "sheet_row", "fault"], 0)
    assert run("t.csv", "-o", "out.csv", "--rejects", "r.csv", "--labels", language="zh") == (0, "")
    assert Path("r.csv").read_text(encoding="utf-8") == "item,issued_to,used_from,used_to,行号,表中行号,不能作答的原因\n"


def test_rows_refused_in_a_later_part_stand_below_the_columns() -> None:
    Path("t.csv").write_text(HEADER + ROW * 2 + BAD, encoding="utf-8")
    assert run("t.csv", "-o", "out.csv", "--rejects", "r.parquet", "--rows", "1") == (0, "")
    assert pl.read_parquet("r.parquet")["row"].to_list() == [3]


def test_a_folder_that_no_run_has_left_is_let_be() -> None:
    Path("t.csv").write_text(HEADER + ROW, encoding="utf-8")
    for name in ("notes.txt", "part-000000.parquet"):
        folder = Path(f"{name}.csv.parts")
        folder.mkdir()
        (folder / name).write_text("mine", encoding="utf-8")
        assert run("t.csv", "-o", f"{name}.csv") == (
            2,
            f"{folder}: error[parts]: `{folder}` is where the parts that are done would lie, and it holds something else\n"
            "  help: rename or move it, or give another file with -o\n",
        )
        assert (folder / name).read_text(encoding="utf-8") == "mine"
    Path("file.csv.parts").write_text("mine", encoding="utf-8")
    assert run("t.csv", "-o", "file.csv")[0] == 2 and Path("file.csv.parts").read_text(encoding="utf-8") == "mine"
    Path("out.csv.parts").mkdir()
    assert run("t.csv", "-o", "out.csv") == (0, "") and not Path("out.csv.parts").exists()


def test_what_else_lies_among_the_parts_stays() -> None:
    Path("t.csv").write_text(HEADER + ROW * 3 + BAD, encoding="utf-8")
    assert run("t.csv", "-o", "out.csv", "--rows", "2")[0] == 2
    Path("out.csv.parts/notes.txt").write_text("mine", encoding="utf-8")
    Path("t.csv").write_text(HEADER + ROW * 4, encoding="utf-8")
    assert run("t.csv", "-o", "out.csv", "--rows", "2")[0] == 0
    assert files() == ["out.csv", "out.csv.parts/notes.txt", "t.csv"]


def test_parts_that_are_half_taken_away_are_no_ground_to_go_on_from() -> None:
    Path("t.csv").write_text(HEADER + BAD + ROW * 4 + BAD, encoding="utf-8")
    words = ["t.csv", "-o", "out.csv", "--rows", "2", "--rejects", "r.csv"]
    assert run("t.csv", "-o", "out.csv", "--rows", "5", "--rejects", "no/r.csv")[0] == 2
    folder = Path("out.csv.parts")
    folder.mkdir()
    (folder / "journal.unfinished").write_text(json.dumps({}), encoding="utf-8")  # as when a run is killed while it takes them away
    (folder / "part-000000.parquet").write_bytes(b"the rest")
    assert run(*words)[0] == 0
    assert pl.read_csv("out.csv").height == 4 and pl.read_csv("r.csv")["row"].to_list() == [1, 6]
    assert files() == ["out.csv", "r.csv", "t.csv"]
    folder.mkdir()
    removed(folder)
    assert not folder.exists()


@pytest.mark.parametrize("kind", ["part", "rejects", "odd", "outcomes"])
@pytest.mark.parametrize("damage", ["longer", "another", "gone"])
def test_a_part_that_is_not_as_it_was_written_is_made_anew(kind: str, damage: str) -> None:
    odd = ROW.replace("2025-10-19", "2024-10-19")
    Path("t.csv").write_text(HEADER + (ROW + BAD + odd) * 4, encoding="utf-8")
    words = ["t.csv", "--rows", "3", "--rejects", "r.csv", "--json", "-o"]
    whole = CliRunner().invoke(app, ["run", "recoverable", *words, "out.csv", "--in", "liaoning"]).stdout
    answers, rejects = Path("out.csv").read_bytes(), Path("r.csv").read_bytes()
    with pytest.MonkeyPatch.context() as stopped:
        stopped.setattr("policykit.cli.tables.write_whole", _no_room)
        assert run(*words, "out.csv")[0] == 2
    place = Path(f"out.csv.parts/{kind}-000002.parquet")
    content = place.read_bytes()
    if damage == "gone":
        place.unlink()
    else:
        place.write_bytes(content + b"xx" if damage == "longer" else content[:-20] + b"x" + content[-19:])
    again = CliRunner().invoke(app, ["run", "recoverable", *words, "out.csv", "--in", "liaoning", "--lang", "en"])
    assert (again.exit_code, again.stderr) == (
        0,
        "note: 2 parts are done (6 rows at most); going on after them\nnote: part-000002 in `out.csv.parts` is not as it was written: it is made anew, and those after it\n",
    )
    assert (again.stdout, Path("out.csv").read_bytes(), Path("r.csv").read_bytes()) == (whole, answers, rejects)
    assert files() == ["out.csv", "r.csv", "t.csv"]


def _no_room(*_: object) -> None:
    raise PolicyError([Diagnostic("file", Text("", "it cannot be written: no room"))])


@pytest.mark.parametrize("seal", ["", "[]", "{}", '{"rows": 1, "files": {}}', '{"rows": 1, "files": []}', '{"rows": 1, "files": {"part": [1, "0"]}}', "\udcff"])
def test_a_part_whose_seal_is_damaged_is_made_anew(seal: str) -> None:
    Path("t.csv").write_text(HEADER + ROW * 2 + BAD, encoding="utf-8")
    assert run("t.csv", "-o", "out.csv", "--rows", "1")[0] == 2
    Path("out.csv.parts/part-000000.json").write_text(seal, encoding="utf-8", errors="surrogateescape")
    code, told = run("t.csv", "-o", "out.csv", "--rows", "1")
    assert (code, told.splitlines()[0]) == (2, "note: part-000000 in `out.csv.parts` is not as it was written: it is made anew, and those after it")


def test_a_part_that_is_damaged_after_it_was_looked_at_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("t.csv").write_text(HEADER + ROW, encoding="utf-8")

    def damaged(*_: object) -> None:
        raise pl.exceptions.ComputeError("parquet: File out of specification")

    monkeypatch.setattr("policykit.cli.run_report.counts_of", damaged)
    assert run("t.csv", "-o", "out.csv") == (
        2,
        "note: 1 part is done and left in `out.csv.parts`: the same command goes on after it; delete the folder if it is not needed\n"
        "out.csv.parts: error[parts]: a part in `out.csv.parts` cannot be read back: parquet: File out of specification\n"
        "  help: run the same command again: a part that is damaged is made anew\n",
    )

"""`policykit run`: tables in files of each kind; a run that is killed at any moment and started again gives what an undisturbed one gives."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import policykit
from policykit.cli.app import app

pl = pytest.importorskip("polars")

TENT = "item: `tent`, there is no such value; did you mean single_tent, cotton_tent, frame_tent, command_tent?"
ROWS = int(os.environ.get("POLICYKIT_RUN_ROWS", "60000"))  # `make soak` asks for ten million


def stock(rows: int, seed: int = 3) -> Any:
    """A stock list: what was issued, to whom, when it went out and came back."""
    made = random.Random(seed)
    first = date(2024, 1, 1)
    days = [first + timedelta(days=made.randrange(600)) for _ in range(min(rows, 5_000))]
    chosen = [made.randrange(len(days)) for _ in range(rows)] if days else []
    items = pl.Series(["single_tent", "cotton_tent", "quilt", "command_tent", "other"])
    return pl.DataFrame(
        {
            "id": pl.int_range(rows, eager=True),
            "item": items[[n % 5 for n in chosen]],
            "issued_to": pl.Series(["victims", "victims", "rescue_staff"])[[n % 3 for n in chosen]],
            "used_from": pl.Series(days, dtype=pl.Date)[chosen],
            "used_to": pl.Series([d + timedelta(days=180 + d.day - 15) for d in days], dtype=pl.Date)[chosen],
        }
    )


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["run", *words])


def read(path: Path) -> Any:
    return {".csv": pl.read_csv, ".parquet": pl.read_parquet, ".arrow": pl.read_ipc, ".xlsx": pl.read_excel}[path.suffix](path)


def write(frame: Any, path: Path) -> Path:
    {".csv": frame.write_csv, ".parquet": frame.write_parquet, ".arrow": frame.write_ipc}[path.suffix](path) if path.suffix != ".xlsx" else frame.write_excel(path)
    return path


@pytest.mark.parametrize("out", ["answers.parquet", "answers.csv", "answers.arrow", "answers.xlsx"])
@pytest.mark.parametrize("kind", [".csv", ".parquet", ".arrow", ".xlsx"])
def test_every_kind_of_table_is_read_and_written(tmp_path: Path, kind: str, out: str) -> None:
    frame = stock(30)
    table = write(frame, tmp_path / f"stock{kind}")
    done = run("recoverable", str(table), "--in", "liaoning", "-o", str(tmp_path / out), "--key", "id", "--rows", "7")
    assert done.exit_code == 0, done.output
    found = read(tmp_path / out)
    expected = policykit.load("liaoning").ask_frame("recoverable", frame, key="id")
    assert [int(n) for n in found["id"]] == list(range(30))
    for column in ("status", "outcome", "rule"):
        assert found[column].to_list() == expected[column].cast(pl.String).to_list()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([table.name, out])


def test_a_table_without_rows_gives_one(tmp_path: Path) -> None:
    table = write(stock(0), tmp_path / "stock.parquet")
    done = run("recoverable", str(table), "--in", "liaoning", "-o", str(tmp_path / "out.parquet"), "--json")
    assert json.loads(done.stdout)["rows"] == 0
    assert read(tmp_path / "out.parquet").columns == ["id", "item", "issued_to", "used_from", "used_to", "status", "outcome", "rule"]


def test_numbers_in_csv_keep_their_digits(tmp_path: Path) -> None:
    table = tmp_path / "stock.csv"
    table.write_text("task_quantity,actual_stock\n20.01,22.01\n20,22\n10,unknown\n10,none\n,11\n", encoding="utf-8")
    done = run("required_buffer", str(table), "--in", "changzhi", "--on", "2025-12-01", "-o", str(tmp_path / "out.parquet"))
    assert done.exit_code == 0, done.output
    found = read(tmp_path / "out.parquet")
    assert found["stock_ok"].to_list() == [False, True, None, None, None]
    assert found["status"].to_list() == ["answered", "answered", "undetermined", "answered", "undetermined"]


def test_faulty_rows_stop_a_run_or_are_set_apart(tmp_path: Path) -> None:
    table = write(stock(10).with_columns(item=pl.when(pl.col("id") == 4).then(pl.lit("tent")).otherwise("item")), tmp_path / "stock.parquet")
    out, refused = tmp_path / "out.parquet", tmp_path / "refused.csv"
    stopped = run("recoverable", str(table), "--in", "liaoning", "-o", str(out), "--rows", "3")
    assert stopped.exit_code == 2
    left = "note: 1 part is done and left in `out.parquet.parts`: the same command goes on after it; delete the folder if it is not needed\n"
    assert stopped.stderr == (
        f"{left}error[rows-refused]: 1 row cannot be answered (counted from 1):\n  row 5: {TENT}\n  help: mend these rows, or set them apart with --rejects FILE\n"
    )
    done = run("recoverable", str(table), "--in", "liaoning", "-o", str(out), "--rows", "3", "--rejects", str(refused))
    assert done.exit_code == 0, done.output
    assert read(out)["id"].to_list() == [0, 1, 2, 3, 5, 6, 7, 8, 9]
    assert read(refused).select("id", "row", "fault").rows() == [(4, 5, TENT)]


def test_a_run_of_another_table_does_not_take_over_its_parts(tmp_path: Path) -> None:
    table, out = write(stock(10), tmp_path / "stock.parquet"), tmp_path / "out.parquet"
    bad = stock(10).with_columns(item=pl.when(pl.col("id") == 9).then(pl.lit("tent")).otherwise("item"))
    write(bad, table)
    assert run("recoverable", str(table), "--in", "liaoning", "-o", str(out), "--rows", "3").exit_code == 2  # three parts are there
    write(stock(10, seed=4), table)
    assert run("recoverable", str(table), "--in", "liaoning", "-o", str(out), "--rows", "3").exit_code == 0
    assert read(out).equals(pl.read_parquet(out)) and read(out)["used_from"].to_list() == stock(10, seed=4)["used_from"].to_list()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["missing.csv", "-o", "out.csv"], "missing.csv: error[file]: there is no such file\n"),
        (
            ["broken.xlsx", "-o", "out.csv"],
            "broken.xlsx: error[table]: this file is no XLSX, though its name ends in .xlsx\n"
            "  help: save it as such a file (of Arrow not a stream), or give it the ending of its kind\n",
        ),
        (["stock.csv", "-o", "nowhere/out.csv"], "nowhere: error[file]: there is no such folder\n"),
        (
            ["stock.csv", "-o", "stock.csv"],
            "error[same-file]: `stock.csv` cannot be read and written, nor written twice\n  help: give the table, the output and the rejects a file each\n",
        ),
        (
            ["stock.csv", "-o", "out.csv", "--rejects", "./out.csv"],
            "error[same-file]: `out.csv` cannot be read and written, nor written twice\n  help: give the table, the output and the rejects a file each\n",
        ),
        (["stock.csv", "-o", "out.doc"], "error[table-kind]: `out.doc` is no table of a known kind\n  help: use .csv, .parquet, .arrow or .xlsx\n"),
        (["stock.csv", "-o", "out.csv", "--column", "item"], "error[column]: `item` is not `INPUT=COLUMN`\n  help: write it as item=Article\n"),
    ],
)
def test_a_mistake_is_one_clear_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str) -> None:
    monkeypatch.chdir(tmp_path)
    write(stock(3), tmp_path / "stock.csv")
    (tmp_path / "broken.xlsx").write_text("no workbook", encoding="utf-8")
    done = run("recoverable", "--in", "liaoning", *words)
    assert (done.exit_code, done.stderr) == (2, message)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_run_that_is_killed_again_and_again_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    table = write(stock(ROWS), tmp_path / "stock.parquet")
    words = ["recoverable", str(table), "--in", "liaoning", "--rows", str(max(ROWS // 30, 1)), "-o"]
    whole, broken = tmp_path / "whole.parquet", tmp_path / "broken.parquet"
    assert run(*words, str(whole)).exit_code == 0
    made = random.Random(5)
    kills = 0
    while kills < 10:
        process = subprocess.Popen([sys.executable, "-m", "policykit", "run", *words, str(broken)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        parts = tmp_path / "broken.parquet.parts"
        begun = len(list(parts.glob("part-*"))) if parts.exists() else 0
        while process.poll() is None and not (parts.exists() and len(list(parts.glob("part-*"))) > begun):
            time.sleep(0.002)
        time.sleep(made.random() * 0.02)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        elif broken.exists():
            process.wait()
            break
        process.wait()
        kills += 1
    assert kills > 0
    assert run(*words, str(broken)).exit_code == 0
    assert pl.read_parquet(broken).equals(pl.read_parquet(whole))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["broken.parquet", "stock.parquet", "whole.parquet"]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_an_interrupt_ends_a_run_that_goes_on_where_it_was(tmp_path: Path) -> None:
    table, output = write(stock(60_000), tmp_path / "stock.parquet"), tmp_path / "out.parquet"
    words = ["recoverable", str(table), "--in", "liaoning", "--rows", "500", "-o", str(output)]
    code = "from policykit.cli import main; main()"  # which leaves Ctrl-C to the system
    with subprocess.Popen([sys.executable, "-c", code, "run", *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        while child.poll() is None and not list(tmp_path.glob("out.parquet.parts/part-*")):
            time.sleep(0.002)
        child.send_signal(signal.SIGINT)
        _, err = child.communicate()
    assert (child.returncode, err, output.exists()) == (-signal.SIGINT, b"", False)
    assert run(*words).exit_code == 0
    assert pl.read_parquet(output).height == 60_000

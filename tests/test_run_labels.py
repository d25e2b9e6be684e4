"""`policykit run --labels`: what a person reads stands in the answers in words; names of columns, rules and addresses stay, so that programs find them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from policykit.cli.app import app

pl = pytest.importorskip("polars")

SHEET = """item,issued_to,used_from,used_to,strength
single_tent,victims,2025-01-01,2025-06-30,own
generator,victims,2025-01-01,2025-06-30,own
single_tent,victims,,2025-06-30,must
"""


def run(*words: str | Path, language: str = "zh") -> Any:
    done = CliRunner().invoke(app, ["run", *map(str, words), "--lang", language])
    assert done.exit_code == 0, done.stderr
    return done


WRITTEN = {
    "zh": "item,strength,status,outcome,rule,basis,missing\n"
    'single_tent,own,已作答,回收,single-tent,基于所选读法,""\n'
    'generator,own,不能确定,不能确定,generator-or-other,,""\n'
    "single_tent,must,不能确定,不能确定,,,开始使用日期\n",
    "en": "item,strength,status,outcome,rule,basis,missing\n"
    'single_tent,own,answered,recover,single-tent,it rests on the chosen reading,""\n'
    'generator,own,undetermined,undetermined,generator-or-other,,""\n'
    "single_tent,must,undetermined,undetermined,,,first day of use\n",
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_answers_are_written_in_words_and_the_columns_of_the_table_stay_as_they_are(tmp_path: Path, language: str) -> None:
    (tmp_path / "stock.csv").write_text(SHEET, encoding="utf-8")
    words = ("recoverable", tmp_path / "stock.csv", "--in", "liaoning", "--key", "item,strength", "--add", "basis,missing", "-o")
    coded = run(*words, tmp_path / "coded.csv", language=language)
    told = run(*words, tmp_path / "told.csv", "--labels", language=language)
    assert told.stdout == coded.stdout.replace("coded.csv", "told.csv")
    assert (tmp_path / "told.csv").read_text(encoding="utf-8") == WRITTEN[language]


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx", "arrow"])
def test_yes_no_and_lists_are_words_in_every_kind_of_file(tmp_path: Path, kind: str) -> None:
    table = tmp_path / "tasks.csv"
    table.write_text("id,task_quantity,actual_stock\n1,10,11\n2,10,10\n3,10,\n", encoding="utf-8")
    out = tmp_path / f"answers.{kind}"
    run("required_buffer", table, "--in", "changzhi", "--on", "2025-12-01", "--add", "missing", "--labels", "--key", "id", "-o", out)
    read = {"csv": pl.read_csv, "parquet": pl.read_parquet, "xlsx": pl.read_excel, "arrow": pl.read_ipc}[kind](out)
    assert read["stock_ok"].to_list() == ["是", "否", None]
    assert read["minimum_stock"].cast(pl.Float64).to_list() == [11.0] * 3
    assert (read["missing"].to_list()[2] if kind in ("csv", "xlsx") else read["missing"].to_list()[2][0]) == "实际库存"


def test_codes_of_one_label_keep_their_code_beside_it() -> None:
    from policykit.cli.labelled import words_of
    from policykit.diagnostics import Text
    from policykit.ir.types import Choice

    type_ = Choice(("a", "b", "c", "undetermined"), {"a": Text("帐篷", "tent"), "b": Text("帐篷", "big tent"), "c": Text("被", "quilt")})
    assert words_of([type_], "zh") == {"a": "帐篷（a）", "b": "帐篷（b）", "c": "被", "undetermined": "不能确定", "none": "无"}
    assert words_of([type_], "en") == {"a": "tent", "b": "big tent", "c": "quilt", "undetermined": "undetermined", "none": "none"}

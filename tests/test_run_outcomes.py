"""`policykit run` ends with how many rows have which value of the main outcome, where that is a choice: in words, to machines by codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from .commands import data, run

pytest.importorskip("polars")

pytestmark = pytest.mark.usefixtures("in_its_folder")
STOCK = """item,issued_to,used_from,used_to
single_tent,victims,2025-01-01,2025-06-30
quilt,victims,2025-01-01,2025-06-30
quilt,victims,2025-01-01,2025-06-30
generator,victims,2025-01-01,2025-06-30
tent,victims,2025-01-01,2025-06-30
"""
LISTED = ("run", "recoverable", "stock.csv", "--in", "liaoning", "--rejects", "r.csv", "-o")


@pytest.mark.parametrize("labels", [(), ("--labels",)])
@pytest.mark.parametrize("rows", ["1", "2", "50"])
def test_rows_are_counted_by_outcome_over_all_parts_without_those_that_have_none(labels: tuple[str, ...], rows: str) -> None:
    Path("stock.csv").write_text(STOCK, encoding="utf-8")
    for language, told in (("zh", "处理结论：不再回收 2、回收 1。"), ("en", "Outcome: do not recover 2, recover 1.")):
        assert told in run("--lang", language, *LISTED, "out.csv", "--rows", rows, *labels).stdout.splitlines()
    assert data(*LISTED, "out.csv", "--rows", rows, *labels)["outcomes"] == {"do_not_recover": 2, "recover": 1}


def test_outcomes_are_called_as_each_row_s_own_pack_calls_them() -> None:
    Path("costs.csv").write_text("prov,cost_item\nliaoning,purchase\nchangzhi,storage_fee\nchangzhi,storage_fee\n", encoding="utf-8")
    words = ("run", "cost_bearer", "costs.csv", "--in", "liaoning,changzhi", "--jurisdiction", "prov", "--on", "2026-07-20", "-o", "out.csv")
    assert "承担主体：市财政局 2、省财政厅 1。" in run("--lang", "zh", *words).stdout.splitlines()
    assert data(*words)["outcomes"] == {"finance": 3}


def test_an_outcome_that_is_no_choice_is_not_counted_and_no_row_has_no_value() -> None:
    Path("tasks.csv").write_text("task_quantity,actual_stock\n10,11\n", encoding="utf-8")
    assert data("run", "required_buffer", "tasks.csv", "--in", "changzhi", "--on", "2025-12-01", "-o", "out.csv")["outcomes"] is None
    Path("stock.csv").write_text(STOCK.splitlines()[0] + "\n", encoding="utf-8")
    assert data(*LISTED, "out.csv")["outcomes"] == {}
    assert "utcome" not in run(*LISTED, "out.csv").stdout

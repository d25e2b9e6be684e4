"""`policykit duties` on a table of events: rows, labels and days as people write them give what the same events give as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from .commands import data, refused, run

LOG = Path(__file__).parent.parent / "docs" / "examples" / "receipt.jsonl"
NAMES = ("编号", "事件", "时间", "事项", "主体", "report", "to")
ROWS = (
    ("r1", "验收完成", "2026/9/1 16:00", "入库-3", "", "", ""),
    ("r2", "运抵指定目的地", "2026年9月3日12时", "d-18", "管理单位", "", ""),
    ("r3", "report_filed", "2026-09-10 09:00", "入库-3", "managing_unit", "acceptance", "省粮食和储备局"),
)
ASKED = ("--in", "liaoning", "--now", "2026-09-20")


def table(path: Path, *rows: Sequence[Any], names: Sequence[str] = NAMES) -> Path:
    if path.suffix == ".csv":
        path.write_text("".join(",".join(f'"{c}"' for c in row) + "\n" for row in (names, *rows)), encoding="utf-8")
        return path
    writer = pytest.importorskip("xlsxwriter")
    with writer.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate((names, *rows)):
            sheet.write_row(n, 0, row)
    return path


@pytest.mark.parametrize("name", ["log.csv", "log.xlsx"])
def test_a_table_with_labels_gives_the_duties_of_the_same_log_in_codes(name: str, tmp_path: Path) -> None:
    rows = [list(r) for r in ROWS]
    if name.endswith("xlsx"):
        pytest.importorskip("polars")
        rows[0][2] = datetime(2026, 9, 1, 16)
    assert data("duties", table(tmp_path / name, *rows), *ASKED) == data("duties", LOG, *ASKED)


def test_a_row_without_a_number_has_that_of_its_place_and_a_blank_row_is_no_event(tmp_path: Path) -> None:
    rows = (("", *ROWS[0][1:]), ("", "", " ", "", "", "", ""), ("", *ROWS[2][1:]))
    (report,) = [d for d in data("duties", table(tmp_path / "log.csv", *rows), *ASKED) if d["norm"] == "acceptance-report"]
    assert (report["started_by"], report["ended_by"], report["state"]) == ("#1", "#2", "fulfilled_late")


def test_several_who_were_told_stand_in_one_cell(tmp_path: Path) -> None:
    told = ("", "report_filed", "2026-09-04", "d-18", "管理单位", "receipt", "省应急厅、省粮食和储备局")
    one = (*told[:-1], "省应急厅")
    owed = []
    for row in (told, one):
        found = data("duties", table(tmp_path / "log.csv", ROWS[1], row), *ASKED)
        (duty,) = [d for d in found if d["norm"] == "receipt-report"]
        owed.append((duty["state"], duty["owed"]))
    assert owed == [("fulfilled", []), ("pending", ["grain_reserves_bureau"])]


def test_a_part_named_like_a_column_of_events_is_written_with_data_before_it(tmp_path: Path) -> None:
    names = ("kind", "at", "by", "data.kind")
    row = ("inspected", "2026-03-02", "centre", "routine")
    log = tmp_path / "log.jsonl"
    log.write_text(json.dumps({"id": "#1", "kind": "inspected", "at": "2026-03-02", "by": "centre", "data": {"kind": "routine"}}), encoding="utf-8")
    asked = ("--in", "shanxi", "--now", "2026-03-20")
    assert data("duties", table(tmp_path / "log.csv", row, names=names), *asked) == data("duties", log, *asked)


def test_every_bad_row_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    path = table(tmp_path / "log.csv", ROWS[0], ("", "运抵", "2026-09-03", "", "", "", ""), ("", "验收完成", "昨天", "", "", "", ""), ("", "", "2026-09-03", "", "", "", ""))
    refused(
        run("duties", path, *ASKED),
        f"{path}: error[unknown-event]: row 2 (row 3 of the sheet): no kind of event is called `运抵`\n  help: did you mean `arrived` (arrived at the destination)?\n",
        f"{path}: error[event]: row 3 (row 4 of the sheet): `at`: `昨天` is not a moment\n",
        f"{path}: error[event]: row 4 (row 5 of the sheet): `kind` is missing\n",
    )


def test_a_column_that_no_event_has_is_refused_and_one_that_is_lacking_is_named(tmp_path: Path) -> None:
    path = table(tmp_path / "log.csv", ("验收完成", "", "x"), names=("事件", "reports", "reports "))
    refused(
        run("duties", path, *ASKED),
        f"{path}: error[same-name]: several columns of the table are named `reports`\n",
        f"{path}: error[unknown-column]: there is no column `at`\n",
    )
    path = table(tmp_path / "log.csv", ("验收完成", "", "x"), names=("事件", "时间", "reports"))
    refused(run("duties", path, *ASKED), "the column `reports` is nothing that an event has\n  help: did you mean `report`? If not, name it otherwise\n")


def test_parts_stand_under_their_labels_and_a_column_of_remarks_is_told(tmp_path: Path) -> None:
    names = ("编号", "事件", "时间", "事项", "主体", "报告种类", "报送对象", "备注")
    done = run("duties", table(tmp_path / "log.csv", *[(*row, "见附件") for row in ROWS], names=names), *ASKED, "--json")
    assert (json.loads(done.stdout), done.stderr) == (data("duties", LOG, *ASKED), "note: columns that are read as nothing of events: `备注`\n")


@pytest.mark.parametrize(("party", "code"), [("承储库", "depot"), ("storage depot", "depot"), ("depot", "depot")])
def test_a_party_is_asked_for_by_its_code_or_its_name(party: str, code: str) -> None:
    found = data("duties", LOG, *ASKED, "--party", party)
    assert found and all(code in d["bearer"] for d in found)
    assert run("calendar", "--in", "liaoning", "--year", "2026", "--party", party).stdout == run("calendar", "--in", "liaoning", "--year", "2026", "--party", code).stdout
    refused(run("duties", LOG, *ASKED, "--party", "仓库"), "error[unknown-party]: `仓库` is not among the parties\n")


def test_the_duties_are_written_to_a_file_as_they_stand_on_a_screen(tmp_path: Path) -> None:
    done = run("duties", LOG, *ASKED, "--readings", "all", "--lang", "zh", "-o", tmp_path / "duties.md")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"已写入 {tmp_path / 'duties.md'}\n")
    told = (tmp_path / "duties.md").read_text(encoding="utf-8")
    assert told.startswith("# 义务清单：辽宁省省级应急救灾物资储备管理暂行办法 (liaoning)\n\n截至 2026-09-20 23:59\n\n| 状态、强度 | 义务 | 主体，向谁 | 期限 | 读法 | 条文 |\n")
    assert "\n换用其他读法：\n" in told
    assert (
        "\nA10=rest\\_days\\_move\\_the\\_end（末日逢休息日的，期限本身顺延）：\n\n- 结算调运费用 (d-18)：待履行, 2026-10-03, 还有 13 天 → 待履行, 2026-10-08, 还有 18 天\n" in told
    )
    assert "\n- 其余 48 项不急\n" in told
    refused(run("duties", LOG, *ASKED, "-o", tmp_path / "duties.pdf"), "error[output-form]: `duties.pdf` is of no known form\n")


def test_a_list_in_yaml_is_a_log_too_and_its_faults_are_told_by_their_place(tmp_path: Path) -> None:
    events = [json.loads(line) for line in Path(LOG).read_text(encoding="utf-8").splitlines() if line.strip()]
    path = tmp_path / "log.yaml"
    path.write_text("".join(f"- {json.dumps(e, ensure_ascii=False)}\n" for e in events), encoding="utf-8")
    assert data("duties", path, *ASKED) == data("duties", LOG, *ASKED)
    path.write_text("- {id: e1, kind: arrived, at: 2026-09-03}\n- {id: e2, at: 2026-09-03}\n", encoding="utf-8")
    refused(run("duties", path, *ASKED), f"{path}: error[event]: item 2: `kind` is missing\n")
    path.write_text("kind: arrived\n", encoding="utf-8")
    refused(run("duties", path, *ASKED), f"{path}: error[event]: a list of events was expected\n")

"""One case in several places under every reading, and the same table as a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from policykit.cli.app import app

CASE = ("compare", "recoverable", "item=single_tent", "issued_to=victims", "used_from=2025-12-01", "used_to=2026-06-01", "--in", "liaoning,shanxi,jiangsu")
STRICT = "若读作 A01=strict_end（期间到对应日24时才届满，对应日当天仍属不满）：处理结论：回收"
OPEN = "若读作 A03=open（文本没有表态，不能确定）：不能确定，仍可能为 处理结论：回收、不再回收"


def run(*words: str | Path, lang: str = "zh", columns: str = "400") -> Result:
    return CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": columns, "POLICYKIT_LANG": lang, "NO_COLOR": "1", "POLICYKIT_PATH": None})


# --- readings


def test_below_an_outcome_stand_those_that_hold_under_other_readings() -> None:
    told = run(*CASE, "--readings", "all").stdout
    liaoning, shanxi, jiangsu = (told[told.index(a) :].split("\n\n")[0] for a in ("辽宁省", "山西省", "江苏省"))
    assert STRICT in liaoning and OPEN in liaoning and liaoning.count("若读作") == 2  # of the readings that change nothing, nothing
    assert "若读作 A56=open_without_list（未有认定的，不能确定）：不能确定，仍可能为 处理结论：回收、不再回收" in shanxi
    assert "若读作" not in jiangsu and "若读作" not in run(*CASE).stdout
    english = " ".join(run(*CASE, "--readings", "all", lang="en").stdout.split())
    assert "read as A03=open (" in english and "undetermined; still possible: outcome: " in english


def test_readings_that_come_to_one_outcome_are_told_together() -> None:
    told = run("compare", "recoverable", *CASE[2:5], "used_to=2026-05-31", "--in", "liaoning", "--readings", "all").stdout
    assert "若读作 A01=fixed_days（固定按180天、365天计算）；或者 A01=first_day_counted（开始使用的当天计入期间，对应日的前一天即满）：处理结论：不再回收" in told


def test_where_no_other_reading_is_encoded_it_is_said() -> None:
    told = run("compare", "periodic_report", "report=half_year", "period=2026", "--in", "liaoning", "--on", "2026-07-20", "--readings", "all").stdout
    assert "A28 的其他读法没有编入" in told and "若读作 A08=day_before（" in told


def test_another_order_of_use_is_told_by_its_allocation() -> None:
    told = run("compare", "stock_order", "--facts", "docs/examples/stock.yaml", "--in", "liaoning,changzhi", "--on", "2026-07-20", "--readings", "all").stdout
    assert "若读作 A50=no_order（" in told and "若读作 A25=fifo_before_nearest（先进先出优先于就近）：调拨安排：（批次编号 企业甲，动用数量 200）" in told


def test_a_record_has_the_outcomes_under_every_reading_as_ask_has_them() -> None:
    liaoning, _, jiangsu = json.loads(run(*CASE, "--readings", "all", "--json").stdout)["packs"]
    alone = json.loads(run("ask", *CASE[1:6], "--in", "liaoning", "--readings", "all", "--json").stdout)
    assert {k: liaoning[k] for k in alone} == alone and liaoning["deciding"] == ["A01", "A03"]
    assert (jiangsu["robust"], jiangsu["deciding"], jiangsu["force"]) == (True, [], "draft")
    assert "alternatives" not in json.loads(run(*CASE, "--json").stdout)["packs"][0]


def test_one_pack_is_read_otherwise_and_its_row_says_so() -> None:
    told = run(*CASE, "--readings", "liaoning:A01=strict_end,liaoning:A04=nearest_class").stdout
    liaoning, shanxi = (told[told.index(a) :].split("\n\n")[0] for a in ("辽宁省", "山西省"))
    assert "基于改用的读法（A01=strict_end）" in liaoning and "改用的读法：A04=nearest_class" in liaoning and liaoning.split()[1] == "回收" and "改用" not in shanxi
    assert json.loads(run(*CASE, "--readings", "liaoning:A01=strict_end", "--json").stdout)["packs"][0]["answer"]["values"] == {"outcome": "recover"}


@pytest.mark.parametrize(
    ("readings", "said"),
    [
        (
            "A01=strict_end",
            "error[readings]: `A01=strict_end` 不是“规则包:疑义=读法”\n  提示：各规则包的疑义各自编号：写作 liaoning:A01=strict_end，几处之间用逗号，或者写 all\n",
        ),
        ("liaonin:A01=strict_end", "error[readings]: `liaonin` 不在比较之列\n  提示：是否指 `liaoning`\n"),
        ("liaoning:A01=strict", "error[unknown-reading]: `A01` 没有已编入的读法 `strict`\n  提示：是否指 `strict_end`\n"),
    ],
)
def test_a_choice_of_readings_that_no_pack_has_is_refused(readings: str, said: str) -> None:
    done = run(*CASE, "--readings", readings)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", said)


# --- files


@pytest.mark.parametrize("ending", ["html", "md", "docx"])
def test_the_table_is_written_with_names_force_and_quotations(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"compare.{ending}"
    done = run(*CASE, "--readings", "all", "-o", file)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"已写入 {file}\n")
    if ending == "docx":
        docx = pytest.importorskip("docx")
        written = docx.Document(str(file))
        said = "\n".join([*(p.text for p in written.paragraphs), *(c.text for r in written.tables[0].rows for c in r.cells)])
    else:
        said = file.read_text(encoding="utf-8").replace("\\", "")
    for words in (
        "某物资是否需要回收 (recoverable)",
        "物资＝单帐篷；发放对象＝受灾群众；开始使用日期＝2025-12-01；停止使用日期＝2026-06-01；依 2026-06-01 的法",
        "江苏省：《江苏省物资储备工作联席会议工作规则（征求意见稿）》；征求意见稿，尚无效力",
        "[征求意见稿，尚无效力]",
        "第二十三条第二款第（二）项 “不满6个月的单帐篷”",
        STRICT,
    ):
        assert words in said


def test_a_form_that_is_not_known_is_refused(tmp_path: Path) -> None:
    done = run(*CASE, "-o", tmp_path / "compare.pdf")
    assert (done.exit_code, done.stderr) == (2, "error[output-form]: 不知道 `compare.pdf` 是什么格式\n  提示：用 .html、.md、.docx 或 .xlsx\n")


def test_a_report_names_clauses_as_jurists_do_and_says_what_was_in_doubt(tmp_path: Path) -> None:
    asked = ["recoverable", "item=single_tent", "issued_to=victims", "used_from=2026-01-20", "used_to=2026-06-30", "--in", "liaoning,shanxi"]
    assert run("compare", *asked, "--lang", "zh", "-o", tmp_path / "c.md").exit_code == 0
    told = (tmp_path / "c.md").read_text(encoding="utf-8")
    assert "第二十三条第二款第（二）项 “发放给受灾群众使用不满6个月的单帐篷”" in told and "a23" not in told
    assert told.endswith("\n所依据的读法：\n\n- 山西省 A56：两类物资的品种由省应急厅确定，名录在文本之外；未见名录时以什么为准——读作：未有认定的，以条文对两类物资的界定为准\n")
    assert "a23.p2.i2" in run("compare", *asked, "--lang", "zh").stdout  # on a screen by the address that other commands take

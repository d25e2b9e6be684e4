"""`compare`, `matrix` and `diff` as workbooks: what is said, on what it stands, the clauses and the words quoted, each in a column."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from .commands import refused, run


def sheet(path: Path, *words: str) -> pl.DataFrame:
    """The workbook that a command writes, in Chinese; what is empty is ''."""
    result = run(*words, "--lang", "zh", "-o", path)
    assert (result.exit_code in (0, 1), result.stdout, result.stderr) == (True, "", f"已写入 {path}\n")
    return pl.read_excel(path, infer_schema_length=None).with_columns(pl.all().cast(pl.String).fill_null(""))


def test_a_comparison_has_a_row_for_each_text(tmp_path: Path) -> None:
    found = sheet(tmp_path / "a.xlsx", "compare", "cost_bearer", "--in", "liaoning,changzhi", "cost_item=transport", "use=rescue", "--on", "2026-07-20")
    case = "费用项目＝运输费；动用情形＝应急救援调用；依 2026-07-20 的法"
    assert found.to_dicts() == [
        {
            "地区": "辽宁省",
            "文本": "辽宁省省级应急救灾物资储备管理暂行办法",
            "结论": "承担主体：市或县级人民政府\n垫付主体：承储库",
            "强度、依据": "应当\n基于所选读法（A14）",
            "条文": "第十九条第一款\n第二十条第一款",
            "引文": "“代垫运输费用”\n“与承储库完成结算”“调运费用由接收物资的市或县级人民政府安排”",
            "案情": case,
        },
        {
            "地区": "长治市",
            "文本": "市级应急生活必需品储备管理办法",
            "结论": "承担主体：申请调用单位",
            "强度、依据": "应当\n基于所选读法（A32）",
            "条文": "第二十条第一款\n第十九条第一款第二句",
            "引文": "“谁使用”“谁承担”“调运费用由申请调用单位负担”\n“由承储企业组织车辆运输”",
            "案情": case,
        },
    ]


def test_a_matrix_has_a_row_for_each_case_and_text_and_one_for_a_text_that_is_silent(tmp_path: Path) -> None:
    found = sheet(tmp_path / "a.xlsx", "matrix", "selection_method", "--on", "2026-07-20")
    assert found.filter(pl.col("地区") == "长治市").row(0) == (
        "长治市",
        "市级应急生活必需品储备管理办法",
        "企业年储备费用补贴超过500000元",
        "选定方式：公开招标，选定程序：（空）",
        "应当；条文明文",
        "第十条第一款",
        "“企业年储备费用补贴超过50万元”“发布招储公告”“公开招标选定承储企业”",
    )
    assert found.filter(pl.col("地区") == "辽宁省").rows() == [("辽宁省", "辽宁省省级应急救灾物资储备管理暂行办法", "任何情形", "文本未作规定", "", "", "")]


def test_a_difference_has_its_verdict_its_cases_and_its_figures(tmp_path: Path) -> None:
    found = sheet(tmp_path / "a.xlsx", "diff", "liaoning", "changzhi", "selection_method", "--on", "2026-07-20")
    said = ("类别", "情形", "例", "辽宁省：内容", "长治市：内容", "长治市：条文", "长治市：引文")
    assert found.select(said).rows()[:2] == [
        ("判定", "以下 3 种情形答案不同。已证明：此外的一切情形，两者的答案、依据和读法都相同，或者都没有规定。", "", "", "", "", ""),
        (
            "答案不同",
            "企业年储备费用补贴为500000元",
            "企业年储备费用补贴：500000元",
            "文本未作规定",
            "选定方式：公开招标\n选定程序：（空）\n应当；基于所选读法（A06）",
            "第十条第一款",
            "“含50万元”“公开招标选定承储企业”",
        ),
    ]
    figures = found.filter(pl.col("类别") == "数额、期限和其他参数").select("辽宁省：内容", "长治市：内容", "长治市：条文", "长治市：引文")
    assert figures.row(0) == ("（未以同一名称编入）", "500000元", "第十条第一款\n第十条第一款", "“超过50万元”“含50万元”\n“50万元以下”"), figures.rows()


def test_what_has_no_workbook_says_which_forms_it_has(tmp_path: Path) -> None:
    words = ("diff", "liaoning", "shanxi", "recoverable", "--stock", "docs/examples/tents.csv", "--on", "2026-06-01", "-o", str(tmp_path / "a.xlsx"))
    refused(run(*words), "use .html, .md or .docx")
    refused(run("matrix", "cost_bearer", "-o", str(tmp_path / "a.odt")), "use .html, .md, .docx or .xlsx")

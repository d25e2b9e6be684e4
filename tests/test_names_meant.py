"""Words that are no name: a question or a pack by its Chinese label, a third pack, several packs, a fact without a value, a day as people write it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

import policykit
from policykit.cli.app import app

TENT = ("item=single_tent", "issued_to=victims", "used_from=2025-12-01", "used_to=2026-06-01")


def run(*words: str | Path, lang: str = "zh") -> Result:
    return CliRunner().invoke(app, [str(w) for w in words], prog_name="policykit", env={"COLUMNS": "160", "POLICYKIT_LANG": lang, "NO_COLOR": "1", "POLICYKIT_PATH": None})


def refused(*words: str | Path, lang: str = "zh") -> str:
    done = run(*words, lang=lang)
    assert (done.exit_code, done.stdout) == (2, "")
    return done.stderr


# --- questions


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (
            ("compare", "某项费用由谁承担"),
            "没有名为 `某项费用由谁承担` 的问题\n  提示：是否指 `cost_bearer`（某项费用由谁承担）",
            "no question is called `某项费用由谁承担`\n  help: did you mean `cost_bearer` (Who bears a cost?)?",
        ),
        (
            ("ask", "需要回收", "--in", "liaoning"),
            "没有名为 `需要回收` 的问题\n  提示：是否指 `recoverable`（某物资是否需要回收）",
            "no question is called `需要回收`\n  help: did you mean `recoverable` (Is an item to be recovered?)?",
        ),
        (
            ("matrix", "某物资是否需要回收"),
            "没有规则包回答 `某物资是否需要回收`\n  提示：是否指 `recoverable`（某物资是否需要回收）",
            "no pack answers `某物资是否需要回收`\n  help: did you mean `recoverable` (Is an item to be recovered?)?",
        ),
        (
            ("diff", "liaoning", "shanxi", "某物资是否需要回收"),
            "双方都没有问题 `某物资是否需要回收`\n  提示：是否指 `recoverable`（某物资是否需要回收）",
            "neither text answers `某物资是否需要回收`\n  help: did you mean `recoverable` (Is an item to be recovered?)?",
        ),
        (("questions", "recoverabel"), "没有名为 `recoverabel` 的问题\n  提示：是否指 `recoverable`", "no question is called `recoverabel`\n  help: did you mean `recoverable`?"),
    ],
)
def test_a_question_is_found_by_its_label(words: tuple[str, ...], zh: str, en: str) -> None:
    assert refused(*words) == f"error[unknown-question]: {zh}\n"
    assert refused(*words, lang="en") == f"error[unknown-question]: {en}\n"


def test_some_words_of_a_label_do_and_what_fits_no_label_leads_to_the_list() -> None:
    assert "、`cost_bearer`（某项费用由谁承担）、" in refused("compare", "费用承担")
    assert refused("compare", "xyz").endswith(", …；`policykit questions` 列出全部问题\n")


# --- packs


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("辽宁", "`liaoning`（辽宁省）"),
        ("山西省", "`shanxi`（山西省）"),
        ("市级应急生活必需品储备管理办法", "`changzhi`（市级应急生活必需品储备管理办法）"),
        ("liaonin", "`liaoning`"),
    ],
)
def test_a_pack_is_found_by_its_region_and_its_title(word: str, meant: str) -> None:
    assert refused("ask", "recoverable", "--in", word) == f"error[unknown-pack]: 没有名为 `{word}` 的规则包\n  提示：是否指 {meant}\n"


def test_ask_of_several_packs_leads_to_compare() -> None:
    for several in ("liaoning,shanxi", "liaoning、shanxi"):
        assert refused("ask", "recoverable", "--in", several) == (
            "error[several-packs]: `ask` 只问一个规则包，而 `--in` 写了 2 个\n  提示：几个一起问：`policykit compare recoverable 事实=值 --in liaoning,shanxi`\n"
        )


def test_a_third_pack_of_diff_leads_to_what_takes_several() -> None:
    assert refused("diff", "liaoning", "shanxi", "changzhi") == (
        "error[third-pack]: `changzhi` 是规则包，不是问题：`diff` 只比较两个文本\n"
        "  提示：三个以上用 `policykit matrix 问题 --in A,B,C`（一切情形）或者 `policykit compare 问题 事实=值 --in A,B,C`（一个情形）\n"
    )
    assert refused("diff", "liaoning", "shanxi", "changzhi", lang="en") == (
        "error[third-pack]: `changzhi` is a pack and no question: `diff` compares two texts\n"
        "  help: for more use `policykit matrix QUESTION --in A,B,C` (every case) or `policykit compare QUESTION NAME=VALUE --in A,B,C` (one case)\n"
    )


# --- facts


def test_a_fact_that_is_missing_is_told_with_the_codes_it_takes() -> None:
    assert refused("ask", "recoverable", "--in", "liaoning", "item=quilt") == (
        "error[missing-fact]: 缺少事实 `issued_to`（发放对象）\n  提示：给出它：`victims`（受灾群众）、`rescue_staff`（救灾工作人员）、`not_issued`（未发放使用），或写 `unknown`\n"
    )
    with pytest.raises(policykit.PolicyError) as caught:
        policykit.load("liaoning").ask("recoverable", {"item": "quilt"}, on="2026-07-20")
    assert [d.help.en for d in caught.value.diagnostics if d.help] == [
        "give it: `victims` (disaster victims), `rescue_staff` (relief staff), `not_issued` (not issued), or say `unknown`"
    ]
    item = next(d for d in refused("ask", "recoverable", "--in", "liaoning").split("error") if "`item`" in d)
    assert all(w in item for w in ("`single_tent`（单帐篷）", "`large_lighting`（大型照明设备）")) and "等 " not in item


# --- days


@pytest.mark.parametrize("day", ["2026/7/20", "2026年7月20日", "2026-7-20", "2026.07.20"])
def test_a_day_may_be_written_as_in_lists(day: str) -> None:
    asked = ("compare", "cost_bearer", "cost_item=transport", "--in", "liaoning", "--on")
    assert run(*asked, day).stdout == run(*asked, "2026-07-20").stdout != ""
    assert run("matrix", "selection_method", "--in", "changzhi", "--on", day).stdout == run("matrix", "selection_method", "--in", "changzhi", "--on", "2026-07-20").stdout
    assert (
        run("ask", "recoverable", "--in", "liaoning", *TENT[:3], f"used_to={day}").stdout == run("ask", "recoverable", "--in", "liaoning", *TENT[:3], "used_to=2026-07-20").stdout
    )


def test_a_day_that_is_none_is_refused() -> None:
    for wrong in ("2026/2/30", "明天"):
        assert refused("compare", "in_force", "--on", wrong) == f"error[day]: `{wrong}` 不是日期\n  提示：写作 2025-09-01\n"


def test_the_day_of_a_table_may_be_written_so_unless_a_column_has_that_name(tmp_path: Path) -> None:
    pl.DataFrame({"item": ["quilt"], "issued_to": ["victims"], "2026/7/20": ["2020-01-01"]}).write_csv(tmp_path / "named.csv")
    pl.DataFrame({"item": ["quilt"], "issued_to": ["victims"]}).write_csv(tmp_path / "plain.csv")
    statuses = {}
    for name in ("named", "plain"):
        done = run("run", "recoverable", "--in", "shanxi", tmp_path / f"{name}.csv", "--on", "2026/7/20", "-o", tmp_path / f"{name}-out.csv")
        assert done.exit_code == 0, done.stderr
        statuses[name] = pl.read_csv(tmp_path / f"{name}-out.csv")["status"].to_list()
    assert statuses == {"named": ["not_in_force"], "plain": ["answered"]}


# --- values


@pytest.mark.parametrize("command", [("ask", "recoverable", "--in", "liaoning"), ("compare", "recoverable", "--in", "liaoning,shanxi")])
@pytest.mark.parametrize(
    ("word", "help_"),
    [
        ("单帐棚", "是否指 单帐篷（single_tent）"),
        ("tents", "是否指 单帐篷（single_tent）、棉帐篷（cotton_tent）、框架帐篷（frame_tent）、救灾指挥帐篷（command_tent）"),
        ("singel_tent", "是否指 `single_tent`"),
    ],
)
def test_a_value_is_told_with_the_label_that_is_meant(command: tuple[str, ...], word: str, help_: str) -> None:
    told = refused(*command, f"item={word}", "issued_to=victims", "used_from=2025-12-01", "used_to=2026-06-01")
    assert told == f"error[choice]: 事实 `item`：没有取值 `{word}`\n  提示：{help_}\n"


@pytest.mark.parametrize("word", ["未知", "不明", "is"])
def test_a_word_that_means_that_a_thing_is_not_known_means_no_label(word: str) -> None:
    told = refused("ask", "recoverable", "--in", "liaoning", "item=quilt", f"issued_to={word}", "used_from=2025-12-01", "used_to=2026-06-01")
    assert told == f"error[choice]: 事实 `issued_to`：没有取值 `{word}`\n  提示：可用的有：victims, rescue_staff, not_issued\n"


def test_every_pack_that_is_not_there_is_told_with_the_one_that_may_be_meant() -> None:
    told = run("compare", "recoverable", "item=quilt", "--in", "辽宁,山西", "--lang", "zh")
    assert told.stderr == (
        "error[unknown-pack]: 没有名为 `山西` 的规则包\n  提示：是否指 `shanxi`（山西省）\nerror[unknown-pack]: 没有名为 `辽宁` 的规则包\n  提示：是否指 `liaoning`（辽宁省）\n"
    )

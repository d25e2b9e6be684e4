"""`diff --stock`, `draft --stock` and `run`: how a list is read is said once, and means the same in all of them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from policykit import load
from policykit.check.diff.model import Law
from policykit.check.diff.stock import weighed
from policykit.cli.app import app
from policykit.comparison import law_of
from policykit.diagnostics import PolicyError, Text

ROOT = Path(__file__).parent.parent
NINE = ROOT / "docs" / "examples" / "single-tent-nine-months.yaml"
TENTS = yaml.safe_load((ROOT / "tests" / "packs" / "good" / "tents.yaml").read_text(encoding="utf-8"))["files"]
LIST = """批次,品名,发放对象,开始使用日期,停止使用日期,数量
甲,单帐篷,受灾群众,2025-10-01,2026-05-01,80
乙,单帐篷,受灾群众,2026-01-01,,120
"""


def run(*words: str | Path, lang: str = "zh") -> Result:
    done = CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "100", "POLICYKIT_LANG": lang, "NO_COLOR": "1"})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    return tmp_path / "list.csv"


@pytest.fixture
def tents(tmp_path: Path) -> Path:
    for name, text in TENTS.items():
        (tmp_path / "tents" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tents" / name).write_text(text, encoding="utf-8")
    return tmp_path / "tents"


# --- questions


@pytest.mark.parametrize("swapped", [False, True])
def test_a_question_that_one_text_answers_is_not_asked_of_the_list(swapped: bool, tents: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("item,used_from,used_to\ntent,2025-03-01,2025-08-31\n", encoding="utf-8")
    sides = (tents, "liaoning") if swapped else ("liaoning", tents)
    done = run("diff", *sides, "collect", "--stock", table)
    assert done.exit_code == 1 and "# 对清单的影响\n\n## 帐篷是否回收\n\n未就清单提问：只有某省回答此问。\n" in done.stdout
    assert "Not asked of the list: only one text answers it (A province).\n" in run("diff", *sides, "collect", "--stock", table, lang="en").stdout
    (effect,) = json.loads(run("diff", *sides, "collect", "--stock", table, "--json").stdout)["stock"]
    assert (effect["question"], effect["only"], effect["groups"]) == ("collect", {"zh": "某省", "en": "A province"}, [])


def test_a_word_that_the_second_text_alone_knows_is_a_value_that_the_first_cannot_read(coastal: Path, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("物资,发放对象\n橡皮艇,受灾群众\n", encoding="utf-8")
    done = run("diff", "liaoning", "coastal", "recoverable", "--on", "2026-06-01", "--stock", table, "--search-path", coastal)
    assert "- 1 行（第 1 行）：物资：“橡皮艇”，应为以下之一：" in done.stdout


def nothing_changes(folder: Path) -> Path:
    """A draft that changes what the text says and no answer."""
    path = folder / "draft.yaml"
    changes = "  - text:\n      a20.p1: {insert: 市级, before: 承储库完成}\n"
    path.write_text(f"amendment: d\ntitle: {{zh: 修正案, en: amendment}}\namends: liaoning\nfrom: 2027-01-01\nchanges:\n{changes}", encoding="utf-8")
    return path


def test_a_draft_that_changes_no_answer_changes_no_row(stock: Path, tmp_path: Path) -> None:
    words = ("draft", nothing_changes(tmp_path), "--stock", stock, "--column", "item=品名", "--key", "批次", "--absent", "used_to")
    assert "# 对清单的影响\n\n✓ 没有一个问题的答案改变，清单的各行因而也都不变。\n" in run(*words).stdout
    assert "✓ No question is answered differently, and so no row is.\n" in run(*words, lang="en").stdout
    assert json.loads(run(*words, "--json").stdout)["stock"] == []
    assert "stock" not in json.loads(run(*words[:2], "--json").stdout)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--stock", "nosuch.csv"), "error[file]: 没有此文件\n"),
        (("--absent", "bogus"), "error[no-fact]: 没有名为 `bogus` 的事实\n"),
        (("--key", "nokey"), "error[no-column]: 清单没有列 `nokey`\n"),
        (("--column", "item=nowhere"), "error[no-column]: 清单没有列 `nowhere`\n"),
    ],
)
def test_the_list_of_a_draft_that_changes_no_answer_is_read_all_the_same(options: tuple[str, ...], told: str, stock: Path, tmp_path: Path) -> None:
    done = run("draft", nothing_changes(tmp_path), *(("--stock", stock) if "--stock" not in options else ()), *options)
    assert done.exit_code == 2 and told in done.stderr and not done.stdout


# --- facts by name and by label


@pytest.mark.parametrize("word", ["停止 使用日期", "last day of use"])
def test_a_fact_is_named_by_its_label_too_by_run_and_by_stock(word: str, stock: Path, tmp_path: Path) -> None:
    pytest.importorskip("polars")
    stock.write_text(LIST.replace("停止使用日期", "结束"), encoding="utf-8")
    options = ("--on", "2026-06-01", "--column", f"{word}=结束", "--column", "item=品名", "--absent", word)
    (effect,) = json.loads(run("diff", "liaoning", "shanxi", "recoverable", "--stock", stock, *options, "--json").stdout)["stock"]
    assert (effect["absent"], effect["unread"]) == (["used_to"], [])
    done = run("run", "recoverable", stock, "--in", "liaoning", *options, "-o", tmp_path / "answers.csv")
    assert done.exit_code == 0 and "没有列的事实" in done.stdout and "停止使用日期" in done.stdout.partition("未给出的，以该日为准")[0]


@pytest.mark.parametrize(
    ("word", "help_"),
    [
        ("use_to", "是否指 `used_to`"),
        ("停止使用", "是否指 `used_to`（停止使用日期）"),
        ("zzz", "可用的有：item, category, issued_to, used_from, used_to, reusable, no_recovery_value, damaged_beyond_use, recovery_cost_cny, original_value_cny, ruling"),
    ],
)
def test_a_fact_that_is_not_there_is_told_with_those_of_the_question_asked(word: str, help_: str, stock: Path, tmp_path: Path) -> None:
    pytest.importorskip("polars")
    told = run("diff", "liaoning", "shanxi", "recoverable", "--stock", stock, "--column", f"{word}=品名").stderr
    assert told == f"error[no-fact]: 没有名为 `{word}` 的事实\n  提示：{help_}\n"
    ran = run("run", "recoverable", stock, "--in", "liaoning", "--column", f"{word}=品名", "--column", "item=品名", "-o", tmp_path / "answers.csv").stderr
    assert ran == f"error[unknown-fact]: 问题 `recoverable` 没有名为 `{word}` 的事实\n  提示：{help_}\n"


@pytest.mark.parametrize("pair", [("item=品名", "item=批次"), ("item=品名", "物资=批次")])
def test_a_fact_with_two_columns_is_refused(pair: tuple[str, str], stock: Path, tmp_path: Path) -> None:
    pytest.importorskip("polars")
    options = [w for p in pair for w in ("--column", p)]
    for command in (("diff", "liaoning", "shanxi", "recoverable", "--stock", stock), ("run", "recoverable", stock, "--in", "liaoning", "-o", tmp_path / "answers.csv")):
        done = run(*command, *options)
        assert (done.exit_code, done.stdout, done.stderr) == (2, "", "error[fact-twice]: 事实 `item` 指明了两列\n  提示：只留一个 `--column`\n")


# --- cells


def law(pack: str) -> Law:
    return law_of(load(pack), date(2026, 6, 1), Text(pack, pack))


def told_of(cell: str, table: Path, out: Path) -> tuple[Any, Any]:
    """What `--stock` and `run` make of a cell that says whether a thing is without value: how it is answered, or what is said of the cell."""
    row = {"物资": "单帐篷", "发放对象": "受灾群众", "开始使用日期": "2025-10-01", "停止使用日期": "2025-11-01", "是否没有回收价值": cell}
    table.write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
    ran = run("run", "recoverable", table, "--in", "liaoning", "--key", "物资", "-o", out)
    answer = (
        out.read_text(encoding="utf-8").splitlines()[1].split(",")[2] if ran.exit_code == 0 else ran.stderr.partition("第 1 行（表中第 2 行，物资 单帐篷）")[2].partition("\n")[0]
    )
    (effect,) = weighed(law("liaoning"), law("shanxi"), [row], ["recoverable"])
    return [g.pair.answers[0].values.record()["outcome"] for g in effect.groups] + [why.zh for _, why in effect.reasons], answer


@pytest.mark.parametrize(("cells", "outcome"), [(("是", "yes", "TRUE", "true"), "clear_and_scrap"), (("否", "No", "False"), "recover")])
def test_yes_and_no_are_read_alike(cells: tuple[str, ...], outcome: str, tmp_path: Path) -> None:
    pytest.importorskip("polars")
    for cell in cells:
        assert told_of(cell, tmp_path / "t.csv", tmp_path / "answers.csv") == ([outcome], outcome)


@pytest.mark.parametrize("cell", ["1", "0", "有"])
def test_what_is_neither_yes_nor_no_is_refused_alike(cell: str, tmp_path: Path) -> None:
    """1 may be a count."""
    pytest.importorskip("polars")
    (reason,), fault = told_of(cell, tmp_path / "t.csv", tmp_path / "answers.csv")
    assert reason == fault and reason.startswith(f"是否没有回收价值：“{cell}”，")


def test_a_label_of_two_columns_is_the_label_of_none(tmp_path: Path) -> None:
    pytest.importorskip("polars")
    table = tmp_path / "t.csv"
    table.write_text("物资,物 资,发放对象\n单帐篷,quilt,受灾群众\n", encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        weighed(law("liaoning"), law("shanxi"), [{"物资": "单帐篷", "物 资": "quilt", "发放对象": "受灾群众"}], ["recoverable"])
    assert [(d.code, d.message.zh) for d in refused.value.diagnostics] == [("stock-columns", "清单缺少提问所需的列：item")]
    ran = run("run", "recoverable", table, "--in", "liaoning", "--on", "2026-06-01", "-o", tmp_path / "answers.csv")
    assert ran.exit_code == 2 and ran.stderr.startswith("error[missing-fact]: 表中没有这些事实的列：`item`（物资）\n")


# --- readings


def test_an_ambiguity_is_given_one_reading() -> None:
    case = ("recoverable", "item=single_tent", "issued_to=victims", "used_from=2025-12-01", "used_to=2026-06-01")
    told = "error[readings]: `{}` 给出了两种读法\n  提示：只留一种\n"
    assert run("ask", *case, "--in", "liaoning", "--readings", "A01=fixed_days,A01=strict_end").stderr == told.format("A01")
    assert run("compare", *case, "--readings", "liaoning:A01=fixed_days,liaoning:A01=strict_end").stderr == told.format("liaoning:A01")


def test_a_reading_without_its_pack_is_told_with_a_pack_that_has_it() -> None:
    case = ("recoverable", "item=single_tent", "issued_to=victims", "used_from=2025-12-01", "used_to=2026-06-01")
    assert "：写作 liaoning:A01=fixed_days，" in run("compare", *case, "--readings", "A01=fixed_days").stderr


def test_days_of_a_column_are_read_as_one_day_is() -> None:
    pl = pytest.importorskip("polars")
    from policykit.domain.written_days import day_text, days_text

    written = ["2026/7/20", "2026年7月20日", " 2026.12.1 ", "2026-07-20", "2026.7", "unknown", "2026-7-1T08:00", "20260720"]
    assert days_text(pl.Series(written)).to_list() == [day_text(w) for w in written]


def test_blank_lines_and_rows_that_lack_cells_are_told_and_counted_as_run_does(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text("id,item,issued_to,used_from,used_to\n1,single_tent,victims,2025-03-01,2025-09-15\n\n2,single_tent,victims,2025-03-01\n", encoding="utf-8")
    done = run("diff", "liaoning", "shanxi", "recoverable", "--stock", table, "--json")
    ran = run("run", "recoverable", "--in", "liaoning", table, "-o", tmp_path / "out.csv", "--rejects", tmp_path / "rejects.csv")
    assert (
        done.stderr
        == ran.stderr
        == (f"提示：跳过 1 个空行\n{table}: warning[rows-short]: 有 1 行的单元格比首行的列名少（第一处在文件第 4 行），缺少的视为空格\n  提示：核对这些行是否完整\n")
    )
    assert json.loads(done.stdout)["stock"][0]["rows"] == 2

"""What `diff --stock` and `draft` tell: by the law of which day a row is asked, rows by name, and what a draft still has to say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import policykit
from policykit.check.diff.model import Law
from policykit.check.diff.stock import NAMED_AS_FACTS, weighed
from policykit.check.duty_cases import run_duty_case
from policykit.cli.app import app
from policykit.comparison import law_of
from policykit.diagnostics import PolicyError, Text
from policykit.files import own_duty_cases
from tests.properties.making import choice, formula_pack, label, load, question, text
from tests.test_lines_to_paste import REPLACE

NINE = Path(__file__).parent.parent / "docs" / "examples" / "single-tent-nine-months.yaml"
LIST = """批次,品名,发放对象,开始使用日期,停止使用日期,数量
甲,单帐篷,受灾群众,2025-10-01,2026-05-01,80
乙,单帐篷,受灾群众,2026-01-01,2026-05-01,120
丙,棉被（褥）,受灾群众,,,500
丁,单帐篷,受灾群众,2021-01-01,2021-12-01,7
"""


def run(*words: str | Path, lang: str = "zh") -> Result:
    return CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "100", "POLICYKIT_LANG": lang, "NO_COLOR": "1"})


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    return tmp_path / "list.csv"


def draft_of(folder: Path, changes: str, amends: str = "liaoning") -> Path:
    path = folder / "draft.yaml"
    path.write_text(f"amendment: d\ntitle: {{zh: 修正案, en: amendment}}\namends: {amends}\nfrom: 2027-01-01\nchanges:\n{changes}", encoding="utf-8")
    return path


# --- a list


def test_each_row_is_asked_by_the_law_of_its_own_day_and_named_by_its_key(stock: Path) -> None:
    told = run("diff", "liaoning", "shanxi", "recoverable", "--stock", stock, "--column", "item=品名", "--key", "批次").stdout
    day = told.partition("没有这个日期的，按")[2].partition("的规定")[0]  # today
    assert told.startswith(f"""某物资是否需要回收——辽宁省与山西省
《辽宁省省级应急救灾物资储备管理暂行办法》；《省级救灾物资储备管理办法》；按{day}的规定

# 对清单的影响

## 某物资是否需要回收

• 结果不同的行：1 / 4，数量 80 / 707。

各行按“停止使用日期”当日的规定；没有这个日期的，按{day}的规定。

辽宁省              山西省                      行数   数量   批次
────────────────────────────────────────────────────────────────────────────────────────────────────
不再回收            回收                        1      80     甲：物资：单帐篷，发放对象：受灾群众，
应当；推论（A03）   应当；基于所选读法（A56）                   开始使用日期：2025年10月1日，停止使
                                                                用日期：2026年5月1日

# 某物资是否需要回收
""")


def test_a_day_given_holds_for_every_row(stock: Path) -> None:
    words = ("diff", "liaoning", "shanxi", "recoverable", "--on", "2026-06-01", "--stock", stock, "--column", "item=品名")
    told = run(*words, lang="en").stdout
    assert "Rows that come out differently: 2 / 4, quantity 87 of 707.\n\nEvery row is asked by the law of 2026-06-01.\n" in told
    (effect,) = json.loads(run(*words, "--json").stdout)["stock"]
    assert (effect["event_date"], effect["on"], effect["not_before"], [g["numbers"] for g in effect["groups"]]) == (None, ["2026-06-01"], None, [[1, 4]])


def test_a_draft_is_asked_no_earlier_than_it_is_in_force(stock: Path) -> None:
    told = run("draft", NINE, "--stock", stock, "--column", "item=品名").stdout
    assert (
        "• 结果不同的行：1 / 4，数量 80 / 707。\n\n"
        "各行按“停止使用日期”当日的规定；没有这个日期的，按2027年1月1日的规定。早于2027年1月1日（修正案施行之日）的，按该日的规定。\n" in told
    )


def test_rows_without_a_quantity_are_told_and_are_in_no_sum(stock: Path) -> None:
    """An empty cell is not nought; neither is a word."""
    stock.write_text(LIST.replace(",80\n", ",\n").replace(",500", ",五百") + "戊,单帐篷,受灾群众,2025-10-01,2026-05-01,11\n", encoding="utf-8")
    words = ("diff", "liaoning", "shanxi", "recoverable", "--stock", stock, "--column", "item=品名")
    told = run(*words).stdout
    assert "• 结果不同的行：2 / 5，数量 11 / 138。\n\n✗ 2 行的数量为空或者不是数字，未计入数量（计入行数）：第 1, 3 行。\n" in told
    assert "11（1 行无数量）" in told
    english = run(*words, lang="en").stdout
    assert "✗ 2 rows without a quantity (an empty cell, or no number), counted as rows but not in the sum: 1, 3.\n" in english
    (effect,) = json.loads(run(*words, "--json").stdout)["stock"]
    assert (effect["weight"], effect["differing_weight"], effect["no_weight"]) == ("138", "11", [1, 3])
    assert [(g["rows"], g["weight"], g["no_weight"]) for g in effect["groups"]] == [(2, "11", 1)]


def test_a_group_whose_rows_all_lack_a_quantity_has_none(stock: Path, tmp_path: Path) -> None:
    stock.write_text(LIST.replace(",80\n", ",\n"), encoding="utf-8")
    run("draft", NINE, "--stock", stock, "--column", "item=品名", "--weight", "数量", "-o", tmp_path / "told.md")
    told = (tmp_path / "told.md").read_text(encoding="utf-8")
    assert "1 行的数量为空或者不是数字，未计入数量（计入行数）：第 1 行。" in told and "| 1 | 无数量 |" in told


def test_a_list_in_gbk_is_read_as_run_reads_it(stock: Path) -> None:
    """As Excel writes a CSV in China."""
    words = ("diff", "liaoning", "shanxi", "recoverable", "--stock", stock, "--column", "item=品名")
    before = run(*words).stdout
    stock.write_bytes(LIST.encode("gbk"))
    done = run(*words)
    assert (done.exit_code, done.stdout, done.stderr) == (1, before, "提示：`list.csv` 不是 UTF-8，按 GB18030 读取\n")
    stock.write_bytes(b"a\xff\n")
    refused = run(*words)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == f"{stock}: error[encoding]: 此文件既不是 UTF-8，也不是 GB18030（GBK）编码：第 1 行不是前者，第 1 行不是后者\n  提示：另存为“CSV UTF-8”\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("品名;发放对象\n单帐篷;受灾群众\n", "error[table]: 各列以`;`分隔，而不是逗号\n  提示：另存为以逗号分隔的 CSV\n"),
        (LIST.replace(",80", ",80,多"), "error[table]: 无法读取此表：文件第 2 行比首行多出单元格\n  提示：文字应为 UTF-8，首行为列名\n"),
        (LIST.replace("甲", '"甲'), "error[table]: 有一个引号没有配对，其后的行会被当作一格；引号数为奇数的是第 2 行\n"),
        (LIST.replace("批次", "数量"), "error[same-name]: 表中有几列都名为 `数量`\n  提示：改列名，或删去多余的列\n"),
    ],
)
def test_a_list_that_cannot_be_told_apart_is_refused_as_run_refuses_it(text: str, told: str, stock: Path) -> None:
    stock.write_text(text, encoding="utf-8")
    done = run("diff", "liaoning", "shanxi", "recoverable", "--stock", stock, "--column", "item=品名")
    assert done.exit_code == 2 and told in done.stderr and not done.stdout


def test_blanks_around_the_name_of_a_column_do_not_matter(stock: Path) -> None:
    words = ("diff", "liaoning", "shanxi", "recoverable", "--stock", stock, "--column", "item=品名", "--json")
    before = json.loads(run(*words).stdout)["stock"]
    stock.write_text(LIST.replace("发放对象", " 发放对象 ").replace(",数量", ", 数量"), encoding="utf-8")
    assert json.loads(run(*words).stdout)["stock"] == before


def test_a_workbook_is_read_as_a_csv_is(stock: Path, tmp_path: Path) -> None:
    pl = pytest.importorskip("polars")
    pytest.importorskip("xlsxwriter")
    pl.read_csv(stock).write_excel(tmp_path / "list.xlsx")
    words = ("diff", "liaoning", "shanxi", "recoverable", "--column", "item=品名", "--json", "--stock")
    assert json.loads(run(*words, tmp_path / "list.xlsx").stdout)["stock"] == json.loads(run(*words, stock).stdout)["stock"]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "zh",
            "✗ 3 / 4 行没有答案，未计入：\n\n"
            "- 2 行（第 1, 4 行）：物资（品名）：“单张篷”，没有此取值；是否指 单帐篷（single_tent）\n"
            "- 1 行（第 2 行）：停止使用日期：“近日”，应为日期，如 2025-09-01\n",
        ),
        (
            "en",
            "✗ 3 of 4 rows have no answer and are not counted:\n\n"
            "- 2 rows (1, 4): item (品名): `单张篷`, there is no such value; did you mean single_tent?\n"
            "- 1 row (2): last day of use (停止使用日期): `近日`, a day was expected, such as 2025-09-01\n",
        ),
    ],
)
def test_a_wrong_word_is_told_once_with_its_rows_and_the_words_that_are_right(lang: str, told: str, stock: Path) -> None:
    stock.write_text(LIST.replace("甲,单帐篷", "甲,单张篷").replace("丁,单帐篷", "丁,单张篷").replace("2026-05-01,120", "近日,120"), encoding="utf-8")
    done = run("diff", "liaoning", "shanxi", "recoverable", "--stock", stock, "--column", "item=品名", lang=lang)
    assert done.exit_code == 2 and told in done.stdout


def test_a_word_is_told_wrong_as_run_tells_it(stock: Path, tmp_path: Path) -> None:
    pytest.importorskip("polars")
    stock.write_text(LIST.replace("甲,单帐篷", "甲,单张篷"), encoding="utf-8")
    reason = run("diff", "liaoning", "shanxi", "recoverable", "--stock", stock, "--column", "item=品名").stdout.partition("- 1 行（第 1 行）：")[2].partition("\n")[0]
    ran = run("run", "recoverable", stock, "--column", "item=品名", "--in", "liaoning", "-o", tmp_path / "answers.csv")
    assert reason and f"  第 1 行（表中第 2 行）{reason}" in ran.stderr


def test_days_are_read_as_offices_write_them(stock: Path) -> None:
    words = ("diff", "liaoning", "shanxi", "recoverable", "--column", "item=品名", "--json", "--stock", stock)
    before = json.loads(run(*words).stdout)["stock"]
    stock.write_text(LIST.replace("2025-10-01", "2025年10月1日").replace("2026-01-01", "2026/1/1").replace("2021-01-01", "2021.1.1"), encoding="utf-8")
    assert json.loads(run(*words).stdout)["stock"] == before


def test_an_empty_cell_is_unknown_or_where_so_named_not_given(stock: Path) -> None:
    """A last day of use that is not given is the day asked: the tent is in use still."""
    stock.write_text(LIST.replace("2025-10-01,2026-05-01", "2025-10-01,"), encoding="utf-8")
    words = ("diff", "liaoning", "shanxi", "recoverable", "--on", "2026-06-01", "--stock", stock, "--column", "item=品名")

    def told(*more: str) -> Any:
        (effect,) = json.loads(run(*words, *more, "--json").stdout)["stock"]
        return effect["absent"], [(g["numbers"], g["pair"]["a"]["status"]) for g in effect["groups"]]

    assert told() == ([], [([1], "undetermined"), ([4], "answered")])
    assert told("--absent", "used_to") == told("--absent", "停止使用日期") == (["used_to"], [([1, 4], "answered")])
    assert "各行一律按2026年6月1日的规定。停止使用日期空着的，视为未给出。\n" in run(*words, "--absent", "used_to").stdout
    assert " Where it is empty, it is not given: last day of use.\n" in run(*words, "--absent", "used_to", lang="en").stdout


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("item", "error[absent]: 事实 `item`（物资）必须给出，不能列入 `absent`\n  提示：不列入 `absent`，其空值即为不明\n"),
        ("use_to", "error[no-fact]: 没有名为 `use_to` 的事实\n  提示：是否指 `used_to`\n"),
    ],
)
def test_what_cannot_be_left_out_of_a_list_is_told(name: str, told: str, stock: Path) -> None:
    done = run("draft", NINE, "--stock", stock, "--column", "item=品名", "--absent", name)
    assert (done.exit_code, done.stderr) == (2, told)


def test_json_names_every_row_of_a_group(stock: Path) -> None:
    """A report names the first five."""
    stock.write_text(LIST + "".join(f"戊{n},单帐篷,受灾群众,2025-10-01,2026-05-01,1\n" for n in range(7)), encoding="utf-8")
    words = ("diff", "liaoning", "shanxi", "recoverable", "--stock", stock, "--column", "item=品名", "--key", "批次")
    (effect,) = json.loads(run(*words, "--json").stdout)["stock"]
    (group,) = effect["groups"]
    assert group["numbers"] == [1, *range(5, 12)] and group["keys"] == ["甲", *(f"戊{n}" for n in range(7))]
    assert "甲, 戊0, 戊1, 戊2, 戊3：" in run(*words).stdout


@pytest.mark.parametrize("received", ["2025-05-01T08:00", "2025-05-01 08:00:00", datetime(2025, 5, 1, 8)])
def test_a_row_whose_day_is_a_moment_is_asked_by_the_law_of_that_day(received: Any) -> None:
    """Until the end of 2025 both laws say the same: by the later law the first row would come out differently."""

    def law(later: str) -> Law:
        rules = [{"id": "until", "to": "2025-12-31", "then": {"out": "1"}}, {"id": "later", "from": "2026-01-01", "then": {"out": later}}]
        asked = question({"received": "datetime"}, {"out": "integer"}, event_date="received")
        return law_of(load({"questions": {"q": asked}, "decisions": {"q": {"rules": rules}}}), date(2026, 6, 1), Text("法", "law"))

    (effect,) = weighed(law("2"), law("3"), [{"received": received}, {"received": ""}, {"received": "2026-05-01T08:00"}], columns=NAMED_AS_FACTS)
    assert (effect.read, [g.numbers for g in effect.groups]) == (3, [(2, 3)])


@pytest.mark.parametrize(
    ("option", "code", "message"),
    [(("--key", "批"), "no-column", "清单没有列 `批`"), (("--column", "itm=品名"), "no-fact", "没有名为 `itm` 的事实"), (("--column", "item"), "column", "`item` 不是“事实=列名”")],
)
def test_a_column_that_is_not_there_is_told(option: tuple[str, str], code: str, message: str, stock: Path) -> None:
    done = run("diff", "liaoning", "shanxi", "recoverable", "--stock", stock, *option)
    assert done.exit_code == 2 and done.stderr.startswith(f"error[{code}]: {message}\n")


def test_run_says_by_which_day_it_asks(stock: Path, tmp_path: Path) -> None:
    pytest.importorskip("polars")
    words = ("run", "recoverable", stock, "--column", "item=品名", "--in", "shanxi", "--rejects", tmp_path / "no.csv", "-o", tmp_path / "answers.csv")
    assert "各行按“停止使用日期”当日的规定。\n" in run(*words).stdout
    assert "Every row is asked by the law of 2026-06-01.\n" in run(*words, "--on", "2026-06-01", lang="en").stdout
    assert "各行按“开始使用日期”列所写之日的规定。\n" in run(*words, "--on", "开始使用日期").stdout


# --- a draft


def test_words_that_change_alone_name_what_quotes_them_and_the_lines_to_paste(tmp_path: Path) -> None:
    path = draft_of(tmp_path, "  - text:\n      a23.p2.i2: {replace: 6个月, by: 9个月}\n")
    told = run("draft", path).stdout
    assert "- “不满6个月”：自 2027-01-01 起，`a23.p2.i2` 处不再有参数 `single_tent_limit` 所引的这些字（" in told
    assert "- “不满6个月的单帐篷”：自 2027-01-01 起，`a23.p2.i2` 处不再有规则 `recoverable/single-tent-longer` 所引的这些字（" in told
    lines = (
        "    set:\n"
        "      single_tent_limit: P9M  # 现为 P6M\n"
        "      single_tent_days: P180D  # 现值；新的文字里没有这个数，由人核定；读法 A01=fixed_days 照旧用 P180D，条文改为“9个月”\n"
        "      counted_first_day: P1D  # 现值；新的文字里没有这个数，由人核定；读法 A01=first_day_counted 照旧用 P1D，条文改为“9个月”\n"
    )
    assert f"在草案改动第二十三条第二款第（二）项（`a23.p2.i2`，{path.name}:7）之处，与 `text` 并列，可照抄（已有 `set`、`replace` 的，并入其下）：\n\n{lines}" in told
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")
    assert policykit.gate(path).passes


def test_rules_that_read_no_parameter_are_pasted_with_the_new_words(tmp_path: Path) -> None:
    path = draft_of(tmp_path, "  - text:\n      a20.p1: {insert: 市级, before: 承储库完成}\n")
    (paste,) = json.loads(run("draft", path, "--json").stdout)["to_paste"]
    assert (
        paste["address"] == "a20.p1"
        and paste["lines"][0] == REPLACE
        and "  norms/transport-advance: {cite: {a19.p1.c3: 并代垫运输费用, a20.p1: 与市级承储库完成结算}}" in paste["lines"]
    )
    path.write_text(path.read_text(encoding="utf-8") + "".join(f"    {line}\n" for line in paste["lines"]), encoding="utf-8")
    assert policykit.gate(path).passes


def test_the_lines_to_paste_are_written_as_a_pack_has_them(tmp_path: Path) -> None:
    """Sets, days of the year, and a quotation that YAML would take for a number."""
    day = {"type": "day_of_year", "values": [{"value": "03-05", "cite": {"a1": "三月30"}}]}
    kinds = {"type": "set", "of": choice("tent", "quilt"), "values": [{"value": ["tent", "quilt"], "cite": {"a1": "三月30"}}]}
    named = {n: {**p, "label": label(n)} for n, p in {"day": day, "kinds": kinds}.items()}
    pack = formula_pack("n", "integer", {"n": "integer"}, parameters=named, pack="made", label=label("made"), jurisdiction=label("made"))
    pack["decisions"]["q"]["rules"][0]["cite"] = {"a1": "30"}
    pack["clauses"] = [{"id": "a1", "quote": "第一条 三月30日以前。", "kind": "decision", "en": "by 30 March"}]
    folder = tmp_path / "made"
    folder.mkdir()
    (folder / "pack.yaml").write_text(text(pack), encoding="utf-8")
    path = draft_of(tmp_path, "  - text: {a1: {replace: 三月30, by: 三月29}}\n", amends="made")
    done = run("--search-path", tmp_path, "draft", path, "--json", lang="en")
    assert done.stdout, done.stderr
    (told,) = json.loads(done.stdout)["to_paste"]
    decide = "  # as it is; the new words do not show this figure: a person must decide"
    assert told["lines"] == ["set:", f"  day: 03-05{decide}", f"  kinds: [quilt, tent]{decide}", REPLACE, '  q/formula: {cite: {a1: "29"}}']
    path.write_text(path.read_text(encoding="utf-8") + "".join(f"    {line}\n" for line in told["lines"]), encoding="utf-8")
    gate = policykit.gate(path, search_path=[tmp_path])
    assert not gate.gone and gate.after.pack.parameters["kinds"].on(gate.after.on) is not None


@pytest.mark.parametrize(("written", "help_"), [("18个月", "“18个月”写作 `P18M`"), ("180天", "“180天”写作 `P180D`"), ("一年零六个月", "“一年零六个月”写作 `P18M`")])
def test_a_period_in_the_words_of_the_text_is_told_as_it_is_written(written: str, help_: str, tmp_path: Path) -> None:
    path = draft_of(tmp_path, f"  - text:\n      a23.p2.i3: {{replace: 12个月, by: 18个月}}\n    set: {{cotton_tent_limit: {written}}}\n")
    with pytest.raises(PolicyError) as told:
        policykit.gate(path)
    (fault,) = told.value.diagnostics
    assert (fault.code, fault.help and fault.help.zh) == ("syntax", help_)


def test_a_contradiction_that_a_draft_brings_is_told_once_with_its_case(tmp_path: Path) -> None:
    pytest.importorskip("z3")
    changes = "  - text:\n      a23.p2.i2: {replace: 6个月, by: 9个月}\n    set: {single_tent_limit: P9M, single_tent_days: P270D, counted_first_day: P1D}\n"
    told = run("draft", draft_of(tmp_path, changes + "    replace: {recoverable/single-tent: {when: {used_to: '-'}}}\n")).stdout
    lines = [line for line in told.splitlines() if "`single-tent` 与 `single-tent-longer`" in line]
    assert len(lines) == 1 and lines[0].startswith("- `recoverable` 的规则 `single-tent` 与 `single-tent-longer`（")
    assert "互相矛盾" not in told


def test_a_duty_case_of_a_norm_that_a_draft_replaces_still_holds(tmp_path: Path) -> None:
    path = draft_of(tmp_path, "  - text:\n      a23.p2.i2: {replace: 的单帐篷, by: 的单层帐篷}\n    replace: {norms/settlement: {due: date(start) + settlement_period}}\n")
    assert "duty-case-fails" not in {f.code for f in policykit.gate(path).faults}


# --- a day before a draft is in force


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "关于修改《辽宁省省级应急救灾物资储备管理暂行办法》的决定（示例草案）在2026年6月1日尚未施行；以下按2027年1月1日的规定比较。"),
        ("en", "Not yet in force on 2026-06-01: Decision amending the Liaoning interim measures (an example draft); compared on 2027-01-01."),
    ],
)
@pytest.mark.parametrize("command", [("draft", NINE), ("diff", "liaoning", f"liaoning+{NINE}", "recoverable")])
def test_a_day_before_a_draft_is_in_force_is_put_off_and_told(command: tuple[str | Path, ...], lang: str, said: str, tmp_path: Path) -> None:
    early = tmp_path / "early.md"
    assert said in run(*command, "--on", "2026-06-01", "-o", early, lang=lang).stderr
    assert said in early.read_text(encoding="utf-8").partition("\n#")[0]
    if lang == "en":
        ran = run(*command, "--on", "2026-06-01", "--json", lang=lang)
        told = json.loads(ran.stdout)
        assert ran.stderr == f"note: {said}\n"
        assert told["put_off"]["asked"] == "2026-06-01" and told["put_off"]["en"] == said
        assert {told[side]["on"] for side in (("before", "after") if command[0] == "draft" else ("a", "b"))} == {"2027-01-01"}


@pytest.mark.parametrize("days", [(), ("--on", "2027-01-01"), ("--on", "2028-02-01")])
def test_no_day_or_one_on_which_the_draft_is_in_force_needs_no_word(days: tuple[str, ...]) -> None:
    assert "put_off" not in json.loads(run("diff", "liaoning", f"liaoning+{NINE}", "recoverable", *days, "--json").stdout)


def test_a_side_that_names_its_day_is_not_put_off() -> None:
    told = json.loads(run("diff", "liaoning@2026-06-01", f"liaoning+{NINE}@2027-02-01", "recoverable", "--on", "2026-06-01", "--json").stdout)
    assert "put_off" not in told and (told["a"]["on"], told["b"]["on"]) == ("2026-06-01", "2027-02-01")


def test_a_row_of_a_list_that_is_not_read_names_the_labels_it_may_mean(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(
        "物资,发放对象,开始使用日期,停止使用日期\n棉被(褥),受灾群众,2025-01-01,2025-06-30\n单帐棚,灾民,2025-01-01,2025-06-30\n棉被褥,受灾群众,2025-01-01,2025-06-30\n",
        encoding="utf-8",
    )
    told = run("diff", "liaoning", "shanxi", "recoverable", "--stock", str(table), lang="zh")
    assert told.exit_code == 2
    assert (
        "2 / 3 行没有答案，未计入：\n\n"
        "- 1 行（第 2 行）：物资：“单帐棚”，没有此取值；是否指 单帐篷（single_tent）\n"
        "- 1 行（第 3 行）：物资：“棉被褥”，没有此取值；是否指 棉被（褥）（quilt）\n"
    ) in told.stdout


def test_a_duty_done_too_early_names_the_norm_that_a_draft_replaces_as_it_was(tmp_path: Path) -> None:
    changes = """  - text:
      a22.p2.s1: {replace: "前,应对", by: "前,对"}
    replace: {norms/check-before-distribution: {cite: {a22.p2.s1: [发放应急救灾物资前, 对应急救灾物资进行外观检查、数量核对]}}}
"""
    assert "duty-case-fails" not in {f.code for f in policykit.gate(draft_of(tmp_path, changes)).faults}


def test_a_duty_case_that_fails_shows_all_that_was_compared() -> None:
    liaoning = policykit.load("liaoning")
    (case,) = [c for c in own_duty_cases(liaoning.folder)[0] if c.id == "LN-LOG-DSP-10"]
    (index,) = [i for i, e in enumerate(case.expected) if e.get("too_early")]
    expected = (*case.expected[:index], {**case.expected[index], "too_early": []}, *case.expected[index + 1 :])
    (wrong,) = run_duty_case(liaoning.pack, replace(case, expected=expected))
    assert wrong.expected is not None and wrong.expected["too_early"] == [] and [d.too_early for d in wrong.found] == [("check-before-distribution",)]

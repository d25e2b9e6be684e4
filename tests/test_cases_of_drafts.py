"""A draft brings cases of its own: those of the pack know nothing of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import policykit
from policykit.check.case_codes import miswritten
from policykit.check.gate.document import report
from policykit.check.report.blocks import Table
from policykit.diagnostics import Source, Text
from policykit.source.examples import read_examples
from tests.test_drafts import NINE
from tests.test_lines_to_paste import TWO_CHANGES, draft_of, run

NORMS = """    replace:
      norms/open-tender: {cite: {a10.p1.c1: [超过80万元, 含80万元, 发布招储公告, 公开招标选定承储企业]}}
      norms/selection-on-merit: {cite: {a10.p1.c2: [80万元以下, 网上发布公告、企业报名、资料审核、公示、联合有关部门实地调研等程序选定承储企业]}}
"""
HELP = "草案的案例另写一个文件，用 `policykit draft 草案.yaml --cases 案例.yaml` 一并检验"


def case_file(folder: Path, method: str) -> Path:
    path = folder / "cases.yaml"
    expected = f"{{status: answered, method: {method}}}"
    path.write_text(f"- {{id: D-01, question: selection_method, facts: {{annual_subsidy_cny: 800000}}, expected: {expected}, why: 含80万元}}\n", encoding="utf-8")
    return path


def test_a_rule_that_no_case_tries_is_told_and_does_not_fail_the_draft(tmp_path: Path) -> None:
    done = run("draft", draft_of(tmp_path, TWO_CHANGES + NORMS))
    assert done.exit_code == 0 and "✓ 没有带来新的问题。" in done.stdout
    assert f"# 没有案例检验的规则\n\n- 没有案例用到 `selection_method` 的规则 `exactly`（planning.yaml:83）。{HELP}\n" in done.stdout


def test_cases_of_the_draft_are_asked_by_the_law_of_its_day(tmp_path: Path) -> None:
    path = draft_of(tmp_path, TWO_CHANGES + NORMS)
    right = run("draft", path, "--cases", case_file(tmp_path, "open_tender"))
    assert right.exit_code == 0 and "没有案例检验的规则" not in right.stdout
    assert "草案自己的案例 1 个，全部相符。" in right.stdout
    wrong = run("draft", path, "--cases", case_file(tmp_path, "announcement_review"))
    assert wrong.exit_code == 1 and "案例 `D-01` 不符：`method` 应为 `announcement_review`，得到 `open_tender`（按 2027-01-01 的规定）" in wrong.stdout
    assert "草案自己的案例 1 个，有的不符，见下。" in wrong.stdout
    assert run("draft", path, "--cases", tmp_path / "none.yaml").exit_code == 2


def test_a_case_of_a_day_before_the_draft_is_in_force_is_asked_by_the_law_of_that_day(tmp_path: Path) -> None:
    path, cases = draft_of(tmp_path, TWO_CHANGES), tmp_path / "cases.yaml"
    case = "- {{id: D-02, question: selection_method, as_of: 2026-12-20, facts: {{annual_subsidy_cny: 600000}}, expected: {{method: {}}}}}\n"
    cases.write_text(case.format("open_tender"), encoding="utf-8")
    right = run("draft", path, "--cases", cases)
    assert right.exit_code == 0 and "草案自己的案例 1 个，其中 1 个的日期在施行之前，按当日的规定回答，全部相符。" in right.stdout
    cases.write_text(case.format("announcement_review"), encoding="utf-8")
    wrong = run("draft", path, "--cases", cases)
    assert wrong.exit_code == 1 and "案例 `D-02` 不符：`method` 应为 `announcement_review`，得到 `open_tender`（按 2026-12-20 的规定）" in wrong.stdout


def test_the_day_of_the_event_is_the_day_of_the_law(tmp_path: Path) -> None:
    cases = tmp_path / "cases.yaml"
    facts = "item: single_tent, issued_to: victims, used_from: {}, used_to: {}"
    cases.write_text(
        f"- {{id: D-03, question: recoverable, facts: {{{facts.format('2026-05-01', '2026-12-20')}}}, expected: {{outcome: do_not_recover}}}}\n"
        f"- {{id: D-04, question: recoverable, facts: {{{facts.format('2026-06-01', '2027-01-15')}}}, expected: {{outcome: recover}}}}\n",
        encoding="utf-8",
    )
    gate = policykit.gate(NINE, cases=[cases])
    assert gate.passes and [str(e.as_of) for e in gate.added] == ["2026-12-20", "2027-01-15"]


def test_the_report_tells_the_readings_on_which_its_outcomes_rest(tmp_path: Path) -> None:
    done = run("draft", draft_of(tmp_path, TWO_CHANGES + NORMS))
    _, _, told = done.stdout.partition("# 所据的读法\n")
    assert "恰好50万元的，公告报名审核" in told and "草案改动了 A06 所涉的条文" in told


def test_check_and_draft_name_the_same_rules_as_untested(tmp_path: Path) -> None:
    path = draft_of(tmp_path, TWO_CHANGES + NORMS)
    found = json.loads(run("check", f"changzhi+{path}", "--json").stdout)["diagnostics"]
    told = json.loads(run("draft", path, "--json").stdout)["untested"]
    assert told == [d for d in found if d["code"] == "untested-rule"] and [d["severity"] for d in told] == ["note"]


def test_a_code_that_a_case_misspells_is_an_error_of_the_file_and_not_of_the_draft(tmp_path: Path) -> None:
    path = draft_of(tmp_path, TWO_CHANGES + NORMS)
    cases = case_file(tmp_path, "open_tendr")
    done = run("draft", path, "--cases", cases)
    assert done.exit_code == 2 and done.stdout == ""
    assert f"{cases}:1:" in done.stderr and "error[case-code]: 案例 `D-01`：`method` 没有取值 `open_tendr`" in done.stderr
    assert "可用的有（相近的在前）：open_tender, announcement_review" in done.stderr
    assert done.stderr.count("error[") == 1


@pytest.mark.parametrize(
    ("facts", "expected", "message", "underlined"),
    [
        ("{cost_item: transport, use: rescuee}", "{status: answered}", "`use` 没有取值 `rescuee`", "rescuee"),
        ("{cost_item: transport, use: 应急救援调用}", "{status: answered}", "`use` 没有取值 `应急救援调用`", "应急救援调用"),
        ("{cost_itm: transport, use: rescue}", "{status: answered}", "问题 `cost_bearer` 没有名为 `cost_itm` 的事实", "cost_itm"),
        ("{cost_item: transport, use: rescue}", "{bearer: applying_unitt}", "`bearer` 没有取值 `applying_unitt`", "applying_unitt"),
        ("{cost_item: transport, use: rescue}", "{bearerr: applying_unit}", "问题 `cost_bearer` 没有名为 `bearerr` 的结论", "bearerr"),
        ("{cost_item: transport, use: rescue}", "{status: answerd}", "`status` 没有取值 `answerd`", "answerd"),
        ("{cost_item: transport, use: rescue}", "{basis: redaing}", "`basis` 没有取值 `redaing`", "redaing"),
    ],
)
def test_test_tells_a_slip_in_a_case_at_its_place_before_any_case_is_run(facts: str, expected: str, message: str, underlined: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(f"- {{id: S, pack: changzhi, question: cost_bearer, as_of: 2026-01-01, facts: {facts}, expected: {expected}}}\n", encoding="utf-8")
    done = run("test", path, "--json")
    assert done.exit_code == 2 and done.stdout == "" and f"error[case-code]: 案例 `S`：{message}\n" in done.stderr
    (example,), _ = read_examples(Source(str(path), path.read_text(encoding="utf-8")))
    (fault,) = miswritten(example, policykit.load("changzhi").pack.questions["cost_bearer"])
    assert (fault.code, fault.message.zh, fault.underlined) == ("case-code", f"案例 `S`：{message}", underlined)


def test_what_may_stand_in_a_case_beside_codes_is_no_slip(tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    cases = [
        "{id: A, pack: changzhi, question: cost_bearer, as_of: 2026-01-01, facts: {cost_item: transport, use: unknown}, expected: {status: undetermined, bearer: undetermined}}",
        "{id: B, pack: changzhi, question: cost_bearer, as_of: 2026-01-01, facts: {cost_item: purchase}, expected: {bearer: storage_enterprise, advanced_by: null, rule: purchase, force: in_force}}",
    ]
    path.write_text("".join(f"- {c}\n" for c in cases), encoding="utf-8")
    done = run("test", path)
    assert done.exit_code == 0, done.stderr


@pytest.mark.parametrize(
    ("facts", "expected", "message", "help_"),
    [
        ("{费用项目: transport}", "{status: answered}", "问题 `cost_bearer` 没有名为 `费用项目` 的事实", "写作 `cost_item`"),
        ("{cost_item: transport}", "{承担主体: applying_unit}", "问题 `cost_bearer` 没有名为 `承担主体` 的结论", "写作 `bearer`"),
    ],
)
def test_a_label_in_place_of_a_name_is_told_with_the_name(facts: str, expected: str, message: str, help_: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(f"- {{id: S, question: cost_bearer, as_of: 2026-01-01, facts: {facts}, expected: {expected}}}\n", encoding="utf-8")
    (example,), _ = read_examples(Source(str(path), path.read_text(encoding="utf-8")))
    (fault,) = miswritten(example, policykit.load("changzhi").pack.questions["cost_bearer"])
    assert fault.help is not None and (fault.code, fault.message.zh, fault.help.zh) == ("case-code", f"案例 `S`：{message}", help_)


@pytest.mark.parametrize("day", ["2027年1月15日", "2027/1/15"])
def test_a_day_in_another_form_is_told_as_cases_write_it(day: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(f"- {{id: S, question: recoverable, as_of: 2027-01-15, facts: {{item: single_tent, used_to: {day}}}, expected: {{status: answered}}}}\n", encoding="utf-8")
    (example,), _ = read_examples(Source(str(path), path.read_text(encoding="utf-8")))
    (fault,) = miswritten(example, policykit.load("liaoning").pack.questions["recoverable"])
    assert (fault.code, fault.underlined) == ("case-code", day)
    assert (fault.message.zh, fault.help) == (f"案例 `S`：`used_to` 的 `{day}` 不是案例中日期的写法", Text("写作 `2027-01-15`", "write `2027-01-15`"))


def test_a_case_of_another_pack_is_no_case_of_the_draft(tmp_path: Path) -> None:
    path, cases = draft_of(tmp_path, TWO_CHANGES + NORMS), case_file(tmp_path, "open_tender")
    written = cases.read_text(encoding="utf-8")

    def asked(pack: str) -> policykit.Gate:
        cases.write_text(written.replace("{id: D-01,", f"{{id: D-01, pack: {pack},"), encoding="utf-8")
        return policykit.gate(path, cases=[cases], limit=0.1)

    for pack in (f"changzhi+{path}", "changzhi"):
        assert [e.id for e in asked(pack).added] == ["D-01"]
    for pack in ("shanxi", "changzhi+other.yaml"):
        with pytest.raises(policykit.PolicyError) as e:
            asked(pack)
        assert [(d.code, d.message.zh) for d in e.value.diagnostics] == [("case-elsewhere", f"案例 `D-01` 写的是规则包 `{pack}`，而草案修改 `changzhi`")]


def test_a_file_without_cases_is_refused(tmp_path: Path) -> None:
    cases = tmp_path / "cases.yaml"
    cases.write_text("[]\n", encoding="utf-8")
    done = run("draft", draft_of(tmp_path, TWO_CHANGES + NORMS), "--cases", cases)
    assert done.exit_code == 2 and f"error[no-cases]: `{cases}` 中没有案例" in done.stderr


def test_the_cases_of_the_draft_are_listed_by_the_law_before_and_after(tmp_path: Path) -> None:
    path, cases = draft_of(tmp_path, TWO_CHANGES + NORMS), tmp_path / "cases.yaml"
    case = "- {{id: {}, question: selection_method, facts: {{annual_subsidy_cny: 600000}}, expected: {{method: {}}}}}\n"
    cases.write_text(case.format("D-01", "announcement_review") + case.format("D-02", "open_tender"), encoding="utf-8")
    gate = policykit.gate(path, cases=[cases])
    assert [(c.example.id, *(a.values.method for a in (c.before, c.after) if a is not None)) for c in gate.added_answers] == [
        ("D-01", "open_tender", "announcement_review"),
        ("D-02", "open_tender", "announcement_review"),
    ]
    (table,) = [b for b in report(gate, "zh").blocks if isinstance(b, Table) and b.headings == ("案例", "现行", "修改后", "相符")]
    assert [(r[0].text.partition("\n")[0], r[3].text) for r in table.rows] == [("D-01", "是"), ("D-02", "否，见下")]

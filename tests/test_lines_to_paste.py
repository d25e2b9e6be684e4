"""What `draft` tells where quotations do not follow the text: every fault with lines for the draft's file, after which none is left."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import policykit
from policykit.cli.app import app
from policykit.diagnostics import Diagnostic, Source, Span
from policykit.source.amending import Amended, scalar
from policykit.source.carrying import carry
from policykit.source.clause_changes import Clauses
from policykit.source.yaml import Mapping, read_yaml

OPEN_TENDER = "第十条 承储企业选定程序:企业年储备费用补贴超过80万元(含80万元),由市发展和改革委员会发布招储公告,公开招标选定承储企业;"
REPLACE = "replace:  # citations alone; conditions, outcomes and strength stay: a person writes what changes with the text"
TWO_CHANGES = """  - text:
      a10.p1.c1:
        - {replace: 超过50万元, by: 超过80万元}
        - {replace: 含50万元, by: 含80万元}
      a10.p1.c2: {replace: 50万元, by: 80万元}
    set: {tender_threshold: 800000}
"""


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words], env={"COLUMNS": "200", "POLICYKIT_LANG": "zh", "NO_COLOR": "1"})


def draft_of(folder: Path, changes: str) -> Path:
    path = folder / "draft.yaml"
    path.write_text(f"amendment: d\ntitle: {{zh: 修正案, en: amendment}}\namends: changzhi\nfrom: 2027-01-01\nchanges:\n{changes}", encoding="utf-8")
    return path


def pasted(path: Path, without: str = "") -> tuple[list[str], Any]:
    """The lines that a draft of one part is told to take, and the draft tried again with them."""
    (paste,) = json.loads(run("draft", path, "--json").stdout)["to_paste"]
    kept = path.read_text(encoding="utf-8").replace(without, "")
    path.write_text(kept + "".join(f"    {line}\n" for line in paste["lines"]), encoding="utf-8")
    return paste["lines"], policykit.gate(path)


# --- a clause reworded


def test_quotations_follow_a_clause_reworded_and_the_value_before_keeps_its_own_words(tmp_path: Path) -> None:
    path = draft_of(tmp_path, f"  - text:\n      a10.p1.c1: {{wording: '{OPEN_TENDER}'}}\n    set: {{tender_threshold: 800000}}\n")
    done = run("draft", path)
    assert done.exit_code == 1 and not done.stderr  # a10.p1.c2 still says 50万元
    assert "- 第十条第一款：“含50万元” → “含80万元”\n" in done.stdout
    gate = policykit.gate(path)
    assert not gate.gone and [q.words for q in gate.after.pack.norms["open-tender"].cite] == ["超过80万元", "含80万元", "发布招储公告", "公开招标选定承储企业"]
    cites = {v.value: [q.words for q in v.cite] for v in gate.after.pack.parameters["tender_threshold"].values}
    assert cites == {500000: ["超过50万元", "含50万元", "50万元以下"], 800000: ["超过80万元", "含80万元", "50万元以下"]}


def test_a_clause_that_says_something_else_is_quoted_as_a_whole(tmp_path: Path) -> None:
    path = draft_of(tmp_path, "  - text:\n      a10.p1.c1: {wording: 数额达到80万元时须行招投标;}\n    set: {tender_threshold: 800000}\n")
    done = run("draft", path)
    assert done.exit_code == 1 and not done.stderr
    assert "- “含50万元”：自 2027-01-01 起，`a10.p1.c1` 处不再有参数 `tender_threshold` 所引的这些字（planning.yaml:7）" in done.stdout
    lines, gate = pasted(path, without="    set: {tender_threshold: 800000}\n")
    whole = "  # “须” changes: see whether `strength` does; the whole clause: better quote only the words it rests on"
    assert lines == [
        "set:",
        "  tender_threshold: {value: 800000, cite: {a10.p1.c1: 数额达到80万元时须行招投标;, a10.p1.c2: 50万元以下}}"
        "  # it is 500000; the whole clause: better quote only the words it rests on",
        REPLACE,
        f"  selection_method/above: {{cite: {{a10.p1.c1: 数额达到80万元时须行招投标;}}}}{whole}",
        f"  selection_method/exactly: {{cite: {{a10.p1.c1: 数额达到80万元时须行招投标;}}}}{whole}",
        f"  norms/open-tender: {{cite: {{a10.p1.c1: 数额达到80万元时须行招投标;}}}}{whole}",
    ]
    assert not gate.gone


def test_what_quotes_a_repealed_clause_alone_is_to_be_repealed(tmp_path: Path) -> None:
    lines, gate = pasted(draft_of(tmp_path, "  - text:\n      a10.p1.c1: {repeal: true}\n"))
    assert lines == [
        "set:",
        "  tender_threshold: {value: 500000, cite: {a10.p1.c2: 50万元以下}}  # as it is; the new words do not show this figure: a person must decide",
        "repeal:",
        "  - selection_method/above  # what it quotes is repealed",
        "  - selection_method/exactly  # what it quotes is repealed",
        "  - norms/open-tender  # what it quotes is repealed",
    ]
    assert not gate.gone


def test_where_words_are_deleted_no_others_are_offered_in_their_place(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    head = "amendment: d\ntitle: {zh: 修正案, en: amendment}\namends: liaoning\nfrom: 2027-01-01\nchanges:\n"
    path.write_text(f'{head}  - text: {{a22.p1.s2: {{delete: ",但仅限于衣、被类应急救灾物资"}}}}\n', encoding="utf-8")
    lines, gate = pasted(path)
    person = ": a person decides whether it goes (`repeal`) or changes with its citation (`replace`)"
    deleted = {
        "permitted_use/low-income": "“仅限于衣”",
        "permitted_use/low-income-incomplete": "“但仅限于衣”",
        "permitted_use/low-income-not-told": "“但仅限于衣”",
        "norms/low-income-dispatch": "“但仅限于衣、被类应急救灾物资”",
    }
    assert lines == [
        *(f"# {target}: {words}, which it quotes, is deleted{person}" for target, words in deleted.items()),
        "repeal:",
        "  - low_income_missing/only-clothing-and-quilts  # “仅限于衣”“被类应急救灾物资”, which it quotes, is deleted",
        "  - permitted_use/low-income-goods-not-told  # “但仅限于衣”“被类应急救灾物资”, which it quotes, is deleted",
        "  - norms/only-clothing-and-quilts  # “但仅限于衣、被类应急救灾物资”, which it quotes, is deleted",
    ]
    assert not gate.passes  # of four rules a person has still to decide


def test_a_word_of_strength_that_goes_is_named_beside_the_line(tmp_path: Path) -> None:
    path = draft_of(tmp_path, "  - text: {a15.p1.s3: {delete: 原则上}}\n")
    (paste,) = json.loads(run("draft", path, "--json").stdout)["to_paste"]
    remark = "  # “原则上” is deleted within: see whether the outcome changes; “原则上” changes: see whether `strength` does"
    replaced = [line for line in paste["lines"] if line.startswith("  required_buffer/")]
    assert replaced and all(line.endswith(remark) for line in replaced)


# --- a list of changes of one clause


def test_norms_that_quote_a_figure_follow_with_the_parameter_that_quotes_it(tmp_path: Path) -> None:
    gate = policykit.gate(draft_of(tmp_path, TWO_CHANGES))
    assert gate.passes and not gate.gone
    norms = gate.after.pack.norms
    assert [q.words for q in norms["open-tender"].cite][:2] == ["超过80万元", "含80万元"] and norms["selection-on-merit"].cite[0].words == "80万元以下"
    ended = norms["open-tender-until-2026-12-31"]
    assert [q.words for q in ended.cite][:2] == ["超过50万元", "含50万元"] and ended.due == norms["open-tender"].due
    assert {by for by, *_ in gate.amendment.carried} == {
        *(f"selection_method/{n}" for n in ("above", "exactly", "below")),
        "norms/open-tender",
        "norms/selection-on-merit",
    }


def test_a_norm_of_which_other_words_change_has_its_line(tmp_path: Path) -> None:
    changes = TWO_CHANGES.replace("        - {replace: 含50万元", "        - {replace: 发布招储公告, by: 发布招标公告}\n        - {replace: 含50万元")
    lines, gate = pasted(draft_of(tmp_path, changes))
    assert lines == [REPLACE, "  norms/open-tender: {cite: {a10.p1.c1: [超过80万元, 含80万元, 发布招标公告, 公开招标选定承储企业]}}"]
    assert not gate.gone


def test_a_norm_does_not_follow_a_figure_that_no_parameter_quotes(tmp_path: Path) -> None:
    gate = policykit.gate(draft_of(tmp_path, TWO_CHANGES.replace("    set: {tender_threshold: 800000}\n", "")))
    assert {"规范 `norms/open-tender` 所引的这些字", "参数 `tender_threshold` 所引的这些字"} <= {d.message.zh.partition("不再有")[2] for d in gate.gone}


MEASURES = """
pack: tasks
label: {zh: 办法, en: measures}
parameters:
  limit: {label: {zh: 期限, en: limit}, type: duration, values: [{value: P30D, cite: {a1.p1: 30日内报告}}]}
  other: {label: {zh: 另一, en: other}, type: duration, values: [{value: P30D, cite: {OTHER}}]}
decisions:
  period: {of: late, output: days, rules: [{id: usual, then: {days: other}, cite: {a2.p1: 每30日内盘点}}]}
  twice: {of: late, output: more, rules: [{id: usual, then: {more: period + period}, cite: {a2.p1: 每30日内盘点}}]}
  fixed: {of: late, output: less, rules: [{id: usual, then: {less: "duration('P30D')"}, cite: {a2.p1: 每30日内盘点}}]}
  late:
    rules:
      - {id: told, when: {reported: false}, then: {late: true}, cite: {a1.p1: 应当在30日内报告}}
      - {id: through, when: {took: "> twice"}, then: {late: true}, cite: {a1.p1: 应当在30日内报告}}
      - {id: written, when: {took: "> fixed"}, then: {late: true}, cite: {a1.p1: 应当在30日内报告}}
norms:
  told: {label: {zh: 说明, en: told}, must: tell, by: depot, starts: {arrived: {}}, due: none_stated, cite: {a1.p1: 应当在30日内报告}}
  own: {label: {zh: 自写, en: own}, must: report, by: depot, starts: {arrived: {}}, due: "start + duration('P30D')", cite: {a1.p1: 应当在30日内报告}}
  reads: {label: {zh: 另读, en: reads}, must: file, by: depot, starts: {arrived: {}}, due: start + other, cite: {a1.p1: 应当在30日内报告}}
  through: {label: {zh: 经由, en: through}, must: send, by: depot, starts: {arrived: {}}, due: start + twice, cite: {a1.p1: 应当在30日内报告}}
clauses:
  - {id: a1.p1, quote: 到达的应当在30日内报告, kind: decision, en: report within 30 days}
  - {id: a2.p1, quote: 每30日内盘点, kind: decision, en: count every 30 days}
"""


@pytest.mark.parametrize("other", ["a1.p1: 30日内", "a2.p1: 30日内"])
def test_what_has_a_figure_of_its_own_or_of_another_parameter_does_not_follow(other: str) -> None:
    at = Span(Source("d.yaml", "from: 2027-01-01"), 0, 6, 0, 16)
    root, faults = read_yaml(Source("pack.yaml", MEASURES.replace("OTHER", other)))
    assert isinstance(root, Mapping) and not faults
    pack, on, told = Amended.of(root), date(2027, 1, 1), list[Diagnostic]()
    clauses = Clauses(pack, on, at, told)
    change, _ = read_yaml(Source("c.yaml", "{replace: 30日, by: 60日}"))
    assert isinstance(change, Mapping) and clauses.change(scalar("a1.p1", at), [change]) and not told
    carried = carry(pack, clauses, {"limit"}, on, scalar("2027-01-01", at))
    assert carried == [(name, "a1.p1", "应当在30日内报告", "应当在60日内报告") for name in ("late/told", "norms/told")]


def test_a_value_follows_clauses_that_later_parts_change(tmp_path: Path) -> None:
    first, second = TWO_CHANGES.split("      a10.p1.c2: ")
    text, set_ = second.split("\n", 1)
    gate = policykit.gate(draft_of(tmp_path, f"{first}{set_}  - text:\n      a10.p1.c2: {text}\n"))
    assert gate.passes and not gate.gone
    value = gate.after.pack.parameters["tender_threshold"].values[-1]
    assert [q.words for q in value.cite] == ["超过80万元", "含80万元", "80万元以下"]


# --- the table of changes


def test_a_clause_changed_twice_is_one_row_with_its_final_text(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    path = draft_of(tmp_path, TWO_CHANGES)
    assert "超过80万元(含50万元)" not in run("draft", path).stdout
    run("draft", path, "-o", tmp_path / "table.docx")
    table = docx.Document(BytesIO((tmp_path / "table.docx").read_bytes())).tables[0]
    cells = [[c.text for c in row.cells] for row in table.rows[1:]]
    before = OPEN_TENDER.replace("80万元", "50万元")
    assert [c[:2] for c in cells][:1] == [[f"第十条第一款\n{before}", f"第十条第一款\n{OPEN_TENDER}"]] and len(cells) == 2 and cells[1][2] == "同上"
    struck, marked = ([r.text for p in table.rows[1].cells[n].paragraphs for r in p.runs if keep(r)] for n, keep in enumerate((lambda r: r.font.strike, lambda r: r.bold)))
    assert (struck, marked) == (["超过50万元", "含50万元"], ["超过80万元", "含80万元"])

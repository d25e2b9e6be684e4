"""`policykit run --labels`: answers and the names of their columns stand in words; the table's own columns, rules and addresses stay."""

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
    "zh": "item,strength,结果,处理结论,规则,依据,所缺事实\n"
    'single_tent,own,已作答,回收,single-tent,基于所选读法,""\n'
    'generator,own,不能确定,不能确定,generator-or-other,,""\n'
    "single_tent,must,不能确定,不能确定,,,开始使用日期\n",
    "en": "item,strength,status,outcome,rule,basis,missing facts\n"
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
    assert read["实际库存是否达标"].to_list() == ["是", "否", None]
    assert read["最低库存"].cast(pl.Float64).to_list() == [11.0] * 3
    assert (read["所缺事实"].to_list()[2] if kind in ("csv", "xlsx") else read["所缺事实"].to_list()[2][0]) == "实际库存"


def test_codes_of_one_label_keep_their_code_beside_it() -> None:
    from policykit.cli.labelled import words_of
    from policykit.diagnostics import Text
    from policykit.ir.types import Choice

    type_ = Choice(("a", "b", "c", "undetermined"), {"a": Text("帐篷", "tent"), "b": Text("帐篷", "big tent"), "c": Text("被", "quilt")})
    assert words_of(type_, "zh") == {"a": "帐篷（a）", "b": "帐篷（b）", "c": "被", "undetermined": "不能确定", "none": "无"}
    assert words_of(type_, "en") == {"a": "tent", "b": "big tent", "c": "quilt", "undetermined": "undetermined", "none": "none"}


COSTS = "id,prov,cost_item\n1,liaoning,purchase\n2,changzhi,purchase\n3,changzhi,storage_fee\n4,长治市,storage_fee\n5,liaoning,\n"


def bearer_in_ask(pack: str, item: str) -> str:
    """Who bears a cost, as `policykit ask` prints it."""
    done = CliRunner().invoke(app, ["ask", "cost_bearer", "--in", pack, "--on", "2026-07-20", f"cost_item={item}", "--lang", "zh"])
    assert done.exit_code == 0, done.stderr
    return str(done.stdout).partition("承担主体：")[2].partition("，")[0].partition("；")[0]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("packs", ["liaoning,changzhi", "changzhi,liaoning"])
def test_each_row_has_the_labels_of_its_own_pack_in_whichever_order_packs_are_named(tmp_path: Path, packs: str, kind: str) -> None:
    """`finance` is the province's department in one text and the city's in the other."""
    (tmp_path / "costs.csv").write_text(COSTS, encoding="utf-8")
    out = tmp_path / f"told.{kind}"
    run("cost_bearer", tmp_path / "costs.csv", "--in", packs, "--jurisdiction", "prov", "--on", "2026-07-20", "--key", "id,prov", "--add", "missing", "--labels", "-o", out)
    told = {"csv": pl.read_csv, "parquet": pl.read_parquet}[kind](out)
    assert told["id"].cast(pl.String).to_list() == ["1", "2", "3", "4", "5"]
    assert told["结果"].to_list() == ["已作答"] * 4 + ["不能确定"]
    assert told["承担主体"].to_list()[:4] == ["省财政厅", "承储企业", "市财政局", "市财政局"]
    asked = [("liaoning", "purchase"), ("changzhi", "purchase"), ("changzhi", "storage_fee")]
    assert told["承担主体"].to_list()[:3] == [bearer_in_ask(pack, item) for pack, item in asked]
    assert told["承担方式"].to_list()[:4] == ["无", "无", "适当补贴", "适当补贴"]
    assert told["所缺事实"].to_list()[4] == ("费用项目; 动用情形" if kind == "csv" else ["费用项目", "动用情形"])


def test_rows_refused_take_no_part_in_the_labels(tmp_path: Path) -> None:
    (tmp_path / "costs.csv").write_text("id,prov,cost_item\n1,nowhere,purchase\n2,changzhi,storage_fee\n3,,purchase\n4,liaoning,purchase\n", encoding="utf-8")
    out = tmp_path / "told.csv"
    words = ("cost_bearer", tmp_path / "costs.csv", "--jurisdiction", "prov", "--on", "2026-07-20", "--key", "id", "--labels", "-o", out, "--rejects", tmp_path / "r.csv")
    run(*words, "--in", "liaoning,changzhi")
    assert pl.read_csv(out).select("id", "承担主体").rows() == [(2, "市财政局"), (4, "省财政厅")]
    assert pl.read_csv(tmp_path / "r.csv").select("行号", "不能作答的原因")["行号"].to_list() == [1, 3]


def test_every_outcome_and_missing_fact_of_every_question_is_written_by_its_own_pack() -> None:
    """Rows of all packs that have a question, a row for each code: what one pack alone writes."""
    from policykit import load
    from policykit.cli.labelled import in_words
    from policykit.ir.types import Choice

    every = {p.name: load(p.name) for p in sorted((Path(__file__).parent.parent / "jurisdictions").iterdir()) if (p / "pack.yaml").is_file()}
    assert len(every) > 1
    differing = 0
    for question in sorted({q for p in every.values() for q in p.questions}):
        policies = [p for p in every.values() if question in p.questions]
        facts = [(p.id, f) for p in policies for f in p.pack.questions[question].inputs]
        missing, packs = pl.DataFrame({"missing": [[f.name] for _, f in facts]}), pl.Series("p", [pack for pack, _ in facts])
        for order in (policies, policies[::-1]) if policies[0].pack.questions[question].output("missing") is None else ():
            assert in_words(order, question, ("missing",), "zh")(missing, packs)["missing"].to_list() == [[f.label.zh or f.name] for _, f in facts]
        for output in policies[0].pack.questions[question].outputs:
            rows = [(p.id, code) for p in policies if (o := p.pack.questions[question].output(output.name)) is not None and isinstance(o.type, Choice) for code in o.type.values]
            if not rows:
                continue
            packs, codes = pl.Series("p", [r[0] for r in rows]), pl.DataFrame({output.name: [r[1] for r in rows]})
            alone = [in_words([every[pack]], question, (), "zh")(pl.DataFrame({output.name: [code]}), None).item() for pack, code in rows]
            for order in (policies, policies[::-1]):
                assert in_words(order, question, (), "zh")(codes, packs)[output.name].to_list() == alone
            differing += len(set(zip(codes[output.name], alone, strict=True))) > codes[output.name].n_unique()
    assert differing > 0  # else nothing was tried


def test_a_run_stopped_goes_on_with_the_labels_of_each_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from policykit.cli import tables

    (tmp_path / "costs.csv").write_text(COSTS, encoding="utf-8")
    words = ("cost_bearer", tmp_path / "costs.csv", "--in", "liaoning,changzhi", "--jurisdiction", "prov", "--on", "2026-07-20", "--rows", "2", "-o")
    run(*words, tmp_path / "whole.csv", "--labels")
    write_part = tables.write_part

    def stopped_in_the_third(frame: Any, path: Path) -> None:
        if path.name == "part-000002.parquet":
            raise KeyboardInterrupt
        write_part(frame, path)

    def stop() -> None:
        with monkeypatch.context() as context:
            context.setattr(tables, "write_part", stopped_in_the_third)
            assert CliRunner().invoke(app, ["run", *map(str, words), str(tmp_path / "told.csv"), "--labels", "--lang", "zh"]).exit_code != 0

    stop()
    told = run(*words, tmp_path / "told.csv", "--labels")
    assert told.stderr == "提示：已做完 2 部分（至多 4 行），从其后继续\n"
    assert (tmp_path / "told.csv").read_text(encoding="utf-8") == (tmp_path / "whole.csv").read_text(encoding="utf-8")
    stop()
    coded = run(*words, tmp_path / "told.csv")  # parts in words are none in codes
    assert coded.stderr == "提示：`told.csv.parts` 是另一张表、另一问或其他选项的，已弃去，从头开始\n"
    assert pl.read_csv(tmp_path / "told.csv")["bearer"].to_list() == ["finance", "storage_enterprise", "finance", "finance", None]


def test_parts_have_the_labels_that_the_whole_has(tmp_path: Path) -> None:
    (tmp_path / "costs.csv").write_text(COSTS, encoding="utf-8")
    words = ("cost_bearer", tmp_path / "costs.csv", "--in", "liaoning,changzhi", "--jurisdiction", "prov", "--on", "2026-07-20", "--add", "missing,why", "--labels", "-o")
    whole, parted = run(*words, tmp_path / "whole.csv"), run(*words, tmp_path / "parted.csv", "--rows", "1")
    assert parted.stdout == whole.stdout.replace("whole.csv", "parted.csv")
    assert (tmp_path / "parted.csv").read_text(encoding="utf-8") == (tmp_path / "whole.csv").read_text(encoding="utf-8")


def test_a_column_of_the_table_that_has_the_label_of_an_answer_is_told(tmp_path: Path) -> None:
    (tmp_path / "stock.csv").write_text(SHEET.replace("strength", "规则"), encoding="utf-8")
    words = ["run", "recoverable", str(tmp_path / "stock.csv"), "--in", "liaoning", "-o", str(tmp_path / "told.csv"), "--lang", "zh"]
    done = CliRunner().invoke(app, [*words, "--labels"])
    assert (done.exit_code, done.stderr) == (2, "error[column-exists]: 已有名为 `规则` 的列，答案也用此名\n  提示：改列名，或用 --key 只保留标识列\n")
    assert CliRunner().invoke(app, words).exit_code == 0
    assert CliRunner().invoke(app, [*words, "--labels", "--key", "item"]).exit_code == 0


def test_columns_of_one_label_keep_their_name_beside_it() -> None:
    from policykit import load
    from policykit.cli.labelled import names_in_words

    question = load("liaoning").pack.questions["distribution_requirements"]  # whose outcome is what is missing
    assert names_in_words(question, ("why",), "zh") == {"status": "结果", "rule": "规则", "why": "理由", "missing": "未办事项"}

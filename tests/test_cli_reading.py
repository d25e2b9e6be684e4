"""Commands that show what there is: packs, questions, clauses with what is encoded of them, readings. Real packs, nothing mocked."""

from __future__ import annotations

from pathlib import Path

import policykit
from policykit.ir.address import address_words, at_or_below

from .commands import FOUR, JURISDICTIONS, data, refused, run


def test_list_says_what_each_pack_is_and_how_far_it_goes() -> None:
    packs = {p["id"]: p for p in data("list")}
    assert packs.keys() >= FOUR
    changzhi = packs["changzhi"]
    assert changzhi["validity"] == {"from": "2025-09-01", "to": "2030-08-31"}
    assert (changzhi["level"], changzhi["jurisdiction"]["zh"]) == ("city", "长治市")
    assert packs["jiangsu"]["force"] == "draft"
    pack = policykit.load("changzhi").pack
    assert changzhi["silent"] == len(pack.instrument.silent_on)
    assert changzhi["answered"] + changzhi["silent"] + changzhi["not_encoded"] == len(pack.questions)
    shown = run("list", "--lang", "zh").stdout
    assert "晋粮物规〔2025〕83号" in shown
    assert "征求意见稿，尚无效力" in shown
    assert f"未规定 {changzhi['silent']}" in shown


def test_a_pack_that_cannot_be_read_is_listed_as_such(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pack.yaml").write_text("pack: broken\nlevle: city\n")
    result = run("list", "--search-path", tmp_path)
    assert result.exit_code == 0
    assert "policykit check broken" in " ".join(result.stdout.split())
    assert data("list", "--search-path", tmp_path)[0]["faults"][0]["code"] == "unknown-key"


def test_questions_shows_who_answers() -> None:
    listed = {q["id"]: q for q in data("questions")}
    assert len(listed) >= 64
    assert {"liaoning", "shanxi"} <= set(listed["recoverable"]["packs"]["answers"])
    assert {"changzhi", "jiangsu"} <= set(listed["recoverable"]["packs"]["silent"])
    shown = run("questions", "--lang", "zh").stdout
    assert "某物资是否需要回收" in shown
    assert "[recovery]" in shown


def test_one_question_shows_inputs_values_and_what_absence_means() -> None:
    shown = run("questions", "recoverable").stdout
    assert "large_water_purifier" in shown  # a code is never broken over lines
    assert "if not given: worked out" in shown
    assert "unless --on names another" in shown
    inputs = {i["name"]: i for i in data("questions", "recoverable")["inputs"]}
    assert inputs["item"]["values"]["quilt"] == {"zh": "棉被（褥）", "en": "quilt"}
    assert [inputs[n]["absent"] for n in ("item", "used_from", "used_to", "no_recovery_value")] == ["required", "unknown", "as_of", "false"]
    lots = {i["name"]: i for i in data("questions", "stock_order")["inputs"]}["lots"]
    assert (lots["type"], lots["of"]["type"]) == ("list", "record")
    assert {"id", "level", "fit"} <= {f["name"] for f in lots["of"]["fields"]}


def test_a_value_that_a_pack_adds_names_the_pack(coastal: Path) -> None:
    shown = run("questions", "recoverable", "--search-path", coastal).stdout
    assert "raft  rubber raft [coastal]" in " ".join(shown.split()).replace("raft rubber", "raft  rubber")


def test_an_unknown_question_gets_the_nearest_name() -> None:
    refused(run("questions", "recoverabel"), "error[unknown-question]", "did you mean `recoverable`?")
    refused(run("compare", "recoverabel"), "error[unknown-question]", "did you mean `recoverable`?")


# --- show, readings


def test_show_puts_rules_beside_the_clause() -> None:
    shown = run("show", "liaoning", "a23.p2.i2", "--lang", "zh").stdout
    assert "不满6个月" in shown
    assert "recoverable/single-tent [A01]" in shown
    assert "single_tent_limit" in shown
    assert "受灾群众" in shown
    [clause] = data("show", "liaoning", "a23.p2.i2")
    rule = next(e for e in clause["encoded_by"] if e["name"] == "recoverable/single-tent")
    assert rule["when"]["used_to"] == "< used_from + single_tent_limit"
    assert (rule["then"], rule["readings"]) == ({"outcome": "recover"}, ["A01"])
    parameter = next(e for e in clause["encoded_by"] if e["name"] == "single_tent_limit")
    assert (parameter["kind"], parameter["value"], parameter["words"]) == ("parameter", "P6M", ["不满6个月"])


def test_show_puts_duties_beside_the_clause() -> None:
    shown = " ".join(run("show", "shanxi", "a21.p1.s1").stdout.split())
    assert "norms/first-batch [A12] when transport notice received → " in shown and "due: within 10 hours of the start" in shown
    [clause] = data("show", "liaoning", "a10.p2.c3")
    ban = next(e for e in clause["encoded_by"] if e["name"] == "norms/refusal")
    assert (ban["kind"], ban["must_not"], ban["by"], ban["starts"]) == ("norm", "take_into_store", ["depot"], [{"acceptance_failed": {}}])


def test_show_puts_declared_silence_beside_the_clause_that_shows_it() -> None:
    [clause] = data("show", "fujian_supply", "s2.2.2.s2")
    silence = next(e for e in clause["encoded_by"] if e["kind"] == "silence")
    assert (silence["name"], silence["when"]) == ("meeting_rule/silent-1", {"meeting": "not(group_consultation)"})
    assert silence["silent"] == {"zh": "方案只规定定期会商", "en": "the plan has regular consultation only"}
    assert "未作规定：方案只规定定期会商" in "".join(run("show", "fujian_supply", "s2.2.2.s2", "--lang", "zh").stdout.split())


def test_an_address_takes_all_below_it_and_nothing_beside() -> None:
    below = [c["address"] for c in data("show", "liaoning", "a2")]
    assert "a2.i1" in below
    assert all(a == "a2" or a.startswith("a2.") for a in below)
    assert len(data("show", "liaoning")) == len(policykit.load("liaoning").pack.clauses)
    refused(run("show", "liaoning", "stock_order"), "error[unknown-clause]", "this names a question: `policykit questions stock_order`")


def test_an_address_is_taken_in_words_as_reports_write_it() -> None:
    for words, address in (
        ("第二十三条", "a23"),
        ("第23条", "a23"),
        ("第二十三条第二款", "a23.p2"),
        ("第 23 条第2款", "a23.p2"),
        ("第二十三条第二款第（二）项", "a23.p2.i2"),
        ("第二十三条第二款第(2)项", "a23.p2.i2"),
        ("art. 23 para. 2 item 2", "a23.p2.i2"),
        ("Article 23, paragraph 2", "a23.p2"),
        ("第二十三条、第二款", "a23.p2"),
        ("23", "a23"),
        ("文首文末文字（n1）", "n1"),
        ("words before or after the articles (n1)", "n1"),
    ):
        assert data("show", "liaoning", words) == data("show", "liaoning", address), words
    assert [c["address"] for c in data("show", "liaoning", "第十条第二款")] == ["a10.p2.c1", "a10.p2.c2", "a10.p2.c3"]
    assert [c["address"] for c in data("show", "jiangsu", "第九条第一目")] == [f"a9.d01.c{n}" for n in range(1, 7)]


def test_the_words_of_every_address_lead_back_to_it() -> None:
    for pack in FOUR:
        addresses = list(policykit.load(pack).pack.clauses)
        for address in addresses:
            for words in address_words(address):
                assert address in at_or_below(words, addresses), words


def test_an_address_that_is_not_there_is_told_with_those_that_are() -> None:
    articles = "  help: the addresses there are: a1–a32 (art. 1 to art. 32), n1–n4, t0, h1–h6\n"
    for typed in ("a99", "a233", "第九十九条", "第二十三", "nothing", "artifact 23", "233"):
        refused(run("show", "liaoning", typed), f"error[unknown-clause]: no clause has the address `{typed}`\n{articles}")
    refused(
        run("show", "liaoning", "第二十三条第九款", "--lang", "zh"),
        "error[unknown-clause]: 没有地址为 `第二十三条第九款` 的条文\n  提示：有的地址：a23.c0、a23.p2.c、a23.p2.i1、a23.p2.i2、a23.p2.i3、a23.p3.c、a23.p3.i1、a23.p3.i2\n",
    )


def test_of_very_many_addresses_the_first_are_told() -> None:
    refused(
        run("show", "fujian_supply", "s6.9"),
        "  help: the addresses there are: s6, s6.p0, s6.1.h, s6.1.p0, s6.1.1.h, s6.1.1.p1, s6.1.2.h, s6.1.2.1, s6.1.2.2, s6.1.2.3, s6.1.2.4, s6.1.2.5 and ",
        " more: `policykit show fujian_supply s6` lists them all\n",
    )


def test_show_says_what_need_not_be_encoded_and_what_was_restored() -> None:
    assert "不编入：主送机关" in run("show", "liaoning", "n1", "--lang", "zh").stdout
    [clause] = data("show", "liaoning", "a24.p1.s2")
    assert clause["restored_from"]


def test_show_on_a_day_gives_the_wording_the_values_and_the_rules_of_that_day() -> None:
    draft = f"liaoning+{JURISDICTIONS.parent / 'docs/examples/single-tent-nine-months.yaml'}"
    for day, words, value in (("2026-12-31", "6个月", "P6M"), ("2027-01-01", "9个月", "P9M")):
        [clause] = data("show", draft, "a23.p2.i2", "--on", day)
        assert words in clause["quote"]
        assert [e["value"] for e in clause["encoded_by"] if e["name"] == "single_tent_limit"] == [value]
        assert f"（{day}）" in run("show", draft, "a23.p2.i2", "--on", day, "--lang", "zh").stdout.splitlines()[0]
    [always] = data("show", draft, "a23.p2.i2")
    assert [e["value"] for e in always["encoded_by"] if e["name"] == "single_tent_limit"] == ["P6M", "P9M"]


def test_show_on_a_day_leaves_out_rules_and_duties_of_other_days(coastal: Path) -> None:
    for rule in ("      - id: single-tent\n", "  refusal:\n"):
        path = next(p for p in (coastal / "coastal").glob("*.yaml") if rule in p.read_text(encoding="utf-8"))
        indent = " " * (len(rule) - len(rule.lstrip()) + 2)
        path.write_text(path.read_text(encoding="utf-8").replace(rule, f"{rule}{indent}from: 2026-01-01\n"), encoding="utf-8")
    for day, there in (("2025-12-31", False), ("2026-01-01", True)):
        words = ("--search-path", coastal, "--on", day)
        encoded = {e["name"] for c in data("show", "coastal", *words) for e in c["encoded_by"]}
        assert ("recoverable/single-tent" in encoded, "norms/refusal" in encoded) == (there, there)
        assert "recoverable/cotton-tent" in encoded


def test_show_refuses_a_day_on_which_the_text_or_the_clause_does_not_stand() -> None:
    refused(
        run("show", "changzhi", "--on", "2025-08-31"),
        "error[not-in-force]: `changzhi` is not yet in force on 2025-08-31\n  help: it is in force from 2025-09-01 to 2030-08-31; leave --on out to see all of it\n",
    )
    refused(run("show", "changzhi", "--on", "2030-09-01", "--lang", "zh"), "error[not-in-force]: `changzhi` 在 2030-09-01 已失效\n")
    refused(run("show", "liaoning", "--on", "yesterday"), "error[day]: `yesterday` is not a day")
    assert run("show", "jiangsu", "--on", "2025-01-01").exit_code == 0  # a draft is no law on any day


def test_readings_give_the_choice_its_reason_and_what_rests_on_it() -> None:
    [a01] = [r for r in data("readings", "liaoning") if r["id"] == "A01"]
    assert a01["chosen"] == "corresponding_day"
    readings = {r["name"]: r for r in a01["readings"]}
    assert readings["strict_end"]["encoded"]
    assert "recoverable/single-tent" in readings["strict_end"]["changes"]
    assert {"kind": "rule", "name": "recoverable/single-tent"} in a01["rests"]
    shown = run("readings", "liaoning").stdout
    assert "strict_end (encoded)" in shown
    assert "outside_cap (not encoded)" in shown


def test_readings_of_one_ambiguity_alone() -> None:
    assert [r["id"] for r in data("readings", "liaoning", "A02", "A01")] == ["A01", "A02"]
    assert [(r["pack"], r["id"]) for r in data("readings", "A01")] == [("liaoning", "A01")]
    shown = run("readings", "liaoning", "A01").stdout
    assert shown.count("problem") == 1 and len(shown.splitlines()) < 30
    refused(run("readings", "liaoning", "A999"), "error[unknown-ambiguity]: there is no ambiguity `A999` in `liaoning`\n  help: known, the nearest first: ")
    refused(run("readings", "shanxii"), "error[unknown-pack]", "did you mean `shanxi`?")

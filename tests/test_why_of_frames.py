"""`why`: for each row of a frame the reason in words, the one that `explain` gives of the same case alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import policykit
from policykit.agreement.frames import _cell, _column, _fits
from policykit.check.regions import Case, regions
from policykit.cli.app import app
from policykit.diagnostics import PolicyError
from policykit.ir.answer import Answer
from policykit.ir.explain import reason
from policykit.ir.types import UNKNOWN

pl = pytest.importorskip("polars")

PACKS = ("liaoning", "shanxi", "changzhi", "jiangsu", "fujian_supply", "district_materials")


def cases_of(policy: policykit.Policy, question: str) -> Iterator[Case]:
    """Cases of every region that rules tell apart, and those with one fact less known."""
    for case in regions(policy.pack, question, [], most=60).cases[:60]:
        yield case
        for name in case.facts:
            yield Case({**case.facts, name: "unknown"}, case.on)


def framed(policy: policykit.Policy, question: str, cases: Sequence[Case]) -> Iterator[tuple[Any, list[Answer[Any]]]]:
    """Frames of cases that give the same facts, with the day asked, and each case's answer alone."""
    types = {f.name: f.type for f in policy.questions[question].inputs}
    groups: dict[tuple[str, ...], list[tuple[Mapping[str, Any], Answer[Any]]]] = {}
    for case in cases:
        try:
            read = policy.read_case(question, dict(case.facts), case.on)
            answer = policy.ask(question, dict(case.facts), on=case.on)
        except PolicyError:
            continue
        facts = {n: v for n, v in zip(types, read.facts, strict=True) if n in read.given}
        if all(v is UNKNOWN or _fits(v) for v in facts.values()):
            groups.setdefault(tuple(facts), []).append((facts, answer))
    for names, rows in groups.items():
        columns = [pl.Series(n, [None if f[n] is UNKNOWN else _cell(f[n], types[n]) for f, _ in rows], dtype=_column(types[n])) for n in names]
        yield pl.DataFrame([*columns, pl.Series("asked on", [a.on for _, a in rows], dtype=pl.Date)]), [a for _, a in rows]


@pytest.mark.parametrize("pack", PACKS)
def test_the_reason_of_a_row_is_that_of_the_case_alone(pack: str) -> None:
    policy = policykit.load(pack)
    said = set()
    for question in policy.questions:
        for frame, answers in framed(policy, question, list(cases_of(policy, question))):
            found = {n: policy.ask_frame(question, frame, on="asked on", key=[], outputs=[], add=["why"], language=n)["why"].to_list() for n in ("zh", "en")}
            for at, answer in enumerate(answers):
                assert found["zh"][at] == (reason(answer, "zh") or None), (question, answer, answer.facts)
                assert found["en"][at] == (reason(answer, "en") or None), (question, answer, answer.facts)
            said |= set(found["zh"])
    assert len(said) > 50


def test_the_reason_is_what_explain_says_after_the_outcome_and_the_words_of_the_clauses() -> None:
    liaoning = policykit.load("liaoning")
    facts = {"item": "single_tent", "issued_to": "victims", "used_from": date(2025, 3, 1), "used_to": date(2025, 8, 31)}
    answer = liaoning.ask("recoverable", facts)
    [zh] = liaoning.ask_frame("recoverable", pl.DataFrame([facts]), add=["why"])["why"]
    [en] = liaoning.ask_frame("recoverable", pl.DataFrame([facts]), add=["why"], language="en")["why"]
    assert zh == "应当；基于所选读法（A01）。a23.p2.c“均需回收处理”；a23.p2.i2“发放给受灾群众使用不满6个月的单帐篷”"
    assert en == "must; it rests on the chosen reading (A01). a23.p2.c “均需回收处理”; a23.p2.i2 “发放给受灾群众使用不满6个月的单帐篷”"
    for language, told in (("zh", zh), ("en", en)):
        explained = answer.explain("zh" if language == "zh" else "en")
        assert told.partition("。" if language == "zh" else ".")[0] in explained
        assert all(c.address in explained and c.quote in explained and f"“{c.quote}”" in told for c in answer.citations)


def test_packs_of_one_structure_give_their_own_words() -> None:
    packs = [policykit.load(n) for n in ("liaoning", "shanxi")]
    goods = {"item": "generator", "issued_to": "victims", "used_from": date(2025, 12, 1), "used_to": date(2026, 6, 20)}
    frame = pl.DataFrame([{"province": p.id, **goods} for p in packs])
    found = policykit.ask_frame(packs, "recoverable", frame, jurisdiction="province", add=["why"])
    assert found["why"].to_list() == [reason(p.ask("recoverable", goods), "zh") for p in packs]


def test_a_law_not_in_force_says_since_when_it_is_or_was() -> None:
    changzhi = policykit.load("changzhi")
    frame = pl.DataFrame({"task_quantity": [10, 10], "actual_stock": [11, 11], "day": [date(2025, 8, 31), date(2030, 9, 1)]})
    found = changzhi.ask_frame("required_buffer", frame, on="day", add=["why"], key=[], outputs=[])["why"].to_list()
    assert "该日尚未施行" in found[0] and "该日已失效" in found[1]


def test_run_writes_the_reason_in_the_language_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "goods.csv").write_text("item,issued_to,used_from,used_to\nquilt,victims,2025-01-01,2025-06-30\n", encoding="utf-8")
    words = ("“下列发放给受灾群众使用的非回收类物资”", "“不再回收”", "“棉被”", "“棉大衣”", "“毛巾被”", "“睡袋”", "“应急包等被服类物资”")
    zh = f"应当；条文明文。a23.p3.c{''.join(words[:2])}；a23.p3.i1{''.join(words[2:])}"
    en = f"must; the text says so in terms. a23.p3.c {' '.join(words[:2])}; a23.p3.i1 {' '.join(words[2:])}"
    for language, why in (("zh", zh), ("en", en)):
        out = tmp_path / f"{language}.csv"
        done = CliRunner().invoke(app, ["run", "recoverable", str(tmp_path / "goods.csv"), "--in", "liaoning", "-o", str(out), "--add", "why", "--lang", language])
        assert done.exit_code == 0, done.stderr
        assert pl.read_csv(out)["why"].to_list() == [why]


def test_a_language_that_there_is_not_is_refused() -> None:
    with pytest.raises(PolicyError) as caught:
        policykit.load("liaoning").ask_frame("recoverable", pl.DataFrame({"item": []}), add=["why"], language="fr")  # type: ignore[arg-type]
    assert [(d.code, d.message.en) for d in caught.value.diagnostics] == [("unknown-word", "`language` cannot be `fr`")]

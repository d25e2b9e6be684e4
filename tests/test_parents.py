"""Where a text is silent the one above it answers: under which readings, from which files, and what is told of the silence below."""

from __future__ import annotations

import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import policykit
from policykit import Policy, PolicyError
from policykit.ir.answer import UnderAll

from .commands import data, run
from .properties.making import choice, label, question, text

ON = "2026-01-01"
ASKED = question({"n": "integer"}, {"payer": choice("province", "city", "depot")})
COVER = {"q": {"when": {"n": "< 100"}, "why": label("goods of the province")}}


def says(payer: str) -> dict[str, Any]:
    return {"then": {"payer": payer}}


def ambiguity(**readings: Mapping[str, Any] | None) -> dict[str, Any]:
    """One whose first reading is chosen; the others change something."""
    named = {n: {**label(n), **({} if change is None else {"change": change})} for n, change in readings.items()}
    return {"clauses": [], "problem": label("?"), "chosen": next(iter(readings)), "why": label("why"), "readings": named}


def pack(name: str, rules: list[dict[str, Any]], readings: Mapping[str, Any], **more: Any) -> str:
    return text({"pack": name, "label": label(name), "questions": {"q": ASKED}, "decisions": {"q": {"rules": rules}}, "readings": readings, **more})


def province(**readings: Mapping[str, Any]) -> Policy:
    """Above 10 the province pays; A1 may be read so that the depot does."""
    rules = [{"id": "above", "if": "n > 10", **says("province"), "reading": "A1"}]
    return policykit.read({"pack.yaml": pack("upper", rules, {"A1": ambiguity(plain=None, depot={"q/above": says("depot")}), **readings})})


def city(upper: Policy, rules: list[dict[str, Any]], readings: Mapping[str, Any]) -> Policy:
    return policykit.read({"pack.yaml": pack("lower", rules, readings, parent={"pack": "upper", "covers": COVER})}, parents={"upper": upper})


def told(found: UnderAll) -> list[tuple[dict[str, str], str, Any]]:
    """Each alternative: its readings, who answers, and what."""
    return [(dict(a.readings), a.answer.pack, a.answer.values and a.answer.values.payer) for a in found.alternatives]


SMALL = {"id": "small", "if": "n < 5", **says("city"), "reading": "A1"}


def test_where_a_text_is_silent_under_every_reading_the_parent_answers_under_each_of_its_own() -> None:
    upper = province()
    lower = city(upper, [SMALL], {"A1": ambiguity(plain=None, depot={"q/small": says("depot")})})
    found, own = lower.ask("q", {"n": 50}, on=ON, fall_through=True, readings="all"), upper.ask("q", {"n": 50}, on=ON, readings="all")
    assert found == own
    assert (found.deciding, told(found)) == (("A1",), [({"A1": "depot"}, "upper", "depot")])
    assert lower.ask("q", {"n": 50}, on=ON, readings="all").answer.status == "silent"


def test_a_reading_under_which_a_silent_text_speaks_is_named_with_its_pack() -> None:
    lower = city(province(), [SMALL], {"A1": ambiguity(plain=None, wide={"q/small": {"if": "n < 60"}}), "A2": ambiguity(plain=None, depot={"q/small": says("depot")})})
    found = lower.ask("q", {"n": 50}, on=ON, fall_through=True, readings="all")
    assert (found.answer.pack, found.answer.values.payer, found.deciding) == ("upper", "province", ("A1", "lower:A1"))
    assert told(found) == [({"A1": "depot"}, "upper", "depot"), ({"lower:A1": "wide"}, "lower", "city")]


def test_a_reading_under_which_a_text_falls_silent_leaves_the_case_to_the_parent() -> None:
    large = {"id": "large", "if": "n > 20", **says("city"), "reading": "A1"}
    lower = city(province(), [large], {"A1": ambiguity(plain=None, none={"q/large": {"repeal": True}})})
    found = lower.ask("q", {"n": 50}, on=ON, fall_through=True, readings="all")
    assert (found.answer.pack, found.answer.values.payer, found.deciding) == ("lower", "city", ("A1",))
    assert told(found) == [({"A1": "none"}, "upper", "province")]
    assert [told(lower.ask("q", {"n": 50}, on=ON, readings="all"))[0][1:]] == [("lower", None)]


def test_where_no_reading_decides_alone_those_of_two_texts_are_tried_together() -> None:
    large = {"id": "large", "if": "n > 20", **says("province"), "reading": "A1"}
    lower = city(province(), [large], {"A1": ambiguity(plain=None, none={"q/large": {"repeal": True}})})
    found = lower.ask("q", {"n": 50}, on=ON, fall_through=True, readings="all")
    assert (found.deciding, found.robust) == ((), False)
    assert told(found) == [({"A1": "none"}, "upper", "province"), ({"A1": "none", "upper:A1": "depot"}, "upper", "depot")]


def test_beyond_the_parents_scope_the_text_stays_silent_under_every_reading() -> None:
    lower = city(province(), [SMALL], {"A1": ambiguity(plain=None, depot={"q/small": says("depot")})})
    found = lower.ask("q", {"n": 500}, on=ON, fall_through=True, readings="all")
    assert (found.answer.pack, found.answer.status, found.answer.below) == ("lower", "silent", ())
    assert told(found) == [({"A1": "depot"}, "lower", None)]


def test_an_answer_of_the_parent_says_who_was_asked_first() -> None:
    lower = city(province(), [SMALL], {"A1": ambiguity(plain=None)})
    answer = lower.ask("q", {"n": 50}, on=ON, fall_through=True)
    (below,) = answer.below
    assert (below.answer, below.why.en) == (lower.ask("q", {"n": 50}, on=ON), "goods of the province")
    (recorded,) = answer.record()["below"]
    assert recorded == {"answer": below.answer.record(), "why": label("goods of the province")}
    assert answer.explain("en").splitlines()[0] == (
        "lower (in force, 2026-01-01): the text is silent; no rule that is encoded covers this case, and the pack does not say that the text is silent on it. The text above applies: goods of the province."
    )
    assert (
        answer.explain("zh").splitlines()[0]
        == "《lower》（施行中，2026-01-01）：文本未作规定；编入的规则都不适用于此情形，规则包也没有写明文本对此未作规定。上级文本适用于本案：goods of the province。"
    )
    back = pickle.loads(pickle.dumps(answer))
    assert (back.record(), back.explain("zh")) == (answer.record(), answer.explain("zh"))
    own = lower.ask("q", {"n": 1}, on=ON, fall_through=True)
    assert (own.below, own.record()["below"]) == ((), [])


# --- where the parent comes from


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A folder with a city's pack and the province's."""
    rules = [{"id": "above", "if": "n > 10", **says("province")}]
    for name, content in (("upper", pack("upper", rules, {})), ("lower", pack("lower", [{**SMALL}], {"A1": ambiguity(plain=None)}, parent={"pack": "upper", "covers": COVER}))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pack.yaml").write_text(content, encoding="utf-8")
    return tmp_path


def test_a_parent_is_loaded_once_and_kept(two: Path) -> None:
    lower = policykit.load("lower", search_path=two)
    first = lower.ask("q", {"n": 50}, on=ON, fall_through=True)
    (two / "upper" / "pack.yaml").write_text("pack: [", encoding="utf-8")
    for asked in (lower, lower.under({"A1": "plain"}), pickle.loads(pickle.dumps(lower))):
        assert asked.ask("q", {"n": 50}, on=ON, fall_through=True) == first
        assert [(p.id, p.digest) for p in asked.lineage()] == [("lower", lower.digest), ("upper", first.asked.digest)]
    assert lower.under({"A1": "plain"}).parent is lower.parent
    with pytest.raises(PolicyError):
        policykit.load("lower", search_path=two).ask("q", {"n": 50}, on=ON, fall_through=True)


def test_a_text_without_a_parent_is_its_whole_lineage() -> None:
    upper = province()
    assert (upper.parent, list(upper.lineage())) == (None, [upper])


def test_check_tells_a_parent_that_is_not_there(two: Path) -> None:
    (two / "upper").rename(two / "uper")
    (fault,) = (d for d in data_of(two) if d["code"] == "unfit-parent")
    assert (fault["code"], fault["message"]["en"], fault["help"]["en"]) == (
        "unfit-parent",
        "the parent `upper` cannot answer: no pack is called `upper`",
        "did you mean `uper`?",
    )
    assert run("check", "lower", "--search-path", two).exit_code == 1


def test_check_tells_parents_in_a_ring(two: Path) -> None:
    (two / "upper" / "pack.yaml").write_text(pack("upper", [], {}, silent_on=["q"], parent={"pack": "lower", "covers": COVER}, decisions={}), encoding="utf-8")
    (fault,) = (d for d in data_of(two) if d["code"] == "unfit-parent")
    assert (fault["code"], fault["message"]["en"]) == ("unfit-parent", "the parent `upper` cannot answer: these packs are each other's parent: lower → upper → lower")


def data_of(folder: Path) -> list[dict[str, Any]]:
    """What `check` says of the city's pack."""
    found = run("check", "lower", "--search-path", folder, "--json")
    diagnostics: list[dict[str, Any]] = json.loads(found.stdout)["diagnostics"]
    return diagnostics


def test_the_command_line_asks_the_parent_under_every_reading() -> None:
    words = ("ask", "recoverable", "--in", "changzhi", "item=single_tent", "issued_to=victims", "--on", "2026-07-20", "--readings", "all")
    assert data(*words, "--fall-through")["deciding"] == ["A56"]
    through = run(*words, "--fall-through")
    assert (through.stderr, "\nthe outcome depends on readings: A56\n" in through.stdout) == ("", True)
    assert run(*words).stderr.replace("\n", " ") == "hint: with --fall-through the parent text (shanxi) answers where its scope covers the case "

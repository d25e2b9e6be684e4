"""A pack may be written in Chinese alone; what ships with the library has both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import policykit
from policykit.diagnostics import Source
from policykit.source.yaml import Mapping, Node, Scalar, Sequence, read_yaml

from .commands import data, run
from .test_packs import PACKS, files_of

ROOT = Path(__file__).parent.parent
OURS = sorted([*ROOT.glob("jurisdictions/*/*.yaml"), *ROOT.glob("policykit/questions/*.yaml")])


@pytest.fixture
def tents(tmp_path: Path) -> Path:
    """A pack of which no label, note or clause has any English."""
    home = tmp_path / "tents"
    for name, content in files_of(PACKS / "good" / "tents.yaml").items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub(r", en: [^{},]*", "", content.decode()), encoding="utf-8")
    assert not [p for p in home.rglob("*.yaml") if re.search(r"\ben:", p.read_text(encoding="utf-8"))]
    return home


def test_a_pack_in_chinese_alone_has_no_faults(tents: Path) -> None:
    assert [d["code"] for d in data("check", tents)["diagnostics"]] == ["gap"]  # as in `tents` with its English: the quilt


def test_the_chinese_stands_where_english_is_asked_for(tents: Path) -> None:
    answer = policykit.load(tents).ask("collect", {"item": "tent", "used_from": "2025-03-01", "used_to": "2025-09-01"})
    assert answer.explain("en") == (
        "帐篷回收办法 (in force, 2025-09-01): 帐篷是否回收 结论: 不回收; must; it is inferred. Facts: 物资 = 帐篷, 开始使用日期 = 2025-03-01, "
        "停止使用日期 = 2025-09-01; not given and taken as: 没有回收价值 = no.\n  a1.p1  “不满6个月” —— 第一条使用不满6个月的帐篷应当回收。"
    )
    assert policykit.load(tents).labels("collect", "outcome")["leave"] == ("不回收", "不回收")


def test_show_says_a_clause_once(tents: Path) -> None:
    shown = run("show", tents, "a2", "--lang", "en").stdout
    assert shown.count("没有回收价值的帐篷，予以报废") == 1


def without_english(node: Node) -> Iterator[Scalar]:
    """The Chinese that no English stands beside, in labels and in the clauses of a ledger."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from without_english(item)
    if not isinstance(node, Mapping):
        return
    said = node.get("zh") or (node.get("quote") if node.get("kind") is not None else None)
    if isinstance(said, Scalar) and not (isinstance(english := node.get("en"), Scalar) and english.text.strip()):
        yield said
    for _, value in node.entries:
        yield from without_english(value)


@pytest.mark.parametrize("path", OURS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_what_ships_has_both_languages(path: Path) -> None:
    root, _ = read_yaml(Source(path.name, path.read_text(encoding="utf-8")))
    assert root is not None
    assert [s.text for s in without_english(root)] == []

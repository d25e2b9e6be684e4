"""The report on a draft for those who have neither its files nor the pack: places, moments, new articles and paragraphs as they read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import policykit
from policykit.check.gate.document import report
from policykit.check.report.blocks import Bullets, Heading, Paragraph, Report, Table
from policykit.ir.address import address_of, address_words
from policykit.ir.explain import shown

HOURS = "  - text:\n      a19.p1.c1: {replace: 6小时, by: 4小时}\n    set: {dispatch_period: PT4H}\n"


def told(folder: Path, changes: str) -> Report:
    path = folder / "draft.yaml"
    path.write_text(f"amendment: d\ntitle: {{zh: 修正案, en: amendment}}\namends: liaoning\nfrom: 2027-01-01\nchanges:\n{changes}", encoding="utf-8")
    return report(policykit.gate(path, limit=60), "zh")  # seconds for a question: a loaded machine proves the same


def words(made: Report) -> str:
    lines: list[str] = []
    for block in made.blocks:
        match block:
            case Paragraph() | Heading():
                lines.append(block.text)
            case Bullets():
                lines += block.items
            case Table():
                lines += [c.text for row in block.rows for c in row]
    return "\n".join(lines)


def test_places_are_the_name_of_the_file_and_the_line(tmp_path: Path) -> None:
    found = words(told(tmp_path, HOURS))
    assert "（readings.yaml:" in found and str(tmp_path) not in found and "jurisdictions/" not in found


def test_moments_are_told_without_a_letter_between_day_and_hour(tmp_path: Path) -> None:
    found = words(told(tmp_path, HOURS))
    assert "最迟时间：2027-01-01 04:00" in found and "T04:00" not in found
    assert (shown(datetime(2027, 1, 1, 4), {}, "zh"), shown(datetime(2027, 1, 1, 23, 59, 59), {}, "en")) == ("2027-01-01 04:00", "2027-01-01 23:59:59")


def test_an_article_that_is_inserted_has_its_name() -> None:
    assert address_words("a30_1.p1.s1") == ("第三十条之一第一款第一句", "art. 30-1 para. 1 sentence 1")
    assert address_of("第三十条之一第一款") == "a30_1.p1"


def test_paragraphs_of_a_changed_article_stand_apart(tmp_path: Path) -> None:
    made = told(tmp_path, HOURS)
    start = next(i for i, b in enumerate(made.blocks) if isinstance(b, Heading) and b.text == "修改后的条文")
    article = [b.text for b in made.blocks[start + 1 : -1] if isinstance(b, Paragraph)]
    assert len(article) == 2 and article[0].startswith("第十九条 管理单位接到") and article[1].startswith("承储库应及时建立")


def test_that_no_decision_changes_is_not_ticked_off_where_duties_do(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(f"amendment: d\ntitle: {{zh: 修正案, en: amendment}}\namends: liaoning\nfrom: 2027-01-01\nchanges:\n{HOURS}", encoding="utf-8")
    gate = policykit.gate(path)
    made = report(replace(gate, diff=replace(gate.diff, questions=())), "zh")  # as of a draft by which no question is answered differently
    start = next(i for i, b in enumerate(made.blocks) if isinstance(b, Heading) and b.text == "结论的变化")
    assert made.blocks[start + 1] == Paragraph("没有变化；义务有变化，见下。", "note")

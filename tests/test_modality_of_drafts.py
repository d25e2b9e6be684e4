"""A duty that a draft makes a permission is one: with the strength of a permission alone it would still be breached."""

from __future__ import annotations

from pathlib import Path

import pytest

import policykit
from policykit import PolicyError
from policykit.diagnostics import Text
from tests.test_words_around import draft_of

MAY = """  - text: {{a10.p1.s2: {{replace: 应在验收工作完成, by: 可在验收工作完成}}}}
    replace: {{norms/acceptance-report: {{{change}, cite: {{a10.p1.s2: [管理单位可在验收工作完成之日起5个工作日内, 向省粮食和储备局报告验收入库情况]}}}}}}
"""


def test_a_duty_does_not_become_a_permission_by_its_strength_alone(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as e:
        policykit.gate(draft_of(tmp_path, "liaoning", MAY.format(change="strength: may")))
    way = "replace: {norms/acceptance-report: {may: report_acceptance, strength: may, …}}"
    assert [(d.code, d.severity, d.underlined, d.message, d.help) for d in e.value.diagnostics] == [
        (
            "duty-that-may",
            "error",
            "may",
            Text(
                "`norms/acceptance-report` 写作 `must`，是义务，强度不能改为 `may`",
                "`norms/acceptance-report` is an obligation (`must`), of which the strength cannot become `may`",
            ),
            Text(f"改为许可的，写 `{way}`", f"to make it a permission write `{way}`"),
        )
    ]


def test_a_duty_replaced_by_a_permission_is_one_from_that_day(tmp_path: Path) -> None:
    gate = policykit.gate(draft_of(tmp_path, "liaoning", MAY.format(change="may: report_acceptance, strength: may")))
    norms = gate.after.pack.norms
    assert [(norms[n].modality, norms[n].deed) for n in ("acceptance-report", "acceptance-report-until-2026-12-31")] == [
        ("may", "report_acceptance"),
        ("must", "report_acceptance"),
    ]

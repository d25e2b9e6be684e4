"""The newcomer's first command shows the main job, in either language."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

DEMO = Path(__file__).parent.parent / "examples" / "demo.py"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Liaoning: outcome = do not recover", "Shanxi: outcome = recover", "Changzhi: method = open tender", "of these 250 must be applied for; 0 are lacking"]),
        ("zh", ["辽宁省: 处理结论 = 不再回收", "山西省: 处理结论 = 回收", "长治市: 选定方式 = 公开招标", "其中须向省级申请 250，缺口 0"]),
    ],
)
def test_the_demo_shows_answers_with_their_clauses(language: str, expected: list[str]) -> None:
    done = subprocess.run([sys.executable, "-X", "utf8", str(DEMO), language], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    for line in [*expected, "a23.p2.i2  “不满6个月的单帐篷”"]:
        assert line in done.stdout

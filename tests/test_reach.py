"""What the last line of `policykit check` claims: a question is called proved only where no note, gap or contradiction stands against it."""

from __future__ import annotations

import pytest

import policykit
from policykit.cli.options import Options
from policykit.cli.reach import Reach, reach_of
from policykit.diagnostics import Diagnostic, Text
from policykit.ir.pack import Table

ZH, EN = Options("zh"), Options("en")


def fault(code: str, span: object) -> Diagnostic:
    return Diagnostic(code, Text("甲", "a"), span)  # type: ignore[arg-type]  # a span of the pack


def test_a_draw_order_rests_on_cases_and_the_rest_is_proved() -> None:
    reach = reach_of(policykit.load("changzhi").pack, [])
    assert reach.by_cases == ("stock_order",) and "required_buffer" in reach.proved and reach.faulty == ()


@pytest.mark.parametrize(("code", "where"), [("untranslated", "by_cases"), ("unknown", "by_cases"), ("gap", "faulty"), ("overlap", "faulty"), ("never-given", "proved")])
@pytest.mark.parametrize("at", ["table", "rule"])
def test_a_fault_of_a_table_or_rule_counts_against_its_question(code: str, where: str, at: str) -> None:
    pack = policykit.load("changzhi").pack
    table = pack.decisions["required_buffer"]
    assert isinstance(table, Table)
    reach = reach_of(pack, [fault(code, table.span if at == "table" else table.rules[-1].span)])
    assert "required_buffer" in getattr(reach, where)


def test_without_the_solver_nothing_is_called_proved() -> None:
    reach = reach_of(policykit.load("changzhi").pack, [fault("unsupported", None)])
    assert reach.proved == () and not reach.ran
    assert reach.told(ZH) == f"没有安装求解器，没有运行证明：{reach.questions} 个问题只以案例检验"


def test_the_line_names_what_is_not_proved() -> None:
    reach = Reach.of([Reach(("a", "b"), ("c",), ("d",)), None, Reach(("e",))])
    assert reach.told(ZH) == "求解器已运行。3 个问题：已证明无漏洞、无矛盾；1 个只以案例检验：c；1 个有漏洞或矛盾：d"
    assert reach.told(EN) == "the solver ran. 3 questions: complete and free of contradiction, proved; 1 only by cases: c; 1 with a gap or a contradiction: d"

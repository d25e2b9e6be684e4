"""What conclusions are made of: constants, citations, silence, and what a missing notice on holidays leaves open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ...diagnostics import Text
from ...domain.calendar import NoNotice
from ...ir.answer import Citation, Conclusion, Values
from ...ir.expr import Expr, Items, Literal
from ...ir.instrument import Quote
from ...ir.pack import Pack, Rule, Table
from ...ir.types import SetOf


def constant_of(node: Expr | None) -> Any:
    """The value of a literal, or of a list of literals; None of no formula."""
    if node is None:
        return None
    if isinstance(node, Literal):
        return node.value
    assert isinstance(node, Items)
    parts = tuple(constant_of(p) for p in node.parts)
    return frozenset(parts) if isinstance(node.type, SetOf) else parts


def no_notice(conclusion: Conclusion, missing: NoNotice) -> Conclusion:
    """What a rule says where a working day falls in a year whose holidays are not known."""
    open_ = (
        Text("届满日是否因节假日顺延不能确定", "whether the last day moves past rest days cannot be told")
        if missing.moving
        else Text("不能计算工作日", "working days cannot be counted")
    )
    why = Text(f"尚无{missing.year}年节假日安排的通知，{open_.zh}", f"the State Council's notice on holidays in {missing.year} is not known, so {open_.en}")
    return replace(conclusion, status="undetermined", basis=None, why=why, missing=(f"holiday_notice_{missing.year}",))


def known(outputs: Sequence[Callable[[], Any]], open_values: Values) -> list[Any]:
    """The outputs that need no missing notice; the open value in place of those that do."""
    found = []
    for index, output in enumerate(outputs):
        try:
            found.append(output())
        except NoNotice:
            found.append(open_values[index])
    return found


GAP = Text(
    "编入的规则都不适用于此情形，规则包也没有写明文本对此未作规定",
    "no rule that is encoded covers this case, and the pack does not say that the text is silent on it",
)


def no_rule(table: Table, rules: Sequence[Rule]) -> Conclusion:
    """Silence: of the whole text, or for a case that no rule covers. A matrix says by its form that the text names nobody; of another table a gap may be one of the pack."""
    if rules and table.ranked:
        return Conclusion("silent", None, why=Text("文本对此情形没有规定", "the text has no rule for this case"))
    if rules:
        return Conclusion("silent", None, why=GAP)
    return Conclusion("silent", None, why=Text("文本没有关于此问题的规定", "the text has no rule on this question"))


def cited(pack: Pack, quotes: tuple[Quote, ...], day: date | None = None) -> tuple[Citation, ...]:
    """Quotes with the whole clause beside them, in its wording of the day where it has several."""
    found = []
    for quote in quotes:
        clause = pack.clauses.get(quote.address)
        whole = (clause.on(day) if day is not None and clause.earlier else None) or clause.quote if clause else quote.words
        found.append(Citation(pack.id, quote.address, quote.words, whole))
    return tuple(found)

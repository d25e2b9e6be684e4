"""Draw orders and fixed orders of steps, side by side: whose stock first, which lots, which step after which."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from ...diagnostics import Text
from ...ir.expr import Call, Expr, Ref, walk
from ...ir.instrument import Quote
from ...ir.pack import DrawOrder, Table
from ...ir.speaking import DrawWords
from ...ir.types import UNKNOWN
from ...ir.words import joined, value_words
from ...targets.python.program import in_period
from .constants import Fixed
from .model import Law, Row, Said

ORDER = "next in order"


def order_rows(question: str, a: Law, b: Law) -> Iterator[Row]:
    """The parts of two draw orders, or the orders of steps that two tables hold facts against."""
    orders = [law.pack.decisions.get(question) for law in (a, b)]
    if any(isinstance(o, DrawOrder) for o in orders):
        mine, theirs = (DrawWords(law.pack, o, Fixed(law.pack, law.on)) if isinstance(o, DrawOrder) else None for law, o in zip((a, b), orders, strict=True))
        yield from _draws(mine, theirs, a, b, question)
        return
    steps = [list(_steps(law, question)) for law in (a, b)]
    for x, y in zip_longest(*steps):
        if x != y:
            yield Row("form", "order", Text("步骤的次序", "the order of steps"), x or Said(None), y or Said(None), same=(x and x.text) == (y and y.text))


def _draws(a: DrawWords | None, b: DrawWords | None, law_a: Law, law_b: Law, question: str) -> Iterator[Row]:
    if a is None or b is None:
        said = [Said(Text("有调用顺序", "a draw order")) if d is not None else _other(law, question) for d, law in ((a, law_a), (b, law_b))]
        yield Row("form", "draw", Text("调用顺序", "the order of use"), said[0], said[1], same=False)
        return
    yield _row("usable", Text("可用的批次", "usable lots"), *(Said(d.usable(), d.order.usable_cite) for d in (a, b)))
    for n, (x, y) in enumerate(zip_longest(a.order.tiers, b.order.tiers), 1):
        yield _row(f"tier-{n}", Text(f"第{n}顺位", f"place {n}"), *(Said(d.tier(t), t.cite) if t else Said(None) for d, t in ((a, x), (b, y))))
    for n, (v, w) in enumerate(zip_longest(a.order.within, b.order.within), 1):
        yield _row(f"within-{n}", Text(f"层级内次序之{n}", f"order inside a level, {n}"), *(Said(d.within(t), t.cite) if t else Said(None) for d, t in ((a, v), (b, w))))


def _row(name: str, label: Text, a: Said, b: Said) -> Row:
    return Row("form", name, label, a, b, same=a.text == b.text)


def _other(law: Law, question: str) -> Said:
    decision = law.pack.decisions.get(question)
    if isinstance(decision, Table):
        why = [r.result.why for r in in_period(decision, law.on) if hasattr(r.result, "why")]
        cite: tuple[Quote, ...] = tuple(q for r in in_period(decision, law.on) for q in r.cite)
        return Said(joined(why, "；", "; ") if why else Text("以规则作答", "rules"), cite)
    return Said(None)


def _steps(law: Law, question: str) -> Iterator[Said]:
    """Orders that rules hold facts against, as lists of labels."""
    table = law.pack.decisions.get(question)
    fixed = Fixed(law.pack, law.on)
    seen: set[object] = set()
    for rule in in_period(table, law.on) if isinstance(table, Table) else ():
        for node in (n for e in rule.formulas for n in walk(e) if isinstance(n, Call) and n.function == ORDER):
            order = fixed(node.arguments[0])
            if order is UNKNOWN or order in seen:
                continue
            seen.add(order)
            parameter = law.pack.parameters.get(_named(node.arguments[0]))
            value = parameter.on(law.on) if parameter is not None else None
            type_ = node.type
            words = joined([value_words(v, type_) for v in order], " → ", " → ")
            yield Said(words, value.cite if value is not None else rule.cite)


def _named(node: Expr) -> str:
    return node.name if isinstance(node, Ref) else ""

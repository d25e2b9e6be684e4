"""What the solver finds: one function for each fault, named for it. `case` is the smallest case that shows it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..diagnostics import Diagnostic, Span, Text

Shown = dict[str, Any]  # `witness`: the case as JSON


def gap(span: Span | None, decision: str, case: Text, **shown: Any) -> Diagnostic:
    return Diagnostic(
        "gap",
        Text(f"`{decision}` 有一种情形没有规则：{case.zh}", f"no rule of `{decision}` covers this case: {case.en}"),
        span,
        Text(
            "补上规则；若文本确未规定，在 `silent_for` 中写明是哪些情形、理由和条款",
            "add the rule; where the text leaves the case open, say so under `silent_for`, with the reason and the clause that shows it",
        ),
        "warning",
        about=(decision,),
        **shown,
    )


def silence_covered(span: Span | None, decision: str) -> Diagnostic:
    return Diagnostic(
        "silence-covered",
        Text(f"`{decision}` 声明文本未规定的情形，其实都有规则", f"what `{decision}` declares to be left open by the text is covered by its rules"),
        span,
        Text("删去此条，或改正其条件", "drop this entry, or mend its conditions"),
        "warning",
    )


def overlap(span: Span | None, decision: str, first: str, second: str, case: Text, clauses: Sequence[str], **shown: Any) -> Diagnostic:
    cited = ", ".join(clauses)
    return Diagnostic(
        "overlap",
        Text(
            f"`{decision}` 的规则 `{first}` 与 `{second}`（{cited}）对同一情形结论不同：{case.zh}",
            f"the rules `{first}` and `{second}` of `{decision}` ({cited}) both hold and say different things: {case.en}",
        ),
        span,
        Text("用 `excepts` 说明哪条是例外，或使条件互斥", "say with `excepts` which one is the exception, or make their conditions exclusive"),
        about=(decision, first, second),
        **shown,
    )


def overlap_alike(span: Span | None, decision: str, first: str, second: str, case: Text, **shown: Any) -> Diagnostic:
    return Diagnostic(
        "overlap-alike",
        Text(
            f"`{decision}` 的规则 `{first}` 与 `{second}` 对同一情形说的一样：{case.zh}",
            f"the rules `{first}` and `{second}` of `{decision}` both hold and say the same: {case.en}",
        ),
        span,
        Text("若有一条多余，可删去", "where one of them is not needed, drop it"),
        "note",
        about=(decision, first, second),
        **shown,
    )


def never_fires(span: Span | None, decision: str, rule: str, by: Sequence[str]) -> Diagnostic:
    hidden = "、".join(f"`{b}`" for b in by)
    hidden_en = ", ".join(f"`{b}`" for b in by)
    return Diagnostic(
        "never-fires",
        Text(
            f"`{decision}` 的规则 `{rule}` 从不作答：" + (f"凡它成立之处，总有例外 {hidden} 成立" if by else "它的条件从不同时成立"),
            f"the rule `{rule}` of `{decision}` never answers: " + (f"wherever it holds, one of its exceptions does ({hidden_en})" if by else "its conditions never hold together"),
        ),
        span,
        Text("改正条件，或删去此规则", "mend the conditions, or drop the rule"),
        about=(decision, rule),
    )


def unused_input(span: Span | None, question: str, name: str) -> Diagnostic:
    return Diagnostic("unused-input", Text(f"没有规则用到 `{question}` 的事实 `{name}`", f"no rule on `{question}` reads its input `{name}`"), span, severity="warning")


def never_given(span: Span | None, question: str, name: str) -> Diagnostic:
    return Diagnostic("never-given", Text(f"没有规则给出 `{question}` 的结果 `{name}`", f"no rule gives `{name}`, an output of `{question}`"), span, severity="warning")


def value_never_given(span: Span | None, question: str, name: str, value: str) -> Diagnostic:
    return Diagnostic(
        "never-given",
        Text(f"`{question}` 的结果 `{name}` 从不为 `{value}`", f"`{name}`, an output of `{question}`, is never `{value}`"),
        span,
        severity="note",
    )


def property_broken(span: Span | None, name: str, label: Text, case: Text, **shown: Any) -> Diagnostic:
    return Diagnostic(
        "property",
        Text(f"声明的性质 `{name}`（{label.zh}）不成立：{case.zh}", f"the declared property `{name}` ({label.en}) does not hold: {case.en}"),
        span,
        Text("改正规则；若性质本身不对，改正性质", "mend the rules, or the property where it claims too much"),
        about=(name,),
        **shown,
    )


def property_untested(span: Span | None, name: str) -> Diagnostic:
    return Diagnostic(
        "property-untested",
        Text(f"声明的性质 `{name}` 所说的情形不会出现，因此什么也没有证明", f"no case is one that the declared property `{name}` speaks of, so that it proves nothing"),
        span,
        Text("改正其 `when` 或 `if`", "mend its `when` or `if`"),
        "warning",
    )


def shares_off(span: Span | None, name: str, label: Text, case: Text, **shown: Any) -> Diagnostic:
    return Diagnostic(
        "shares",
        Text(f"各份之和不等于总数（`{name}`，{label.zh}）：{case.zh}", f"the shares do not add up to the whole (`{name}`, {label.en}): {case.en}"),
        span,
        Text("改正各份的比例", "mend the shares"),
        about=(name,),
        **shown,
    )


def under_reading(span: Span | None, ambiguity: str, reading: str, fault: Diagnostic) -> Diagnostic:
    """A fault that a pack has under one of its other readings only."""
    message = Text(f"改按读法 `{ambiguity}={reading}`：{fault.message.zh}", f"under the reading `{ambiguity}={reading}`: {fault.message.en}")
    help_ = Text("在该读法的 `change` 中写明这些规则如何改变", "say under `change` of the reading what becomes of these rules")
    return replace(fault, message=message, span=span, help=fault.help if fault.code == "unknown" else help_)


def unknown(span: Span | None, what: Text, limit: float) -> Diagnostic:
    return Diagnostic(
        "unknown",
        Text(f"求解器在 {limit:g} 秒内未能判定：{what.zh}", f"the solver found no answer in {limit:g} seconds: {what.en}"),
        span,
        Text("用 --limit 给更多时间", "give it more time with --limit"),
        "warning",
    )


def untranslated(span: Span | None, decision: str, what: Sequence[Text]) -> Diagnostic:
    zh, en = "、".join(dict.fromkeys(t.zh for t in what)), ", ".join(dict.fromkeys(t.en for t in what))
    return Diagnostic(
        "untranslated",
        Text(f"`{decision}` 的证明不及于此：{zh}", f"what is proved of `{decision}` leaves open: {en}"),
        span,
        Text("此处可真可假，只以案例检验", "there, either outcome was taken as possible; only cases test it"),
        "note",
        about=(decision,),
    )


# --- duties


def no_bearer(span: Span | None, norm: str) -> Diagnostic:
    return Diagnostic(
        "no-bearer",
        Text(f"`{norm}` 没有承担者", f"nobody is named who bears `{norm}`"),
        span,
        Text("用 `by` 写明由谁承担；条文没有写明的，在 `bearer_open` 中说明", "say with `by` who bears it; where the text does not, say so with `bearer_open`"),
        "warning",
    )


def due_before_start(span: Span | None, norm: str, case: Text) -> Diagnostic:
    return Diagnostic(
        "due-before-start",
        Text(f"`{norm}` 的期限可能先于其开始：{case.zh}", f"the deadline of `{norm}` can lie before its start: {case.en}"),
        span,
        Text("改正 `due`，使期限不早于开始之日", "mend `due`, so that it never lies before the day of the start"),
        about=(norm,),
    )


def contradictory_duties(span: Span | None, duty: str, ban: str, deeds: Sequence[str], bearers: Sequence[str]) -> Diagnostic:
    """`deeds`: the words by which the norms name it, one or two."""
    by, deed = ", ".join(bearers), " = ".join(f"`{d}`" for d in deeds)
    return Diagnostic(
        "contradictory-duties",
        Text(
            f"`{duty}` 要求、`{ban}` 禁止同一行为 {deed}，承担者同为 {by}，且可能同时有效",
            f"`{duty}` demands and `{ban}` forbids the same deed {deed} of {by}, and both can bind at once",
        ),
        span,
        Text("使二者的起因或期间互斥，或分清承担者", "make what starts them or their periods exclusive, or tell the bearers apart"),
    )


def orders_clash(span: Span | None, chain: Sequence[str]) -> Diagnostic:
    shown = " → ".join(f"`{n}`" for n in chain)
    return Diagnostic("orders-clash", Text(f"先后次序互相矛盾：{shown}", f"these must come before one another: {shown}"), span, Text("改正 `after`", "mend `after`"))


def order_and_norms_clash(span: Span | None, decision: str, first: str, then: str, norm: str) -> Diagnostic:
    return Diagnostic(
        "orders-clash",
        Text(
            f"`{decision}` 先 `{first}` 后 `{then}`，而 `{norm}` 的次序相反",
            f"`{decision}` has `{first}` before `{then}`, but `{norm}` has them the other way round",
        ),
        span,
        Text("两处次序应当一致", "both should have one order"),
    )

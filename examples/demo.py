"""The main job: one real case through all jurisdictions, each answer with its article, then an allocation.

Run it with `make demo`, or `python examples/demo.py en` (or `zh`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

import policykit
from policykit.diagnostics import Language
from policykit.ir.explain import FORCE, STATUS, shown
from policykit.questions.models import Recoverable

DAY = date(2026, 7, 20)  # the day whose law is asked


def main(language: Language) -> None:
    policies = [policykit.load(name) for name in sorted(policykit.available())]

    # A tent given to disaster victims on 20 January and in use for exactly six months.
    tent = {"item": "single_tent", "issued_to": "victims", "used_from": "2026-01-20", "used_to": "2026-07-20", "reusable": True}
    compare(policies, "recoverable", tent, language)

    # Who pays for bringing the goods to the disaster area?
    compare(policies, "cost_bearer", {"cost_item": "transport", "use": "rescue"}, language)

    # A yearly subsidy of exactly 500,000 yuan: is a public tender needed?
    compare(policies, "selection_method", {"annual_subsidy_cny": 500_000}, language)

    # A task of 1,000 pieces, with 1,100 in store: is the buffer kept?
    compare(policies, "required_buffer", {"task_quantity": 1000, "actual_stock": 1100, "callable_quantity": 1000}, language)

    # One answer in full, as a jurist would check it. Typed facts, which an editor completes, do as well as a dict.
    heading({"zh": "一个答案的全文（辽宁，少用一天）", "en": "One answer in full (Liaoning, a day less in use)"}[language])
    liaoning = policykit.load("liaoning")
    a_day_less = Recoverable.Facts(item="single_tent", issued_to="victims", used_from=date(2026, 1, 20), used_to=date(2026, 7, 19))
    print(liaoning.ask(Recoverable, a_day_less).explain(language))

    # Five hundred tents are needed: whose stock goes first, and what must be applied for?
    heading({"zh": "需要 500 顶帐篷，先动用谁的库存（辽宁）", "en": "500 tents are needed: whose stock goes first (Liaoning)?"}[language])
    lots = [
        {"id": "county-1", "level": "county", "quantity": 100, "intake_date": "2022-06-01"},
        {"id": "city-1", "level": "city", "quantity": 150, "intake_date": "2021-06-01"},
        {"id": "province-new", "level": "province", "quantity": 200, "intake_date": "2021-05-10"},
        {"id": "province-old", "level": "province", "quantity": 300, "intake_date": "2019-08-01"},
    ]
    allocation = liaoning.allocate(lots, 500, on=DAY)
    for line in allocation.lines:
        print(f"  {line.lot:<14}{line.quantity:>4}  {line.reason.in_(language)}  [{', '.join(line.addresses)}]")
    request, short = allocation.higher_level_request, allocation.shortfall
    print({"zh": f"  其中须向省级申请 {request}，缺口 {short}", "en": f"  of these {request} must be applied for; {short} are lacking"}[language])


def compare(policies: list[policykit.Policy], question: str, facts: Mapping[str, Any], language: Language) -> None:
    """One case, every jurisdiction: the answer and the words of the law that it relies on."""
    heading(policykit.shared_questions()[question].label.in_(language))
    print("  " + ", ".join(f"{name} = {value}" for name, value in facts.items()))
    for policy in policies:
        if question not in policy.questions:
            continue  # not encoded yet, which is not silence of the text
        answer = policy.ask(question, facts, on=DAY)
        print(f"\n  {policy.pack.instrument.jurisdiction.in_(language)}: {in_words(answer, language)}")
        for citation in answer.citations:
            print(f"      {citation.address}  “{citation.quote}”")


def in_words(answer: policykit.Answer[Any], language: Language) -> str:
    """The outputs in words, or how the answer ended and why; and whether the text is law at all."""
    if answer.status == "answered":
        codes, labels = answer.asked.value_labels, answer.asked.labels
        parts = [f"{labels[n].in_(language)} = {shown(v, codes.get(n, {}), language)}" for n, v in answer.values.record().items() if v not in (None, ())]
    else:
        parts = [STATUS[answer.status].in_(language), *([answer.why.in_(language)] if answer.why else [])]
    if answer.force != "in_force":
        parts.append(f"[{FORCE[answer.force].in_(language)}]")
    return "; ".join(parts)


def heading(text: str) -> None:
    print(f"\n=== {text}")


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("LANG", "en")
    main("zh" if chosen.startswith("zh") else "en")

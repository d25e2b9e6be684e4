"""Where the rules of one law contradict each other: it has no answer there, so that it is not the same as another, whatever that says."""

from __future__ import annotations

from ...diagnostics import PolicyError, Text
from ...ir.pack import Table
from .grid import grid_of
from .model import Contradiction, Law

MOST = 5  # pairs told of each law


def contradictions(question: str, law: Law, limit: float) -> tuple[Contradiction, ...]:
    """The pairs of rules that stand in one case and say different things, each with a smallest case. None where the solver is missing: boxes then say it."""
    if not isinstance(law.pack.decisions.get(question), Table) or grid_of(question, (law,)) is not None:
        return ()  # boxes are made only where no two rules stand together
    try:
        import z3  # noqa: F401  # only to know whether it is there
    except ModuleNotFoundError:
        return ()
    from ...targets.smt.decided import Decided
    from ...targets.smt.facts import Facts
    from ...targets.smt.logic import both, opposite
    from ...targets.smt.values import Untranslated
    from ...targets.smt.witness import Prover

    try:
        facts = Facts(question, [law.pack], law.on)
        decided = Decided(law.pack, facts, law.on)
    except Untranslated:
        return ()
    prover = Prover(facts, limit, [decided.known], law.on)
    if prover.possible(decided.disagrees) is False:
        return ()
    found: list[Contradiction] = []
    for a, b, condition in (p for e in (decided.ending, *decided.steps.values()) for p in e.pairs):
        search = prover.smallest(both(condition, opposite(decided.fails)))
        if search.witness is None or len(found) == MOST:
            continue
        case = dict(search.witness.facts)
        try:
            law.ask(question, {n: v for n, v in case.items() if v is not None}, law.on)
        except PolicyError as e:
            if e.diagnostics[0].code == "rules-disagree":
                found.append(Contradiction(law.name, (a.id, b.id), {n: v for n, v in case.items() if v is not None}, e.diagnostics[0].message))
    return tuple(found)


def somewhere(law: Law) -> Text:
    """That the rules of a law contradict each other in some case, where no pair of them is named."""
    return Text(
        f"{law.name.zh}的规则对有的情形互相矛盾，那里没有答案，无从比较",
        f"the rules of {law.name.en} contradict each other in some cases; it has no answer there to compare",
    )


def unproven(law: Law) -> Text:
    """That there was no time to prove that the rules of a law contradict each other in no case: nothing is known of it, and more time may settle it."""
    return Text(
        f"求解器未能在时限内证明{law.name.zh}的规则互不矛盾；用 --limit 给更多时间",
        f"the solver could not prove in time that the rules of {law.name.en} do not contradict each other; give it more time with --limit",
    )


def told(one: Contradiction) -> Text:
    """The pair in a sentence."""
    first, second = one.rules
    return Text(
        f"{one.law.zh}自相矛盾：规则 `{first}` 与 `{second}` 对同一情形结论不同，那里没有答案，无从比较",
        f"{one.law.en} contradicts itself: the rules `{first}` and `{second}` disagree on a case, which has no answer to compare",
    )

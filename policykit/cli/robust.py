"""`policykit robust`: which of a pack's own cases come out otherwise under another reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..diagnostics import PolicyError
from ..files import own_examples
from ..ir.explain import outcome_words, shown
from .options import Options
from .output import write, write_faults, write_heading, write_json, write_prose
from .under_readings import alike, fragile_words, group_words, reading_words

if TYPE_CHECKING:
    from ..api import Policy
    from ..ir.answer import Alternative, Answer, UnderAll
    from ..ir.example import Example

Fragile = tuple["Example", "UnderAll"]
TOGETHER = ""  # the group of the cases that only several readings at once change


def list_fragile(name: str, options: Options) -> None:
    """Cases whose outcome depends on a reading, by ambiguity: the facts, the outcome, and what each other reading gives. Raises `PolicyError`."""
    policy = options.load(name)
    if policy.folder is None:
        return
    examples, faults = own_examples(policy.folder)
    found: list[Fragile] = []
    for example in examples:
        try:
            under = policy.ask(example.question, example.facts, on=example.as_of, readings="all")
        except PolicyError as e:
            faults += e.diagnostics
            continue
        if not under.robust:
            found.append((example, under))
    groups: dict[str, list[Fragile]] = {}
    for case in found:
        for id_ in case[1].deciding or (TOGETHER,):
            groups.setdefault(id_, []).append(case)
    if options.as_json:
        cases = [{"id": e.id, "question": e.question, "deciding": list(u.deciding), **_recorded(u)} for e, u in found]
        write_json({"pack": policy.id, "cases": len(examples), "fragile": cases})
    else:
        write_heading(f"{options.text(policy.label)} ({policy.id})")
        for id_ in sorted(groups):
            _write_group(policy, id_, groups[id_], options)
        write()
        write(fragile_words(len(examples), len(found), options))
    write_faults(faults, options)


def _write_group(policy: Policy, id_: str, cases: list[Fragile], options: Options) -> None:
    """The ambiguity, the reading chosen, and its cases."""
    ambiguity = policy.pack.ambiguities.get(id_)
    write()
    if ambiguity is None:
        write_heading(options.say("几处读法合并", "several readings together"))
    else:
        colon = options.say("：", ": ")
        write_heading(f"{id_}{colon}{options.text(ambiguity.problem)}")
        write_prose(options.say("采用的读法：", "the reading chosen: ") + reading_words({id_: ambiguity.chosen}, policy.pack, options))
    for example, under in cases:
        write()
        write(f"{example.id}  {options.text(policy.questions[example.question].label)} ({example.question})")
        write_prose(options.say("  事实：", "  facts: ") + _facts(under.answer, options))
        write_prose(options.say("  结论：", "  outcome: ") + outcome_words(under.answer, options.language))
        for group in alike(_others(id_, under)):
            named = group_words(group, policy.pack, options)
            outcome = outcome_words(group[0].answer, options.language)
            write_prose(options.say(f"  若读作 {named}：{outcome}", f"  read as {named}: {outcome}"))


def _others(id_: str, under: UnderAll) -> list[Alternative]:
    """The readings under which the case comes out otherwise: those of one ambiguity alone, or the ones that only together do."""
    return [a for a in under.alternatives if a.differs_from(under.answer) and (id_ == TOGETHER or set(a.readings) == {id_})]


def _facts(answer: Answer[Any], options: Options) -> str:
    """The facts that were given, in words."""
    asked = answer.asked
    equals = options.say("＝", " = ")
    given = answer.trace.given.items()
    parts = [f"{options.text(asked.labels.get(n)) or n}{equals}{shown(v, asked.value_labels.get(n, {}), options.language)}" for n, v in given]
    day = f"{options.say('适用日期', 'day')}{equals}{answer.on}"
    return options.say("，", ", ").join([*parts, day])


def _recorded(under: UnderAll) -> dict[str, Any]:
    others = [{"readings": dict(a.readings), "answer": a.answer.record()} for a in under.alternatives if a.differs_from(under.answer)]
    return {"answer": under.answer.record(), "alternatives": others}

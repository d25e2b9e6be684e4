"""The words for what other readings do to an outcome, the same wherever it is told: in `ask --readings all`, in `compare` and in `robust`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..ir.explain import STRENGTH, outcome_words
from .options import Options

if TYPE_CHECKING:
    from ..check.report.blocks import Block
    from ..ir.answer import Alternative, UnderAll
    from ..ir.pack import Pack


def alike(alternatives: Iterable[Alternative]) -> list[list[Alternative]]:
    """The alternatives by outcome, those with one outcome together, in the order in which they are met."""
    groups: list[list[Alternative]] = []
    for alternative in alternatives:
        group = next((g for g in groups if not alternative.differs_from(g[0].answer)), None)
        if group is None:
            groups.append([alternative])
        else:
            group.append(alternative)
    return groups


def named(alternative: Alternative) -> str:
    """`A01=fixed_days`; several readings at once are joined by a plus sign."""
    return " + ".join(f"{i}={n}" for i, n in alternative.readings.items())


def reading_words(readings: Mapping[str, str], pack: Pack, options: Options) -> str:
    """Readings by name, with what they say."""
    found = []
    for id_, name in readings.items():
        label = next((r.label for r in pack.ambiguities[id_].readings if r.name == name), None)
        text = options.text(label)
        found.append(f"{id_}={name}" + (options.say(f"（{text}）", f" ({text})") if text else ""))
    return options.listed(found)


def chosen_words(ids: Iterable[str], pack: Pack, on: date, options: Options) -> list[str]:
    """Ambiguities a line each, for who does not have the pack at hand: what is in doubt on the day, and how the pack reads it."""
    lines = []
    for ambiguity in (pack.ambiguities[i].on(on) for i in dict.fromkeys(ids) if i in pack.ambiguities):
        chosen = next((r.label for r in ambiguity.readings if r.name == pack.switched.get(ambiguity.id, ambiguity.chosen)), None)
        problem, read = options.text(ambiguity.problem).rstrip("。."), options.text(chosen)
        lines.append(options.say(f"{ambiguity.id}：{problem}——读作：{read}", f"{ambiguity.id}: {problem} – read as: {read}"))
    return lines


def relied_on(lines: Sequence[str], options: Options) -> list[Block]:
    """The part of a report that says which readings it rests on, where it rests on any. `lines`: as `chosen_words` has them."""
    from ..check.report.blocks import Bullets, Paragraph

    return [Paragraph(options.say("所依据的读法：", "The readings relied on:")), Bullets(tuple(lines))] if lines else []


def group_words(group: Iterable[Alternative], pack: Pack, options: Options) -> str:
    """Alternatives with one outcome, each by its readings."""
    return options.say("；或者 ", "; or ").join(reading_words(a.readings, pack, options) for a in group)


def otherwise(under: UnderAll, pack: Pack, options: Options) -> list[tuple[str, str]]:
    """The readings under which the outcome is another, those with one outcome together, and that outcome; with its strength where that is another."""
    found = []
    for group in alike(a for a in under.alternatives if a.differs_from(under.answer)):
        other = group[0].answer
        strength = options.text(STRENGTH[other.strength]) if other.strength and other.strength != under.answer.strength else ""
        outcome = options.say("；", "; ").join(w for w in (outcome_words(other, options.language), strength) if w)
        found.append((group_words(group, pack, options), outcome))
    return found


def without_other(under: UnderAll, pack: Pack) -> list[str]:
    """The ambiguities on which the answer rests and of which no other reading is encoded: whether the outcome would differ is not known."""
    touched = {i for a in under.alternatives for i in a.readings}
    return [i for i in under.answer.readings if i not in touched and not (i in pack.ambiguities and pack.ambiguities[i].alternatives)]


def counted(group: list[Alternative], options: Options) -> str:
    """Several alternatives in few words: how many they are, then each that is read alone, and whether some of them are read together as well."""
    alone = [a for a in group if len(a.readings) == 1]
    together = len(group) - len(alone)
    lines = [options.say(f"共{len(group)}种：", f"{len(group)} combinations:")] + [named(a) for a in (alone or group)]
    if alone and together:
        lines.append(options.say(f"其中几处合并改用的{together}种", f"and {together} of several at once"))
    return "\n".join(lines)


def depends(under: UnderAll, pack: Pack, options: Options) -> list[str]:
    """On which readings the outcome depends, on which it does not; and what it means that the answer names others."""
    listed = options.listed
    touched = tuple(dict.fromkeys(i for a in under.alternatives for i in a.readings))
    if under.robust:
        lines = [options.say("结论不取决于读法：在所有已编入的读法下相同", "the outcome does not depend on readings: it is the same under every encoded one")]
    elif under.deciding:
        lines = [options.say(f"结论取决于读法：{listed(under.deciding)}", f"the outcome depends on readings: {listed(under.deciding)}")]
    else:
        lines = [options.say("结论取决于读法：几处读法合并改用时", "the outcome depends on readings: several of them together")]
    idle = [i for i in touched if i not in under.deciding]
    if idle and under.deciding:
        lines.append(options.say(f"单独改用不影响结论：{listed(idle)}", f"of no effect alone: {listed(idle)}"))
    rests = [i for i in under.answer.readings if i not in under.deciding]
    if weighed := [i for i in rests if i in touched]:
        lines.append(
            options.say(
                f"答案基于 {listed(weighed)} 的所选读法：另一种读法会改动所用的规则，但单独改用时本例的结论不变",
                f"the answer rests on the chosen reading of {listed(weighed)}: another changes a rule that was used, but alone not the outcome of this case",
            )
        )
    if unknown := [i for i in without_other(under, pack) if i in rests]:
        lines.append(
            options.say(
                f"答案基于 {listed(unknown)} 的所选读法：其他读法没有编入，不知道结论是否不同",
                f"the answer rests on the chosen reading of {listed(unknown)}: no other is encoded, so whether the outcome would differ is not known",
            )
        )
    return lines


def fragile_words(answers: int, fragile: int, options: Options) -> str:
    """How many of some cases depend on readings."""
    return options.say(f"{answers} 个案例中有 {fragile} 个的结论取决于读法", f"{fragile} of {answers} cases have an outcome that depends on readings")

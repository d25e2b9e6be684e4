"""Whether all targets answer alike: every decision of a pack, a case for each region and each boundary, and its own cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..api import Policy
from ..check.regions import MOST, Case, regions
from ..diagnostics import PolicyError, Text
from ..ir.example import Example
from ..ir.pack import DrawOrder, Table
from .outcome import UNSAID, Outcome
from .proof import Proved, proved
from .targets import Target, plain


class Difference(NamedTuple):
    """A case on which a target says something else than the first."""

    case: Case
    target: str
    expected: Outcome
    found: Outcome


class Compared(NamedTuple):
    """One decision on all targets. `cases` were asked; there are `total` regions and boundaries, all of them among the cases where it is `complete`.

    `drawn`: there are too many, so each row and each boundary was asked, and some of the others. `proof`: what the solver says of all cases, where the
    decision is a table and the smt target is among the targets.
    """

    pack: str
    question: str
    cases: int
    total: int
    complete: bool
    drawn: bool
    targets: tuple[str, ...]
    said: Mapping[str, int]  # of how many cases each target says anything
    refused: Mapping[str, Text]
    differences: tuple[Difference, ...]
    proof: Proved | None = None

    @property
    def agree(self) -> bool:
        """Whether nothing speaks against it: what the solver could not say in time does not."""
        return not self.differences and not (self.proof and self.proof.refuted)


def compared(policy: Policy, question: str, targets: Sequence[Target], examples: Sequence[Example] = (), most: int = MOST, seed: int = 0, draw: int | None = None) -> Compared:
    """The first of `targets` is what the others are held to. `most` and `draw` as in `regions`."""
    own = [e for e in examples if e.question == question]
    asked = [Case(e.facts, e.as_of) for e in own if e.as_of is not None]
    if isinstance(policy.pack.decisions.get(question), DrawOrder):
        total, complete, drawn, cases = len(asked), False, False, tuple(asked)
    else:
        made = regions(policy.pack, question, [e.facts for e in own], most, seed, draw)
        total, complete, drawn, cases = made.total, made.complete, made.drawn, (*made.cases, *asked)
    proof = proved(policy, question) if isinstance(policy.pack.decisions.get(question), Table) and any(t.name == "smt" for t in targets) else None
    cases += tuple(case for _, case in proof.refuted) if proof else ()
    first, *others = targets
    expected = first.adapter(policy, question, cases)
    said = {first.name: len(cases)}
    refused: dict[str, Text] = {}
    differences: list[Difference] = []
    for target in others:
        try:
            found = target.adapter(policy, question, cases)
        except PolicyError as e:
            if e.diagnostics[0].code != "unsupported":
                raise
            refused[target.name] = e.diagnostics[0].message
            continue
        said[target.name] = sum(o is not None for o in found)
        for case, wanted, outcome in zip(cases, expected, found, strict=True):
            if wanted is not None and outcome is not None and not alike(wanted, outcome):
                differences.append(Difference(case, target.name, wanted, outcome))
    names = tuple(t.name for t in targets if t.name not in refused)
    return Compared(policy.id, question, len(cases), total, complete, drawn, names, said, refused, tuple(differences), proof)


def alike(a: Outcome, b: Outcome) -> bool:
    """Whether two outcomes are one, as far as both say anything."""
    if (a.status, a.rule) != (b.status, b.rule):
        return False
    if UNSAID in (a.values, b.values) or a.values is None or b.values is None:
        return a.values == b.values or UNSAID in (a.values, b.values)
    return all(UNSAID in (x, y) or plain(x) == plain(y) for x, y in zip(a.values, b.values, strict=True))

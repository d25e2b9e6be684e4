"""All that is doubtful in a pack that can be read: its ledger, citations, labels, rules, and what its own cases show."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Diagnostic, in_order
from ..ir.example import Example
from ..ir.pack import Pack
from .cases import check_cases
from .citations import check_citations
from .examples import Ask
from .instrument import check_instrument
from .labels import check_labels
from .ledger import check_ledger
from .numbering import check_numbering
from .quoted_figures import check_figures
from .rules import check_rules


def check_pack(pack: Pack, examples: Sequence[Example], ask: Ask) -> list[Diagnostic]:
    """The diagnostics of a pack, in order of place. `examples` are its own cases; `ask` answers them: question, facts, day."""
    found = [*check_ledger(pack), *check_numbering(pack), *check_citations(pack), *check_figures(pack), *check_labels(pack), *check_rules(pack), *check_instrument(pack)]
    return in_order([*found, *check_cases(pack, examples, ask)])

"""A case that has been read -> its answer, with care: unknown facts tried, draw orders followed, what stops a decision told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..diagnostics import PolicyError
from ..domain.calendar import NoNotice
from ..ir.answer import Answer, Conclusion, Values
from ..ir.case import Case
from ..ir.pack import DrawOrder, Question
from ..ir.types import ListOf, Record
from ..targets.python.failures import failure
from ..targets.python.runtime import NotInForce, OutOfRange, RulesDisagree

if TYPE_CHECKING:
    from ..targets.python.program import Program


def answered(program: Program, case: Case) -> Answer[Any]:
    """The answer to a program's question. Raises `PolicyError` for rules that disagree, parameters without a value, results out of range."""
    force, given = program.force(case.on), program.asked.given(case.given)
    stopped = program.out_of_force(force)
    if stopped is not None:
        return Answer.of(program.asked, stopped, None, case.on, force, case.facts, given)
    order = program.pack.decisions.get(case.question)
    try:
        conclusion: Conclusion
        values: Values | None
        if isinstance(order, DrawOrder):
            from .allocation import conclude

            named = dict(zip(program.asked.inputs, case.facts, strict=True))
            conclusion, values = conclude(program.pack, order, lot_type(program.question), named, case.on, program.values, program.open_values)
        elif case.unknown:
            from ..targets.python.unknown import decide_unknown

            conclusion, values = decide_unknown(program, case.facts, case.on, force)
        else:
            conclusion, values = program.decide(case.facts, case.on, force)
    except NoNotice as missing:
        from ..targets.python.conclusions import no_notice

        conclusion, values = no_notice(Conclusion("undetermined", None), missing), program.open_values
    except (RulesDisagree, NotInForce, OutOfRange, ArithmeticError, ValueError) as e:
        raise PolicyError([failure(e, program.pack.id, case.question)]) from e
    return Answer.of(program.asked, conclusion, values, case.on, force, case.facts, given)


def lot_type(question: Question) -> Record:
    """The records of a question about stock."""
    return next(f.type.of for f in question.inputs if isinstance(f.type, ListOf) and isinstance(f.type.of, Record))

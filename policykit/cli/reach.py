"""How far the proofs of a pack reach: which questions are proved complete and free of contradiction, which rest on cases only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..diagnostics import Diagnostic, counted
from ..ir.pack import DrawOrder, Pack, Table
from .options import Options

FOUND = ("gap", "overlap")
OPEN = ("untranslated", "unknown")


@dataclass(frozen=True)
class Reach:
    """Questions by what the solver says of them."""

    proved: tuple[str, ...] = ()
    by_cases: tuple[str, ...] = ()  # the solver cannot follow the rules, or found no answer in time
    faulty: tuple[str, ...] = ()  # with a gap or a contradiction
    ran: bool = True

    @property
    def questions(self) -> int:
        return len(self.proved) + len(self.by_cases) + len(self.faulty)

    @staticmethod
    def of(parts: Iterable[Reach | None]) -> Reach:
        """That of several packs together; a pack that cannot be read has none."""
        known = [p for p in parts if p is not None]
        proved, by_cases, faulty = (tuple(q for p in known for q in getattr(p, n)) for n in ("proved", "by_cases", "faulty"))
        return Reach(proved, by_cases, faulty, all(p.ran for p in known))

    def record(self) -> dict[str, object]:
        return {"solver": self.ran, "proved": list(self.proved), "by_cases": list(self.by_cases), "faulty": list(self.faulty)}

    def told(self, options: Options) -> str:
        """The closing line of `policykit check`."""
        if not self.ran:
            return options.say(
                f"没有安装求解器，没有运行证明：{self.questions} 个问题只以案例检验",
                f"the solver is not installed and nothing was proved: {counted(self.questions, 'question')} tested by cases only",
            )
        told = options.say(
            f"求解器已运行。{len(self.proved)} 个问题：已证明无漏洞、无矛盾", f"the solver ran. {counted(len(self.proved), 'question')}: complete and free of contradiction, proved"
        )
        if self.by_cases:
            told += options.say(f"；{len(self.by_cases)} 个只以案例检验：", f"; {len(self.by_cases)} only by cases: ") + options.listed(self.by_cases)
        if self.faulty:
            told += options.say(f"；{len(self.faulty)} 个有漏洞或矛盾：", f"; {len(self.faulty)} with a gap or a contradiction: ") + options.listed(self.faulty)
        return told


def reach_of(pack: Pack, found: Sequence[Diagnostic]) -> Reach:
    """How far the proofs reached that found these faults."""
    ran = not any(d.code == "unsupported" for d in found)
    proved: list[str] = []
    by_cases: list[str] = []
    faulty: list[str] = []
    for name, decision in pack.decisions.items():
        if isinstance(decision, DrawOrder):
            by_cases.append(name)
        elif isinstance(decision, Table) and decision.of is None and decision.span is not None:
            spans = [s for t in pack.tables(name) for s in (t.span, *(r.span for r in t.rules))]
            codes = {d.code for d in found if d.span is not None and d.span in spans}
            (faulty if codes & {*FOUND} else by_cases if not ran or codes & {*OPEN} else proved).append(name)
    return Reach(tuple(proved), tuple(by_cases), tuple(faulty), ran)

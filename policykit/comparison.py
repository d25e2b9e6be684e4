"""Two laws compared, and a draft tried before it is law: what `policykit.diff` and `policykit.gate` give."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from . import files
from .api import Policy, answerer, answers_of, law_day, load
from .check.diff.model import Diff, Law
from .check.diff.rules import LIMIT
from .check.diff.whole import diff as compared
from .diagnostics import Diagnostic, PolicyError, Span, Text, in_order, short
from .domain.periods import read_date
from .ir.arguments import are_names, names, no_names
from .ir.names_meant import question_meant

if TYPE_CHECKING:
    from .check.gate.model import Gate
    from .ir.example import Example
    from .ir.pack import Question


def diff(
    a: str | Path | Policy,
    b: str | Path | Policy,
    questions: str | Collection[str] = (),
    *,
    on: date | str,
    search_path: files.Paths = (),
    limit: float = LIMIT,
    notices: files.Paths = (),
) -> Diff:
    """Two texts side by side, every pair of rules that answer some case differently with a smallest such case, and whether nothing else differs is proven.

    `a`, `b`: packs, or their names or folders, also `liaoning+draft.yaml` and `liaoning@2024-01-01` (the law of that day). `questions`: one or several, these alone; else all that
    both answer. `on`: the day of the law (a date, or `"2025-09-01"`) where none is named, or the day from which all amendments are in force, where that is later. `limit`: seconds for the solver, for one question.
    `notices`: files with the State Council's later notices on holidays, for packs that are named.
    Raises `PolicyError`: a pack that is not there, a question that neither answers, a day that is none, the solver needed and not installed.
    """
    if not are_names(questions):
        raise PolicyError([no_names("questions", questions)])
    search, asked = files.search_folders(search_path), names(questions or ())
    laws = sides(a, b, law_day(on), search, notices)
    known = {n: q for law in laws for n, q in law.pack.questions.items() if n in law.pack.answers}
    for question in asked:
        if question not in known:
            raise PolicyError([_not_asked(question, known, search)])
    return compared(*laws, asked, limit)


def _not_asked(name: str, known: Mapping[str, Question], search_path: tuple[str | Path, ...]) -> Diagnostic:
    """A question that neither side answers; or a third pack in its place."""
    if name in files.pack_folders(search_path):
        return Diagnostic(
            "third-pack",
            Text(f"`{name}` 是规则包，不是问题：`diff` 只比较两个文本", f"`{name}` is a pack and no question: `diff` compares two texts"),
            help=Text(
                "三个以上用 `policykit matrix 问题 --in A,B,C`（一切情形）或者 `policykit compare 问题 事实=值 --in A,B,C`（一个情形）",
                "for more use `policykit matrix QUESTION --in A,B,C` (every case) or `policykit compare QUESTION NAME=VALUE --in A,B,C` (one case)",
            ),
        )
    return Diagnostic("unknown-question", Text(f"双方都没有问题 `{short(name)}`", f"neither text answers `{short(name)}`"), help=question_meant(name, known))


def sides(a: str | Path | Policy, b: str | Path | Policy, on: date, search_path: tuple[str | Path, ...] = (), notices: files.Paths = ()) -> tuple[Law, Law]:
    """Both sides of a comparison, named so that they can be told apart. A side with an amendment is asked on a day when that is in force, and so is the other."""
    found = [_side(s, search_path, notices) for s in (a, b)]
    begun = [amendment.first for policy, _ in found for amendment in policy.pack.amendments]
    usual = max([on, *begun])
    mine, theirs = ((policy, day or usual) for policy, day in found)
    laws = [law_of(policy, day, name) for (policy, day), name in zip((mine, theirs), _names(mine, theirs), strict=True)]
    return tuple(replace(law, day_named=named is not None) for law, (_, named) in zip(laws, found, strict=True))  # type: ignore[return-value]  # two of them


def law_of(policy: Policy, on: date, name: Text) -> Law:
    """A pack on a day as a side of a comparison."""
    return Law(policy.pack, on, answers_of(policy), name)


def _side(side: str | Path | Policy, search_path: tuple[str | Path, ...], notices: files.Paths) -> tuple[Policy, date | None]:
    if isinstance(side, Policy):
        return side, None
    if not isinstance(side, str):
        return load(side, search_path=search_path, notices=notices), None
    name, at, text = side.rpartition("@")
    day = read_date(text) if at else None
    return load(name if day is not None else side, search_path=search_path, notices=notices), day


def _names(a: tuple[Policy, date], b: tuple[Policy, date]) -> tuple[Text, Text]:
    """Jurisdictions; of one law: before and after an amendment, or the days."""
    mine, theirs = a[0].pack, b[0].pack
    if mine.id == theirs.id and a[1] != b[1]:
        return tuple(Text(f"{day}的法", f"the law of {day}") for day in (a[1], b[1]))  # type: ignore[return-value]  # two of them
    if mine.id == theirs.id and bool(mine.amendments) != bool(theirs.amendments):
        now, draft = Text("现行文本", "the text as it stands"), Text("修改后", "as amended")
        return (draft, now) if mine.amendments else (now, draft)
    places = [p.instrument.jurisdiction for p in (mine, theirs)]
    if places[0] != places[1]:
        return places[0], places[1]
    labels = (mine.instrument.label, theirs.instrument.label)
    return labels if labels[0] != labels[1] else (Text("前者", "the first"), Text("后者", "the second"))


FOLLOWS_LATER = ("quotation-gone", "words-around", "reading-hides", "reading-left")  # faults of a draft that leave a pack to be tried


def gate(
    draft: str | Path, *, on: date | str | None = None, search_path: files.Paths = (), limit: float = LIMIT, cases: Iterable[str | Path] = (), notices: files.Paths = ()
) -> Gate:
    """What a draft amendment does to the pack it amends: text, faults, decisions, cases, quotations, duties. Raises `PolicyError` for one that cannot be read.

    `on`: the day of the law (a date, or `"2025-09-01"`), where it is not before the draft is in force; else, as where there is none, that day. `cases`: files or folders with worked cases of the draft, each asked by the law of its own day or its event's, else of the draft's; those that do not come out as they should are faults. Names and codes in them that are not there raise `PolicyError` (`case-code`).
    `notices`: files with the State Council's later notices on holidays.
    """
    from .check.case_codes import miswritten
    from .check.gate.whole import tried

    asked = None if on is None else law_day(on)
    base = files.amended_pack(Path(draft))
    search = files.search_folders(search_path)
    before = load(base, search_path=search, notices=notices)
    assert before.folder is not None
    pack, found = files.read_folder(before.folder, amendments=[draft], tolerated=FOLLOWS_LATER)
    after = Policy(replace(pack, calendar=before.pack.calendar), folder=before.folder)
    day = max([asked, pack.amendments[0].first]) if asked is not None else pack.amendments[0].first
    laws = (law_of(before, day, Text("现行文本", "the text as it stands")), law_of(after, day, Text("修改后", "as amended")))
    written = files.worked_cases(cases)
    added = [replace(e, pack=None) for e in written if _of(e, pack.id, Path(draft))]
    slips = [case_elsewhere(e.span, e.id, e.pack or "", pack.id) for e in written if not _of(e, pack.id, Path(draft))]
    if slips := [*slips, *(d for e in added for d in miswritten(e, pack.questions.get(e.question)))]:
        raise PolicyError(in_order(slips))
    examples, _ = files.own_examples(before.folder)
    logs, _ = files.own_duty_cases(before.folder)
    return tried(*laws, found, examples, logs, limit, answerer, added)


def _of(example: Example, pack: str, draft: Path) -> bool:
    """Whether a case is one of the draft: it names no pack, the one amended, or that with the draft."""
    base, amendments = files.named_with_amendments(example.pack or pack)
    return base == pack and all(Path(a).name == draft.name for a in amendments)


def case_elsewhere(span: Span | None, case: str, pack: str, amends: str) -> Diagnostic:
    """A case of another pack, given as one of a draft."""
    return Diagnostic(
        "case-elsewhere",
        Text(f"案例 `{case}` 写的是规则包 `{pack}`，而草案修改 `{amends}`", f"the case `{case}` is of the pack `{pack}`, while the draft amends `{amends}`"),
        span,
        Text("删去 `pack`，或改正；别的规则包的案例用 `policykit test` 检验", "leave out `pack`, or mend it; cases of another pack are for `policykit test`"),
    )

"""`policykit matrix` and `policykit text`: all jurisdictions on one question, and the text of one on a day."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..check.diff.contradictions import told as clash_words
from ..check.diff.matrix import Matrix, MatrixCell, matrix
from ..check.diff.model import Law
from ..check.report.blocks import Block, Bullets, Cell, Paragraph, Report, Table
from ..comparison import law_of
from ..diagnostics import Diagnostic, PolicyError, Text
from ..ir.names_meant import question_meant
from ..ir.pack import Pack
from .blocks import save_report, write_report
from .compared_sheet import of_matrix
from .instruments import place, text_named, text_recorded
from .options import Options, read_day, today
from .output import write, write_error, write_faults, write_json
from .under_readings import chosen_words, relied_on


def write_matrix(question: str, packs: Sequence[str], on: str | None, output: Path | None, options: Options) -> None:
    """Writes the table of a question. Raises `PolicyError` where no pack answers it."""
    policies, not_packs = options.load_all(packs)
    day = read_day(on) if on else today()
    answering = [p for p in policies if question in p.questions]
    if not answering:
        known = {n: q for p in policies for n, q in p.pack.questions.items()}
        raise PolicyError([Diagnostic("unknown-question", Text(f"没有规则包回答 `{question}`", f"no pack answers `{question}`"), help=question_meant(question, known))])
    write_faults(not_packs, options)
    silent = [] if packs else [p for p in answering if question in p.pack.instrument.silent_on]  # said in one line below the table
    laws = [law_of(p, day, p.pack.instrument.jurisdiction) for p in answering if p not in silent] or [law_of(p, day, p.pack.instrument.jurisdiction) for p in answering]
    found, apart = matrix(question, laws), [p.pack for p in silent]
    if output is not None:
        save_report(_report(found, apart, options, in_full=True), output, lambda: of_matrix(found, apart, options))
        write_error(options.say(f"已写入 {output}", f"written to {output}"))
    elif options.as_json:
        write_json(_recorded(found, apart))
    else:
        write_report(_report(found, apart, options))


def _report(found: Matrix, silent: Sequence[Pack], options: Options, in_full: bool = False) -> Report:
    """`in_full`: with the readings that it rests on, for who reads a file without the packs at hand."""
    day = found.laws[0].on
    names = [place(law.pack.instrument, day, options) for law in found.laws]
    blocks: list[Block] = [Bullets(tuple(text_named(law.pack, day, options) for law in found.laws))]
    if found.crossed:
        rows = tuple((Cell(options.text(r.condition)), *(Cell(_said(c, law, options)) for c, law in zip(r.cells, found.laws, strict=True))) for r in found.rows)
        blocks.append(Table((options.say("情形", "case"), *names), rows, (2, *(2 for _ in names))))
        blocks.append(
            Paragraph(options.say("各行合起来是各地都能回答的一切情形，彼此不重叠。", "The rows together are all cases that all of them can read, and do not overlap."), "quiet")
        )
    else:
        told = [(names[n], options.text(r.condition), _said(c, found.laws[n], options)) for r in found.rows for n, c in enumerate(r.cells) if c is not None]
        headings = (options.say("地区", "jurisdiction"), options.say("情形", "case"), options.say("结论和条文", "outcome, clause"))
        blocks.append(Table(headings, tuple(tuple(map(Cell, t)) for t in told), (1, 4, 4)))
    if found.apart is not None:
        blocks.append(Paragraph(options.say(f"各地分别列出，没有交叉成一张表：{found.apart.zh}。", f"Told one after the other and not crossed: {found.apart.en}."), "quiet"))
    blocks += [Paragraph(f"{options.text(clash_words(c))}{options.say('。', '. ')}{options.text(c.why)}", "bad") for c in found.contradictions]
    if silent:
        without = options.listed(place(p.instrument, day, options) for p in silent)
        blocks.append(Paragraph(options.say(f"没有规定的：{without}。", f"Silent: {without}."), "quiet"))
    if in_full:
        blocks += relied_on([f"{names[n]} {line}" for n, law in enumerate(found.laws) for line in _readings(found, n, law, options)], options)
    return Report(options.text(found.label), options.say(f"按{day}的规定", f"as the law stands on {day}"), tuple(blocks), options.language)


def _readings(found: Matrix, place: int, law: Law, options: Options) -> list[str]:
    """The readings that the cells of a law rest on, a line each."""
    named = {i for row in found.rows if (cell := row.cells[place]) is not None for i in cell.readings}
    return chosen_words(sorted(named), law.pack, law.on, options)


def _said(cell: MatrixCell | None, law: Law, options: Options) -> str:
    if cell is None:
        return ""
    addresses = dict.fromkeys(options.text(law.clause_words(q.address)) for q in cell.cite)
    return "\n".join(w for w in (options.text(cell.says), options.text(cell.standing), options.listed(addresses)) if w)


def _recorded(found: Matrix, silent: Sequence[Pack]) -> dict[str, Any]:
    def cell(one: MatrixCell | None) -> Any:
        if one is None:
            return None
        cited = [{"address": q.address, "quote": q.words} for q in one.cite]
        stands = {"strength": one.strength, "basis": one.basis, "readings": list(one.readings)}
        return {"says": one.says._asdict(), **stands, "rules": list(one.rules), "cite": cited}

    return {
        "question": found.question,
        "label": found.label._asdict(),
        "packs": [law.id for law in found.laws],
        "silent": [p.id for p in silent],
        "texts": [text_recorded(p, found.laws[0].on) for p in (*(law.pack for law in found.laws), *silent)],
        "on": found.laws[0].on.isoformat(),
        "crossed": found.crossed,
        "apart": found.apart._asdict() if found.apart is not None else None,
        "contradictions": [{"law": c.law._asdict(), "rules": list(c.rules), "why": c.why._asdict()} for c in found.contradictions],
        "rows": [{"condition": r.condition._asdict(), "cells": [cell(c) for c in r.cells]} for r in found.rows],
    }


def write_text(pack: str, on: str | None, options: Options) -> None:
    """Writes the text of a pack as it reads on a day; with amendments, by default on the day the last of them is in force."""
    policy = options.load(pack)
    day = read_day(on) if on else max([today(), *(a.first for a in policy.pack.amendments)])
    if options.as_json:
        clauses = [{"address": c.address, "text": wording} for c in policy.pack.clauses.values() if (wording := c.on(day)) is not None]
        write_json({"pack": policy.id, "on": day.isoformat(), "amendments": [a.id for a in policy.pack.amendments], "clauses": clauses})
    else:
        write(policy.text(day).rstrip("\n"))

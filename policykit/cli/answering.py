"""One part of a table -> its answers, the rows refused, and what is counted of them: the values of the main outcome, rows in which days contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from ..ir.explain import shown
from ..ir.types import Choice
from ..targets.polars.edge import REFUSED, as_text, without_refused
from .labelled import AT_ODDS, STATUSES, in_words
from .sheet import JURISDICTION, Sheet

if TYPE_CHECKING:
    from ..frames import Call
    from .places import Places
    from .progress import Asking
    from .run import Job

OUTCOMES = {"code": pl.String, "word": pl.String, "rows": pl.Int64}  # of the values of the main outcome


def answering(job: Job, call: Call, sheet: Sheet, kept: Sequence[str], places: Places | None) -> Asking:
    """What answers one part: the answers beside the columns kept; the rows refused, counted in the whole table from 1, with their `places` where it has any; outcomes; rows at odds."""
    language = call.language
    worded = in_words(sheet.policies, job.question, job.add, language) if job.labels else None

    def answered(part: pl.DataFrame, before: int) -> tuple[pl.DataFrame, ...]:
        asked = sheet.prepared(part)
        answers, refused = call.answered(asked, asked.columns)
        if places is not None:  # a list for people, where offices add totals and notes
            answers, refused = _of_entries(answers, refused, part, sheet)
        packs = asked.get_column(JURISDICTION) if job.jurisdiction is not None else None
        outcomes = _outcomes(answers, packs, sheet)
        odd = sheet.at_odds(part)
        if worded is not None:  # here, where each row's pack is known: the same code has another label in another pack
            answers = worded(as_text(answers), packs)
        if AT_ODDS in job.add:
            flags = pl.int_range(part.height, dtype=pl.UInt32, eager=True).is_in(odd.get_column("row").implode()).alias(AT_ODDS)
            words = {True: shown(True, {}, language), False: shown(False, {}, language)}
            answers = answers.with_columns(flags if worded is None else flags.replace_strict(words, return_dtype=pl.String))
        whole = without_refused(pl.concat([part.select(kept), answers], how="horizontal"))
        rows = (refused.get_column("row").cast(pl.Int64) + before + 1).alias("row")
        told = [rows] if places is None else [rows, places.of(rows).alias("sheet_row")]
        apart = part[refused.get_column("row")].with_columns(*told, refused.get_column("fault"))
        at_odds = odd.with_columns(pl.col("row").cast(pl.Int64) + before + 1).join(rows.to_frame(), on="row", how="anti")
        return as_text(whole), as_text(apart), outcomes, at_odds

    return answered


def _of_entries(answers: pl.DataFrame, refused: pl.DataFrame, part: pl.DataFrame, sheet: Sheet) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Answers and rows refused, where rows that are no entry of the list (totals, notes) are refused as such, whatever was answered."""
    none = sheet.no_entries(part)
    if none.is_empty():
        return answers, refused
    rows = none.get_column("row").implode()
    before = answers.get_column(REFUSED) if REFUSED in answers.columns else pl.lit(False)
    flags = before | pl.int_range(part.height, dtype=pl.UInt32, eager=True).is_in(rows)
    others = refused.select(pl.col("row").cast(pl.UInt32), "fault").filter(~pl.col("row").is_in(rows))
    return answers.with_columns(flags.alias(REFUSED)), pl.concat([others, none]).sort("row")


def _outcomes(answers: pl.DataFrame, packs: pl.Series | None, sheet: Sheet) -> pl.DataFrame:
    """How many rows have which value of the question's first outcome, where that is a choice; what statuses tell is left out."""
    main = sheet.policies[0].pack.questions[sheet.question].outputs[0]
    if not isinstance(main.type, Choice):
        return pl.DataFrame(schema=OUTCOMES)
    beside = [] if packs is None else [packs.alias(JURISDICTION)]
    found = without_refused(answers.with_columns(*beside)).group_by(main.name, *(s.name for s in beside)).agg(pl.len().cast(pl.Int64).alias("rows"))
    found = as_text(found).filter(pl.col(main.name).is_not_null() & ~pl.col(main.name).is_in(list(STATUSES)))
    words = in_words(sheet.policies, sheet.question, (), sheet.language)(found.select(main.name), found.get_column(JURISDICTION) if beside else None)
    return pl.DataFrame({"code": found.get_column(main.name), "word": words.to_series(), "rows": found.get_column("rows")}, schema_overrides=OUTCOMES)

"""What `policykit run` says in the end: how many rows ended how, whose law was asked, what of the table was read and what not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..diagnostics import MOST_NAMES, Text, counted
from .options import Options
from .output import write, write_json, write_table

if TYPE_CHECKING:
    import polars as pl

    from ..ir.types import Fact
    from .places import Places
    from .sheet import Sheet

IF_ABSENT = {
    "unknown": Text("不知道", "unknown"),
    "none": Text("没有", "none"),
    "false": Text("否", "no"),
    "map": Text("由其他事实推定", "worked out from others"),
    "as_of": Text("查询当日", "the day asked"),
}
MOST_PLACES = 5  # rows


class Told(NamedTuple):
    """How the rows were asked: by the law of a day, of the day in a column, or of each row's event date; what the table did not say, and what it said for nothing."""

    on: str | None
    event: Fact | None
    in_column: bool
    open_ended: tuple[Fact, ...]  # facts that are the day asked where they are not given
    without_column: tuple[Fact, ...]  # that rules read
    unread: tuple[str, ...]  # columns that hold no fact
    sheet: Sheet
    places: Places | None  # of the rows in the file


class AtOdds(NamedTuple):
    """Rows in which a day lies before one that it cannot lie before."""

    last: Fact
    first: Fact
    rows: int
    places: tuple[int, ...]  # of the first of them in the whole table, from 1
    shown: tuple[int, ...]  # where a spreadsheet shows these, if it does


class Outcomes(NamedTuple):
    """How many rows have which value of the question's first outcome, most first; by its label in their own pack, and by its code."""

    label: Text
    words: dict[str, int]
    codes: dict[str, int]


class Ended(NamedTuple):
    """How a whole table ended: rows by status, rows set apart, rows by outcome where that is a choice, rows at odds."""

    statuses: dict[str, int]
    rejected: int
    outcomes: Outcomes | None
    at_odds: tuple[AtOdds, ...]


def ended(tables: Mapping[str, pl.LazyFrame], told: Told) -> Ended:
    """`tables`: the answers (`part`), the rows set apart (`rejects`), and what was counted in each part (`outcomes`, `odd`), where there are any."""
    rejected = tables["rejects"].select("row").collect().height if "rejects" in tables else 0
    at_odds = at_odds_of(tables["odd"], told) if "odd" in tables else ()
    return Ended(counts_of(tables["part"]), rejected, outcomes_of(tables.get("outcomes"), told), at_odds)


def counts_of(table: pl.LazyFrame) -> dict[str, int]:
    """Status -> rows."""
    import polars as pl

    return _most_first(table.group_by("status").agg(pl.len().alias("rows")).collect())


def outcomes_of(table: pl.LazyFrame | None, told: Told) -> Outcomes | None:
    """`table`: code, word and rows; none where no row has a value."""
    import polars as pl

    from ..ir.types import Choice

    main = told.sheet.policies[0].pack.questions[told.sheet.question].outputs[0]
    if not isinstance(main.type, Choice):
        return None
    by_word, by_code = ({} if table is None else _most_first(table.group_by(name).agg(pl.col("rows").sum()).collect()) for name in ("word", "code"))
    return Outcomes(main.label, by_word, by_code)


def _most_first(table: pl.DataFrame) -> dict[str, int]:
    return dict(sorted(table.iter_rows(), key=lambda row: (-row[1], row[0])))


def at_odds_of(table: pl.LazyFrame, told: Told) -> tuple[AtOdds, ...]:
    """The rows at odds, by fact. `table`: the row, and the fact that lies too early."""
    import polars as pl

    found = table.collect()
    pairs = {last.name: (last, first) for first, last in told.sheet.policies[0].pack.questions[told.sheet.question].ordered}
    rows = {n: found.filter(pl.col("fact") == n).get_column("row").sort() for n in found.get_column("fact").unique(maintain_order=True)}
    first = {n: r.head(MOST_PLACES) for n, r in rows.items()}
    return tuple(AtOdds(*pairs[n], len(r), tuple(first[n]), () if told.places is None else tuple(told.places.of(first[n]))) for n, r in rows.items())


def report(how: Ended, files: tuple[Path, Path | None], told: Told, options: Options) -> None:
    """Prints it. `files`: the output, and the rejects where there is a file for them."""
    output, rejects = files
    if options.as_json:
        write_json(
            {
                "output": str(output),
                "rows": sum(how.statuses.values()),
                "statuses": how.statuses,
                "outcomes": how.outcomes.codes if how.outcomes is not None else None,
                "rejected": how.rejected,
                "rejects": str(rejects) if rejects else None,
                "event_date": told.event.name if told.event is not None else None,
                "on": told.on,
                "taken_as_on": [f.name for f in told.open_ended],
                "without_column": [f.name for f in told.without_column],
                "unread_columns": list(told.unread),
                "at_odds": [{"fact": o.last.name, "before": o.first.name, "rows": o.rows, "first_rows": list(o.places), "first_sheet_rows": list(o.shown)} for o in how.at_odds],
            }
        )
        return
    from .labelled import STATUSES

    rows = [(options.text(STATUSES[s]), f"{n:,}") for s, n in how.statuses.items()]
    write_table((options.say("结果", "status"), options.say("行数", "rows")), rows)
    write()
    if how.outcomes is not None and how.outcomes.words:
        label, values = options.text(how.outcomes.label), _listed([f"{w} {n:,}" for w, n in how.outcomes.words.items()], options)
        write(options.say(f"{label}：{values}。", f"{label[:1].upper()}{label[1:]}: {values}."))
    if told.event is not None:
        write(options.say(f"各行按“{told.event.label.zh}”当日的规定。", f"Each row is asked by the law of its own day ({told.event.label.en})."))
    elif told.in_column:
        write(options.say(f"各行按“{told.on}”列所写之日的规定。", f"Each row is asked by the law of the day in the column `{told.on}`."))
    else:
        write(options.say(f"各行一律按{told.on}的规定。", f"Every row is asked by the law of {told.on}."))
    if told.open_ended:
        zh, en = "、".join(f"`{f.name}`（{f.label.zh}）" for f in told.open_ended), ", ".join(f"`{f.name}` ({f.label.en})" for f in told.open_ended)
        write(options.say(f"{zh}未给出的，以该日为准。", f"Where {en} is not given, it is that day."))
    if told.without_column:
        meanings = options.say("；", "; ").join(_meanings(told.without_column, options))
        write(options.say(f"没有列的事实，各行都视为——{meanings}。", f"Facts without a column, in every row {meanings}."))
    if told.unread:
        write(options.say(f"没有读作事实的列：{_listed(told.unread, options)}。", f"Columns that are read as no fact: {_listed(told.unread, options)}."))
    for last, first, count, places, shown in how.at_odds:
        more, noun = count > len(places), "row" if count == 1 else "rows"
        zh, en = "、".join(map(str, places)) + ("等" if more else ""), ", ".join(map(str, places)) + (", …" if more else "")
        write(
            options.say(
                f"请核对：{count:,} 行的{last.label.zh}早于{first.label.zh}（第 {zh} 行{_in_sheet(shown, options)}），各行仍按所写作答。",
                f"Please check: in {counted(count, 'row')} the {last.label.en} lies before the {first.label.en} ({noun} {en}{_in_sheet(shown, options)}); they are answered as they stand.",
            )
        )
    write(options.say(f"已写入 {output}", f"written to {output}"))
    if how.rejected:
        write(options.say(f"{how.rejected} 行被剔出，见 {rejects}", f"{counted(how.rejected, 'row')} set apart, in {rejects}"))


def _in_sheet(shown: Sequence[int], options: Options) -> str:
    """Where a spreadsheet shows the rows."""
    return options.say(f"，即表中第 {'、'.join(map(str, shown))} 行", f": {', '.join(map(str, shown))} of the sheet") if shown else ""


def _meanings(facts: Sequence[Fact], options: Options) -> list[str]:
    """The facts by what it means that they are not given, that which leaves most open first."""
    meant: dict[Text, list[str]] = {m: [] for m in IF_ABSENT.values()}
    for fact in facts:
        meant[IF_ABSENT[fact.absent.kind]].append(options.text(fact.label))
    return [f"{options.text(means)}{options.say('：', ': ')}{_listed(named, options)}" for means, named in meant.items() if named]


def _listed(words: Sequence[str], options: Options) -> str:
    more = len(words) - MOST_NAMES
    told = options.listed(words[:MOST_NAMES])
    return told if more <= 0 else told + options.say(f"等 {len(words)} 个", f" and {more} more")

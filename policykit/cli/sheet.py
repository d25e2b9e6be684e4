"""A sheet as offices keep it -> the columns that a question reads.

Column names may be the facts' labels, cells the labels of codes (单帐篷), 是 and 否, days written 2025/10/19; facts that hold for all rows are given
beside the sheet. Only what has one meaning is taken; every other cell stays as it is, and the fact reader refuses it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from ..diagnostics import Diagnostic, Language, PolicyError, Text, did_you_mean, nearest
from ..domain.written_days import PERIOD, days_text, periods_of
from ..frame_faults import misspelt, unread
from ..ir.labels import NO_WORDS, codes_of, columns_of, fact_named, names_of, one_meaning, plain
from ..ir.misread import WORDS, column_twice, expected, in_column, no_such_value, number_of_day, one_of
from ..ir.names_meant import meant
from ..ir.no_entry import NAMED_TOTAL, PART_OF_TOTAL, REMARK, TOTAL, no_entry
from ..ir.types import Boolean, Choice, Date, Fact, Type, Word
from ..source.case import BadFact, read_value
from .reads import facts_read

if TYPE_CHECKING:
    from ..api import Policy
    from ..targets.polars.facts import Fault

DAY, JURISDICTION = "__on", "__jurisdiction"  # the columns that hold no fact, by these names in what is asked
ROW, COUNT = "__row", "__count"  # of a table: the place of a row, how many cells it fills


@dataclass(frozen=True)
class Sheet:
    """Which column holds what; all facts of `fixed` are the same in every row."""

    policies: tuple[Policy, ...]
    question: str
    columns: Mapping[str, str]  # fact -> column
    fixed: Mapping[str, Any]
    on: str | None  # the column with the day
    jurisdiction: str | None
    language: Language

    def prepared(self, part: pl.DataFrame) -> pl.DataFrame:
        """The columns that are read, by the names of the facts, every cell of one meaning in the form that the fact reader takes."""
        asked = self.policies[0].pack.questions[self.question]
        inputs = {f.name: f for f in asked.inputs}
        found = [_cells(_filled(part.get_column(column)), inputs[name], asked.codes).alias(name) for name, column in self.columns.items()]
        found += [pl.Series(name, [value], strict=False).new_from_index(0, part.height).alias(name) for name, value in self.fixed.items()]
        if self.on is not None:
            found.append(_read(_filled(part.get_column(self.on)), Date()).alias(DAY))
        if self.jurisdiction is not None:
            places = one_meaning((p.id, (p.pack.instrument.jurisdiction, p.label)) for p in self.policies)
            found.append(_replaced(part.get_column(self.jurisdiction), places).alias(JURISDICTION))
        return pl.DataFrame(found) if found else pl.DataFrame({"__row": range(part.height)})

    def at_odds(self, part: pl.DataFrame) -> pl.DataFrame:
        """The rows, by place, in which a day lies before one that it cannot lie before, and the fact that it is; only of what can be read."""

        def days(fact: Fact) -> pl.Series | None:
            if fact.name in self.fixed:
                return _ordered(pl.Series([self.fixed[fact.name]]), fact.type).new_from_index(0, part.height)
            return _ordered(_read(_filled(part.get_column(self.columns[fact.name])), fact.type), fact.type) if fact.name in self.columns else None

        found = [pl.DataFrame(schema={"row": pl.UInt32, "fact": pl.String})]
        for first, last in self.policies[0].pack.questions[self.question].ordered:
            early, late = days(first), days(last)
            if early is not None and late is not None:
                found.append(pl.DataFrame({"row": (late < early).fill_null(False).arg_true(), "fact": last.name}, schema_overrides={"row": pl.UInt32}, strict=False))
        return pl.concat(found)

    def no_entries(self, part: pl.DataFrame) -> pl.DataFrame:
        """The rows, by place, that are no entry of the list but a total or a note, and what is wrong with each."""
        read = {*self.columns.values(), *filter(None, (self.on, self.jurisdiction))}
        told = [(row, why.in_(self.language)) for row in _perhaps_no_entries(part) if (why := no_entry(part.row(row, named=True), read)) is not None]
        return pl.DataFrame(told, schema={"row": pl.UInt32, "fault": pl.String}, orient="row")

    def open_ended(self) -> list[Fact]:
        """The inputs that are the day asked where they are not given."""
        return [f for f in self.policies[0].pack.questions[self.question].inputs if f.absent.kind == "as_of"]

    def without_column(self) -> list[Fact]:
        """The inputs that rules of the packs read and the sheet does not say."""
        read = frozenset[str]().union(*(facts_read(p.pack, self.question) for p in self.policies))
        return [f for f in self.policies[0].pack.questions[self.question].inputs if f.name in read and f.name not in self.columns and f.name not in self.fixed]

    def others(self, names: Sequence[str], key: Collection[str]) -> tuple[str, ...]:
        """The columns that hold no fact, no day, no name of a pack, and are no key."""
        read = {*self.columns.values(), self.on, self.jurisdiction, *key}
        return tuple(n for n in names if n not in read)

    def days(self) -> frozenset[str]:
        """The columns that hold days."""
        types = {f.name: f.type for f in self.policies[0].pack.questions[self.question].inputs}
        return frozenset(c for n, c in self.columns.items() if isinstance(types[n], Date)) | ({self.on} if self.on is not None else frozenset())

    def check_fixed(self) -> None:
        """Raises `PolicyError` for facts given beside the sheet that are none of their type."""
        wrong = []
        for fact in self.policies[0].pack.questions[self.question].inputs:
            value = self.fixed.get(fact.name)
            if value in (None, "unknown", "none"):
                continue
            try:
                read_value(value, fact.type)
            except BadFact as bad:
                label, expected = self._expected(fact.name, bad.code)
                if bad.code == "choice" and (near := no_such_value(str(value), self._labels(fact.name))) is not None:
                    expected = near.in_(self.language)
                text = f"{label}：“{value}”，{expected}" if self.language == "zh" else f"{label}: `{value}`, {expected}"
                wrong.append(Diagnostic("bad-fact", Text(text, text), help=Text("更正表名后的“事实=值”", "mend the NAME=VALUE after the table")))
        if wrong:
            raise PolicyError(wrong)

    def worded(self, fault: Fault | Diagnostic, values: list[Any] | None) -> list[str] | str:
        """What is wrong with each row that a fault names: the fact's label, what stands there, what was expected."""
        if isinstance(fault, Diagnostic):
            return fault.message.in_(self.language)
        label, expected = self._expected(fault.column, fault.code)
        zh = self.language == "zh"
        if fault.code == "no-day":
            why = "日期为空或不明；请填上，或用 --on 给出一个日期" if zh else "the day is empty or unknown; fill it in, or give a day with --on"
            if fault.column in self.columns and any(f.name == fault.column for f in self.open_ended()):  # a fact given for all rows has no cells
                why += f"（空格若指到该日为止，另加 --absent {fault.column}）" if zh else f" (and --absent {fault.column} where an empty one means: until that day)"
            return f"{label}：{why}" if zh else f"{label}: {why}"
        cells = ["" if v is None else v for v in values] if values is not None else [""] * fault.count
        dated = {DAY, *(f.name for f in self.policies[0].pack.questions[self.question].inputs if isinstance(f.type, Date))} if fault.code == "value" else ()
        known = self._labels(fault.column) if fault.code in ("choice", "unknown-pack") else {}
        told = {
            c: expected if (near := no_such_value(c, known) or (number_of_day(c) if fault.column in dated else None)) is None else near.in_(self.language)
            for c in dict.fromkeys(cells)
        }
        return [f"{label}：“{c}”，{told[c]}" if zh else f"{label}: `{c}`, {told[c]}" for c in cells]

    def _labels(self, column: str) -> Mapping[str, Text]:
        """What a cell of the column may hold, with its labels."""
        if column == JURISDICTION:
            return {p.id: p.pack.instrument.jurisdiction for p in self.policies}
        fact = next(f for f in self.policies[0].pack.questions[self.question].inputs if f.name == column)
        return {v: fact.type.labels.get(v, Text("", "")) for v in fact.type.values} if isinstance(fact.type, Choice) else {}

    def _expected(self, name: str, code: str) -> tuple[str, str]:
        """What a column is called, and what its cells should hold."""
        fact = next((f for f in self.policies[0].pack.questions[self.question].inputs if f.name == name), None)
        if name == JURISDICTION:
            known = [Text(f"{p.id}（{p.pack.instrument.jurisdiction.zh}）", p.id) for p in self.policies]
            return self.jurisdiction or "", one_of(known).in_(self.language)
        if fact is None and name != DAY:
            return name, WORDS[code].in_(self.language) if code in WORDS else code
        label = self.on or "" if fact is None else in_column(fact, self.columns.get(name)).in_(self.language)
        return label, expected(code, Date() if fact is None else fact.type).in_(self.language)


# --- cells


def _cells(series: pl.Series, fact: Fact, words: Mapping[str, Text]) -> pl.Series:
    """Cells of a fact in the form that the reader of facts takes; years that name periods are numbers in a workbook."""
    if fact.name == PERIOD and isinstance(fact.type, Word) and (series.dtype == pl.String or series.dtype.is_integer()):
        return periods_of(series.cast(pl.String))
    return _read(series, fact.type, words)


def _read(series: pl.Series, type_: Type, words: Mapping[str, Text] = NO_WORDS) -> pl.Series:
    """Cells of text in the form that the reader of facts takes. `words`: labels of codes that texts hold."""
    match type_:
        case Choice() | Boolean():
            return _replaced(series, codes_of(type_))
        case Word() if words:
            return _replaced(series, one_meaning((w, [label]) for w, label in words.items()))
        case Date() if series.dtype == pl.String:
            return days_text(series)
        case Date() if series.dtype.is_integer():  # 20260720
            return days_text(series.cast(pl.String))
        case Date() if isinstance(series.dtype, pl.Datetime) and series.dtype.time_zone is None:  # a spreadsheet keeps the time of day too, which is not asked
            return series.dt.date()
    return series


def _ordered(series: pl.Series, type_: Type) -> pl.Series:
    """Cells of days or moments as such; null where a cell is none."""
    if isinstance(type_, Date):
        if series.dtype == pl.String:
            return series.str.to_date("%Y-%m-%d", strict=False)
        if isinstance(series.dtype, pl.Datetime):
            return series.dt.date()
        return series if series.dtype == pl.Date else pl.Series([None], dtype=pl.Date).new_from_index(0, len(series))
    if series.dtype == pl.String:
        text = series.str.replace(" ", "T")
        return text.str.to_datetime("%Y-%m-%dT%H:%M", strict=False, time_unit="us").fill_null(text.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="us"))
    if isinstance(series.dtype, pl.Datetime):
        return series.dt.replace_time_zone(None).cast(pl.Datetime("us"))
    return pl.Series([None], dtype=pl.Datetime("us")).new_from_index(0, len(series))


def _filled(series: pl.Series) -> pl.Series:
    """A cell of blanks is an empty one: what writes a CSV with every cell quoted writes `""` there."""
    if series.dtype != pl.String:
        return series
    return series.to_frame().select(pl.when(pl.col(series.name).str.strip_chars() != "").then(pl.col(series.name))).to_series()


def _one(value: Any, type_: Type) -> Any:
    return _read(pl.Series("", [value]), type_).item() if isinstance(value, str) else value


def _replaced(series: pl.Series, words: Mapping[str, str]) -> pl.Series:
    if not words or series.dtype not in (pl.String, pl.Categorical, pl.Enum):
        return series
    text = series.cast(pl.String).str.strip_chars()
    meant = {t: words[p] for t in text.unique().drop_nulls() if t not in words.values() and (p := plain(t)) in words}
    return text.replace(meant) if meant else text


def _perhaps_no_entries(part: pl.DataFrame) -> list[int]:
    """The rows that are to be looked at one by one: with a total or remarks alone, or with one cell alone; a row that is filled throughout is an entry."""
    if not part.width:
        return []
    filled = [(pl.col(n).str.strip_chars() != "") if t == pl.String else pl.col(n).is_not_null() for n, t in part.schema.items()]
    count = pl.sum_horizontal(f.fill_null(False).cast(pl.UInt32) for f in filled).alias(COUNT)
    lacking = part.with_columns(count).with_row_index(ROW).filter(pl.col(COUNT) < part.width)
    texts = [pl.col(n) for n, t in part.schema.items() if t == pl.String]
    remarks = pl.sum_horizontal(pl.lit(0, dtype=pl.UInt32), *(t.str.contains(REMARK).fill_null(False).cast(pl.UInt32) for t in texts))
    totals = pl.any_horizontal(pl.lit(False), *(t.str.contains(pattern).fill_null(False) for t in texts for pattern in (TOTAL, NAMED_TOTAL, PART_OF_TOTAL)))
    return lacking.filter(totals | (remarks == pl.col(COUNT)) | (pl.col(COUNT) == 1)).get_column(ROW).to_list()


# --- columns


def sheet_of(
    policies: tuple[Policy, ...], question: str, names: Sequence[str], columns: Sequence[tuple[str, str]], fixed: Mapping[str, Any], on: str | None, jurisdiction: str | None, dated: str | None, key: Collection[str], titled: bool, language: Language
) -> Sheet:  # fmt: skip
    """The sheet with these columns, asked so; `dated` is the fact that says which day's law is asked, where nothing else does; `titled`: whether the first row looks like a title. Raises `PolicyError` with all that is missing, in the words of the command."""
    inputs = policies[0].pack.questions[question].inputs
    facts = [f.name for f in inputs]
    wrong: list[Diagnostic] = []

    def named(word: str) -> str:
        name = fact_named(word, inputs)
        if name is None:
            labels = {f.name: [f.label] for f in inputs}
            wrong.append(Diagnostic("unknown-fact", Text(f"问题 `{question}` 没有名为 `{word}` 的事实", f"`{question}` has no input `{word}`"), help=meant(word, labels)))
        return name or word

    pairs = [(named(word), column) for word, column in columns]
    given = dict(pairs)
    same = {named(word): value for word, value in fixed.items()}
    wrong += [column_twice(n) for n in given if [m for m, _ in pairs].count(n) > 1]
    for name in sorted(given.keys() & same):
        wrong.append(
            Diagnostic("fact-twice", Text(f"事实 `{name}` 既指明了列，又给出了值", f"the fact `{name}` has a column and a value"), help=Text("只留一个", "keep one of them"))
        )
    unknown = [c for c in dict.fromkeys([*given.values(), *filter(None, (jurisdiction,)), *key]) if c not in names]
    wrong += [Diagnostic("unknown-column", Text(f"表中没有列 `{c}`", f"the table has no column `{c}`"), help=did_you_mean(c, list(names))) for c in unknown]
    found = columns_of(inputs, names, given)
    read_otherwise = {on, jurisdiction, *given.values()}
    for name in sorted(found.keys() & same):
        if (column := found.pop(name)) not in read_otherwise:
            wrong.append(_column_and_value(name, column))
    others = [c for c in names if c not in found.values() and c not in (on, jurisdiction, *key)]
    alike = {c.strip().lower().replace(" ", "_").replace("-", "_"): c for c in others}
    needed = {f.name for f in inputs if f.absent.kind == "required" or f.name in alike}
    if dated is not None:
        needed.add(dated)
    near = {f.name: alike.get(f.name) or nearest(f.name, others) or nearest(f.label.zh, others) for f in inputs}
    lacking = [(f, near[f.name]) for f in inputs if f.name in needed and f.name not in {*found, *same}]
    if lacking:
        wrong.append(_missing(lacking, dated, titled))
    if policies[1:] and jurisdiction is None:
        wrong.append(
            Diagnostic("no-jurisdiction", Text("有多个包，须说明哪一列是包名", "there are several packs: say which column names the pack"), help=Text("用 `--jurisdiction 列名`；没有此列而各行都要问各地的，每地用 `--in` 和 `-o` 各运行一次", "say so with `--jurisdiction COLUMN`; to ask every row of every place, where there is no such column, run once for each place, with its own `--in` and `-o`"))
        )  # fmt: skip
    if wrong:
        raise PolicyError(wrong)
    sheet = Sheet(policies, question, found, {n: _one(v, inputs[facts.index(n)].type) for n, v in same.items()}, on, jurisdiction, language)
    sheet.check_fixed()
    return sheet


def unread_columns(sheet: Sheet, names: Sequence[str], key: Collection[str]) -> list[Diagnostic]:
    """A warning for each column with nearly the name or the label of a fact that is not given; the key, and what another question reads, is meant to be there."""
    questions = sheet.policies[0].pack.questions
    inputs = {f.name: f for f in questions[sheet.question].inputs}
    meant = {*sheet.columns.values(), sheet.on, sheet.jurisdiction, *key} | {w for q in questions.values() for f in q.inputs for w in (f.name, *f.label)}
    labels = names_of(inputs.values())
    words = {n: n for n in inputs} | {w: f.name for f in inputs.values() for w in f.label if plain(w) in labels}
    near = misspelt((c for c in names if c not in meant), words, {*sheet.columns, *sheet.fixed})
    return [unread(column, name, inputs[name], f"--column {_word(f'{name}={column}')}") for column, name in near]


def _word(text: str) -> str:
    """Text as one word of a command."""
    return f'"{text}"' if any(c.isspace() for c in text) else text


def _column_and_value(name: str, column: str) -> Diagnostic:
    """A fact given for all rows, while a column of the table holds it."""
    return Diagnostic(
        "fact-twice",
        Text(f"事实 `{name}` 给出了值，而列 `{column}` 也是它", f"the fact `{name}` has a value, and the column `{column}` holds it too"),
        help=Text(
            f"删去 `{name}=…`，各行即按此列；要各行同值的，先将表中此列改名",
            f"leave `{name}=…` out and each row has its own; for one value in all rows, rename the column in the table",
        ),
    )


def _missing(lacking: Sequence[tuple[Fact, str | None]], dated: str | None, titled: bool) -> Diagnostic:
    """The facts that have no column, each with the column that may be meant; `dated` says which day's law is asked, as a day given would."""
    names = [Text(f"`{f.name}`（{f.label.zh}）", f"`{f.name}` ({f.label.en})") for f, _ in lacking]
    zh = " ".join(f"--column {_word(f'{f.name}={near}') if near else f'{f.name}=列名'}" for f, near in lacking)
    en = " ".join(f"--column {_word(f'{f.name}={near}') if near else f'{f.name}=COLUMN'}" for f, near in lacking)
    first = lacking[0][0].name
    spared = any(f.name == dated and f.absent.kind == "as_of" for f, _ in lacking)
    by_day = Text(f"；用 --on 日期，则各行的 `{dated}` 即该日", f"; with --on DATE, `{dated}` is that day in every row") if spared else Text("", "")
    return Diagnostic(
        "missing-fact",
        Text(f"表中没有这些事实的列：{'、'.join(n.zh for n in names)}", f"the table has no column for {', '.join(n.en for n in names)}"),
        help=Text(
            "首行像是标题，多半没有列名：首行应为列名，先删去其上的标题行",
            "the first row looks like a title, most of it without names: it should be the names of the columns; delete the rows of titles above them first",
        )
        if titled
        else Text(
            f"用 {zh} 指明各列；各行相同的，在表名后写 {first}=值{by_day.zh}",
            f"name the columns with {en}; a fact that is the same in all rows is given as {first}=VALUE{by_day.en}",
        ),
    )

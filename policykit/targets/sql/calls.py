"""The functions of formulas -> SQL."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from ...ir.expr import Call, Expr, Items, Literal
from ...ir.types import Date, DateTime, ListOf, SetOf
from .dialects import word
from .values import FALSE, MOST_DIGITS, NONE, TRUE, Bits, Codes, Scalar, Several, Unsupported, Value, both, chosen, either, opposite, some

if TYPE_CHECKING:
    from .formulas import Writer


def call(writer: Writer, node: Call) -> Value:
    """A call's value. Raises `Unsupported`."""
    match node.function:
        case "min" | "max" | "sum":
            return _gathered(writer, node)
        case "count":
            return _count(writer, node.arguments[0])
        case "abs":
            value = writer.scalar(node.arguments[0])
            return Scalar(f"ABS({value.sql})", value.none, value.digits)
        case "floor" | "ceiling" | "round up" | "round down" | "round half up" | "round half even":
            return _rounded(writer, node)
        case "list contains":
            return Scalar(writer.member(writer.value(node.arguments[1]), writer.value(node.arguments[0]), node.arguments[0]))
        case "union":
            found = [writer.bits(writer.value(a)) for a in node.arguments]
            return Bits({c: some(b.has(c) for b in found) for c in dict.fromkeys(c for b in found for c in b.of)})
        case "difference" | "intersection":
            first, second = (writer.value(a) for a in node.arguments)
            if node.function == "intersection" and isinstance(first, Codes):
                first, second = second, first
            keep = opposite if node.function == "difference" else str
            return Bits({c: both([inside, keep(writer.has(second, c))]) for c, inside in writer.bits(first).of.items()})
        case "date":
            return _date(writer, node)
        case "date and time":
            day, clock = (writer.scalar(a) for a in node.arguments)
            return Scalar(writer.dialect.plus_seconds(f"CAST({day.sql} AS {writer.dialect.moment_type})", clock.sql), some([day.none, clock.none]))
        case "first day of" | "last day of":
            return _day_of_period(writer, node)
        case "next in order":
            return _next_in_order(writer, node)
        case "years and months duration":
            return _months_between(writer, node)
    raise Unsupported(f"函数 `{node.function}`", f"the function `{node.function}`")


def _gathered(writer: Writer, node: Call) -> Scalar:
    """`min`, `max` and `sum`: the first two leave none out."""
    of_list = len(node.arguments) == 1 and isinstance(node.arguments[0].type, ListOf | SetOf)
    values = [writer.value(a) for a in node.arguments]
    if of_list and isinstance(values[0], Several):
        values = list(values[0].parts)
    scalars = [v for v in values if isinstance(v, Scalar)]
    if len(scalars) < len(values) or (of_list and not values):
        raise Unsupported(f"集合的 `{node.function}`", f"`{node.function}` of a set")
    if node.function == "sum":
        from .arithmetic import within

        return reduce(lambda a, b: Scalar(f"({a.sql} + {b.sql})", some([a.none, b.none]), within("+", a.digits, b.digits)), scalars)
    sign = "<=" if node.function == "min" else ">="
    return reduce(lambda a, b: _better(a, b, sign), scalars)


def _better(a: Scalar, b: Scalar, sign: str) -> Scalar:
    ahead = f"({a.sql} {sign} {b.sql})"
    digits = (max(a.digits[0], b.digits[0]), max(a.digits[1], b.digits[1]))
    if TRUE in (a.none, b.none):
        return b if a.none == TRUE else a
    value = chosen([(a.none, b.sql), (both([opposite(a.none), b.none]), a.sql), (both([opposite(a.none), opposite(b.none), ahead]), a.sql)])
    last = both([opposite(a.none), opposite(b.none), opposite(ahead)])
    value = chosen([(a.none, b.sql), (both([opposite(a.none), b.none]), a.sql), (ahead, a.sql), (last, b.sql)])
    return Scalar(value, both([a.none, b.none]), digits)


def _count(writer: Writer, node: Expr) -> Scalar:
    collection = writer.value(node)
    match collection:
        case Several():
            return Scalar(str(len(collection.parts)), digits=(3, 0))
        case Codes():
            text = collection.sql
            commas = f"(CHAR_LENGTH({text}) - CHAR_LENGTH(REPLACE({text}, ',', '')))"
            length = chosen([(collection.none, "0"), (f"({text} = '')", "0"), (f"({text} <> '')", f"({commas} + 1)")])
            return Scalar(length, digits=(7, 0))
        case Bits():
            sure = sum(inside == TRUE for inside in collection.of.values())
            parts = [chosen([(inside, "1"), (opposite(inside), "0")]) for inside in collection.of.values() if inside not in (TRUE, FALSE)]
            return Scalar("(" + " + ".join([str(sure), *parts]) + ")", digits=(4, 0))
    raise Unsupported("此处的 `count`", "`count` of this")


def _rounded(writer: Writer, node: Call) -> Scalar:
    value = writer.scalar(node.arguments[0])
    places = node.arguments[1] if len(node.arguments) > 1 else None
    if places is not None and not (isinstance(places, Literal) and isinstance(places.value, int) and 0 <= places.value <= 9):
        raise Unsupported("修约到不定的位数", "rounding to a number of places that varies")
    digits = places.value if isinstance(places, Literal) else 0
    if value.none == TRUE:
        return NONE
    number = value.sql if not digits else f"({value.sql} * {10**digits})"
    half = f"FLOOR(ABS({number}) + 0.5)"
    match node.function:
        case "floor":
            whole = f"FLOOR({number})"
        case "ceiling":
            whole = f"CEIL({number})"
        case "round up":
            whole = either(f"({number} < 0)", f"FLOOR({number})", f"CEIL({number})")
        case "round down":
            whole = either(f"({number} < 0)", f"CEIL({number})", f"FLOOR({number})")
        case "round half up":
            whole = either(f"({number} < 0)", f"(-{half})", half)
        case _:
            below = f"FLOOR({number})"
            rest = f"({number} - {below})"
            odd = f"({below} - 2 * FLOOR({below} * 0.5) = 1)"
            whole = either(some([f"({rest} > 0.5)", both([f"({rest} = 0.5)", odd])]), f"({below} + 1)", below)
    before = value.digits[0] + 1
    if before + 2 * digits > MOST_DIGITS or sum(value.digits) + digits + 1 > MOST_DIGITS:
        raise Unsupported(f"超过 {MOST_DIGITS} 位的修约", f"rounding a number of more than {MOST_DIGITS} digits")
    whole = f"CAST({whole} AS DECIMAL({before + digits}, 0))"
    return Scalar(f"({whole} * 0.{'0' * (digits - 1)}1)" if digits else whole, value.none, (before, digits))


def _date(writer: Writer, node: Call) -> Scalar:
    """The day of a moment; the day with these numbers, none where there is none: by adding months and days to the first of a January."""
    if len(node.arguments) == 1:
        value = writer.scalar(node.arguments[0])
        return Scalar(f"CAST({value.sql} AS DATE)" if isinstance(node.arguments[0].type, DateTime) else value.sql, value.none)
    year = writer.scalar(node.arguments[0])
    if len(node.arguments) == 2:
        return _in_year(writer, year, node.arguments[1])
    month, day = (writer.scalar(a) for a in node.arguments[1:])
    return _day(writer, year, month, day)


def _in_year(writer: Writer, year: Scalar, node: Expr) -> Scalar:
    """A day of the year, written out or a parameter's, in a year."""
    from ...ir.expr import Ref

    def valued(value: tuple[int, int]) -> Value:
        return _day(writer, year, Scalar(str(value[0]), digits=(2, 0)), Scalar(str(value[1]), digits=(2, 0)))

    if isinstance(node, Literal):
        found = valued(node.value)
    elif isinstance(node, Ref) and node.origin == "parameter":
        found = writer.over_time(writer.pack.parameters[node.name], valued)
    else:
        raise Unsupported("作为事实的月日", "a day of the year that is a fact")
    assert isinstance(found, Scalar)
    return found


def _day(writer: Writer, year: Scalar, month: Scalar, day: Scalar) -> Scalar:
    dialect = writer.dialect
    first = dialect.plus_months("CAST('2000-01-01' AS DATE)", f"({dialect.whole.format(x=year.sql)} * 12 + {dialect.whole.format(x=month.sql)} - 24001)")
    first = writer.shared(first)
    whole = both(f"({v.sql} = FLOOR({v.sql}))" for v in (year, month, day) if not v.sql.isdigit())
    inside = both([*(f"({v.sql} BETWEEN {low} AND {high})" for v, low, high in ((year, 1, 9998), (month, 1, 12), (day, 1, 31)) if not v.sql.isdigit()), whole])
    there = writer.shared(inside)
    short = FALSE
    if not (day.sql.isdigit() and 1 <= int(day.sql) <= 28):  # a month may lack it
        end = dialect.plus_days(dialect.plus_months(first, "1"), "-1")
        short = f"({day.sql} > EXTRACT(DAY FROM {end}))"
    sure = chosen([(there, first)]) if there != TRUE else first
    moved = dialect.plus_days(sure, f"({dialect.whole.format(x=day.sql)} - 1)")
    return Scalar(moved, some([year.none, month.none, day.none, opposite(there), both([there, short])]))


def _day_of_period(writer: Writer, node: Call) -> Scalar:
    """The first or last day of a day, month or year written as a text."""
    text = writer.scalar(node.arguments[0])
    dialect = writer.dialect
    year, month, day = (dialect.whole.format(x=f"NULLIF(SUBSTRING({text.sql}, {start}, {length}), '')") for start, length in ((1, 4), (6, 2), (9, 2)))

    plain = text.sql
    for digit in "123456789":
        plain = f"REPLACE({plain}, '{digit}', '0')"
    plain = writer.shared(plain)
    forms = [writer.shared(f"({plain} = {word(form)} AND CHAR_LENGTH({text.sql}) = {len(form)})") for form in ("0000", "0000-00", "0000-00-00")]
    years, months, days = forms
    numbers = [
        chosen([(some(forms), year)]),
        chosen([(some([months, days]), month), (years, "12" if node.function == "last day of" else "1")]),
        chosen([(days, day), (some([years, months]), "1")]),
    ]
    start = _day(writer, *(Scalar(writer.shared(n)) for n in numbers))
    none = some([text.none, both([opposite(text.none), opposite(some(forms))]), both([some(forms), start.none])])
    if node.function == "first day of":
        return Scalar(start.sql, none)
    end = dialect.plus_days(dialect.plus_months(start.sql, "1"), "-1")
    return Scalar(chosen([(days, start.sql), (some([years, months]), end)]), none)


def _next_in_order(writer: Writer, node: Call) -> Scalar:
    """The step after those done: every beginning of the order is written out."""
    order, done = (writer.value(a) for a in node.arguments)
    if not isinstance(order, Several) or not isinstance(node.arguments[0], Items):
        raise Unsupported("不定的步骤次序", "an order of steps that varies")
    steps = [p.sql for p in order.parts if isinstance(p, Scalar)]
    text = writer.listed(done)
    begun = [(f"({text.sql} = {word(','.join(s[1:-1] for s in steps[:n]))})", [*steps, "'done'"][n]) for n in range(len(steps) + 1)]
    nothing = [] if text.none == FALSE else [(text.none, begun[0][1])]
    return Scalar(chosen([*nothing, *begun, (f"({text.sql} IS NOT NULL)", "'order_violated'")]))


def _months_between(writer: Writer, node: Call) -> Scalar:
    """The most months that can be added to the first day without passing the second; negative the other way round."""
    a, b = (writer.scalar(x) for x in node.arguments)
    if not all(isinstance(x.type, Date) for x in node.arguments):
        raise Unsupported("时刻之间的月数", "the months between moments")

    def between(start: str, end: str) -> str:
        years = f"(EXTRACT(YEAR FROM {end}) - EXTRACT(YEAR FROM {start}))"
        months = writer.dialect.whole.format(x=f"({years} * 12 + EXTRACT(MONTH FROM {end}) - EXTRACT(MONTH FROM {start}))")
        passed = f"({writer.dialect.plus_months(start, months)} > {end})"
        return either(passed, f"({months} - 1)", months)

    return Scalar(either(f"({b.sql} < {a.sql})", f"(-{between(b.sql, a.sql)})", between(a.sql, b.sql)), some([a.none, b.none]), (5, 0))

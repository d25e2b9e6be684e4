"""Exact numbers: whole numbers, decimals, and fractions where a division leaves the decimals.

No binary float ever: `1.1 * 3 <= 3.3` holds here. Rounding happens only where a rule declares it.
"""

from __future__ import annotations

import re
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Clamped,
    Context,
    Decimal,
    DecimalException,
    Inexact,
    InvalidOperation,
    Overflow,
    Rounded,
)
from fractions import Fraction
from typing import Any, TypeAlias

Number: TypeAlias = int | Decimal | Fraction

MOST_DIGITS = 40

# Wide enough that sums and products of bounded numbers are exact; `Inexact` is trapped, so a lost digit is never silent.
EXACT = Context(prec=100_000, Emax=200_000, Emin=-200_000, traps=[Inexact, InvalidOperation, Overflow])


def add(a: Number, b: Number) -> Number:
    """The exact sum. The wide context is the fast way; it takes no fractions."""
    try:
        return EXACT.add(a, b)  # type: ignore[arg-type]
    except TypeError:
        return settled(Fraction(a) + Fraction(b))


def subtract(a: Number, b: Number) -> Number:
    """The exact difference."""
    try:
        return EXACT.subtract(a, b)  # type: ignore[arg-type]
    except TypeError:
        return settled(Fraction(a) - Fraction(b))


def multiply(a: Number, b: Number) -> Number:
    """The exact product."""
    try:
        return EXACT.multiply(a, b)  # type: ignore[arg-type]
    except TypeError:
        return settled(Fraction(a) * Fraction(b))


# Takes no number that it would have to change: longer than 40 digits before or behind the point. To look at the digits would cost ten times as much.
_FEW_DIGITS = Context(prec=MOST_DIGITS, Emax=MOST_DIGITS - 1, Emin=-1, traps=[Clamped, Inexact, InvalidOperation, Overflow, Rounded])
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_ROUNDING = {
    "round half up": ROUND_HALF_UP,
    "round half even": ROUND_HALF_EVEN,
    "round up": ROUND_UP,
    "round down": ROUND_DOWN,
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
}


def read_number(text: str) -> int | Decimal | None:
    """A number as written, or None. At most 40 digits in all, the zeros of an exponent counted.

    >>> read_number("500000"), read_number("3.30"), read_number("1e2"), read_number("five") is None
    (500000, Decimal('3.30'), 100, True)
    """
    if len(text) > MOST_DIGITS + 8 or not _NUMBER.fullmatch(text):
        return None
    return bounded(Decimal(text))


def few_digits(value: Decimal) -> bool:
    """Whether a number is finite and written out in at most 40 digits, zeros before and behind counted.

    >>> few_digits(Decimal("2.27272727272727272728")), few_digits(Decimal("1e39")), few_digits(Decimal("1e40")), few_digits(Decimal("1e-41")), few_digits(Decimal("inf"))
    (True, True, False, False, False)
    """
    try:
        return _FEW_DIGITS.plus(value).is_finite()
    except DecimalException:
        return False


def bounded(value: Decimal) -> int | Decimal | None:
    """The decimal as an int where it is whole; None where it is not finite or longer than 40 digits."""
    if not few_digits(value):
        return None
    return int(value) if value == value.to_integral_value() else value


def negated(value: Any) -> Any:
    """A number or length of time with the other sign. Python's `-` rounds a Decimal to 28 digits."""
    return value.copy_negate() if isinstance(value, Decimal) else -value


def divide(a: Number, b: Number) -> Number | None:
    """The exact quotient; None (there is none) when `b` is zero."""
    return None if not b else settled(Fraction(a) / Fraction(b))


def settled(value: Number) -> Number:
    """The plainest exact form of a number: int before Decimal before Fraction.

    >>> settled(Fraction(4, 2)), settled(Fraction(1, 8)), settled(Fraction(1, 3))
    (2, Decimal('0.125'), Fraction(1, 3))
    """
    if isinstance(value, int):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    if value.denominator == 1:
        return value.numerator
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return value
    places = max(twos, fives)
    return EXACT.scaleb(Decimal(value.numerator * 10**places // value.denominator), -places)


def rounded(value: Number, digits: int, how: str) -> int | Decimal:
    """`value` to `digits` decimal places. `how` is FEEL's name; half up is half away from zero.

    >>> rounded(Fraction(100, 3), 2, "round half up"), rounded(Decimal("-2.5"), 0, "round half up"), rounded(Decimal("2.5"), 0, "round half even")
    (Decimal('33.33'), -3, 2)
    """
    scaled = Fraction(value) * 10**digits
    floor, rest = divmod(scaled.numerator, scaled.denominator)
    # one digit below the last place is enough to decide every mode, once a remainder beyond it is kept as a sticky 1
    tenth, more = divmod(rest * 10, scaled.denominator)
    exact = EXACT.add(Decimal(floor), Decimal(tenth) / 10)
    exact = EXACT.add(exact, Decimal("0.01")) if more else exact
    whole = exact.to_integral_value(rounding=_ROUNDING[how], context=EXACT)
    result = settled(EXACT.scaleb(whole, -digits))
    assert not isinstance(result, Fraction)
    return result


def number_text(value: Number) -> str:
    """A number as text without trailing zeros or exponent; a fraction as `100/3`.

    >>> number_text(Decimal("366.30")), number_text(Fraction(100, 3)), number_text(Decimal("1E+3"))
    ('366.3', '100/3', '1000')
    """
    if isinstance(value, Fraction):
        value = settled(value)
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)

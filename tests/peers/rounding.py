"""File 08: rounding where a rule declares it, what a fact given as text is, and gaps in the encoding that are admitted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from policykit.ir.answer import Answer

from .formulas import formula
from .packs import TODAY, computed, expect, formula_pack, label, load, question, refused, said, same, value
from .reading import Check, Fields, NotUnderstood, Reader

MODES = {
    "half_away": "round half up",
    "half_up": "round half up",
    "half_even": "round half even",
    "floor": "floor",
    "ceil": "ceiling",
    "ceiling": "ceiling",
    "trunc": "round down",
    "truncate": "round down",
    "down": "round down",
    "up": "round up",
}


# --- rounding


def rounded(function: str, digits: int) -> Check:
    """A list of pairs: a number or a quotient, and what it is rounded to."""

    def check(case: Fields, _: Mapping[str, Any]) -> None:
        given, expected = case.take("given")
        number, _, divisor = given.partition("/")
        got = computed(f"{function}(a / b, {digits})", "number", {"a": number.strip(), "b": divisor.strip() or "1"}, {"a": "number", "b": "number"})
        expect(got, expected)
        if not divisor:
            expect(computed(f"{function}(a, {digits})", "number", {"a": number}, {"a": "number"}), expected)

    return check


def rounded_rule(case: Fields, _: Mapping[str, Any]) -> None:
    """`round(5/2)=3, then *2 = 6`: each step is a step of the pack, and the next one reads what it gives."""
    text = str(case.take("why"))
    steps = list(re.finditer(r"(?P<then>then\s+)?(?P<sum>[-+*/\w(](?:[-+*/\w.() ]|,(?= ?\d+\)))*?)\s*=\s*(?P<value>-?\d+(?:\.\d+)?)", text.partition(":")[2] or text))
    if not steps or steps[0]["then"]:
        raise NotUnderstood(f"no sum in `{text}`")
    decisions: dict[str, Any] = {}
    for number, step in enumerate(steps):
        own = formula(f"step_{number - 1} {step['sum']}") if step["then"] else formula(step["sum"])
        decisions[f"step_{number}"] = {"of": "q", "output": {"type": "number"}, "rules": [{"id": "sum", "then": own}]}
    for number, step in enumerate(steps):
        asked = {"q": {"rules": [{"id": "last", "then": {"out": f"step_{number}"}}]}}
        document = {"pack": "peer", "questions": {"q": question({}, {"out": "number"})}, "decisions": {**decisions, **asked}}
        expect(value(load(document).ask("q", {}, on=TODAY)), step["value"])


# --- typing


def typing(case: Fields, _: Mapping[str, Any]) -> None:
    """A fact is what its input's type says. Text that writes a number is that number; text that does not is no number, and never silently false."""
    written = case.take("input")
    given = written.strip("\"'| ") if isinstance(written, str) else written
    compare = load(formula_pack("given", "number", {"given": "number"}))
    is_number = not isinstance(given, str) or re.fullmatch(r"[-+]?[\d.]+", given) is not None
    if is_number:
        number = value(compare.ask("q", {"given": given}, on=TODAY))
    else:
        refused(lambda: compare.ask("q", {"given": given}, on=TODAY), "value")
    for key, expected in case.rest().items():
        if match := re.fullmatch(r"equals_number_(\d+)", key):
            equal = is_number and computed(f"given = {match[1]}", "boolean", {"given": given}, {"given": "number"})
            expect(equal, expected)
        elif match := re.fullmatch(r"equals_text_(\w+)", key):
            expect(not is_number and given == match[1], expected)
        elif key == "stays_text":
            stays = not is_number and same(computed("given", "text", {"given": given}, {"given": "text"}), given)
            expect(stays, expected)
        else:
            raise NotUnderstood(f"nobody reads `{key}`")
    assert not is_number or same(number, str(given))


# --- gaps


def gap(case: Fields, _: Mapping[str, Any]) -> None:
    """Article g has something that cannot be encoded, h reads g, k is clean. A gap is undetermined here, whatever the mode: told, never computed over."""
    mode, asked, expected = case.take("mode"), case.take("get"), case.take("expect")
    if mode not in ("propagate", "error", "ignore", "warn") or asked not in ("g", "h", "k"):
        raise NotUnderstood(f"mode `{mode}`, article `{asked}`")
    answer = gapped().ask(asked, {}, on=TODAY)
    if re.search("taint|untranslatable|undetermined|error|fail|reject", str(expected).lower()):
        open_because_of_g(answer)
    else:
        expect(value(answer), expected)


def open_because_of_g(answer: Answer[Any]) -> None:
    assert answer.status == "undetermined", repr(answer)
    assert all(v is None for v in answer.values), answer.values
    assert "article g" in said(answer), said(answer)


def gapped() -> Any:
    """The three articles as steps and questions of one pack."""
    number = {"output": {"type": "number"}}
    missing = {"why": label("article g has a construct that is not encoded")}
    return load(
        {
            "pack": "peer",
            "questions": {n: question({}, {"out": "number"}) for n in ("g", "h", "k")},
            "decisions": {
                "article_g": {"of": "g", **number, "rules": [{"id": "open", "undetermined": missing}]},
                "g": {"rules": [{"id": "amount", "then": {"out": "article_g"}}]},
                "h": {"rules": [{"id": "twice", "then": {"out": "2 * article_g"}}]},
                "k": {"rules": [{"id": "base", "then": {"out": 1000}}]},
            },
        }
    )


READER = Reader(
    {
        **{mode: rounded(function, 0) for mode, function in MODES.items()},
        **{f"cents_{mode}": rounded(function, 2) for mode, function in MODES.items()},
        "cents": rounded("round half up", 2),
        "rules": rounded_rule,
        "typing": typing,
        "gaps": gap,
    }
)

"""How the text of a formula is read: what binds tighter, and that no text makes the parser fail."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, strategies as st

from policykit import PolicyError
from policykit.source.formula import DEEPEST, LONGEST, SyntaxFault, TooDeep, TooLong, Tree, parse_cell, parse_formula

from .making import examples, formula_pack, load
from .test_formulas import INPUTS


def shape(tree: Tree) -> Any:
    """The tree as nested tuples of words."""
    word = "[" if tree.kind == "list" else tree.text
    return (word, *map(shape, tree.parts)) if tree.parts else word


# --- what binds tighter


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a or b and c", "a or (b and c)"),
        ("a and b = c", "a and (b = c)"),
        ("a < b + c", "a < (b + c)"),
        ("a - b - c", "(a - b) - c"),
        ("a - b + c", "(a - b) + c"),
        ("a / b / c", "(a / b) / c"),
        ("a / b * c", "(a / b) * c"),
        ("a + b * c", "a + (b * c)"),
        ("-a * b", "(-a) * b"),
        ("-a - -b", "(-a) - (-b)"),
        ("a in [1, 2] and b", "(a in [1, 2]) and b"),
        ("a + 1 in [1..2]", "(a + 1) in [1..2]"),
        ("if a then b else c + d", "if a then b else (c + d)"),
        ("if a then b else if c then d else e", "if a then b else (if c then d else e)"),
        ("some x in l satisfies x > 1 and y", "some x in l satisfies (x > 1 and y)"),
        ("for x in l return x + 1", "for x in l return (x + 1)"),
        ("a.b.c", "(a.b).c"),
        ("-a.b", "-(a.b)"),
        ("f[a].b", "(f[a]).b"),
        ("not(a) and b", "(not(a)) and b"),
    ],
)
def test_what_binds_tighter(text: str, same: str) -> None:
    assert shape(parse_formula(text)) == shape(parse_formula(same))


@pytest.mark.parametrize(
    "text",
    ["a = b = c", "a < b < c", "a and", "and a", "()", "a b", "1 2", "a..b", "[a..b]", "a,b", "f(", "if a then b", "not a", "a.", "a[", '"', "a $ b", "a = ", "some in x", "a in"],
)
def test_what_is_no_formula_is_refused_where_it_stops(text: str) -> None:
    with pytest.raises(SyntaxFault) as fault:
        parse_formula(text)
    assert 0 <= fault.value.start < fault.value.end <= len(text) + 1
    assert text[fault.value.start : fault.value.end].startswith(fault.value.found[:1])


def brackets(tree: Tree) -> str:
    """The tree written out with every bracket there can be."""
    parts = [brackets(p) for p in tree.parts]
    match tree.kind:
        case "in":
            return f"({parts[0]} in {parts[1] if tree.parts[1].kind == 'list' else tree.parts[1].text})"  # round brackets after `in` are a list
        case "logic" | "arithmetic" | "compare":
            return "(" + f" {tree.text} ".join(parts) + ")"
        case "minus":
            return f"(-{parts[0]})"
        case "not":
            return f"not({parts[0]})"
        case "if":
            return f"(if {parts[0]} then {parts[1]} else {parts[2]})"
        case "call":
            return f"{tree.text}({', '.join(parts)})"
        case "list":
            return f"[{', '.join(parts)}]"
        case "part":
            return f"({parts[0]}).{tree.text}"
        case "some" | "every":
            return f"({tree.kind} {parts[0]} in {parts[1]} satisfies {parts[2]})"
    return tree.text


WRITTEN = st.recursive(
    st.sampled_from(["a", "b", "1", "2.5", "2024-02-29", "P6M", "PT10H", '"word"', "true", "none", "06-30", "16:00", "2024-02-29T16:00"]),
    lambda below: st.one_of(
        st.tuples(below, st.sampled_from(["+", "-", "*", "/", "and", "or", "=", "<"]), below).map(" ".join),
        st.tuples(below, st.sampled_from(["a", "[1, a]", "(a, 1)"])).map(" in ".join),
        below.map(lambda t: f"({t})"),
        below.map(lambda t: f"-{t}"),
        below.map(lambda t: f"not({t})"),
        below.map(lambda t: f"({t}).year"),
        st.lists(below, max_size=3).map(lambda ts: f"[{', '.join(ts)}]"),
        st.tuples(st.sampled_from(["min", "round half up", "list contains"]), below, below).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        st.tuples(below, below, below).map(lambda t: f"if {t[0]} then {t[1]} else {t[2]}"),
        st.tuples(below, below).map(lambda t: f"some x in [{t[0]}] satisfies {t[1]}"),
    ),
    max_leaves=12,
)


@examples(500)
@given(WRITTEN)
def test_brackets_say_what_was_meant_without_them(text: str) -> None:
    try:
        tree = parse_formula(text)
        full = brackets(tree)
        again = parse_formula(full)
    except (SyntaxFault, TooDeep):
        return
    assert shape(again) == shape(tree), full
    assert text[tree.start : tree.end].strip("( )") == text.strip("( )")


# --- no text makes the parser fail

PIECES = ["a", "1", "1.5", ".5", "..", "(", ")", "[", "]", ",", "-", "+", "<=", "=", "and", "or", "not", "in", "if", "then", "else", "some", "for", "return", "satisfies",
          "none", "empty", "P6M", "P", "2024-02-29", "2024-13-45", "16:00", "99:99", "06-31", '"', '"a"', "round half up", "date and time", ".", " ", "\n", "帐", "٣", "．", "\x00", "1e9", "1e999"]  # fmt: skip


@pytest.mark.parametrize("parse", [parse_formula, parse_cell])
@examples(1500)
@given(text=st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)))
@example(text="")
@example(text="[" * 500)
@example(text="(" * 5000 + "1" + ")" * 5000)
@example(text="-" * 5000 + "1")
@example(text="1" + "+1" * 5000)
@example(text="not(" * 300)
@example(text="if a then " * 300)
def test_no_text_makes_the_parser_fail(parse: Any, text: str) -> None:
    try:
        tree = parse(text)
    except (SyntaxFault, TooDeep) as fault:
        assert 0 <= fault.start <= len(text)
    else:
        assert tree.height <= DEEPEST


@examples(300)
@given(text=st.lists(st.sampled_from([p for p in PIECES if p != "\x00"]), min_size=1, max_size=12).map(" ".join), cell=st.booleans())
def test_no_text_makes_a_pack_fail(text: str, cell: bool) -> None:
    """Read into a pack, a text is a formula or one diagnostic, whose place is in the text."""
    document = formula_pack(text, "number", INPUTS)
    if cell:
        document["decisions"]["q"]["rules"][0] = {"id": "r", "when": {"n": text}, "then": {"out": 1}}
    try:
        load(document)
    except PolicyError as e:
        assert len(e.diagnostics) == 1 and e.diagnostics[0].span is not None


def test_what_is_too_long_or_deep_is_said() -> None:
    with pytest.raises(TooLong):
        parse_formula("1" * (LONGEST + 1))
    for text in ("(" * 60 + "1" + ")" * 60, "1" + " + 1" * 60, "[" * 60 + "]" * 60, "a" + ".b" * 60, "not(" * 60 + "a" + ")" * 60):
        with pytest.raises(TooDeep):
            parse_formula(text)

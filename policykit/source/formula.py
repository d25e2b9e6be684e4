"""Text of a cell or formula -> a tree that knows its offsets. One parser for both; what names mean is `typing`'s business.

The language is a part of FEEL (DMN 1.3 ch. 10) and of S-FEEL's unary tests (ch. 9.2): no user functions, nothing that may not end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ..diagnostics import Text

DEEPEST = 40  # nested constructs, a chain of sums counted link by link: what is made from them stays within Python's own limits
LONGEST = 20_000  # characters

FUNCTION_NAMES = (
    "round half up", "round half even", "round up", "round down", "list contains", "years and months duration", "date and time",
    "workdays after", "next workday", "first day of", "last day of", "next in order",
    "min", "max", "count", "sum", "abs", "floor", "ceiling", "union", "difference", "intersection", "date",
)  # fmt: skip
_LONG_NAMES = "|".join(name.replace(" ", r"\ ") for name in FUNCTION_NAMES if " " in name)

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<datetime>[0-9]{4}-[0-9][0-9]-[0-9][0-9]T[0-9:+]+)
      | (?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9]))
      | (?P<time>[0-9]{1,2}:[0-9][0-9](?::[0-9][0-9])?)
      | (?P<month_day>[0-9][0-9]-[0-9][0-9](?![0-9-]))
      | (?P<period>P(?=[0-9T])[0-9A-Z]+)
      | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+)
      | (?P<string>"[^"]*")
      | (?P<function>(?:"""
    + _LONG_NAMES
    + r""")(?=\s*\())
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<operator>\.\.|<=|>=|!=|[-<>=+*/()\[\],.])
    """,
    re.VERBOSE,
)
WORDS = {"and", "or", "not", "in", "if", "then", "else", "some", "every", "satisfies", "for", "return", "true", "false", "none", "empty"}
_BEGIN = ("(", "[", "-", "not", "if", "some", "every", "for", "true", "false", "none", "empty")  # what is no name or literal and begins a value
_COMPARE = ("<=", ">=", "!=", "<", ">", "=")


class Token(NamedTuple):
    """A word of a formula with its offsets."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tree:
    """A node as written. `kind` names the construct, `text` its word or operator, `height` how deep it goes. Raises `TooDeep`."""

    kind: str
    text: str
    parts: tuple[Tree, ...]
    start: int
    end: int
    height: int = field(default=0, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.parts:
            height = max(p.height for p in self.parts) + 1
            object.__setattr__(self, "height", height)
            if height > DEEPEST:
                raise TooDeep(self.start)


class SyntaxFault(Exception):
    """Where a text stops being a formula: offsets, what was found, what should stand there."""

    def __init__(self, start: int, end: int, found: str, wanted: Text) -> None:
        self.start, self.end, self.found, self.wanted = start, end, found, wanted


class TooDeep(Exception):
    """A formula nested deeper than `DEEPEST`."""

    def __init__(self, start: int) -> None:
        self.start = start


class TooLong(Exception):
    """A formula of more than `LONGEST` characters."""


_VALUE = Text("值或名称", "a value or name")
_OPERATOR = Text("运算符或结尾", "an operator or the end")


def parse_formula(text: str) -> Tree:
    """The tree of one formula. Raises `SyntaxFault`, `TooDeep` or `TooLong`.

    >>> parse_formula("buffer * task").kind
    'arithmetic'
    """
    parser = _Parser(text)
    tree = parser.formula()
    parser.end()
    return tree


def parse_cell(text: str) -> Tree:
    """The tree of one cell: kind `any`, `tests` (parts joined by or) or `not` of these. Raises `SyntaxFault`, `TooDeep` or `TooLong`.

    >>> [part.kind for part in parse_cell("< 5, [6..12), x").parts]
    ['compare', 'range', 'name']
    """
    parser = _Parser(text)
    tree = parser.cell()
    parser.end()
    return tree


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    # --- the stream

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def see(self, *texts: str) -> bool:
        token = self.token
        return token.kind in ("operator", "word") and token.text in texts

    def accept(self, *texts: str) -> Token | None:
        return self.take() if self.see(*texts) else None

    def need(self, text: str) -> Token:
        return self.take() if self.see(text) else self.fail(Text(f"`{text}`", f"`{text}`"))

    def fail(self, wanted: Text) -> Token:
        token = self.token
        raise SyntaxFault(token.start, token.end, token.text, wanted)

    def end(self) -> None:
        if self.token.kind != "end":
            self.fail(_OPERATOR)

    # --- cells

    def cell(self) -> Tree:
        if self.see("-") and self.tokens[self.at + 1].kind == "end":
            token = self.take()
            return Tree("any", "-", (), token.start, token.end)
        if self.see("not") and self.tokens[self.at + 1].text == "(":
            start = self.take().start
            self.take()
            inner = self.tests()
            stop = self.need(")")
            return Tree("not", "not", (inner,), start, stop.end)
        return self.tests()

    def tests(self) -> Tree:
        parts = [self.test()]
        while self.accept(","):
            parts.append(self.test())
        return Tree("tests", ",", tuple(parts), parts[0].start, parts[-1].end)

    def test(self) -> Tree:
        operator = self.accept(*_COMPARE)
        if operator:
            right = self.sum()
            return Tree("compare", operator.text, (right,), operator.start, right.end)
        return self.range_() or self.sum()

    def range_(self) -> Tree | None:
        """`[a..b]`, `(a..b)` and mixtures; None (and nothing taken) where the bracket opens something else."""
        if not self.opens_range():
            return None
        opening = self.take()
        low = self.sum()
        self.need("..")
        high = self.sum()
        closing = self.accept("]", ")", "[") or self.fail(Text("`]` 或 `)`", "`]` or `)`"))
        signs = ("[" if opening.text == "[" else "(") + ("]" if closing.text == "]" else ")")
        return Tree("range", signs, (low, high), opening.start, closing.end)

    def opens_range(self) -> bool:
        """Whether the bracket here holds `..`, as far as its own brackets go. Looking ahead keeps the parser from trying twice."""
        if not self.see("[", "(", "]"):
            return False
        depth = 0
        for at in range(self.at + 1, len(self.tokens)):
            token = self.tokens[at]
            if token.kind != "operator":
                continue
            if token.text == ".." and depth == 0:
                return True
            depth += (token.text in "([") - (token.text in ")]")
            if depth < 0:
                return False
        return False

    # --- formulas, loosest first

    def deeper(self) -> None:
        """One step down, before anything below is read: nesting never meets Python's own limit. `shallower` undoes it."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooDeep(self.token.start)

    def shallower(self, tree: Tree) -> Tree:
        self.depth -= 1
        return tree

    def formula(self) -> Tree:
        return self.chain("or", self.conjunction)

    def conjunction(self) -> Tree:
        return self.chain("and", self.comparison)

    def chain(self, word: str, part: object) -> Tree:
        assert callable(part)
        parts = [part()]
        while self.accept(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Tree("logic", word, tuple(parts), parts[0].start, parts[-1].end)

    def comparison(self) -> Tree:
        left = self.sum()
        operator = self.accept(*_COMPARE)
        if operator:
            right = self.sum()
            return Tree("compare", operator.text, (left, right), left.start, right.end)
        if self.accept("in"):
            right = self.collection()
            return Tree("in", "in", (left, right), left.start, right.end)
        return left

    def collection(self) -> Tree:
        """What stands after `in`: a range, a list in brackets of either kind, or a formula."""
        found = self.range_()
        if found:
            return found
        if self.see("("):
            opening = self.take()
            parts = self.items(")")
            return Tree("list", "(", tuple(parts), opening.start, self.tokens[self.at - 1].end)
        return self.sum()

    def sum(self) -> Tree:
        left = self.product()
        while operator := self.accept("+", "-"):
            right = self.product()
            left = Tree("arithmetic", operator.text, (left, right), left.start, right.end)
        return left

    def product(self) -> Tree:
        left = self.factor()
        while operator := self.accept("*", "/"):
            right = self.factor()
            left = Tree("arithmetic", operator.text, (left, right), left.start, right.end)
        return left

    def factor(self) -> Tree:
        self.deeper()
        sign = self.accept("-")
        if sign:
            part = self.factor()
            return self.shallower(Tree("minus", "-", (part,), sign.start, part.end))
        return self.shallower(self.path())

    def path(self) -> Tree:
        tree = self.primary()
        while self.see(".") or self.opens_index():
            if self.accept("."):
                name = self.take() if self.token.kind in ("name", "word") else self.fail(Text("名称", "a name"))
                tree = Tree("part", name.text, (tree,), tree.start, name.end)
            else:
                self.take()
                key = self.formula()
                tree = Tree("index", "[", (tree, key), tree.start, self.need("]").end)
        return tree

    def opens_index(self) -> bool:
        """Whether a bracket here holds a key; else it closes a range, `[0..high[`, and no value follows it."""
        if not self.see("["):
            return False
        after = self.tokens[self.at + 1]
        return after.kind not in ("operator", "word", "end") or after.text in _BEGIN

    def primary(self) -> Tree:
        token = self.token
        if token.kind in ("number", "string", "date", "datetime", "time", "month_day", "period"):
            self.take()
            return Tree(token.kind, token.text, (), token.start, token.end)
        if token.kind in ("name", "function"):
            self.take()
            if self.see("("):
                self.take()
                arguments = self.items(")")
                return Tree("call", token.text, tuple(arguments), token.start, self.tokens[self.at - 1].end)
            return Tree("name", token.text, (), token.start, token.end)
        if token.text in ("true", "false", "none", "empty") and token.kind == "word":
            self.take()
            return Tree(token.text, token.text, (), token.start, token.end)
        if self.accept("not"):
            self.need("(")
            part = self.formula()
            return Tree("not", "not", (part,), token.start, self.need(")").end)
        if self.accept("if"):
            condition = self.formula()
            self.need("then")
            then = self.formula()
            self.need("else")
            other = self.formula()
            return Tree("if", "if", (condition, then, other), token.start, other.end)
        if quantifier := self.accept("some", "every"):
            name = self.take() if self.token.kind == "name" else self.fail(Text("名称", "a name"))
            self.need("in")
            source = self.collection()
            self.need("satisfies")
            body = self.formula()
            variable = Tree("name", name.text, (), name.start, name.end)
            return Tree(quantifier.text, name.text, (variable, source, body), token.start, body.end)
        if self.accept("for"):
            name = self.take() if self.token.kind == "name" else self.fail(Text("名称", "a name"))
            self.need("in")
            source = self.collection()
            self.need("return")
            body = self.formula()
            return Tree("for", name.text, (Tree("name", name.text, (), name.start, name.end), source, body), token.start, body.end)
        if self.accept("("):
            tree = self.formula()
            self.need(")")
            return tree
        if self.accept("["):
            parts = self.items("]")
            return Tree("list", "[", tuple(parts), token.start, self.tokens[self.at - 1].end)
        self.fail(_VALUE)
        raise AssertionError("fail always raises")

    def items(self, closing: str) -> list[Tree]:
        parts: list[Tree] = []
        if self.accept(closing):
            return parts
        while True:
            parts.append(self.formula())
            if self.accept(closing):
                return parts
            if not self.accept(","):
                self.fail(Text(f"`,` 或 `{closing}`", f"`,` or `{closing}`"))


def _tokens(text: str) -> list[Token]:
    if len(text) > LONGEST:
        raise TooLong
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise SyntaxFault(at, at + 1, text[at], _VALUE)
        kind = str(match.lastgroup)
        if kind == "name" and match.group() in WORDS:
            kind = "word"
        if kind != "space":
            tokens.append(Token(kind, match.group(), match.start(), match.end()))
        at = match.end()
    tokens.append(Token("end", "", len(text), len(text) + 1))
    return tokens

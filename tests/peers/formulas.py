"""What peers write as conditions and sums -> our formula language. A construct not listed here is not understood."""

from __future__ import annotations

import ast
import re

from .packs import id_of
from .reading import NotUnderstood

_BINARY = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARE = {ast.Eq: "=", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in"}
_CALLS = {"round": "round half up", "floor": "floor", "ceil": "ceiling", "ceiling": "ceiling", "min": "min", "max": "max", "abs": "abs"}


def formula(text: str) -> str:
    """Our words for a condition or sum as Catala, OpenFisca or a programmer writes it.

    >>> formula("0 <= y < 5 && !disabled"), formula("round(5/2) * 2.50")
    ('0 <= y and y < 5 and not(disabled)', 'round half up(5 / 2) * 2.50')
    """
    plain = text.replace("&&", " and ").replace("||", " or ")
    plain = re.sub(r"!(?!=)", " not ", plain)
    plain = re.sub(r"(?<![=<>!])=(?!=)", "==", plain)
    try:
        return _Writer(plain.strip()).write(ast.parse(plain.strip(), mode="eval").body)
    except SyntaxError:
        raise NotUnderstood(f"`{text}` is no formula") from None


class _Writer:
    def __init__(self, text: str) -> None:
        self.text = text

    def write(self, node: ast.expr, inside: bool = False) -> str:
        """The node; in brackets where it stands inside another and could fall apart."""
        match node:
            case ast.Constant(value=bool()):
                return str(node.value).lower()
            case ast.Constant(value=int() | float()):
                return (ast.get_source_segment(self.text, node) or "").replace("_", "")  # the digits as written: a float would lose them
            case ast.Constant(value=str()):
                return f'"{node.value!s}"'
            case ast.Name():
                return id_of(node.id)
            case ast.UnaryOp(op=ast.Not()):
                return f"not({self.write(node.operand)})"
            case ast.UnaryOp(op=ast.USub()):
                return f"-{self.write(node.operand, True)}"
            case ast.Call(func=ast.Name(id=name)) if name in _CALLS and not node.keywords:
                return f"{_CALLS[name]}({', '.join(self.write(a) for a in node.args)})"
            case ast.List() | ast.Tuple():
                return f"[{', '.join(self.write(e) for e in node.elts)}]"
        written = self.compound(node)
        return f"({written})" if inside else written

    def compound(self, node: ast.expr) -> str:
        match node:
            case ast.BoolOp():
                word = " and " if isinstance(node.op, ast.And) else " or "
                return word.join(self.write(v, isinstance(v, ast.BoolOp)) for v in node.values)
            case ast.Compare():
                sides = [node.left, *node.comparators]
                tests = zip(sides, node.ops, sides[1:], strict=False)
                return " and ".join(f"{self.write(a, True)} {self.operator(o)} {self.write(b, True)}" for a, o, b in tests)
            case ast.BinOp() if type(node.op) in _BINARY:
                return f"{self.write(node.left, True)} {_BINARY[type(node.op)]} {self.write(node.right, True)}"
            case ast.IfExp():
                return f"if {self.write(node.test)} then {self.write(node.body)} else {self.write(node.orelse)}"
        raise NotUnderstood(f"`{ast.unparse(node)}` has no words in our formulas")

    def operator(self, node: ast.cmpop) -> str:
        if type(node) not in _COMPARE:
            raise NotUnderstood(f"`{type(node).__name__}` has no word in our formulas")
        return _COMPARE[type(node)]

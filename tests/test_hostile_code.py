"""Texts and names of packs never become code: the Python made of them holds literals and names of our own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import pytest

import policykit.files
import policykit.source.formula
import policykit.source.yaml
import policykit.targets.python.made
from policykit.api import read
from policykit.ir.answer import Answer

from .hostile import QUESTION, TODAY, refused

BREAKERS = [
    "'", '"', "'''", '"""', "\\", "\\'", "') + __import__('os').system('true') + ('", '"; import os; "', "{}", "{0}", "%s", "\n", "\nimport os\n", "\\x27", "#", "名'字", "𝐱",
    "__import__('os')", "v_a", "_dead", "None", "True", "facts", "unknown\\",
]  # fmt: skip


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The Python that programs are made from."""
    made: list[str] = []

    def compiled(text: str, *rest: Any) -> Any:
        made.append(text)
        return compile(text, *rest)

    monkeypatch.setattr(policykit.targets.python.made, "compile", compiled, raising=False)
    return made


ATTRIBUTES = {
    *Answer.__slots__,  # the parts of an answer
    "get",
    "__class__",
    "toordinal",
    "date",
    "year",
    "month",
    "day",
    "append",
    "status",
    "rule",
    "tzinfo",
    "union",
    "difference",
    "intersection",
    "second",
    "hour",
    "minute",
}


def strange(source: str) -> Iterator[str]:
    """What in a generated source is neither a literal nor a name of ours."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Lambda() | ast.Await() | ast.Yield() | ast.Global() | ast.ClassDef() | ast.JoinedStr():
                yield ast.dump(node)
            case ast.Attribute(attr=name) if name not in ATTRIBUTES:
                yield name
            case ast.Name(id=name) if name.startswith("__"):
                yield name
            case ast.Call(func=ast.Name(id=name)) if name in ("eval", "exec", "compile", "open", "getattr", "setattr", "globals", "vars"):
                yield name


def written(text: str) -> str:
    """Text between double quotes, as YAML takes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


@pytest.mark.parametrize("text", BREAKERS)
def test_texts_never_become_code(text: str, sources: list[str]) -> None:
    """As a value, a label, a reason, a note, words of a citation, the text of a fact, the id of a clause."""
    word = written(text)
    pack = f"""pack: p
label: {{zh: {word}, en: {word}}}
questions:
  q:
    label: {{zh: {word}, en: {word}}}
    inputs:
      a: {{label: {{zh: {word}, en: {word}}}, type: choice, values: {{x: {{zh: 子, en: x}}, {word}: {{zh: {word}, en: {word}}}}}}}
      w: {{label: {{zh: 词, en: w}}, type: text, absent: none}}
    outputs:
      o: {{label: {{zh: 果, en: o}}, type: choice, values: {{{word}: {{zh: {word}, en: {word}}}, r: {{zh: 果, en: r}}}}}}
      t: {{label: {{zh: 词, en: t}}, type: text}}
clauses:
  - {{id: {word}, quote: {written("第一条" + text)}, kind: decision, en: {word}}}
decisions:
  q:
    rules:
      - {{id: x, when: {{a: x}}, then: {{o: r, t: w}}, cite: {{{word}: 第一条}}, note: {{zh: {word}, en: {word}}}}}
      - {{id: y, when: {{a: not(x)}}, undetermined: {{why: {{zh: {word}, en: {word}}}}}, cite: {{{word}: 第一条}}}}
"""
    asked = read({"pack.yaml": pack})
    answer = asked.ask("q", {"a": "x", "w": text}, on=TODAY)
    assert answer.values.t == text
    assert answer.citations[0].address == text
    other = asked.ask("q", {"a": text}, on=TODAY)
    assert other.why is not None and other.why.zh == text
    assert asked.ask("q", {"a": "unknown", "w": text}, on=TODAY).status == "undetermined"
    assert answer.explain("zh") and other.explain("en") and answer.record()
    assert sources
    for source in sources:
        assert list(strange(source)) == []
        assert "__import__" not in source.replace(repr(text), "")


@pytest.mark.parametrize("text", BREAKERS)
def test_names_are_names(text: str) -> None:
    """As the name of an input, an output, a parameter, a step, a rule, a party, a pack, a column: refused, with the place."""
    word = written(text)
    packs = [
        QUESTION.replace("      b:", f"      {word}:"),
        QUESTION.replace("      o:", f"      {word}:"),
        QUESTION + f"parameters: {{{word}: {{type: number, values: []}}}}\n",
        QUESTION + f"decisions: {{{word}: {{of: q, output: {{type: boolean}}, rules: []}}}}\n",
        QUESTION + f"decisions: {{q: {{rules: [{{id: {word}, then: {{o: r}}}}]}}}}\n",
        QUESTION + f"parties: {{{word}: {{zh: 甲, en: a}}}}\n",
        QUESTION.replace("pack: hostile", f"pack: {word}"),
        QUESTION + f"decisions: {{q: {{rules: [{{id: r, when: {{{word}: x}}, then: {{o: r}}}}]}}}}\n",
        QUESTION + f"decisions: {{q: {{rules: [{{id: r, then: {{{word}: r}}}}]}}}}\n",
    ]
    is_word = text.isascii() and text.replace("_", "").isalnum() and text[0].isalpha()
    for pack in packs[7:] if is_word else packs:
        assert all(d.span is not None for d in refused(lambda pack=pack: read({"pack.yaml": pack})))  # type: ignore[misc]  # bound now


def test_names_that_look_like_ours_are_harmless(sources: list[str]) -> None:
    """Inputs, parameters and steps called like the names in generated code: each keeps a prefix of its own."""
    names = ("on", "facts", "get", "n", "V", "U", "Step", "decide", "fast", "Answer", "asked", "hits", "found", "values", "k0", "t1", "lambda", "class", "None", "def")
    inputs = "".join(f"      {n}: {{label: {{zh: 甲, en: a}}, type: boolean, absent: false}}\n" for n in names)
    pack = f"""pack: names
questions:
  q:
    label: {{zh: 问, en: q}}
    inputs:
{inputs}    outputs: {{o: {{label: {{zh: 果, en: o}}, type: boolean}}}}
decisions:
  step_q: {{of: q, output: {{type: boolean}}, rules: [{{id: s, then: on and facts}}]}}
  q: {{rules: [{{id: r, if: step_q and {" and ".join(names)}, then: {{o: true}}}}]}}
"""
    asked = read({"pack.yaml": pack})
    assert asked.ask("q", dict.fromkeys(names, True), on=TODAY).values.o is True
    assert asked.ask("q", dict.fromkeys(names, True) | {"k0": False}, on=TODAY).status == "silent"
    assert [s for source in sources for s in strange(source)] == []


def test_a_draw_order_is_made_of_our_names(sources: list[str]) -> None:
    pack = """pack: draw
decisions:
  stock_order:
    draw:
      usable: {if: fit != false, cite: {}}
      tiers: [{level: county, cite: {}}]
      within: [{by: distance_km, cite: {}}, {first: over_age, cite: {}}]
"""
    asked = read({"pack.yaml": pack})
    lots = [{"id": "');import os;('", "level": "county", "quantity": 5, "distance_km": 1, "over_age": False, "fit": True}]
    assert asked.ask("stock_order", {"need": 3, "lots": lots}, on=TODAY).status == "answered"
    assert sources and [s for source in sources for s in strange(source)] == []

"""What `check_pack` finds beyond the small packs: the real packs, one change after another to a real ledger, and what plainly never holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from policykit import files
from policykit.api import Policy, load, read
from policykit.check.articles import article_number, number
from policykit.check.ledger import check_ledger
from policykit.check.pack import check_pack
from policykit.check.rules import dead_rules
from policykit.diagnostics import Diagnostic, errors
from policykit.ir.example import Example
from policykit.ir.instrument import Clause
from policykit.ir.pack import Pack
from policykit.source.examples import read_examples

TODAY = date(2025, 1, 1)
PACKS = ("liaoning", "shanxi", "changzhi", "jiangsu")


@cache
def policy(name: str) -> Policy:
    return load(name)


def cases(folder: Path) -> list[Example]:
    return [e for source in files.case_files(folder) for e in read_examples(source)[0]]


@pytest.mark.parametrize("name", PACKS)
def test_a_real_pack_has_no_error(name: str) -> None:
    asked = policy(name)
    assert asked.folder is not None
    found = check_pack(asked.pack, cases(asked.folder), lambda question, facts, on: asked.ask(question, facts, on=on))
    assert [d.render() for d in errors(found)] == []


@pytest.mark.parametrize("name", PACKS)
def test_every_diagnostic_has_a_place(name: str) -> None:
    asked = policy(name)
    found = check_pack(asked.pack, [], lambda question, facts, on: asked.ask(question, facts, on=on))
    assert all(d.span is not None and d.underlined for d in found)


def test_a_pack_without_its_files_can_be_checked() -> None:
    asked = policy("changzhi")
    found = check_pack(replace(asked.pack, places=None), [], lambda question, facts, on: asked.ask(question, facts, on=on))
    assert errors(found) == []


# --- the ledger, one change after another


def changed(pack: Pack, clauses: list[Clause]) -> list[Diagnostic]:
    """What the ledger check says of the pack with other clauses."""
    return list(check_ledger(replace(pack, clauses={c.address: c for c in clauses})))


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", PACKS)
def test_a_clause_that_is_left_out_is_missed_where_it_stands(name: str) -> None:
    pack = policy(name).pack
    clauses = list(pack.clauses.values())
    for index, clause in enumerate(clauses):
        found = changed(pack, clauses[:index] + clauses[index + 1 :])
        first = next(d for d in found if d.code.startswith("ledger-"))
        at = first.underlined
        # told at the clause, or a little later where the next one begins with the same words
        assert first.code in ("ledger-lacks", "ledger-differs", "ledger-extra"), first.render()
        if first.code == "ledger-lacks":
            assert bare(at)[:4] in bare(clause.quote) + bare(clauses[index + 1].quote if index + 1 < len(clauses) else "")
            assert first.help is not None
            assert index + 1 == len(clauses) or clauses[index + 1].address in first.help.en


def test_two_clauses_that_change_places_are_noticed() -> None:
    pack = policy("jiangsu").pack
    clauses = list(pack.clauses.values())
    for index in range(len(clauses) - 1):
        if bare(clauses[index].quote) != bare(clauses[index + 1].quote):
            swapped = [*clauses[:index], clauses[index + 1], clauses[index], *clauses[index + 2 :]]
            assert any(d.code.startswith("ledger-") for d in changed(pack, swapped))


def test_one_character_that_differs_is_underlined() -> None:
    pack = policy("jiangsu").pack
    clauses = list(pack.clauses.values())
    for index, clause in enumerate(clauses):
        middle = len(clause.quote) // 2
        if clause.quote[middle].isspace():
            continue
        other = replace(clause, quote=clause.quote[:middle] + "囧" + clause.quote[middle + 1 :])
        [found] = [d for d in changed(pack, [*clauses[:index], other, *clauses[index + 1 :]]) if d.code.startswith("ledger-")]
        assert found.code == "ledger-differs"
        assert found.underlined.startswith(clause.quote[middle])
        assert found.help is not None and "囧" in found.help.zh
        assert clause.address in found.message.en


def test_an_address_of_another_article_is_noticed() -> None:
    pack = policy("shanxi").pack
    clauses = list(pack.clauses.values())
    index = next(i for i, c in enumerate(clauses) if c.address.startswith("a14"))
    wrong = replace(clauses[index], address="a15.p9")
    [found] = changed(pack, [*clauses[:index], wrong, *clauses[index + 1 :]])
    assert (found.code, found.message.en) == ("article-address", "the words of `a15.p9` stand in article 14")


# --- article signs


def chinese(value: int) -> str:
    """A number below 1,000 in Chinese."""
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


def test_every_article_number_is_read() -> None:
    assert [number(chinese(n)) for n in range(1, 1000)] == list(range(1, 1000))
    assert [article_number(f"第{chinese(n)}条") for n in range(1, 200)] == list(range(1, 200))


@pytest.mark.parametrize("heading", ["第一章 总则", "三、保障措施", "（一）低风险地区。", "附件1", "条", "第条", "二十三条例", "2023年", "十"])
def test_other_headings_are_no_articles(heading: str) -> None:
    assert article_number(heading) is None


# --- what never holds

RULES = """
pack: never
questions:
  q:
    label: {zh: 问, en: q}
    inputs:
      kind: {label: {zh: 种, en: kind}, type: choice, values: {a: {zh: 甲, en: a}, b: {zh: 乙, en: b}, c: {zh: 丙, en: c}}}
      other: {label: {zh: 另, en: other}, type: choice, absent: none, values: {a: {zh: 甲, en: a}, b: {zh: 乙, en: b}}}
      yes: {label: {zh: 是, en: yes}, type: boolean}
      maybe: {label: {zh: 或, en: maybe}, type: boolean, absent: none}
      n: {label: {zh: 数, en: n}, type: number}
      m: {label: {zh: 数, en: m}, type: number}
      word: {label: {zh: 词, en: word}, type: text}
    outputs: {out: {label: {zh: 果, en: out}, type: boolean}}
decisions:
  q:
    rules:
"""


def dead(*rules: str) -> list[str]:
    """The rules that are said never to answer."""
    written = "".join(f"    - {{id: r{n}, {rule}, then: {{out: true}}}}\n" for n, rule in enumerate(rules))
    return [rule for _, rule, _ in dead_rules(read({"pack.yaml": RULES + written}).pack)]


@pytest.mark.parametrize(
    "rule",
    [
        "when: {kind: a}, if: kind = b",
        "when: {kind: [a, b]}, if: kind = c",
        'when: {kind: "not(a, b, c)"}',
        "when: {kind: a}, if: kind != a",
        'when: {other: "not(a, b)"}, if: other != none',
        "when: {yes: true}, if: not(yes)",
        "when: {yes: false}, if: yes",
        'when: {yes: "not(true, false)"}',
        'when: {n: "> m"}, if: n <= m',
        'when: {n: "> m"}, if: m > n',
        'when: {n: "= m"}, if: n != m',
        'when: {n: "[6..3]"}',
        'when: {n: "< 3"}, if: n >= 3',
        'when: {n: "< 3"}, if: 3 < n',
        'when: {n: "< 3"}, if: n = 4',
        'when: {n: "3"}, if: n = 4',
        "when: {n: 3}, if: n > 3 and yes",
        "when: {word: x}, if: 'word = \"y\"'",
        "when: {yes: true}, if: not(yes or n > m)",
        "if: yes and (n > m) and not(n > m)",
    ],
)
def test_conditions_that_contradict_each_other(rule: str) -> None:
    assert dead(rule) == ["r0"]


@pytest.mark.parametrize(
    "rule",
    [
        "when: {kind: [a, b]}, if: kind = b",
        'when: {other: "not(a, b)"}',
        'when: {maybe: "not(true, false)"}',
        'when: {n: ">= m"}, if: n <= m',
        'when: {n: "[3..3]"}',
        'when: {n: "[3..6)"}, if: n = 3',
        'when: {n: "< 3"}, if: n < 4',
        'when: {n: "> 3"}, if: m < 3',
        "when: {yes: true}, if: yes or not(yes)",
        "when: {word: x}, if: 'word != \"y\"'",
        "when: {kind: a}, if: not(yes and n > m)",
    ],
)
def test_conditions_that_may_hold(rule: str) -> None:
    assert dead(rule) == []


def test_an_exception_is_followed_through_what_it_is_an_exception_to() -> None:
    chain = ("when: {kind: a}", "excepts: [r0], when: {yes: true}", "excepts: [r1], when: {kind: b}", "excepts: [r1], when: {yes: true, kind: a}")
    assert dead(*chain) == ["r2"]
    assert dead("when: {kind: a}", "when: {kind: b}", "excepts: [r0, r1], when: {kind: b}") == []
    assert dead("when: {kind: a}, to: 2020-12-31", "excepts: [r0], from: 2021-01-01, when: {yes: true}") == ["r1"]


# --- rules that no case tests

STEPS = """
pack: steps
label: {zh: 步骤, en: steps}
questions:
  q:
    label: {zh: 问, en: q}
    inputs:
      a: {label: {zh: 甲, en: a}, type: boolean}
      b: {label: {zh: 乙, en: b}, type: boolean, absent: unknown}
    outputs: {out: {label: {zh: 果, en: out}, type: boolean}}
decisions:
  inner: {of: q, output: {type: boolean}, rules: [{id: "yes", when: {a: true}, then: true}, {id: "no", when: {a: false}, then: false}]}
  open: {of: q, output: {type: boolean}, rules: [{id: any, then: b}]}
  q:
    rules:
      - {id: x, if: inner and (a or open), then: {out: true}}
      - {id: y, if: not(inner), then: {out: false}}
"""


def untested(*facts: str) -> Iterator[str]:
    asked = read({"pack.yaml": STEPS})
    examples = [Example(str(n), None, "q", None, {"a": fact == "true"}, {}, None, None, "") for n, fact in enumerate(facts)]
    for fault in check_pack(asked.pack, examples, lambda question, given, _: asked.ask(question, given, on=TODAY)):
        if fault.code == "untested-rule":
            yield fault.message.en.split("`")[3] + "/" + fault.underlined


def test_a_rule_of_a_step_is_tested_by_a_case_of_its_question() -> None:
    assert list(untested()) == ['inner/"yes"', 'inner/"no"', "open/any", "q/x", "q/y"]
    # `b` is unknown, which says nothing of the step that reads it
    assert list(untested("true")) == ['inner/"no"', "open/any", "q/y"]
    assert list(untested("true", "false")) == ["open/any"]

"""Packs made for measuring: tables of any length and kind, and small jurisdictions that differ in their numbers only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

import policykit

_Safe: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_Safe):  # type: ignore[misc]  # the faster of two classes
    """Writes out what occurs twice: a pack has no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # whatever it is
        return True


def words(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def text(document: Any) -> str:
    written: str = yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return written


def read(document: dict[str, Any]) -> policykit.Policy:
    return policykit.read({"pack.yaml": text({"pack": "made", "label": words("made"), **document})})


def choice(codes: list[str]) -> dict[str, Any]:
    return {"type": "choice", "values": {c: words(c) for c in codes}}


def labelled(types: dict[str, Any]) -> dict[str, Any]:
    return {n: {"label": words(n), **({"type": t} if isinstance(t, str) else t)} for n, t in types.items()}


def table(inputs: dict[str, Any], rules: list[dict[str, Any]], outcomes: list[str]) -> dict[str, Any]:
    """A pack with one question `q` over some inputs, its outcome `out`."""
    question = {"label": words("?"), "inputs": labelled(inputs), "outputs": labelled({"out": choice(outcomes)})}
    return {"questions": {"q": question}, "decisions": {"q": {"rules": rules}}}


OUTCOMES = ["a", "b", "c", "d", "e", "f", "g"]


def equality(count: int) -> dict[str, Any]:
    """So many rules, each for one code of a choice."""
    rules = [{"id": f"r{i}", "when": {"code": f"k{i}"}, "then": {"out": OUTCOMES[i % 7]}} for i in range(count)]
    return table({"code": choice([f"k{i}" for i in range(count)])}, rules, OUTCOMES)


def interval(count: int) -> dict[str, Any]:
    """So many rules, each for one stretch of a number."""
    rules = [{"id": f"r{i}", "when": {"amount": f"[{i * 1000}..{i * 1000 + 1000})"}, "then": {"out": OUTCOMES[i % 7]}} for i in range(count)]
    return table({"amount": "integer"}, rules, OUTCOMES)


def mixed(count: int) -> dict[str, Any]:
    """So many rules, each for one code and one stretch of a number: about as many codes as stretches."""
    codes, stretches = sides(count)
    rules = [
        {"id": f"r{c}-{s}", "when": {"code": f"k{c}", "amount": f"[{s * 1000}..{s * 1000 + 1000})"}, "then": {"out": OUTCOMES[(c + s) % 7]}}
        for c in range(codes)
        for s in range(stretches)
    ]
    return table({"code": choice([f"k{i}" for i in range(codes)]), "amount": "integer"}, rules, OUTCOMES)


def sides(count: int) -> tuple[int, int]:
    """How many codes and stretches a mixed table of `count` rules has."""
    codes = max(2, round(count**0.5) // 5 * 5) if count > 25 else 2
    while count % codes:
        codes -= 1
    return codes, count // codes


def wide(count: int) -> dict[str, Any]:
    """Eight rules over so many inputs: a rule reads an eighth of them."""
    names = [f"fact{i}" for i in range(count)]
    part = count // 8
    rules = [
        {"id": f"r{i}", "when": dict.fromkeys(names[i * part : i * part + part], True) | dict.fromkeys(names[: i * part : part], False), "then": {"out": OUTCOMES[i % 7]}}
        for i in range(8)
    ]
    return table(dict.fromkeys(names, "boolean"), rules, OUTCOMES)


ARTICLES = (
    ("第一条", "为规范本县应急物资储备，制定本办法。", "principle"),
    ("第二条", "本县应急物资储备由县粮食和物资储备部门管理，财政部门保障经费。", "obligation"),
    ("第三条", "实际库存原则上应达到储备任务的{buffer}倍以上。", "decision"),
    ("第四条", "年度补贴{limit}元以上的，公开招标选定承储企业；不足的，公告报名审核选定。", "decision"),
    ("第五条", "承储企业每月十日前报送上月库存。", "obligation"),
    ("第六条", "储备物资每年盘点一次，账实应当相符。", "obligation"),
    ("第七条", "动用储备须经县人民政府批准。", "procedure-step"),
    ("第八条", "本办法自2025年1月1日起施行。", "validity"),
)


def jurisdiction(number: int) -> dict[str, Any]:
    """A county's buffer and tender rules, with numbers of its own: parameters, rules and the clauses that they cite."""
    buffer, limit = f"1.{number % 97 + 1:02}", 100_000 + 1_000 * (number % 801)
    inputs = {"task": {"type": "number", "min": 0}, "stock": "number", "subsidy": {"type": "money", "min": 0}}
    question = {"label": words("?"), "inputs": labelled(inputs), "outputs": labelled({"out": choice(["tender", "review", "refill"])})}
    stock, tender = {"a3": f"储备任务的{buffer}倍以上"}, {"a4": f"年度补贴{limit}元以上"}
    parameters = {
        "buffer": {"label": words("buffer"), "type": "number", "values": [{"from": "2025-01-01", "value": buffer, "cite": stock}]},
        "limit": {"label": words("limit"), "type": "money", "values": [{"from": "2025-01-01", "value": limit, "cite": tender}]},
    }
    rules = [
        {"id": "short", "when": {"stock": "< buffer * task"}, "then": {"out": "refill"}, "cite": stock},
        {"id": "large", "when": {"stock": ">= buffer * task", "subsidy": ">= limit"}, "then": {"out": "tender"}, "cite": {**stock, **tender}},
        {"id": "small", "when": {"stock": ">= buffer * task", "subsidy": "< limit"}, "then": {"out": "review"}, "cite": {**stock, "a4": "公告报名审核选定"}},
    ]
    return {
        "pack": f"county{number:04}",
        "label": words(f"county {number}"),
        "jurisdiction": words(f"county {number}"),
        "level": "county",
        "status": "in_force",
        "validity": {"from": "2025-01-01", "cite": {"a8": "自2025年1月1日起施行"}},
        "questions": {"q": question},
        "parameters": parameters,
        "decisions": {"q": {"rules": rules}},
    }


def ledger(number: int) -> dict[str, Any]:
    """The clauses of a county's text."""
    return {"clauses": [{"id": f"a{i}", "quote": t, "kind": k, "en": f"Article {i}."} for i, (t, k) in enumerate(_clauses(number), 1)]}


def law(number: int) -> str:
    """The text of a county's measures."""
    return "\n\n".join(f"## {t[:3]}\n\n{t[3:]}" for t, _ in _clauses(number)) + "\n"


def _clauses(number: int) -> list[tuple[str, str]]:
    numbers = {"buffer": f"1.{number % 97 + 1:02}", "limit": str(100_000 + 1_000 * (number % 801))}
    return [(sign + t.format(**numbers), k) for sign, t, k in ARTICLES]


def files(number: int) -> dict[str, str]:
    """A county's pack as files: rules, ledger, law."""
    return {"pack.yaml": text(jurisdiction(number)), "ledger.yaml": text(ledger(number)), "law/measures.md": law(number)}


def written(folder: Path, count: int) -> list[str]:
    """Write the packs of `count` counties as folders, with a worked case each; their names."""
    names = []
    for number in range(count):
        name = f"county{number:04}"
        case = {
            "id": "K-01",
            "question": "q",
            "as_of": "2025-06-01",
            "facts": {"task": 100, "stock": 50, "subsidy": 0},
            "expected": {"status": "answered", "out": "refill"},
            "why": "short",
        }
        for path, content in {**files(number), "cases/cases.yaml": text([case])}.items():
            to = folder / name / path
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_text(content)
        names.append(name)
    return names

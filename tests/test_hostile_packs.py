"""A pack is data from someone else: whatever it holds, it is refused with one clear error, or it is harmless.

What is bounded is counted here (bytes, events, tokens, depth); seconds and memory are in `benchmarks/hostile.py`.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import policykit.files
import policykit.source.formula
import policykit.source.yaml
import policykit.targets.python.made
from policykit.api import load, read
from policykit.diagnostics import PolicyError
from policykit.source import yaml as source_yaml
from policykit.source.formula import DEEPEST, LONGEST
from policykit.source.gathering import MOST_FAULTS

from .hostile import QUESTION, TODAY, N, cell, formula, parameter, refused, rules, steps

CASES: dict[str, tuple[str | bytes, str, str]] = {
    # what the file holds, the code of the one error, where
    "an alias bomb": ("pack: p\n" + "".join(f"a{i + 1}: &a{i + 1} [{', '.join([f'*a{i}'] * 10) if i else '1'}]\n" for i in range(9)), "anchor", "2:5"),
    "an alias to itself": ("pack: &p [*p]\n", "anchor", "1:7"),
    "a merge of merges": ("pack: p\nparameters: {<<: {a: 1}}\n", "merge-key", "2:14"),
    "brackets": ("pack: " + "[" * N, "too-deep", "1:70"),
    "braces": ("pack: " + "{a: " * N, "too-deep", "1:259"),
    "closed brackets": ("pack: " + "[" * N + "]" * N, "too-deep", "1:70"),
    "dashes": ("- " * N + "a", "too-deep", "1:129"),
    "indents": ("".join(" " * i + "a:\n" for i in range(2000)), "too-deep", "65:65"),
    "question marks": ("? " * N + "a", "too-deep", "1:129"),
    "a tag": ("pack: !!python/object/apply:os.system [echo]\n", "tag", "1:7"),
    "a tag of its own": ("%TAG ! tag:example.org,2000:\n---\npack: !thing p\n", "tag", "3:7"),
    "a tag on a key": ("!!str pack: p\n", "tag", "1:1"),
    "a duplicate key": ("pack: p\npack: q\n", "duplicate-key", "2:1"),
    "an unknown key": ("pack: p\nlabeI: {zh: 名, en: name}\n", "unknown-key", "2:1"),
    "a key of a million letters": ("pack: p\n? " + "k" * 1_000_000 + "\n: 1\n", "unknown-key", "2:3"),
    "no words": ("pack: [" + "," * N + "]\n", "not-yaml", "1:8"),
    "too many words": ("pack: p\nclauses: [" + "a," * (N + 1) + "]\n", "too-many-nodes", "2:120001"),
    "another document": ("pack: p\n" + "---\n" * N, "second-document", "2:1"),
    "bytes that are no text": (b"pack: p\nlabel: {zh: \xff\xfe, en: p}\n", "not-utf8", ""),
    "UTF-16": ("pack: p\n".encode("utf-16"), "not-utf8", ""),
    "a surrogate": (b"pack: p\nlabel: {zh: \xed\xa0\x80, en: p}\n", "not-utf8", ""),
    "an overlong slash": (b"pack: \xc0\xaf\n", "not-utf8", ""),
    "a null": ("pack: p\0\n", "odd-character", "1:8"),
    "an escape character": ("pack: p\nnumber: {zh: \x1b[31m, en: p}\n", "odd-character", "2:14"),
    "text that runs backwards": ("pack: p\nlabel: {zh: \u202e名, en: p}\n", "odd-character", "2:13"),
    "an isolate": ("pack: p\nlabel: {zh: \u2066名, en: p}\n", "odd-character", "2:13"),
    "a zero-width space": ("pack: p\nlabel: {zh: 名\u200b字, en: p}\n", "odd-character", "2:14"),
    "a second byte order mark": ("\ufeff\ufeffpack: p\n", "odd-character", "1:1"),
    "a tag character": ("pack: p\nlabel: {zh: 名\U000e0041, en: p}\n", "odd-character", "2:14"),
    "a line separator": ("pack: p\nlabel: {zh: '名\u2028字', en: p}\n", "odd-character", "2:15"),
    "a control character by an escape": ('pack: p\nlabel: {zh: "\\0", en: p}\n', "odd-character", "2:13"),
    "a bidirectional escape": ('pack: p\nlabel: {zh: "\\u202E名", en: p}\n', "odd-character", "2:13"),
    "a huge exponent": (parameter("{value: 1e999999}"), "literal", "12:72"),
    "a huger exponent": (parameter("{value: 1e999999999999999999999}"), "literal", "12:72"),
    "a number of 10,000 digits": (parameter("{value: " + "9" * 10_000 + "}"), "literal", "12:72"),
    "a number of 100,000 digits": (parameter("{value: " + "9" * N + "}"), "too-long", "12:72"),
    "a number with a huge exponent in a formula": (formula("n < 1e999999"), "literal", "12:57"),
    "a least value of 10,000 digits": (QUESTION.replace("type: number,", "type: number, min: " + "9" * 10_000 + ","), "literal", "7:53"),
    "a least value that is no number": (QUESTION.replace("type: number,", "type: number, min: ²,"), "literal", "7:53"),
    "a period of 10,000 digits": (formula("d + P" + "9" * 10_000 + "M < d"), "literal", "12:57"),
    "a period of a million years": (formula("d + P1000000Y < d"), "literal", "12:57"),
    "a period of all the days there are": (formula("d + P99999999999999999D < d"), "literal", "12:57"),
    "a period of 1 for the whole text": (formula("P" + "1" * 10_000), "literal", "12:53"),
    "digits that end in nothing": (formula("0" * 10_000 + "-"), "syntax", "12:10054"),
    "words that begin a function": (formula("round " * 3_000), "syntax", "12:59"),
    "spaces": (formula(" " * 10_000 + "$"), "syntax", "12:10053"),
    "quotes": (formula("\\" + '"' + "x" * 10_000), "syntax", "12:53"),
    "a formula without end": (formula("b" + " or b" * N), "too-long", "12:53"),
    "parentheses": (formula("(" * 19_000), "too-deep", "12:93"),
    "100,000 parentheses": (formula("(" * N), "too-long", "12:53"),
    "closed parentheses": (formula("(" * 9_000 + "b" + ")" * 9_000), "too-deep", "12:93"),
    "not of not": (formula("not(" * 3_900 + "b" + ")" * 3_900), "too-deep", "12:213"),
    "minus signs": (formula("-" * 19_000 + "n = n"), "too-deep", "12:93"),
    "minus signs apart": (formula("- " * 9_000 + "n = n"), "too-deep", "12:133"),
    "if, then, else if": (formula("if b then b else " * 1_000 + "b"), "too-deep", "12:719"),
    "if of if": (formula("if " * 6_000 + "b"), "too-deep", "12:173"),
    "a chain of sums": (formula("n" + " + n" * 4_000 + " = n"), "too-deep", "12:53"),
    "a chain of products": (formula("n" + " * n" * 4_000 + " = n"), "too-deep", "12:53"),
    "a chain of parts": (formula("n" + ".n" * 9_000), "too-deep", "12:53"),
    "a chain of keys": (formula("n[" * 9_000), "too-deep", "12:133"),
    "lists of lists": (formula("[" * 19_000), "too-deep", "12:93"),
    "in of in": (formula("n in ((" * 2_000), "too-deep", "12:333"),
    "some of some": (formula("some v in " * 1_900 + "b"), "too-deep", "12:453"),
    "calls of calls": (formula("min(" * 4_000), "too-deep", "12:213"),
    "parentheses in a cell": (cell("(" * 19_000), "too-deep", "12:99"),
    "brackets in a cell": (cell("[" * 19_000), "too-deep", "12:99"),
    "100,000 values in a cell": (cell("x" + ", x" * N, "a"), "too-long", "12:59"),
    "a cycle of two steps": (steps(2), "cycle", "13:3"),
    "a cycle of 1,000 steps": (steps(1_000), "cycle", "13:3"),
    "a step that reads itself": (steps(1), "cycle", "13:3"),
    "steps without end": (steps(500).replace("if: s0,", "when: {b: true},"), "too-deep", "13:3"),
    "exceptions without end": (
        rules("{id: r0, then: {o: r}}", *(f"{{id: r{i}, excepts: [r{i - 1}], when: {{b: true}}, then: {{o: s}}}}" for i in range(1, 200))),
        "too-deep",
        "28:12",
    ),
    "exceptions in layers": (
        rules(*(f"{{id: {x}{i}, {f'excepts: [a{i - 1}, b{i - 1}], ' if i else ''}when: {{b: true}}, then: {{o: r}}}}" for i in range(12) for x in "ab")),
        "too-many-exceptions",
        "13:3",
    ),
    "a quotation that does not stand there": (
        QUESTION + "clauses: [{id: a1, quote: 应当回收, kind: decision, en: x}]\ndecisions: {q: {rules: [{id: r1, then: {o: r}, cite: {a1: 不再回收}}]}}\n",
        "quotation",
        "13:59",
    ),
    "a parameter that is not in force": (
        parameter("{from: 2025-01-01, to: 2025-12-31, value: 5}") + "validity: {from: 2025-01-01, cite: {}}\n",
        "parameter-not-in-force",
        "13:38",
    ),
    "a name with a hyphen": (QUESTION.replace("      b:", "      a-b:"), "id", "9:7"),
    "a name that is code": (QUESTION.replace("      b:", "      __import__('os'):"), "id", "9:7"),
    "a name of another script": (QUESTION.replace("      b:", "      ｂ:"), "id", "9:7"),
    "a call of what is no function": (formula("__import__(b)"), "unknown-function", "12:53"),
    "an attribute": (formula("n.__class__"), "type", "12:53"),
    "a lambda": (formula("lambda: b"), "syntax", "12:59"),
}


def folder_of(tmp_path: Path, files: Mapping[str, bytes]) -> Path:
    folder = tmp_path / "hostile"
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize("name", CASES)
def test_one_clear_error(name: str, tmp_path: Path) -> None:
    content, code, where = CASES[name]
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    place = f"pack.yaml:{where}" if where else "pack.yaml"
    for found, prefix in (
        (refused(lambda: read({"pack.yaml": data})), ""),
        (refused(lambda: load(folder_of(tmp_path, {"pack.yaml": data}))), policykit.files.display(tmp_path / "hostile") + "/"),
    ):
        assert [(d.code, d.where) for d in found] == [(code, prefix + place)]
        assert found[0].severity == "error"
        assert 10 < len(found[0].message.en) < 300 and 5 < len(found[0].message.zh) < 300
        assert len(str(PolicyError(found))) < 3_000  # a long line is shown around the place


def test_a_text_gives_the_same_as_its_bytes() -> None:
    for name, (content, code, _) in CASES.items():
        if isinstance(content, str):
            assert [d.code for d in refused(lambda content=content: read({"pack.yaml": content}))] == [code], name  # type: ignore[misc]  # bound now


# --- what is bounded


def counted_reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of bytes of each read from a file, from now on."""
    taken: list[int] = []

    class Counted(io.BufferedReader):
        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            taken.append(len(data))
            return data

    monkeypatch.setattr(Path, "open", lambda path, *_, **__: Counted(io.FileIO(path)))
    return taken


def test_a_file_of_50_mb_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of(tmp_path, {"pack.yaml": b"pack: p\n"})
    with (folder / "notes.yaml").open("wb") as f:
        for _ in range(50):
            f.write(b"# " + b"x" * 999_997 + b"\n")
    taken = counted_reads(monkeypatch)
    [found] = refused(lambda: load(folder))
    assert (found.code, Path(found.where).name) == ("too-large", "notes.yaml")
    assert max(taken) <= source_yaml.LARGEST + 1 and sum(taken) <= source_yaml.LARGEST + 100


def test_a_folder_of_many_files_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of(tmp_path, {"pack.yaml": b"pack: p\n"} | {f"f{i:02}.yaml": b"# " + b"x" * 3_000_000 for i in range(12)})
    taken = counted_reads(monkeypatch)
    [found] = refused(lambda: load(folder))
    assert (found.code, Path(found.where).name) == ("too-large", "pack.yaml")
    assert sum(taken) <= source_yaml.LARGEST_PACK + source_yaml.LARGEST


def test_a_text_of_50_mb_is_refused() -> None:
    [found] = refused(lambda: read({"pack.yaml": "# " + "x" * 50_000_000}))
    assert (found.code, found.where) == ("too-large", "pack.yaml")


def test_many_files_are_bounded_together() -> None:
    many = {f"f{i}.yaml": b"# " + b"x" * 3_000_000 for i in range(6)} | {"pack.yaml": b"pack: p\n"}
    assert [d.code for d in refused(lambda: read(many))] == ["too-large"]
    words = {f"f{i}.yaml": f"silent_on: [{'a, ' * 30_000}]".encode() for i in range(4)} | {"pack.yaml": b"pack: p\n"}
    assert [d.code for d in refused(lambda: read(words))] == ["too-many-nodes"]


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The YAML events that are taken from the parser."""
    seen: list[str] = []
    loader: Any = source_yaml._LOADER

    class Counting(loader):  # type: ignore[misc]  # libyaml's loader, or the one in Python
        def get_event(self) -> Any:
            event = super().get_event()
            seen.append(type(event).__name__)
            return event

    monkeypatch.setattr(source_yaml, "_LOADER", Counting)
    return seen


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("an alias bomb", 10),
        ("brackets", source_yaml.DEEPEST + 10),
        ("braces", 2 * source_yaml.DEEPEST + 10),
        ("dashes", source_yaml.DEEPEST + 10),
        ("question marks", source_yaml.DEEPEST + 10),
        ("a tag", 10),
        ("too many words", source_yaml.MOST_NODES + 10),
        ("another document", 20),
        ("a null", 0),
        ("text that runs backwards", 0),
    ],
)
def test_reading_stops_early(name: str, most: int, events: list[str]) -> None:
    content = CASES[name][0]
    refused(lambda: read({"pack.yaml": content}))
    assert len(events) <= most


def test_a_formula_is_not_cut_into_words_beyond_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[None] = []
    token = policykit.source.formula.Token

    def counted(*parts: Any) -> Any:
        made.append(None)
        return token(*parts)

    monkeypatch.setattr(policykit.source.formula, "Token", counted)
    refused(lambda: read({"pack.yaml": CASES["100,000 parentheses"][0]}))
    assert not made
    refused(lambda: read({"pack.yaml": CASES["parentheses"][0]}))
    assert len(made) <= LONGEST + 1


def test_nesting_of_a_formula_is_counted_on_the_way_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parser's own depth is bounded, not Python's: it holds for a stack that has little room left."""
    deepest = 0
    deeper = policykit.source.formula._Parser.deeper

    def counted(parser: Any) -> None:
        nonlocal deepest
        deeper(parser)
        deepest = max(deepest, parser.depth)

    monkeypatch.setattr(policykit.source.formula._Parser, "deeper", counted)
    for name, (content, code, _) in CASES.items():
        if code == "too-deep" and '"' in str(content):
            assert [d.code for d in refused(lambda content=content: read({"pack.yaml": content}))] == [code], name  # type: ignore[misc]  # bound now
    assert deepest == DEEPEST


def test_no_formula_is_tried_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """`in (` may open a range, a list or a formula: the parser looks ahead and does not try one after the other."""
    calls = 0
    primary = policykit.source.formula._Parser.primary

    def counted(parser: Any) -> Any:
        nonlocal calls
        calls += 1
        return primary(parser)

    monkeypatch.setattr(policykit.source.formula._Parser, "primary", counted)
    text = "n in ((" * 12 + "n" + "))" * 12
    policykit.source.formula.parse_formula(text)
    assert calls < 100


def test_what_is_just_allowed_runs() -> None:
    """At the limits the generated Python is still within Python's own."""
    for text in (
        "(" * 30 + "b" + ")" * 30,
        "not(" * 36 + "b" + ")" * 36,
        "n" + " + n" * (DEEPEST - 2) + " = n",
        "n" + " / n" * (DEEPEST - 2) + " = n",
        "if b then b else " * 36 + "b",
        "b" + " and b" * 3_000,
        "-" * 36 + "n = n",
        "min(n, " * 36 + "n" + ")" * 36 + " = n",
    ):
        answer = read({"pack.yaml": formula(text)}).ask("q", {"a": "x", "n": 1, "b": True}, on=TODAY)
        assert answer.status in ("answered", "silent"), text[:40]


def test_faults_without_number_are_told_in_number() -> None:
    """Thousands of faults cost no more than hundreds, and end with one line that says so."""
    many = (
        "pack: p\n" + "".join(f"lable{i}: 1\n" for i in range(20_000)),
        "pack: p\n" + "x: 1\n" * 20_000,
        "pack: p\nclauses:\n" + "- a\n" * 50_000,
        rules(*(f"{{id: r{i}, when: {{zz: x}}, then: {{o: r}}}}" for i in range(4_000))),
        QUESTION
        + "clauses:\n"
        + "".join(f"- {{id: a{i}, quote: x, kind: none, en: x}}\n" for i in range(3_000))
        + "decisions:\n  q:\n    rules:\n"
        + "".join(f"    - {{id: r{i}, when: {{b: true}}, then: {{o: r}}, cite: {{b{i}: x}}}}\n" for i in range(1_500)),
    )
    for text in many:
        found = refused(lambda text=text: read({"pack.yaml": text}))  # type: ignore[misc]  # bound now
        assert len(found) == MOST_FAULTS + 1
        assert [d.code for d in found].count("too-many-faults") == 1


def test_line_ends_and_a_byte_order_mark_do_not_count() -> None:
    plain = read({"pack.yaml": formula("b")})
    for data in (formula("b").replace("\n", "\r\n").encode(), formula("b").replace("\n", "\r").encode(), b"\xef\xbb\xbf" + formula("b").encode()):
        other = read({"pack.yaml": data})
        assert other.ask("q", {"a": "x", "b": True}, on=TODAY).values == plain.ask("q", {"a": "x", "b": True}, on=TODAY).values
        assert other.pack.questions["q"] == plain.pack.questions["q"]


def test_recursion_limit_is_left_alone() -> None:
    before = sys.getrecursionlimit()
    for content, _, _ in CASES.values():
        refused(lambda content=content: read({"pack.yaml": content}))  # type: ignore[misc]  # bound now
    assert sys.getrecursionlimit() == before

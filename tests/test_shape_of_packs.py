"""The plain form of the pack format lets through what pydantic's models let through, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

import policykit
from policykit.diagnostics import Source
from policykit.questions import generate
from policykit.source import shape_accepts, shape_check, shape_plain
from policykit.source.yaml import Mapping, Node, Scalar, Sequence, read_yaml

FILES = [p for folder in policykit.available().values() for p in sorted(folder.glob("*.yaml"))]
BAD = sorted((Path(__file__).parent / "packs" / "bad").glob("*.yaml"))
ODD: list[Any] = [None, True, 0, 1.5, "", "unknown", "true", "a b", "2025-02-30", "2025-02-28", "一", [], {}, ["a"], [None], {"zh": "一", "en": "one"}, {"from": "a", "map": {}}]


def tree(text: str) -> Node:
    root, _ = read_yaml(Source("pack.yaml", text))
    assert root is not None
    return root


def test_the_plain_form_is_that_of_the_models() -> None:
    assert generate.SHAPES.read_text(encoding="utf-8") == shape_plain.shape_data(), "the shape has changed: run `make models`"


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_file_of_our_packs_is_let_through(path: Path) -> None:
    root = tree(path.read_text(encoding="utf-8"))
    assert shape_accepts.accepted(root) and shape_check.check_pack_file(root) == []


def test_both_agree_on_files_with_a_part_that_is_lost_renamed_or_odd() -> None:
    random = Random(5)
    wrong = 0
    for path in FILES:
        for _ in range(12):
            root = changed(tree(path.read_text(encoding="utf-8")), random)
            found = shape_check.check_pack_file(root)
            wrong += bool(found)
            assert shape_accepts.accepted(root) == (not found), found
            assert shape_accepts.check_pack_file(root) == found
    assert wrong > len(FILES)


def changed(root: Node, random: Random) -> Node:
    """The tree with one node below the root lost, renamed or replaced."""
    below = list(ways(root))
    way = below[random.randrange(len(below))]
    odd = tree(f"- {yaml.safe_dump(random.choice(ODD), default_flow_style=True, allow_unicode=True).replace('...', '').strip()}")
    assert isinstance(odd, Sequence)
    return within(root, way, random.choice(["lose", "rename", "replace", "replace"]), odd.items[0])


def ways(node: Node) -> Any:
    """The numbers of the children that lead to each node below."""
    children = node.items if isinstance(node, Sequence) else tuple(v for _, v in node.entries) if isinstance(node, Mapping) else ()
    for number, child in enumerate(children):
        yield (number,)
        yield from ((number, *rest) for rest in ways(child))


def within(node: Node, way: tuple[int, ...], how: str, odd: Node) -> Node:
    number, *rest = way
    children: list[Any] = list(node.entries if isinstance(node, Mapping) else node.items)  # type: ignore[union-attr]  # a scalar has none
    key, child = children[number] if isinstance(node, Mapping) else (None, children[number])
    if rest:
        child = within(child, tuple(rest), how, odd)
    elif how == "replace":
        child = odd
    elif how == "rename" and key is not None:
        key = Scalar(f"{key.text}-x y", False, key.span)
    children[number : number + 1] = [] if how == "lose" and not rest else [child if key is None else (key, child)]
    return node._replace(entries=tuple(children)) if isinstance(node, Mapping) else node._replace(items=tuple(children))  # type: ignore[union-attr]


def test_no_bad_pack_is_let_through_that_pydantic_refuses() -> None:
    for path in BAD:
        for root in documents(path):
            assert shape_accepts.check_pack_file(root) == shape_check.check_pack_file(root)


def documents(path: Path) -> list[Node]:
    """The file, and each mapping of names to values in it: some of these are files of a pack."""
    root, _ = read_yaml(Source(path.name, path.read_text(encoding="utf-8")))
    found = [root] if root is not None else []
    return [*found, *(v for r in found if isinstance(r, Mapping) for _, v in r.entries if isinstance(v, Mapping))]


ASK = ["ask", "recoverable", "--in", "liaoning", "item=single_tent", "issued_to=victims", "used_from=2025-03-01", "used_to=2025-08-31"]


@pytest.mark.parametrize(
    "code",
    ["import policykit; policykit.load('liaoning')", f"from policykit.cli.app import app; app({ASK}, standalone_mode=False)"],
    ids=["load", "ask"],
)
def test_a_right_pack_is_read_and_asked_without_pydantic(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", f"{code}\nimport sys; assert 'pydantic' not in sys.modules"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

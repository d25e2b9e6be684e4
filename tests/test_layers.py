"""The house stands as `docs` and `CONTRIBUTING.md` say: who may import whom, who opens files, who prints, how long a file may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "policykit"
LAYERS = [
    ["diagnostics"],
    ["domain"],
    ["ir"],
    ["source", "targets"],
    ["check", "casework", "standalone"],
    ["files", "file_faults"],
    ["api", "asking", "frames", "frame_faults", "questions", "agreement"],
    ["comparison"],
    ["cli", "workbench"],
    ["__main__"],
]
LEVEL = {name: number for number, names in enumerate(LAYERS) for name in names}
APART = {frozenset({"source", "targets"}), frozenset({"cli", "workbench"})}
LONGEST = 400

OPENS = {"files", "cli"}  # `files` finds and opens; `cli` takes what the user names
OPENS_TOO = {"questions/generate.py": "run by those who work on policykit, to write the models; the library never imports it"}
PRINTS = {"cli"}
LONG = {"questions/models.py": "generated"}
SPEAK_FOR_THEMSELVES = {
    "source/faults.py": "a function for each fault, whose sentence is its body",
    "source/yaml_faults.py": "the same",
    "check/faults.py": "the same",
    "targets/sql/faults.py": "the same",
    "check/numbering_faults.py": "the same",
    "check/proof_faults.py": "the same",
    "source/amendment_faults.py": "the same",
    "frame_faults.py": "the same",
}
NOT_YET: set[str] = set()


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def name_of(path: Path) -> str:
    """`policykit.ir.types`; a package by its own name."""
    parts = ["policykit", *path.relative_to(ROOT).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer_of(module: str) -> str | None:
    """`ir` for `policykit.ir.types`; None for `policykit` itself, which only hands names on."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else None


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def known() -> dict[str, Path]:
    return {name_of(p): p for p in modules()}


def imports(path: Path, nodes: Iterator[ast.AST]) -> Iterator[tuple[str, int]]:
    """The modules of policykit that the nodes import, each with its line. `from . import x` is the module `x` where there is one."""
    here = name_of(path).split(".")
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names if alias.name.split(".")[0] == "policykit")
        elif isinstance(node, ast.ImportFrom):
            package = here if path.name == "__init__.py" else here[:-1]
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            if base.split(".")[0] == "policykit":
                for alias in node.names:
                    inner = f"{base}.{alias.name}"
                    yield (inner if inner in known() else base), node.lineno


def at_module_level(tree: ast.Module) -> Iterator[ast.AST]:
    """Statements that run on import: not the bodies of functions, not what only a type checker sees."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            waiting += node.orelse
            continue
        yield node
        waiting += ast.iter_child_nodes(node)


def where(path: Path, line: int) -> str:
    return f"policykit/{path.relative_to(ROOT).as_posix()}:{line}"


def test_every_module_has_its_layer() -> None:
    assert [name_of(p) for p in modules() if layer_of(name_of(p)) not in {None, *LEVEL}] == []


def test_imports_go_one_way() -> None:
    """Imports inside functions and for type checkers count too."""
    wrong = []
    for path in modules():
        here = layer_of(name_of(path))
        if here is None:
            continue
        for target, line in imports(path, ast.walk(tree_of(path))):
            there = layer_of(target)
            if there is None or there == here:
                continue
            if LEVEL[there] > LEVEL[here] or frozenset({here, there}) in APART:
                wrong.append(f"{where(path, line)}: {here} imports {target}")
    assert wrong == []


def test_only_the_package_itself_is_imported_from_above() -> None:
    """`policykit/__init__.py` hands names on when they are used; nothing inside may lean on them, but for the version."""
    wrong = []
    for path in modules():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom) and layer_of(name_of(path)) not in (None, "cli", "workbench"):
                for target, line in imports(path, iter([node])):
                    if target == "policykit" and {a.name for a in node.names} != {"__version__"}:
                        wrong.append(where(path, line))
    assert wrong == []


def test_no_import_cycle_when_modules_load() -> None:
    graph = {name_of(p): {target for target, _ in imports(p, at_module_level(tree_of(p))) if target != name_of(p)} for p in modules()}
    done: set[str] = set()

    def cycle_from(module: str, path: tuple[str, ...]) -> tuple[str, ...] | None:
        if module in path:
            return (*path[path.index(module) :], module)
        if module in done:
            return None
        found = next((c for target in sorted(graph.get(module, ())) if (c := cycle_from(target, (*path, module)))), None)
        done.add(module)
        return found

    assert [c for module in sorted(graph) if (c := cycle_from(module, ()))] == []


def opening(node: ast.AST) -> bool:
    """Whether a call opens a file: `open(...)`, `x.open(...)`, `x.read_text(...)` and the like."""
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    if isinstance(called, ast.Name):
        return called.id == "open"
    return isinstance(called, ast.Attribute) and called.attr in {"open", "read_text", "read_bytes", "write_text", "write_bytes"} and not is_own(called.value)


def is_own(value: ast.expr) -> bool:
    """`files.read_text(...)` asks the module that may."""
    return isinstance(value, ast.Name) and value.id == "files"


def test_only_files_and_the_command_line_open_files() -> None:
    wrong, excused = [], set()
    for path in modules():
        if layer_of(name_of(path)) in OPENS:
            continue
        inside = path.relative_to(ROOT).as_posix()
        for node in ast.walk(tree_of(path)):
            if opening(node):
                if inside in OPENS_TOO:
                    excused.add(inside)
                else:
                    wrong.append(where(path, node.lineno))  # type: ignore[attr-defined]  # a call has a line
    assert wrong == []
    assert excused == set(OPENS_TOO), "an exception that is no longer needed"


def test_only_the_command_line_prints() -> None:
    wrong = []
    for path in modules():
        if layer_of(name_of(path)) in PRINTS:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Name) and node.id == "print":
                wrong.append(where(path, node.lineno))
            if isinstance(node, ast.Attribute) and node.attr in {"stdout", "stderr", "exit"} and isinstance(node.value, ast.Name) and node.value.id == "sys":
                wrong.append(where(path, node.lineno))
    assert wrong == []


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_file_can_be_read_at_one_sitting(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if path.relative_to(ROOT).as_posix() in LONG:
        assert lines > LONGEST, "an exception that is no longer needed"
    else:
        assert lines <= LONGEST


def undocumented(path: Path) -> Iterator[str]:
    """Public functions and classes of a module that do not say what they are.

    Four lines or fewer speak for themselves, and so do the keys of a file format: the docstring of a `Shape` would go into the JSON Schema.
    """
    inside = path.relative_to(ROOT).as_posix()
    tree = tree_of(path)
    if tree.body and not ast.get_docstring(tree):
        yield inside
    for node in tree.body if inside not in SPEAK_FOR_THEMSELVES else []:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
            assert node.end_lineno is not None
            shape = isinstance(node, ast.ClassDef) and any(isinstance(b, ast.Name) and b.id in ("Shape", "NormParts") for b in node.bases)
            if node.end_lineno - node.body[0].lineno >= 4 and not shape:
                yield f"{inside} {node.name}"


def test_what_is_public_says_what_it_is() -> None:
    assert {line for path in modules() for line in undocumented(path)} == NOT_YET

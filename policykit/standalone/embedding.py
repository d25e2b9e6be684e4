"""Lines of the library taken over into another module: names wanted -> the text of their definitions and of all that these name.

Texts are copied, not imported. Frozen dataclasses and named tuples become plain classes (`Frozen`), since the machinery behind them takes longer
to import than a whole compiled pack; what only a type checker reads goes where only a type checker looks.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Final

PACKAGE: Final = "policykit"
_SLOW = ("re", "enum", "fractions")  # take longer to import than all the rest
_TYPING = ("typing", "collections.abc")  # of these, what stands only in annotations is for the type checker


@dataclass(frozen=True)
class Name:
    """A definition at the top of a module of the library."""

    module: str
    name: str


@dataclass
class Module:
    """A module of the library, parsed."""

    name: str
    lines: list[bytes]
    defined: dict[str, ast.stmt] = field(default_factory=dict)
    imported: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # local name -> module, and the name there (None: the module itself)


@dataclass
class Part:
    """Definitions that run together, in an order in which they can, the imports that they need, and the parts before that they build on."""

    imports: tuple[str, ...]
    definitions: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Embedded:
    """`checking` is for the type checker, which reads the first part alone. `names`: what each definition is called; `where`: in which part it is."""

    parts: Mapping[str, Part]
    checking: tuple[str, ...]
    names: Mapping[Name, str]
    where: Mapping[str, str]


@cache
def _module(name: str) -> Module:
    text = inspect.getsource(import_module(name))
    found = Module(name, text.encode().splitlines())
    package = name.rpartition(".")[0]
    for node in ast.parse(text).body:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                found.defined[node.name] = node
            case ast.Assign(targets=targets):
                found.defined |= {n.id: node for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=id_)):
                found.defined[id_] = node
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                for inner in node.body:
                    _import(found, inner, package)
            case _:
                _import(found, node, package)
    return found


def _import(found: Module, node: ast.stmt, package: str) -> None:
    match node:
        case ast.Import():
            found.imported |= {(a.asname or a.name): (a.name, None) for a in node.names}
        case ast.ImportFrom():
            up = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                is_module = base.startswith(PACKAGE) and alias.name.islower() and _is_module(inner)
                found.imported[alias.asname or alias.name] = (inner, None) if is_module else (base, alias.name)


def _is_module(name: str) -> bool:
    try:
        import_module(name)
    except ModuleNotFoundError:
        return False
    return True


class Embedder:
    """Gathers definitions. `instead`: a definition -> the one that stands for it in the new module. `reserved`: names that the module has for others."""

    def __init__(self, order: Iterable[str], instead: Mapping[Name, Name], called: Mapping[Name, str], reserved: Collection[str] = ()) -> None:
        self.order = tuple(order)
        self.reserved = reserved
        self.instead = instead
        self.names: dict[Name, str] = dict(called)
        self.found: dict[Name, str] = {}  # a definition -> the part that it stands in
        self.imports: dict[str, set[str]] = {}  # part -> what it imports
        self.typing: set[str] = set()
        self.first = ""

    def embedded(self, roots: Mapping[str, Iterable[Name]]) -> Embedded:
        """Part -> the definitions of its roots and all that these name, less those of the parts before it. Types count in the first part alone."""
        self.first = next(iter(roots))
        needs: dict[str, dict[str, None]] = {part: {} for part in roots}
        for part, names in roots.items():
            self.imports[part] = set()
            waiting = [self.instead.get(r, r) for r in names]
            while waiting:
                name = waiting.pop()
                if name not in self.found:
                    self.found[name] = part
                    waiting += self._needs(name, part)
                elif self.found[name] != part:
                    needs[part][self.found[name]] = None
        self._call()
        place = {m: i for i, m in enumerate(self.order)}
        checking: list[str] = []
        definitions: dict[str, list[str]] = {part: [] for part in roots}
        done: set[tuple[str, int]] = set()
        for name in sorted(self.found, key=lambda n: (place[n.module], _module(n.module).defined[n.name].lineno)):
            node = _module(name.module).defined[name.name]
            if (name.module, node.lineno) not in done:
                done.add((name.module, node.lineno))
                (checking if self._only_for_types(name.module, node) else definitions[self.found[name]]).append(self._text(name, node))
        typing = [f"from {m} import {n}" for m, n in sorted(t.split(":") for t in self.typing)]
        parts = {p: Part(tuple(sorted(self.imports[p])), tuple(definitions[p]), tuple(needs[p])) for p in roots}
        return Embedded(parts, (*typing, *checking), self.names, {self.names[n]: part for n, part in self.found.items()})

    def slow(self, name: Name) -> bool:
        """Whether a definition needs what takes long to import."""
        found = Embedder(self.order, self.instead, self.names).embedded({"": [], "it": [name]})
        return any(i.split()[1] in _SLOW for i in found.parts["it"].imports)

    def _call(self) -> None:
        """What each definition is called: by its own name; of two with one name, the later also by its module."""
        taken = {*self.reserved, *(self.names[n] for n in self.found if n in self.names)}
        place = {m: i for i, m in enumerate(self.order)}
        for name in sorted((n for n in self.found if n not in self.names), key=lambda n: place[n.module]):
            chosen = name.name if name.name not in taken else f"{name.name}_{name.module.rpartition('.')[2]}"
            taken.add(chosen)
            self.names[name] = chosen

    def _needs(self, name: Name, part: str) -> list[Name]:
        module = _module(name.module)
        node = module.defined[name.name]
        typed = self._only_for_types(name.module, node)
        runs = {id(n) for n in _outside_annotations(node)}
        needed: list[Name] = []
        for inner in ast.walk(node):
            at_run_time = id(inner) in runs and not typed
            if not at_run_time and part != self.first:
                continue
            resolved = self._resolved(module, inner)
            if isinstance(resolved, Name):
                if not (isinstance(inner, ast.Name) and inner.id == name.name):
                    needed.append(resolved)
            elif resolved is not None:
                self._standard(*resolved, part, at_run_time)
        return needed

    def _standard(self, module: str, name: str | None, part: str, at_run_time: bool) -> None:
        text = f"import {module}" if name is None else f"from {module} import {name}"
        if module in ("dataclasses", "__future__") or name in ("NamedTuple", "TYPE_CHECKING"):
            return
        if at_run_time and module != "typing":
            self.imports[part].add(text)
        elif part == self.first and name is not None:
            self.typing.add(f"{module}:{name}")

    def _resolved(self, module: Module, node: ast.AST) -> Name | tuple[str, str | None] | None:
        """What a name means: a definition of the library, one of the standard library, or neither."""
        match node:
            case ast.Attribute(value=ast.Name(id=id_), attr=attribute) if id_ in module.imported and module.imported[id_][1] is None:
                where = module.imported[id_][0]
                return self._definition(where, attribute) if where.startswith(PACKAGE) else None
            case ast.Name(id="dataclass"):  # a plain class takes its place
                return None
            case ast.Name(id=id_) if id_ in module.defined:
                return self._definition(module.name, id_)
            case ast.Name(id=id_) if id_ in module.imported:
                where, attribute_ = module.imported[id_]
                if where.startswith(PACKAGE):
                    return None if attribute_ is None else self._definition(where, attribute_)
                return self.instead.get(Name(where, attribute_ or ""), (where, attribute_))
        return None

    def _definition(self, module: str, name: str) -> Name:
        """Where a name is defined, imports followed."""
        while name not in _module(module).defined:
            module, other = _module(module).imported[name]
            assert other is not None
            name = other
        found = Name(module, name)
        return self.instead.get(found, found)

    def _only_for_types(self, module: str, node: ast.stmt) -> bool:
        """An alias of types, which nothing runs."""
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            return False
        if isinstance(node, ast.AnnAssign) and isinstance(node.annotation, ast.Name) and node.annotation.id == "TypeAlias":
            return True
        imported = _module(module).imported
        return any(isinstance(n, ast.Name) and imported.get(n.id, ("",))[0] in _TYPING for n in ast.walk(node.value))

    # --- text

    def _text(self, name: Name, node: ast.stmt) -> str:
        module = _module(name.module)
        text = self._renamed(module, node, node)
        if isinstance(node, ast.ClassDef) and (_is_dataclass(node) or _is_named_tuple(node)):
            return self._plain_class(module, node)
        return text

    def _renamed(self, module: Module, node: ast.AST, within: ast.stmt) -> str:
        """The source of a node, names as they are called in the new module."""
        changes: list[tuple[int, int, int, str]] = []
        for inner in ast.walk(node):
            resolved = self._resolved(module, inner)
            if isinstance(resolved, Name) and isinstance(inner, ast.Name | ast.Attribute):
                called = self.names.get(resolved, resolved.name)
                if isinstance(inner, ast.Attribute) or inner.id != called:
                    assert inner.lineno == inner.end_lineno and inner.end_col_offset is not None
                    changes.append((inner.lineno, inner.col_offset, inner.end_col_offset, called))
        assert isinstance(node, ast.stmt | ast.expr | ast.arg) and node.end_lineno is not None and node.end_col_offset is not None
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
        lines = {n: module.lines[n - 1] for n in range(first, node.end_lineno + 1)}
        lines[node.end_lineno] = lines[node.end_lineno] if isinstance(node, ast.stmt) else lines[node.end_lineno][: node.end_col_offset]
        for line, start, end, called in sorted(changes, reverse=True):
            lines[line] = lines[line][:start] + called.encode() + lines[line][end:]
        text = list(lines.values())
        if isinstance(node, ast.expr):
            text[0] = text[0][node.col_offset :]
        found = b"\n".join(text).decode()
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node is within and self.names.get(Name(module.name, node.name), node.name) != node.name:
            word = "def" if isinstance(node, ast.FunctionDef) else "class"
            found = found.replace(f"{word} {node.name}", f"{word} {self.names[Name(module.name, node.name)]}", 1)
        return found

    def _plain_class(self, module: Module, node: ast.ClassDef) -> str:
        """A dataclass or named tuple as a plain class with slots."""
        fields = [f for f in node.body if isinstance(f, ast.AnnAssign) and isinstance(f.target, ast.Name) and f.target.id != "span"]
        others = [s for s in node.body if s not in fields and not (isinstance(s, ast.AnnAssign) or (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant)))]
        doc = ast.get_docstring(node, clean=False)
        lines = [f"class {self.names[Name(module.name, node.name)]}(Frozen):"]
        if doc:
            lines += [f'    """{doc}"""', ""]
        named = [f.target.id for f in fields if isinstance(f.target, ast.Name)]
        lines.append(f"    __slots__ = ({', '.join(map(repr, named))}{',' if len(named) == 1 else ''})")
        lines += [self._renamed(module, s, node) for s in others if isinstance(s, ast.Assign)]
        if fields:
            takes = ", ".join(["self", *(self._parameter(module, f, node) for f in fields)])
            lines += ["", f"    def __init__({takes}) -> None:"]
            for f, name in zip(fields, named, strict=True):
                made = "{} if " + f"{name} is None else {name}" if _factory(f) else name
                lines.append(f"        self._set({name!r}, {made})")
            for f, name in zip(fields, named, strict=True):  # for the type checker, which reads no `__slots__`
                lines.insert(lines.index("") if False else 2 if doc else 1, f"    {name}: {self._renamed(module, f.annotation, node)}")
        for s in others:
            if not isinstance(s, ast.Assign):
                lines += ["", self._renamed(module, s, node)]
        return "\n".join(lines)

    def _parameter(self, module: Module, f: ast.AnnAssign, node: ast.ClassDef) -> str:
        assert isinstance(f.target, ast.Name)
        type_ = self._renamed(module, f.annotation, node)
        default = f.value
        if isinstance(default, ast.Call) and isinstance(default.func, ast.Name) and default.func.id == "field":
            default = next((k.value for k in default.keywords if k.arg == "default"), None)
            if _factory(f):
                return f"{f.target.id}: {type_} | None = None"
        return f"{f.target.id}: {type_}" + (f" = {self._renamed(module, default, node)}" if default is not None else "")


def _factory(f: ast.AnnAssign) -> bool:
    return isinstance(f.value, ast.Call) and any(k.arg == "default_factory" for k in f.value.keywords)


def _is_dataclass(node: ast.ClassDef) -> bool:
    return any(isinstance(n, ast.Name) and n.id == "dataclass" for d in node.decorator_list for n in ast.walk(d))


def _is_named_tuple(node: ast.ClassDef) -> bool:
    return any(isinstance(b, ast.Name) and b.id == "NamedTuple" for b in node.bases)


def _outside_annotations(node: ast.AST) -> Iterable[ast.AST]:
    """The nodes of a definition that may run."""
    waiting: list[ast.AST] = [node]
    while waiting:
        inner = waiting.pop()
        yield inner
        for name, value in ast.iter_fields(inner):
            if name not in ("annotation", "returns"):
                waiting += [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, ast.AST)]

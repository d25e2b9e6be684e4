"""Frozen dataclasses that are made quickly: each method is written when it is first called.

`dataclasses` compiles six functions for a class when the class is made; with a hundred classes of which a process uses some, that was a fifth of the
time in which a pack is read. To a type checker `dataclass` is the one of the standard library, and `fields` and `replace` work as with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses
    from dataclasses import MISSING, FrozenInstanceError
    from reprlib import recursive_repr

    def dataclass(*, frozen: bool, eq: bool = True) -> Any:
        """The decorator, for frozen classes alone."""
        assert frozen

        def decorated(cls: type) -> type:
            own = vars(cls)
            methods = {"__init__": _init, "__repr__": _repr} | ({"__eq__": _eq} if eq else {})
            made = {name: _when_called(cls, name, write) for name, write in methods.items() if name not in own}
            if eq and own.get("__hash__") is None:
                made["__hash__"] = _when_called(cls, "__hash__", _hash)
            dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
            for name, method in made.items():
                setattr(cls, name, method)
            cls.__setattr__, cls.__delattr__ = _no_change, _no_loss
            return cls

        return decorated

    def _when_called(cls: type, name: str, write: Any) -> Any:
        """A method that gives way to the one that `write` makes."""

        def first(self: Any, *given: Any, **named: Any) -> Any:
            method = write(cls)
            method.__qualname__ = f"{cls.__qualname__}.{name}"
            setattr(cls, name, method)
            return method(self, *given, **named)

        return first

    def _no_change(_: Any, name: str, __: Any) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _no_loss(_: Any, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def _function(name: str, parameters: str, lines: list[str], **names: Any) -> Any:
        exec("\n ".join([f"def {name}({parameters}):", *(lines or ["pass"])]), names)  # noqa: S102  # names of fields, as `dataclasses` does it
        return names[name]

    def _init(cls: type) -> Any:
        names: dict[str, Any] = {"_set": object.__setattr__, "_absent": MISSING}
        every = dataclasses.fields(cls)
        lines: list[str] = []
        plain: list[str] = []
        by_name: list[str] = []
        for f in every:
            value = f.name
            if f.default_factory is not MISSING:
                names[f"_made_{f.name}"] = f.default_factory
                value = f"_made_{f.name}() if {f.name} is _absent else {f.name}" if f.init else f"_made_{f.name}()"
            elif not f.init:
                continue  # the class has its value, or `__post_init__` gives it
            if f.init:
                names[f"_default_{f.name}"] = f.default
                default = f"=_default_{f.name}" if f.default is not MISSING else "=_absent" if f.default_factory is not MISSING else ""
                (by_name if f.kw_only else plain).append(f"{f.name}{default}")
            lines.append(f"_set(self, {f.name!r}, {value})")
        if hasattr(cls, "__post_init__"):
            lines.append("self.__post_init__()")
        return _function("__init__", ", ".join(["self", *plain, *(["*", *by_name] if by_name else [])]), lines, **names)

    def _parts(whose: str, parts: list[Any]) -> str:
        return f"({''.join(f'{whose}.{f.name}, ' for f in parts)})"

    def _eq(cls: type) -> Any:
        compared = [f for f in dataclasses.fields(cls) if f.compare]
        lines = ["if other.__class__ is self.__class__:", f" return {_parts('self', compared)} == {_parts('other', compared)}", "return NotImplemented"]
        return _function("__eq__", "self, other", lines)

    def _hash(cls: type) -> Any:
        return _function("__hash__", "self", [f"return hash({_parts('self', [f for f in dataclasses.fields(cls) if (f.compare if f.hash is None else f.hash)])})"])

    def _repr(cls: type) -> Any:
        shown = ", ".join(f"{f.name}={{self.{f.name}!r}}" for f in dataclasses.fields(cls) if f.repr)
        return recursive_repr()(_function("__repr__", "self", [f"return f'{{self.__class__.__qualname__}}({shown})'"]))

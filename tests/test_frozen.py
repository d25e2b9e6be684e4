"""Our frozen dataclasses behave as those of the standard library."""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field
from typing import Any

import pytest

from policykit.domain.frozen import dataclass as ours
from policykit.ir.expr import Literal, Ref
from policykit.ir.types import Boolean, Number


def made(decorator: Any) -> tuple[Any, Any]:
    """A class with every kind of field, and one that inherits from it and keeps its equality."""

    @decorator(frozen=True)
    class Thing:
        """A thing."""

        name: str
        size: int = 3
        parts: list[int] = field(default_factory=list, hash=False)
        place: Any = field(default=None, compare=False, repr=False)
        kind: str = field(default="thing", init=False, compare=False)
        shape: str = field(init=False)
        late: str = field(default="", kw_only=True)

        def __post_init__(self) -> None:
            object.__setattr__(self, "shape", self.name.upper())

    @decorator(frozen=True, eq=False)
    class Heavy(Thing):
        """A heavy thing."""

        weight: int = 0

    return Thing, Heavy


OURS, THEIRS = made(ours), made(dataclasses.dataclass)


@pytest.mark.parametrize(
    ("given", "named"),
    [(("a",), {}), (("a", 4, [1]), {}), (("a",), {"late": "x", "place": 1}), ((), {}), (("a", 1, [], 2, 3, 4), {}), ((), {"size": 1}), (("a",), {"odd": 1})],
)
def test_they_are_made_alike(given: Any, named: Any) -> None:
    for mine, other in zip(OURS, THEIRS, strict=True):
        try:
            expected = other(*given, **named)
        except TypeError:
            with pytest.raises(TypeError):
                mine(*given, **named)
        else:
            found = mine(*given, **named)
            assert vars(found) == vars(expected)
            assert repr(found) == repr(expected)
            assert [f.name for f in dataclasses.fields(found)] == [f.name for f in dataclasses.fields(expected)]
            assert mine.__match_args__ == other.__match_args__


def test_they_are_equal_and_have_a_hash_alike() -> None:
    (thing, heavy), (their, their_heavy) = OURS, THEIRS
    assert thing("a", place=1) == thing("a", place=2) != thing("b") and thing("a") != "a"
    assert hash(thing("a", parts=[1])) == hash(thing("a", parts=[2])) == hash(their("a"))
    assert (heavy("a") == heavy("a", weight=1)) is (their_heavy("a") == their_heavy("a", weight=1))
    assert thing("a") != heavy("a") and their("a") != their_heavy("a")


def test_they_do_not_change_and_a_changed_copy_is_made() -> None:
    thing = OURS[0]("a", 2)
    with pytest.raises(FrozenInstanceError):
        thing.size = 5
    with pytest.raises(FrozenInstanceError):
        del thing.size
    other = dataclasses.replace(thing, size=5)
    assert (other.size, thing.size, other.name) == (5, 2, "a")


def test_they_go_to_another_process() -> None:
    node = Ref("input", "a", Number(integer=True))
    assert pickle.loads(pickle.dumps(node)) == node
    assert node != Literal(True, Boolean())

"""Regions of cases as boxes: in each column some of the segments into which all constants cut it. Exact where every condition looks at one fact.

A box is a tuple of bit masks, one for each column. Meeting, taking away and merging are set operations, so a comparison over boxes is complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import and_

Box = tuple[int, ...]
MOST = 20_000  # boxes that one region may come to


class TooManyBoxes(Exception):
    """A region falls into more boxes than can be looked at."""


def meet(a: Box, b: Box) -> Box | None:
    """What two boxes have in common.

    >>> meet((3, 1), (2, 1)), meet((1, 1), (2, 1)) is None
    ((2, 1), True)
    """
    found = []
    for x, y in zip(a, b, strict=True):
        both = x & y
        if not both:
            return None
        found.append(both)
    return tuple(found)


def common(boxes: Sequence[Box]) -> Box | None:
    """What all of some boxes have in common."""
    found: Box | None = boxes[0]
    for box in boxes[1:]:
        found = meet(found, box) if found is not None else None
    return found


def touch(a: Box, b: Box) -> bool:
    """Whether two boxes have anything in common."""
    return all(map(and_, a, b))


def overlap(a: Iterable[Box], b: Sequence[Box]) -> tuple[Box, ...]:
    """What two regions have in common."""
    return tuple(x for p in a for q in b if (x := meet(p, q)) is not None)


def without(box: Box, other: Box) -> list[Box]:
    """A box without another, as boxes apart from one another.

    >>> without((3, 3), (1, 1))
    [(2, 3), (1, 2)]
    """
    if not touch(box, other):
        return [box]
    found: list[Box] = []
    rest = list(box)
    for i, (x, y) in enumerate(zip(box, other, strict=True)):
        if outside := x & ~y:
            found.append((*rest[:i], outside, *rest[i + 1 :]))
            rest[i] = x & y
    return found


def minus(boxes: Iterable[Box], others: Sequence[Box]) -> list[Box]:
    """A region without another. Raises `TooManyBoxes`."""
    left = list(boxes)
    for other in others:
        if not left:
            return left
        left = [part for box in left for part in without(box, other)]
        if len(left) > MOST:
            raise TooManyBoxes
    return left


def merged(boxes: Iterable[Box]) -> list[Box]:
    """The same region in fewer boxes: two that differ in one column become one.

    >>> merged([(1, 1), (2, 1), (3, 2)])
    [(3, 3)]
    """
    found = list(dict.fromkeys(boxes))
    width = len(found[0]) if found else 0
    while True:
        before = len(found)
        for column in range(width):
            groups: dict[Box, int] = {}
            for box in found:
                rest = (*box[:column], 0, *box[column + 1 :])
                groups[rest] = groups.get(rest, 0) | box[column]
            found = [(*rest[:column], bits, *rest[column + 1 :]) for rest, bits in groups.items()]
        if len(found) == before:
            return found

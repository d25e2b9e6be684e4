"""The rule engine durable-rules, held to what was measured of it (2.0.28): flat facts of small whole numbers and codes in, names of rules out.

Only its C part is used, by the JSON form of its rules. Its `Host` would start two threads that post a pulse into every state five times a
second, and its `Closure` would write the state back after every rule that fires. What is guarded against:

- a fact has at most 254 properties, its id and its state's among them;
- numbers in rules are C longs (32 bits on Windows), and the engine saturates in silence; `True == 1`, `"abc" > 9` is true, 1e5 cannot be read;
- a state is found by a 32-bit hash of its id: so ids are small numbers that we give out, and give out again;
- more than 1,024 states of one set of rules end in a crash; so does ending a state in which no rule ever fired: a rule of our own always does;
- more than 64 matches waiting at once are an error: so a set of rules is cut into parts;
- a set of rules cannot be changed once defined: it is named by its content, and one with the same content is the same;
- facts that stay cost about 9 KB each: so a fact is taken back as soon as its rules have fired.
"""

from __future__ import annotations

import heapq
import json
import sys
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from threading import Lock, RLock
from typing import Any, NamedTuple

from ...diagnostics import Diagnostic, PolicyError, Text

Value = int | str
Fact = Mapping[str, Value]

MOST_PROPERTIES = 250  # of ours; `id`, `sid` and `always` come on top
MOST_NUMBER = 2**31 - 1
LONGEST_CODE = 100
MOST_STATES = 1_000
MOST_RULES = 60  # in one part
MOST_CHOICES = 12  # in one rule: it has 31 marks, two for each list of choices
LONGEST_CHOICE = 64

HELP = Text('用参考目标：不写 `target="durable_rules"`', 'use the reference target: leave `target="durable_rules"` out')


class Unsupported(PolicyError):
    """What durable-rules cannot do, or where it cannot run."""


class Atom(NamedTuple):
    """A property beside a value."""

    property: str
    operator: str  # = != < <= > >=
    value: Value


Clause = tuple[Atom, ...]  # one holds; several are equalities of one property with different values, so that at most one of them holds
Conditions = tuple[Clause, ...]  # all hold

_OPERATORS = {"!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}


class Rules:
    """Sets of conditions, numbered in order. `state()` opens a place where facts are tried against them."""

    def __init__(self, conditions: Sequence[Conditions]) -> None:
        self.parts = [(tuple(numbers), reads, _ruleset(text)) for numbers, reads, text in _cut(conditions)]

    def state(self) -> State:
        return State(self)


class State:
    """A state in each part of a set of rules, opened when a fact first needs it. To be closed; what is forgotten is closed too."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._opened: dict[int, int] = {}
        self._lock = Lock()
        self._end = weakref.finalize(self, _end, rules, self._opened)

    def fired(self, fact: Fact) -> frozenset[int]:
        """The numbers of the sets of conditions that the fact meets. It has every property that they read."""
        found: list[int] = []
        with self._lock:
            for index, (numbers, reads, ruleset) in enumerate(self._rules.parts):
                if index not in self._opened:
                    self._opened[index] = ruleset.begin()
                found += [numbers[n] for n in ruleset.fired(self._opened[index], {p: fact[p] for p in reads})]
        return frozenset(found)

    def close(self) -> None:
        self._end()


def _end(rules: Rules, opened: dict[int, int]) -> None:
    for index, number in opened.items():
        rules.parts[index][2].close(number)
    opened.clear()


class Ruleset:
    """One set of rules in the engine. `name` tells its content."""

    def __init__(self, name: str, text: str) -> None:
        self._engine = engine()
        try:
            self._handle = self._engine.create_ruleset(name, text)
        except self._engine.error as e:
            raise Unsupported([refused(str(e))]) from e
        self._next = 1  # the lowest number never given out
        self._free: list[int] = []  # those given back
        self._lock = RLock()  # a state that is forgotten may be closed, by the garbage collector, in the middle of what follows
        weakref.finalize(self, self._engine.delete_ruleset, self._handle).atexit = False

    def begin(self) -> int:
        """The number of a new state: the lowest that is free."""
        with self._lock:
            if self._free:
                return heapq.heappop(self._free)
            if self._next > MOST_STATES:
                raise Unsupported([too_many_states()])
            self._next += 1
            return self._next - 1

    def close(self, number: int) -> None:
        """Ends a state."""
        with self._lock:
            with suppress(self._engine.error):  # no fact was ever put into it
                self._engine.delete_state(self._handle, str(number))
            heapq.heappush(self._free, number)

    def fired(self, number: int, fact: Fact) -> list[int]:
        """The rules that a fact fires; the fact is gone afterwards."""
        message = json.dumps({**checked(fact), "always": 1, "id": "f", "sid": str(number)})
        found: list[int] = []
        engine, handle = self._engine, self._handle
        with self._lock:  # what belongs together is several calls
            try:
                _, place = engine.assert_fact(handle, message)
                started = engine.start_action_for_state(handle, place)
                action = started[1] if started else None
                while action:  # {"r3": {"m": {...}}}
                    found.append(int(action[3 : action.index('"', 3)]))
                    action = engine.complete_and_start_action(handle, place)
                engine.retract_fact(handle, message)
            except engine.error as e:
                engine.delete_state(handle, str(number))
                raise Unsupported([refused(str(e))]) from e
        assert found and found.pop() == MOST_RULES, "the rule that always fires comes last"
        return found


_RULESETS: weakref.WeakValueDictionary[str, Ruleset] = weakref.WeakValueDictionary()
_DEFINING = Lock()


def _ruleset(text: str) -> Ruleset:
    """The set of rules with this content; one and the same as long as anyone uses it."""
    name = "policykit-" + sha256(text.encode()).hexdigest()[:32]
    with _DEFINING:
        found = _RULESETS.get(name)
        if found is None:
            found = _RULESETS[name] = Ruleset(name, text)
        return found


def _cut(conditions: Sequence[Conditions]) -> list[tuple[list[int], frozenset[str], str]]:
    """Parts that keep within the limits: the numbers of their rules, the properties they read, and their JSON. Rules that read the same stay together."""
    parts: list[tuple[list[int], set[str]]] = []
    for number, rule in enumerate(conditions):
        reads = {a.property for clause in rule for a in clause}
        if len(reads) > MOST_PROPERTIES:
            raise Unsupported([too_many_properties()])
        if not parts or len(parts[-1][0]) == MOST_RULES or len(parts[-1][1] | reads) > MOST_PROPERTIES:
            parts.append(([], set()))
        parts[-1][0].append(number)
        parts[-1][1].update(reads)
    return [(numbers, frozenset(reads), _written([conditions[n] for n in numbers])) for numbers, reads in parts]


def _written(rules: Sequence[Conditions]) -> str:
    """The JSON of a set of rules. The last of them always fires."""
    always: Conditions = ((Atom("always", "=", 1),),)
    written = {f"r{n}": {"all": [{"m": _all(rule)}]} for n, rule in enumerate(rules)}
    return json.dumps({**written, f"r{MOST_RULES}": {"all": [{"m": _all(always)}]}})


def _all(rule: Conditions) -> dict[str, Any]:
    assert rule and sum(len(c) > 1 for c in rule) <= MOST_CHOICES
    clauses = [_any(c) for c in rule]
    return clauses[0] if len(clauses) == 1 else {"$and": clauses}


def _any(clause: Clause) -> dict[str, Any]:
    assert len({a.property for a in clause}) == 1 and len(set(clause)) == len(clause) <= LONGEST_CHOICE
    assert len(clause) == 1 or all(a.operator == "=" for a in clause)
    checked({a.property: a.value for a in clause})
    atoms = [{a.property: a.value} if a.operator == "=" else {_OPERATORS[a.operator]: {a.property: a.value}} for a in clause]
    return atoms[0] if len(atoms) == 1 else {"$or": atoms}


def checked(fact: Fact) -> Fact:
    """The fact, if it holds what the engine tells apart: whole numbers of 31 bits and short codes. Anything else is our own mistake."""
    for value in fact.values():
        if isinstance(value, int):
            assert not isinstance(value, bool) and -MOST_NUMBER <= value <= MOST_NUMBER
        else:
            assert code_ok(value)
    return fact


def code_ok(code: str) -> bool:
    """Whether the engine takes a text as it is: plain letters, no quotes or escapes.

    >>> code_ok("single_tent"), code_ok("帐篷"), code_ok('a"b')
    (True, False, False)
    """
    return len(code) <= LONGEST_CODE and code.isascii() and code.isprintable() and not ('"' in code or "'" in code or "\\" in code)


# --- where it cannot run


@cache
def engine() -> Any:
    """The C part of durable-rules. Raises `Unsupported` where it is not installed or this Python is too new for it."""
    if sys.version_info >= (3, 13):
        raise Unsupported([python_too_new(sys.version.split()[0])])
    try:
        import durable_rules_engine  # type: ignore[import-not-found]  # the extra `live`; it ships no types
    except ImportError:
        raise Unsupported([extra_missing()]) from None
    return durable_rules_engine


def python_too_new(version: str) -> Diagnostic:
    return Diagnostic("unsupported", Text(f"durable-rules 不能在 Python {version} 上运行", f"durable-rules does not run on Python {version}"), help=Text(f"用 Python 3.12 或更早；或{HELP.zh}", f"use Python 3.12 or older; or {HELP.en}"))  # fmt: skip


def extra_missing() -> Diagnostic:
    return Diagnostic("unsupported", Text("没有安装 durable-rules", "durable-rules is not installed"), help=Text(f"`pip install 'policykit[live]'`；或{HELP.zh}", f"`pip install 'policykit[live]'`; or {HELP.en}"))  # fmt: skip


def too_many_states() -> Diagnostic:
    return Diagnostic("unsupported", Text(f"durable-rules 同时只能开 {MOST_STATES} 个状态", f"durable-rules can hold {MOST_STATES} states at a time"), help=Text("先关闭不用的", "close those that are no longer needed"))  # fmt: skip


def too_many_properties() -> Diagnostic:
    return Diagnostic("unsupported", Text(f"一条规则所读的事实多于 {MOST_PROPERTIES} 项，durable-rules 容纳不下", f"a rule reads more than {MOST_PROPERTIES} facts, which durable-rules cannot hold"), help=HELP)  # fmt: skip


def refused(why: str) -> Diagnostic:
    return Diagnostic("unsupported", Text(f"durable-rules 拒绝了：{why}", f"durable-rules refused: {why}"), help=HELP)

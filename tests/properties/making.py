"""How many examples a property is tried on, and small packs made in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import yaml
from hypothesis import HealthCheck, settings

import policykit

F = TypeVar("F", bound=Callable[..., object])
FEWEST = 100  # Hypothesis' own default, to which the counts in the tests refer

_SAFE: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_SAFE):  # type: ignore[misc]  # the faster of two classes
    """Writes out what occurs twice: a pack has no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # whatever it is
        return True


def examples(count: int) -> Callable[[F], F]:
    """So many examples in a usual run, always the same; a profile that asks for more (`soak`) gets as many times more, drawn anew."""
    more = max(settings.default.max_examples, FEWEST) // FEWEST if settings.default is not None else 1
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=count * more, derandomize=more == 1, deadline=None, database=None, suppress_health_check=quiet)


IN_FORCE = """
pack: made
label: {zh: 例, en: made}
jurisdiction: {zh: 某市, en: A city}
issuers: [bureau]
level: city
region: "210100"
status: in_force
parties: {bureau: {zh: 局, en: bureau}}
"""  # the head of a pack of one city that is in force; its days are for the test to say


def text(document: Mapping[str, Any]) -> str:
    """The YAML text of a pack."""
    written: str = yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return written


def load(document: Mapping[str, Any]) -> policykit.Policy:
    """The pack with this content. Raises `PolicyError`."""
    return policykit.read({"pack.yaml": text({"pack": "made", "label": label("made"), **document})})


def label(words: str) -> dict[str, str]:
    return {"zh": words, "en": words}


def choice(*codes: str, **more: Any) -> dict[str, Any]:
    return {"type": "choice", "values": {c: label(c) for c in codes}, **more}


def question(inputs: Mapping[str, Any], outputs: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A question; types are a word (`integer`) or a mapping."""

    def typed(types: Mapping[str, Any]) -> dict[str, Any]:
        return {n: {"label": label(n), **({"type": t} if isinstance(t, str) else t)} for n, t in types.items()}

    return {"label": label("?"), "inputs": typed(inputs), "outputs": typed(outputs), **more}


def formula_pack(formula: str, gives: Any, inputs: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A pack whose one question `q` gives `out` by a formula over its inputs."""
    rule = {"id": "formula", "then": {"out": formula}}
    return {"questions": {"q": question(inputs or {}, {"out": gives})}, "decisions": {"q": {"rules": [rule]}}, **more}

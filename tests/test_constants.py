"""Constants as a pack writes them."""

from __future__ import annotations

from typing import Any

import pytest

import policykit
from policykit.diagnostics import Source
from policykit.ir.pack import Parameter
from policykit.ir.types import ListOf, SetOf, Type
from policykit.source.constants import parameter_text
from policykit.source.typing import literal, plain_text
from policykit.source.yaml import Mapping, Node, Scalar, Sequence, read_yaml


def read_back(text: str, parameter: Parameter) -> Any:
    root, faults = read_yaml(Source("", f"value: {text}"))
    assert isinstance(root, Mapping) and not faults
    ((_, value),) = root.entries
    if parameter.key is None:
        return constant(value, parameter.type)
    assert isinstance(value, Mapping)
    return {constant(k, parameter.key): constant(v, parameter.type) for k, v in value.entries}


def constant(node: Node, type_: Type) -> Any:
    if isinstance(type_, ListOf | SetOf):
        assert isinstance(node, Sequence)
        return (tuple if isinstance(type_, ListOf) else frozenset)(constant(n, type_.of) for n in node.items)
    assert isinstance(node, Scalar)
    return literal(node._replace(text=plain_text(node)), type_)


@pytest.mark.parametrize("pack", sorted(policykit.available()))
def test_every_value_of_a_pack_reads_back_as_it_was(pack: str) -> None:
    for parameter in policykit.load(pack).pack.parameters.values():
        for one in parameter.values:
            if one.value is not None:
                assert read_back(parameter_text(one.value, parameter), parameter) == one.value, parameter.name

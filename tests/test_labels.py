"""The words for codes, as a text itself calls them."""

from __future__ import annotations

import pytest

import policykit
from policykit import PolicyError


def test_parties_are_called_as_the_text_calls_them() -> None:
    words = {name: policykit.load(name).labels("cost_bearer", "bearer")["finance"].zh for name in ("liaoning", "changzhi")}
    assert words == {"liaoning": "省财政厅", "changzhi": "市财政局"}


def test_what_has_no_codes_has_no_words() -> None:
    assert policykit.load("liaoning").labels("recoverable", "used_from") == {}


def test_a_name_that_is_none_is_told_with_the_nearest() -> None:
    with pytest.raises(PolicyError) as told:
        policykit.load("liaoning").labels("recoverable", "itme")
    (fault,) = told.value.diagnostics
    assert (fault.code, fault.message.en) == ("unknown-fact", "`recoverable` has no input or output `itme`")
    assert fault.help is not None and fault.help.en == "did you mean `item`?"

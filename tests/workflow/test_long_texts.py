"""A text without end is read once: no pattern begins anew from every sign of it."""

from __future__ import annotations

import pytest

from jinpai.workflow.aftersales.references import private
from jinpai.workflow.shipping import readable

LONG = 50_000


@pytest.mark.parametrize("sign", ["a", "1", "退", "a.", "x-", "{"])
def test_a_long_text_without_an_address_is_passed_and_one_with_it_is_found(sign: str) -> None:
    text = sign * (LONG // len(sign))
    assert private(text + " ") == ""
    assert private(f"{text} a@b.cn") == "mail"
    assert "b.cn" not in readable(f"{text} a@b.cn", "")

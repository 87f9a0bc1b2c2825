"""The places of a phrase where the order's own values go: {买家}, {商品}, {快递单号} …"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from jinpai.workflow.phrases.fault import Fault

VARIABLES: Mapping[str, str] = {
    "买家": "the buyer's nick",
    "商品": "the product",
    "订单号": "the order's number",
    "金额": "what was paid",
    "下单日期": "the day of the order",
    "快递": "the courier",
    "快递单号": "the waybill",
    "发货日期": "the day of shipping",
    "店铺": "the shop's name",
    "客服": "who answers",
}
"""Name as it stands between the braces → what it is."""

PLACE = re.compile(r"[{｛]\s*([^{}｛｝\r\n]{0,40}?)\s*[}｝]")
"""Full-width braces are read as well; an input method writes them."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text, what had no value (it stands there still), and names that nobody knows."""

    text: str
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.missing and not self.unknown


def names(text: str) -> tuple[str, ...]:
    """The variables of a text, each once, in order."""
    return tuple(dict.fromkeys(found[1] for found in PLACE.finditer(text)))


def render(text: str, values: Mapping[str, str]) -> Rendered:
    """Fill in what is known. A value is put in once: braces inside it mean nothing."""
    missing: dict[str, None] = {}
    unknown: dict[str, None] = {}

    def put(found: re.Match[str]) -> str:
        name = found[1]
        if name not in VARIABLES:
            unknown[name] = None
            return found[0]
        value = values.get(name, "").strip()
        if not value:
            missing[name] = None
            return f"{{{name}}}"
        return value

    return Rendered(PLACE.sub(put, text), tuple(missing), tuple(unknown))


def faults(text: str) -> tuple[Fault, ...]:
    """Names that no order can fill, with the one that was probably meant."""
    out = []
    for name in names(text):
        if name in VARIABLES:
            continue
        near = get_close_matches(name, VARIABLES, n=1, cutoff=0.4)
        known = "、".join(f"{{{one}}}" for one in VARIABLES)
        out.append(
            Fault(
                "unknown_variable",
                f"没有变量 {{{name}}}。",
                f"There is no variable {{{name}}}.",
                f"您是不是要写 {{{near[0]}}}?" if near else f"可以用的有:{known}。",
                f"Did you mean {{{near[0]}}}?" if near else f"There are: {known}.",
            )
        )
    return tuple(out)

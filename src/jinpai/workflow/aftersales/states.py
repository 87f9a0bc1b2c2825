"""The states of a case and the ways between them; what a step must bring with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A code with its names."""

    code: str
    zh: str
    en: str


KINDS: Mapping[str, Word] = {
    w.code: w
    for w in (
        Word("return", "退货", "return"),
        Word("exchange", "换货", "exchange"),
        Word("refund", "仅退款", "refund only"),
        Word("reship", "补寄", "reship"),
    )
}

STATES: Mapping[str, Word] = {
    w.code: w
    for w in (
        Word("opened", "已登记", "opened"),
        Word("approved", "已同意", "approved"),
        Word("refused", "已拒绝", "refused"),
        Word("waiting", "等买家寄回", "waiting for goods"),
        Word("arrived", "已到仓", "goods arrived"),
        Word("inspected", "已验货", "inspected"),
        Word("refunded", "已退款", "refunded"),
        Word("partly_refunded", "已部分退款", "partly refunded"),
        Word("replaced", "已配换货", "replacement ready"),
        Word("shipped", "换货已发出", "replacement shipped"),
        Word("reshipped", "已补寄", "reshipped"),
        Word("received", "买家已收到", "received by the buyer"),
        Word("freight_repaid", "已退运费", "freight repaid"),
        Word("escalated", "平台介入", "with the platform"),
        Word("ruled", "平台已裁决", "ruled by the platform"),
        Word("closed", "已结案", "closed"),
        Word("cancelled", "已撤销", "cancelled"),
    )
}

STEPS: Mapping[str, Word] = {
    w.code: w
    for w in (
        Word("approved", "同意", "approve"),
        Word("refused", "拒绝", "refuse"),
        Word("waiting", "地址发了,等买家寄回", "address sent, wait for the goods"),
        Word("arrived", "货到仓了", "goods have arrived"),
        Word("inspected", "记验货结果", "record the inspection"),
        Word("refunded", "记退款", "record the refund"),
        Word("partly_refunded", "记部分退款", "record a part refund"),
        Word("replaced", "换货配好了", "replacement is ready"),
        Word("shipped", "换货寄出了", "replacement is sent"),
        Word("reshipped", "补寄出去了", "missing goods are sent"),
        Word("received", "买家收到了", "the buyer has it"),
        Word("freight_repaid", "记退运费", "record the freight repaid"),
        Word("escalated", "买家找了平台", "the buyer went to the platform"),
        Word("ruled", "平台裁决了", "the platform has ruled"),
        Word("closed", "结案", "close the case"),
        Word("cancelled", "撤销", "cancel the case"),
    )
}
"""What is done to enter a state."""

FINAL = frozenset({"closed", "cancelled"})
GOODS_BACK = frozenset({"return", "exchange"})

_EVERY: Mapping[str, tuple[str, ...]] = {
    "opened": ("approved", "refused", "escalated"),
    "refused": ("approved", "escalated", "closed"),
    "escalated": ("ruled",),
    "ruled": ("approved", "closed"),
    "freight_repaid": ("closed",),
}
_COMES_BACK: Mapping[str, tuple[str, ...]] = {
    "approved": ("waiting",),
    "waiting": ("arrived",),
    "arrived": ("inspected",),
}
_OWN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "return": {
        **_COMES_BACK,
        "inspected": ("refunded", "partly_refunded", "refused"),
        "refunded": ("freight_repaid", "closed"),
        "partly_refunded": ("freight_repaid", "closed"),
    },
    "exchange": {
        **_COMES_BACK,
        "inspected": ("replaced", "refunded", "refused"),
        "replaced": ("shipped",),
        "shipped": ("received",),
        "received": ("partly_refunded", "freight_repaid", "closed"),
        "refunded": ("freight_repaid", "closed"),
        "partly_refunded": ("freight_repaid", "closed"),
    },
    "refund": {
        "approved": ("refunded", "partly_refunded"),
        "refunded": ("closed",),
        "partly_refunded": ("closed",),
    },
    "reship": {
        "approved": ("reshipped", "refunded"),
        "reshipped": ("received",),
        "received": ("closed",),
        "refunded": ("closed",),
    },
}


def following(kind: str, state: str, *, freight_owed: bool) -> tuple[str, ...]:
    """The states a case may go to. Owing freight, it cannot be closed after the goods came back
    or the new ones arrived; owing none, there is none to repay. Any open state → cancelled."""
    if state in FINAL:
        return ()
    ways = _OWN[kind].get(state) or _EVERY.get(state, ())
    settled = state in {"refunded", "partly_refunded", "received"}
    if kind in GOODS_BACK and settled:
        ways = tuple(w for w in ways if w != ("closed" if freight_owed else "freight_repaid"))
    return (*ways, "cancelled")


NEEDS: Mapping[str, tuple[str, ...]] = {
    "refused": ("reason",),
    "arrived": ("waybill",),
    "inspected": ("condition",),
    "refunded": ("amount", "reference"),
    "partly_refunded": ("amount", "reference", "reason"),
    "shipped": ("waybill",),
    "reshipped": ("waybill",),
    "freight_repaid": ("amount", "reference"),
    "escalated": ("reason",),
    "ruled": ("reason",),
    "cancelled": ("reason",),
}
"""What must be written down to enter a state."""


def missing(state: str, given: Mapping[str, str]) -> tuple[str, ...]:
    """What is not there yet."""
    return tuple(n for n in NEEDS.get(state, ()) if not given.get(n, "").strip())

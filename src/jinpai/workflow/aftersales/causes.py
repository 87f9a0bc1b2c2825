"""Why goods come back: the true reason, kept as it is. A fault is never booked as anything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cause:
    """`fault`: the seller answers for it. `unsent`: there are no goods that could come back."""

    code: str
    zh: str
    en: str
    fault: bool = False
    unsent: bool = False


CAUSES: Mapping[str, Cause] = {
    c.code: c
    for c in (
        Cause("no_reason", "七天无理由", "no reason given"),
        Cause("size", "尺码、颜色不合适", "size or colour does not suit"),
        Cause("changed_mind", "不想要了", "changed their mind"),
        Cause("quality", "质量问题", "faulty", fault=True),
        Cause("wrong_goods", "发错货", "wrong goods sent", fault=True),
        Cause("missing", "少件、漏发", "something missing", fault=True),
        Cause("damaged", "运输破损", "damaged on the way", fault=True),
        Cause("not_as_described", "与描述不符", "not as described", fault=True),
        Cause("not_shipped", "未发货", "not shipped", unsent=True),
        Cause("not_received", "没收到货", "never arrived", fault=True, unsent=True),
        Cause("price_difference", "退差价", "price difference"),
    )
}
"""Code → cause."""


@dataclass(frozen=True, slots=True)
class Steering:
    """Refused: a faulty return told to be something else."""

    zh: str
    en: str


def steering(true: str, told_platform: str) -> Steering | None:
    """Why the reason on the platform may not be this one; None if it may."""
    if not CAUSES[true].fault or CAUSES[told_platform].fault:
        return None
    return Steering(
        f"不能登记:真实原因是「{CAUSES[true].zh}」,引导买家选「{CAUSES[told_platform].zh}」是违规,"
        "运费也会错算到买家头上。",
        f"Refused: the true reason is “{CAUSES[true].en}”. Having the buyer choose "
        f"“{CAUSES[told_platform].en}” is a breach and puts the freight on the buyer.",
    )

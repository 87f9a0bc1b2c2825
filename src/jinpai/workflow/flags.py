"""Flags of orders: what each colour means to the shop, and what each platform calls it.

Platforms number colours differently: 5 is purple at Taobao and red at Douyin. Where a platform
lacks a colour its nearest stands for it and is named as the platform names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flag:
    """A colour's meaning here."""

    code: str
    colour_zh: str
    colour_en: str
    zh: str
    en: str
    guarded: bool = False  # takes the right, a reason, and tells the owner


FLAGS: Mapping[str, Flag] = {
    flag.code: flag
    for flag in (
        Flag("grey", "灰旗", "grey", "正常", "normal"),
        Flag("red", "红旗", "red", "发货前先看备注", "look before shipping"),
        Flag(
            "green", "绿旗", "green", "疑似刷单:不计入任何数",
            "suspected brushing: kept out of every figure", guarded=True,
        ),
        Flag("blue", "蓝旗", "blue", "换货", "exchange"),
        Flag("yellow", "黄旗", "yellow", "有问题", "problem"),
        Flag("purple", "紫旗", "purple", "退货", "return"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A colour as a platform has it: the number of its interface and its name."""

    number: str
    zh: str
    en: str


def _marks(spec: str) -> dict[str, Mark]:
    """'red:1:红:red' → marks by our colour."""
    out = {}
    for word in spec.split():
        code, number, zh, en = word.split(":")
        out[code] = Mark(number, zh, en)
    return out


_TAOBAO = _marks(
    "grey:0:灰:grey red:1:红:red yellow:2:黄:yellow green:3:绿:green blue:4:蓝:blue "
    "purple:5:紫:purple"
)
PLATFORMS: Mapping[str, Mapping[str, Mark]] = {
    "taobao": _TAOBAO,
    "tmall": _TAOBAO,
    "pdd": _marks(
        "red:1:红:red yellow:2:黄:yellow green:3:绿:green blue:4:蓝:blue purple:5:紫:purple"
    ),
    "douyin": _marks(
        "grey:0:灰:grey purple:1:紫:purple blue:2:青:cyan green:3:绿:green yellow:4:橙:orange "
        "red:5:红:red"
    ),
    # JD knows five ranks of a remark, 1 the highest, and no colours
    "jd": _marks(
        "red:1:等级1:rank-1 yellow:2:等级2:rank-2 green:3:等级3:rank-3 blue:4:等级4:rank-4 "
        "purple:5:等级5:rank-5"
    ),
}
"""By platform. Pinduoduo and JD have no grey: no mark is normal there."""


def mark(platform: str, code: str) -> Mark | None:
    """What a platform calls our colour; None where it has none, or where it is not known."""
    return PLATFORMS.get(platform, {}).get(code)


def colour(platform: str, number: str) -> str:
    """Our colour of a platform's number; empty: unknown."""
    table = PLATFORMS.get(platform, {})
    return next((code for code, known in table.items() if known.number == number.strip()), "")

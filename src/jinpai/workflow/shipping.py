"""Before a parcel leaves: the seven points. After it left wrong: how often, of what kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jinpai.metrics.fair import Interval, wilson
from jinpai.workflow.aftersales.states import Word


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the checklist; `no` is its place in the work plan's notes for the warehouse."""

    code: str
    zh: str
    en: str
    no: int


POINTS: Mapping[str, Point] = {
    p.code: p
    for p in (
        Point("slip", "发货单、快递单和订单是同一个人、同一单",
              "order, slip and waybill belong together", 1),
        Point("quantity", "数量对", "the quantity is right", 1),
        Point("sort", "款式、颜色、规格对", "model, colour and size are right", 1),
        Point("wishes", "赠品和备注里的要求都照做了",
              "gifts and special wishes are seen to", 2),
        Point("quality", "看过没有质量问题", "looked over, no fault", 3),
        Point("packing", "包装干净结实,能用硬盒就用硬盒",
              "packed clean and firm, in a hard box where weight allows", 4),
        Point("stock", "拿完货看过库存:低于安全库存的勾在下面",
              "stock looked at: what is below safety is ticked below", 5),
    )
}  # fmt: skip

WRONG: Mapping[str, Word] = {
    w.code: w
    for w in (
        Word("goods", "发错款", "wrong goods"),
        Word("sort", "颜色、规格发错", "wrong colour or size"),
        Word("quantity", "少发、多发", "too few or too many"),
        Word("wishes", "漏赠品、没照备注", "gift forgotten, wish overlooked"),
        Word("swapped", "两单装反", "two orders swapped"),
        Word("faulty", "有毛病的发出去了", "faulty goods sent"),
        Word("packing", "没包好,路上坏了", "packed badly, broken on the way"),
        Word("other", "其他", "something else"),
    )
}
FOUND_BY: Mapping[str, Word] = {
    w.code: w
    for w in (
        Word("buyer", "买家说的", "the buyer"),
        Word("service", "客服发现", "service"),
        Word("warehouse", "仓库自己发现", "the warehouse itself"),
        Word("carrier", "快递说的", "the carrier"),
    )
}
MENDED: Mapping[str, Word] = {
    w.code: w
    for w in (
        Word("open", "还没处理", "not yet"),
        Word("reshipped", "补寄", "sent what was missing"),
        Word("exchanged", "换货", "exchanged"),
        Word("refunded", "退款", "refunded"),
        Word("compensated", "补偿", "compensated"),
        Word("kept", "买家收下了", "the buyer keeps it"),
        Word("caught", "出仓前追回", "caught before it left"),
    )
}

LOOK = ("red", "yellow", "blue", "purple")
"""Flags for which a packer looks before packing; green is not packed from here at all."""

HOLD = frozenset({"purple"})
"""A return was asked for: not packed without a word with service."""

_NUMBERS = re.compile(r"(?<!\d)(?:1[3-9]\d[ -]?[\d*]{4}[ -]?\d{4}|0\d{2,3}[ -]?[\d*]{7,8})(?!\d)")
_MAIL = re.compile(r"[\w.+-]{1,128}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


def readable(remark: str, *names: str) -> str:
    """A remark as the warehouse may read it: without phone numbers, mails and the buyer's name."""
    text = _MAIL.sub("***", _NUMBERS.sub("***", remark))
    for name in sorted((n for n in names if len(n) > 1), key=len, reverse=True):
        text = text.replace(name, f"{name[0]}***")
    return text


def turn(flag: str, remark: str) -> int:
    """Which orders come first: red, then other flags, then a remark, then the rest."""
    if flag == "red":
        return 0
    if flag in LOOK:
        return 1
    return 2 if remark.strip() else 3


def missing(points: Iterable[str]) -> tuple[str, ...]:
    """The points not ticked yet."""
    ticked = set(points)
    return tuple(code for code in POINTS if code not in ticked)


@dataclass(frozen=True, slots=True)
class Rate:
    """`n` wrong of `of` parcels; without parcels, or with more wrong than are known, there is no
    rate."""

    n: int
    of: int

    @property
    def known(self) -> bool:
        return self.of > 0 and self.n <= self.of

    @property
    def per_thousand(self) -> float | None:
        return self.n * 1000 / self.of if self.known else None

    @property
    def interval(self) -> Interval | None:
        """95 %, of a thousand parcels."""
        found = wilson(self.n, self.of) if self.known else None
        return Interval(found.low * 1000, found.high * 1000) if found else None


@dataclass(frozen=True, slots=True)
class Week:
    """A week's wrong shipments: of all parcels, by kind, by who packed."""

    total: Rate
    kinds: tuple[tuple[str, int], ...]
    packers: tuple[tuple[str, Rate], ...]


def week(wrong: Iterable[tuple[str, str]], *, parcels: int, packed: Mapping[str, int]) -> Week:
    """`wrong`: kind and packer of each; `parcels`: that left; `packed`: by packer, as recorded.
    An empty packer is nobody that is known."""
    kinds: dict[str, int] = {}
    by: dict[str, int] = dict.fromkeys(packed, 0)
    n = 0
    for kind, packer in wrong:
        kinds[kind] = kinds.get(kind, 0) + 1
        by[packer] = by.get(packer, 0) + 1
        n += 1
    return Week(
        Rate(n, parcels),
        tuple(sorted(kinds.items(), key=lambda x: (-x[1], x[0]))),
        tuple((who, Rate(by[who], packed.get(who, 0))) for who in sorted(by)),
    )

"""What the shop asks for and does not appraise: "what is not appraised is only a wish" (003)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jinpai.rules.rulebook import Rulebook

_LISTS = {
    "returns": ("退换货", "returns and exchanges"),
    "parcels": ("问题快递", "parcels in trouble"),
    "reviews": ("中差评", "bad reviews"),
    "disputes": ("纠纷", "disputes"),
}


@dataclass(frozen=True, slots=True)
class Backing:
    """An item that looks at a demand, and what it weighs in its scheme (%)."""

    scheme: str
    item: str
    path: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Asked:
    """Something the shop asks for. Without `backed_by` it is only a wish."""

    code: str
    path: str
    zh: str
    en: str
    minutes: int
    backed_by: tuple[Backing, ...]
    advice_zh: str = ""
    advice_en: str = ""

    @property
    def wish(self) -> bool:
        return not self.backed_by


def asked(book: Rulebook) -> list[Asked]:
    """Every demand of the desk in the document's order: its lists and sheets, then the remark
    format and the deadlines, which are demands without being called so."""
    found = [
        _asked(
            book,
            d.code,
            f"desk.demands[{i}]",
            (d.name.zh, d.name.en),
            d.minutes,
            _called(book, set(d.items)),
        )
        for i, d in enumerate(book.desk.demands)
    ]
    remarks = _looking_at(book, {"remark_accuracy"})
    if not any(a.code.startswith("remark") for a in found):
        found.append(
            _asked(
                book, "remark-format", "desk.remark_format", ("备注格式", "Remark format"), 0,
                remarks,
            )
        )  # fmt: skip
    codes = {a.code for a in found}
    for name, hours in book.desk.overdue_hours.items():
        if name in codes:
            continue  # the deadline of a list that is among the demands
        zh, en = _LISTS.get(name, (name, name))
        words = (f"{zh}:{hours} 小时内处理", f"{en}: within {hours} h")
        items = _looking_at(book, {f"{name}_within_{hours}h", f"{name}_answered"}) or _called(
            book, {name}
        )
        found.append(_asked(book, name, f"desk.overdue_hours.{name}", words, 0, items))
    return found


def wishes(book: Rulebook) -> list[Asked]:
    """Those without an item behind them."""
    return [a for a in asked(book) if a.wish]


def _looking_at(book: Rulebook, metrics: set[str]) -> set[tuple[str, str]]:
    """Items as (scheme, code): two schemes may call different items alike."""
    return {
        (name, item.code)
        for name, scheme in book.appraisal.schemes.items()
        for item in scheme.items
        if metrics & set(item.metrics)
    }


def _called(book: Rulebook, codes: set[str]) -> set[tuple[str, str]]:
    return {
        (name, item.code)
        for name, scheme in book.appraisal.schemes.items()
        for item in scheme.items
        if item.code in codes
    }


def _asked(
    book: Rulebook,
    code: str,
    path: str,
    words: tuple[str, str],
    minutes: int,
    items: set[tuple[str, str]],
) -> Asked:
    backed = tuple(
        Backing(name, item.code, f"appraisal.schemes.{name}.items[{index}]", item.weight)
        for name, scheme in book.appraisal.schemes.items()
        for index, item in enumerate(scheme.items)
        if (name, item.code) in items
    )
    advice = ("", "")
    if not backed:
        advice = (
            f"没有考核的要求都是空话:给「{words[0]}」加一个考核项,或者不要求它",
            f"What is not appraised is only a wish: give {words[1]!r} an item, or stop asking",
        )
    return Asked(code, path, *words, minutes, backed, *advice)

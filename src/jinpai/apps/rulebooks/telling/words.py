"""Sentences in both languages, and values written with their unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jinpai.apps.team.roles import Role
from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.sections.strict import Words


@dataclass(frozen=True)
class Told:
    """One thing said in both languages; `|spoken` picks the reader's."""

    zh: str
    en: str

    def __bool__(self) -> bool:
        return bool(self.zh)

    def __add__(self, other: Told) -> Told:
        return Told(self.zh + other.zh, self.en + other.en)


def of(words: Words) -> Told:
    return Told(words.zh, words.en)


def same(text: str) -> Told:
    """What is written alike in both languages: numbers, codes."""
    return Told(text, text)


def joined(parts: Iterable[Told], zh: str = "、", en: str = ", ") -> Told:
    kept = [p for p in parts if p]
    return Told(zh.join(p.zh for p in kept), en.join(p.en for p in kept))


def number(value: Decimal | int) -> str:
    """1.20 → 1.2, 3000 → 3,000; never 3E+3."""
    text = f"{Decimal(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def yuan(value: Decimal | int) -> str:
    value = Decimal(value)
    sign = "-" if value < 0 else ""
    whole = value == value.to_integral_value()
    return f"{sign}¥{abs(value):,.0f}" if whole else f"{sign}¥{abs(value):,.2f}"


def percent(value: Decimal | int) -> str:
    """0.01 → 1%"""
    return f"{number(Decimal(value) * 100)}%"


_UNITS: Mapping[str, tuple[str, str]] = {
    "seconds": (" 秒", " s"), "hours": (" 小时", " h"), "points": (" 分", " points"),
    "items": (" 件", " items"), "ratio": ("", ""), "count": ("", ""),
}  # fmt: skip


def in_unit(value: Decimal, unit: str) -> Told:
    """A value of a metric with its unit."""
    if unit == "percent":
        return same(percent(value))
    if unit == "yuan":
        return same(yuan(value))
    zh, en = _UNITS.get(unit, ("", ""))
    return Told(number(value) + zh, number(value) + en)


def metric(code: str) -> Told:
    """A figure's name; its code when nobody knows it."""
    known = KNOWN_METRICS.get(code)
    return Told(known.zh, known.en) if known else same(code)


def unit_of(code: str) -> str:
    known = KNOWN_METRICS.get(code)
    return known.unit if known else "count"


_POSTS = {
    "lead": Told("组长", "lead"), "owner": Told("店主", "owner"),
    "supervisor": Told("客服主管", "supervisor"), "assistant": Told("店长助理", "store assistant"),
    "agent": Told("客服", "agent"), "warehouse": Told("仓库", "warehouse"),
    "operations": Told("运营", "operations"),
}  # fmt: skip


def post(role: str) -> Told:
    """What a role is called; a shop may use others than ours."""
    known = _POSTS.get(role)
    if known:
        return known
    return same(str(Role(role).label)) if role in Role.values else same(role)


def who(roles: Iterable[str], groups: Iterable[str]) -> Told:
    """客服(售前) — whom a scheme is for."""
    people = joined(post(r) for r in roles)
    only = [same(g) for g in groups]
    if not only:
        return people
    inner = joined(only)
    return Told(f"{people.zh}({inner.zh})", f"{people.en} ({inner.en})")

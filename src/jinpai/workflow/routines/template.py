"""A checklist: of which role and shift, on which weekdays, and its items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

SHIFTS: Mapping[str, tuple[str, str]] = {
    "day": ("白班", "day shift"),
    "late": ("中班", "late shift"),
    "night": ("晚班", "night shift"),
}
ANY = "any"
OFF = "off"
EVERY_DAY = "1234567"
MOST_ITEMS, LENGTH = 40, 200
_WORDS = (
    ("night", re.compile(r"晚|夜|night", re.I)),
    ("late", re.compile(r"中班|late|middle", re.I)),
    ("day", re.compile(r"白|早|日班|全天|day|morning|early", re.I)),
)
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Item:
    """`place`: where it is done (a page of the program, or empty). `by_page`: only that page
    ticks it. `source`: the line of report 002 it comes from, or empty."""

    code: str
    zh: str
    en: str
    place: str = ""
    by_page: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """`shared`: one run for the whole shift, whoever takes it; else one for each person.
    `shift` may be any. `weekdays`: 1 is Monday."""

    code: str
    role: str
    shift: str
    zh: str
    en: str
    items: tuple[Item, ...]
    weekdays: str = EVERY_DAY
    shared: bool = False

    @classmethod
    def read(cls, code: str, kept: Mapping[str, Any]) -> Template:
        """From what is kept as JSON or TOML."""
        items = tuple(
            Item(x["code"], x["zh"], x.get("en") or x["zh"], x.get("place", ""),
                 bool(x.get("by_page")), x.get("source", ""))
            for x in kept.get("items", ())
        )  # fmt: skip
        return cls(
            code, kept["role"], kept.get("shift", ANY), kept["zh"], kept.get("en") or kept["zh"],
            items, kept.get("weekdays", EVERY_DAY), bool(kept.get("shared")),
        )  # fmt: skip

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "role": self.role, "shift": self.shift, "zh": self.zh, "en": self.en,
            "weekdays": self.weekdays, "shared": self.shared,
            "items": [
                {"code": x.code, "zh": x.zh, "en": x.en, "place": x.place, "by_page": x.by_page,
                 "source": x.source}
                for x in self.items
            ],
        }  # fmt: skip

    def faults(self) -> list[tuple[str, str]]:
        """What may not be put in force, in both languages."""
        found = []
        codes = [x.code for x in self.items]
        if not _CODE.fullmatch(self.code) or not self.zh.strip():
            found.append(("清单要有名字", "A checklist wants a name"))
        if self.shift not in (*SHIFTS, ANY):
            found.append(("请选班次", "Choose a shift"))
        if not self.weekdays or set(self.weekdays) - set(EVERY_DAY):
            found.append(("请选星期几", "Choose the weekdays"))
        if not self.items:
            found.append(("清单里一项都没有", "The checklist has no item"))
        if len(self.items) > MOST_ITEMS or any(len(x.zh) > LENGTH for x in self.items):
            found.append(
                (f"最多 {MOST_ITEMS} 项,每项最多 {LENGTH} 字",
                 f"At most {MOST_ITEMS} items of {LENGTH} characters")
            )  # fmt: skip
        if len(set(codes)) < len(codes) or len({x.zh for x in self.items}) < len(self.items):
            found.append(("有两项一样", "Two items are the same"))
        return found

    def on(self, day: date) -> bool:
        return str(day.isoweekday()) in self.weekdays


def due(templates: Iterable[Template], role: str, shift: str, day: date) -> list[Template]:
    """What somebody of the role has to do on the day: the shift's and what every shift does.
    Who is off has nothing; of an unknown shift (empty) only what every shift does is known."""
    if shift == OFF:
        return []
    return [
        one for one in templates
        if one.role == role and one.shift in (shift, ANY) and one.on(day) and not one.shared
    ]  # fmt: skip


def shift_of(text: str) -> str:
    """The shift by its name in the roster or the clockings; empty: not known."""
    return next((code for code, words in _WORDS if words.search(text)), "")


ENDS: Mapping[str, time] = {
    "day": time(18, 0),
    "late": time(22, 0),
    "night": time(23, 59),
    ANY: time(22, 0),
}
"""Until when on the day a checklist is to be answered."""

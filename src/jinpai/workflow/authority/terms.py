"""One role's authority: its numbers, and what it may, may not, never promises, never says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple


class Limit(NamedTuple):
    """`unit`: yuan, days or percent. `lowest`: the number is a floor, not a ceiling."""

    zh: str
    en: str
    unit: str
    lowest: bool = False


LIMITS: Mapping[str, Limit] = {
    "compensation_order": Limit("补偿,每单", "compensation, an order", "yuan"),
    "compensation_day": Limit("补偿,每天", "compensation, a day", "yuan"),
    "gift_order": Limit("赠品,每单(按成本)", "gifts, an order (at cost)", "yuan"),
    "concession_order": Limit("让价,每单", "off the price, an order", "yuan"),
    "discount_floor": Limit("最低折扣,平时", "lowest price, ordinarily", "percent", True),
    "discount_campaign": Limit("最低折扣,大促", "lowest price, big campaigns", "percent", True),
    "days": Limit("七天以外多给", "days beyond the seven", "days"),
}
TEXTS: Mapping[str, tuple[str, str]] = {
    "may": ("可以自己定的", "may decide alone"),
    "may_not": ("不可以的", "may not"),
    "promises": ("不许承诺的", "never promised"),
}
WORDS: Mapping[str, tuple[str, str]] = {
    "absolute": ("绝对化用语", "absolute words"),
    "off_platform": ("引到平台外", "leading off the platform"),
    "reviews": ("好评返现", "cash for reviews"),
    "tone": ("伤人、推脱的话", "words that hurt or shirk"),
}
HOUSE_FLOOR = Decimal(70)  # per cent of the listed price, outside big campaigns: report 002
MOST = Decimal(100_000)
MOST_DAYS = 60
_NUMBER = re.compile(r"[0-9]{1,8}(\.[0-9]{1,2})?")
LINES, LENGTH = 60, 200  # lines of a list, characters of a line


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence or word, and where it comes from (empty: the shop's own)."""

    zh: str
    en: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """A limit of None is none; a limit that is not named is nought."""

    limits: Mapping[str, Decimal | None]
    texts: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    words: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)

    def limit(self, code: str) -> Decimal | None:
        return self.limits.get(code, Decimal(100) if LIMITS[code].lowest else Decimal(0))

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Terms:
        """From what is kept as JSON or TOML."""
        return cls(
            {
                code: None if text is None or text == "none" else Decimal(str(text))
                for code, text in kept.get("limits", {}).items()
                if code in LIMITS
            },
            {code: _lines(kept.get(code, ())) for code in TEXTS},
            {code: _lines(kept.get("words", {}).get(code, ())) for code in WORDS},
        )

    def kept(self) -> dict[str, Any]:
        """As JSON; numbers as text, to the fen."""
        return {
            "limits": {
                code: None if (n := self.limit(code)) is None else f"{n:f}" for code in LIMITS
            },
            **{code: [_line(one) for one in self.texts.get(code, ())] for code in TEXTS},
            "words": {code: [_line(x) for x in self.words.get(code, ())] for code in WORDS},
        }

    def faults(self) -> list[tuple[str, str]]:
        """What may not be put in force, in both languages."""
        found = []
        for code, limit in LIMITS.items():
            amount = self.limit(code)
            most = {"days": Decimal(MOST_DAYS), "percent": Decimal(100)}.get(limit.unit, MOST)
            if amount is not None and not 0 <= amount <= most:
                found.append((f"{limit.zh}:在 0 和 {most} 之间", f"{limit.en}: 0 to {most}"))
            elif amount is not None and limit.unit == "days" and amount != int(amount):
                found.append((f"{limit.zh}:写整天", f"{limit.en}: whole days"))
        floor = self.limit("discount_floor")
        if floor is None or floor < HOUSE_FLOOR:
            found.append(
                ("平时的折扣不低于 70%;大促写在「大促」一格",
                 "Ordinarily never below 70 %; a big campaign has its own line")
            )  # fmt: skip
        order, day = self.limit("compensation_order"), self.limit("compensation_day")
        if day is not None and (order is None or order > day):
            found.append(
                ("每单的补偿不能比每天的还多", "Compensation an order exceeds that of a day")
            )
        for lines in (*self.texts.values(), *self.words.values()):
            if len(lines) > LINES or any(len(one.zh) > LENGTH for one in lines):
                found.append(
                    (f"每一栏最多 {LINES} 行,每行最多 {LENGTH} 字",
                     f"At most {LINES} lines a list and {LENGTH} characters a line")
                )  # fmt: skip
                break
        return found


class Difference(NamedTuple):
    """What one version has and the other has not."""

    code: str  # of LIMITS, TEXTS or WORDS
    before: Sequence[str]
    after: Sequence[str]


def differences(old: Terms, new: Terms) -> list[Difference]:
    """What changed, in the order of the page: numbers, sentences, words."""
    found = []
    for code in LIMITS:
        if old.limit(code) != new.limit(code):
            pair = (old.limit(code), new.limit(code))
            before, after = (["none" if n is None else f"{n.normalize():f}"] for n in pair)
            found.append(Difference(code, before, after))
    for mine, theirs in ((old.texts, new.texts), (old.words, new.words)):
        for code in mine.keys() | theirs.keys():
            was = [one.zh for one in mine.get(code, ())]
            now = [one.zh for one in theirs.get(code, ())]
            if was != now:
                gone = [one for one in was if one not in now]
                come = [one for one in now if one not in was]
                found.append(Difference(code, gone, come))
    order = [*LIMITS, *TEXTS, *WORDS]
    return sorted(found, key=lambda one: order.index(one.code))


def number(text: str) -> Decimal | None:
    """A limit as it is typed; None where it is left empty: no limit."""
    bare = text.strip().removeprefix("¥").removesuffix("%").strip()
    if not bare:
        return None
    if not _NUMBER.fullmatch(bare):
        raise ValueError(text)
    return Decimal(bare)


def _lines(kept: Any) -> tuple[Line, ...]:
    return tuple(
        Line(one["zh"], one.get("en") or one["zh"], one.get("source", ""))
        if isinstance(one, Mapping) else Line(str(one), str(one))
        for one in kept
    )  # fmt: skip


def _line(one: Line) -> dict[str, str]:
    return {"zh": one.zh, "en": one.en, "source": one.source}

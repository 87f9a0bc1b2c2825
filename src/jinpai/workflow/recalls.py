"""Whom a campaign may tell of itself, when, how often, and who does it.

Consent comes first: 个人信息保护法 13–15 (agreed to, and as easily taken back), 消费者权益保护法
29 and 广告法 43 (no commercial message without consent or after a refusal). The latest word of a
buyer counts; of two at the same moment the refusal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from jinpai.rules.sections.desk import Desk

LAW: tuple[tuple[str, str], ...] = (
    (
        "个人信息保护法 13–15 条:用买家信息要本人同意,同意可以随时撤回,撤回要方便。",
        "Personal Information Protection Law 13–15: the buyer has to agree and may take it back "
        "at any time, easily.",
    ),
    (
        "消费者权益保护法 29 条:未经同意或请求,或者已明确拒绝的,不得发送商业性信息。",
        "Consumer Protection Law 29: no commercial messages without consent or after a refusal.",
    ),
    (
        "广告法 43 条:未经同意不得以电子信息方式发广告;发的时候要说明是谁,并给出拒收的办法。",
        "Advertising Law 43: no electronic advertising without consent; say who is sending and "
        "how to refuse more.",
    ),
)

REFUSALS: dict[str, tuple[str, str]] = {
    "opted_out": ("说过不要联系", "asked not to be contacted"),
    "no_consent": ("没有同意的记录", "no consent on record"),
    "green": ("有绿旗订单", "an order flagged green"),
    "risky": ("要小心的买家", "risky"),
    "too_often": ("联系次数到了上限", "contacted often enough"),
}
"""Why a buyer is left out."""

SOURCES: dict[str, tuple[str, str]] = {
    "lost": ("问了没买", "asked, did not buy"),
    "unpaid": ("拍下没付", "ordered, did not pay"),
    "past": ("买过的", "bought before"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A buyer's yes or no, and when it was said."""

    given: bool
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Buyer:
    """As a list finds one. `contacts`: when we wrote because of a campaign."""

    shop: str
    buyer: str
    segment: str = ""
    green: bool = False
    words: Sequence[Word] = ()
    contacts: Sequence[datetime] = ()
    person: str = ""  # who served them last


def latest(words: Iterable[Word]) -> Word | None:
    """The word that counts."""
    return max(words, key=lambda w: (w.said_at, not w.given), default=None)


def refusal(one: Buyer, desk: Desk, now: datetime) -> str:
    """Why this buyer may not be written to at `now` (a code of REFUSALS); empty: they may."""
    word = latest(one.words)
    if word is None:
        return "no_consent"
    if not word.given:
        return "opted_out"
    if one.green:
        return "green"
    if one.segment == "risky":
        return "risky"
    since = now - timedelta(days=desk.contacts_days)
    if sum(at > since for at in one.contacts) >= desk.contacts_most:
        return "too_often"
    return ""


def quiet_until(now: datetime, desk: Desk) -> datetime | None:
    """On the shop's clock: when the quiet hours that hold now are over; None outside them."""
    begins, ends = time.fromisoformat(desk.quiet_from), time.fromisoformat(desk.quiet_until)
    at = now.time()
    if begins == ends:
        return None
    if begins < ends:
        return datetime.combine(now.date(), ends) if begins <= at < ends else None
    if at < ends:
        return datetime.combine(now.date(), ends)
    if at >= begins:
        return datetime.combine(now.date() + timedelta(days=1), ends)
    return None


def shared(
    buyers: Sequence[Buyer],
    people: Sequence[str],
    *,
    served: bool,
    having: Mapping[str, int] | None = None,
) -> list[str]:
    """Who writes to each buyer, in their order. `served`: who served them, where that one is
    among `people`; the rest evenly, to whoever has least. Without people: anyone's."""
    if not people:
        return [""] * len(buyers)
    load = {p: (having or {}).get(p, 0) for p in people}
    out = [one.person if served and one.person in load else "" for one in buyers]
    for person in out:
        if person:
            load[person] += 1
    for n, person in enumerate(out):
        if not person:
            out[n] = min(load, key=lambda p: (load[p], people.index(p)))
            load[out[n]] += 1
    return out


def answered(
    contacted: datetime, ordered: Iterable[datetime], days: int
) -> datetime | None:  # fmt: skip
    """The first order that answers a contact: at it or later, within `days`."""
    ends = contacted + timedelta(days=days)
    return min((at for at in ordered if contacted <= at < ends), default=None)


def says_how_to_refuse(text: str) -> bool:
    """Does a teaser tell the buyer how to receive no more? By the words that do so."""
    return any(word in text.upper() for word in ("拒收", "退订", "不想", "不要再", "回复T", "TD"))

"""The same problem again and again rises by itself: counted, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b

from jinpai.rules.sections.desk import Rising

VAGUE = frozenset(("other", "none", "no_time"))
"""Reasons that say nothing in common."""
PLAIN = frozenset(("tickets",))
"""Lists where what it is about is the problem, whatever the reason of each."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One item of a list: what it was about (`by` product, courier or page) and why."""

    list: str
    shop: str
    by: str
    subject: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Risen:
    """A problem that was seen too often."""

    list: str
    shop: str
    by: str
    subject: str
    reason: str
    times: int
    days: int
    week: date  # its Monday: one rise a week

    @property
    def stem(self) -> str:
        """Which problem, whatever the week."""
        about = "\n".join((self.shop, self.subject, self.reason))
        return f"rise/{self.list}/{self.by}/{blake2b(about.encode(), digest_size=8).hexdigest()}"

    @property
    def key(self) -> str:
        return f"{self.stem}/{self.week:%Y-%m-%d}"


def risen(seen: Iterable[Seen], rules: Sequence[Rising], now: datetime) -> list[Risen]:
    """What rose, in the order of the rules. Of two rules that say the same the first holds.
    An item counts from the moment it is seen until `days` have passed, not a second longer."""
    counts: dict[tuple[int, str, str, str], int] = {}
    for one in seen:
        for number, rule in enumerate(rules):
            if (rule.of, rule.by) != (one.list, one.by) or not one.subject.strip():
                continue
            plain = one.list in PLAIN and not rule.reason
            if rule.reason and rule.reason != one.reason:
                continue
            if not plain and (not one.reason or one.reason in VAGUE):
                continue  # not said yet, or nothing that could be the same
            if now - timedelta(days=rule.days) < one.at <= now:
                reason = "" if plain else one.reason
                key = (number, one.shop, one.subject.strip(), reason)
                counts[key] = counts.get(key, 0) + 1
    monday = now.date() - timedelta(days=now.weekday())
    out: dict[str, Risen] = {}
    for (number, shop, subject, reason), n in sorted(counts.items()):
        rule = rules[number]
        if n >= rule.times:
            one_risen = Risen(rule.of, shop, rule.by, subject, reason, n, rule.days, monday)
            out.setdefault(one_risen.key, one_risen)
    return list(out.values())

"""Before and after a change of rules, training or post: whose figures moved, and how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from jinpai.apps.rulebooks.queries.affected import Member, members
from jinpai.metrics.catalogue import CATALOGUE
from jinpai.metrics.catalogue.metric import Metric
from jinpai.metrics.fair import MIN_CASES
from jinpai.metrics.tally import across_shops
from jinpai.rules.effect import Effect, Pair, effect

if TYPE_CHECKING:
    from jinpai.metrics.reading import Reading

WEEKS = (2, 4, 8, 13)
DEFAULT = "inquiry_conversion"
METRICS: Sequence[Metric] = [
    m for m in CATALOGUE.values() if m.grain == "account" and m.den and m.direction != "none"
]
"""Rates and means: a count would grow with the days worked."""


@dataclass(frozen=True)
class Asked:
    metric: Metric
    day: date | None  # the first day under the new rules
    weeks: int
    touched: str  # a group; "": everybody but the comparison
    beside: str  # a group; "": none


def asked(query: Any) -> Asked:
    code = query.get("metric", DEFAULT)
    known = {m.code: m for m in METRICS}
    try:
        day = date.fromisoformat(query.get("day", ""))
    except ValueError:
        day = None
    if day is not None and not 2000 <= day.year < 2100:
        day = None
    weeks = query.get("weeks", "")
    return Asked(
        known.get(code, known[DEFAULT]), day,
        int(weeks) if weeks in {str(n) for n in WEEKS} else 4,
        query.get("touched", ""), query.get("beside", ""),
    )  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """The effect, and who could not be compared."""

    effect: Effect | None
    before: tuple[date, date]
    after: tuple[date, date]
    left_out: tuple[str, ...]  # names: too few cases on a side
    cases: int = MIN_CASES


def groups(day: date) -> list[str]:
    """The groups of the month of a day."""
    return sorted({m.group for m in members(f"{day:%Y-%m}") if m.group})


def seen(asked: Asked, *, reading: Reading) -> Seen | None:
    """None without a day."""
    if asked.day is None:
        return None
    span = timedelta(weeks=asked.weeks)
    before = (asked.day - span, asked.day - timedelta(days=1))
    after = (asked.day, asked.day + span - timedelta(days=1))
    people = [m for m in members(f"{asked.day:%Y-%m}") if m.role != "owner"]
    old, new = (_values(reading, asked.metric.code, *days) for days in (before, after))
    left_out: list[str] = []
    pairs: dict[bool, list[Pair]] = {True: [], False: []}
    for member in people:
        side = _side(member, asked)
        if side is None or (member.code not in old and member.code not in new):
            continue
        was, now = old.get(member.code), new.get(member.code)
        if was is None or now is None or min(was[1], now[1]) < MIN_CASES:
            left_out.append(member.name or member.code)
            continue
        pairs[side].append(Pair(member.code, was[0], now[0]))
    return Seen(effect(pairs[True], pairs[False]), before, after, tuple(left_out))


def _side(member: Member, asked: Asked) -> bool | None:
    """True: touched by the change; False: in the comparison; None: neither."""
    if asked.beside and member.group == asked.beside:
        return False
    return True if not asked.touched or member.group == asked.touched else None


def _values(
    reading: Reading, metric: str, start: date, end: date
) -> Mapping[str, tuple[float, float]]:
    """Per person the value and its number of cases."""
    rows = reading.figures(start=start, end=end, by=("person",), metrics=(metric,), source="chosen")
    return {
        row.person: (float(row.value), float(row.den))
        for row in across_shops([r for r in rows if r.person])
        if row.person and row.value is not None and row.den
    }

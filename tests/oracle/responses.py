"""Response policies: one table of presets, one function that reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from .messages import in_hours
from .receptions import Reception
from .rounds import Round

DAY = ("08:00", "23:00")
JD_DAY = ("09:00", "23:00")


@dataclass(frozen=True)
class Policy:
    unit: str  # "first" | "round" | "session" | "worst"
    hours: tuple[str, str] | None
    within: int | None  # a share of units within so many seconds
    cap: int | None  # an average, each unit at most so many seconds
    unreplied: str | int  # "drop" | "fail" | seconds that it counts
    cross_day: str | int
    zero: str  # "keep" | "drop"


# | preset | unit | hours | within | cap | unreplied | cross-day | 0 s |
PRESETS = {
    "chitu_first": Policy("first", None, None, None, "drop", "drop", "keep"),
    "chitu_average": Policy("round", None, None, None, "drop", "drop", "keep"),
    "taobao_average": Policy("round", None, None, 600, "drop", "drop", "drop"),
    "taobao_3min": Policy("round", DAY, 180, None, "fail", "fail", "keep"),
    "jd_first30": Policy("session", JD_DAY, 30, None, "fail", "fail", "keep"),
    "douyin_average": Policy("round", DAY, None, 600, 600, 600, "keep"),
    "pdd_3min": Policy("worst", DAY, 180, None, "fail", "fail", "keep"),
    "xhs_45s": Policy("first", None, 45, None, "fail", "fail", "keep"),
}


def units(policy: Policy, reception: Reception) -> Iterable[Round]:
    """The rounds that this policy reads in one usable reception."""
    # "Windows are half-open on the opening time."
    in_window = [r for r in reception.rounds if in_hours(r.opened_at, policy.hours)]
    if policy.unit == "round":
        return in_window
    if policy.unit == "first":
        first = reception.first_round
        return [first] if first is not None and first in in_window else []
    if policy.unit == "session":
        # "session's first round", hours "by session start"
        firsts = [
            reception.first_round_of(session)
            for session in reception.sessions
            if in_hours(session.start, policy.hours)
        ]
        return [first for first in firsts if first is not None]
    # "buyer's worst round of the day": never answered or only the next day is worst
    return [max(in_window, key=badness)] if in_window else []


def badness(round_: Round) -> tuple[int, Decimal]:
    if round_.state != "replied" or round_.seconds is None:
        return (1, Decimal(0))
    return (0, round_.seconds)


def response(policy: Policy, receptions: Iterable[Reception]) -> tuple[Decimal | int, int]:
    """(num, den) over the usable ones of `receptions`: "Rounds of excluded receptions are
    left out." """
    num: Decimal | int = 0
    den = 0
    for reception in receptions:
        if not reception.usable:
            continue
        for round_ in units(policy, reception):
            worth: str | int | Decimal
            if round_.state == "unreplied":
                worth = policy.unreplied
            elif round_.state == "cross_day":
                worth = policy.cross_day
            else:
                assert round_.seconds is not None
                worth = round_.seconds
                if worth == 0 and policy.zero == "drop":
                    worth = "drop"
            if worth == "drop":
                continue
            den += 1
            if policy.within is not None:
                # ""Within n s" includes n"
                if worth != "fail" and Decimal(worth) <= policy.within:
                    num += 1
            else:
                assert not isinstance(worth, str)
                num += min(worth, policy.cap) if policy.cap is not None else worth
    return num, den


def in_service_hours(at: datetime, measure: dict) -> bool:
    return in_hours(at, (measure["service_from"], measure["service_to"]))

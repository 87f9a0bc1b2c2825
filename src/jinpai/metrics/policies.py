"""How a shop measures: response policies, credit rules, windows and exclusions.

`Measure` is the `measure` section of a rulebook (design 4-rules §1): one immutable document,
dated by the ruling that puts it in force. `PRESETS` are the platforms' own ways of reading
rounds (design 3-metrics §2; reasons in the field's definitions, kpi-definitions (a2)).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator


class Unit(StrEnum):
    FIRST_ROUND = "first_round"  # a reception's first round
    ROUND = "round"
    SESSION_FIRST = "session_first"  # a session's first round
    WORST_ROUND = "worst_round"  # a buyer's worst round of the day


@dataclass(frozen=True)
class ResponsePolicy:
    """How rounds become one figure.

    `hours` is half-open on the opening time (on the session's start for SESSION_FIRST).
    `within_s` makes it a share (answered within, n included, of those counted); without it
    the figure is seconds per counted round, each capped at `cap_s`.
    `unreplied` and `cross_day`: "drop" leaves the round out, "fail" counts it as not within,
    a number counts it with that many seconds. `zero_s` "drop" leaves answers after 0 s out.
    """

    code: str
    unit: Unit
    hours: tuple[time, time] | None = None
    within_s: int | None = None
    cap_s: int | None = None
    unreplied: Literal["drop", "fail"] | int = "drop"
    cross_day: Literal["drop", "fail"] | int = "drop"
    zero_s: Literal["keep", "drop"] = "keep"


_DAY = (time(8), time(23))
PRESETS: dict[str, ResponsePolicy] = {
    p.code: p
    for p in (
        ResponsePolicy("chitu_first", Unit.FIRST_ROUND),
        ResponsePolicy("chitu_average", Unit.ROUND),
        ResponsePolicy("taobao_average", Unit.ROUND, cap_s=600, zero_s="drop"),
        ResponsePolicy(
            "taobao_3min", Unit.ROUND, _DAY, within_s=180, unreplied="fail", cross_day="fail"
        ),
        ResponsePolicy(
            "jd_first30",
            Unit.SESSION_FIRST,
            (time(9), time(23)),
            within_s=30,
            unreplied="fail",
            cross_day="fail",
        ),
        ResponsePolicy("douyin_average", Unit.ROUND, _DAY, cap_s=600, unreplied=600, cross_day=600),
        ResponsePolicy(
            "pdd_3min", Unit.WORST_ROUND, _DAY, within_s=180, unreplied="fail", cross_day="fail"
        ),
        ResponsePolicy(
            "xhs_45s", Unit.FIRST_ROUND, within_s=45, unreplied="fail", cross_day="fail"
        ),
    )
}

AVERAGES = tuple(p.code for p in PRESETS.values() if p.within_s is None)
SHARES = tuple(p.code for p in PRESETS.values() if p.within_s is not None)

Seconds = Annotated[int, Field(ge=0, le=86_400)]


class Exclusions(BaseModel):
    """Which receptions are left out; the row is always kept, with its reason."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    no_buyer_message: bool = True
    empty_texts: bool = True
    internal_accounts: bool = True
    forwarded_after: int | None = Field(default=None, ge=0, le=10)
    single_buyer_line: bool = False
    advert_texts: tuple[str, ...] = ()
    advert_lines: int = Field(default=3, ge=1, le=100)
    after_sale_accounts: bool = False
    # accounts listed by hand, beside those that a ruling marks internal or after-sale
    internal: tuple[str, ...] = ()
    after_sale: tuple[str, ...] = ()


class Measure(BaseModel):
    """The measure section. Every default is the design's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day_cut: str | None = Field(default=None, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    service_from: str = Field(default="08:00", pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
    service_to: str = Field(default="23:00", pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")

    first_response: Literal["chitu_first"] = "chitu_first"
    average_response: Literal["chitu_average", "taobao_average", "douyin_average"] = "chitu_average"
    within_3min: Literal["taobao_3min", "pdd_3min"] = "taobao_3min"
    first_30s: Literal["jd_first30", "xhs_45s"] = "jd_first30"

    slow_rounds: int = Field(default=1, ge=1, le=100)
    slow_s: Seconds = 100
    long_s: Seconds = 1800
    missed_after_s: Seconds = 180

    after_sale_days: int = Field(default=3, ge=0, le=180)
    inquiry_window_days: int = Field(default=2, ge=1, le=15)
    payment_tail_days: int = Field(default=2, ge=0, le=15)

    judgment: Literal["order_first", "created", "paid"] = "order_first"
    tie: Literal["latest", "first", "most_rounds"] = "latest"
    credit_window_hours: int = Field(default=48, ge=1, le=360)
    flags_left_out: tuple[str, ...] = ("green",)
    deduct_postage: bool = False

    exclusions: Exclusions = Exclusions()

    # per metric: which figure counts where both exist; the other is only shown
    source: dict[str, Literal["computed", "reported"]] = Field(default_factory=dict)
    # a reported rate without denominator is weighted by this reported count
    reported_weight: dict[str, str] = Field(default_factory=dict)

    @field_validator("flags_left_out")
    @classmethod
    def _known_flags(cls, flags: tuple[str, ...]) -> tuple[str, ...]:
        from jinpai.facts.rows import FLAGS

        for flag in flags:
            if flag not in FLAGS:
                raise ValueError(f"{flag!r} is no flag; flags are {', '.join(FLAGS)}")
        return flags

    def digest(self) -> str:
        """Identity of the document: the same switches give the same digest."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


REPORTED_WEIGHTS: dict[str, str] = {
    "average_response": "receptions",
    "first_response": "receptions",
    "within_3min": "receptions",
    "first_30s": "receptions",
    "reply_rate": "receptions",
    "answer_ratio": "receptions",
    "satisfaction": "receptions",
    "inquiry_conversion": "inquiries",
    "inquiry_conversion_same_day": "inquiries",
    "inquiry_conversion_next_day": "inquiries",
    "aov": "paid_buyers",
    "items_per_buyer": "paid_buyers",
    "refund_rate": "paid_orders",
}
"""Default weights of reported rates that come without denominator."""

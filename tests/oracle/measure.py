"""The switches of 3-metrics §2 with their defaults, under the names of the measure section."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import date
from typing import Any

DEFAULTS: dict[str, Any] = {
    # "day cut (default 00:00)": the shop's, unless the measure says another
    "day_cut": None,
    # "missed_rings: usable receptions with a round opened in service hours"
    "service_from": "08:00",
    "service_to": "23:00",
    # "The platforms contradict one another, so the shop chooses"
    "first_response": "chitu_first",
    "average_response": "chitu_average",
    "within_3min": "taobao_3min",
    "first_30s": "jd_first30",
    # "≥ `slow_rounds` (1) rounds over `slow_s` (100)"
    "slow_rounds": 1,
    "slow_s": 100,
    # "over `long_s` (1800) from first to last message"
    "long_s": 1800,
    # "answered after `missed_after_s` (180)"
    "missed_after_s": 180,
    # "none paid in the last `after_sale_days` (3) × 24 h"
    "after_sale_days": 3,
    # "`inquiry_window_days` (2)", "`payment_tail_days` (2)"
    "inquiry_window_days": 2,
    "payment_tail_days": 2,
    # "`order_first` (default) = created owner, else paid owner": or "created", "paid"
    "judgment": "order_first",
    # "`tie`: `latest` (above), `first`, `most_rounds`"
    "tie": "latest",
    # "not older than `credit_window_hours` (48, inclusive)"
    "credit_window_hours": 48,
    # "Orders flagged green (suspected brushing) have no owner"
    "flags_left_out": ["green"],
    # "Σ amount paid (− postage if switched)"
    "deduct_postage": False,
    # "Exclusions, each a switch, the row always kept"
    "exclusions": {
        # "no buyer message (…) (on)"
        "no_buyer_message": True,
        # "only empty texts (on)"
        "empty_texts": True,
        # "internal or listed account (on)": beside those that a ruling marks
        "internal_accounts": True,
        "internal": [],
        # "forwarded after ≤ n agent messages (off)": None = off, else n
        "forwarded_after": None,
        # "single buyer line (off)"
        "single_buyer_line": False,
        # "advert text in a reception of < n lines (off)": no texts = off
        "advert_texts": [],
        "advert_lines": 3,
        # "after-sale account (off)": beside those that a ruling marks
        "after_sale_accounts": False,
        "after_sale": [],
    },
}


def measure_of(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """The defaults with `changes` laid over them; an unknown switch is an error."""
    measure = copy.deepcopy(DEFAULTS)
    for key, value in (changes or {}).items():
        if key not in measure:
            raise KeyError(f"unknown switch {key!r}")
        if key == "exclusions":
            for name, setting in value.items():
                if name not in measure["exclusions"]:
                    raise KeyError(f"unknown exclusion {name!r}")
                measure["exclusions"][name] = setting
        else:
            measure[key] = value
    return measure


Dated = Sequence[tuple[date, dict[str, Any]]]


class Rules:
    """The measures in force: one for ever, or (first day, measure) each until the next.

    "Credits use the rulebook of the payment day, created figures that of the creation day,
    inquiries that of their own day." The day cut is that of the last one.
    """

    def __init__(self, measure: dict[str, Any] | Dated | None = None) -> None:
        dated = [(date.min, measure or {})] if isinstance(measure, dict | None) else measure
        self.dated = [(day, measure_of(changes)) for day, changes in sorted(dated, key=first)]

    def on(self, day: date) -> dict[str, Any]:
        """The measure of a service day; before the first one the defaults."""
        found = measure_of()
        for since, measure in self.dated:
            if since <= day:
                found = measure
        return found

    @property
    def day_cut(self) -> str | None:
        return self.dated[-1][1]["day_cut"]


def first(pair: tuple[date, Any]) -> date:
    return pair[0]

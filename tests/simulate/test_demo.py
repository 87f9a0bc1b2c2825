"""The shop that a newcomer sees."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jinpai.simulate import demo
from jinpai.simulate.demo import closed_months


@pytest.mark.parametrize(
    ("today", "months"),
    [
        # the 31st's orders may be paid, and so counted, until the 8th
        (date(2026, 12, 8), ("2026-08", "2026-09", "2026-10")),
        (date(2026, 12, 9), ("2026-09", "2026-10", "2026-11")),
        (date(2026, 11, 21), ("2026-08", "2026-09", "2026-10")),
        (date(2026, 3, 9), ("2025-12", "2026-01", "2026-02")),
    ],
)
def test_the_demo_holds_three_settled_months_and_ends_yesterday(
    today: date, months: tuple[str, ...]
) -> None:
    made = demo(today)
    assert tuple(f"{m:%Y-%m}" for m in closed_months(today)) == months
    assert made.start == closed_months(today)[0] - timedelta(days=7)
    assert made.start + timedelta(days=made.days) == today


def test_the_demo_always_has_a_campaign_and_a_bad_review() -> None:
    for month in range(1, 13):
        made = demo(date(2026, month, 15))
        assert made.campaigns
        assert made.bad_review is not None
        assert made.start < made.bad_review.day < date(2026, month, 15)

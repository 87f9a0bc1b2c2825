"""The shop that a newcomer sees."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jinpai.simulate import demo


@pytest.mark.parametrize(
    ("today", "first", "days"),
    [
        (date(2026, 12, 1), date(2026, 9, 1), 91),
        (date(2026, 11, 21), date(2026, 8, 1), 112),
        (date(2026, 3, 1), date(2025, 12, 1), 90),
        (date(2026, 1, 31), date(2025, 10, 1), 122),
    ],
)
def test_the_demo_holds_three_full_months_and_ends_yesterday(
    today: date, first: date, days: int
) -> None:
    made = demo(today)
    assert made.start == first
    assert made.days == days
    assert made.start + timedelta(days=made.days) == today


def test_the_demo_always_has_a_campaign_and_a_bad_review() -> None:
    for month in range(1, 13):
        made = demo(date(2026, month, 15))
        assert made.campaigns
        assert made.bad_review is not None
        assert made.start < made.bad_review.day < date(2026, month, 15)

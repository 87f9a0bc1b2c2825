"""Numbers as people read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from jinpai.apps.board import showing
from jinpai.apps.board.period import Period, month_of


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "percent", "—"),
        (0, "count", "0"),
        (8412, "count", "8,412"),
        (D("0.46249"), "percent", "46.2%"),
        (D("0.4625"), "percent", "46.3%"),
        (D("127772"), "yuan", "¥127,772"),
        (D("999.99"), "yuan", "¥999.99"),
        (D("1000.5"), "yuan", "¥1,001"),
        (D("23.4"), "yuan", "¥23.40"),
        (D("-268"), "yuan", "−¥268"),
        (D("5274"), "fen", "¥5,274.00"),
        (D("14.26"), "seconds", "14.3 秒"),
        (D("119.94"), "seconds", "119.9 秒"),
        (D("475"), "seconds", "7:55 分"),
        (D("7200"), "seconds", "2:00 小时"),
        (D("1.1933"), "ratio", "1.19"),
    ],
)
def test_a_value_in_its_unit(value, unit, text):
    assert showing.text(value, unit) == text


def test_a_percentage_changes_by_points_and_a_count_by_per_cent():
    assert showing.change(D("0.462"), D("0.443"), "percent") == "+1.9 点"
    assert showing.change(106, 100, "count") == "+6.0%"
    assert showing.change(D("14"), D("16"), "seconds") == "−12.5%"


def test_what_is_unknown_or_was_nothing_has_no_change():
    assert showing.change(None, 1, "count") == ""
    assert showing.change(1, None, "count") == ""
    assert showing.change(1, 0, "count") == ""


def test_the_period_before_a_month_is_the_month_before():
    assert month_of(date(2026, 3, 9)).previous() == Period(date(2026, 2, 1), date(2026, 2, 28))


def test_the_period_before_ten_days_is_the_ten_days_before():
    ten = Period(date(2026, 3, 11), date(2026, 3, 20))
    assert ten.previous() == Period(date(2026, 3, 1), date(2026, 3, 10))
    assert ten.query == {"from": "2026-03-11", "to": "2026-03-20"}
    assert month_of(date(2026, 3, 9)).query == {"month": "2026-03"}

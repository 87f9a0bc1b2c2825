"""The shop's figures stand where those of real shops stand, and the truth shows in them."""

from __future__ import annotations

from datetime import date

import pytest

from jinpai.simulate import shop
from jinpai.simulate.report_card import Card, ReportCards
from jinpai.simulate.wall import DAY

Month = tuple[dict[str, Card], float]


@pytest.fixture(scope="module")
def month() -> Month:
    """Cards of thirty days by account, and the share of sales that agents made."""
    made = shop(date(2026, 4, 1), 30, 7, seed=3, orders_per_day=120)
    cards = ReportCards()
    paid = 0
    for table, rows in made.tell():
        cards.feed(table, rows)
        if table == "orders":
            paid += sum(int(r[13]) for r in rows if r[5] is not None)  # type: ignore[call-overload]
    total: dict[str, Card] = {}
    for (account, _), card in cards.finish().items():
        sum_ = total.setdefault(account.partition(":")[2], Card())
        for name in ("receptions", "valid", "rounds", "seconds", "inquiries", "converted",
                     "ratings", "good", "sales"):  # fmt: skip
            setattr(sum_, name, getattr(sum_, name) + getattr(card, name))
    return total, sum(c.sales for c in total.values()) / paid


def conversion(card: Card) -> float:
    return card.converted / card.inquiries


def test_good_agents_answer_in_a_quarter_of_a_minute_the_weak_one_in_over_one(month: Month) -> None:
    cards, _ = month
    for name in ("小艾", "阿宁"):
        assert 9 < cards[name].seconds / cards[name].rounds < 20
    assert cards["小七"].seconds / cards["小七"].rounds > 60


def test_inquiries_convert_as_well_as_agents_are_skilled(month: Month) -> None:
    cards, _ = month
    assert 0.45 < conversion(cards["小艾"]) < 0.58
    assert 0.35 < conversion(cards["朵朵"]) < 0.55
    assert 0.18 < conversion(cards["小七"]) < 0.33


def test_agents_make_three_fifths_of_the_sales(month: Month) -> None:
    _, share = month
    assert 0.54 < share < 0.66


def test_nineteen_ratings_of_twenty_are_good(month: Month) -> None:
    cards, _ = month
    good = sum(c.good for c in cards.values())
    assert 0.92 < good / sum(c.ratings for c in cards.values()) < 0.98


def test_the_weak_one_leaves_rings_unanswered(month: Month) -> None:
    cards, _ = month
    assert cards["小七"].valid / cards["小七"].receptions < 0.95
    assert cards["小艾"].valid / cards["小艾"].receptions > 0.98


def test_a_day_is_a_day() -> None:
    assert DAY == 24 * 60 * 60

"""Final, provisional, partial: which days can be trusted, with the boundary on both sides."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from jinpai.metrics.catalogue import CATALOGUE
from jinpai.metrics.epochs import Epoch, Epochs
from jinpai.metrics.policies import Measure
from jinpai.metrics.status import Coverage

RULES = Epochs()


def covered(**as_of: datetime) -> Coverage:
    c = Coverage()
    for table, moment in as_of.items():
        c.as_of["s", table] = moment
        c.first["s", table] = date(2026, 9, 1)
    return c


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        (datetime(2026, 10, 31, 23, 59, 59), "provisional"),
        (datetime(2026, 11, 1), "final"),
    ],
)
def test_a_count_is_final_when_its_day_is_covered_to_the_end(as_of: datetime, status: str) -> None:
    day = date(2026, 10, 31)
    c = covered(messages=as_of)
    assert c.status("s", CATALOGUE["receptions"], day, day, RULES) == status


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        (datetime(2026, 11, 3, 23, 59, 59), "provisional"),
        (datetime(2026, 11, 4), "final"),
    ],
)
def test_inquiry_conversion_is_final_on_the_fourth_day(as_of: datetime, status: str) -> None:
    day = date(2026, 10, 31)
    c = covered(messages=as_of, orders=as_of)
    assert c.status("s", CATALOGUE["inquiry_conversion"], day, day, RULES) == status


@pytest.mark.parametrize("last", [date(9999, 12, 31), date(9999, 1, 1)])
def test_days_at_the_end_of_the_calendar_are_provisional(last: date) -> None:
    c = covered(messages=datetime(2026, 12, 1), orders=datetime(2026, 12, 1))
    assert c.status("s", CATALOGUE["sales"], date.min, last, RULES) == "provisional"


def test_the_table_that_is_behind_decides() -> None:
    day = date(2026, 10, 31)
    c = covered(messages=datetime(2026, 12, 1), orders=datetime(2026, 10, 20))
    assert c.status("s", CATALOGUE["sales"], day, day, RULES) == "provisional"
    assert c.status("s", CATALOGUE["receptions"], day, day, RULES) == "final"


def test_a_day_cut_at_four_moves_the_end_of_the_day() -> None:
    rules = Epochs(dated=(Epoch("s", date.min, Measure(day_cut="04:00")),))
    day = date(2026, 10, 31)
    metric = CATALOGUE["receptions"]
    assert covered(messages=datetime(2026, 11, 1, 3, 59)).status("s", metric, day, day, rules) == (
        "provisional"
    )
    assert covered(messages=datetime(2026, 11, 1, 4)).status("s", metric, day, day, rules) == (
        "final"
    )


def test_sales_of_the_first_two_days_are_partial_for_want_of_earlier_chats() -> None:
    c = covered(messages=datetime(2026, 12, 1), orders=datetime(2026, 12, 1))
    sales = CATALOGUE["sales"]
    for day, status in ((1, "partial"), (2, "partial"), (3, "final")):
        d = date(2026, 9, day)
        assert c.status("s", sales, d, d, RULES) == status


def test_a_late_fact_makes_its_day_provisional_again() -> None:
    c = covered(messages=datetime(2026, 12, 1))
    c.reopened["s", "messages"].add(date(2026, 10, 15))
    metric = CATALOGUE["receptions"]
    found = {
        day: c.status("s", metric, date(2026, 10, day), date(2026, 10, day), RULES)
        for day in (14, 15, 16)
    }
    assert found == {14: "final", 15: "provisional", 16: "final"}
    month = c.status("s", metric, date(2026, 10, 1), date(2026, 10, 31), RULES)
    assert month == "provisional"


def test_a_declaration_stands_in_for_an_export() -> None:
    c = covered(messages=datetime(2026, 10, 31))
    day = date(2026, 10, 31)
    assert c.status("s", CATALOGUE["receptions"], day, day, RULES) == "provisional"
    c.declared["s", "messages"].add(day)
    assert c.status("s", CATALOGUE["receptions"], day, day, RULES) == "final"


def test_a_metric_without_its_tables_is_unknown() -> None:
    c = covered(messages=datetime(2026, 12, 1))
    assert c.has("s", CATALOGUE["receptions"])
    assert not c.has("s", CATALOGUE["sales"])

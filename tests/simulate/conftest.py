"""One small shop, told once for all tests of this folder."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from jinpai.facts.rows import TABLES
from jinpai.simulate import Shop, shop
from jinpai.simulate.exchange import cut_rows

START = date(2026, 11, 1)
DAYS = 18
AS_OF = datetime(2026, 11, 19)

Facts = dict[str, list[dict[str, object]]]


def told(made: Shop, as_of: datetime) -> Facts:
    """Rows by table as an export of `as_of` has them, as dictionaries."""
    facts: Facts = {}
    for table, rows in cut_rows(made, as_of, None, None):
        names = TABLES[table].names
        facts.setdefault(table, []).extend(dict(zip(names, row, strict=True)) for row in rows)
    return facts


@pytest.fixture(scope="session")
def small() -> Shop:
    """Eighteen days over double 11, forty orders a day, seven agents."""
    return shop(START, DAYS, 7, seed=4, orders_per_day=40)


@pytest.fixture(scope="session")
def facts(small: Shop) -> Facts:
    return told(small, AS_OF)

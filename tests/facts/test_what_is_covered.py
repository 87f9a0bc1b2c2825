"""Up to when facts are in, late facts, and people's declarations."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import ibis
from tests.facts.shop_files import NOW, ORDERS, Shop

from jinpai.facts import coverage


def _file(number: int, day: int, as_of: int) -> tuple[str, str]:
    text = f"# as_of: 2026-10-{as_of:02d}T00:30:00\n" + ORDERS
    return f"o{number}.csv", text + f"S1,{number},b,2026-10-{day:02d} 10:00:00,,1\n"


def _rows(shop: Shop, what: Any, *columns: str) -> list[Any]:
    found = what(shop.lake.snapshot(), ibis.duckdb.connect()).to_pyarrow().to_pylist()
    found = [r for r in found if r["table"] == "orders"]
    return sorted((tuple(r[c] for c in columns) for r in found), key=str)


def _reopened(shop: Shop) -> list[int]:
    return [d.day for (d,) in _rows(shop, coverage.reopened, "day")]


def test_a_table_is_covered_to_the_newest_export(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.take(_file(1, 1, 5), _file(2, 3, 4))
    assert _rows(shop, coverage.covered, "shop", "first_day", "last_day", "as_of") == [
        ("S1", date(2026, 10, 1), date(2026, 10, 3), datetime(2026, 10, 5, 0, 30))
    ]


def test_files_of_one_import_are_never_late(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.take(_file(1, 9, 10), _file(2, 3, 4))
    assert _reopened(shop) == []


def test_a_late_fact_opens_its_day_until_a_newer_export_comes(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.take(_file(1, 1, 10))
    shop.take(_file(2, 3, 9))
    assert _reopened(shop) == [3]
    shop.take(_file(3, 9, 10))
    assert _reopened(shop) == [3]
    shop.take(_file(4, 10, 11))
    assert _reopened(shop) == []


def test_an_export_of_the_same_day_is_not_late(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.take(_file(1, 1, 10))
    shop.take(_file(2, 3, 10))
    assert _reopened(shop) == []


def test_days_before_the_first_are_not_covered_and_not_opened(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.take(_file(1, 5, 10))
    shop.take(_file(2, 4, 9))
    assert _reopened(shop) == []
    shop.take(_file(3, 4, 8))
    assert _reopened(shop) == [4]


def test_the_same_rows_again_open_nothing(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.take(_file(1, 3, 10))
    name, text = _file(1, 3, 9)
    assert shop.one(name, text).tables["orders"].same == 1
    assert _reopened(shop) == []


def test_a_person_declares_days_complete_and_later_facts_void_it(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.take(_file(1, 1, 10))
    shop.take(_file(2, 3, 9), _file(3, 4, 9))
    assert _reopened(shop) == [3, 4]
    shop.lake.declare(
        "S1", "orders", date(2026, 10, 3), date(2026, 10, 4), signed_by="店长", now=NOW
    )
    assert _reopened(shop) == []
    assert [d.day for (d,) in _rows(shop, coverage.declared, "day")] == [3, 4]
    shop.take(_file(5, 3, 8))
    assert _reopened(shop) == [3]
    assert [d.day for (d,) in _rows(shop, coverage.declared, "day")] == [4]


def test_what_an_import_touched_is_told_by_day(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.take(_file(1, 1, 10))
    number = shop.lake.snapshot().import_no
    shop.take(_file(1, 1, 9), _file(2, 3, 10))
    found = coverage.arrived(shop.lake.snapshot(), ibis.duckdb.connect(), since=number)
    rows = [(r["day"].day, r["new"]) for r in found.to_pyarrow().to_pylist() if r["day"]]
    assert rows == [(3, 1)]

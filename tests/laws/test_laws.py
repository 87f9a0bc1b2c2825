"""The laws of 3-metrics §4 on random nasty shops, through the public road."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from tests.laws.compare import by_oracle, opened, real_figures
from tests.laws.shops import Row, Town, town
from tests.oracle.road import FIRST, LAST, Batch, Figures, Road

SEED, SHOPS, EACH = 7, 6, 25
SHARES = (
    "reply_rate", "within_3min", "first_30s", "inquiry_conversion_same_day",
    "inquiry_conversion_next_day", "inquiry_conversion", "created_to_paid", "sales_share",
    "satisfaction",
)  # fmt: skip


@pytest.fixture(scope="module")
def here() -> Town:
    return town(SEED, shops=SHOPS, each=EACH)


@pytest.fixture(scope="module")
def road(here: Town, tmp_path_factory: pytest.TempPathFactory) -> Road:
    road = opened(here, tmp_path_factory.mktemp("once"))
    road.load(Batch(here.tables()))
    return road


@pytest.fixture(scope="module")
def figures(road: Road) -> Figures:
    return road.figures()


def split(here: Town, random: Random, parts: int) -> list[dict[str, list[Row]]]:
    """The town's tables in several files: rows of one buyer's second stay together, in order."""
    out: list[dict[str, list[Row]]] = [{} for _ in range(parts)]
    for table, rows in here.tables().items():
        place: dict[tuple, int] = {}
        for row in rows:
            key = (row["shop"], row["buyer"], row["at"]) if table == "messages" else (id(row),)
            part = place.setdefault(key, random.randrange(parts))
            out[part].setdefault(table, []).append(row)
    return out


def shuffled(tables: dict[str, list[Row]], random: Random) -> dict[str, list[Row]]:
    """Rows in another order, those of one buyer's second in theirs."""
    out = {}
    for table, rows in tables.items():
        groups: dict[tuple, list[Row]] = {}
        for row in rows:
            key = (row["shop"], row["buyer"], row["at"]) if table == "messages" else (id(row),)
            groups.setdefault(key, []).append(row)
        order = list(groups.values())
        random.shuffle(order)
        out[table] = [row for group in order for row in group]
    return out


def test_the_same_file_again_changes_nothing(here: Town, figures: Figures, tmp_path: Path) -> None:
    road = opened(here, tmp_path)
    road.load(Batch(here.tables()))
    road.refresh()
    road.load(Batch(here.tables()))
    assert road.figures() == figures


def test_any_order_of_rows_gives_the_same_figures(
    here: Town, figures: Figures, tmp_path: Path
) -> None:
    road = opened(here, tmp_path)
    road.load(Batch(shuffled(here.tables(), Random(1))))
    assert road.figures() == figures


@pytest.mark.parametrize("seed", [1, 2])
def test_any_split_in_any_order_refreshed_in_between_gives_the_same_figures(
    here: Town, figures: Figures, tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    road = opened(here, tmp_path)
    for part in split(here, random, 4):
        road.load(Batch(shuffled(part, random)))
        road.refresh()
    assert road.figures() == figures


def test_day_by_day_gives_the_same_figures_as_from_scratch(
    here: Town, figures: Figures, tmp_path: Path
) -> None:
    road = opened(here, tmp_path)
    days: dict = {}
    when = {"messages": "at", "orders": "created_at", "refunds": "opened_at", "ratings": "at"}
    for table, rows in here.tables().items():
        for row in rows:
            days.setdefault(row[when[table]].date(), {}).setdefault(table, []).append(row)
    for day in sorted(days):
        road.load(Batch(days[day]))
        road.refresh()
    assert road.figures() == figures


@pytest.mark.parametrize("judgment", ["created", "paid", "order_first"])
def test_paid_sales_are_credited_silent_and_flagged_together(
    here: Town, judgment: str, tmp_path: Path
) -> None:
    changed = Town(
        here.tiny,
        {
            shop: [
                (since, m | {"judgment": judgment, "deduct_postage": False}) for since, m in dated
            ]
            for shop, dated in here.measures.items()
        },
        here.day_cuts,
        here.rulings,
    )
    found = real_figures(changed, tmp_path)
    flagged = {
        s: sum((m["flagged"] for m in r.shop_money.values()), Decimal(0))
        for s, r in by_oracle(changed).items()
    }
    for shop in changed.measures:
        paid = sum(
            (
                row["amount_paid"]
                for row in changed.tables()["orders"]
                if row["shop"] == shop and row["paid_at"] is not None
            ),
            Decimal(0),
        )
        credited = total(found, shop, "sales")
        silent = total(found, shop, "silent_sales")
        assert credited + silent + flagged[shop] == paid, shop


def total(figures: Figures, shop: str, metric: str) -> Decimal:
    return sum(
        (num for (s, _, _, m), (num, _) in figures.items() if s == shop and m == metric),
        Decimal(0),
    )


def of(figures: Figures, metric: str) -> Iterator[tuple[tuple, Decimal, Decimal | None]]:
    for key, (num, den) in figures.items():
        if key[3] == metric:
            yield key, num, den


def test_receptions_are_direct_and_transferred_in(figures: Figures) -> None:
    for (shop, account, day, _), num, _ in of(figures, "receptions"):
        direct = figures[(shop, account, day, "direct")][0]
        arrived = figures[(shop, account, day, "transferred_in")][0]
        assert num == direct + arrived


def test_accounts_buyers_are_at_least_the_shops(here: Town, figures: Figures) -> None:
    for shop, result in by_oracle(here).items():
        measure = here.measures[shop][-1][1]
        credited = {
            (c.buyer, r["paid_at"].date())
            for r in here.tables()["orders"]
            if r["shop"] == shop and r["paid_at"] is not None
            for c in [result.credits[(shop, r["order_id"])]]
            if c.in_force is not None
        }
        if (measure.get("day_cut") or here.day_cuts[shop] or "00:00") == "00:00":
            assert total(figures, shop, "paid_buyers") >= len(credited)


def test_a_share_is_between_nothing_and_one(figures: Figures) -> None:
    for metric in SHARES:
        for key, num, den in of(figures, metric):
            assert den is not None, key
            assert 0 <= num <= den, key


def test_every_excluded_reception_has_a_reason(road: Road, figures: Figures) -> None:
    reading = road.reading()
    for shop in reading.shops():
        page = reading.receptions(
            shop=shop.code, start=FIRST, end=LAST, excluded=True, limit=10_000, offset=0
        )
        assert all(row["excluded"] for row in page.rows)
        left_out = total(figures, shop.code, "consulted") - total(figures, shop.code, "receptions")
        assert page.total == left_out

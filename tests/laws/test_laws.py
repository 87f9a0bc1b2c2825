"""The laws of 3-metrics §4 on random nasty shops, through the public road."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from tests.laws.compare import by_oracle, opened, real_figures
from tests.laws.shops import Row, Town, ballast, town
from tests.oracle.road import FIRST, LAST, Batch, Figures, Road

SEED, SHOPS, EACH = 7, 8, 10
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


@pytest.fixture(scope="module")
def few() -> Town:
    return town(SEED + 1, shops=4, each=12)


@pytest.fixture(scope="module")
def few_figures(few: Town, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return real_figures(few, tmp_path_factory.mktemp("few"))


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


def test_the_same_file_again_changes_nothing(
    few: Town, few_figures: Figures, tmp_path: Path
) -> None:
    road = opened(few, tmp_path)
    road.load(Batch(few.tables()))
    road.refresh()
    road.load(Batch(few.tables()))
    assert road.figures() == few_figures


def test_any_order_of_rows_gives_the_same_figures(
    few: Town, few_figures: Figures, tmp_path: Path
) -> None:
    road = opened(few, tmp_path)
    road.load(Batch(shuffled(few.tables(), Random(1))))
    assert road.figures() == few_figures


@pytest.mark.parametrize("seed", [1])
def test_any_split_in_any_order_refreshed_in_between_gives_the_same_figures(
    few: Town, few_figures: Figures, tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    road = opened(few, tmp_path)
    for part in split(few, random, 3):
        road.load(Batch(shuffled(part, random)))
        road.refresh()
    assert road.figures() == few_figures


@pytest.mark.parametrize("order", ["newest first", "as it comes"])
def test_exports_of_a_growing_shop_give_the_same_figures_as_from_scratch(
    few: Town, few_figures: Figures, tmp_path: Path, order: str
) -> None:
    decided_late = order == "as it comes"
    road = opened(few, tmp_path, ruled=not decided_late)
    road.refresh()
    batches = exports(few)
    if order == "newest first":
        batches.reverse()
    elif order == "as it comes":
        Random(3).shuffle(batches)
    for number, batch in enumerate(batches):
        road.load(batch)
        road.refresh()
        if decided_late and number == 1:
            road.rule(few.rulings, {})
            road.refresh()
            road.rule([], few.measures)
    assert road.figures() == few_figures


def exports(here: Town) -> list[Batch]:
    """What the shops' platforms would have exported every few days: the messages since the last
    time, and every order and refund that something happened to, as it stood then."""
    rows = here.tables()
    events = {"orders": ("created_at", "deposit_paid_at", "paid_at"),
              "refunds": ("opened_at", "finished_at")}  # fmt: skip
    every = sorted(
        {row["at"] for row in rows["messages"]}
        | {row[c] for t, columns in events.items() for row in rows[t] for c in columns if row[c]}
    )
    every = every[: every.index(ballast("")["orders"]["created_at"])]
    out = [Batch({name: [ballast(s)[name] for s in here.measures] for name in rows})]
    since = every[0] - timedelta(days=1)
    while since < every[-1]:
        until = since + timedelta(days=5)
        tables: dict[str, list[Row]] = {}
        for table in ("messages", "ratings"):
            tables[table] = [row for row in rows[table] if since < row["at"] <= until]
        for table, columns in events.items():
            tables[table] = [
                as_it_stood(table, row, until)
                for row in rows[table]
                if any(row[c] and since < row[c] <= until for c in columns)
            ]
        out.append(Batch(tables, as_of=until))
        since = until
    return out


def as_it_stood(table: str, row: Row, moment: datetime) -> Row:
    """A row with nothing that was still to come."""
    out = {k: None if isinstance(v, datetime) and v > moment else v for k, v in row.items()}
    if table == "orders" and out["paid_at"] is None:
        out |= {"amount_paid": None, "flag": None if row["paid_at"] else row["flag"]}
    if table == "refunds" and out["finished_at"] is None:
        out["status"] = "open"
    return out


@pytest.mark.parametrize("judgment", ["created", "paid", "order_first"])
def test_paid_sales_are_credited_silent_and_flagged_together(
    few: Town, judgment: str, tmp_path: Path
) -> None:
    changed = Town(
        few.tiny,
        {
            shop: [
                (since, m | {"judgment": judgment, "deduct_postage": False}) for since, m in dated
            ]
            for shop, dated in few.measures.items()
        },
        few.day_cuts,
        few.rulings,
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


COUNTED = (
    "consulted", "receptions", "valid_receptions", "unanswered", "transferred_in",
    "transferred_out", "direct", "slow", "long", "missed_rings", "inquiries",
    "inquiry_conversion_same_day", "inquiry_conversion_next_day", "inquiry_conversion",
    "created_orders", "created_to_paid", "paid_orders", "assists", "reply_rate", "within_3min",
    "first_30s", "satisfaction",
)  # fmt: skip


def test_as_many_rows_stand_behind_a_figure_as_it_says(
    here: Town, road: Road, figures: Figures
) -> None:
    reading = road.reading()
    wrong = []
    for (shop, account, day, metric), (num, den) in sorted(figures.items(), key=str)[::11]:
        if metric not in COUNTED:
            continue
        for part, wanted in (("num", num), ("den", den)):
            if wanted is None:
                continue
            page = reading.rows_behind(
                metric=metric, part=part, shop=shop, start=day, end=day, account=account, limit=1
            )
            if page.total != wanted:
                wrong.append((shop, account, day, metric, part, wanted, page.total))
    assert wrong == []


def test_the_rows_behind_an_amount_add_up_to_it(road: Road, figures: Figures) -> None:
    reading = road.reading()
    for (shop, account, day, metric), (num, _) in figures.items():
        if metric in ("sales", "inquiry_sales", "silent_sales") and num:
            page = reading.rows_behind(
                metric=metric, part="num", shop=shop, start=day, end=day, account=account,
                limit=1000,
            )  # fmt: skip
            assert sum(row["worth"] for row in page.rows) == num, (shop, account, day, metric)


def test_days_add_up_to_the_span(road: Road, figures: Figures) -> None:
    reading = road.reading()
    spans = {
        (f.shop, f.account, f.metric): (f.num, f.den)
        for f in reading.figures(start=FIRST, end=LAST, by=("account",))
        if f.source == "computed" and f.metric != "max_concurrent" and f.account is not None
    }
    added: dict[tuple, list] = {}
    for (shop, account, _, metric), (num, den) in figures.items():
        if (shop, account, metric) in spans:
            total = added.setdefault((shop, account, metric), [0, None if den is None else 0])
            total[0] += num
            if den is not None:
                total[1] += den
    assert {k: tuple(v) for k, v in added.items()} == spans

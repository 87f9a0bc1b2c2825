"""What the tracking of a simulated parcel says, moment by moment."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

from tests.simulate.conftest import AS_OF

from jinpai.simulate import ledger
from jinpai.simulate.journey import journey
from jinpai.simulate.products import PRODUCTS
from jinpai.simulate.wall import DAY, from_datetime

Facts = dict[str, list[dict[str, Any]]]


def test_a_parcel_on_its_way_is_scanned_every_day_unless_it_is_stuck_or_lost(facts: Facts) -> None:
    now = from_datetime(AS_OF)
    moving = [p for p in facts["shipments"] if p["signed_at"] is None and not p["problem"]]
    silent = [p for p in moving if now - p["last_event_at"] > 2 * DAY]
    assert len(moving) > 50
    assert len(silent) < len(moving) * 0.05


def test_the_last_event_is_never_after_the_export_nor_before_the_shipping(facts: Facts) -> None:
    for parcel in facts["shipments"]:
        assert parcel["shipped_at"] <= parcel["last_event_at"] <= from_datetime(AS_OF)
        if parcel["signed_at"] is not None:
            assert parcel["last_event_at"] == parcel["signed_at"]
            assert parcel["last_event"].startswith("已签收")


def test_scans_follow_one_another_and_few_parcels_are_in_trouble() -> None:
    troubles: Counter[str] = Counter()
    paid = from_datetime(AS_OF)
    for number in range(4000):
        order = ledger.Order(f"{number:019d}", "b", PRODUCTS[0], paid, 9900, 1)
        order.paid = paid + number * 20
        ledger.ship(order, Random(number))
        way = journey(order, 7)
        known = [scan.known for scan in way.scans]
        assert known == sorted(known)
        assert all(scan.at <= scan.known for scan in way.scans)
        assert way == journey(order, 7)
        assert way.at(0).event == "已揽收"
        assert way.at(10**12).event.startswith("已签收" if order.signed else "包裹丢失")
        troubles.update({scan.problem for scan in way.scans} - {""})
    assert set(troubles) == {"stuck", "lost", "damaged", "refused"}
    assert sum(troubles.values()) < 4000 * 0.04

"""People's and shops' figures of a month as the rules read them, campaign days apart.

A handful of queries for everyone: figures come by person and shop, and are added across shops.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jinpai.metrics.answers import Figure as Counted
from jinpai.metrics.catalogue import CATALOGUE
from jinpai.metrics.reading import Reading
from jinpai.metrics.tally import across_shops
from jinpai.rules.inputs import Figure
from jinpai.rules.known import OUTSIDE
from jinpai.rules.rulebook import Rulebook

SHOP_FIGURES = (
    "sales", "net_sales", "inquiry_sales", "refund_amount", "paid_orders", "paid_buyers",
    "silent_sales", "sales_share", "receptions", "inquiries",
)  # fmt: skip
"""Figures of a shop that shares, advice and back-tests read, whatever the rulebook names."""

GROUP_OF = {
    "team_conversion": "inquiry_conversion",
    "team_satisfaction": "satisfaction",
    "team_response": "average_response",
}
"""Figures of a group that are the Σ of its people's, where nobody entered them by hand."""

Days = tuple[date, date]
ByPerson = dict[str, dict[str, Figure]]


def needed(rulebook: Rulebook) -> frozenset[str]:
    """Every metric that the appraisal and the pay of a rulebook read."""
    found: set[str] = set()
    for scheme in rulebook.appraisal.schemes.values():
        for item in scheme.items:
            found.update(item.metrics)
        found.update(veto.metric for veto in scheme.vetoes)
    for pay in rulebook.pay.schemes.values():
        for component in pay.components:
            found.update(component.metrics())
    found.update(GROUP_OF[code] for code in tuple(found) if code in GROUP_OF)
    return frozenset(found)


@dataclass
class Found:
    """All days, quiet days and campaign days, by person; and where each served most."""

    all: ByPerson = field(default_factory=dict)
    quiet: ByPerson | None = None  # None: the month had no campaign
    rush: ByPerson | None = None
    shop_of: dict[str, str] = field(default_factory=dict)


def of_people(reading: Reading, start: date, end: date, metrics: Collection[str]) -> Found:
    """The figures of everyone bound to an account."""
    codes = sorted({*metrics, "receptions"} & CATALOGUE.keys())
    rows = _counted(reading, start, end, codes)
    found = Found(all=_added(rows), shop_of=_main_shops(rows))
    campaigns = campaign_days(reading, start, end)
    if campaigns:
        quiet: list[Counted] = []
        rush: list[Counted] = []
        for shop in reading.shops():
            days = campaigns.get(shop.code, frozenset())
            for (first, last), inside in runs(start, end, days):
                more = _counted(reading, first, last, codes, shop.code)
                (rush if inside else quiet).extend(more)
        found.quiet, found.rush = _added(quiet), _added(rush)
    return found


def of_shops(
    reading: Reading, start: date, end: date, metrics: Collection[str]
) -> dict[str, dict[str, Figure]]:
    """Each shop's own figures; `shop_sales` is all it was paid, credited and silent."""
    codes = sorted({*metrics, *SHOP_FIGURES} & CATALOGUE.keys())
    found: dict[str, dict[str, Figure]] = {shop.code: {} for shop in reading.shops()}
    for row in reading.figures(start=start, end=end, by=("shop",), metrics=codes, source="chosen"):
        figures = found.setdefault(row.shop or "", {})
        figures[row.metric] = _figure(row)
        if row.metric == "sales_share" and row.den is not None:
            figures["shop_sales"] = replace(
                figures[row.metric], value=Decimal(row.den), num=None, den=None
            )
    return found


def campaign_days(reading: Reading, start: date, end: date) -> dict[str, frozenset[date]]:
    """The days of the month that touch a campaign, by shop."""
    days: dict[str, set[date]] = {}
    for row in reading.fetch(
        f"SELECT shop, from_local, to_local FROM {reading.fact('campaigns')} "
        "WHERE from_local IS NOT NULL AND from_local < ? "
        "AND (to_local IS NULL OR to_local > ?)",
        [end + timedelta(days=1), start],
    ):
        begins = row["from_local"]
        # `to` is the instant after the campaign; one without an end is a day long
        ends = (row["to_local"] or begins) - timedelta(microseconds=1)
        day, last = max(begins.date(), start), min(max(ends, begins).date(), end)
        while day <= last:
            days.setdefault(row["shop"], set()).add(day)
            day += timedelta(days=1)
    return {shop: frozenset(found) for shop, found in sorted(days.items())}


def runs(start: date, end: date, days: Collection[date]) -> list[tuple[Days, bool]]:
    """The month cut into stretches inside and outside of `days`, in order."""
    out: list[tuple[Days, bool]] = []
    day = start
    while day <= end:
        inside = day in days
        last = day
        while last < end and (last + timedelta(days=1) in days) == inside:
            last += timedelta(days=1)
        out.append(((day, last), inside))
        day = last + timedelta(days=1)
    return out


def manual(reading: Reading, start: date, end: date) -> ByPerson:
    """What was entered by hand in the month: counts and amounts add up, rates and scores are
    the mean of the entries, whose number is the sample."""
    entries: dict[tuple[str, str], list[Decimal]] = {}
    for row in reading.fetch(
        f"SELECT person, metric, value FROM {reading.fact('manual')} "
        "WHERE day BETWEEN ? AND ? AND value IS NOT NULL ORDER BY person, metric, day",
        [start, end],
    ):
        entries.setdefault((row["person"], row["metric"]), []).append(plain(row["value"]))
    found: ByPerson = {}
    for (person, code), values in entries.items():
        found.setdefault(person, {})[code] = by_hand(code, values)
    return found


ADDS_UP = ("count", "items", "yuan")


def adds_up(code: str) -> bool:
    """Do entries of this figure add up over the month, or is their mean the month's?"""
    known = OUTSIDE.get(code)
    if known is not None:
        return known.unit in ADDS_UP
    metric = CATALOGUE.get(code)
    return metric is None or (metric.den is None and metric.sum == "add")


def by_hand(code: str, values: Sequence[Decimal]) -> Figure:
    total = sum(values, Decimal(0))
    if adds_up(code):
        return Figure(total, source="manual")
    n = Decimal(len(values))
    return Figure(total / n, num=total, den=n, source="manual")


def of_groups(members: Mapping[str, Sequence[Mapping[str, Figure]]]) -> ByPerson:
    """Per group of people: Σ numerators ÷ Σ denominators under the group's metric codes."""
    found: ByPerson = {}
    for key, people in members.items():
        for code, own in GROUP_OF.items():
            parts = [f for figures in people if (f := figures.get(own)) is not None and f.den]
            den = sum((f.den for f in parts if f.den is not None), Decimal(0))
            if den:
                num = sum((f.num for f in parts if f.num is not None), Decimal(0))
                worst = max(
                    (f.status for f in parts), key=("final", "partial", "provisional").index
                )
                found.setdefault(key, {})[code] = Figure(num / den, num, den, status=worst)
    return found


def _counted(
    reading: Reading, start: date, end: date, codes: Sequence[str], shop: str | None = None
) -> list[Counted]:
    rows = reading.figures(
        shop=shop, start=start, end=end, by=("person",), metrics=codes, source="chosen"
    )
    return [r for r in rows if r.person]


def _added(rows: Iterable[Counted]) -> ByPerson:
    """Across shops. Where one shop's figure was computed and another's reported, it is both."""
    by_key: dict[tuple[str, str], set[str]] = {}
    listed = list(rows)
    for row in listed:
        by_key.setdefault((row.person or "", row.metric), set()).add(row.source)
    mixed = {key for key, sources in by_key.items() if len(sources) > 1}
    same = [
        replace(r, source="reported") if (r.person or "", r.metric) in mixed else r for r in listed
    ]
    found: ByPerson = {}
    for row in across_shops(same):
        found.setdefault(row.person or "", {})[row.metric] = _figure(row)
    return found


def _figure(row: Counted) -> Figure:
    """A rate keeps its parts, a count has only its value."""
    counts = CATALOGUE[row.metric].den is None
    return Figure(
        value=None if row.value is None else plain(row.value),
        num=None if counts or row.num is None else plain(row.num),
        den=None if counts or row.den is None else plain(row.den),
        status=row.status,
        source=row.source,
        approximate=row.approximate,
    )


def plain(value: Any) -> Decimal:
    """A number as the rules keep it: exact; a whole one, and an eighth place, without zeros."""
    number = value if isinstance(value, Decimal) else Decimal(value)
    if number == number.to_integral_value():
        return number.quantize(Decimal(1))
    exponent = number.as_tuple().exponent
    return number.normalize() if isinstance(exponent, int) and exponent < -2 else number


def _main_shops(rows: Iterable[Counted]) -> dict[str, str]:
    """The shop of most receptions; of equally many the first by code."""
    best: dict[str, tuple[Decimal, str]] = {}
    for row in rows:
        if row.metric != "receptions" or row.value is None:
            continue
        known = best.get(row.person or "")
        if known is None or (-row.value, row.shop or "") < (-known[0], known[1]):
            best[row.person or ""] = (row.value, row.shop or "")
    return {person: shop for person, (_n, shop) in best.items()}

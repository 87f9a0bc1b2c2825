"""What service costs and what its failures lose: the sums of 3-metrics §6.

Pure arithmetic on Decimal; rates are fractions (0.30 is 30 %), money is yuan rounded half up
to the fen at the end of a sum and nowhere before. What cannot be worked out is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")


def fen(amount: Decimal) -> Decimal:
    """Rounded half up to the fen."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def whole(amount: Decimal) -> int:
    """The next whole number up: half a visitor or half an agent does not exist."""
    return int(amount.to_integral_value(rounding=ROUND_CEILING))


# --- what a ring costs -----------------------------------------------------------------------


def exact_ring_cost(
    ppc: Decimal | None, inquiry_conversion: Decimal | None, click_conversion: Decimal | None
) -> Decimal | None:
    """ring_cost before rounding, for sums that go on."""
    if ppc is None or inquiry_conversion is None or not click_conversion:
        return None
    return ppc * inquiry_conversion / click_conversion


def ring_cost(
    ppc: Decimal | None, inquiry_conversion: Decimal | None, click_conversion: Decimal | None
) -> Decimal | None:
    """Advertising spent for one buyer's contact, yuan.

    A click costs `ppc`; 1 / click_conversion clicks bring one order; an order takes
    1 / inquiry_conversion contacts. 1 × 30 % / 1.28 % = 23.4375 → 23.44. Report 001 prints
    23.48; its arithmetic slips.
    """
    exact = exact_ring_cost(ppc, inquiry_conversion, click_conversion)
    return None if exact is None else fen(exact)


@dataclass(frozen=True)
class Loss:
    """What missed rings lose, in two parts that are never added silently, yuan."""

    wasted: Decimal | None  # advertising paid for contacts nobody answered
    lost_sales: Decimal | None  # sales those contacts would have made


def missed_ring_loss(
    missed: int,
    *,
    cost: Decimal | None,
    inquiry_conversion: Decimal | None,
    aov: Decimal | None,
) -> Loss:
    """wasted = missed × ring cost; lost_sales = missed × inquiry conversion × order value."""
    return Loss(
        None if cost is None else fen(missed * cost),
        None
        if inquiry_conversion is None or aov is None
        else fen(missed * inquiry_conversion * aov),
    )


# --- funnel planner --------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """Orders, visitors and conversion that fit together; `solved` names the one worked out."""

    orders: int
    visitors: int
    conversion: Decimal
    solved: str


def plan(
    *,
    orders: int | None = None,
    visitors: int | None = None,
    conversion: Decimal | None = None,
) -> Plan:
    """Work out the one that is left out: 200 orders at 2 % need 10 000 visitors.

    Visitors are rounded up (fewer would miss the target), orders down (a part of an order is
    none), conversion to 0.01 %. Raises ValueError unless exactly one is left out and the
    other two are positive.
    """
    given = [v for v in (orders, visitors, conversion) if v is not None]
    if len(given) != 2:
        raise ValueError("leave out exactly one of orders, visitors and conversion")
    if any(v <= 0 for v in given):
        raise ValueError("orders, visitors and conversion are more than nothing")
    if conversion is not None and conversion > 1:
        raise ValueError("a conversion is at most 100 %")
    if orders is None:
        assert visitors is not None and conversion is not None
        return Plan(int(visitors * conversion), visitors, conversion, "orders")
    if visitors is None:
        assert conversion is not None
        return Plan(orders, whole(Decimal(orders) / conversion), conversion, "visitors")
    if orders > visitors:
        raise ValueError("more orders than visitors")
    rate = (Decimal(orders) / Decimal(visitors)).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return Plan(orders, visitors, rate, "conversion")


@dataclass(frozen=True)
class Staffing:
    """Contacts a day and the agents they need."""

    rings: int
    agents: int
    ring_cost_total: Decimal | None


def staffing(
    visitors: int,
    *,
    days: int,
    consult_rate: Decimal,
    rings_per_agent: int,
    cost: Decimal | None = None,
) -> Staffing:
    """Agents on duty each day so that `visitors` over `days` days are all answered.

    `consult_rate`: contacts per visitor; `rings_per_agent`: contacts one agent serves well in a
    day; `cost`: ring cost in yuan. Raises ValueError for days or rings_per_agent below one.
    """
    if days < 1 or rings_per_agent < 1:
        raise ValueError("days and rings per agent are at least one")
    rings = whole(visitors * consult_rate)
    agents = whole(Decimal(rings) / days / rings_per_agent)
    return Staffing(rings, agents, None if cost is None else fen(rings * cost))


# --- fulfilment ------------------------------------------------------------------------------

FREE_STORAGE_FROM = Decimal(2)
"""Orders per square metre and day from which the third-party warehouse of report 000 charges no
storage."""


@dataclass(frozen=True)
class Fulfilment:
    """What one order costs to store, pack, send and mend, yuan."""

    storage: Decimal
    handling: Decimal
    parcel: Decimal
    after_sale: Decimal

    @property
    def total(self) -> Decimal:
        return self.storage + self.handling + self.parcel + self.after_sale


def fulfilment(
    *,
    orders_per_day: Decimal,
    area: Decimal,
    storage_per_m2_day: Decimal,
    handling: Decimal,
    parcel: Decimal,
    after_sale_per_month: Decimal,
    multi_item_share: Decimal = Decimal(0),
    free_storage_from: Decimal | None = FREE_STORAGE_FROM,
) -> Fulfilment:
    """The cost of one order.

    `area` in m²; an order of several items takes twice the handling; storage costs nothing from
    `free_storage_from` orders per m² and day (None: it always costs); a month is 30 days.
    Raises ValueError without orders.
    """
    if orders_per_day <= 0:
        raise ValueError("orders a day are more than nothing")
    free = free_storage_from is not None and area > 0 and orders_per_day / area >= free_storage_from
    storage = Decimal(0) if free else storage_per_m2_day * area / orders_per_day
    return Fulfilment(
        fen(storage),
        fen(handling * (1 + multi_item_share)),
        fen(parcel),
        fen(after_sale_per_month / (orders_per_day * 30)),
    )


# --- daily discipline ------------------------------------------------------------------------


def discipline(daily: Decimal, days: int = 100) -> Decimal:
    """What is left of 100 % after `days` days at `daily`: 0.9999^100 = 99.0 %, 0.99^100 = 36.6 %.

    A fraction, unrounded. Raises ValueError for negative days or a negative rate.
    """
    if days < 0 or daily < 0:
        raise ValueError("days and the daily rate are not negative")
    return daily**days

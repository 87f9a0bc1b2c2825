"""The sums of 3-metrics §6, with the numbers of the field reports."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinpai.metrics.economics import (
    Loss,
    Plan,
    discipline,
    exact_ring_cost,
    fulfilment,
    missed_ring_loss,
    plan,
    ring_cost,
    staffing,
)


def test_a_ring_of_the_womenswear_shops_costs_23_44_and_not_the_23_48_of_the_report():
    assert exact_ring_cost(D(1), D("0.30"), D("0.0128")) == D("23.4375")
    assert ring_cost(D(1), D("0.30"), D("0.0128")) == D("23.44")


@pytest.mark.parametrize(
    "known", [(None, D("0.3"), D("0.01")), (D(1), None, D("0.01")), (D(1), D("0.3"), None)]
)
def test_a_ring_costs_nothing_known_when_a_part_is_unknown(known):
    assert ring_cost(*known) is None


def test_a_ring_costs_nothing_known_when_no_click_buys():
    assert ring_cost(D(1), D("0.3"), D(0)) is None


def test_43_missed_rings_waste_1007_92_and_lose_the_sales_apart():
    loss = missed_ring_loss(43, cost=D("23.44"), inquiry_conversion=D("0.40"), aov=D("258"))
    assert loss == Loss(D("1007.92"), D("4437.60"))


def test_the_two_parts_of_the_loss_are_unknown_each_by_itself():
    assert missed_ring_loss(3, cost=None, inquiry_conversion=D("0.5"), aov=D(100)) == Loss(
        None, D("150.00")
    )
    assert missed_ring_loss(3, cost=D(2), inquiry_conversion=D("0.5"), aov=None) == Loss(
        D("6.00"), None
    )


def test_200_orders_at_2_percent_need_10_000_visitors():
    assert plan(orders=200, conversion=D("0.02")) == Plan(200, 10_000, D("0.02"), "visitors")


def test_10_000_visitors_at_2_percent_make_200_orders():
    assert plan(visitors=10_000, conversion=D("0.02")) == Plan(200, 10_000, D("0.02"), "orders")


def test_200_orders_of_10_000_visitors_are_2_percent():
    assert plan(orders=200, visitors=10_000) == Plan(200, 10_000, D("0.0200"), "conversion")


def test_a_part_of_a_visitor_is_a_visitor_and_a_part_of_an_order_is_none():
    assert plan(orders=1, conversion=D("0.03")).visitors == 34
    assert plan(visitors=99, conversion=D("0.02")).orders == 1


@pytest.mark.parametrize(
    "given_",
    [
        {},
        {"orders": 200},
        {"orders": 200, "visitors": 10_000, "conversion": D("0.02")},
        {"orders": 0, "visitors": 10},
        {"orders": 11, "visitors": 10},
        {"orders": 1, "conversion": D("1.01")},
    ],
)
def test_a_plan_that_cannot_be_is_refused(given_):
    with pytest.raises(ValueError):
        plan(**given_)


@given(st.integers(1, 10**6), st.integers(1, 10_000))
def test_the_visitors_planned_for_are_the_fewest_that_make_the_orders(orders, basis_points):
    rate = D(basis_points) / 10_000
    visitors = plan(orders=orders, conversion=rate).visitors
    assert visitors * rate >= orders
    assert (visitors - 1) * rate < orders


def test_agents_are_enough_for_every_day_of_the_plan():
    staff = staffing(10_000, days=1, consult_rate=D("0.08"), rings_per_agent=100, cost=D("23.4375"))
    assert (staff.rings, staff.agents, staff.ring_cost_total) == (800, 8, D("18750.00"))
    assert staffing(10_013, days=1, consult_rate=D("0.08"), rings_per_agent=100).agents == 9


def test_storage_is_free_from_exactly_two_orders_a_square_metre():
    parts = dict(
        area=D(100),
        storage_per_m2_day=D("1"),
        handling=D("0.4"),
        parcel=D("3.8"),
        after_sale_per_month=D(0),
    )
    assert fulfilment(orders_per_day=D(200), **parts).storage == D("0.00")
    assert fulfilment(orders_per_day=D(199), **parts).storage == D("0.50")
    assert fulfilment(orders_per_day=D(200), free_storage_from=None, **parts).storage == D("0.50")


def test_an_order_of_several_items_takes_twice_the_handling():
    cost = fulfilment(
        orders_per_day=D(250),
        area=D(100),
        storage_per_m2_day=D(1),
        handling=D("0.4"),
        parcel=D("3.8"),
        after_sale_per_month=D(15_000),
        multi_item_share=D("0.5"),
    )
    assert (cost.storage, cost.handling, cost.parcel, cost.after_sale) == (
        D("0.00"), D("0.60"), D("3.80"), D("2.00"),
    )  # fmt: skip
    assert cost.total == D("6.40")  # report 000: six to seven yuan an order


def test_a_hundred_days_at_99_99_percent_leave_99_percent_and_at_99_percent_a_third():
    assert round(discipline(D(1)) * 100, 1) == D("100.0")
    assert round(discipline(D("0.9999")) * 100, 1) == D("99.0")
    assert round(discipline(D("0.99")) * 100, 1) == D("36.6")


def test_no_days_leave_everything():
    assert discipline(D("0.5"), 0) == 1

"""Which regime the shop's months speak for: commission or performance pay, with the numbers."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from jinpai.rules.advice import ShopMonth, advise


def month(name="2026-10", **known):
    return ShopMonth(name, 30, **known)


def selling(share, name="2026-10", inquiries=9000):
    """10 agents, 1 000 000 of sales, so much of it after an inquiry."""
    part = D(1_000_000) * D(share)
    return month(
        name, agents=D(10), inquiries=inquiries, inquiry_sales=part, agent_sales=part,
        silent_sales=D(1_000_000) - part,
    )  # fmt: skip


def reason(advice, code):
    return next(r for r in (*advice.reasons, *advice.warnings) if r.code == code)


@pytest.mark.parametrize(
    ("share", "speaks"),
    [("0.50", "commission"), ("0.4999", "neither"), ("0.30", "neither"), ("0.2999", "performance")],
)
def test_the_share_of_inquiry_sales_decides(share, speaks):
    assert reason(advise([selling(share)]), "inquiry_share").speaks_for == speaks


def test_many_inquiries_and_inquiry_sales_speak_for_commission():
    advice = advise([selling("0.7")])
    assert (advice.regime, advice.clear) == ("commission-coefficient", True)
    assert reason(advice, "inquiry_share").zh == "询单销售额占 70%,过半"
    assert reason(advice, "inquiries_a_day").value == 30
    assert advice.zh.startswith("建议提成制")


def test_silent_orders_and_few_inquiries_speak_for_performance_pay():
    advice = advise([selling("0.1", inquiries=2000)])
    assert (advice.regime, advice.clear) == ("performance-pay", True)
    assert advice.en.startswith("Performance pay")


@pytest.mark.parametrize(
    ("inquiries", "speaks"),
    [(9000, "commission"), (8999, "neither"), (3000, "neither"), (2999, "performance")],
)
def test_inquiries_per_agent_and_day(inquiries, speaks):
    advice = advise([selling("0.4", inquiries=inquiries)])
    assert reason(advice, "inquiries_a_day").speaks_for == speaks


def test_figures_that_disagree_are_told_and_the_heavier_side_wins():
    advice = advise([selling("0.7", inquiries=2000)])
    assert (advice.regime, advice.clear) == ("commission-coefficient", False)
    assert "相反" in advice.zh and "otherwise" in advice.en


def test_months_that_swing_speak_for_steadier_pay():
    advice = advise([selling("0.4", "2026-09"), selling("0.8", "2026-10")])
    assert reason(advice, "swing").speaks_for == "performance"
    calm = advise([selling("0.6", "2026-09"), selling("0.6", "2026-10")])
    assert [r.code for r in calm.reasons] == ["inquiry_share", "inquiries_a_day"]


def test_commission_that_would_come_to_little_is_told():
    thin = month(agents=D(10), inquiry_sales=D(299_999), silent_sales=D(100_000))
    assert reason(advise([thin]), "thin").speaks_for == "performance"
    enough = month(agents=D(10), inquiry_sales=D(300_000), silent_sales=D(100_000))
    assert "thin" not in [r.code for r in advise([enough]).reasons]


@pytest.mark.parametrize("months", [[], [month()], [month(inquiries=5000, agents=D(5))]])
def test_what_is_not_known_is_not_zero(months):
    advice = advise(months)
    assert advice.regime is None
    assert "还看不出来" in advice.zh


def test_a_month_without_sales_says_nothing():
    empty = month(agents=D(0), inquiries=0, inquiry_sales=D(0), silent_sales=D(0))
    assert advise([empty]).regime is None


def test_profit_is_discouraged_whatever_the_numbers():
    for months in ([], [selling("0.7")], [selling("0.1")]):
        assert "看不到成本" in reason(advise(months), "profit").zh


def test_base_to_variable_margin_left_and_distance_to_the_market():
    known = month(
        agents=D(10), inquiry_sales=D(700_000), silent_sales=D(300_000), orders=5000,
        base_pay=D(30_000), variable_pay=D(10_000), margin_per_order=D("12.5"),
        market_wage=D(4_500),
    )  # fmt: skip
    advice = advise([known])
    assert reason(advice, "base_share").value == D("0.75")
    assert reason(advice, "margin_left").value == D("4.5")
    assert reason(advice, "market_distance").zh == "人均比当地同岗位低 500 元"


def test_months_with_an_unknown_are_averaged_over_the_known():
    advice = advise([month("2026-08"), selling("0.6", "2026-09")])
    share = reason(advice, "inquiry_share")
    assert share.value == D("0.6")
    assert share.per_month == (("2026-08", None), ("2026-09", D("0.6")))

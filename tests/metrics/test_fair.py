"""Intervals, funnel limits and shrinkage against published and hand-computed values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinpai.metrics.fair import (
    MIN_CASES,
    Z95,
    Z998,
    funnel_limits,
    pooled,
    shrink,
    verdict,
    wilson,
)

CASES = st.integers(1, 5000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


def test_wilson_gives_newcombes_published_interval_for_81_of_263():
    # Newcombe, Stat. Med. 17 (1998) table I, method 3
    interval = wilson(81, 263)
    assert interval is not None
    assert round(interval.low, 4) == 0.2553
    assert round(interval.high, 4) == 0.3662


def test_wilson_gives_newcombes_published_interval_for_none_of_20():
    interval = wilson(0, 20)
    assert interval is not None
    assert interval.low == 0.0
    assert round(interval.high, 4) == 0.1611


def test_wilson_of_all_ends_exactly_at_one():
    interval = wilson(29, 29)
    assert interval is not None
    assert round(interval.low, 4) == 0.8830
    assert interval.high == 1.0


def test_without_cases_there_is_no_interval_and_no_limit():
    assert wilson(0, 0) is None
    assert funnel_limits(0.4, 0) is None


@pytest.mark.parametrize(("num", "den"), [(3, 2), (-1, 5), (0, -1)])
def test_what_is_not_a_share_is_refused(num: int, den: int):
    with pytest.raises(ValueError, match="not a share"):
        wilson(num, den)


def test_funnel_limits_at_a_hundred_cases_of_a_half():
    near = funnel_limits(0.5, 100, Z95)
    far = funnel_limits(0.5, 100, Z998)
    assert near is not None and far is not None
    assert (round(near.low, 4), round(near.high, 4)) == (0.4020, 0.5980)
    assert (round(far.low, 4), round(far.high, 4)) == (0.3455, 0.6545)


def test_funnel_limits_stay_between_none_and_all():
    limits = funnel_limits(0.02, 4)
    assert limits is not None
    assert limits.low == 0.0


@given(CASES, st.floats(0.01, 0.99))
def test_a_point_is_outside_the_funnel_exactly_when_its_interval_leaves_out_the_centre(case, rate):
    num, den = case
    interval, limits = wilson(num, den), funnel_limits(rate, den)
    assert interval is not None and limits is not None
    edge = min(abs(rate - interval.low), abs(rate - interval.high))
    if edge > 1e-9:  # on the very edge rounding decides
        unclipped = Z95 * (rate * (1 - rate) / den) ** 0.5
        assert (abs(num / den - rate) <= unclipped) == (rate in interval)


def test_29_cases_are_too_few_to_judge_and_30_are_enough():
    assert verdict(29, MIN_CASES - 1, 0.4) == "few"
    assert verdict(30, MIN_CASES, 0.4) == "surely_higher"


@pytest.mark.parametrize(
    ("num", "expected"),
    [
        (34, "surely_lower"),  # 0.34 < 0.3455
        (35, "lower"),
        (40, "lower"),  # 0.40 < 0.4020
        (41, "alike"),
        (59, "alike"),
        (60, "higher"),
        (65, "higher"),
        (66, "surely_higher"),
    ],
)
def test_the_verdict_changes_at_the_limits_of_a_hundred_cases(num: int, expected: str):
    assert verdict(num, 100, 0.5) == expected


def test_the_groups_rate_is_all_successes_over_all_cases():
    assert pooled([(1, 10), (9, 30)]) == 0.25
    assert pooled([]) is None
    assert pooled([(0, 0)]) is None


def test_people_who_differ_by_no_more_than_luck_all_get_the_groups_rate():
    rates = shrink([(10, 20), (11, 20), (9, 20)])
    assert [(r.rate, r.weight) for r in rates if r] == [(0.5, 0.0)] * 3


def test_shrinkage_by_hand_for_two_people_of_a_hundred_cases():
    # centre .5, spread 100·(.1²+.1²)=2, by luck .25, scale 200-100=100 → between .0175
    # prior cases .25/.0175-1 = 13.2857 → weight 100/113.2857 = .88272
    low, high = shrink([(40, 100), (60, 100)])
    assert low is not None and high is not None
    assert round(low.weight, 5) == 0.88272
    assert round(low.rate, 5) == 0.41173
    assert round(high.rate, 5) == 0.58827


def test_who_has_no_cases_has_no_rate():
    assert shrink([(0, 0), (3, 10), (9, 10)])[0] is None


@given(st.lists(CASES, min_size=2, max_size=12))
def test_a_shrunken_rate_lies_between_ones_own_and_the_groups(cases):
    centre = pooled(cases)
    assert centre is not None
    for (num, den), shrunk in zip(cases, shrink(cases), strict=True):
        assert shrunk is not None
        low, high = sorted((num / den, centre))
        assert low - 1e-9 <= shrunk.rate <= high + 1e-9

"""The effect of a change: differences in differences by hand, t by the published tables."""

from __future__ import annotations

import pytest

from jinpai.rules.effect import FEW, NOTHING_ELSE, PARALLEL, Pair, effect, t_quantile


def pairs(*rows):
    return [Pair(f"P{n}", before, after) for n, (before, after) in enumerate(rows)]


@pytest.mark.parametrize(
    ("freedom", "value"),
    # Student's t, two-sided 95 %
    [(1, 12.706), (2, 4.303), (4, 2.776), (10, 2.228), (30, 2.042), (120, 1.980)],
)
def test_t_is_that_of_the_tables(freedom, value):
    assert round(t_quantile(0.975, freedom), 3) == value


def test_the_effect_is_the_change_beyond_the_comparisons():
    found = effect(pairs((10, 14), (20, 26)), pairs((10, 11), (20, 21), (30, 31)))
    assert found.touched.change == 5
    assert found.comparison.change == 1
    assert found.effect == 4
    assert found.assumes[0] == PARALLEL


def test_its_interval_is_welchs():
    # changes 2, 4, 6 against 0, 1, 2: variances 4 and 1 of 3 each, se² = 5/3;
    # freedom (5/3)² ÷ ((4/3)² / 2 + (1/3)² / 2) = 50/17, t = 3.2157…
    found = effect(pairs((0, 2), (0, 4), (0, 6)), pairs((0, 0), (0, 1), (0, 2)))
    half = t_quantile(0.975, 50 / 17) * (5 / 3) ** 0.5
    assert found.effect == 3
    assert (found.low, found.high) == pytest.approx((3 - half, 3 + half))
    assert not found.sure


def test_an_interval_without_zero_is_sure():
    found = effect(pairs((0, 10), (0, 11), (0, 10)), pairs((0, 0), (0, 1), (0, 0)))
    assert found.low > 0
    assert found.sure


def test_without_a_comparison_it_says_so():
    found = effect(pairs((0, 2), (0, 4)))
    assert (found.effect, found.comparison) == (3, None)
    assert found.assumes[0] == NOTHING_ELSE


@pytest.mark.parametrize("beside", [[], pairs((0, 1)), pairs((0, 1), (0, 2))])
def test_one_person_gives_no_interval(beside):
    found = effect(pairs((0, 2)), beside)
    assert (found.low, found.high, found.sure) == (None, None, False)
    assert FEW in found.assumes


def test_nobody_touched_is_no_effect():
    assert effect([], pairs((0, 1))) is None


def test_all_changed_alike_is_sure_to_the_point():
    found = effect(pairs((0, 2), (1, 3)), pairs((0, 1), (1, 2)))
    assert (found.low, found.effect, found.high) == (1, 1, 1)

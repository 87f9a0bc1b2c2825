"""Median and p90 of waiting, by nearest rank, with the boundary on both sides."""

from decimal import Decimal

import pytest

from jinpai.metrics.percentiles import LONGER, percentile

HALF, NINE = Decimal("0.5"), Decimal("0.9")


@pytest.mark.parametrize(
    ("histogram", "share", "second"),
    [
        ([(10, 5), (20, 5)], HALF, 10),  # exactly half within 10 s
        ([(10, 4), (20, 6)], HALF, 20),  # one round short of half
        ([(10, 9), (300, 1)], NINE, 10),
        ([(10, 8), (300, 2)], NINE, 300),
        ([(600, 9), (LONGER, 1)], NINE, 600),
        ([(600, 8), (LONGER, 2)], NINE, LONGER),
        ([(20, 1), (5, 1), (9, 1)], HALF, 9),  # in whatever order they come
    ],
)
def test_the_second_within_which_a_share_was_answered(
    histogram: list[tuple[int, int]], share: Decimal, second: int
) -> None:
    assert percentile(histogram, share) == second


def test_without_a_round_there_is_no_percentile() -> None:
    assert percentile([], HALF) is None
    assert percentile([(3, 0)], HALF) is None

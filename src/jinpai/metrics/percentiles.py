"""Median and percentiles of waiting, from the histogram of whole seconds (`Reading.waits`)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

LONGER = 601
"""The last second of the histogram: whatever took longer than 600."""


def percentile(histogram: Iterable[tuple[int, int]], share: Decimal) -> int | None:
    """The second within which at least `share` (0 < share ≤ 1) of the rounds were answered.

    `histogram`: (second, rounds), seconds rounded up. Exact to 600; LONGER says only "over 600".
    None where there is no round. Source: design 3-metrics §2 (nearest rank).
    """
    counts = sorted((second, n) for second, n in histogram if n > 0)
    total = sum(n for _, n in counts)
    reached = 0
    for second, n in counts:
        reached += n
        if reached >= share * total:
            return second
    return None

"""Months whose pay is confirmed: no other rulebook may come into force in them.

Pay runs live in an app above this one, which tells its closed months here when it starts:
`closed_months.append(months_with_a_confirmed_run)`.
"""

from __future__ import annotations

from collections.abc import Callable

closed_months: list[Callable[[], set[str]]] = []


def closed() -> set[str]:
    """All months ("2026-10") that somebody declares closed, asked afresh each time."""
    return {month for tell in closed_months for month in tell()}

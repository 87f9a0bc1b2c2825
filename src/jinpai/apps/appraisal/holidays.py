"""Statutory holidays of some days, from the dated numbers of the law."""

from __future__ import annotations

from datetime import date

from jinpai.rules.statutes import Statutes


def holidays_of(statutes: Statutes, first: date, last: date) -> frozenset[date]:
    """The days between `first` and `last` on which the law gives everyone the day off."""
    found: set[date] = set()
    for version in statutes.tables.get("holidays", ()):
        days = {one["day"] for one in version.get("days", ())}
        found.update(day for day in days if first <= day <= last)
    return frozenset(found)

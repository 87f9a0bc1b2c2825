"""Figures as text, the same in pages, exports and mails. None stays None: not known.

Money and rates arrive as Decimal and are rounded half up, as on an invoice.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        found = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _rounded(value: Decimal, places: int) -> str:
    step = Decimal(1).scaleb(-int(places))
    rounded = value.quantize(step, rounding=ROUND_HALF_UP)
    # "-0.0" says nothing
    return f"{abs(rounded) if rounded == 0 else rounded:,}"


def number(value: Any, places: int = 2) -> str | None:
    found = _decimal(value)
    return None if found is None else _rounded(found, places)


def count(value: Any) -> str | None:
    found = _decimal(value)
    if found is None:
        return None
    whole = found == found.to_integral_value()
    return _rounded(found, 0 if whole else 1)


def yuan(value: Any, places: int = 2) -> str | None:
    found = _decimal(value)
    if found is None:
        return None
    text = _rounded(abs(found), places)
    return f"-¥{text}" if found < 0 and text.strip("0.,") else f"¥{text}"


def percent(value: Any, places: int = 1) -> str | None:
    """A fraction as percent: 0.4622 → 46.2%"""
    found = _decimal(value)
    return None if found is None else f"{_rounded(found * 100, places)}%"


def seconds(value: Any, places: int = 1) -> str | None:
    found = _decimal(value)
    if found is None:
        return None
    return _("%(n)s 秒") % {"n": _rounded(found, places)}


def in_unit(value: Any, unit: str) -> str | None:
    """A value in one of the catalogue's units. Of sums from a thousand on the fen are left out:
    a figure is read, a payslip or an order (`|yuan`) is counted."""
    if unit == "yuan":
        found = _decimal(value)
        return yuan(value, 0 if found is not None and abs(found) >= 1000 else 2)
    if unit == "percent":
        return percent(value)
    if unit == "seconds":
        return seconds(value)
    if unit == "count":
        return count(value)
    return number(value, 2)


def signed(value: Any, unit: str = "percent") -> str | None:
    """A difference with its sign; nothing changed is ±0."""
    found = _decimal(value)
    if found is None:
        return None
    text = in_unit(abs(found), unit) or ""
    if not any(c in "123456789" for c in text):
        return f"±{text}"
    return f"{'+' if found > 0 else '−'}{text}"


def masked(nick: str) -> str:
    """First and last sign kept, as the platforms do; of one or two signs only the first."""
    return f"{nick[0]}**{nick[-1] if len(nick) > 2 else ''}" if nick else ""

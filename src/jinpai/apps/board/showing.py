"""Numbers as people read them: units, grouping, how many places.

The number and its unit come apart, so that a tile can print the unit small; `text` joins them.
What is not known is a dash, never 0.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

UNKNOWN = "—"
MINUS = "−"


def _round(value: Any, places: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def places(value: Any, unit: str) -> int:
    """Decimal places shown for `value` in `unit` (percent: of the hundredfold value)."""
    if unit in ("count", "items"):
        return 0
    if unit == "yuan":
        # a price shows its fen, a month's sales does not
        whole = value is not None and Decimal(str(value)) == int(value)
        return 0 if value is None or whole or abs(value) >= 1000 else 2
    if unit == "fen":
        return 2
    if unit == "ratio":
        return 2
    return 1


def parts(value: Any, unit: str) -> tuple[str, str, str]:
    """(sign and currency before, number, unit after) of a value."""
    if value is None:
        return "", UNKNOWN, ""
    sign = MINUS if value < 0 else ""
    size = abs(value)
    digits = places(value, unit)
    if unit == "percent":
        return sign, f"{_round(size * 100, digits):,}", "%"
    if unit in ("yuan", "fen"):
        return sign + "¥", f"{_round(size, digits):,}", ""
    if unit == "seconds":
        if size >= 120:
            whole = int(_round(size, 0))
            if whole >= 7200:
                hours, rest = divmod(whole, 3600)
                return sign, f"{hours}:{rest // 60:02d}", " " + _("小时")
            return sign, f"{whole // 60}:{whole % 60:02d}", " " + _("分")
        return sign, f"{_round(size, digits)}", " " + _("秒")
    return sign, f"{_round(size, digits):,}", ""


def text(value: Any, unit: str) -> str:
    """A value as one string: ¥127,772, 46.2%, 14.3 秒, 8,412."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if value is None:
        return UNKNOWN
    if not isinstance(value, (int, float, Decimal)):
        return str(value)
    if unit == "text":
        return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
    return "".join(parts(value, unit))


def change(now: Any, before: Any, unit: str) -> str:
    """The difference to an earlier figure: points for percentages, per cent otherwise.

    Empty when either is unknown or the earlier one is nothing.
    """
    if now is None or before is None:
        return ""
    if unit == "percent":
        points = _round((Decimal(str(now)) - Decimal(str(before))) * 100, 1)
        return _("%(points)s 点") % {"points": signed(points)}
    if not before:
        return ""
    rise = _round((Decimal(str(now)) / Decimal(str(before)) - 1) * 100, 1)
    return f"{signed(rise)}%"


def signed(value: Decimal) -> str:
    if value > 0:
        return f"+{value:,}"
    if value < 0:
        return f"{MINUS}{abs(value):,}"
    return f"±{abs(value)}"


def span(seconds: int) -> str:
    """A limit in words: 3 minutes, 100 seconds."""
    if seconds and seconds % 60 == 0:
        return _(" %(n)s 分钟") % {"n": seconds // 60}
    return _(" %(n)s 秒") % {"n": seconds}


def day(value: date) -> str:
    """A day within its year, 10-17."""
    return f"{value:%m-%d}"


def clock(value: datetime) -> str:
    return f"{value:%H:%M:%S}"

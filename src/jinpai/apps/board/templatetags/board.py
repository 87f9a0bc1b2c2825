"""How the board's templates write a figure in its unit."""

from __future__ import annotations

from typing import Any

from django import template

from .. import showing

register = template.Library()


@register.filter
def shown(value: Any, unit: str) -> str:
    """46.2%, ¥127,772, 14.3 秒; a dash for what is not known."""
    return showing.text(value, unit)


@register.filter
def clock(value: Any) -> str:
    """19:03:34 of a wall time."""
    return showing.clock(value) if value else ""

"""What the law lets take off a wage, and the least that must be paid (4-rules "Law")."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from jinpai.rules.inputs import CityNumbers

from .figures import exact

FEN = Decimal("0.01")


def room_for_deductions(gross: Decimal, city: CityNumbers | None) -> Decimal:
    """工资支付暂行规定 art. 16: loss and clawback together ≤ 20 % of the month's gross wage, and
    what is left ≥ the local minimum wage."""
    if city is None:  # that the minimum is left cannot be known: nothing may be taken
        return Decimal("0.00")
    fifth = (gross * Decimal("0.2")).quantize(FEN, rounding=ROUND_DOWN)
    return max(Decimal("0.00"), min(fifth, gross - city.minimum_wage))


def take(amounts: list[tuple[str, Decimal]], room: Decimal) -> tuple[
    list[tuple[str, Decimal]], dict[str, Decimal], Decimal
]:  # fmt: skip
    """Take what fits, the first first; what is left of each; the room left over."""
    taken, carried = [], {}
    for name, amount in amounts:
        now = min(amount, room)
        room -= now
        taken.append((name, now))
        if amount > now:
            carried[name] = amount - now
    return taken, carried, room


def clamp(base: Fraction, floor: Decimal | None, cap: Decimal | None) -> Fraction:
    if floor is not None:
        base = max(base, exact(floor))
    if cap is not None:
        base = min(base, exact(cap))
    return base

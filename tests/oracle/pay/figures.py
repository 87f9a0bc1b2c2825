"""What is known of a person or a shop: a missing figure is None and never 0."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from jinpai.rules.inputs import Figure, Figures, Person


def exact(number: Any) -> Fraction:
    """A number as it is written."""
    return Fraction(number)


def two_places(number: Fraction) -> Decimal:
    """HALF_UP, away from zero at the half: 0.005 → 0.01, −0.005 → −0.01."""
    whole, rest = divmod(abs(number) * 100, 1)
    cents = int(whole) + (1 if rest >= Fraction(1, 2) else 0)
    sign = -1 if number < 0 else 1
    return (Decimal(sign * cents) / 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def chosen(person: Person, campaign_days: str) -> Figures:
    """With, without, or only the campaign days."""
    if campaign_days == "exclude":
        return person.quiet if person.quiet is not None else person.figures
    if campaign_days == "separate":
        return person.rush if person.rush is not None else {}
    return person.figures


def figure(figures: Figures, metric: str) -> Figure | None:
    """The figure if it is known."""
    found = figures.get(metric)
    return None if found is None or found.value is None else found


def number_of(figures: Figures, metric: str) -> Fraction | None:
    found = figure(figures, metric)
    if found is None:
        return None
    value = exact(found.value)
    if found.num is not None and found.den:
        # the quotient itself, where `value` is the same cut off after 28 digits
        quotient = exact(found.num) / exact(found.den)
        if abs(quotient - value) * 10**20 < 1:
            return quotient
    return value


def fits(schemes: dict[str, Any], person: Person) -> str | None:
    """The first scheme, in the document's order, for the role, and the group if it names any."""
    for code, scheme in schemes.items():
        groups = scheme.get("groups", [])
        if person.role in scheme["roles"] and (not groups or person.group in groups):
            return code
    return None

"""Yuan to the fen: rounding half up per line, and sharing out without losing a fen."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from jinpai.metrics.economics import FEN, fen

ZERO = Decimal("0.00")
CENTI = Decimal("0.01")
LARGEST = Decimal(10) ** 12


def score(value: Decimal) -> Decimal:
    """A score rounded half up to two places, before bands, coefficients and pay read it."""
    return value.quantize(CENTI, rounding=ROUND_HALF_UP)


def reckonable(value: Decimal | None) -> bool:
    """Is it a number that a shop can have? Anything else is as good as not known."""
    return value is not None and value.is_finite() and value.copy_abs() <= LARGEST


def share_out(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Split `total` yuan by weight; the parts add up to it, left-over fen going one each to the
    first parts with a weight, in the order given (callers give people in order of their code)."""
    whole = sum(weights, Decimal(0))
    if not weights or whole <= 0:
        return [ZERO for _ in weights]
    parts = [(total * w / whole).quantize(FEN, rounding=ROUND_DOWN) for w in weights]
    left = int((fen(total) - sum(parts, ZERO)) / FEN)
    step = FEN if left >= 0 else -FEN
    bearing = [index for index, weight in enumerate(weights) if weight > 0]
    for index in range(abs(left)):
        parts[bearing[index % len(bearing)]] += step
    return parts


def written(value: Decimal) -> str:
    """A number as formulas write it: no exponent, a true minus sign."""
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    return "−" + text[1:] if text[0] == "-" else text


def yuan(value: Decimal) -> str:
    """An amount as formulas write it: two places, more only where there are more."""
    text = written(value)
    if text[-3:-2] == ".":
        return text
    shown = fen(value)
    return written(shown) if shown == value else text


__all__ = ["CENTI", "FEN", "ZERO", "fen", "score", "share_out", "written", "yuan"]

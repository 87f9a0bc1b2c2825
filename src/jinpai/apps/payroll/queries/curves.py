"""How a curve makes points of a value, as arithmetic with the numbers filled in."""

from __future__ import annotations

from decimal import Decimal

from jinpai.rules.sections.appraisal import Bands, Curve, Linear, PerEvent, Target


def written(curve: Curve, value: Decimal | None) -> str:
    """ "(0.462 − 0.30) ÷ (0.55 − 0.30) × 100"; empty where there is no arithmetic to show."""
    if value is None:
        return ""
    v = _short(value)
    if isinstance(curve, Linear):
        return (
            f"({v} − {_short(curve.worst)}) ÷ ({_short(curve.best)} − {_short(curve.worst)}) × 100"
        )
    if isinstance(curve, Target):
        target = _short(curve.target)
        return f"100 × (2 − {v} ÷ {target})" if curve.lower_is_better else f"100 × {v} ÷ {target}"
    if isinstance(curve, Bands):
        below = [band.from_ for band in curve.bands if band.from_ <= value]
        return f"{v} ≥ {_short(below[-1])}" if below else f"{v} < {_short(curve.bands[0].from_)}"
    if isinstance(curve, PerEvent):
        return f"100 − {v} × {_short(curve.points)}"
    return ""


def _short(value: Decimal) -> str:
    """To six places, without zeros at the end."""
    text = f"{round(value, 6):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

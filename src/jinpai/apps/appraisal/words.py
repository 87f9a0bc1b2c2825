"""Values, curves and scores as people read them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jinpai.apps.pages import writing
from jinpai.apps.team.roles import Role
from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.sections.appraisal import Item

UNKNOWN = "—"


def english() -> bool:
    return (get_language() or "").startswith("en")


def said(thing: Any, field: str = "") -> str:
    """The `zh` or `en` (`name_zh`, `note_en` …) of something that has both."""
    suffix = "en" if english() else "zh"
    text = str(getattr(thing, f"{field}_{suffix}" if field else suffix) or "")
    return text[:1].upper() + text[1:] if english() else text


def post(role: str) -> str:
    """A person's role in words; a shop may write others than ours."""
    if role == "lead":
        return _("组长")
    return str(Role(role).label) if role in Role.values else role


def metric_name(code: str) -> str:
    known = KNOWN_METRICS.get(code)
    return said(known) if known else code


def unit_of(code: str) -> str:
    known = KNOWN_METRICS.get(code)
    return known.unit if known else "count"


def plain(value: Decimal | None, places: int = 2) -> str:
    """A number without zeros at the end: 95.5, 100."""
    text = writing.number(value, places)
    if text is None:
        return UNKNOWN
    return text.rstrip("0").rstrip(".") if "." in text else text


def written(value: Decimal | None, unit: str) -> str:
    """A value with its unit: 46.2%, 14.3 秒, 22.5 小时, 3."""
    if value is None:
        return UNKNOWN
    if unit == "hours":
        return _("%(n)s 小时") % {"n": plain(value, 1)}
    if unit == "points":
        return _("%(n)s 分") % {"n": plain(value)}
    if unit in ("count", "items"):
        return plain(value)
    return writing.in_unit(value, unit) or UNKNOWN


def item_unit(item: Item) -> str:
    """What an item's value is counted in, after its comparison and its curve."""
    if not item.metrics:
        return "points"
    if item.curve.kind == "per_event":
        return "count"
    if item.against != "none":
        return "ratio"
    units = {unit_of(code) for code in item.metrics}
    return units.pop() if len(units) == 1 else "ratio"


def value_text(item: Item, value: Decimal | None) -> str:
    """An item's value as it went into the curve."""
    text = written(value, item_unit(item))
    if value is None or item.against == "none":
        return text
    if item.against == "shop_mean":
        return _("本店均值的 %(n)s 倍") % {"n": text}
    return _("同组均值的 %(n)s 倍") % {"n": text}


def curve_text(item: Item, target: Decimal | None = None) -> str:
    """The curve in a few words."""
    curve, unit = item.curve, item_unit(item)
    if curve.kind == "linear":
        return _("%(worst)s 得 0 分,%(best)s 得 100 分") % {
            "worst": written(curve.worst, unit), "best": written(curve.best, unit),
        }  # fmt: skip
    if curve.kind == "target":
        return _("目标 %(target)s 得 100 分,最多 %(cap)s 分") % {
            "target": written(target or curve.target, unit), "cap": plain(curve.cap),
        }  # fmt: skip
    if curve.kind == "bands":
        return _("分段:%(bands)s") % {
            "bands": "、".join(
                f"≥ {written(band.from_, unit)} → {plain(band.points)}" for band in curve.bands
            )
        }
    if curve.kind == "per_event":
        return _("每次扣 %(points)s 分") % {"points": plain(curve.points)}
    if curve.kind == "rank":
        return _("按名次:第一 100 分,最后 0 分")
    return _("评分 0–100")


def step_text(item: Item, step: Decimal) -> str:
    """One step better, in words."""
    unit = item_unit(item)
    if unit == "percent":
        return _("%(n)s 个百分点") % {"n": plain(step * 100)}
    return written(step, unit)

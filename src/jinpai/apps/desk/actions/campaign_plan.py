"""A campaign as its form says it, and whether that is sound."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jinpai.apps.desk.refused import Refused
from jinpai.workflow import campaigns as rule

GOODS_MOST = 200
MONEY = re.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?")
NUMBER = re.compile(r"[0-9]{1,7}")


@dataclass(frozen=True)
class Plan:
    """A campaign as the form says it."""

    name: str
    shops: Sequence[str]
    first: date
    last: date
    teaser_from: date | None = None
    teaser: str = ""
    big: bool = False
    percent: int | None = None
    goods: Sequence[Mapping[str, str]] = ()
    staff: Mapping[str, int] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        return {
            "name": self.name.strip()[:100], "shops": sorted(set(self.shops)), "first": self.first,
            "last": self.last, "teaser_from": self.teaser_from,
            "teaser": self.teaser.replace("\r\n", "\n").strip()[:1000], "big": self.big,
            "percent": self.percent, "goods": [dict(g) for g in self.goods],
            "staff": {d: n for d, n in sorted(self.staff.items())
                      if self.first.isoformat() <= d <= self.last.isoformat()},
        }  # fmt: skip


def sound(plan: Plan) -> None:
    """Refuses what cannot be carried out."""
    if not plan.name.strip():
        raise Refused(_("请写活动叫什么。"))
    if not plan.shops:
        raise Refused(_("请选店铺。"))
    if plan.last < plan.first:
        raise Refused(_("最后一天不能早于第一天。"))
    if (plan.last - plan.first).days >= rule.LONGEST:
        raise Refused(_("一个活动最长 %(n)s 天。") % {"n": rule.LONGEST})
    if plan.teaser_from is not None and plan.teaser_from > plan.first:
        raise Refused(_("预告要在活动开始之前。"))
    if plan.percent is not None and not 1 <= plan.percent <= 100:
        raise Refused(_("折扣写成 1 到 100 的百分数。"))
    if len(plan.goods) > GOODS_MOST:
        raise Refused(_("最多 %(n)s 款。") % {"n": GOODS_MOST})
    for one in plan.goods:
        _sound_goods(one)


def _sound_goods(one: Mapping[str, str]) -> None:
    name = one.get("title") or one.get("product", "")
    if not one.get("product"):
        raise Refused(_("「%(what)s」没有商品编码。") % {"what": name})
    if one.get("stock") and not NUMBER.fullmatch(one["stock"]):
        raise Refused(_("「%(what)s」的备货要写整数。") % {"what": name})
    for code in ("usual", "price"):
        if one.get(code) and not MONEY.fullmatch(one[code]):
            raise Refused(_("「%(what)s」的价格写成 99.00。") % {"what": name})

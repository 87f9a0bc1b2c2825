"""The few words under a line's name on a payslip: what it hangs on, before any formula."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from jinpai.rules.inputs import Person
from jinpai.rules.outcomes import Line

from .explanation import plainly


def words(line: Line, person: Person) -> str:
    """ "P3 级 · 22 / 22 天"; empty where the name says it all."""
    given = {one.name: one.value for one in line.inputs}
    if line.kind == "base":
        level = _("%(level)s 级") % {"level": given["level"]} if given.get("level") else ""
        return _both(level, _days(given))
    if line.kind in ("banded_bonus", "performance_wage"):
        told = [_("%(n)s 分") % {"n": _n(given["score"])}] if "score" in given else []
        told += (
            [_("系数 %(n)s") % {"n": _n(given["coefficient"])}] if "coefficient" in given else []
        )
        return _both(*told)
    if line.kind == "champion_bonus" and given.get("second") is not None:
        return _("第一 %(first)s,第二 %(second)s") % {
            "first": _yuan(given["first"]), "second": _yuan(given["second"])}  # fmt: skip
    if line.kind == "commission" and "basis" in given:
        return _("基数 %(b)s") % {"b": _yuan(given["basis"])}
    if line.kind == "team_share" and "shop_sales" in given:
        return _("全店 %(sales)s") % {"sales": _yuan(given["shop_sales"])}
    if line.kind == "overtime":
        return _("%(hours)s 小时 × %(times)s") % {
            "hours": _n(given["hours"]), "times": _n(given["multiple"])}  # fmt: skip
    if line.kind in ("social_insurance", "housing_fund") and person.city is not None:
        return f"{person.city.city} {person.city.since.year}"
    if line.kind == "income_tax":
        return _("累计预扣,本年第 %(n)s 个月") % {"n": person.tax.months}
    return ""


def _days(given: dict[str, Decimal | str | None]) -> str:
    if given.get("paid_days") is None or given.get("expected_days") is None:
        return ""
    return _("%(paid)s / %(expected)s 天") % {
        "paid": _n(given["paid_days"]), "expected": _n(given["expected_days"])}  # fmt: skip


def _both(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _n(value: Decimal | str | None) -> str:
    return plainly(value) if isinstance(value, Decimal) else str(value or "")


def _yuan(value: Decimal | str | None) -> str:
    return f"¥{value:,.2f}" if isinstance(value, Decimal) else ""

"""A city's numbers from a day on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinpai.apps.payroll.actions.pay_data import CITY_NUMBERS

from .fields import percent, reason, since, yuan


class CityForm(forms.Form):
    """What is left empty is not known, and whoever needs it is told so: nothing is assumed."""

    city = forms.CharField(label=_("城市"), max_length=64)
    since = since()
    minimum_wage = yuan(_("月最低工资(元)"), required=True)
    pension = percent(_("养老,个人(%)"))
    medical = percent(_("医疗,个人(%)"))
    medical_fixed = yuan(_("大病,个人每月(元)"))
    unemployment = percent(_("失业,个人(%)"))
    insurance_floor = yuan(_("社保基数下限(元)"))
    insurance_cap = yuan(_("社保基数上限(元)"))
    fund_rate = percent(_("公积金,个人(%)"))
    fund_floor = yuan(_("公积金基数下限(元)"))
    fund_cap = yuan(_("公积金基数上限(元)"))
    market_wage = yuan(_("同岗位市场工资(元)"), help_text=_("试算制度时用来比;不知道就空着。"))
    source = forms.CharField(
        label=_("来源"), max_length=500, help_text=_("数字出自哪份文件,写名称和文号。")
    )
    reason = reason()

    GROUPS = (
        (_("城市和日期"), ("city", "since", "minimum_wage", "market_wage")),
        (_("社会保险"), ("pension", "medical", "medical_fixed", "unemployment", "insurance_floor",
                     "insurance_cap")),
        (_("住房公积金"), ("fund_rate", "fund_floor", "fund_cap")),
        (_("出处"), ("source", "reason")),
    )  # fmt: skip

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    @property
    def numbers(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in CITY_NUMBERS}

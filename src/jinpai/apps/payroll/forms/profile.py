"""A person's pay data from a day on, and the tax figures before Jinpai paid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinpai.apps.payroll.actions.pay_data import PROFILE
from jinpai.apps.team.forms import day_field

from .fields import percent, reason, since, yuan


class ProfileForm(forms.Form):
    """The bank account is only written, never shown: left empty it stays as it was."""

    since = since(_("这天以前照旧;当月最后一天以前生效的那份算数。"))
    paid_here = forms.BooleanField(
        label=_("由这里发薪"), required=False, help_text=_("店主自己或在别处发薪的人,不勾。")
    )
    city = forms.ChoiceField(label=_("社保城市"), required=False)
    insured = forms.BooleanField(label=_("由本店缴社保"), required=False)
    insurance_base = yuan(_("社保缴费基数(元)"), help_text=_("空着就用当月应发。"))
    fund = forms.BooleanField(label=_("由本店缴公积金"), required=False)
    fund_base = yuan(_("公积金缴存基数(元)"), help_text=_("空着就用当月应发。"))
    fund_rate = percent(_("公积金,个人(%)"), help_text=_("空着就用城市的比例。"))
    additional = yuan(
        _("专项附加扣除,每月(元)"), help_text=_("子女教育、租房、赡养等,按本人申报。")
    )
    other_deductions = yuan(_("其他扣除,每月(元)"))
    first_employment = forms.BooleanField(
        label=_("本年首次就业"), required=False,
        help_text=_("当年首次入职:减除费用从一月起累计(税务总局公告2020年第13号)。"),
    )  # fmt: skip
    whole_allowance = forms.BooleanField(
        label=_("上年收入不超过六万"), required=False,
        help_text=_("上年各月都在本单位且全年不超过 60000:全年 60000 一次减除(2020年第19号)。"),
    )  # fmt: skip
    contract_from = day_field(_("合同从"), required=False)
    contract_to = day_field(_("合同到"), required=False, help_text=_("无固定期限就空着。"))
    probation_until = day_field(_("试用期到"), required=False)
    bank = forms.CharField(label=_("开户行"), max_length=64, required=False)
    bank_account = forms.CharField(
        label=_("银行账号"), max_length=64, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_("空着就不改。"),
    )  # fmt: skip
    reason = reason()

    GROUPS = (
        (_("从哪天起"), ("since", "city", "paid_here")),
        (_("社保和公积金"), ("insured", "insurance_base", "fund", "fund_base", "fund_rate")),
        (_("个人所得税"), ("additional", "other_deductions", "first_employment",
                       "whole_allowance")),
        (_("劳动合同"), ("contract_from", "contract_to", "probation_until")),
        (_("发放"), ("bank", "bank_account", "reason")),
    )  # fmt: skip

    def __init__(self, *args: Any, cities: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.initial.get("city")
        listed = [*cities, *([chosen] if chosen and chosen not in cities else [])]
        field = self.fields["city"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("(还没有)")), *((c, c) for c in listed)]

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    @property
    def values(self) -> dict[str, Any]:
        """What changes; an empty bank account is none."""
        out = {name: self.cleaned_data.get(name) for name in PROFILE}
        for name in ("additional", "other_deductions"):
            out[name] = out[name] or 0
        if not out["bank_account"]:
            del out["bank_account"]
        return out


class OpeningForm(forms.Form):
    """The sums of the year that this employer paid before Jinpai did."""

    year = forms.IntegerField(label=_("年"), min_value=2019, max_value=2100)
    months = forms.IntegerField(
        label=_("已发了几个月"), min_value=0, max_value=11,
        help_text=_("本年在本单位、由别的系统发的月数。"),
    )  # fmt: skip
    income = yuan(_("累计收入(元)"), required=True)
    exempt = yuan(_("累计免税收入(元)"))
    social = yuan(_("累计专项扣除(元)"), help_text=_("社保和公积金个人部分。"))
    additional = yuan(_("累计专项附加扣除(元)"))
    other = yuan(_("累计其他扣除(元)"))
    withheld = yuan(_("累计已预扣税额(元)"), required=True)
    reason = reason()

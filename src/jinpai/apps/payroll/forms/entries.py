"""Facts of a person's month by hand, and documented losses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinpai.apps.payroll.models import Entry
from jinpai.apps.team.forms import day_field

from .fields import reason


def _people(form: forms.Form, people: Sequence[tuple[str, str]]) -> None:
    field = form.fields["person"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", _("(选一位)")), *people]


class EntryForm(forms.Form):
    """One fact; an empty value takes the entry back and what the clockings say holds again."""

    person = forms.ChoiceField(label=_("谁"))
    what = forms.ChoiceField(label=_("什么"), choices=Entry.What.choices)
    value = forms.DecimalField(
        label=_("数值"), required=False, max_digits=14, decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
        help_text=_("天、次、小时或元;空着是撤回之前录的,按打卡算。"),
    )  # fmt: skip
    reason = reason()

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _people(self, people)


class LossForm(forms.Form):
    """A loss that wages may bear: documented, and provided for in the contract."""

    person = forms.ChoiceField(label=_("谁"))
    day = day_field(_("哪天"))
    amount = forms.DecimalField(
        label=_("金额(元)"), min_value=0, max_digits=14, decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("证据"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("什么事、哪笔单、有什么凭据。"),
    )  # fmt: skip
    clause = forms.CharField(
        label=_("合同条款"), max_length=500, help_text=_("劳动合同第几条约定了赔偿。")
    )
    reason = reason()

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _people(self, people)

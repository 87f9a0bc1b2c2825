"""Fields that several pay forms share: a share typed as percent, yuan, days, a reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinpai.apps.team.forms import day_field

HUNDRED = Decimal(100)


class PercentField(forms.DecimalField):
    """Typed as percent (8), kept as a fraction (0.08)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=0, max_value=100, max_digits=7, decimal_places=4,
            widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}), **kwargs,
        )  # fmt: skip

    def clean(self, value: Any) -> Decimal | None:
        found = super().clean(value)
        return None if found is None else (found / HUNDRED).normalize()

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):  # an initial; what was typed comes as text
            text = format(value * HUNDRED, "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
        return value


def yuan(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, help_text=help_text, min_value=0, max_digits=14,
        decimal_places=2, widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
    )  # fmt: skip


def percent(label: Any, *, help_text: Any = "") -> PercentField:
    return PercentField(label=label, required=False, help_text=help_text)


def since(help_text: Any = "") -> forms.DateField:
    return day_field(_("从哪天起"), help_text=help_text)


def reason() -> forms.CharField:
    return forms.CharField(
        label=_("原因"), max_length=500, help_text=_("一句话,以后的人要看得懂;写进操作日志。")
    )

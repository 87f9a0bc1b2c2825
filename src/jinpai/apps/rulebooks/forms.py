"""The small forms: putting in force, saving a version, beginning a draft."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jinpai.apps.rulebooks.models import LARGEST


class ForceForm(forms.Form):
    """From which month, why, and which decisions were seen when the page was read."""

    month = forms.RegexField(
        r"^20\d\d-(0[1-9]|1[0-2])\Z", label=_("从哪个月起"),
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-11"}),
        error_messages={"invalid": _("写成 2026-11。")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("为什么启用"), min_length=2, max_length=2000,
        help_text=_("和制度一起给所有人看:为什么换,换了对谁好。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SaveForm(forms.Form):
    """Why this version: kept in the document itself."""

    reason = forms.CharField(min_length=2, max_length=2000)


class StartForm(forms.Form):
    """What a draft begins with: a known rulebook or a file."""

    start = forms.CharField(required=False, max_length=64)
    file = forms.FileField(required=False, max_length=200)

    def clean_file(self) -> object:
        given = self.cleaned_data.get("file")
        if given is not None and given.size is not None and given.size > LARGEST:
            raise forms.ValidationError(_("文件超过 256 KB,没有收下。"))
        return given

"""Forms of the team pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from jinpai.apps.team.roles import Role

NOBODY = "/"  # no person's code holds a slash


def day_field(label, *, required: bool = True, help_text="") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _offer(form: forms.Form, people: list) -> None:
    """Set who can be chosen as the form's person."""
    field = form.fields["person"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = people


class AccessForm(forms.Form):
    """What a login is called and may do."""

    name = forms.CharField(label=_("姓名"), max_length=64, required=False)
    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    person = forms.ChoiceField(
        label=_("是哪位人员"),
        required=False,
        help_text=_("客服只看得到自己的数字、聊天和订单,所以要选。"),
    )

    def __init__(self, *args, people: Sequence[tuple[str, str]] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.initial.get("person") or self.data.get("person")
        codes = [code for code, _name in people]
        extra = [(chosen, chosen)] if chosen and chosen not in codes else []
        _offer(self, [("", _("(没有)")), *people, *extra])

    def clean(self):
        data = super().clean() or self.cleaned_data
        if data.get("role") == Role.AGENT and not data.get("person"):
            self.add_error("person", _("客服要选是哪位人员,否则什么也看不到。"))
        return data


class UserForm(AccessForm):
    """A login to make."""

    username = forms.CharField(
        label=_("用户名"), max_length=64, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    field_order = ("username", "name", "role", "person")


class ChangeUserForm(AccessForm):
    """A login to change."""

    is_active = forms.BooleanField(label=_("可以登录"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class PersonForm(forms.Form):
    """A person from a day on."""

    person = forms.RegexField(
        r"^[^/\s]+$",
        label=_("人员编号"),
        max_length=64,
        help_text=_("不变的代号,比如工号;名字可以改,编号不改。"),
    )
    from_ = day_field(_("从哪天起"))
    name = forms.CharField(label=_("姓名"), max_length=64)
    role = forms.CharField(label=_("岗位"), max_length=64, required=False)
    group = forms.CharField(label=_("组"), max_length=64, required=False)
    level = forms.CharField(label=_("级别"), max_length=32, required=False)
    hired_on = day_field(_("入职日"), required=False)
    left_on = day_field(_("离职日"), required=False)
    reason = forms.CharField(label=_("原因"), max_length=200)


class BindingForm(forms.Form):
    """An account and whose it is between two days."""

    shop = forms.CharField(widget=forms.HiddenInput, max_length=64)
    account = forms.CharField(widget=forms.HiddenInput, max_length=128)
    person = forms.ChoiceField(label=_("归谁"), help_text=_("选「没有人」就是从这天起解除绑定。"))
    from_ = day_field(_("从哪天起"))
    to = day_field(_("到哪天前"), required=False, help_text=_("不含这天;空着就是一直。"))
    reason = forms.CharField(label=_("原因"), max_length=200)

    def __init__(self, *args, people: Iterable[tuple[str, str]] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, [(NOBODY, _("(没有人)")), *people])

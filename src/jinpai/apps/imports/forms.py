"""Forms of the data pages, apart from the measure (its own file)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jinpai.apps.imports.models import Drop, DroppedFile
from jinpai.facts.rows import EXCHANGE, PLATFORMS

_DAYS = re.compile(r"^\d{4}-\d{2}-\d{2}(\.\.\d{4}-\d{2}-\d{2})?\Z")  # searched for, so anchored

PLATFORM_WORDS = {
    "taobao": _("淘宝"), "tmall": _("天猫"), "jd": _("京东"), "pdd": _("拼多多"),
    "douyin": _("抖音"), "1688": "1688", "xhs": _("小红书"), "kuaishou": _("快手"),
    "weixin": _("微信"), "own": _("自有网站"),
}  # fmt: skip


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _reason() -> forms.CharField:
    return forms.CharField(label=_("理由"), min_length=2, max_length=500, widget=forms.TextInput())


class QuestionsForm(forms.Form):
    """For each file of a drop, only what its content does not say: shop, day, moment of export."""

    def __init__(self, drop: Drop, shops: Sequence[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.drop = drop
        self.shops = shops
        self.dropped = list(drop.files.all())
        only = shops[0][0] if len(shops) == 1 else ""
        for file in self.dropped:
            if file.problem:
                continue
            if file.needs_shop:
                self.fields[f"shop-{file.pk}"] = _shop_field(shops, file.shop or only)
            if file.needs_day:
                self.fields[f"day-{file.pk}"] = forms.RegexField(
                    _DAYS, label=_("报表是哪一天的"), initial=file.day, max_length=22,
                    widget=forms.TextInput(attrs={"placeholder": "2026-10-01..2026-10-31"}),
                    error_messages={
                        "invalid": _("写成 2026-10-01,或一段:2026-10-01..2026-10-31。")
                    },
                )  # fmt: skip
            if not file.as_of_found:
                self.fields[f"as_of-{file.pk}"] = forms.DateTimeField(
                    label=_("导出时间(可不填)"), required=False, initial=file.as_of or None,
                    widget=forms.DateTimeInput(
                        attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
                    ),
                )  # fmt: skip

    def rows(self) -> Iterator[tuple[DroppedFile, list[forms.BoundField]]]:
        for file in self.dropped:
            names = [f"{what}-{file.pk}" for what in ("shop", "day", "as_of")]
            yield file, [self[name] for name in names if name in self.fields]

    @property
    def wants_shop(self) -> bool:
        return any(name.startswith("shop-") for name in self.fields)

    @property
    def importable(self) -> int:
        return sum(1 for file in self.dropped if not file.problem)

    def answers(self) -> dict[int, dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        for name, value in self.cleaned_data.items():
            what, _dash, pk = name.partition("-")
            if isinstance(value, datetime):
                # the shop's wall time, as typed: it carries no zone
                value = timezone.make_naive(value) if timezone.is_aware(value) else value
                value = value.isoformat()
            found.setdefault(int(pk), {})[what] = value or ""
        return found


def _shop_field(shops: Sequence[tuple[str, str]], chosen: str) -> forms.Field:
    words = [("", _("请选择"))] if not chosen else []
    return forms.ChoiceField(label=_("哪家店"), choices=[*words, *shops], initial=chosen)


class AccountForm(forms.Form):
    """What an unknown account is: somebody's from a day on, or one that does not count."""

    WHAT = (
        ("binding", _("是某个人的")),
        ("internal_account", _("内部账号(接待不算)")),
        ("after_sale_account", _("售后账号")),
    )

    shop = forms.CharField(widget=forms.HiddenInput, max_length=64)
    account = forms.CharField(widget=forms.HiddenInput, max_length=200)
    what = forms.ChoiceField(label=_("它是"), choices=WHAT, initial="binding")
    person = forms.CharField(
        label=_("人员"), required=False, max_length=64,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )  # fmt: skip
    from_ = forms.DateField(label=_("从"), required=False, widget=_date_input())
    to = forms.DateField(
        label=_("到(不含)"), required=False, widget=_date_input(),
        help_text=_("空着 = 一直"),
    )  # fmt: skip
    reason = _reason()

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = dict(people)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("what") == "binding":
            person = (cleaned.get("person") or "").split(" ")[0]
            if not person:
                self.add_error("person", _("写上是谁的。"))
            elif self._people and person not in self._people:
                self.add_error("person", _("没有这个人;先在“团队 · 人员”里加上。"))
            cleaned["person"] = person
            if not cleaned.get("from_") and "from_" not in self.errors:
                self.add_error("from_", _("从哪一天起是这个人的?"))
        start, end = cleaned.get("from_"), cleaned.get("to")
        if start and end and end <= start:
            self.add_error("to", _("“到”要在“从”之后。"))
        return cleaned


class ShopForm(forms.Form):
    """A shop that files speak of and nobody has told us about."""

    shop = forms.RegexField(r"^[^\s/]{1,64}\Z", label=_("店铺代码"))
    name = forms.CharField(label=_("店铺名称"), max_length=100)
    platform = forms.ChoiceField(
        label=_("平台"), choices=[(p, PLATFORM_WORDS[p]) for p in PLATFORMS]
    )
    timezone = forms.CharField(label=_("时区"), initial="Asia/Shanghai", max_length=64)
    day_cut = forms.RegexField(
        r"^([01]\d|2[0-3]):[0-5]\d\Z", label=_("一天从几点算起"), initial="00:00"
    )
    reason = _reason()

    def clean_timezone(self) -> str:
        from jinpai.facts.zones import known_zone

        name = str(self.cleaned_data["timezone"])
        if not known_zone(name):
            raise forms.ValidationError(_("没有这个时区;一般填 Asia/Shanghai。"))
        return name


class CompleteForm(forms.Form):
    """A person vouches for a table over some days (both inclusive)."""

    shop = forms.CharField(label=_("店铺"), max_length=64)
    table = forms.ChoiceField(
        label=_("数据表"), choices=[(t.name, t.name) for t in EXCHANGE if t.day_from]
    )
    start = forms.DateField(label=_("从"), widget=_date_input())
    end = forms.DateField(label=_("到(含)"), widget=_date_input())
    reason = _reason()

    def __init__(
        self, *args: Any, shops: Sequence[tuple[str, str]] = (), today: date | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["shop"] = forms.ChoiceField(label=_("店铺"), choices=list(shops))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("“到”不能早于“从”。"))
        if end and self._today and end >= self._today:
            self.add_error("end", _("今天还没过完,最多声明到昨天。"))
        return cleaned

"""The app's words in templates: faults, kinds of replies, what was changed."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy

from jinpai.apps.knowledge.words import english, said

register = template.Library()

WHATS = {
    "made": gettext_lazy("写了"),
    "changed": gettext_lazy("改了"),
    "retired": gettext_lazy("停止使用"),
    "restored": gettext_lazy("恢复"),
    "imported": gettext_lazy("从文件加了说法"),
}
FIELDS = {
    "group": gettext_lazy("分组"),
    "code": gettext_lazy("编码"),
    "title": gettext_lazy("回答的问题"),
    "frequent": gettext_lazy("常见问题"),
    "texts": gettext_lazy("说法"),
    "shop": gettext_lazy("店铺"),
    "kind": gettext_lazy("种类"),
    "text": gettext_lazy("内容"),
    "begins": gettext_lazy("生效时间"),
    "ends": gettext_lazy("失效时间"),
    "campaign": gettext_lazy("活动"),
}


@register.filter
def in_words(fault: Any, field: str = "") -> str:
    """A fault or its cure in the reader's language."""
    return said(fault, field).strip()


@register.filter
def in_pair(pair: tuple[str, str]) -> str:
    """The Chinese or the English of a pair."""
    return pair[1 if english() else 0] if pair else ""


@register.filter
def change_words(change: Any) -> str:
    """What was done, and from what to what."""
    parts = [str(WHATS.get(change.what, change.what))]
    for name, (before, after) in change.detail.get("changes", {}).items():
        parts.append(f"{FIELDS.get(name, name)} {_short(before)} → {_short(after)}")
    if change.what == "imported":
        parts.append(_short(change.detail.get("texts", [])))
    return " · ".join(parts)


def _short(value: Any) -> str:
    if isinstance(value, list):
        return " / ".join(_short(one) for one in value)
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if value is None or value == "":
        return "—"
    return str(value)[:60]

"""The app's words in templates: faults, kinds of replies, what was changed."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext, gettext_lazy

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
    "product": gettext_lazy("商品"),
    "topic": gettext_lazy("主题"),
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


PROBLEM = {
    "made": gettext_lazy("交了"),
    "added": gettext_lazy("补充了自己的答案"),
    "known": gettext_lazy("认出已有答案"),
    "asked_back": gettext_lazy("请补充"),
    "improved": gettext_lazy("改进了答案"),
    "good_already": gettext_lazy("原答案就好"),
    "duplicate": gettext_lazy("已有答案"),
    "declined": gettext_lazy("不采用"),
}


@register.filter
def problem_change(change: Any) -> str:
    """What was done to a problem, with the words that were said; the former text where one was."""
    parts = [str(PROBLEM.get(change.what, change.what))]
    if change.detail.get("word"):
        parts.append(str(change.detail["word"]))
    if change.what == "improved":
        parts.append(_short(change.detail.get("answer", "")))
    if change.detail.get("before"):
        parts.append(f"{_short(change.detail['before'])} → {_short(change.detail.get('after'))}")
    return " · ".join(parts)


@register.filter
def field_words(name: str) -> str:
    """A field of a form, by its name in the code."""
    return str(gettext("标题") if name == "title" else FIELDS.get(name, name))


def _short(value: Any) -> str:
    if isinstance(value, list):
        return " / ".join(_short(one) for one in value)
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if value is None or value == "":
        return "—"
    return str(value)[:60]

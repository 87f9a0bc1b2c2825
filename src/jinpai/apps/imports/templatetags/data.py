"""What the data pages need beyond the shell's filters."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from jinpai.apps.imports.queries.progress import spell
from jinpai.apps.imports.sentences import in_tongue
from jinpai.apps.pages.writing import signed
from jinpai.facts.rows import TABLES
from jinpai.metrics.receptions import REASONS

register = template.Library()


@register.filter
def tongue(value: Any, name: str = "") -> str:
    """The `zh` or `en` of a dict or an object, `|tongue:"cure"` for a prefix."""
    return in_tongue(value, name)


@register.filter
def table_name(code: str) -> str:
    table = TABLES.get(code)
    return in_tongue(table) if table else code


@register.filter
def size(number: int | None) -> str:
    """Bytes as people read them, decimal units."""
    if number is None:
        return ""
    if number < 1000:
        return f"{number} B"
    if number < 1_000_000:
        return f"{number / 1000:.0f} kB"
    if number < 1_000_000_000:
        return f"{number / 1_000_000:.1f} MB"
    return f"{number / 1_000_000_000:.2f} GB"


@register.filter
def duration(seconds: float | None) -> str:
    return spell(seconds)


@register.filter
def as_of_from(word: str) -> str:
    """Where an as_of came from, in words."""
    return {
        "name": _("文件名里写的"),
        "cells": _("文件内容里写的"),
        "asked": _("导入时填的"),
        "latest row": _("取最晚一行的时间"),
        "import time": _("取导入的时刻"),
    }.get(word, word)


@register.filter
def file_status(word: str) -> str:
    return {
        "imported": _("已导入"),
        "unchanged": _("同一文件,没有变化"),
        "refused": _("没有导入"),
        "waiting": _("等店铺"),
    }.get(word, word)


@register.filter
def in_form(field: Any, form_id: str) -> str:
    """A field that stands outside its form's element."""
    return field.as_widget(attrs={"form": form_id})


@register.filter
def cover_words(cell: Any) -> str:
    """The state of one day of one table, in words, with how many rows it has."""
    words = {
        "covered": _("齐了"),
        "declared": _("人声明齐了"),
        "partial": _("这天还没导完"),
        "reopened": _("晚到的数据又打开了它"),
        "nothing": _("没有"),
    }[cell.state]
    return _("%(words)s,%(rows)d 行") % {"words": words, "rows": cell.rows}


@register.filter
def why_excluded(reason: str) -> str:
    """Why a reception is left out, in words."""
    zh, en = REASONS.get(reason, (reason, reason))
    return in_tongue({"zh": zh, "en": en})


@register.filter
def wall(text: str) -> str:
    """A wall time kept as ISO text: 2026-10-31 12:00, or the day alone at midnight."""
    day, _t, clock = text.partition("T")
    return day if clock[:5] in ("", "00:00") else f"{day} {clock[:5]}"


@register.filter
def moved_by(row: Any) -> str:
    """A difference with its sign; shares differ by points, not by percent."""
    if row.change is None:
        return "—"
    if row.unit == "percent":
        points = signed(row.change * 100, "number") or ""
        return _("%(points)s 点") % {"points": points}
    return signed(row.change, row.unit) or ""

"""Texts that come in both languages, in the reader's."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language


def english() -> bool:
    return not (get_language() or "zh").startswith("zh")


def said(thing: Any, field: str = "") -> str:
    """`zh` or `en` of something; `said(fault, "cure")` its `cure_zh` or `cure_en`."""
    name = "en" if english() else "zh"
    text = str(getattr(thing, f"{field}_{name}" if field else name, ""))
    return f" {text}" if field and english() and text else text

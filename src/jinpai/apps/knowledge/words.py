"""Texts that come in both languages, in the reader's; texts of forms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jinpai.apps.pages.refusals import Unclear


def english() -> bool:
    return not (get_language() or "zh").startswith("zh")


def said(thing: Any, field: str = "") -> str:
    """`zh` or `en` of something; `said(fault, "cure")` its `cure_zh` or `cure_en`."""
    name = "en" if english() else "zh"
    text = str(getattr(thing, f"{field}_{name}" if field else name, ""))
    return f" {text}" if field and english() and text else text


def no_nul(post: QueryDict) -> None:
    """No form writes NUL, and PostgreSQL keeps none."""
    if any("\0" in text for _name, texts in post.lists() for text in texts):
        raise Unclear(_("表单不完整,请回到页面再做一次。"))


def asked_text(request: HttpRequest, name: str, most: int, otherwise: str = "") -> str:
    """What an address asks for, without NUL, not longer than anything could be."""
    return request.GET.get(name, otherwise).replace("\0", "")[:most]

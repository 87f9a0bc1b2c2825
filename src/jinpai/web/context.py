"""What the shell needs on every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from jinpai.apps.pages.chosen import chosen
from jinpai.apps.team import roles
from jinpai.web import navigation
from jinpai.web.switches import THEME_COOKIE, THEMES


def shell(request: HttpRequest) -> dict[str, Any]:
    """`nav`, `chosen` (lazy: pages without pickers never open the lake), `theme`, `lang`."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    user = getattr(request, "user", None)
    return {
        "nav": SimpleLazyObject(lambda: navigation.navigation(request)) if user else [],
        "chosen": SimpleLazyObject(lambda: chosen(request)),
        "pickers": SimpleLazyObject(lambda: _has_pickers(request)),
        "search_url": SimpleLazyObject(_search_url),
        "landing": roles.landing(user) if user else "/",
        "due_url": SimpleLazyObject(lambda: _due_url(request)),
        "theme": theme if theme in THEMES else "auto",
        "lang": "zh" if (get_language() or "zh").startswith("zh") else "en",
    }


def _has_pickers(request: HttpRequest) -> bool:
    """The board's pages are about a shop and days; others may pass `pickers=True` themselves."""
    match = request.resolver_match
    return bool(match and request.user.is_authenticated and "board" in match.namespaces)


def _search_url() -> str:
    try:
        return reverse("board:search")
    except NoReverseMatch:
        return ""


def _due_url(request: HttpRequest) -> str:
    """Where the number of what is due is asked for, by those who work at the desk."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.may(roles.SEE_DESK):
        return ""
    try:
        return reverse("desk:count")
    except NoReverseMatch:
        return ""

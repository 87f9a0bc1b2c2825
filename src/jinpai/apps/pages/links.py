"""Addresses that carry the reader's shop and period along."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from jinpai.apps.pages.chosen import KEPT


def keep(request: HttpRequest, name: str, *args: Any, **query: Any) -> str:
    """The address of page `name` with path values `args`, keeping shop and period.

    Keyword arguments become the query; None takes one out, `from_` stands for `from`. A new
    month replaces from–to and the other way round.
    """
    kept = {key: request.GET[key] for key in KEPT if request.GET.get(key)}
    given = {key.rstrip("_"): value for key, value in query.items()}
    if given.get("month"):
        kept.pop("from", None)
        kept.pop("to", None)
    if given.get("from") or given.get("to"):
        kept.pop("month", None)
    kept.update(given)
    text = urlencode({k: v for k, v in kept.items() if v is not None and v != ""}, doseq=True)
    path = reverse(name, args=args)
    return f"{path}?{text}" if text else path

"""The network address a request came from, for throttling and for the log."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The peer's address; behind n trusted proxies, the n-th from the right of
    X-Forwarded-For. What stands further left was written by the client and proves nothing.
    """
    if settings.PROXIES:
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(chain) >= settings.PROXIES and chain[-settings.PROXIES]:
            return chain[-settings.PROXIES][:64]
    return str(request.META.get("REMOTE_ADDR") or "")[:64]

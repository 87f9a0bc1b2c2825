"""Writing the log: who did what, to what, when, from where."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from jinpai.apps.team.address import address_of
from jinpai.apps.team.models import AuditEntry, User


def record(
    *,
    action: str,
    subject: str = "",
    detail: dict[str, Any] | None = None,
    request: HttpRequest | None = None,
    by: User | None = None,
) -> AuditEntry:
    """Append one entry. `action` is "thing.verb_in_past" ("account.bound", "buyer.revealed");
    every action code has a sentence in `audit_words.py`. Call it inside the transaction of what
    it records, so that neither stands without the other.
    """
    user = by
    if user is None and request is not None and request.user.is_authenticated:
        user = request.user
    return AuditEntry.objects.create(
        user=user,
        role=user.role if user is not None else "",
        address=address_of(request) if request is not None else "",
        action=action,
        subject=subject[:200],
        detail=detail or {},
    )

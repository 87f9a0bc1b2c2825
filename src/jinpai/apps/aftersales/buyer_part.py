"""The cases of a buyer on the buyer's page at the desk."""

from __future__ import annotations

from typing import Any

from jinpai.apps.aftersales.models import Case
from jinpai.apps.team import roles
from jinpai.apps.team.models import User

SHOWN = 30


def cases(shop: str, buyer: str, user: User) -> tuple[str, dict[str, Any]] | None:
    """For those who handle cases, the newest first."""
    if not user.may(roles.HANDLE_CASES):
        return None
    found = list(Case.objects.filter(shop=shop, buyer=buyer).order_by("-id")[:SHOWN])
    return ("aftersales/_buyer_part.html", {"cases": found}) if found else None

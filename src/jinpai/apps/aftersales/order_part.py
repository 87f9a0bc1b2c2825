"""The cases of an order on the order's page at the desk."""

from __future__ import annotations

from typing import Any

from jinpai.apps.aftersales.models import Case
from jinpai.apps.team import roles
from jinpai.apps.team.models import User


def cases(shop: str, order_id: str, user: User) -> tuple[str, dict[str, Any]] | None:
    """For those who handle cases: all of them, and the way to a new one."""
    if not user.may(roles.HANDLE_CASES):
        return None
    found = Case.objects.filter(shop=shop, order_id=order_id).order_by("-id")
    return "aftersales/_order_part.html", {"cases": found, "shop": shop, "order_id": order_id}

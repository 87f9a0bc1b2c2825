"""What buyers were given beyond the price, on the order's page at the desk."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from jinpai.apps.aftersales.templatetags.authority import asking
from jinpai.apps.team import roles
from jinpai.apps.team.models import User


def asks(shop: str, order_id: str, user: User) -> tuple[str, dict[str, Any]] | None:
    """For those who handle cases."""
    if not user.may(roles.HANDLE_CASES):
        return None
    back = reverse("desk:order", args=[shop, order_id])
    return "aftersales/_order_asks.html", asking(user, shop, order_id, None, back)

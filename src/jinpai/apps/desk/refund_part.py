"""The refund requests of an order, on the order's page."""

from __future__ import annotations

from typing import Any

from jinpai.apps.desk.actions.approvals import may_see
from jinpai.apps.desk.models import RefundRequest
from jinpai.apps.team import roles
from jinpai.apps.team.models import User


def requests(shop: str, order_id: str, user: User) -> tuple[str, dict[str, Any]] | None:
    """Those the reader may see, and the way to a new one."""
    if not user.may(roles.HANDLE_CASES):
        return None
    found = RefundRequest.objects.filter(shop=shop, order_id=order_id)
    seen = [one for one in found if may_see(user, one)]
    return "desk/_order_refunds.html", {"requests": seen, "shop": shop, "order_id": order_id}

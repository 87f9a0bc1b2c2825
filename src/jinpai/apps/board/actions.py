"""What the board writes: targets. Checked, in one transaction, in the log."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.http import HttpRequest

from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import audit, roles

from .models import Target
from .queries.targets import targets


@transaction.atomic
def set_targets(*, request: HttpRequest, shop: str, aims: dict[str, Decimal | None]) -> list[str]:
    """Make `aims` the shop's targets; returns the metrics that changed. None takes one away."""
    user = request.user
    if not (user.is_authenticated and user.may(roles.CHANGE_MEASURE)):
        raise NotYours
    before = targets(shop)
    changed = [m for m, value in aims.items() if before.get(m) != value]
    for metric in changed:
        Target.objects.create(
            shop=shop, metric=metric, value=aims[metric], signed_by=user.get_username()
        )
    if changed:
        audit.record(
            action="targets.changed",
            subject=shop,
            detail={m: [_text(before.get(m)), _text(aims[m])] for m in changed},
            request=request,
        )
    return changed


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")

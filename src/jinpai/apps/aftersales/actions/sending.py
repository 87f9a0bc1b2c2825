"""What is sent instead of the goods that came back: its waybill, from the warehouse's page."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.aftersales.actions import steps
from jinpai.apps.aftersales.actions.amounts import nothing_private
from jinpai.apps.aftersales.actions.register import locked
from jinpai.apps.aftersales.models import Case
from jinpai.apps.desk.refused import Refused
from jinpai.apps.team.models import User
from jinpai.workflow.returns import scanned


@transaction.atomic
def send(
    *, by: User, parcel: int, version: int, waybill: str, now: datetime, carrier: str = "",
    request: HttpRequest | None = None,
) -> Case:  # fmt: skip
    """The replacement left. `version` is the case's; the case goes its own step, and only that
    one: what the buyer gets was decided by service."""
    case = locked(parcel).case
    if case is None or case.kind != "exchange":
        raise Refused(_("这个包裹不是换货的。"))
    code = scanned(waybill[:200])
    if not code:
        raise Refused(_("快递单号看不懂。"))
    if code == scanned(case.return_waybill):
        raise Refused(_("这是买家寄回的单号;请填寄给买家的。"))
    given = {"waybill": code, "carrier": nothing_private(carrier)[:32]}
    return steps.step(by=by, case=case.pk, version=version, to="shipped", given=given, now=now,
                      request=request)  # fmt: skip

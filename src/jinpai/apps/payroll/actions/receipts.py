"""A payslip was read by the person it belongs to."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jinpai.apps.pages.refusals import Absent
from jinpai.apps.payroll.models import Receipt, Slip
from jinpai.apps.team.models import User


@transaction.atomic
def read_receipt(*, user: User, slip: Slip, now: datetime) -> Receipt:
    """Note the first time its owner opened a confirmed payslip; anyone else's look is no receipt.

    Raises Absent for everyone else's payslip, and before the run is confirmed.
    """
    if not user.is_active or not user.person or user.person != slip.person or not slip.run.closed:
        raise Absent
    made, _new = Receipt.objects.get_or_create(slip=slip, defaults={"user": user, "at": now})
    return made

"""Signing the day's reconciliation: each side once, by two people, after the fixed time."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps.aftersales.actions.amounts import nothing_private
from jinpai.apps.aftersales.models import Signature
from jinpai.apps.aftersales.queries.reconciling import counted
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.workflow.reconciliation import SIDES, window

RIGHT = {"warehouse": roles.WAREHOUSE, "service": roles.HANDLE_CASES}


def sides(user: User) -> list[str]:
    """The sides a user may sign for."""
    return [side for side, right in RIGHT.items() if user.may(right)]


def sign(
    *, by: User, day: date, side: str, now: datetime, note: str = "",
    request: HttpRequest | None = None,
) -> Signature:  # fmt: skip
    """The signature of one side. The same again is the same; who signed one side cannot sign the
    other."""
    if side not in SIDES or side not in sides(by):
        raise NotYours(_("这一边不归您的岗位签。"))
    here = timezone.localtime(now).replace(tzinfo=None)
    if here < window(day)[1]:
        raise Refused(_("这一天还没到 17:00,到点再签。"))
    word = nothing_private(note)[:1000]
    there = Signature.objects.filter(day=day, side=side).first()
    if there is None:
        other = Signature.objects.filter(day=day).exclude(side=side).first()
        if other is not None and other.by == by.username:
            raise Refused(_("两边要两个人签。"))
        try:
            with transaction.atomic():
                made = Signature.objects.create(
                    day=day, side=side, by=by.username, at=now, note=word,
                    figures=counted(day, now),
                )  # fmt: skip
                audit.record(action="reconciliation.signed", subject=str(made),
                             detail=made.figures, by=by, request=request)  # fmt: skip
                _settle(day, side, now)
                return made
        except IntegrityError:  # both at the same moment
            there = Signature.objects.get(day=day, side=side)
    if there.by != by.username:
        raise Moved(str(User.objects.filter(username=there.by).first() or there.by))
    return there


def _settle(day: date, side: str, now: datetime) -> None:
    key = f"reconcile:{day}:{side}"
    for task in Task.objects.filter(list="reconciliation", key=key, state__in=OPEN_STATES):
        tasks.settle(task=task, outcome="signed", now=now, said={"day": str(day)})

"""Handing a shift over: offered with every open item, taken with a signature.

Nothing falls between two shifts: an item stays the giver's until the taker signs, and its first
owner stays on record for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import HandedTask, Handover, Task
from jinpai.apps.desk.queries.today import IN_ORDER, mine
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User


def offer(
    *,
    by: User,
    to_person: str,
    key: str,
    now: datetime,
    shift: str = "",
    note: str = "",
    words: Mapping[int, str] | None = None,
    request: HttpRequest | None = None,
) -> Handover:
    """Offer all own open items to the next person. The same form again is the same handover."""
    if not by.person:
        raise Refused(_("您的登录没有绑定人员,交不了班;请店主在「团队 · 用户」里绑定。"))
    if to_person == by.person:
        raise Refused(_("不能交给自己。"))
    if not User.objects.filter(person=to_person, is_active=True).exists():
        raise Refused(_("接班的人没有登录账号。"))
    known = Handover.objects.filter(key=key).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            made = Handover.objects.create(
                shift=shift[:32], day=timezone.localtime(now).date(), from_user=by.username,
                from_person=by.person, to_person=to_person, note=note.strip()[:4000], key=key,
                offered_at=now,
            )  # fmt: skip
            own = Task.objects.filter(person=by.person, state__in=tasks.STILL_OPEN)
            HandedTask.objects.bulk_create(
                [
                    HandedTask(handover=made, task=t, due=t.due,
                               word=(words or {}).get(t.pk, "").strip()[:500])
                    for t in own.order_by(*IN_ORDER)
                ]
            )  # fmt: skip
            audit.record(
                action="handover.offered", subject=str(made),
                detail={"items": made.tasks.count()}, by=by, request=request,
            )  # fmt: skip
    except IntegrityError:
        return Handover.objects.get(key=key)
    return made


@transaction.atomic
def take(
    *, by: User, handover: int, now: datetime, answer: str = "",
    request: HttpRequest | None = None,
) -> Handover:  # fmt: skip
    """Sign for it: what is still open becomes the taker's."""
    one = Handover.objects.select_for_update().filter(pk=handover).first()
    if one is None or (one.to_person != by.person and not by.may(roles.SEE_TEAM_DESK)):
        raise Absent(_("没有这次交接。"))
    if one.taken_at is not None:
        if one.taken_by == by.username:
            return one
        raise Moved(str(User.objects.filter(username=one.taken_by).first() or one.taken_by))
    if one.withdrawn_at is not None:
        raise Refused(_("对方已经收回了这次交接。"))
    if one.from_user == by.username or one.from_person == by.person:
        raise Refused(_("交班和接班要两个人签。"))
    handed = {h.task_id: h for h in one.tasks.all()}
    # held, so that nothing is written over what somebody does at this moment
    for task in Task.objects.select_for_update().filter(pk__in=handed).order_by("pk"):
        # done or handed on meanwhile: what happened stands
        if task.open and task.person == one.from_person:
            tasks.pass_on(task=task, by=by, person=one.to_person, why=handed[task.pk].word,
                          now=now)  # fmt: skip
    one.taken_at, one.taken_by, one.answer = now, by.username, answer.strip()[:4000]
    one.save()
    audit.record(action="handover.taken", subject=str(one), detail={}, by=by, request=request)
    return one


@transaction.atomic
def withdraw(
    *, by: User, handover: int, now: datetime, request: HttpRequest | None = None
) -> Handover:
    """Take the offer back before it was signed."""
    one = Handover.objects.select_for_update().filter(pk=handover).first()
    if one is None or one.from_user != by.username:
        raise Absent(_("没有这次交接。"))
    if one.taken_at is not None:
        raise Refused(_("对方已经签收,收不回来了。"))
    if one.withdrawn_at is None:
        one.withdrawn_at = now
        one.save()
        audit.record(
            action="handover.withdrawn", subject=str(one), detail={}, by=by, request=request
        )
    return one


def open_items(user: User) -> list[Task]:
    """What a user would hand over, in order."""
    if not user.person:
        return []
    own = mine(user).filter(person=user.person, state__in=tasks.STILL_OPEN)
    return list(own.order_by(*IN_ORDER))

"""The checklists themselves: a new version, retired, brought back; old ones stay."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.knowledge.actions.routines import begin
from jinpai.apps.knowledge.models import RoutineTemplate
from jinpai.apps.knowledge.queries import routines as query
from jinpai.apps.knowledge.words import english
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.apps.team.roles import Role
from jinpai.workflow.routines import Template

FARTHEST = timedelta(days=366)


def save(
    *, by: User, key: str, template: Template, effective: date, note: str, base: int,
    now: datetime, retired: bool = False, request: HttpRequest | None = None,
) -> RoutineTemplate:  # fmt: skip
    """A new version on top of version `base` (nought: a new checklist). It holds from its day
    on; today's runs stay as they were begun. The same form again is the same version."""
    if not by.may(roles.EDIT_KNOWLEDGE):
        raise NotYours(_("您的岗位不能改例行清单。"))
    begin(now)
    known = RoutineTemplate.objects.filter(key=key).first()
    if known is not None:
        return known
    _check(template, effective, note, now)
    try:
        with transaction.atomic():
            last = query.newest(template.code)
            if (last.number if last else 0) != base:
                raise Moved
            if last and last.terms == template.kept() and last.retired == retired:
                raise Refused(_("和现在的一样,没有要改的。"))
            one = RoutineTemplate.objects.create(
                code=template.code, number=base + 1, effective=effective, terms=template.kept(),
                retired=retired, note=note.strip()[:300], made_by=by.username, made_at=now,
                key=key[:64],
            )  # fmt: skip
            gone, come = differences(last.terms if last else {}, one.terms)
            detail: dict[str, Any] = {
                "effective": effective.isoformat(), "note": one.note, "gone": gone, "new": come,
            }  # fmt: skip
            audit.record(action="routine.retired" if retired else "routine.changed",
                         subject=str(one), detail=detail, by=by, request=request)  # fmt: skip
    except IntegrityError:  # someone else wrote this number meanwhile
        known = RoutineTemplate.objects.filter(key=key).first()
        if known is not None:
            return known
        raise Moved from None
    return one


def _check(template: Template, effective: date, note: str, now: datetime) -> None:
    today = timezone.localdate(now)
    if template.role not in Role.values:
        raise Refused(_("请选岗位。"))
    if not today <= effective <= today + FARTHEST:
        raise Refused(_("生效日期从今天起,一年以内。"))
    if not note.strip():
        raise Refused(_("请写为什么改。"))
    wrong = template.faults()
    if wrong:
        raise Refused(" ".join(pair[1 if english() else 0] for pair in wrong))


def differences(old: dict[str, Any], new: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Items that went and that came."""
    was = [x["zh"] for x in old.get("items", ())]
    now = [x["zh"] for x in new.get("items", ())]
    return [x for x in was if x not in now], [x for x in now if x not in was]

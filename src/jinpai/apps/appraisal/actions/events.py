"""Signed events with their evidence: written by someone else, withdrawn with a reason, kept."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps.appraisal import rights
from jinpai.apps.appraisal.actions.sheets import of_month
from jinpai.apps.appraisal.models import Event, Sheet, State
from jinpai.apps.appraisal.queries.scored import scored
from jinpai.apps.appraisal.refused import Refused
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import audit
from jinpai.apps.team.models import User

HUNDRED = Decimal(100)


def add_event(
    *,
    by: User,
    person: str,
    day: date,
    points: Decimal,
    kind: str,
    evidence: str,
    key: str,
    now: datetime,
    request: HttpRequest | None = None,
) -> Event:
    """Praise, a good case, an adopted idea +; a confirmed complaint −. `key` names the form it
    came from: the same form sent twice is one event."""
    rights.allow(by)
    rights.not_about_oneself(by, person)
    kind, evidence, key = kind.strip()[:100], evidence.strip()[:2000], key.strip()[:64]
    if not points.is_finite() or not 0 < abs(points) <= HUNDRED:
        raise Refused(_("分数要写成 +1 到 +100 或 -1 到 -100。"))
    points = points.quantize(Decimal("0.01"))
    if not points:
        raise Refused(_("分数要写成 +1 到 +100 或 -1 到 -100。"))
    if not kind or not evidence or not key:
        raise Refused(_("请写是什么事、凭据在哪里:没有凭据的加减分不算数。"))
    if day > timezone.localtime(now).date():
        raise Refused(_("这一天还没有到。"))
    month = f"{day:%Y-%m}"
    of_month(scored(month), person)
    try:
        with transaction.atomic():
            open_sheet(month, person)
            known = Event.objects.filter(key=key).first()
            if known is not None:
                return _the_same(known, by)
            made = Event.objects.create(
                month=month, person=person, day=day, points=points, kind=kind,
                evidence=evidence, by=by.username, at=now, key=key,
            )  # fmt: skip
            audit.record(
                action="appraisal.event_added", subject=f"{month} {person}",
                detail={"event": made.pk, "day": day.isoformat(), "points": str(points),
                        "kind": kind, "evidence": evidence},
                by=by, request=request,
            )  # fmt: skip
    except IntegrityError:  # the same form at the same moment
        return _the_same(Event.objects.get(key=key), by)
    return made


def withdraw_event(
    *, by: User, event: int, reason: str, now: datetime, request: HttpRequest | None = None
) -> Event:
    """It does not count any more; it stays readable, with the reason."""
    rights.allow(by)
    reason = reason.strip()[:1000]
    known = Event.objects.filter(pk=event).first()
    if known is None:
        raise Absent(_("没有这件事。"))
    rights.not_about_oneself(by, known.person)
    if not reason:
        raise Refused(_("请写撤回的原因。"))
    with transaction.atomic():
        open_sheet(known.month, known.person)
        one = Event.objects.select_for_update().get(pk=event)
        if not one.counts:
            return one
        one.withdrawn_at, one.withdrawn_by, one.withdrawn_reason = now, by.username, reason
        one.save()
        audit.record(
            action="appraisal.event_withdrawn", subject=f"{one.month} {one.person}",
            detail={"event": one.pk, "points": str(one.points), "reason": reason},
            by=by, request=request,
        )  # fmt: skip
    return one


def open_sheet(month: str, person: str) -> None:
    """Held until the transaction ends, and refused where the appraisal is closed."""
    sheet = Sheet.objects.select_for_update().filter(month=month, person=person).first()
    if sheet is not None and sheet.state == State.CLOSED:
        raise Refused(_("这个月的考核已经关闭;要更正请提异议。"))


def _the_same(known: Event, by: User) -> Event:
    if known.by != by.username:
        raise Refused(_("这张表单已经用过了,请刷新再写。"))
    return known

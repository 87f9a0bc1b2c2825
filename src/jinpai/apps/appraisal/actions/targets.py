"""Targets: set before the month from the goals, acknowledged by the person.

A target counts once the person agreed; a later change needs both again and a reason, and until
then the agreed one holds. Without any agreed one the rulebook's target counts.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps.appraisal import rights
from jinpai.apps.appraisal.actions.sheets import as_read, locked, moved_on, of_month, tell
from jinpai.apps.appraisal.models import Sheet, State, Target
from jinpai.apps.appraisal.queries.scored import scored
from jinpai.apps.appraisal.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team.models import User
from jinpai.rules.known import KNOWN_METRICS

BEFORE_RATING = (State.TARGETS, State.OPEN)
_STEP = Decimal("0.000001")
_MOST = Decimal(10) ** 12


def set_target(
    *,
    by: User,
    month: str,
    person: str,
    item: str,
    value: Decimal,
    version: int,
    reason: str = "",
    now: datetime,
    request: HttpRequest | None = None,
) -> Target:
    """Propose a target for one item of one person. Percentages as fractions."""
    rights.allow(by)
    rights.not_about_oneself(by, person)
    found = scored(month)
    who = of_month(found, person)
    wanted = found.item(who, item)
    if wanted is None or wanted.curve.kind != "target":
        raise Refused(_("这个项目不按目标计分,没有目标可定。"))
    if not value.is_finite() or not 0 < value < _MOST:
        raise Refused(_("目标要大于 0。"))
    known = KNOWN_METRICS.get(wanted.metrics[0]) if wanted.metrics else None
    if known is not None and known.unit == "percent" and value > 1 and wanted.against == "none":
        raise Refused(_("百分比的目标不能超过 100%。"))
    value, reason = value.quantize(_STEP), reason.strip()[:1000]
    if not value:
        raise Refused(_("目标要大于 0。"))
    with transaction.atomic():
        sheet = locked(month, person)
        last = Target.objects.filter(sheet=sheet, item=item).last()
        if last is not None and last.value == value and last.refused_at is None:
            return last  # said already, whoever asks again
        as_read(sheet, version)
        if sheet.state not in BEFORE_RATING:
            raise Refused(_("已经开始评分,目标不能再改。"))
        late = timezone.localtime(now).date() >= date.fromisoformat(f"{month}-01")
        agreed = Target.objects.filter(sheet=sheet, item=item, acknowledged_at__isnull=False)
        if not reason and (late or agreed.exists()):
            raise Refused(_("月份已经开始或目标已经确认过,改动要写原因,并由本人再确认。"))
        target = Target.objects.create(
            sheet=sheet, item=item, value=value, reason=reason, set_by=by.username, at=now
        )
        moved_on(sheet)
        tell(
            "appraisal.target_set", sheet, by, request,
            item=item, value=_text(value), before=_text(last.value) if last else None,
            reason=reason,
        )  # fmt: skip
    return target


def answer_target(
    *,
    by: User,
    target: int,
    agreed: bool,
    now: datetime,
    request: HttpRequest | None = None,
) -> Target:
    """The person agrees to a target, or does not. Only the newest of an item can be answered."""
    known = Target.objects.select_related("sheet").filter(pk=target).first()
    if known is None or not rights.is_own(by, known.sheet.person):
        # who else may see it learns nothing here: a target is answered by its person
        raise Absent(_("没有这个目标。"))
    with transaction.atomic():
        sheet = locked(known.sheet.month, known.sheet.person)
        one = Target.objects.select_for_update().get(pk=target)
        if one.in_force or one.refused_at is not None:
            if one.in_force == agreed:
                return one
            raise Refused(_("这个目标已经答复过了;要改请主管重新定。"))
        if Target.objects.filter(sheet=sheet, item=one.item, pk__gt=one.pk).exists():
            raise Moved
        if sheet.state not in BEFORE_RATING:
            raise Refused(_("已经开始评分,目标不能再改。"))
        if agreed:
            one.acknowledged_by, one.acknowledged_at = by.username, now
        else:
            one.refused_at = now
        one.save()
        moved_on(sheet)
        tell(
            "appraisal.target_agreed" if agreed else "appraisal.target_refused",
            sheet, by, request, item=one.item, value=_text(one.value),
        )  # fmt: skip
    return one


def version_of(month: str, person: str) -> int | None:
    """The version of a sheet, where there is one."""
    return (
        Sheet.objects.filter(month=month, person=person).values_list("version", flat=True).first()
    )


def _text(value: Decimal) -> str:
    return f"{value.normalize():f}"

"""Disputes: a person's word against one item, ended kept, accepted or set, with a reason.

A decision becomes a ruling on the item, and the score follows. Of a closed month too: the
difference goes into the next pay run.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.appraisal import rights
from jinpai.apps.appraisal.actions.flow import rated
from jinpai.apps.appraisal.actions.sheets import as_read, locked, moved_on, of_month, tell
from jinpai.apps.appraisal.models import Dispute, Rating, Sheet, State
from jinpai.apps.appraisal.queries.scored import Scored, scored
from jinpai.apps.appraisal.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.rules import curves
from jinpai.rules.inputs import Person

LATEST = timedelta(days=365)
"""How long after its closing an appraisal may be disputed: 劳动争议调解仲裁法 27 gives a year."""


def dispute(
    *,
    by: User,
    month: str,
    person: str,
    version: int,
    item: str,
    reason: str,
    evidence: str = "",
    wanted: Decimal | None = None,
    now: datetime,
    request: HttpRequest | None = None,
) -> Dispute:
    """The person disputes an item that has been rated; `wanted`: the points thought right."""
    rights.allow_own(by, person)
    reason = reason.strip()[:2000]
    if not reason:
        raise Refused(_("请写哪里不对、为什么。"))
    found = scored(month)
    who = of_month(found, person)
    most = _highest(found, who, item)
    if wanted is not None:
        wanted = _within(wanted, most)
    with transaction.atomic():
        sheet = locked(month, person)
        standing = Dispute.objects.filter(sheet=sheet, item=item, outcome=Dispute.Outcome.OPEN)
        already = standing.first()
        if already is not None:
            if (already.reason, already.wanted) == (reason, wanted):
                return already
            raise Refused(_("这个项目已经有一条待处理的异议。"))
        as_read(sheet, version)
        if sheet.closed:
            if sheet.closed_at is not None and now > sheet.closed_at + LATEST:
                raise Refused(_("关闭已满一年,不能再提异议。"))
        elif sheet.state not in (State.ACKNOWLEDGED, State.DISPUTED) and not rated(
            sheet.state, found.steps(who)
        ):
            raise Refused(_("还没有评完,等评完再提异议。"))
        made = Dispute.objects.create(
            sheet=sheet, item=item, reason=reason, evidence=evidence.strip()[:2000],
            points_then=_points_of(found, person, item), wanted=wanted,
            raised_by=by.username, raised_at=now,
        )  # fmt: skip
        moved_on(sheet, None if sheet.closed else State.DISPUTED)
        tell(
            "appraisal.disputed", sheet, by, request,
            item=item, reason=reason, wanted=None if wanted is None else str(wanted),
        )  # fmt: skip
    return made


def decide(
    *,
    by: User,
    dispute: int,
    version: int,
    outcome: str,
    answer: str,
    points: Decimal | None = None,
    now: datetime,
    request: HttpRequest | None = None,
) -> Dispute:
    """End a dispute: `kept`, `accepted` (the points the person named) or `set` (others)."""
    rights.allow(by)
    known = Dispute.objects.select_related("sheet").filter(pk=dispute).first()
    if known is None:
        raise Absent(_("没有这条异议。"))
    rights.not_about_oneself(by, known.sheet.person)
    answer = answer.strip()[:2000]
    if outcome not in (Dispute.Outcome.KEPT, Dispute.Outcome.ACCEPTED, Dispute.Outcome.SET):
        raise Refused(_("请选维持、采纳或改定。"))
    if not answer:
        raise Refused(_("请写理由,本人会看到。"))
    found = scored(known.sheet.month)
    who = of_month(found, known.sheet.person)
    ruled = _ruled(found, who, known, outcome, points)
    with transaction.atomic():
        sheet = locked(known.sheet.month, known.sheet.person)
        one = Dispute.objects.select_for_update().get(pk=dispute)
        if not one.open:
            if (one.outcome, one.points, one.answer, one.decided_by) == (
                outcome, ruled, answer, by.username,
            ):  # fmt: skip
                return one
            raise Moved
        if one.version != version:
            raise Moved
        _not_own_rating(by, sheet, one.item)
        one.outcome = Dispute.Outcome(outcome)
        one.points, one.answer = ruled, answer
        one.decided_by, one.decided_at = by.username, now
        one.version += 1
        one.save()
        moved_on(sheet)
        tell(
            "appraisal.dispute_decided", sheet, by, request,
            item=one.item, outcome=outcome, before=_text(one.points_then), points=_text(ruled),
            reason=answer,
        )  # fmt: skip
    return one


def _ruled(
    found: Scored, who: Person, one: Dispute, outcome: str, points: Decimal | None
) -> Decimal | None:
    if outcome == Dispute.Outcome.KEPT:
        return None
    if outcome == Dispute.Outcome.ACCEPTED:
        if one.wanted is None:
            raise Refused(_("本人没有写应得几分;请选「改定」并写明分数。"))
        return one.wanted
    if points is None:
        raise Refused(_("改定要写明分数。"))
    return _within(points, _highest(found, who, one.item))


def _highest(found: Scored, who: Person, code: str) -> Decimal:
    """The most points that the item can have."""
    item = found.item(who, code)
    if item is None:
        raise Refused(_("考核方案里没有这个项目。"))
    return curves.highest(item.curve)


def _within(points: Decimal, most: Decimal) -> Decimal:
    if not points.is_finite() or not 0 <= points <= most:
        raise Refused(_("分数要在 0 到 %(most)s 之间。") % {"most": f"{most.normalize():f}"})
    return points.quantize(Decimal("0.01"))


def _points_of(found: Scored, person: str, code: str) -> Decimal | None:
    score = found.appraised.get(person)
    return next((i.points for i in score.items if i.code == code), None) if score else None


def _not_own_rating(by: User, sheet: Sheet, item: str) -> None:
    """Whoever gave a rating does not judge the dispute about it while somebody else can."""
    gave = Rating.objects.filter(sheet=sheet, item=item, by=by.username).exclude(
        step=Rating.Step.SELF
    )
    if not gave.exists():
        return
    others = User.objects.filter(
        is_active=True, role__in=[r for r in roles.Role.values if roles.may(r, roles.APPRAISE)]
    ).exclude(pk=by.pk)
    if others.exclude(person=sheet.person).exists():
        raise Refused(_("这个分是您打的,请由另一位有权考核的人处理。"))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)

"""The steps of an appraisal: opened, self-assessed, rated, acknowledged, closed.

Every step is done once: the same again changes nothing, another one since is told apart by the
version that was read. Computed items cannot be typed over; only rating items take points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.appraisal import rights
from jinpai.apps.appraisal.actions.sheets import (
    as_read,
    locked,
    moved_on,
    not_closed,
    of_month,
    tell,
)
from jinpai.apps.appraisal.models import Dispute, Rating, Sheet, State
from jinpai.apps.appraisal.queries.scored import Scored, scored
from jinpai.apps.appraisal.refused import Refused
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import audit
from jinpai.apps.team.models import User
from jinpai.rules.inputs import Person

DONE = {
    State.SELF: "self",
    State.LEADER: "leader",
    State.SUPERVISOR: "supervisor",
    State.THIRD: "third",
}
AFTER = {step: state for state, step in DONE.items()}
ORDER = tuple(DONE.values())
HUNDRED = Decimal(100)


def next_step(state: str, steps: tuple[str, ...]) -> str | None:
    """The step that comes next in this state; None where no rating is awaited."""
    if state == State.OPEN:
        return steps[0] if steps else None
    done = DONE.get(State(state))
    if done is None:
        return None
    if done in steps:
        left = steps[steps.index(done) + 1 :]
    else:  # another rulebook came into force, which has no such step: on with those after it
        left = tuple(s for s in steps if ORDER.index(s) > ORDER.index(done))
    return left[0] if left else None


def rated(state: str, steps: tuple[str, ...]) -> bool:
    """Have all raters spoken, so that the person's word is awaited?"""
    if state == State.OPEN:
        return not steps
    return DONE.get(State(state)) is not None and next_step(state, steps) is None


# -- opening -----------------------------------------------------------------------------


def prepare_month(
    *, by: User, month: str, now: datetime, request: HttpRequest | None = None
) -> int:
    """A sheet for everyone who has a scheme, so that targets can be set; how many are new."""
    rights.allow(by)
    found = _with_rulebook(month)
    with transaction.atomic():
        new = _sheets(found)
        if new:
            audit.record(
                action="appraisal.prepared", subject=month, detail={"people": new}, by=by,
                request=request,
            )  # fmt: skip
    return len(new)


def open_month(*, by: User, month: str, now: datetime, request: HttpRequest | None = None) -> int:
    """The self-assessment begins, for everyone at once; how many sheets moved."""
    rights.allow(by)
    found = _with_rulebook(month)
    with transaction.atomic():
        _sheets(found)
        sheets = list(Sheet.objects.select_for_update().filter(month=month, state=State.TARGETS))
        for sheet in sheets:
            moved_on(sheet, State.OPEN)
        if sheets:
            audit.record(
                action="appraisal.opened", subject=month,
                detail={"people": [s.person for s in sheets]}, by=by, request=request,
            )  # fmt: skip
    return len(sheets)


def _with_rulebook(month: str) -> Scored:
    found = scored(month)
    if found.version is None:
        raise Refused(
            _("%(month)s 还没有生效的制度;先在「薪资 · 制度」里让一份制度生效。") % {"month": month}
        )
    return found


def _sheets(found: Scored) -> list[str]:
    month = found.month.month
    known = set(Sheet.objects.filter(month=month).values_list("person", flat=True))
    wanted = [p.code for p in found.month.people if found.scheme(p) and p.code not in known]
    Sheet.objects.bulk_create(
        [Sheet(month=month, person=code) for code in wanted], ignore_conflicts=True
    )
    return wanted


# -- rating ------------------------------------------------------------------------------


def rate(
    *,
    by: User,
    month: str,
    person: str,
    version: int,
    step: str,
    points: Mapping[str, Decimal | None],
    notes: Mapping[str, str] | None = None,
    without_self: str = "",
    now: datetime,
    request: HttpRequest | None = None,
) -> Sheet:
    """One step's ratings: points 0–100 for every rating item of the scheme. `notes` by item, and
    under "" a word about the whole. The self-assessment may be passed over with a reason; a step
    may be given again until the next one has spoken."""
    found = scored(month)
    who = of_month(found, person)
    if not rights.may_rate(by, who, step, found):
        raise NotYours(_("这一步要由别人来评。"))
    wanted = _rating_items(found, who)
    given = _points(wanted, points)
    words = {item: (notes or {}).get(item, "").strip()[:2000] for item in ("", *wanted)}
    with transaction.atomic():
        sheet = locked(month, person)
        not_closed(sheet)
        if sheet.version != version and _same(sheet, step, given, words, by):
            return sheet
        as_read(sheet, version)
        _in_turn(sheet, step, found.steps(who), without_self)
        rows = {r.item: r for r in Rating.objects.filter(sheet=sheet, step=step)}
        before = {r.item: _text(r.points) for r in rows.values()}
        for item in ("", *wanted):
            row = rows.get(item) or Rating(sheet=sheet, step=step, item=item)
            row.points, row.note = given.get(item), words[item]
            row.by, row.at = by.username, now
            row.save()
        moved_on(sheet, AFTER[step], rated_at=now)
        detail: dict[str, Any] = {"step": step, **{i: _text(p) for i, p in given.items()}}
        if before:
            detail["before"] = before
        if without_self.strip():
            detail["without_self"] = without_self.strip()
        tell("appraisal.rated", sheet, by, request, **detail)
    return sheet


def _rating_items(found: Scored, person: Person) -> tuple[str, ...]:
    scheme = found.scheme(person)
    if scheme is None:
        raise Refused(_("这个岗位没有考核方案。"))
    return tuple(item.code for item in scheme[1].items if item.curve.kind == "rating")


def _points(wanted: tuple[str, ...], points: Mapping[str, Decimal | None]) -> dict[str, Decimal]:
    """Points of exactly the rating items."""
    if set(points) - set(wanted):
        raise Refused(_("算出来的项目不能手工打分;不同意可以提异议。"))
    given: dict[str, Decimal] = {}
    for item in wanted:
        value = points.get(item)
        if value is None or not value.is_finite() or not 0 <= value <= HUNDRED:
            raise Refused(_("请给每个评分项打 0–100 分。"))
        given[item] = value.quantize(Decimal("0.01"))
    return given


def _same(
    sheet: Sheet, step: str, given: Mapping[str, Decimal], words: Mapping[str, str], by: User
) -> bool:
    """Was this very rating given already, by the same person? A retry then changes nothing."""
    rows = {r.item: r for r in Rating.objects.filter(sheet=sheet, step=step)}
    return rows.keys() == {"", *given} and all(
        r.by == by.username and r.points == given.get(item) and r.note == words[item]
        for item, r in rows.items()
    )


def _in_turn(sheet: Sheet, step: str, steps: tuple[str, ...], without_self: str) -> None:
    if DONE.get(State(sheet.state)) == step:
        return  # given again, before the next one spoke
    due = next_step(sheet.state, steps)
    if due == step:
        return
    if due == "self" and len(steps) > 1 and step == steps[1]:
        if without_self.strip():
            return
        raise Refused(_("本人还没有自评;要跳过,请写原因。"))
    if sheet.state == State.TARGETS:
        raise Refused(_("这份考核还在定目标,没有开始评。"))
    raise Refused(_("还没有轮到这一步,或者这一步已经过去了。"))


# -- the person's word -------------------------------------------------------------------


def acknowledge(
    *,
    by: User,
    month: str,
    person: str,
    version: int,
    now: datetime,
    request: HttpRequest | None = None,
) -> Sheet:
    """The person has read the appraisal and has nothing against it."""
    rights.allow_own(by, person)
    found = scored(month)
    who = of_month(found, person)
    with transaction.atomic():
        sheet = locked(month, person)
        if sheet.state == State.ACKNOWLEDGED:
            return sheet
        not_closed(sheet)
        as_read(sheet, version)
        if sheet.state == State.DISPUTED:
            if _open_disputes(sheet):
                raise Refused(_("还有异议没有处理完。"))
        elif not rated(sheet.state, found.steps(who)):
            raise Refused(_("还没有评完,现在不用确认。"))
        moved_on(sheet, State.ACKNOWLEDGED, acknowledged_at=now)
        tell("appraisal.acknowledged", sheet, by, request, total=_total(found, person))
    return sheet


# -- closing -----------------------------------------------------------------------------


@dataclass
class Closing:
    """What came of closing a month."""

    closed: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)  # person → why not


def close_month(
    *,
    by: User,
    month: str,
    now: datetime,
    only: str | None = None,
    request: HttpRequest | None = None,
) -> Closing:
    """Close every sheet that is through (or that of one person); say of the others why not."""
    rights.allow(by)
    found = _with_rulebook(month)
    out = Closing()
    with transaction.atomic():
        sheets = Sheet.objects.select_for_update().filter(month=month).exclude(state=State.CLOSED)
        for sheet in sheets if only is None else sheets.filter(person=only):
            why = why_not_closed(sheet, found, now)
            if not why and rights.is_own(by, sheet.person):
                why = _("自己的考核要由别人来关闭。")
            if why:
                out.left[sheet.person] = why
                continue
            score = found.appraised.get(sheet.person)
            moved_on(
                sheet, State.CLOSED, closed_at=now, closed_by=by.username,
                total=score.total if score else None,
                coefficient=score.coefficient if score else None,
                rulebook=found.version.sha256 if found.version else "",
            )  # fmt: skip
            out.closed.append(sheet.person)
            tell(
                "appraisal.closed", sheet, by, request,
                total=_text(sheet.total), coefficient=_text(sheet.coefficient),
            )  # fmt: skip
    return out


def why_not_closed(sheet: Sheet, found: Scored, now: datetime) -> str:
    """What is still to be done before a sheet can be closed; empty: nothing."""
    if sheet.state == State.ACKNOWLEDGED:
        return ""
    if sheet.state == State.DISPUTED:
        return _("还有异议没有处理完") if _open_disputes(sheet) else ""
    person = found.person(sheet.person)
    if person is None or found.scheme(person) is None:
        return _("这个月已经没有 TA 的考核方案")
    steps = found.steps(person)
    if sheet.state == State.TARGETS:
        return _("还在定目标")
    if not rated(sheet.state, steps):
        return _("还没有评完")
    until = answer_by(sheet, found)
    if until is not None and now < until:
        return _("本人还没有确认,异议期到 %(day)s") % {"day": f"{until:%Y-%m-%d}"}
    return ""


def answer_by(sheet: Sheet, found: Scored) -> datetime | None:
    """Until when the shop waits for the person's word."""
    if sheet.rated_at is None or found.rulebook is None:
        return None
    return sheet.rated_at + timedelta(days=found.rulebook.appraisal.dispute_days)


def _open_disputes(sheet: Sheet) -> bool:
    return Dispute.objects.filter(sheet=sheet, outcome=Dispute.Outcome.OPEN).exists()


def _total(found: Scored, person: str) -> str | None:
    score = found.appraised.get(person)
    return _text(score.total) if score else None


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)

"""What is done to a task: added, claimed, attempted, finished, snoozed, handed over.

Each is one step in one transaction, says which version it read, and leaves an act behind. The
same step again by the same person (a double click, a retry) changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.desk import outcomes
from jinpai.apps.desk.actions import next_time, recorded, returning
from jinpai.apps.desk.actions.story import act, log, moved
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.apps.desk.outcomes import Told
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.workflow.kinds import Kind
from jinpai.workflow.lists import LISTS

State = Task.State
STILL_OPEN = OPEN_STATES


def may_work(user: User, task: Task) -> bool:
    """May the user see and do this task? The own, what nobody has of the own role, and all for
    those who see the team's desk."""
    if not user.may(roles.SEE_DESK):
        return False
    if user.may(roles.SEE_TEAM_DESK):
        return True
    if task.person:
        return bool(user.person) and task.person == user.person
    return task.role == user.role


# -- making ------------------------------------------------------------------------------


def add(
    *,
    list: str,
    key: str,
    role: str,
    title: str,
    since: datetime,
    now: datetime,
    shop: str = "",
    person: str = "",
    due: datetime | None = None,
    priority: int = 2,
    order_id: str = "",
    buyer: str = "",
    account: str = "",
    day: date | None = None,
    data: Mapping[str, str] | None = None,
    why_zh: str = "",
    why_en: str = "",
    source: str = Task.Source.HAND,
    by: User | None = None,
    request: HttpRequest | None = None,
) -> Task:
    """The task of this list and key, made where there is none yet."""
    if list not in LISTS:
        raise Refused(_("没有清单「%(list)s」。") % {"list": list})
    known = Task.objects.filter(list=list, key=key).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            task = Task.objects.create(
                list=list, key=key, shop=shop, role=role, person=person, first_person=person,
                title=title.strip()[:300], since=since, due=due, priority=priority,
                order_id=order_id, buyer=buyer, account=account, day=day, data=dict(data or {}),
                why_zh=why_zh[:300], why_en=why_en[:300], source=source,
                raised_by=by.username if by else "", made_at=now,
            )  # fmt: skip
            act(task, "made", by, now, source=source)
            if by is not None:
                log("made", task, by, request)
    except IntegrityError:  # the same at the same moment
        return Task.objects.get(list=list, key=key)
    return task


# -- doing -------------------------------------------------------------------------------


@transaction.atomic
def claim(
    *, by: User, task: int, version: int, now: datetime, request: HttpRequest | None = None
) -> Task:
    """Take it in hand, so that nobody else does it too."""
    one = _locked(task, by)
    if one.state == State.CLAIMED and one.claimed_by == by.username:
        return one
    _open(one)
    if one.state == State.CLAIMED:
        raise Moved(_name(one.claimed_by))
    _as_read(one, version)
    return moved(one, by, now, request, "claimed", state=State.CLAIMED, claimed_by=by.username,
                 person=one.person or by.person, first_person=one.first_person or by.person,
                 snoozed_until=None, snooze_reason="")  # fmt: skip


@transaction.atomic
def release(
    *, by: User, task: int, version: int, now: datetime, request: HttpRequest | None = None
) -> Task:
    """Put it back."""
    one = _locked(task, by)
    if one.state == State.OPEN:
        return one
    _open(one)
    _as_read(one, version)
    return moved(one, by, now, request, "released", state=State.OPEN, claimed_by="")


@transaction.atomic
def attempt(
    *,
    by: User,
    task: int,
    version: int,
    outcome: str,
    now: datetime,
    reason: str = "",
    note: str = "",
    fields: Mapping[str, str] | None = None,
    next_due: datetime | None = None,
    request: HttpRequest | None = None,
) -> Task:
    """One try that does not end it: called, reminded, asked. `next_due` is when to try again."""
    one, kind = _with_kind(task, by)
    told = recorded.outcome(kind, outcome, closes=False)
    recorded.fitting(one, kind, told, reason, note, fields)
    _open(one)
    _as_read(one, version)
    outcomes.follow(Told(one, by, outcome, False, now, reason, note, fields or {}, request))
    detail = recorded.detail(outcome, reason, note, fields)
    whose = (
        returning.to_raiser(one, fields, note, now)
        if told.back
        else {"person": one.person or by.person, **next_time.after_try(one, now, next_due)}
    )
    return moved(one, by, now, request, "attempt", detail, attempts=one.attempts + 1,
                 state=State.OPEN, claimed_by="", first_person=one.first_person or by.person,
                 **whose)  # fmt: skip


@transaction.atomic
def finish(
    *,
    by: User,
    task: int,
    version: int,
    outcome: str,
    now: datetime,
    reason: str = "",
    note: str = "",
    fields: Mapping[str, str] | None = None,
    request: HttpRequest | None = None,
) -> Task:
    """It is done, and how it ended."""
    one, kind = _with_kind(task, by)
    told = recorded.outcome(kind, outcome, closes=True)
    recorded.fitting(one, kind, told, reason, note, fields)
    if one.state == State.DONE and one.done_by == by.username and one.outcome == outcome:
        return one
    _open(one)
    _as_read(one, version)
    outcomes.follow(Told(one, by, outcome, True, now, reason, note, fields or {}, request))
    detail = recorded.detail(outcome, reason, note, fields)
    return moved(one, by, now, request, "done", detail, state=State.DONE, outcome=outcome,
                 reason=reason, converted=told.converted, done_by=by.username, done_at=now,
                 claimed_by="", person=one.person or by.person,
                 first_person=one.first_person or by.person)  # fmt: skip


@transaction.atomic
def reopen(
    *, by: User, task: int, version: int, why: str, now: datetime,
    request: HttpRequest | None = None,
) -> Task:  # fmt: skip
    """It was not done after all; what was recorded stays on record."""
    one = _locked(task, by)
    if one.open:
        return one
    closing = [o for o in LISTS[one.list].outcomes if o.closes]
    if all(o.own for o in closing) or any(o.own and o.code == one.outcome for o in closing):
        raise Refused(_("这一条在它自己的页面上办。"))
    _because(why)
    _as_read(one, version)
    return moved(one, by, now, request, "reopened", {"why": why.strip()}, state=State.OPEN,
                 done_by="", done_at=None, outcome="", reason="", converted=False)  # fmt: skip


@transaction.atomic
def snooze(
    *, by: User, task: int, version: int, until: datetime, why: str, now: datetime,
    request: HttpRequest | None = None,
) -> Task:  # fmt: skip
    """Later, with the reason; it comes back by itself."""
    one = _locked(task, by)
    _open(one)
    _because(why)
    if until <= now:
        raise Refused(_("推后的时间要在现在之后。"))
    _as_read(one, version)
    return moved(one, by, now, request, "snoozed",
                 {"until": until.isoformat(), "why": why.strip()}, state=State.SNOOZED,
                 snoozed_until=until, snooze_reason=why.strip()[:300], claimed_by="",
                 **next_time.put_off(one, until, now))  # fmt: skip


@transaction.atomic
def hand_over(
    *, by: User, task: int, version: int, person: str, why: str, now: datetime, role: str = "",
    request: HttpRequest | None = None,
) -> Task:  # fmt: skip
    """To a colleague, or back to everyone of a role; the first owner stays on record."""
    one = _locked(task, by)
    if one.person == person and (not role or one.role == role):
        return one
    _open(one)
    _as_read(one, version)
    detail = {"from": one.person, "to": person, "role": role or one.role, "why": why.strip()}
    return moved(one, by, now, request, "handed_over", detail, person=person,
                 role=role or one.role, first_person=one.first_person or by.person or person,
                 state=State.OPEN, claimed_by="", climbed_at=None)  # fmt: skip


def pass_on(*, task: Task, by: User, person: str, why: str, now: datetime) -> Task:
    """As `hand_over`, by the signature of a shift: the taker's word moves the giver's item."""
    detail = {"from": task.person, "to": person, "role": task.role, "why": why, "shift": True}
    # what was put off stays so, and what is late stays late: only whose it is changes
    state = task.state if task.state == State.SNOOZED else State.OPEN
    return moved(task, by, now, None, "handed_over", detail, person=person,
                 first_person=task.first_person or task.person, state=state,
                 claimed_by="")  # fmt: skip


@transaction.atomic
def note(
    *, by: User, task: int, text: str, now: datetime, request: HttpRequest | None = None
) -> Task:
    """A word about it; changes nothing else."""
    one = _locked(task, by)
    if not text.strip():
        raise Refused(_("还没有写内容。"))
    act(one, "noted", by, now, text=text.strip()[:2000])
    log("noted", one, by, request)
    return one


@transaction.atomic
def acknowledge(*, by: User, task: int, now: datetime, request: HttpRequest | None = None) -> Task:
    """Whoever raised it has seen how it ended."""
    one = Task.objects.select_for_update().filter(pk=task, raised_by=by.username).first()
    if one is None:
        raise Absent(_("没有这一条。"))
    if one.open:
        raise Refused(_("还没有答复。"))
    if one.acknowledged_at is not None and one.done_at and one.acknowledged_at >= one.done_at:
        return one
    return moved(one, by, now, request, "acknowledged", acknowledged_at=now)


@transaction.atomic
def conclude(
    *, by: User, task: int, outcome: str, now: datetime, reason: str = "",
    detail: Mapping[str, Any] | None = None, request: HttpRequest | None = None,
) -> Task:  # fmt: skip
    """Ended on its list's own page, which has checked who may and what is said."""
    one = Task.objects.select_for_update().get(pk=task)
    if not one.open:
        return one
    told = next(o for o in LISTS[one.list].outcomes if o.code == outcome)
    return moved(one, by, now, request, "done", {"outcome": outcome} | dict(detail or {}),
                 state=State.DONE, outcome=outcome, reason=reason, converted=told.converted,
                 done_by=by.username, done_at=now, claimed_by="")  # fmt: skip


def tell(*, task: Task, by: User, text: str, now: datetime) -> None:
    """A word in its story, from another page that logs it itself."""
    act(task, "noted", by, now, text=text[:2000])


# -- what the facts say ------------------------------------------------------------------


@transaction.atomic
def settle(*, task: Task, outcome: str, now: datetime, said: Mapping[str, str]) -> Task:
    """The facts say it is done (the order was paid, the parcel signed): no person did it."""
    one = Task.objects.select_for_update().get(pk=task.pk)
    if not one.open:
        return one
    told = next((o for o in LISTS[one.list].outcomes if o.code == outcome), None)
    return moved(one, None, now, None, "done", {"outcome": outcome, "facts": dict(said)},
                 state=State.DONE, outcome=outcome, done_at=now, claimed_by="",
                 converted=bool(told and told.converted))  # fmt: skip


@transaction.atomic
def contradict(*, task: Task, record: str, facts: str, now: datetime) -> Task:
    """An import says otherwise than a person recorded: both are shown, neither is changed."""
    one = Task.objects.select_for_update().get(pk=task.pk)
    both = {"record": record, "facts": facts}
    if one.contradicted == both:
        return one
    return moved(one, None, now, None, "contradicted", both, contradicted=both)


# -- what they share ---------------------------------------------------------------------


def _locked(pk: int, by: User) -> Task:
    one = Task.objects.select_for_update().filter(pk=pk).first()
    if one is None:
        raise Absent(_("没有这一条。"))
    if not may_work(by, one):
        # whose it is, or that it is, is not told
        raise Absent(_("没有这一条。")) if one.person else NotYours(_("这一条不归您的岗位。"))
    return one


def _with_kind(pk: int, by: User) -> tuple[Task, Kind]:
    one = _locked(pk, by)
    return one, LISTS[one.list]


def _as_read(task: Task, version: int) -> None:
    if task.version != version:
        raise Moved


def _open(task: Task) -> None:
    if not task.open:
        raise Moved(_name(task.done_by))


def _name(username: str) -> str:
    user = User.objects.filter(username=username).first()
    return str(user) if user else ""


def _because(why: str) -> None:
    if not why.strip():
        raise Refused(_("请写原因。"))

"""The day's runs of routine checklists: made each morning, ticked, closed the next morning.

A run is one item on somebody's Today; it ends when every item of the checklist is answered.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.apps.desk.outcomes import Told
from jinpai.apps.desk.refused import Refused
from jinpai.apps.knowledge.models import RoutineTemplate, Run, ShiftChosen, Tick
from jinpai.apps.knowledge.queries import routines as query
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.workflow.lists.routines import KIND
from jinpai.workflow.routines import ANY, ENDS, OFF, SHIFTS, STATES, due, shipped

LIST = KIND.code
REASONS = frozenset(r.code for r in KIND.reasons)
LATER = timedelta(days=7)  # so long a reason may be added to a run that is over


# -- the morning -------------------------------------------------------------------------


def begin(now: datetime) -> None:
    """The shipped checklists are the first version of a fresh shop's."""
    if RoutineTemplate.objects.exists():
        return
    for one in shipped():
        try:
            with transaction.atomic():
                RoutineTemplate.objects.create(
                    code=one.code, number=1, effective=timezone.localdate(now),
                    terms=one.kept(), made_at=now, key=f"shipped:{one.code}",
                )  # fmt: skip
        except IntegrityError:  # another worker at the same moment
            continue


def morning(now: datetime) -> None:
    """Close the days before, make today's runs. Safe to repeat, and twice at once."""
    begin(now)
    today = timezone.localdate(now)
    close(today, now)
    users = list(User.objects.filter(is_active=True).exclude(person="").order_by("pk"))
    known = query.shifts([u.person for u in users], today)
    seen = set()
    for user in users:
        if user.may(roles.SEE_DESK) and (user.person, user.role) not in seen:
            seen.add((user.person, user.role))
            make(user.person, user.role, known.get(user.person, query.Shift("")), today, now)
    shared(today, now)


def make(person: str, role: str, shift: query.Shift, day: date, now: datetime) -> list[Run]:
    """The runs of one person on a day."""
    versions = query.in_force(day)
    templates = [query.read(one) for one in versions.values()]
    return [
        _run(versions[one.code], day, role, one.shift, person, shift.guessed, now)
        for one in due(templates, role, shift.code, day)
    ]


def shared(day: date, now: datetime) -> list[Run]:
    """What a whole shift does once."""
    runs = []
    for version in query.in_force(day).values():
        one = query.read(version)
        if one.shared and one.on(day):
            runs.append(_run(version, day, one.role, one.shift, "", False, now))
    return runs


def _run(
    version: RoutineTemplate, day: date, role: str, shift: str, person: str, guessed: bool,
    now: datetime,
) -> Run:  # fmt: skip
    key = f"{day}:{version.code}:{person}"
    with transaction.atomic():
        run, made = Run.objects.get_or_create(
            key=key,
            defaults={
                "template": version, "day": day, "role": role, "shift": shift, "person": person,
                "guessed": guessed, "made_at": now,
            },
        )  # fmt: skip
        if made:
            one = query.read(version)
            ends = timezone.make_aware(datetime.combine(day, ENDS.get(shift, ENDS[ANY])))
            zh, en = SHIFTS.get(shift, ("每个班", "every shift"))
            tasks.add(
                list=LIST, key=f"run:{key}", role=role, person=person, since=now, now=now,
                title=f"{one.zh}:{len(one.items)} 项", due=ends, priority=2,
                data={"run": str(run.pk)}, day=day, why_zh=f"例行清单,{zh}",
                why_en=f"Routine checklist, {en}", source=Task.Source.RULE,
            )  # fmt: skip
    return run


def close(today: date, now: datetime) -> int:
    """Days that are over: whoever was off is not counted; what nobody answered stays on record
    as such. How many were closed."""
    closed = 0
    for day in sorted(
        Run.objects.filter(day__lt=today, closed_at__isnull=True, dropped_at__isnull=True)
        .values_list("day", flat=True)
        .distinct()
    ):
        with transaction.atomic():
            runs = list(
                Run.objects.select_for_update()
                .filter(day=day, closed_at__isnull=True, dropped_at__isnull=True)
                .order_by("pk")
            )
            away = query.off({r.person for r in runs if r.person}, day)
            for one in query.shown(runs):
                run = one.run
                if run.person in away and not any(row.tick for row in one.rows):
                    _drop(run, "off", now)
                    continue
                run.closed_at = now
                run.save()
                if one.standing.left:
                    _settle(run, "not_done", now)
                closed += 1
    return closed


def _drop(run: Run, why: str, now: datetime) -> None:
    run.dropped_at, run.dropped_why = now, why
    run.save()
    _settle(run, "not_needed", now)


def _settle(run: Run, outcome: str, now: datetime) -> None:
    for task in Task.objects.filter(list=LIST, key=f"run:{run.key}", state__in=OPEN_STATES):
        tasks.settle(task=task, outcome=outcome, now=now, said={})


# -- the shift ---------------------------------------------------------------------------


@transaction.atomic
def choose_shift(
    *, by: User, shift: str, now: datetime, request: HttpRequest | None = None
) -> list[Run]:
    """Today I work this shift (or not at all): its checklists instead of the others'."""
    if not by.person:
        raise Refused(_("您的登录没有绑定人员;请店主在「团队 · 用户」里绑定。"))
    if shift not in (*SHIFTS, OFF):
        raise Refused(_("请选班次。"))
    begin(now)
    today = timezone.localdate(now)
    last = ShiftChosen.objects.filter(day=today, person=by.person).order_by("-id").first()
    if last is None or last.shift != shift:
        ShiftChosen.objects.create(day=today, person=by.person, shift=shift, by=by.username, at=now)
        audit.record(action="routine.shift_chosen", subject=f"{by.person} {today}",
                     detail={"shift": shift}, by=by, request=request)  # fmt: skip
    wanted = {r.pk for r in make(by.person, by.role, query.Shift(shift), today, now)}
    for run in Run.objects.select_for_update().filter(day=today, person=by.person, role=by.role):
        if run.pk in wanted:
            _take_up(run, by, now)
        elif run.dropped_at is None and not run.ticks.exists():
            _drop(run, "off" if shift == OFF else "shift", now)
    return list(Run.objects.filter(pk__in=wanted))


def _take_up(run: Run, by: User, now: datetime) -> None:
    """A run dropped for another shift is wanted again."""
    if run.guessed:
        run.guessed = False
        run.save()
    if run.dropped_at is None:
        return
    run.dropped_at, run.dropped_why = None, ""
    run.save()
    for task in Task.objects.filter(list=LIST, key=f"run:{run.key}", state=Task.State.DONE):
        tasks.reopen(by=by, task=task.pk, version=task.version, why="换了班次", now=now)


# -- ticking -----------------------------------------------------------------------------


@transaction.atomic
def tick(
    *, by: User, run: int, item: str, state: str, now: datetime, reason: str = "",
    note: str = "", request: HttpRequest | None = None,
) -> Tick:  # fmt: skip
    """Answer one item: done, not done with its reason, not needed with a word. The same answer
    again is the same tick; another one counts from now on, the first stays on record."""
    one = _locked(run, by, now)
    shown = query.shown([one])[0]
    row = next((r for r in shown.rows if r.item.code == item), None)
    if row is None:
        raise Refused(_("清单里没有这一项。"))
    if state == "done" and row.item.by_page:
        raise Refused(_("这一项在它自己的页上签字,签了就勾上。"))
    reason, note = _sensible(state, reason, note)
    said = _said(one, row, by, state, reason, note, now, request)
    _end(one, by, now, request)
    return said


def tick_by_page(
    *, by: User, place: str, day: date, now: datetime, request: HttpRequest | None = None
) -> list[Tick]:
    """What a page's own signature ticks off: the day's items that are done there."""
    found = []
    for shown in query.shown(
        Run.objects.select_for_update().filter(day=day, dropped_at__isnull=True, person="")
    ):
        for row in shown.rows:
            if row.item.place == place and row.item.by_page:
                found.append(_said(shown.run, row, by, "done", "", "", now, request))
                _end(shown.run, by, now, request)
    return found


def _sensible(state: str, reason: str, note: str) -> tuple[str, str]:
    if state not in STATES:
        raise Refused(_("请选做了、没做,或今天不用。"))
    note = note.strip()[:500]
    if state == "not_done" and reason not in REASONS:
        raise Refused(_("没做要选原因。"))
    if state == "not_done" and reason == "other" and not note:
        raise Refused(_("其他原因请写几句。"))
    if state == "not_needed" and not note:
        raise Refused(_("今天不用,请写一句为什么。"))
    return (reason if state == "not_done" else ""), note


def _said(
    run: Run, row: query.Row, by: User, state: str, reason: str, note: str, now: datetime,
    request: HttpRequest | None,
) -> Tick:  # fmt: skip
    last = row.tick
    if last is not None and (last.state, last.reason, last.note) == (state, reason, note):
        return last
    one = Tick.objects.create(run=run, item=row.item.code, state=state, reason=reason, note=note,
                              by=by.username, at=now)  # fmt: skip
    audit.record(action="routine.ticked", subject=str(run),
                 detail={"item": row.item.code, "state": state, "reason": reason}, by=by,
                 request=request)  # fmt: skip
    return one


def _end(run: Run, by: User, now: datetime, request: HttpRequest | None) -> None:
    """All answered: the item on Today is done."""
    now_standing = query.shown([run])[0]
    outcome = now_standing.standing.outcome
    if not outcome:
        return
    said = [row.tick for row in now_standing.rows if row.tick and row.state == outcome]
    for task in Task.objects.filter(list=LIST, key=f"run:{run.key}", state__in=OPEN_STATES):
        tasks.conclude(
            by=by, task=task.pk, outcome=outcome, now=now,
            reason=said[-1].reason if said else "", request=request,
        )  # fmt: skip


def _locked(pk: int, by: User, now: datetime) -> Run:
    one = Run.objects.select_for_update().filter(pk=pk).first()
    if one is None or not query.may_see(by, one):
        raise Absent(_("没有这张清单。"))
    if not query.may_tick(by, one):
        raise NotYours(_("别人的清单只能看,不能代勾。"))
    if one.dropped_at is not None:
        raise Refused(_("这张清单今天不用。"))
    if timezone.localdate(now) - one.day > LATER:
        raise Refused(_("过了七天的清单不再改。"))
    return one


def follow(told: Told) -> None:
    """Not done or not needed, said on the desk in one step: what is left of the run gets that
    answer. Done is ticked item by item on the run's own page."""
    run = Run.objects.select_for_update().filter(pk=int(told.task.data.get("run", 0))).first()
    if run is None:
        return
    if not query.may_tick(told.by, run):
        raise NotYours(_("别人的清单只能看,不能代勾。"))
    shown = query.shown([run])[0]
    if not shown.standing.left:
        return
    reason, note = _sensible(told.outcome, told.reason, told.note)
    for row in shown.rows:
        if row.tick is None:
            _said(run, row, told.by, told.outcome, reason, note, told.now, told.request)

"""One item: its story, and every step that can be done with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.desk import item_parts
from jinpai.apps.desk.actions import recorded, tasks
from jinpai.apps.desk.models import Task
from jinpai.apps.desk.queries.colleagues import colleagues
from jinpai.apps.desk.refused import Refused
from jinpai.apps.desk.views.page import done, moment, number
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.workflow.kinds import Kind, Outcome
from jinpai.workflow.lists import LISTS


def one_of(request: HttpRequest, pk: int) -> Task:
    """The task, for those who may work on it; for all others there is none."""
    found = Task.objects.filter(pk=pk).first()
    if found is None or not tasks.may_work(reader(request), found):
        raise Absent(_("没有这一条。"))
    return found


@require_safe
@roles.required(roles.SEE_DESK)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    found = one_of(request, pk)
    kind = LISTS.get(found.list)
    names = by_username()
    return render(
        request, "desk/task.html",
        {
            "task": found, "kind": kind, "acts": list(found.acts.all()), "names": names,
            "colleagues": colleagues(), "now": timezone.now(),
            "closing": [o for o in kind.outcomes if o.closes and not o.own] if kind else [],
            "trying": [o for o in kind.outcomes if not o.closes and not o.own] if kind else [],
            "quick": [o for o in kind.outcomes if _by_one_press(kind, o)] if kind else [],
            "before": recorded.so_far(found),
            "parts": [render_to_string(template, context, request)
                      for template, context in item_parts.parts(found, reader(request))],
        },
    )  # fmt: skip


def _by_one_press(kind: Kind, told: Outcome) -> bool:
    """A try of which nothing more need be said."""
    asks = any(f.required and (not f.on or told.code in f.on) for f in kind.fields)
    return not (told.closes or told.own or told.needs or told.after or asks)


@require_POST
@roles.required(roles.SEE_DESK)
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """One step: claim, release, attempt, finish, snooze, hand over, note, reopen."""
    one_of(request, pk)
    now = timezone.now()

    def work(by: User) -> str:
        step = STEPS.get(what)
        if step is None:
            raise Refused(_("没有这一步。"))
        return step(request, by, pk, now)

    return done(request, reverse("desk:task", args=[pk]), work)


def _claim(request: HttpRequest, by: User, pk: int, now) -> str:
    tasks.claim(by=by, task=pk, version=number(request, "version"), now=now, request=request)
    return _("归您了。")


def _release(request: HttpRequest, by: User, pk: int, now) -> str:
    tasks.release(by=by, task=pk, version=number(request, "version"), now=now, request=request)
    return _("放回去了。")


def _attempt(request: HttpRequest, by: User, pk: int, now) -> str:
    tasks.attempt(
        by=by, task=pk, version=number(request, "version"), now=now, request=request,
        next_due=moment(request, "next_due"), **_said(request),
    )  # fmt: skip
    return _("记下了这一次。")


def _finish(request: HttpRequest, by: User, pk: int, now) -> str:
    tasks.finish(
        by=by, task=pk, version=number(request, "version"), now=now, request=request,
        **_said(request),
    )  # fmt: skip
    return _("办完了。")


def _snooze(request: HttpRequest, by: User, pk: int, now) -> str:
    until = moment(request, "until")
    if until is None:
        raise Refused(_("推后到什么时候?"))
    tasks.snooze(
        by=by, task=pk, version=number(request, "version"), until=until,
        why=request.POST.get("why", ""), now=now, request=request,
    )  # fmt: skip
    return _("推后了,到时候会再出现。")


def _hand_over(request: HttpRequest, by: User, pk: int, now) -> str:
    person = request.POST.get("person", "")
    known = {c.person: c for c in colleagues()}
    role = ""
    if person.startswith("role:"):
        role, person = person.removeprefix("role:"), ""
        if role not in roles.Role.values:
            raise Refused(_("没有这个岗位。"))
    elif person not in known:
        raise Refused(_("请选交给谁。"))
    tasks.hand_over(
        by=by, task=pk, version=number(request, "version"), person=person, role=role,
        why=request.POST.get("why", ""), now=now, request=request,
    )  # fmt: skip
    return _("交出去了;最早是谁的,一直记着。")


def _note(request: HttpRequest, by: User, pk: int, now) -> str:
    tasks.note(by=by, task=pk, text=request.POST.get("text", ""), now=now, request=request)
    return _("写下了。")


def _reopen(request: HttpRequest, by: User, pk: int, now) -> str:
    tasks.reopen(
        by=by, task=pk, version=number(request, "version"), why=request.POST.get("why", ""),
        now=now, request=request,
    )  # fmt: skip
    return _("重新打开了。")


STEPS = {
    "claim": _claim, "release": _release, "attempt": _attempt, "finish": _finish,
    "snooze": _snooze, "hand-over": _hand_over, "note": _note, "reopen": _reopen,
}  # fmt: skip


def _said(request: HttpRequest) -> dict:
    post = request.POST
    return {
        "outcome": post.get("outcome", ""),
        "reason": post.get("reason", ""),
        "note": post.get("note", ""),
        "fields": {k.removeprefix("field-"): v for k, v in post.items() if k.startswith("field-")},
    }

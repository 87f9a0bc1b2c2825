"""Routine checklists: the reader's today, everyone's week, one run."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.desk.views.page import done
from jinpai.apps.knowledge.actions import routines as actions
from jinpai.apps.knowledge.models import Run
from jinpai.apps.knowledge.queries import routines as query
from jinpai.apps.knowledge.words import no_nul
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.names import by_username
from jinpai.apps.team.reader import reader
from jinpai.workflow.lists.routines import KIND
from jinpai.workflow.routines import SHIFTS


@require_safe
@roles.required(roles.SEE_DESK)
def routines(request: HttpRequest) -> HttpResponse:
    """What the reader has to do every day, today."""
    user, today = reader(request), timezone.localdate()
    known = query.shifts([user.person], today) if user.person else {}
    return render(
        request, "knowledge/routines.html",
        {
            "runs": query.mine(user, today), "day": today, "shifts": SHIFTS,
            "shift": known.get(user.person), "user": user, "reasons": KIND.reasons,
            "team": user.may(roles.SEE_TEAM_DESK), "ticks": True,
            "edits": user.may(roles.EDIT_KNOWLEDGE), "back": request.path,
        },
    )  # fmt: skip


@require_safe
@roles.required(roles.SEE_DESK)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One checklist on one day."""
    one, user = _one(request, pk), reader(request)
    return render(
        request, "knowledge/routine_run.html",
        {
            "one": query.shown([one])[0], "reasons": KIND.reasons, "back": request.path,
            "ticks": query.may_tick(user, one) and one.dropped_at is None
            and timezone.localdate() - one.day <= actions.LATER,
            "names": by_username(), "people": _people(),
        },
    )  # fmt: skip


def _people() -> dict[str, str]:
    return {u.person: str(u) for u in User.objects.exclude(person="")}


def _one(request: HttpRequest, pk: int) -> Run:
    found = Run.objects.select_related("template").filter(pk=pk).first()
    if found is None or not query.may_see(reader(request), found):
        raise Absent(_("没有这张清单。"))
    return found


@require_safe
@roles.required(roles.SEE_DESK)
def week(request: HttpRequest) -> HttpResponse:
    """Who did what, and what stays undone; everyone's for those who see the team's desk."""
    user, today = reader(request), timezone.localdate()
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
        if not date(2000, 1, 10) <= day <= today:
            day = today
    except ValueError:
        day = today
    first = day - timedelta(days=day.weekday())
    team = user.may(roles.SEE_TEAM_DESK)
    found = query.week(first, today, "" if team else user.person or "/")
    return render(
        request, "knowledge/routines_week.html",
        {
            "week": found, "first": first, "last": first + timedelta(days=6), "today": today,
            "before": first - timedelta(days=7),
            "after": first + timedelta(days=7) if first + timedelta(days=7) <= today else None,
            "team": team, "people": _people(),
        },
    )  # fmt: skip


@require_POST
@roles.required(roles.SEE_DESK)
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    no_nul(request.POST)
    one, post = _one(request, pk), request.POST

    def work(by: User) -> str:
        actions.tick(
            by=by, run=one.pk, item=post.get("item", ""), state=post.get("state", ""),
            reason=post.get("reason", ""), note=post.get("note", ""), now=timezone.now(),
            request=request,
        )  # fmt: skip
        return _("记下了。")

    return done(request, reverse("knowledge:routine_run", args=[pk]), work)


@require_POST
@roles.required(roles.SEE_DESK)
def shift(request: HttpRequest) -> HttpResponse:
    """Today I work this shift."""

    def work(by: User) -> str:
        actions.choose_shift(by=by, shift=request.POST.get("shift", ""), now=timezone.now(),
                             request=request)  # fmt: skip
        return _("按这个班次换好了清单。")

    return done(request, reverse("knowledge:routines"), work)

"""The lists, one list with its rows, and the weekly ranking of reasons."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinpai.apps.desk.queries import ranking as query
from jinpai.apps.desk.queries.today import IN_ORDER, mine
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader
from jinpai.workflow.lists import LISTS

PER_PAGE = 50
STATES = {
    "open": ("open", "claimed", "snoozed"),
    "snoozed": ("snoozed",),
    "done": ("done", "dropped"),
    "all": ("open", "claimed", "snoozed", "done", "dropped"),
}


@require_safe
@roles.required(roles.SEE_DESK)
def lists(request: HttpRequest) -> HttpResponse:
    """Every list: what it is for, how many are open, late, done this week."""
    user, now = reader(request), timezone.now()
    week = now - timedelta(days=7)
    rows = {
        r["list"]: r
        for r in mine(user, team=True)
        .values("list")
        .annotate(
            left=Count("id", filter=Q(state__in=STATES["open"])),
            late=Count("id", filter=Q(state__in=("open", "claimed"), due__lt=now)),
            done=Count("id", filter=Q(state="done", done_at__gte=week)),
        )
    }
    return render(
        request, "desk/lists.html",
        {"lists": [(kind, rows.get(code)) for code, kind in LISTS.items()]},
    )  # fmt: skip


@require_safe
@roles.required(roles.SEE_DESK)
def one_list(request: HttpRequest, code: str) -> HttpResponse:
    """The rows of one list, filtered by state and person."""
    kind = LISTS.get(code)
    if kind is None:
        raise Absent(_("没有这张清单。"))
    user = reader(request)
    state = request.GET.get("state", "open")
    state = state if state in STATES else "open"
    tasks = mine(user, team=True).filter(list=code, state__in=STATES[state])
    person = request.GET.get("person", "")
    if person:
        tasks = tasks.filter(person=person)
    order = ("-done_at", "-id") if state == "done" else IN_ORDER
    page = Paginator(tasks.order_by(*order), PER_PAGE).get_page(request.GET.get("page"))
    names = {u.person: str(u) for u in User.objects.exclude(person="")}
    return render(
        request, "desk/list.html",
        {"kind": kind, "page": page, "state": state, "states": list(STATES), "person": person,
         "names": names, "now": timezone.now(), "team": user.may(roles.SEE_TEAM_DESK)},
    )  # fmt: skip


@require_safe
@roles.required(roles.SEE_TEAM_DESK)
def ranking(request: HttpRequest) -> HttpResponse:
    """A week's reasons, ranked, and what the work on each list came to."""
    today = timezone.localdate()
    try:
        day = datetime.strptime(request.GET.get("week", ""), "%Y-%m-%d").date()
        if not today - timedelta(days=3660) <= day <= today + timedelta(days=7):
            day = today
    except ValueError:
        day = today
    first = day - timedelta(days=day.weekday())
    span = [timezone.make_aware(datetime.combine(d, time())) for d in
            (first, first + timedelta(days=7))]  # fmt: skip
    return render(
        request, "desk/ranking.html",
        {"works": query.ranking(*span), "lists": LISTS, "first": first,
         "last": first + timedelta(days=6), "before": first - timedelta(days=7),
         "after": first + timedelta(days=7) if first + timedelta(days=7) <= today else None},
    )  # fmt: skip

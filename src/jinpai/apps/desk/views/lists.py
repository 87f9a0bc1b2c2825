"""The lists, one list with its rows, and the weekly ranking of reasons."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinpai.apps import home
from jinpai.apps.board.exports import csv_of, harmless
from jinpai.apps.desk.columns import Words, columns
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.apps.desk.queries import ranking as query
from jinpai.apps.desk.queries.one_list import STATES, asked, came, rows
from jinpai.apps.desk.queries.today import mine
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader
from jinpai.workflow.kinds import Kind
from jinpai.workflow.lists import LISTS

PER_PAGE = 50
MOST_ROWS = 20_000  # of one file


@require_safe
@roles.required(roles.SEE_DESK)
def lists(request: HttpRequest) -> HttpResponse:
    """Every list: what it is for, how many are open, late, done this week."""
    user, now = reader(request), timezone.now()
    week = now - timedelta(days=7)
    counts = {
        r["list"]: r
        for r in mine(user, team=True)
        .values("list")
        .annotate(
            left=Count("id", filter=Q(state__in=OPEN_STATES)),
            late=Count("id", filter=Q(state__in=("open", "claimed"), due__lt=now)),
            done=Count("id", filter=Q(state="done", done_at__gte=week)),
        )
    }
    return render(
        request, "desk/lists.html",
        {"lists": [(kind, counts.get(code)) for code, kind in LISTS.items()]},
    )  # fmt: skip


@require_safe
@roles.required(roles.SEE_DESK)
def one_list(request: HttpRequest, code: str) -> HttpResponse:
    """The rows of one list, as the address asks for them, and what the work on it came to."""
    kind, user, now = _kind(code), reader(request), timezone.now()
    wanted = asked(request.GET, kind, timezone.localdate())
    tasks = mine(user, team=True).filter(list=code)
    found = rows(tasks, wanted)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    names, shown = _names(), columns(kind, wanted.state, both=_disagree(found))
    words = Words(kind, names, now)
    return render(
        request, "desk/list.html",
        {"kind": kind, "page": page, "wanted": wanted, "states": list(STATES), "names": names,
         "now": now, "team": user.may(roles.SEE_TEAM_DESK), "columns": shown,
         "lines": [(t, [(c, words.cell(t, c)) for c in shown]) for t in page],
         "came": came(tasks, kind, wanted), "shops": _shops(), "most": MOST_ROWS},
    )  # fmt: skip


@require_safe
@roles.required(roles.SEE_DESK)
def list_file(request: HttpRequest, code: str) -> HttpResponse:
    """The same rows and columns as a file: every page of them, buyers masked as on the screen."""
    kind = _kind(code)
    wanted = asked(request.GET, kind, timezone.localdate())
    found = rows(mine(reader(request), team=True).filter(list=code), wanted)
    shown = columns(kind, wanted.state, both=_disagree(found))
    words = Words(kind, _names(), timezone.now())
    tasks = found[:MOST_ROWS].iterator(1000)
    lines = ([harmless(words.cell(task, c)) for c in shown] for task in tasks)
    return HttpResponse(
        csv_of([[harmless(str(c.title)) for c in shown], *lines]),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="jinpai-{code}.csv"'},
    )


def _kind(code: str) -> Kind:
    kind = LISTS.get(code)
    if kind is None:
        raise Absent(_("没有这张清单。"))
    return kind


def _disagree(found: QuerySet[Task]) -> bool:
    return found.filter(contradicted__isnull=False).order_by().exists()


def _names() -> dict[str, str]:
    return {u.person: str(u) for u in User.objects.exclude(person="")}


def _shops() -> list[str]:
    """More than one, or none to choose from."""
    if not home.lake().snapshot().import_no:
        return []
    found = [shop.code for shop in home.reading().shops()]
    return found if len(found) > 1 else []


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
    works = sorted(query.ranking(*span), key=lambda work: not work.reasons)  # what is ranked first
    return render(
        request, "desk/ranking.html",
        {"works": works, "lists": LISTS, "first": first,
         "last": first + timedelta(days=6), "before": first - timedelta(days=7),
         "after": first + timedelta(days=7) if first + timedelta(days=7) <= today else None},
    )  # fmt: skip

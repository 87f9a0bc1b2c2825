"""The board of cases: by state and deadline, the late ones first; the filters are the address."""

from __future__ import annotations

from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jinpai.apps.aftersales.models import Case
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader
from jinpai.workflow.aftersales.states import FINAL, KINDS, STATES

PER_PAGE = 50


@require_safe
@roles.required(roles.HANDLE_CASES)
def cases(request: HttpRequest) -> HttpResponse:
    user, now = reader(request), timezone.now()
    asked = {
        name: request.GET.get(name, "").strip().replace("\0", "")[:64]
        for name in ("state", "kind", "whose", "due", "order")
    }
    # what a supervisor opens is the team's; an agent begins with the own and what nobody has
    mine = asked["whose"] != "all" if not user.may(roles.SEE_TEAM_DESK) else (
        asked["whose"] == "mine"
    )  # fmt: skip
    within = _whose(Case.objects.all(), user) if mine and not asked["order"] else Case.objects.all()
    if asked["kind"] in KINDS:
        within = within.filter(kind=asked["kind"])
    shown = _shown(within, asked, now).order_by(F("due").asc(nulls_last=True), "opened_at", "id")
    open_ones = within.exclude(state__in=FINAL)
    return render(
        request, "aftersales/cases.html",
        {
            "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")), "now": now,
            "asked": asked, "mine": mine, "states": _states(within, now), "kinds": KINDS.values(),
            "late": open_ones.filter(due__lt=now).count(), "open": open_ones.count(),
            "changed": within.filter(judge_again__isnull=False).count(),
        },
    )  # fmt: skip


def _whose(found: QuerySet[Case], user: User) -> QuerySet[Case]:
    """The own ones, and what nobody has."""
    return found.filter(Q(person="") | Q(person=user.person)) if user.person else found


def _shown(found: QuerySet[Case], asked: dict[str, str], now: datetime) -> QuerySet[Case]:
    if asked["order"]:
        return found.filter(order_id=asked["order"])
    if asked["due"] == "late":
        return found.exclude(state__in=FINAL).filter(due__lt=now)
    if asked["due"] == "changed":
        return found.filter(judge_again__isnull=False)
    if asked["state"] in STATES:
        return found.filter(state=asked["state"])
    return found.exclude(state__in=FINAL)


def _states(found: QuerySet[Case], now: datetime) -> list[dict[str, object]]:
    """Each state that has cases: how many, and how many of them late."""
    late = Count("id", filter=Q(due__lt=now))
    rows = {r["state"]: r for r in found.values("state").annotate(n=Count("id"), late=late)
            .order_by()}  # fmt: skip
    return [{"word": w, **rows[code]} for code, w in STATES.items() if code in rows]

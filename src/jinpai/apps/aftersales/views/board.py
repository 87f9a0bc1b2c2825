"""The board of cases: by state, the nearest deadline first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jinpai.apps.aftersales.models import Case
from jinpai.apps.team import roles
from jinpai.workflow.aftersales.states import FINAL, KINDS, STATES

PER_PAGE = 50


@require_safe
@roles.required(roles.HANDLE_CASES)
def cases(request: HttpRequest) -> HttpResponse:
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    order = request.GET.get("order", "").strip()[:64]
    counts = dict(Case.objects.values_list("state").annotate(n=Count("id")).order_by())
    found = Case.objects.order_by(F("due").asc(nulls_last=True), "opened_at", "id")
    if order:
        found = found.filter(order_id=order)
    elif state in STATES:
        found = found.filter(state=state)
    else:
        state = ""
        found = found.exclude(state__in=FINAL)
    if kind in KINDS:
        found = found.filter(kind=kind)
    now = timezone.now()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "aftersales/cases.html",
        {
            "page": page, "now": now, "state": state, "kind": kind, "order": order,
            "states": [(w, counts[code]) for code, w in STATES.items() if counts.get(code)],
            "kinds": KINDS.values(),
            "late": Case.objects.exclude(state__in=FINAL).filter(due__lt=now).count(),
        },
    )  # fmt: skip

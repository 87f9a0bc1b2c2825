"""The runs, month by month, each with where it stands and what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jinpai.apps import home
from jinpai.apps.payroll.models import City, Run
from jinpai.apps.payroll.queries import months, overview
from jinpai.apps.rulebooks import queries as rulebooks
from jinpai.apps.team import roles


@never_cache
@require_safe
@roles.required(roles.RUN_PAY)
def runs(request: HttpRequest) -> HttpResponse:
    """Sums only; the people of a run, and the log of the look, are on its own page."""
    reading = home.reading()
    known = months.with_data(reading, today=timezone.localdate())
    ruled = {month for month in known if rulebooks.in_force(month) is not None}
    context = {
        "lines": overview.listed(known, list(Run.objects.all()), ruled=ruled),
        "no_data": not reading.shops(),
        "no_rulebook": not ruled,
        "no_city": not City.objects.exists(),
    }
    return render(request, "payroll/runs.html", context)

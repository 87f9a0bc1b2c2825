"""The reader's own payslips."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jinpai.apps.payroll.models import Slip
from jinpai.apps.payroll.queries import slips
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader


@never_cache
@require_safe
@roles.required(roles.SEE_OWN_PAY)
def mine(request: HttpRequest) -> HttpResponse:
    """All that were confirmed, the newest first."""
    person = reader(request).person
    found = slips.of_person(person)
    years: dict[str, list[Slip]] = {}
    for one in found:
        years.setdefault(one.run.month[:4], []).append(one)
    context = {
        "person": person,
        "years": [(year, rows, slips.sums(rows)) for year, rows in years.items()],
        "all": reader(request).may(roles.RUN_PAY),
    }
    return render(request, "payroll/mine.html", context)

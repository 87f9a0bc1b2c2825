"""My pay so far: the month as it stands today, and what the next point and order would pay."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jinpai.apps import home
from jinpai.apps.payroll.models import Slip
from jinpai.apps.payroll.queries import explanation, live, months, people, slips
from jinpai.apps.rulebooks import queries as rulebooks
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader

from . import addresses, gate
from .slip import line_asked


@never_cache
@require_safe
@roles.required(roles.SEE_OWN_PAY)
def now(request: HttpRequest) -> HttpResponse:
    """The reader's own."""
    return _page(request, reader(request).person)


@never_cache
@require_safe
@roles.required(roles.SEE_OWN_PAY)
def now_of(request: HttpRequest, person: str) -> HttpResponse:
    """Anyone's, for those who run pay; the look is logged. To others nobody is there."""
    if gate.own(request, person):
        return _page(request, person)
    if not gate.sees_all(request) or person not in people.names(timezone.localdate()):
        raise gate.nothing()
    month = months.newest(home.reading(), today=timezone.localdate())
    gate.looked(request, f"{month}/{person}", page="now")
    return _page(request, person)


def _page(request: HttpRequest, person: str) -> HttpResponse:
    today = timezone.localdate()
    reading = home.reading()
    month = months.newest(reading, today=today)
    mine = gate.own(request, person)
    context = {
        "person": person,
        "name": people.names(today).get(person, person),
        "mine": mine,
        "all": gate.sees_all(request),
        "month": month,
        "until": live.last_day(reading, month),
    }
    if not person:
        return render(request, "payroll/now.html", {**context, "nobody": True})
    settled = Slip.objects.select_related("run").filter(run__month=month, person=person).first()
    if settled is not None and settled.run.closed:
        return render(request, "payroll/now.html", {**context, "settled": settled})
    version = rulebooks.in_force(month)
    if version is None:
        return render(request, "payroll/now.html", {**context, "no_rulebook": True})
    found = live.so_far(person, month, reading=reading, version=version)
    context |= {"so_far": found, "rulebook": version.rulebook}
    context["rulebook_href"] = addresses.rulebook(version.sha256)
    if found is not None and found.case is not None:
        payslip = found.case.payslip
        at = line_asked(request, len(payslip.lines)) or slips.first_worth_telling(payslip)
        context |= {
            "payslip": payslip,
            "appraised": found.case.appraised,
            "sections": slips.sections(found.case),
            "at": at,
            "node": explanation.line_node(found.case, at - 1) if payslip.lines else None,
            "nexts": live.worth(found.nexts),
            "carried": slips.carried(found.case),
            "no_slips": True,
        }
    return render(request, "payroll/now.html", context)

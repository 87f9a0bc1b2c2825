"""One payslip: its lines, where each number comes from, and as an Excel file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jinpai.apps import home
from jinpai.apps.payroll import exports
from jinpai.apps.payroll.actions import receipts
from jinpai.apps.payroll.queries import explanation, laws, slips
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader

from . import addresses, gate


@never_cache
@require_safe
@roles.required(roles.SEE_OWN_PAY)
def slip(request: HttpRequest, month: str, person: str) -> HttpResponse:
    """The page. `?line=3` says which line is explained beside the table."""
    found = gate.slip_for(request, month, person)
    if gate.own(request, person) and found.run.closed and request.method == "GET":
        receipts.read_receipt(user=reader(request), slip=found, now=timezone.now())
    case = slips.case_of(found, home.reading())
    payslip = case.payslip
    at = line_asked(request, len(payslip.lines)) or slips.first_worth_telling(payslip)
    context = {
        "slip": found,
        "run": found.run,
        "payslip": payslip,
        "person": case.person,
        "appraised": case.appraised,
        "rulebook": case.rulebook,
        "rulebook_href": addresses.rulebook(found.run.rulebook_sha256),
        "sections": slips.sections(case),
        "at": at,
        "node": explanation.line_node(case, at - 1) if payslip.lines else None,
        "carried": slips.carried(case),
        "laws": laws.of(case),
        "mine": gate.own(request, person),
        "all": gate.sees_all(request),
        "receipt": getattr(found, "receipt", None),
    }
    return render(request, "payroll/slip.html", context)


def line_asked(request: HttpRequest, lines: int) -> int | None:
    text = request.GET.get("line", "")
    at = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return at if 1 <= at <= lines else None


@never_cache
@require_safe
@roles.required(roles.SEE_OWN_PAY)
def xlsx(request: HttpRequest, month: str, person: str) -> HttpResponse:
    """The payslip as an Excel file."""
    found = gate.slip_for(request, month, person)
    return addresses.file(exports.slip_xlsx(found), f"payslip-{month}-{person}.xlsx")

"""Who may look at whose pay, and the log of every look at another's.

A payslip is for its owner and for those who run pay. To everyone else it is not there: 404, the
same for one that exists and one that does not, so that no address tells who is paid.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.pages.refusals import Absent
from jinpai.apps.payroll.models import Run, Slip
from jinpai.apps.team import audit, roles
from jinpai.apps.team.reader import reader

MONTH = r"20[0-9]{2}-(?:0[1-9]|1[0-2])"


class MonthText:
    """A month in an address, 2026-10."""

    regex = MONTH

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def nothing() -> Absent:
    """The one answer to every payslip that is not the reader's to see."""
    return Absent(_("没有这张工资条。"))


def sees_all(request: HttpRequest) -> bool:
    return bool(reader(request).may(roles.RUN_PAY))


def own(request: HttpRequest, person: str) -> bool:
    """Whether it is the reader's own; a login without a person owns nothing."""
    return bool(person) and reader(request).person == person


def slip_for(request: HttpRequest, month: str, person: str) -> Slip:
    """The payslip, if the reader may see it; a look at another's is logged. Its owner sees it
    once the run is confirmed, not before: a draft is no promise."""
    mine = own(request, person)
    if "\x00" in person or not (mine or sees_all(request)):  # PostgreSQL knows no such text
        raise nothing()
    found = Slip.objects.select_related("run").filter(run__month=month, person=person).first()
    if found is None or not (found.run.closed or sees_all(request)):
        raise nothing()
    if not mine:
        looked(request, f"{month}/{person}", page="payslip")
    return found


def looked(request: HttpRequest, subject: str, **detail: Any) -> None:
    """Write down that the reader looked at another's pay."""
    audit.record(action="pay.viewed", subject=subject, detail=detail, request=request)


def run_for(month: str) -> Run:
    """The month's run; 404 when there is none."""
    found = Run.objects.filter(month=month).first()
    if found is None:
        raise Absent(_("%(month)s 还没有薪资批次。") % {"month": month})
    return found

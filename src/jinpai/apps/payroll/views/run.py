"""One month's run: its people and problems, and the four steps from draft to paid."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jinpai.apps.board import exports as tables
from jinpai.apps.board.tables import arranged
from jinpai.apps.imports.sentences import in_tongue
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.payroll import exports
from jinpai.apps.payroll.actions import runs as actions
from jinpai.apps.payroll.exports.bank import without_account
from jinpai.apps.payroll.models import Run
from jinpai.apps.payroll.queries import overview
from jinpai.apps.rulebooks.refused import Moved, Refused
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader

from . import addresses, gate


@never_cache
@require_safe
@roles.required(roles.RUN_PAY)
def run(request: HttpRequest, month: str) -> HttpResponse:
    """The page; `?export=csv|xlsx` is the table of the screen. The look is logged."""
    found = gate.run_for(month)
    troubles = list(found.troubles.all())
    table = arranged(overview.people_table(found, troubles), request.GET)
    form = request.GET.get("export", "")
    gate.looked(request, month, page="run", people=found.people, **({"as": form} if form else {}))
    if form in ("csv", "xlsx"):
        return tables.answer(table, form, f"pay-{month}")
    held, said = overview.problems(found, troubles)
    unbanked = set(without_account(found)) if found.closed else set()
    context = {
        "run": found,
        "steps": overview.steps(found),
        "table": table,
        "held": held,
        "said": said,
        "totals": overview.totals(list(found.slips.all())),
        "stale": actions.stale(found),
        "newer": actions.newer_facts(found),
        "unbanked": [s for s in found.slips.all() if s.person in unbanked],
        "rulebook_href": addresses.rulebook(found.rulebook_sha256),
    }
    return render(request, "payroll/run.html", context)


def _step(request: HttpRequest, month: str, act: Callable[[], Run], done: str) -> HttpResponse:
    """Do one step and lead back to the run; a refusal is said there, with its cure."""
    try:
        act()
    except Moved as moved:
        messages.warning(request, _said(moved))
    except Refused as refused:
        messages.error(request, _said(refused))
    else:
        messages.success(request, done)
    if Run.objects.filter(month=month).exists():
        return redirect("payroll:run", month)
    return redirect("payroll:runs")


def _said(refused: Refused) -> str:
    said, cure = in_tongue(refused.problem), in_tongue(refused.problem, "cure")
    return f"{said} {cure}".strip()


def _version(request: HttpRequest) -> int:
    """The version of the run that the page showed; 0, which no run has, where it says none."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_POST
@roles.required(roles.RUN_PAY)
def open_month(request: HttpRequest, month: str) -> HttpResponse:
    """Open the month and calculate it at once: an empty draft helps nobody."""
    return _step(
        request, month,
        lambda: actions.open_and_calculate(
            by=reader(request), month=month, now=timezone.now(), request=request
        ),
        _("算好了。看过问题和每个人的数,再确认。"),
    )  # fmt: skip


@require_POST
@roles.required(roles.RUN_PAY)
def calculate(request: HttpRequest, month: str) -> HttpResponse:
    return _step(
        request, month,
        lambda: actions.calculate(
            by=reader(request), month=month, now=timezone.now(), version_read=_version(request),
            request=request,
        ),
        _("重新算好了。"),
    )  # fmt: skip


@require_POST
@roles.required(roles.RUN_PAY)
def confirm(request: HttpRequest, month: str) -> HttpResponse:
    return _step(
        request, month,
        lambda: actions.confirm(
            by=reader(request), month=month, version_read=_version(request), now=timezone.now(),
            override_reason=request.POST.get("override_reason", ""), request=request,
        ),
        _("已确认并固定。每个人现在看得到自己的工资条;以后的变化会成为下个月的调整。"),
    )  # fmt: skip


@require_POST
@roles.required(roles.RUN_PAY)
def paid(request: HttpRequest, month: str) -> HttpResponse:
    return _step(
        request, month,
        lambda: actions.mark_paid(
            by=reader(request), month=month, version_read=_version(request), now=timezone.now(),
            request=request,
        ),
        _("记下了:已发放。"),
    )  # fmt: skip


@require_POST
@roles.required(roles.RUN_PAY)
def drop(request: HttpRequest, month: str) -> HttpResponse:
    def act() -> Run:
        found = gate.run_for(month)
        actions.drop_run(
            by=reader(request), month=month, version_read=_version(request), request=request
        )
        return found

    return _step(request, month, act, _("这一批删掉了,可以重新打开。"))


@never_cache
@require_safe
@roles.required(roles.RUN_PAY)
def file(request: HttpRequest, month: str, kind: str) -> HttpResponse:
    """The run as Excel, the bank's file, the tax client's file. Taking one is a look."""
    found = gate.run_for(month)
    makers = {
        "excel": (exports.run_xlsx, f"pay-{month}.xlsx"),
        "bank": (exports.bank_csv, f"bank-{month}.csv"),
        "tax": (exports.tax_csv, f"tax-{month}.csv"),
    }
    if kind not in makers:
        raise Absent(_("没有这种文件。"))
    make, name = makers[kind]
    gate.looked(request, month, file=kind, people=found.people)
    return addresses.file(make(found), name)

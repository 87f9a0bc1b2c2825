"""The audit log: who did what, when, from where."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jinpai.apps.team import roles
from jinpai.apps.team.audit_words import word
from jinpai.apps.team.models import AuditEntry, User
from jinpai.apps.team.reader import reader

ROWS = 50
OF_PAY = ("pay_run.", "pay_profile.", "pay_entry.", "tax_opening.", "loss.")
"""Actions whose particulars hold amounts of people's pay: for those who run pay."""


@require_safe
@roles.required(roles.SEE_AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    entries = AuditEntry.objects.select_related("user")
    action, who = request.GET.get("action", ""), request.GET.get("who", "")
    subject = request.GET.get("subject", "").strip()
    if action:
        entries = entries.filter(action=action)
    if who:
        entries = entries.filter(user__username=who)
    if subject:
        entries = entries.filter(subject__icontains=subject)
    pay = reader(request).may(roles.RUN_PAY)
    page = Paginator(entries, ROWS).get_page(request.GET.get("page"))
    used = AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct()
    context = {
        "page": page,
        "lines": [(e, word(e.action), _particulars(e, pay=pay)) for e in page],
        "actions": [(code, word(code)) for code in used],
        "people": User.objects.values_list("username", flat=True),
        "action": action,
        "who": who,
        "subject": subject,
    }
    return render(request, "team/audit.html", context)


def _particulars(entry: AuditEntry, *, pay: bool) -> str:
    return "•••" if entry.action.startswith(OF_PAY) and not pay else detail_text(entry.detail)


def detail_text(detail: dict) -> str:
    """The particulars in one line: key value, changes as before → after."""
    parts = []
    for key, value in detail.items():
        if isinstance(value, list) and len(value) == 2:
            parts.append(f"{key}: {_plain(value[0])} → {_plain(value[1])}")
        elif value not in (None, ""):
            parts.append(f"{key}: {_plain(value)}")
    return "; ".join(parts)


def _plain(value: object) -> str:
    return "—" if value in (None, "") else str(value)

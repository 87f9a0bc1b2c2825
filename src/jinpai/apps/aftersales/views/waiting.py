"""The cases whose goods the warehouse expects."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jinpai.apps.aftersales.queries import expected
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader


@require_safe
@roles.required(roles.WAREHOUSE)
def waiting(request: HttpRequest) -> HttpResponse:
    return render(
        request, "aftersales/waiting.html",
        {"cases": expected.waiting(), "total": expected.count_waiting(), "now": timezone.now(),
         "handles": reader(request).may(roles.HANDLE_CASES)},
    )  # fmt: skip

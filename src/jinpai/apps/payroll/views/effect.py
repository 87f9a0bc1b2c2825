"""Before and after a change, beside those whom it did not touch. Means of groups, no names."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jinpai.apps import home
from jinpai.apps.payroll.queries import effects
from jinpai.apps.rulebooks import queries as rulebooks
from jinpai.apps.team import roles


@require_safe
@roles.required(roles.CHANGE_RULES)
def effect(request: HttpRequest) -> HttpResponse:
    """`?metric=&day=2026-11-01&weeks=4&touched=售前&beside=售后`."""
    asked = effects.asked(request.GET)
    today = timezone.localdate()
    context = {
        "asked": asked,
        "metrics": effects.METRICS,
        "weeks": effects.WEEKS,
        "groups": effects.groups(asked.day or today),
        "changes": rulebooks.history(),
        "seen": effects.seen(asked, reading=home.reading()),
    }
    return render(request, "payroll/effect.html", context)

"""Two rulebooks side by side, in words and as text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jinpai.apps.rulebooks.queries.compared import differences, text_difference
from jinpai.apps.rulebooks.queries.sources import named, shipped
from jinpai.apps.rulebooks.queries.versions import in_force, versions
from jinpai.apps.rulebooks.views.reading import asked
from jinpai.apps.team import roles


@roles.required(roles.SEE_RULES)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """`?a=&b=`: keys; without them what rules now is the first."""
    known = [*named(versions()), *shipped()]
    rules = in_force(f"{timezone.localdate():%Y-%m}")
    first = request.GET.get("a") or (rules.sha256 if rules else "")
    second = request.GET.get("b", "")
    before, after = (asked(key) if key else None for key in (first, second))
    context: dict[str, Any] = {
        "known": known,
        "before": before,
        "after": after,
        "first": first,
        "second": second,
    }
    if before and after:
        context["lines"] = text_difference(before.text, after.text)
        if before.rulebook and after.rulebook:
            context["differences"] = differences(before.rulebook, after.rulebook)
    return render(request, "rulebooks/compare.html", context)

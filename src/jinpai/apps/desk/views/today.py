"""Today, and the count that the badge shows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jinpai.apps.desk.filling.room import desk_in_force
from jinpai.apps.desk.queries import today as query
from jinpai.apps.desk.views.page import midnight
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader


@require_safe
@roles.required(roles.SEE_DESK)
def today(request: HttpRequest) -> HttpResponse:
    """What is due for the reader, in order, each with its one button."""
    user, now = reader(request), timezone.now()
    most = desk_in_force(timezone.localtime(now).date()).most_a_day
    found = query.today(user, now, midnight=midnight(now), most=most)
    offered = query.offers(user, now)
    return render(
        request, "desk/today.html",
        {"today": found, "now": now, "offered": list(offered[:5]), "user": user},
    )  # fmt: skip


@require_safe
@never_cache
@roles.required(roles.SEE_DESK)
def count(request: HttpRequest) -> HttpResponse:
    """How many items are late or due soon, for the badge."""
    return JsonResponse({"due": query.due_count(reader(request), timezone.now())})

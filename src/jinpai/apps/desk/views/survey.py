"""What buyers say when they are asked, week by week."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jinpai.apps.desk.queries import survey as query
from jinpai.apps.team import roles
from jinpai.apps.team.reader import reader
from jinpai.workflow.lists import LISTS


@require_safe
@roles.required(roles.SEE_DESK)
def survey(request: HttpRequest) -> HttpResponse:
    """The visits, or the calls before a confirmation."""
    code = request.GET.get("list", "")
    code = code if code in query.ASKED else query.ASKED[0]
    user = reader(request)
    weeks = query.survey(user, code, timezone.now())
    return render(
        request, "desk/survey.html",
        {
            "kind": LISTS[code], "lists": [LISTS[c] for c in query.ASKED], "code": code,
            "weeks": weeks, "any": any(week.asked for week in weeks),
            "team": user.may(roles.SEE_TEAM_DESK),
        },
    )  # fmt: skip

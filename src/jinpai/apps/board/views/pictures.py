"""The charts as pictures, for readers without scripts: the same spec, drawn by the server."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from jinpai.apps.pages.refusals import Absent
from jinpai.metrics.catalogue import CATALOGUE

from ..charts.draw import svg
from ..charts.heat import heat
from ..queries import agents
from ..queries.figures import sheet
from ..queries.month import trend_of
from ..queries.targets import targets
from ..queries.team import members
from ..scope import Scope
from .page import board_page


@board_page()
def picture(request: HttpRequest, scope: Scope, name: str) -> HttpResponse:
    """`trend` and `fair` of ?metric=, `hours`; people without the team's board see their own."""
    code = request.GET.get("metric", "inquiry_conversion")
    if scope.shop is None or code not in CATALOGUE:
        raise Absent
    scope.check_metric(CATALOGUE[code])
    person, account = request.GET.get("person"), request.GET.get("account")
    spec = None
    if name == "trend":
        who: dict[str, Any] = {}
        if account:
            scope.check_account(account)
            who = {"accounts": [account]}
        elif person:
            scope.check_person(person)
            who = {"people": [person]}
        by_day = sheet(scope, by=("day",), metrics=[code], **who)
        spec, _points = trend_of(
            scope, code, by_day, target=targets(scope.code).get(code), campaigns=()
        )
    elif name == "hours" and scope.sees_team:
        spec = heat(
            list(
                scope.reading.hourly(
                    shop=scope.code, start=scope.period.start, end=scope.period.end
                )
            )
        )
    elif name == "fair" and scope.sees_team and code in agents.PLOTS:
        plot = agents.plot_of(scope, members(scope, [code]), code)
        spec = plot[0] if plot else None
    if spec is None:
        raise Absent
    return HttpResponse(svg(spec), content_type="image/svg+xml")

"""Ring value, reconciliation and the calculators."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from jinpai.apps.team import roles

from ..queries import plan as plans
from ..queries.reconcile import reconcile_table
from ..queries.ring import ring
from ..scope import Scope
from ..tables import arranged
from .page import asked_export, board_page, exported, paging, plain, show


@board_page(roles.SEE_MONEY, roles.SEE_TEAM_BOARD)
def ring_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    if scope.shop is None:
        return show(request, "no_shop", scope)
    found = ring(scope)
    accounts = arranged(found.accounts, request.GET)
    form = asked_export(request)
    if form:
        return exported(accounts, scope, form)
    return show(
        request, "ring", scope, ring=found, accounts=accounts, days=plain(found.days),
        asked=request.GET, fresh=scope.same(ppc=None, click=None, conversion=None, aov=None),
    )  # fmt: skip


@board_page(roles.SEE_TEAM_BOARD)
def reconcile_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    if scope.shop is None:
        return show(request, "no_shop", scope)
    only = request.GET.get("all") != "1"
    table = arranged(reconcile_table(scope, only_different=only), request.GET)
    form = asked_export(request)
    if form:
        return exported(table, scope, form)
    pages = paging(request)
    shown = replace(table, rows=table.rows[pages.offset : pages.offset + pages.limit])
    return show(
        request, "reconcile", scope, table=shown, only=only,
        other=scope.same(all="1" if only else None, offset=None),
        paging=pages.links(scope, len(table.rows)),
    )  # fmt: skip


@board_page(roles.SEE_MONEY)
def plan_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    cost = None
    if scope.shop is not None:
        value = scope.reading.ring_value(
            shop=scope.code, start=scope.period.start, end=scope.period.end
        )
        cost = value.ring_cost
    rows, over, daily = plans.discipline_rows(request.GET)
    return show(
        request,
        "plan",
        scope,
        planner=plans.planner(request.GET, suggested_cost=cost),
        comparison=plans.comparison(request.GET),
        discipline=rows,
        over=over,
        daily=daily,
    )

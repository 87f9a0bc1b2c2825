"""The list of metrics and one metric with its rows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jinpai.apps.pages.refusals import Absent
from jinpai.facts.rows import TABLES
from jinpai.metrics.catalogue import CATALOGUE, GROUPS

from ..queries.figures import sheet
from ..queries.metric import metric_page
from ..queries.month import earlier_period, listed_metrics
from ..queries.targets import targets
from ..scope import Scope, said, speaks_english
from ..tables import arranged
from .page import asked_export, board_page, exported, paging, plain, show


@board_page()
def metrics_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every metric of the catalogue with its figure; those without one are said to be unknown."""
    listed = []
    if scope.shop is not None:
        now = sheet(scope)
        before = sheet(scope, period=earlier_period(scope))
        listed = listed_metrics(scope, now, before, targets(scope.code))
    known = {row.code for _group, rows in listed for row in rows}
    which = 1 if speaks_english() else 0
    unknown = [
        (
            GROUPS[metric.group][which],
            said(metric),
            scope.link("metric", code),
            [(TABLES[table].zh, TABLES[table].en)[which] for table in metric.tables],
        )
        for code, metric in CATALOGUE.items()
        if code not in known and (scope.sees_money or metric.unit != "yuan")
    ]
    return show(request, "metrics", scope, listed=listed, unknown=unknown)


@board_page()
def one_metric(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    metric = CATALOGUE.get(code)
    if metric is None:
        raise Absent(_("没有叫「%(code)s」的指标。") % {"code": code[:40]})
    if scope.shop is None:
        return show(request, "no_shop", scope)
    person, account = request.GET.get("person"), request.GET.get("account")
    if account:
        scope.check_account(account)
    elif person:
        scope.check_person(person)
    elif not scope.sees_team:
        person = scope.own
    scope.check_metric(metric)
    part = "den" if request.GET.get("part") == "den" else "num"
    pages = paging(request)
    page = metric_page(
        scope, code, person=person, account=account, part=part,
        offset=pages.offset, limit=pages.limit,
    )  # fmt: skip
    form = asked_export(request)
    if form and page.rows is not None:
        return exported(page.rows, scope, form)
    return show(
        request,
        "metric",
        scope,
        page=page,
        agents=plain(arranged(page.agents, request.GET)) if page.agents else None,
        days=plain(page.days),
        picture=scope.link("picture", "trend", metric=code, person=person, account=account),
        paging=pages.links(scope, page.rows.total_rows if page.rows else None),
        parts=[
            ("num", _("分子的行"), scope.same(part=None, offset=None) + "#rows"),
            ("den", _("分母的行"), scope.same(part="den", offset=None) + "#rows"),
        ]
        if page.has_den
        else [],
        whole=scope.same(person=None, account=None, offset=None) if scope.sees_team else "",
    )

"""The agents' table and one agent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jinpai.apps.pages.refusals import Absent
from jinpai.metrics.catalogue import CATALOGUE, GROUPS

from ..queries import agents as query
from ..queries.agent import agent
from ..queries.team import members
from ..scope import Scope, said, speaks_english
from ..tables import Cell, Column, Row, Table, arranged
from .page import asked_export, board_page, exported, plain, show

GROUPINGS = ("person", "account")


@board_page()
def agents_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    if scope.shop is None:
        return show(request, "no_shop", scope)
    asked = request.GET
    group = asked.get("by", "person")
    group = group if group in GROUPINGS else "person"
    table, team = query.agents_table(scope, group=group, wanted=asked.getlist("cols"))
    found = asked.get("find", "").strip()
    if found:
        keep = [
            r for r in table.rows if r.total or found.lower() in str(r.cells["name"].value).lower()
        ]
        table = Table(**{**table.__dict__, "rows": keep})
    table = arranged(table, asked)
    form = asked_export(request)
    if form:
        return exported(table, scope, form)
    code = asked.get("plot", "inquiry_conversion")
    code = code if code in query.PLOTS else "inquiry_conversion"
    plot_team = team
    if code != "inquiry_conversion" and not any(m.figure(code) for m in team):
        plot_team = members(scope, [code], group=group)
    plot = query.plot_of(scope, plot_team, code) if scope.sees_team else None
    which = 1 if speaks_english() else 0
    choices: list[tuple[str, list[tuple[str, str, bool]]]] = []
    shown = {c.code for c in table.shown}
    for group_code, names in GROUPS.items():
        options = [
            (c.code, c.title, c.code in shown) for c in table.columns if c.group == group_code
        ]
        if options:
            choices.append((names[which], options))
    return show(
        request,
        "agents",
        scope,
        table=table,
        choices=choices,
        group=group,
        groupings=[
            ("person", _("按人"), scope.same(by=None)),
            ("account", _("按账号"), scope.same(by="account")),
        ],
        found=found,
        plot=plot[0] if plot else None,
        plot_table=plain(plot[1]) if plot else None,
        plot_code=code,
        plot_title=said(CATALOGUE[code]),
        plot_centre=query.centre_text(plot_team, code),
        plots=[(c, said(CATALOGUE[c]), scope.same(plot=c) + "#fair") for c in query.PLOTS],
    )


@board_page()
def one_agent(request: HttpRequest, scope: Scope) -> HttpResponse:
    if scope.shop is None:
        return show(request, "no_shop", scope)
    person, account = request.GET.get("person"), request.GET.get("account")
    if not person and not account:
        if scope.sees_team:
            raise Absent(_("地址里没有说是哪位客服。"))
        person = scope.own
    if account and not person:
        scope.check_account(account)
    else:
        scope.check_person(person)
        account = None
    return agent_page(request, scope, person=person, account=account)


def agent_page(
    request: HttpRequest, scope: Scope, *, person: str | None, account: str | None
) -> HttpResponse:
    metric = request.GET.get("trend", "inquiry_conversion")
    found = agent(scope, person=person, account=account, trend_metric=metric)
    form = asked_export(request)
    if form:
        return exported(found.table, scope, form)
    from ..queries.month import TREND_METRICS

    return show(
        request,
        "agent",
        scope,
        agent=found,
        own=not scope.sees_team,
        trends=[
            (code, said(CATALOGUE[code]), scope.same(trend=code) + "#trend")
            for code in TREND_METRICS
        ],
        trend_title=said(CATALOGUE[found.trend_metric]),
        trend_table=plain(_points(found)),
        speed_table=plain(
            Table(
                [
                    Column("wait", _("秒")),
                    Column("rounds", _("回合"), "count"),
                ],
                [Row({"wait": Cell(label), "rounds": Cell(n)}) for label, n in found.bins],
                name="speed-table",
                caption=_("多久回复"),
            )
        ),
    )


def _points(found: object) -> Table:
    from .month import points_table

    return points_table(found)  # type: ignore[arg-type]

"""The month board; for who sees only their own figures, their own page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jinpai.metrics.catalogue import CATALOGUE

from ..queries.agents import TONES, figure_cell, share_cases, verdict_words
from ..queries.month import TREND_METRICS, Month, month
from ..queries.targets import targets
from ..scope import Scope, said
from ..tables import Cell, Column, Row, Table
from .agents import agent_page
from .page import board_page, plain, show

TEAM_ROWS = 12


@board_page()
def month_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    if scope.shop is None:
        return show(request, "no_shop", scope)
    if not scope.sees_team:
        return agent_page(request, scope, person=scope.own, account=None)
    found = month(scope, trend_metric=request.GET.get("trend", "inquiry_conversion"))
    return show(
        request,
        "month",
        scope,
        month=found,
        team=plain(team_table(scope, found)),
        trends=[
            (code, said(CATALOGUE[code]), scope.same(trend=code) + "#trend")
            for code in TREND_METRICS
            if scope.sees_money or CATALOGUE[code].unit != "yuan"
        ],
        trend_title=said(CATALOGUE[found.trend_metric]),
        trend_table=plain(points_table(found)),
        heat_table=plain(heat_table(found)),
        targets=targets(scope.code),
    )


def team_table(scope: Scope, found: Month) -> Table:
    """The team in short, best conversion first; the whole table is a page of its own."""
    from jinpai.metrics.fair import pooled, verdict, wilson

    from ..queries.agents import best_of

    cases = share_cases(found.team, "inquiry_conversion")
    centre = pooled([(num, den) for _m, num, den in cases])
    codes = ["receptions", "inquiries", "inquiry_conversion", "average_response"]
    if scope.sees_money:
        codes.append("sales")
    codes.append("satisfaction")
    best = {code: best_of(found.team, code) for code in codes}
    by_member = {id(m): (num, den) for m, num, den in cases}
    rows = []
    for member in found.team[:TEAM_ROWS]:
        cells = {"name": Cell(member.name, member.href(scope))}
        for code in codes:
            cells[code] = figure_cell(
                scope, member, code, best[code], mixed=not found.only_reported
            )
        if id(member) in by_member and centre is not None and len(cases) > 1:
            num, den = by_member[id(member)]
            band = wilson(num, den)
            cells["interval"] = Cell(
                f"{band.low * 100:.0f}–{band.high * 100:.0f}" if band else None, tone="muted"
            )
            judged = verdict(num, den, centre)
            cells["fair"] = Cell(verdict_words(judged), tone=TONES.get(judged, "muted"))
        rows.append(Row(cells))
    columns = [Column("name", _("姓名"))]
    for code in codes:
        metric = CATALOGUE[code]
        columns.append(Column(code, said(metric), metric.unit, href=scope.link("metric", code)))
        if code == "inquiry_conversion":
            columns.append(Column("interval", _("95% 区间"), "right"))
            columns.append(Column("fair", _("与同店比")))
    return Table(columns, rows, name="team", caption=_("客服"))


def points_table(found: Month) -> Table:
    metric = CATALOGUE[found.trend_metric]
    return Table(
        [
            Column("day", _("日期"), "day"),
            Column("value", said(metric), metric.unit),
            Column("n", "n", "count"),
        ],
        [
            Row({"day": Cell(p.day, p.href), "value": Cell(p.value, p.href), "n": Cell(p.n)})
            for p in found.points
        ],
        name="trend-table",
        caption=said(metric),
    )


def heat_table(found: Month) -> Table:
    """Weekdays down, hours across, receptions in the cells: the numbers of the heat map."""
    from ..charts.heat import weekday_names

    grid = {(c.weekday, c.hour): c for c in found.hours}
    hours = sorted({c.hour for c in found.hours if c.receptions or c.rounds})
    rows = []
    for weekday, name in enumerate(weekday_names()):
        cells = {"day": Cell(name)}
        for hour in hours:
            cell = grid.get((weekday, hour))
            cells[str(hour)] = Cell(cell.receptions if cell else None)
        rows.append(Row(cells))
    return Table(
        [Column("day", _("星期")), *(Column(str(h), str(h), "count") for h in hours)],
        rows,
        name="heat-table",
        caption=_("每小时开始的接待"),
    )

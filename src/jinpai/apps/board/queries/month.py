"""The month board: headline, tiles, funnel, hours, trend, team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jinpai.metrics.catalogue import CATALOGUE, GROUPS, settling_days
from jinpai.metrics.fair import MIN_CASES

from .. import showing
from ..charts import heat, trend
from ..charts.trend import Point
from ..period import Period
from ..scope import Scope, said
from .attention import Notice, notices
from .figures import Sheet, sheet
from .recall import ask
from .targets import met, targets
from .team import Member, members

TREND_METRICS = (
    "inquiry_conversion", "receptions", "average_response", "sales", "within_3min", "missed_rings",
)  # fmt: skip
TEAM_METRICS = (
    "receptions", "inquiries", "inquiry_conversion", "average_response", "sales", "satisfaction",
    "unanswered", "missed_rings",
)  # fmt: skip


@dataclass(frozen=True)
class Tile:
    """One figure with what it is compared to."""

    code: str
    title: str
    value: Any
    unit: str
    href: str
    lines: list[tuple[str, str]] = field(default_factory=list)  # (text, tone)
    approximate: bool = False
    reported: bool = False
    provisional: bool = False
    final_on: date | None = None

    @property
    def parts(self) -> tuple[str, str, str]:
        return showing.parts(self.value, self.unit)


@dataclass(frozen=True)
class Step:
    """One step of the funnel, with its share of the step before and of the first."""

    title: str
    value: int | None
    href: str
    share: float | None  # of the step before
    width: int  # per cent of the widest, for the bar


@dataclass(frozen=True)
class ListedMetric:
    code: str
    title: str
    unit: str
    value: Any
    n: int | None
    change: str
    href: str
    target: str
    status: str
    reported: bool
    approximate: bool


@dataclass(frozen=True)
class Month:
    tiles: list[Tile]
    notices: list[Notice]
    funnel: list[Step]
    heat: dict[str, Any] | None
    hours: list[Any]
    trend: dict[str, Any] | None
    trend_metric: str
    points: list[Point]
    campaigns: list[date]
    listed: list[tuple[str, list[ListedMetric]]]
    team: list[Member]
    ring: Any
    empty: bool
    only_reported: bool


def tone_of_change(now: Any, before: Any, direction: str) -> str:
    if now is None or before is None or direction == "none" or now == before:
        return ""
    return "done" if (now > before) == (direction == "up") else "loss"


def tile(
    scope: Scope,
    code: str,
    now: Sheet,
    before: Sheet,
    aims: dict[str, Decimal],
    *,
    compared: str,
    extra: str = "",
    measure: Any = None,
    key: dict[str, Any] | None = None,
) -> Tile:
    """A tile of one catalogue metric; `compared` names the earlier period."""
    metric = CATALOGUE[code]
    figure = now.get(code)
    value = None if figure is None else figure.value
    earlier = comparable(scope, code, before)
    lines: list[tuple[str, str]] = []
    difference = showing.change(value, earlier, metric.unit)
    if difference:
        lines.append((_("较%(period)s %(change)s") % {"period": compared, "change": difference},
                      tone_of_change(value, earlier, metric.direction)))  # fmt: skip
    aim = aims.get(code)
    reached = met(value, aim, metric.direction)
    if aim is not None:
        words = _("目标 %(target)s") % {"target": showing.text(aim, metric.unit)}
        lines.append((words, "" if reached is None else "done" if reached else "loss"))
    if now.n(code) is not None:
        lines.append((f"n {now.n(code):,}", "muted"))
    if extra:
        lines.append((extra, "muted"))
    provisional = figure is not None and figure.status != "final"
    days = settling_days(metric, measure) if measure is not None else 0
    return Tile(
        code,
        said(metric),
        value,
        metric.unit,
        scope.link("metric", code, **(key or {})),
        lines,
        approximate=bool(figure and figure.approximate),
        reported=bool(figure and figure.source == "reported"),
        provisional=provisional,
        final_on=scope.period.end + timedelta(days=days + 1) if provisional else None,
    )


def funnel_steps(scope: Scope) -> list[Step]:
    steps = [
        s
        for s in ask(
            scope.reading, "funnel", shop=scope.code, start=scope.period.start, end=scope.period.end
        )
        if s.value is not None
    ]
    widest = max((s.value for s in steps), default=0)
    out: list[Step] = []
    for step in steps:
        last = out[-1].value if out else None
        out.append(
            Step(
                said(step),
                step.value,
                scope.link("metric", step.metric) if step.metric else "",
                step.value / last if last else None,
                round(100 * step.value / widest) if widest else 0,
            )
        )
    return out if len(out) > 1 else []


def listed_metrics(
    scope: Scope, now: Sheet, before: Sheet, aims: dict[str, Decimal]
) -> list[tuple[str, list[ListedMetric]]]:
    """Every metric with a figure, by group."""
    from ..scope import speaks_english

    groups: dict[str, list[ListedMetric]] = {code: [] for code in GROUPS}
    for code, metric in CATALOGUE.items():
        figure = now.get(code)
        if figure is None or (metric.unit == "yuan" and not scope.sees_money):
            continue
        groups[metric.group].append(
            ListedMetric(
                code,
                said(metric),
                metric.unit,
                figure.value,
                now.n(code),
                showing.change(figure.value, comparable(scope, code, before), metric.unit),
                scope.link("metric", code),
                showing.text(aims[code], metric.unit) if code in aims else "",
                figure.status,
                figure.source == "reported",
                figure.approximate,
            )
        )
    which = 1 if speaks_english() else 0
    return [(GROUPS[g][which], rows) for g, rows in groups.items() if rows]


def trend_of(
    scope: Scope,
    code: str,
    found: Sheet,
    *,
    target: Decimal | None,
    campaigns: Sequence[date],
    key: dict[str, Any] | None = None,
    team: dict[date, Decimal | None] | None = None,
) -> tuple[dict[str, Any], list[Point]]:
    """The chart of one metric by day, and its points for the table below it."""
    metric = CATALOGUE[code]
    points = []
    for day in scope.period.all_days():
        figure = found.get(code, day)
        href = scope.link("metric", code, period=Period(day, day), **(key or {}))
        n = found.n(code, day)
        points.append(
            Point(
                day,
                None if figure is None else figure.value,
                n,
                href,
                figure is None or figure.status == "final",
            )
        )
    while points and points[-1].value is None:  # days that have not come yet
        points.pop()
    spec = trend.trend(
        points, name=said(metric), unit=metric.unit, target=target, campaigns=campaigns, team=team
    )
    return spec, points


def comparable(scope: Scope, code: str, before: Sheet) -> Any | None:
    """The earlier period's value, or None where the comparison would mislead: what adds up over
    days cannot be compared with a period whose first days the shop has no data for."""
    metric = CATALOGUE[code]
    first = scope.shop.first_day
    if metric.den is None and (first is None or earlier_period(scope).start < first):
        return None
    return before.value(code)


def compared_with(period: Period) -> str:
    previous = period.previous()
    if previous.month:
        return _("上月")
    return _("前 %(days)s 天") % {"days": period.days}


def earlier_period(scope: Scope) -> Period:
    """The equal period before; of a month that has not ended, as many days of the month before."""
    last = scope.shop.last_day if scope.shop else None
    period = scope.period
    previous = period.previous()
    if period.month and last is not None and period.start <= last < period.end:
        days = (last - period.start).days
        return Period(previous.start, min(previous.end, previous.start + timedelta(days=days)))
    return previous


def campaign_days(scope: Scope) -> list[date]:
    """Days of the period that lie in a campaign, as the facts say."""
    reading, period = scope.reading, scope.period
    rows = reading.fetch(
        "SELECT CAST(from_local AS DATE) AS first, CAST(coalesce(to_local, from_local) AS DATE) "
        f"AS last FROM {reading.fact('campaigns')} WHERE shop = ?",
        [scope.code],
    )
    return [
        day
        for day in period.all_days()
        if any(r["first"] and r["first"] <= day <= r["last"] for r in rows)
    ]


def by_conversion(member: Member) -> tuple[bool, float]:
    """Best conversion first; who has too few cases to be placed comes last."""
    figure = member.figure("inquiry_conversion")
    if figure is None or figure.value is None:
        return True, 0.0
    return figure.den is not None and figure.den < MIN_CASES, -float(figure.value)


def month(scope: Scope, *, trend_metric: str = "inquiry_conversion") -> Month:
    """Everything on the month board, for a reader who sees the team."""
    wanted = CATALOGUE.get(trend_metric)
    if wanted is None or (wanted.unit == "yuan" and not scope.sees_money):
        trend_metric = "inquiry_conversion"
    period = scope.period
    earlier = earlier_period(scope)
    now = sheet(scope)
    before = sheet(scope, period=earlier)
    aims = targets(scope.code)
    measure = scope.reading.measure(shop=scope.code, day=period.end)
    compared = compared_with(period)
    ring = ask(scope.reading, "ring_value", shop=scope.code, start=period.start, end=period.end)

    share_note = ""
    if scope.sees_money and now.value("silent_sales") is not None:
        share_note = _("静默 %(amount)s") % {
            "amount": showing.text(now.value("silent_sales"), "yuan")
        }
    tiles = [
        tile(scope, "receptions", now, before, aims, compared=compared, measure=measure),
        tile(scope, "inquiry_conversion", now, before, aims, compared=compared, measure=measure),
        tile(scope, "average_response", now, before, aims, compared=compared, measure=measure),
        tile(
            scope, "sales_share", now, before, aims,
            compared=compared, extra=share_note, measure=measure,
        ),
    ]  # fmt: skip
    if scope.sees_money:
        tiles.append(ring_tile(scope, ring, known=now.get("missed_rings") is not None))
    else:
        tiles.append(
            tile(scope, "missed_rings", now, before, aims, compared=compared, measure=measure)
        )

    by_day = sheet(scope, by=("day",), metrics=[trend_metric])
    campaigns = campaign_days(scope)
    spec, points = trend_of(
        scope, trend_metric, by_day, target=aims.get(trend_metric), campaigns=campaigns
    )
    hours = list(ask(scope.reading, "hourly", shop=scope.code, start=period.start, end=period.end))
    team = members(scope, TEAM_METRICS)
    team.sort(key=by_conversion)
    return Month(
        tiles=tiles,
        notices=notices(
            scope,
            team,
            ring=ring,
            cost=ring.ring_cost if scope.sees_money else None,
            conversion_name=said(CATALOGUE["inquiry_conversion"]),
        ),
        funnel=funnel_steps(scope),
        heat=heat.heat(hours) if any(h.receptions or h.rounds for h in hours) else None,
        hours=hours,
        trend=spec if any(p.value is not None for p in points) else None,
        trend_metric=trend_metric,
        points=points,
        campaigns=campaigns,
        listed=listed_metrics(scope, now, before, aims),
        team=team,
        ring=ring,
        empty=not now.found,
        only_reported=bool(now.found) and all(f.source == "reported" for f in now.found.values()),
    )  # fmt: skip


def ring_tile(scope: Scope, ring: Any, *, known: bool) -> Tile:
    """What missed rings wasted in advertising; without advertising data the rings alone."""
    href = scope.link("ring")
    if not known:
        return Tile(
            "missed_rings", _("漏掉的响声"), None, "count", href,
            [(_("没有聊天,数不出来"), "muted")],
        )  # fmt: skip
    if ring.wasted is None:
        return Tile(
            "missed_rings", _("漏掉的响声"), ring.missed, "count", href,
            [(_("没有推广数据,算不出金额"), "muted")],
        )  # fmt: skip
    note = _("%(n)s 声 × %(cost)s") % {
        "n": f"{ring.missed:,}", "cost": showing.text(ring.ring_cost, "fen"),
    }  # fmt: skip
    return Tile(
        "missed_ring_loss", _("漏掉的响声"), ring.wasted, "yuan", href,
        [(note, "loss" if ring.missed else "")],
    )  # fmt: skip

"""One agent: their tiles beside the team's, each metric with n and interval, day by day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jinpai.metrics.catalogue import CATALOGUE
from jinpai.metrics.fair import verdict, wilson
from jinpai.metrics.percentiles import LONGER, percentile

from .. import showing
from ..charts import histogram
from ..scope import Scope, said
from ..tables import Cell, Column, Row, Table
from . import names
from .agents import TONES, verdict_words
from .figures import Sheet, sheet
from .month import Tile, comparable, compared_with, earlier_period, tile, trend_of
from .targets import targets

NOTHING = Cell("")
"""A cell that has nothing to say, as against one whose value is not known."""

TILES = ("receptions", "inquiry_conversion", "average_response", "within_3min", "sales")


@dataclass(frozen=True)
class Agent:
    name: str
    key: dict[str, Any]
    accounts: list[str]
    tiles: list[Tile]
    table: Table
    trend: dict[str, Any] | None
    trend_metric: str
    points: list[Any]
    histogram: dict[str, Any] | None
    pace: str  # median and p90 of the answered rounds
    bins: list[tuple[str, int]]
    links: list[tuple[str, str]]
    empty: bool


def agent(scope: Scope, *, person: str | None, account: str | None, trend_metric: str) -> Agent:
    """The page of a person (all their accounts) or of one account."""
    if trend_metric not in CATALOGUE or CATALOGUE[trend_metric].grain == "shop":
        trend_metric = "inquiry_conversion"
    who: dict[str, Any] = {"accounts": [account]} if account else {"people": [person or ""]}
    key = {"account": account} if account else {"person": person or ""}
    now = sheet(scope, **who)
    before = sheet(scope, period=earlier_period(scope), **who)
    team = sheet(scope, whole_shop=True)
    by_account = sheet(scope, by=("account",), metrics=["consulted", "receptions"], **who)
    accounts = [a for (a,) in by_account.keys if a]
    aims = targets(scope.code)
    measure = scope.reading.measure(shop=scope.code, day=scope.period.end)
    compared = compared_with(scope.period)

    tiles = []
    for code in TILES:
        extra = ""
        metric = CATALOGUE[code]
        if metric.den is not None and team.value(code) is not None:
            extra = _("全店 %(value)s") % {"value": showing.text(team.value(code), metric.unit)}
        tiles.append(
            tile(scope, code, now, before, aims, compared=compared, extra=extra, measure=measure,
                 key=key)
        )  # fmt: skip

    by_day = sheet(scope, by=("day",), metrics=[trend_metric], **who)
    team_days: dict[Any, Decimal | None] | None = None
    if CATALOGUE[trend_metric].den is not None:
        all_days = sheet(scope, by=("day",), metrics=[trend_metric], whole_shop=True)
        team_days = {day: all_days.value(trend_metric, day) for (day,) in all_days.keys}
    spec, points = trend_of(
        scope, trend_metric, by_day, target=aims.get(trend_metric), campaigns=(), key=key,
        team=team_days,
    )  # fmt: skip
    waited = waits(scope, accounts) if shares_nothing(scope, accounts) else Counter()
    bins = response_bins(waited)
    links = []
    if scope.sees_chats:
        one = {"account": accounts[0]} if len(accounts) == 1 else key
        links = [
            (_("接待"), scope.link("receptions", **one)),
            (_("没人答的接待"), scope.link("receptions", unanswered=1, **one)),
            (_("慢的接待"), scope.link("receptions", slow=1, **one)),
            (_("漏掉的响声"), scope.link("receptions", missed=1, **one)),
            (_("订单"), scope.link("orders", **one)),
        ]
    return Agent(
        name=names.called(scope, person, account),
        key=key,
        accounts=accounts,
        tiles=tiles,
        table=metrics_table(scope, now, before, team, key, compared),
        trend=spec if any(p.value is not None for p in points) else None,
        trend_metric=trend_metric,
        points=points,
        histogram=histogram.histogram(bins) if bins else None,
        pace=pace(waited),
        bins=bins,
        links=links,
        empty=not now.found,
    )


def shares_nothing(scope: Scope, accounts: list[str]) -> bool:
    """Whether the accounts served nobody else's days here: the histogram knows no people, so an
    agent whose account was another's before does not get to see it."""
    if scope.sees_team:
        return True
    found = sheet(
        scope, by=("account", "person"), metrics=["consulted"], accounts=accounts, whole_shop=True
    )
    return all(person == scope.own for _account, person in found.keys)


EDGES = (0, 10, 20, 30, 60, 120, 180, 300, 600)
"""Seconds at which a bar of the histogram begins; 601 of `Reading.waits` is all that is longer."""


def waits(scope: Scope, accounts: list[str]) -> Counter[int]:
    """Answered rounds by whole seconds, all accounts together."""
    counts: Counter[int] = Counter()
    for account in accounts:  # one person's accounts: a handful
        for second, n in scope.reading.waits(
            shop=scope.code, start=scope.period.start, end=scope.period.end, account=account
        ):
            counts[second] += n
    return counts


def pace(counts: Counter[int]) -> str:
    """Within how many seconds half and nine tenths of the rounds were answered, in words."""
    median, most = (percentile(counts.items(), Decimal(share)) for share in ("0.5", "0.9"))
    if median is None or most is None:
        return ""

    def spoken(second: int) -> str:
        return f">{LONGER - 1}" if second == LONGER else str(second)

    return _("每个回合:一半在 %(median)s 秒内,九成在 %(most)s 秒内") % {
        "median": spoken(median), "most": spoken(most),
    }  # fmt: skip


def response_bins(counts: Counter[int]) -> list[tuple[str, int]]:
    """Answered rounds by how long they took, a second belonging to the bar that ends with it."""
    if not counts:
        return []
    bins = []
    for low, high in zip(EDGES, (*EDGES[1:], None), strict=True):
        label = f"{low}–{high}" if high else f">{low}"
        inside = sum(
            n
            for second, n in counts.items()
            if second > low - (low == 0) and (high is None or second <= high)
        )
        bins.append((label, inside))
    return bins


def metrics_table(
    scope: Scope, now: Sheet, before: Sheet, team: Sheet, key: dict[str, Any], compared: str
) -> Table:
    """Every metric of the agent: value, n, interval, the shop's, the change."""
    rows = []
    for code, metric in CATALOGUE.items():
        figure = now.get(code)
        if figure is None or metric.grain == "shop":
            continue
        n = now.n(code)
        interval, judged, tone = "", "", ""
        if metric.is_share and figure.num is not None and n and 0 <= figure.num <= figure.den:
            band = wilson(int(figure.num), n)
            if band:
                interval = f"{band.low * 100:.1f}–{band.high * 100:.1f}%"
            rate = team.value(code)
            if rate is not None and 0 <= rate <= 1 and team.n(code) != n:
                mark = verdict(int(figure.num), n, float(rate))
                judged, tone = verdict_words(mark), TONES.get(mark, "muted")
        rows.append(
            Row(
                {
                    "metric": Cell(said(metric), scope.link("metric", code, **key)),
                    "value": Cell(
                        figure.value, scope.link("metric", code, **key), unit=metric.unit,
                        note=_("平台报表") if figure.source == "reported" else "",
                        approximate=figure.approximate,
                    ),
                    "n": Cell(n, scope.link("metric", code, part="den", **key))
                    if n is not None else NOTHING,
                    "interval": Cell(interval),
                    "team": Cell(team.value(code), unit=metric.unit)
                    if metric.den is not None else NOTHING,
                    "fair": Cell(judged, tone=tone),
                    "change": Cell(
                        showing.change(figure.value, comparable(scope, code, before), metric.unit)
                    ),
                    "status": Cell(status_words(figure.status), tone="muted"),
                }
            )
        )  # fmt: skip
    return Table(
        [
            Column("metric", _("指标")),
            Column("value", _("数值"), "number", sortable=False),
            Column("n", "n", "count", sortable=False),
            Column("interval", _("95% 区间"), "right", sortable=False),
            Column("team", _("全店"), "number", sortable=False),
            Column("fair", _("与同店比"), sortable=False),
            Column("change", _("较%(period)s") % {"period": compared}, "right", sortable=False),
            Column("status", _("状态"), sortable=False),
        ],
        rows,
        name="agent",
        caption=_("全部指标"),
    )


def status_words(status: str) -> str:
    return {"final": _("定稿"), "provisional": _("暂定"), "partial": _("不全")}.get(status, status)

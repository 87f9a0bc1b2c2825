"""One metric: what it means, its figures by agent and by day, the rows behind its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jinpai.metrics.catalogue import CATALOGUE, settling_days
from jinpai.metrics.fair import wilson
from jinpai.metrics.policies import PRESETS, ResponsePolicy

from .. import showing
from ..scope import Scope, said
from ..tables import Cell, Column, Row, Table
from . import names
from .agent import status_words
from .figures import Sheet, cases, is_money, sheet
from .month import campaign_days, trend_of
from .rows import PAGE, rows_table
from .targets import targets
from .team import members


@dataclass(frozen=True)
class Fact:
    title: str
    text: str


@dataclass(frozen=True)
class MetricPage:
    metric: Any
    title: str
    who: str
    figure: Any
    facts: list[Fact]
    formula: list[tuple[str, str, str]]  # (text, href, kind)
    agents: Table | None
    days: Table
    trend: dict[str, Any] | None
    rows: Table | None
    rows_error: str
    part: str
    has_den: bool


def policy_words(policy: ResponsePolicy) -> str:
    """A response policy as a sentence."""
    units = {
        "first_round": _("每次接待的第一回合"),
        "round": _("每个回合"),
        "session_first": _("每次会话的第一回合"),
        "worst_round": _("每位买家当天最慢的回合"),
    }
    words = [policy.code, units[policy.unit.value]]
    if policy.hours:
        words.append(f"{policy.hours[0]:%H:%M}–{policy.hours[1]:%H:%M}")
    if policy.within_s is not None:
        words.append(_("%(s)s 秒内") % {"s": policy.within_s})
    if policy.cap_s is not None:
        words.append(_("每回合最多算 %(s)s 秒") % {"s": policy.cap_s})

    def rule(value: Any) -> str:
        if value == "drop":
            return _("不计")
        if value == "fail":
            return _("算没做到")
        return _("算 %(s)s 秒") % {"s": value}

    words.append(_("未回复%(rule)s") % {"rule": rule(policy.unreplied)})
    words.append(_("跨天回复%(rule)s") % {"rule": rule(policy.cross_day)})
    return _(";").join(words)


def definition(scope: Scope, code: str) -> list[Fact]:
    """The metric's own words, with the policy and windows in force at the period's end."""
    metric = CATALOGUE[code]
    measure = scope.reading.measure(shop=scope.code, day=scope.period.end)
    facts = [
        Fact(_("分子"), said(metric, "numerator")),
        Fact(_("分母"), said(metric, "denominator")),
        Fact(_("算在哪天"), said(metric, "day")),
        Fact(_("不计"), said(metric, "exclusions")),
    ]
    if metric.policy:
        facts.append(Fact(_("响应口径"), policy_words(PRESETS[getattr(measure, metric.policy)])))
    if code == "slow":
        facts.append(
            Fact(_("设置"), _("至少 %(rounds)s 个回合超过 %(s)s 秒")
                 % {"rounds": measure.slow_rounds, "s": measure.slow_s})
        )  # fmt: skip
    if code == "missed_rings":
        facts.append(
            Fact(_("设置"), _("服务时段 %(a)s–%(b)s,超过 %(s)s 秒")
                 % {"a": measure.service_from, "b": measure.service_to,
                    "s": measure.missed_after_s})
        )  # fmt: skip
    if metric.group == "sales" and "inquir" not in code:
        facts.append(
            Fact(_("归属口径"), _("%(judgment)s;%(tie)s;回看 %(h)s 小时")
                 % {"judgment": judgment_words(measure.judgment), "tie": tie_words(measure.tie),
                    "h": measure.credit_window_hours})
        )  # fmt: skip
    days = settling_days(metric, measure)
    facts.append(
        Fact(
            _("何时定稿"),
            _("当天结束、数据覆盖到即定稿") if days == 0
            else _("业务日之后再过 %(n)s 天,数据覆盖到即定稿") % {"n": days},
        )
    )  # fmt: skip
    facts.append(Fact(_("方向"), {"up": _("越高越好"), "down": _("越低越好")}.get(
        metric.direction, _("不分好坏"))))  # fmt: skip
    facts.append(
        Fact(_("代码与版本"), _("%(code)s,第 %(revision)s 版") % {
            "code": code, "revision": metric.revision})
    )  # fmt: skip
    return facts


def judgment_words(code: str) -> str:
    return {
        "order_first": _("下单优先"),
        "created": _("按下单"),
        "paid": _("按付款"),
    }.get(code, code)


def tie_words(code: str) -> str:
    return {
        "latest": _("最后说话的账号"),
        "first": _("最先说话的账号"),
        "most_rounds": _("回合最多的账号"),
    }.get(code, code)


def metric_page(
    scope: Scope,
    code: str,
    *,
    person: str | None,
    account: str | None,
    part: str,
    offset: int = 0,
    limit: int = PAGE,
) -> MetricPage:
    metric = CATALOGUE[code]
    shop_only = metric.grain == "shop"
    who: dict[str, Any] = {}
    key: dict[str, Any] = {}
    if account:
        who, key = {"accounts": [account]}, {"account": account}
    elif person:
        who, key = {"people": [person]}, {"person": person}
    elif not scope.sees_team:
        who, key = {"people": [scope.own or ""]}, {"person": scope.own or ""}
    total = sheet(scope, metrics=[code], **who)
    by_day = sheet(scope, by=("day",), metrics=[code], **who)
    figure = total.get(code)
    spec, points = trend_of(
        scope, code, by_day, target=targets(scope.code).get(code),
        campaigns=campaign_days(scope), key=key,
    )  # fmt: skip
    rows, error = None, ""
    if figure is not None:
        page = scope.reading.rows_behind(
            metric=code,
            part="den" if part == "den" and metric.den else "num",
            shop=scope.code,
            start=scope.period.start,
            end=scope.period.end,
            account=account,
            person=key.get("person") or scope.own,
            limit=limit,
            offset=offset,
        )
        rows = rows_table(scope, page, name=f"{code}-{part}", caption=said(metric), offset=offset)
    return MetricPage(
        metric=metric,
        title=said(metric),
        who=names.called(scope, person, account) if person or account else "",
        figure=figure,
        facts=definition(scope, code),
        formula=formula(scope, code, total, key, part),
        agents=None if key or shop_only else by_agent(scope, code),
        days=day_table(scope, code, points, by_day),
        trend=spec if sum(p.value is not None for p in points) > 1 else None,
        rows=rows,
        rows_error=error,
        part=part if metric.den else "num",
        has_den=metric.den is not None,
    )


def formula(
    scope: Scope, code: str, total: Sheet, key: dict[str, Any], part: str
) -> list[tuple[str, str, str]]:
    """num ÷ den = value, each part leading to its rows."""
    metric = CATALOGUE[code]
    figure = total.get(code)
    if figure is None:
        return []
    num_unit = "fen" if metric.unit == "yuan" or is_money(metric.num) else "count"
    if metric.unit == "seconds":
        num_unit = "plain_seconds"
    value = showing.text(figure.value, metric.unit)
    if metric.den is None:
        return [(value, "", "value")]
    if figure.den is None:
        return [(value, "", "value"), (_("平台只给了结果,没给分子分母"), "", "note")]
    den_unit = "fen" if is_money(metric.den) else "count"
    num = (
        _("%(n)s 秒") % {"n": f"{figure.num:,}"}
        if num_unit == "plain_seconds"
        else showing.text(figure.num, num_unit)
    )
    return [
        (num, scope.link("metric", code, part="num", **key) + "#rows", "num"),
        (" ÷ ", "", "sign"),
        (
            showing.text(figure.den, den_unit),
            scope.link("metric", code, part="den", **key) + "#rows",
            "den",
        ),
        (" = ", "", "sign"),
        (value, "", "value"),
    ]  # fmt: skip


def by_agent(scope: Scope, code: str) -> Table | None:
    metric = CATALOGUE[code]
    rows = []
    for member in members(scope, [code]):
        figure = member.figure(code)
        if figure is None:
            continue
        n = cases(code, figure)
        interval = None
        if metric.is_share and figure.num is not None and n and figure.num <= n:
            band = wilson(int(figure.num), n)
            interval = f"{band.low * 100:.1f}–{band.high * 100:.1f}%" if band else None
        cells = {
            "name": Cell(member.name, member.href(scope)),
            "value": Cell(figure.value, scope.link("metric", code, **member.key),
                          approximate=figure.approximate,
                          note=_("平台报表") if figure.source == "reported" else ""),
            "num": Cell(figure.num, scope.link("metric", code, **member.key) + "#rows"),
            "den": Cell(n, scope.link("metric", code, part="den", **member.key) + "#rows"),
            "interval": Cell(interval),
            "status": Cell(status_words(figure.status), tone="muted"),
        }  # fmt: skip
        rows.append(Row(cells))
    columns = [Column("name", _("姓名")), Column("value", said(metric), metric.unit)]
    if metric.den is not None:
        columns += [
            Column("num", _("分子"), "fen" if is_money(metric.num) else "count"),
            Column("den", _("分母 n"), "count"),
        ]
    if metric.is_share:
        columns.append(Column("interval", _("95% 区间"), "right", sortable=False))
    columns.append(Column("status", _("状态"), sortable=False))
    descending = "" if metric.direction == "down" and metric.den else "-"
    return Table(columns, rows, name="by-agent", caption=_("按客服"), sort=f"{descending}value")


def day_table(scope: Scope, code: str, points: list[Any], by_day: Sheet) -> Table:
    metric = CATALOGUE[code]
    rows = []
    for point in points:
        figure = by_day.get(code, point.day)
        rows.append(
            Row(
                {
                    "day": Cell(point.day, point.href),
                    "value": Cell(point.value, point.href,
                                  approximate=bool(figure and figure.approximate)),
                    "num": Cell(figure.num if figure else None, point.href),
                    "den": Cell(point.n, point.href),
                    "status": Cell(
                        status_words(figure.status) if figure else None, tone="muted"
                    ),
                }
            )
        )  # fmt: skip
    columns = [Column("day", _("日期"), "day"), Column("value", said(metric), metric.unit)]
    if metric.den is not None:
        columns += [
            Column("num", _("分子"), "fen" if is_money(metric.num) else "count"),
            Column("den", _("分母 n"), "count"),
        ]
    columns.append(Column("status", _("状态"), sortable=False))
    return Table(columns, rows, name="by-day", caption=_("按天"), sort="day")

"""The agents' table: any metrics, by person or account, best in gold where n allows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from jinpai.metrics.catalogue import CATALOGUE
from jinpai.metrics.fair import MIN_CASES, pooled, shrink, verdict, wilson

from .. import showing
from ..charts.fair_plot import Person, fair_plot
from ..scope import Scope, said
from ..tables import Cell, Column, Row, Table
from . import figures, names
from .figures import sheet
from .team import Member, members

SHOWN = (
    "receptions", "inquiries", "inquiry_conversion", "average_response", "within_3min",
    "reply_rate", "sales", "aov", "satisfaction", "missed_rings",
)  # fmt: skip
PLOTS = (
    "inquiry_conversion", "within_3min", "first_30s", "reply_rate", "created_to_paid",
    "satisfaction", "inquiry_conversion_same_day", "inquiry_conversion_next_day",
)  # fmt: skip
RATES = ("percent", "seconds", "ratio")


def columns_of_agents(scope: Scope, group: str) -> list[Column]:
    first = _("姓名") if group == "person" else _("账号")
    columns = [Column("name", first, "text")]
    if group == "account":
        columns.append(Column("person", _("人员"), "text"))
    for code, metric in CATALOGUE.items():
        if metric.grain == "shop" or (metric.unit == "yuan" and not _money(scope)):
            continue
        columns.append(
            Column(
                code,
                said(metric),
                metric.unit,
                href=scope.link("metric", code),
                shown=code in SHOWN,
                with_n=metric.den is not None and metric.unit in RATES,
                group=metric.group,
            )
        )
        if code == "inquiry_conversion":
            columns.append(Column("fair", _("与同店比"), "text", shown=True, sortable=False))
    return columns


def _money(scope: Scope) -> bool:
    """Money of the team needs the right; one's own sales are one's own."""
    return scope.sees_money or not scope.sees_team


def best_of(team: list[Member], code: str) -> Any | None:
    """The best value of a column among those with enough cases; None when fewer than two."""
    metric = CATALOGUE[code]
    if metric.direction == "none":
        return None
    values = []
    for member in team:
        figure = member.figure(code)
        if figure is None or figure.value is None:
            continue
        if metric.den is not None and (figure.den is None or figure.den < MIN_CASES):
            continue
        if metric.den is None and metric.direction == "down":
            continue  # who serves nobody misses nobody: a low count alone is no merit
        values.append(figure.value)
    if len(values) < 2:
        return None
    best = max(values) if metric.direction == "up" else min(values)
    return best if values.count(best) == 1 else None


def verdict_words(judged: str) -> str:
    words = {
        "surely_higher": _("确实更好"),
        "higher": _("可能更好"),
        "alike": _("分不出高低"),
        "lower": _("可能更低"),
        "surely_lower": _("确实更低"),
        "few": _("例数太少"),
    }
    return words[judged]


TONES = {"surely_higher": "best", "surely_lower": "loss"}


def share_cases(team: list[Member], code: str) -> list[tuple[Member, int, int]]:
    """Members with a share that has both its parts. Where people are bound, an account that
    belongs to nobody (a robot, a spare) is no one's like and is not compared."""
    bound = any(m.person for m in team)
    out = []
    for member in team:
        if bound and not member.person:
            continue
        figure = member.figure(code)
        if figure is None or figure.num is None or not figure.den or figure.num > figure.den:
            continue
        out.append((member, int(figure.num), int(figure.den)))
    return out


def agents_table(scope: Scope, *, group: str, wanted: list[str]) -> tuple[Table, list[Member]]:
    """The table with every column it could show, and the members behind it.

    `wanted` are the columns the address chose; only their figures are fetched.
    """
    columns = columns_of_agents(scope, group)
    codes = [c.code for c in columns if c.code in CATALOGUE]
    shown = [c for c in codes if c in wanted] if wanted else [c for c in codes if c in SHOWN]
    metrics = {*shown, "inquiry_conversion"}
    team = members(scope, sorted(metrics), group=group)
    best = {code: best_of(team, code) for code in shown}
    cases = share_cases(team, "inquiry_conversion")
    centre = pooled([(num, den) for _m, num, den in cases])
    judged = {id(m): verdict(num, den, centre) for m, num, den in cases if centre is not None}
    mixed = mixed_sources(team)
    rows = []
    for member in team:
        cells: dict[str, Cell] = {"name": Cell(member.name, member.href(scope))}
        if group == "account":
            cells["person"] = Cell(
                names.called(scope, member.person) if member.person else None,
                scope.link("agent", person=member.person) if member.person else "",
            )
        for code in shown:
            cells[code] = figure_cell(scope, member, code, best[code], mixed=mixed)
        if id(member) in judged and len(cases) > 1:
            mark = judged[id(member)]
            cells["fair"] = Cell(verdict_words(mark), tone=TONES.get(mark, "muted"))
        rows.append(Row(cells))
    total = sheet(scope, metrics=sorted(metrics))
    if len(rows) > 1:
        cells = {"name": Cell(_("全店") if scope.sees_team else _("合计"))}
        for code in shown:
            figure = total.get(code)
            if figure is not None:
                cells[code] = Cell(
                    figure.value, scope.link("metric", code), total.n(code),
                    approximate=figure.approximate,
                )  # fmt: skip
        rows.append(Row(cells, total=True))
    table = Table(
        columns, rows, name="agents", caption=_("客服"), sort="-inquiry_conversion",
        choosable=True, fixed=("name",),
    )  # fmt: skip
    return table, team


def mixed_sources(team: list[Member]) -> bool:
    """Whether some figures are computed: only then a reported one is marked in its cell."""
    return any(f.source == "computed" for m in team for f in m.figures.values())


def figure_cell(
    scope: Scope, member: Member, code: str, best: Any | None, *, mixed: bool = True
) -> Cell:
    figure = member.figure(code)
    if figure is None:
        return Cell(None)
    metric = CATALOGUE[code]
    tone = "best" if best is not None and figure.value == best else ""
    if tone and metric.den is not None and (figure.den is None or figure.den < MIN_CASES):
        tone = ""
    n = figures.cases(code, figure)
    return Cell(
        figure.value,
        scope.link("metric", code, **member.key),
        n,
        scope.link("metric", code, part="den", **member.key),
        tone=tone,
        note=_("平台报表") if mixed and figure.source == "reported" else "",
        approximate=figure.approximate,
    )


def plot_of(scope: Scope, team: list[Member], code: str) -> tuple[Any, Table] | None:
    """The fair-comparison plot of a share and the table of its numbers; None without two people
    to compare."""
    cases = share_cases(team, code)
    centre = pooled([(num, den) for _m, num, den in cases])
    if len(cases) < 2 or centre is None:
        return None
    metric = CATALOGUE[code]
    shrunk = shrink([(num, den) for _m, num, den in cases])
    people, rows = [], []
    for (member, num, den), own in zip(cases, shrunk, strict=True):
        interval = wilson(num, den)
        assert interval is not None
        href = scope.link("metric", code, **member.key)
        people.append(Person(member.name, num, den, interval, href))
        judged = verdict(num, den, centre)
        rows.append(
            Row(
                {
                    "name": Cell(member.name, member.href(scope)),
                    "num": Cell(num, href),
                    "den": Cell(den, scope.link("metric", code, part="den", **member.key)),
                    "rate": Cell(num / den, href),
                    "interval": Cell(f"{interval.low * 100:.1f}–{interval.high * 100:.1f}%"),
                    "shrunk": Cell(own.rate if own else None),
                    "verdict": Cell(verdict_words(judged), tone=TONES.get(judged, "muted")),
                }
            )
        )
    rows.sort(key=lambda r: -r.cells["rate"].value)
    table = Table(
        [
            Column("name", _("姓名")),
            Column("num", _("分子"), "count"),
            Column("den", _("分母 n"), "count"),
            Column("rate", said(metric), "percent"),
            Column("interval", _("95% 区间"), sortable=False),
            Column("shrunk", _("扣除运气后"), "percent"),
            Column("verdict", _("与同店比"), sortable=False),
        ],
        rows,
        name="fair",
        caption=_("公平比较"),
    )
    spec = fair_plot(people, centre=centre, name=said(metric), better=metric.direction)
    return spec, table


def centre_text(team: list[Member], code: str) -> str:
    cases = share_cases(team, code)
    return showing.text(pooled([(num, den) for _m, num, den in cases]), "percent")

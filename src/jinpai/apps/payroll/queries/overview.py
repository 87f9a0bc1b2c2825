"""The runs as a list, and one run: where it stands, what to do next, its people, its problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jinpai.apps.board.tables import Cell, Column, Row, Table
from jinpai.apps.imports.sentences import in_tongue
from jinpai.apps.payroll.models import Run, Slip, Trouble, Unpaid
from jinpai.rules.known import KNOWN_METRICS

from .slips import rulebook_of

STATES = (Run.State.DRAFT, Run.State.CALCULATED, Run.State.CONFIRMED, Run.State.PAID)


@dataclass(frozen=True)
class Step:
    text: str
    state: str  # ok, now or nothing


def steps(run: Run | None) -> list[Step]:
    """Draft, calculated, confirmed, paid: what is behind the run and where it stands."""
    words = (_("草稿"), _("已计算"), _("已确认"), _("已发放"))
    at = STATES.index(Run.State(run.state)) if run is not None else -1
    last = len(STATES) - 1
    return [
        Step(word, "ok" if i < at or i == at == last else "now" if i == at else "")
        for i, word in enumerate(words)
    ]


@dataclass(frozen=True)
class Line:
    """One month of the list."""

    month: str
    run: Run | None
    steps: list[Step]
    next: str


def listed(months: Sequence[str], runs: Sequence[Run], *, ruled: set[str]) -> list[Line]:
    """Every month that has a run, and those that have figures and a rulebook but none yet."""
    by_month = {run.month: run for run in runs}
    closed = [run.month for run in runs if run.closed]
    newest_closed = max(closed, default="")
    known = sorted({*by_month, *(m for m in months if m in ruled and m > newest_closed)})
    return [Line(m, by_month.get(m), steps(by_month.get(m)), _next(by_month.get(m)))
            for m in reversed(known)]  # fmt: skip


def _next(run: Run | None) -> str:
    if run is None:
        return _("打开这个月")
    if run.state == Run.State.DRAFT:
        return _("计算")
    if run.state == Run.State.CALCULATED:
        return _("解决问题") if run.open_problems else _("确认")
    if run.state == Run.State.CONFIRMED:
        return _("发放")
    return ""


def people_table(run: Run, troubles: Sequence[Trouble]) -> Table:
    """Everyone of the run: paid or not, with what stands in the way."""
    count: dict[str, int] = {}
    stops: dict[str, int] = {}
    for trouble in troubles:
        count[trouble.person] = count.get(trouble.person, 0) + 1
        if trouble.open:
            stops[trouble.person] = stops.get(trouble.person, 0) + 1
    schemes = scheme_names(run)
    rows = [
        _paid(run, slip, count, stops, schemes.get(slip.scheme, slip.scheme))
        for slip in run.slips.select_related("receipt")
    ]
    failed = {one.person for one in troubles if one.severity == "error"}
    rows += [_unpaid(one, count, stops, here=one.person in failed) for one in run.unpaid.all()]
    columns = [
        Column("name", _("姓名")),
        Column("score", _("考核分"), "ratio"),
        Column("gross", _("应发"), "fen"),
        Column("adjusted", _("往月调整和扣款"), "fen", shown=any(_adjusted(r) for r in rows)),
        Column("social", _("社保和公积金"), "fen"),
        Column("tax", _("个人所得税"), "fen"),
        Column("net", _("实发"), "fen"),
        Column("problems", _("问题"), "count"),
        Column("read", _("本人看过"), "text", sortable=False, shown=run.closed),
    ]
    if run.people:
        rows.append(
            Row(
                {
                    "name": Cell(_("合计")),
                    "gross": Cell(run.gross),
                    "net": Cell(run.net),
                    "adjusted": Cell(sum(_adjusted(r) for r in rows)),
                    "social": Cell(sum(r.cells["social"].value or 0 for r in rows)),
                    "tax": Cell(sum(r.cells["tax"].value or 0 for r in rows)),
                },
                total=True,
            )
        )
    return Table(
        columns, rows, name="people", caption=_("%(month)s 工资表") % {"month": run.month},
        sort="name", fixed=("name",),
    )  # fmt: skip


def _adjusted(row: Row) -> Decimal:
    cell = row.cells.get("adjusted")
    return (cell.value if cell else None) or Decimal(0)


def scheme_names(run: Run) -> dict[str, str]:
    """What each pay scheme of the run's rulebook is called."""
    book = rulebook_of(run.rulebook_text)
    if book is None:
        return {}
    return {code: in_tongue(scheme.name) for code, scheme in book.pay.schemes.items()}


def _paid(run: Run, slip: Slip, count: dict[str, int], stops: dict[str, int], scheme: str) -> Row:
    href = reverse("payroll:slip", args=[run.month, slip.person])
    receipt = getattr(slip, "receipt", None)
    n = count.get(slip.person, 0)
    return Row(
        {
            "name": Cell(slip.name or slip.person, href, note=scheme),
            "score": Cell(slip.score),
            "gross": Cell(slip.gross, href),
            "adjusted": Cell(slip.net - slip.gross + slip.tax + slip.social),
            "social": Cell(-slip.social, href),
            "tax": Cell(-slip.tax, href),
            "net": Cell(slip.net, href),
            "problems": Cell(n, "#problems" if n else "",
                             tone="loss" if stops.get(slip.person) else ""),
            "read": Cell(receipt.at.date() if receipt else "", tone="muted"),
        }
    )  # fmt: skip


def _unpaid(person: Unpaid, count: dict[str, int], stops: dict[str, int], *, here: bool) -> Row:
    """Someone without a payslip: because of an error, or because the pay comes from elsewhere."""
    return Row(
        {
            "name": Cell(person.name or person.person,
                         reverse("payroll:profile", args=[person.person]),
                         note=_("没有工资条") if here else _("不在这里发薪"),
                         tone="loss" if here else "muted"),
            "problems": Cell(count.get(person.person, 0), "#problems",
                             tone="loss" if stops.get(person.person) else ""),
            "gross": Cell(None), "net": Cell(None), "social": Cell(None), "tax": Cell(None),
        }
    )  # fmt: skip


@dataclass(frozen=True)
class Held:
    """Someone a problem is about, with the page where it is mended; no name: the whole run."""

    name: str
    href: str


@dataclass(frozen=True)
class Problem:
    """One problem, said once with everyone whom it holds up."""

    code: str
    zh: str
    en: str
    article: str
    stops: bool  # there is no payslip because of it
    action: str
    people: tuple[Held, ...]


def problems(run: Run, troubles: Sequence[Trouble]) -> tuple[list[Problem], list[Problem]]:
    """Those that hold the confirmation up, and those that are only said."""
    return (
        _together(run, [one for one in troubles if one.open]),
        _together(run, [one for one in troubles if not one.open]),
    )


def _together(run: Run, troubles: Sequence[Trouble]) -> list[Problem]:
    """The same words once. Figures that are not final are one problem, whoever reads them."""
    groups: dict[tuple[str, str], list[Trouble]] = {}
    for one in troubles:
        same = "" if one.code == "provisional" else one.zh
        groups.setdefault((one.code, same), []).append(one)
    found = [_problem(run, rows) for rows in groups.values()]
    return sorted(found, key=lambda p: (not p.stops, -len(p.people), p.code))


def _problem(run: Run, rows: Sequence[Trouble]) -> Problem:
    first = rows[0]
    zh, en = first.zh, first.en
    if first.code == "provisional":
        codes = dict.fromkeys(row.found for row in rows if row.found in KNOWN_METRICS)
        known = [KNOWN_METRICS[code] for code in codes]
        if known:
            zh = f"还没定稿、可能会变的数:{'、'.join(one.zh for one in known)}。等定稿后重新计算。"
            en = (
                f"Not final yet and may change: {', '.join(one.en for one in known)}. Calculate "
                "again when they are final."
            )
    named = {row.person: row for row in rows if row.person}
    people = tuple(Held(row.name or row.person, cure(run, row)[0]) for row in named.values())
    return Problem(
        first.code, zh, en, first.article, any(row.severity == "error" for row in rows),
        cure(run, first)[1], people,
    )  # fmt: skip


def cure(run: Run, one: Trouble) -> tuple[str, str]:
    """The page where a problem is mended, and what one does there."""
    profile = reverse("payroll:profile", args=[one.person]) if one.person else ""
    entries = f"{reverse('payroll:entries')}?month={run.month}&person={one.person}#enter"
    pages: dict[str, tuple[str, str]] = {
        "no_profile": (profile, _("填薪资资料")),
        "no_city": (profile, _("选城市")),
        "no_city_numbers": (f"{reverse('payroll:cities')}?city={one.found}#new", _("填城市参数")),
        "tax_year_unknown": (f"{profile}#openings" if profile else "", _("填累计数")),
        "no_days": (entries, _("录考勤")),
        "no_attendance": (entries, _("录考勤")),
        "no_score": (_appraisal(run, one.person), _("去考核")),
        "appraisal_open": (_appraisal(run, one.person), _("去关闭考核")),
        "heads_unknown": (f"{reverse('payroll:entries')}?month={run.month}", _("录考勤")),
        "no_base": (_team(one.person), _("填级别或底薪")),
        "no_level_coefficient": (_team(one.person), _("填级别")),
        "no_scheme": (_team(one.person), _("改岗位,或在制度里加方案")),
        "loss_unfounded": (reverse("payroll:entries") + "#losses", _("补证据和条款")),
        "no_facts": (reverse("imports:imports"), _("去导入")),
        "no_people": (reverse("team:people"), _("去加人")),
    }
    href, action = pages.get(one.code, ("", ""))
    return (href, action) if href else ("", "")


def _appraisal(run: Run, person: str) -> str:
    if not person:
        return reverse("appraisal:cycle")
    return reverse("appraisal:one", args=[run.month, person])


def _team(person: str) -> str:
    return reverse("team:person", args=[person]) if person else ""


def totals(slips: Sequence[Any]) -> dict[str, Any]:
    """Σ of insurance and tax of a run's payslips."""
    return {
        "social": sum(slip.social for slip in slips),
        "tax": sum(slip.tax for slip in slips),
    }

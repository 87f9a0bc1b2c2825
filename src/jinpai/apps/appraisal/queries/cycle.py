"""A month's appraisal of everyone: where each stands, the total, what is still to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from jinpai.apps.appraisal import words
from jinpai.apps.appraisal.models import Sheet, State
from jinpai.apps.appraisal.queries.scored import Scored
from jinpai.apps.appraisal.queries.standing import Standing, standing
from jinpai.apps.board.tables import Cell, Column, Row, Table
from jinpai.rules.inputs import Person
from jinpai.rules.outcomes import Appraised
from jinpai.rules.problems import Problem

SMALL = ("team_mean", "full", "reweight")


@dataclass(frozen=True)
class Member:
    """One person of the month."""

    person: Person
    scheme: str  # its name; empty: none fits
    score: Appraised | None
    sheet: Sheet | None
    standing: Standing

    @property
    def name(self) -> str:
        return self.person.name or self.person.code

    @property
    def fallbacks(self) -> list[str]:
        """Items of figures without enough cases, or without any."""
        items = self.score.items if self.score else ()
        return [words.said(i, "name") for i in items if i.metrics and i.fallback in SMALL]

    @property
    def post(self) -> str:
        return " · ".join(w for w in (words.post(self.person.role), self.person.group) if w)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return self.score.warnings if self.score else ()


@dataclass(frozen=True)
class Cycle:
    members: tuple[Member, ...]
    without: tuple[Member, ...]  # people whom no scheme fits
    problems: tuple[Problem, ...]  # of the month, and errors of single people
    states: Mapping[str, int]
    found: Scored

    @property
    def started(self) -> bool:
        return any(m.sheet for m in self.members)

    @property
    def missing_sheets(self) -> int:
        return sum(m.sheet is None for m in self.members)

    @property
    def to_open(self) -> int:
        return sum(m.sheet is None or m.sheet.state == State.TARGETS for m in self.members)

    @property
    def open_disputes(self) -> int:
        return self.states.get(State.DISPUTED, 0)

    @property
    def unfinished(self) -> int:
        return len(self.members) - self.closed

    @property
    def closed(self) -> int:
        return self.states.get(State.CLOSED, 0)


def cycle(found: Scored) -> Cycle:
    sheets = {
        s.person: s
        for s in Sheet.objects.filter(month=found.month.month).annotate(
            waiting=Count("disputes", filter=Q(disputes__outcome=""))
        )
    }
    members: list[Member] = []
    without: list[Member] = []
    for person in found.month.people:
        fits = found.scheme(person)
        sheet = sheets.get(person.code)
        one = Member(
            person, words.said(fits[1].name) if fits else "",
            found.appraised.get(person.code), sheet,
            standing(sheet, person, found, open_disputes=getattr(sheet, "waiting", 0)),
        )  # fmt: skip
        (members if fits else without).append(one)
    # one without a scheme is told apart below the table, not as a problem
    problems = tuple(p for p in found.problems if p.code != "no_scheme")
    states = Counter(m.standing.state for m in members)
    return Cycle(tuple(members), tuple(without), problems, states, found)


def _few(names: list[str]) -> str:
    """The first two of some names, and that there are more."""
    return "、".join(names[:2]) + (" …" if len(names) > 2 else "")


def table(all_of: Cycle) -> Table:
    """The overview as a table: the screen, and the same as a file."""
    month = all_of.found.month.month
    rows = []
    for one in all_of.members:
        score = one.score
        href = reverse("appraisal:one", args=[month, one.person.code])
        due = one.standing.turn
        if one.standing.until is not None:
            due += _(" · 到 %(day)s") % {"day": f"{one.standing.until:%m-%d}"}
        rows.append(
            Row(
                {
                    "name": Cell(one.name, href),
                    "code": Cell(one.person.code),
                    "group": Cell(one.person.group or None),
                    "scheme": Cell(one.scheme),
                    "state": Cell(one.standing.label, tone=one.standing.tone),
                    "total": Cell(score.total if score else None, href),
                    "coefficient": Cell(score.coefficient if score else None),
                    "events": Cell(score.events if score else None),
                    "small": Cell(len(one.fallbacks), note=_few(one.fallbacks), tone="muted"),
                    "warnings": Cell(len(one.warnings), tone="loss" if one.warnings else "muted"),
                    "due": Cell(due or None),
                }
            )
        )
    return Table(
        [
            Column("name", _("姓名")),
            Column("code", _("编号"), shown=False),
            Column("group", _("组")),
            Column("scheme", _("方案")),
            Column("state", _("进度")),
            Column("total", _("总分"), "ratio"),
            Column("coefficient", _("绩效系数"), "ratio"),
            Column("events", _("加减分"), "ratio"),
            Column("small", _("样本不足或缺数"), "count"),
            Column("warnings", _("要留意"), "count"),
            Column("due", _("还要做")),
        ],
        rows,
        name="appraisal",
        caption=_("%(month)s 考核") % {"month": month},
        fixed=("name",),
    )

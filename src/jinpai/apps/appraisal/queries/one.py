"""One person's appraisal, item by item: value, n, curve, points, weight, what a step is worth.

Everything printed is worked out here, so that the template only prints; every figure has the
address of its rows on the board.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from jinpai.apps.appraisal import rights, words
from jinpai.apps.appraisal.actions.flow import DONE, next_step, rated
from jinpai.apps.appraisal.models import Dispute, Event, Rating, Sheet, State, Target
from jinpai.apps.appraisal.queries.curve import Picture, picture
from jinpai.apps.appraisal.queries.listed import Entered, entered
from jinpai.apps.appraisal.queries.names import signed
from jinpai.apps.appraisal.queries.scored import Scored
from jinpai.apps.appraisal.queries.standing import Standing, standing, stepper
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.metrics.catalogue import CATALOGUE
from jinpai.rules.inputs import Person
from jinpai.rules.items import Prepared, measure
from jinpai.rules.outcomes import Appraised, ItemScore
from jinpai.rules.pools import Pools
from jinpai.rules.sections.appraisal import Item, Scheme


@dataclass(frozen=True)
class Part:
    """One metric of an item: its figure and the address of its rows."""

    code: str
    name: str
    text: str
    n: str
    href: str
    source: str  # "", or in words: by the platform, by hand
    status: str  # "" when final


@dataclass(frozen=True)
class Given:
    """What one step gave for a rating item."""

    step: str
    label: str
    points: Decimal | None
    note: str
    by: str
    own: bool


@dataclass(frozen=True)
class Line:
    """One item as the page shows it."""

    item: Item
    score: ItemScore
    name: str
    value: str
    parts: tuple[Part, ...]
    picture: Picture | None
    curve: str
    target: Target | None  # the newest proposal, agreed or not
    step: str  # "one point more: +1.20"
    given: tuple[Given, ...]
    dispute: Dispute | None  # the newest
    note: str

    @property
    def trace(self) -> str:
        """Points to contribution, and where the rule stands."""
        if self.score.points is None:
            return ""
        points, weight = words.plain(self.score.points), words.plain(self.score.weight_used)
        return f"{points} × {weight}% = {self.score.contribution:.2f}"

    @property
    def rating(self) -> bool:
        return self.item.curve.kind == "rating"

    @property
    def may_be_disputed(self) -> bool:
        return self.dispute is None or not self.dispute.open


@dataclass(frozen=True)
class Sums:
    """How the total comes about, as a formula line."""

    parts: list[dict[str, str]]
    result: str
    note: str


@dataclass
class Page:
    person: Person
    sheet: Sheet | None
    standing: Standing
    stepper: list[dict[str, str]]
    scheme: Scheme
    scheme_code: str
    score: Appraised | None
    lines: list[Line]
    sums: Sums | None
    events: list[Event]
    disputes: list[Dispute]
    veto: str
    own: bool
    rate_step: str = ""  # the step the reader may give now
    rate_again: bool = False
    pass_over_self: bool = False
    step_notes: list[Given] = field(default_factory=list)
    may_acknowledge: bool = False
    may_dispute: bool = False
    may_close: bool = False
    targets_to_answer: list[Target] = field(default_factory=list)
    post: str = ""
    entered: list[Entered] = field(default_factory=list)  # figures by hand
    who: dict[str, str] = field(default_factory=dict)  # username → name
    then: Decimal | None = None  # the total at closing, where it is another one now

    @property
    def result_lines(self) -> list[Line]:
        return [line for line in self.lines if line.item.kind == "result"]

    @property
    def process_lines(self) -> list[Line]:
        return [line for line in self.lines if line.item.kind == "process"]

    @property
    def rating_lines(self) -> list[Line]:
        return [line for line in self.lines if line.rating]

    @property
    def step_label(self) -> str:
        return str(Rating.Step(self.rate_step).label) if self.rate_step else ""


def one(found: Scored, person: Person, reader: User) -> Page | None:
    """None where no scheme fits the person."""
    fits = found.scheme(person)
    if fits is None or found.rulebook is None:
        return None
    code, scheme = fits
    month = found.month.month
    sheet = Sheet.objects.filter(month=month, person=person.code).first()
    disputes = list(sheet.disputes.all()) if sheet else []
    score = found.appraised.get(person.code)
    waiting = sum(d.open for d in disputes)
    page = Page(
        person, sheet, standing(sheet, person, found, open_disputes=waiting),
        stepper(sheet, person, found), scheme, code, score,
        _lines(found, person, sheet, disputes, score) if score else [],
        _sums(score, scheme) if score else None,
        list(Event.objects.filter(month=month, person=person.code)), disputes,
        _veto(score, scheme), rights.is_own(reader, person.code),
    )  # fmt: skip
    page.entered = entered(found, person.code)
    page.who = signed(_signers(page))
    page.post = " · ".join(w for w in (words.post(person.role), person.group) if w)
    if sheet is not None:
        _what_may_be_done(page, sheet, found, reader)
        if sheet.closed and score and sheet.total is not None and sheet.total != score.total:
            page.then = sheet.total
    return page


def _signers(page: Page) -> list[str]:
    """Everyone whose signature stands on the page."""
    out = [event.by for event in page.events] + [one.by for one in page.entered]
    out += [name for d in page.disputes for name in (d.raised_by, d.decided_by)]
    for line in page.lines:
        out += [given.by for given in line.given]
        if line.target:
            out.append(line.target.set_by)
    if page.sheet is not None:
        out += page.sheet.ratings.filter(item="").values_list("by", flat=True)
    return out


def _what_may_be_done(page: Page, sheet: Sheet, found: Scored, reader: User) -> None:
    person, steps = page.person, found.steps(page.person)
    due = next_step(sheet.state, steps)
    done = DONE.get(State(sheet.state))
    if due and rights.may_rate(reader, person, due, found):
        page.rate_step = due
    elif done and rights.may_rate(reader, person, done, found):
        page.rate_step, page.rate_again = done, True
    elif due == "self" and len(steps) > 1 and rights.may_rate(reader, person, steps[1], found):
        page.rate_step, page.pass_over_self = steps[1], True
    settled = sheet.state == State.DISPUTED and not any(d.open for d in page.disputes)
    if page.own:
        through = rated(sheet.state, steps)
        page.may_acknowledge = through or settled
        page.may_dispute = through or sheet.state in (
            State.ACKNOWLEDGED, State.DISPUTED, State.CLOSED,
        )  # fmt: skip
        if sheet.state in (State.TARGETS, State.OPEN):
            page.targets_to_answer = [
                line.target
                for line in page.lines
                if line.target and not line.target.in_force and line.target.refused_at is None
            ]
    elif reader.may(roles.APPRAISE):
        page.may_close = sheet.state == State.ACKNOWLEDGED or settled
    page.step_notes = [
        Given(r.step, str(r.get_step_display()), None, r.note, r.by, r.step == "self")
        for r in sheet.ratings.filter(item="")
        if r.note
    ]


def _lines(
    found: Scored,
    person: Person,
    sheet: Sheet | None,
    disputes: Sequence[Dispute],
    score: Appraised,
) -> list[Line]:
    assert found.rulebook is not None
    pools = Pools(found.month, found.rulebook.appraisal)
    prepared = {p.code: p for p in pools.schemes[score.scheme]}
    targets: dict[str, Target] = {}
    given: dict[str, list[Given]] = {}
    if sheet is not None:
        targets = {t.item: t for t in sheet.targets.all()}  # the newest stands last
        for r in sheet.ratings.exclude(item=""):
            given.setdefault(r.item, []).append(
                Given(r.step, str(r.get_step_display()), r.points, r.note, r.by, r.step == "self")
            )
    newest: dict[str, Dispute] = {}
    for dispute in disputes:  # newest first
        newest.setdefault(dispute.item, dispute)
    out = []
    for item_score in score.items:
        item = prepared[item_score.code].item
        own_target = person.targets.get(item.code)
        out.append(
            Line(
                item,
                item_score,
                words.said(item.name),
                words.value_text(item, item_score.value),
                _parts(found, person, item),
                _picture(item, person, pools, prepared[item.code], item_score, own_target),
                words.curve_text(item, own_target),
                targets.get(item.code),
                _step(item, item_score),
                tuple(given.get(item.code, ())),
                newest.get(item.code),
                words.said(item_score, "note"),
            )
        )
    return out


def _picture(
    item: Item, person: Person, pools: Pools, prepared: Prepared, score: ItemScore,
    target: Decimal | None,
) -> Picture | None:  # fmt: skip
    if prepared.rating:
        values = [] if score.value is None else [score.value]
        return picture(item, values, own=score.self_points)
    seen = measure(person, prepared, pools)
    if item.curve.kind == "per_event":
        values = [] if seen.value is None else [seen.value]
    else:
        values = [value for _metric, value in seen.parts]
        if not values and seen.value is not None:
            values = [seen.value]  # too few cases: shown, not scored
    return picture(item, values, target=target)


def _parts(found: Scored, person: Person, item: Item) -> tuple[Part, ...]:
    out = []
    figures = person.chosen(item.campaign_days)
    for code in item.metrics:
        figure = figures.get(code)
        unit = words.unit_of(code)
        n = None if figure is None else figure.den
        out.append(
            Part(
                code,
                words.metric_name(code),
                words.written(figure.value if figure else None, unit),
                words.plain(n) if n is not None else "",
                _rows_of(found.month.month, person, code, figure.source if figure else ""),
                _source(figure.source if figure else "", figure.approximate if figure else False),
                "" if figure is None or figure.status == "final" else _("暂定"),
            )
        )
    return tuple(out)


def _rows_of(month: str, person: Person, code: str, source: str) -> str:
    """Where the rows behind the figure are: the board, what was entered by hand, the clock."""
    if source == "manual":
        return "#figures"
    if code in ("late", "absent"):
        return "#attendance"
    if code not in CATALOGUE:
        return ""
    query = {"month": month, "shop": person.shop, "person": person.code}
    return f"{reverse('board:metric', args=[code])}?{urlencode(query)}"


def _source(source: str, approximate: bool) -> str:
    text = {"reported": _("平台报表"), "manual": _("手工")}.get(source, "")
    return f"{text} ≈" if approximate else text


def _step(item: Item, score: ItemScore) -> str:
    if score.next_step is None or score.next_points is None:
        return ""
    if score.next_points == 0:
        return _("已到顶或离下一档还远") if score.points != 100 else _("已满分")
    return _("好 %(step)s,总分 +%(points)s") % {
        "step": words.step_text(item, score.next_step), "points": words.plain(score.next_points),
    }  # fmt: skip


def _sums(score: Appraised, scheme: Scheme) -> Sums:
    parts: list[dict[str, str]] = []
    for item in score.items:
        if item.points is None:
            continue
        parts.append(
            {
                "text": f"{words.plain(item.points)} × {words.plain(item.weight_used)}%",
                "op": "+" if parts else "",
                "href": f"#item-{item.code}",
            }
        )
    if score.events:
        parts.append(
            {
                "text": words.plain(abs(score.events)),
                "op": "+" if score.events > 0 else "−",
                "href": "#events",
            }
        )
    notes = []
    if score.veto:
        notes.append(_("否决项封顶"))
    notes.append(_("总分在 0 到 %(cap)s 之间") % {"cap": words.plain(scheme.total_cap)})
    return Sums(parts, f"{score.total:.2f}" if score.total is not None else "—", "、".join(notes))


def _veto(score: Appraised | None, scheme: Scheme) -> str:
    if score is None or not score.veto:
        return ""
    veto = next(v for v in scheme.vetoes if v.code == score.veto)
    return _("「%(name)s」:%(metric)s达到 %(n)s,总分最多 %(cap)s 分。") % {
        "name": words.said(veto.name), "metric": words.metric_name(veto.metric),
        "n": words.plain(veto.at_least), "cap": words.plain(veto.cap),
    }  # fmt: skip

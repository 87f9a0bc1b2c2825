"""What closed months would pay today, and the difference as an adjustment, once.

A closed month is computed again with the facts and rulings of now, its own rulebook, statutes,
pay data and entries. A person's difference is (earnings then would be) − (earnings as pinned) −
(what confirmed payslips already booked of it). It follows from what is confirmed alone, so that
calculating twice, or dying on the way, cannot book it twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jinpai.apps.appraisal import gather as appraisal
from jinpai.apps.payroll import in_force, pins, runs
from jinpai.apps.payroll.booked import CLOSED, ZERO, booked
from jinpai.apps.payroll.models import Difference, Run, Slip
from jinpai.apps.payroll.walk import Walk
from jinpai.apps.rulebooks.parsed import Unreadable
from jinpai.rules import canonical
from jinpai.rules.inputs import Adjustment, Figures, Month, Person
from jinpai.rules.outcomes import Payslip
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook

if TYPE_CHECKING:
    from jinpai.metrics.reading import Reading

MONTHS_BACK = 15
"""Older months are settled. An appraisal, closed some time after its month, may be disputed for a
year, and the decision takes its time: what it gives must still be paid."""
ROWS = 50  # of a difference's story
UNREADABLE = (Unreadable, ValueError, KeyError, TypeError)  # damaged, or of another release


@dataclass
class Differences:
    """What closed months owe or take back in a month's run."""

    adjustments: dict[str, list[Adjustment]] = field(default_factory=dict)  # by person
    stories: list[Difference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def adjustments(month: str, *, reading: Reading) -> Differences:
    """The differences of the closed months before `month` that nothing has booked yet."""
    found = Differences()
    earlier = Run.objects.filter(state__in=CLOSED, month__lt=month, month__gte=_oldest(month))
    taken = booked(month).closed
    for run in earlier.order_by("month"):
        _of_month(run, reading, taken, found)
    return found


def known(month: str, person: str) -> list[Difference]:
    """A person's differences as the run of the month, not closed yet, last computed them."""
    rows = Difference.objects.filter(run__month=month, person=person).exclude(run__state__in=CLOSED)
    return list(rows.order_by("month"))


def booked_as(row: Difference) -> Adjustment:
    return _adjustment(row.adjustment, row.amount, row.month, row.person)


def _adjustment(key: str, amount: Decimal, month: str, person: str) -> Adjustment:
    return Adjustment(
        key, amount, month, f"{month} 关账后数据或裁定有变,按原制度重算的差额",
        f"payslip {month} {person}",
    )  # fmt: skip


def _oldest(month: str) -> str:
    months = int(month[:4]) * 12 + int(month[5:]) - 1 - MONTHS_BACK
    return f"{months // 12}-{months % 12 + 1:02}"


def _of_month(
    run: Run, reading: Reading, taken: Mapping[tuple[str, str], Decimal], found: Differences
) -> None:
    try:
        rulebook, statutes = pins.rulebook_of(run), pins.statutes_of(run)
        if _revised(run, rulebook):
            found.problems.append(_not_the_same_meaning(run.month))
            return
        then = pins.month_of(run)
    except UNREADABLE as error:
        found.problems.append(_not_readable(run.month, error))
        return
    fresh = appraisal.gather(run.month, reading=reading, rulebook=rulebook)
    now = with_facts_of(then, fresh)
    key = f"closed:{run.month}"
    if now == _bare(then) and not any(closed == key for _person, closed in taken):
        return
    try:
        befores = {
            slip.person: canonical.payslip_from_json(slip.slip)
            for slip in Slip.objects.filter(run=run).iterator(chunk_size=500)
        }
    except UNREADABLE as error:
        found.problems.append(_not_readable(run.month, error))
        return
    people_then = {person.code: person for person in then.people}
    people_now = {person.code: person for person in now.people}
    for paid in Walk(now, rulebook, statutes).people():
        code = paid.person.code
        before = befores.get(code)
        if before is None:
            continue  # left out then: paid by hand, or by an entry
        if paid.slip is None:
            if people_now[code] != _bare_person(people_then[code]):
                found.problems.append(_not_computable(run.month, code, paid.problems))
            continue
        total = due(paid.slip) - due(before)
        amount = total - taken.get((code, key), ZERO)
        if not amount:
            continue
        found.adjustments.setdefault(code, []).append(_adjustment(key, amount, run.month, code))
        found.stories.append(
            Difference(
                person=code, month=run.month, adjustment=key, amount=amount, total=total,
                lines=_lines(before, paid.slip),
                figures=_figures(people_then[code].figures, people_now[code].figures),
                rows=_rows(reading, run, code),
                rulings=_rulings(people_then[code], people_now[code]),
            )
        )  # fmt: skip


def _revised(run: Run, rulebook: Rulebook) -> bool:
    """Has a metric or component another meaning now? Then a difference would be the program's."""
    return bool(
        run.pins["metrics"] != pins.metric_revisions(rulebook)
        or run.pins["components"] != pins.component_revisions(rulebook)
    )


def with_facts_of(then: Month, fresh: Month) -> Month:
    """The closed month's people with the facts and rulings of now. Attendance that came from
    clockings follows them; what was entered by hand stays. Nobody joins or leaves."""
    known = {person.code: person for person in fresh.people}
    people = []
    for person in _bare(then).people:
        new = known.get(person.code)
        if new is None:
            people.append(person)
            continue
        by_hand = "by hand" in person.attendance.source
        if person.appraisal_state != "closed":  # confirmed all the same: the scores went on
            person = replace(
                person, targets=new.targets, ratings=new.ratings, events=new.events,
                appraisal_state=new.appraisal_state,
            )  # fmt: skip
        people.append(
            replace(
                person,
                figures=_kept(person.figures, new.figures),
                quiet=None if new.quiet is None else _kept(person.quiet or {}, new.quiet),
                rush=new.rush,
                rulings=new.rulings,
                attendance=person.attendance
                if by_hand or not new.attendance.source
                else new.attendance,
            )
        )
    return replace(then, people=tuple(people), shops=fresh.shops)


def _bare(then: Month) -> Month:
    return replace(then, people=tuple(_bare_person(person) for person in then.people))


def _bare_person(person: Person) -> Person:
    """Without differences and losses: these are settled by their own bookings."""
    return replace(person, adjustments=(), losses=())


def _kept(then: Figures, now: Figures) -> Figures:
    """Figures of now; lateness and absence as entered for the pay stay."""
    stay = {
        code: then[code]
        for code in ("late", "absent")
        if code in then and then[code].source == "manual"
    }
    return {**now, **stay} if stay else now


def due(slip: Payslip) -> Decimal:
    """What a month pays for work: its earnings, and what negative ones take back in full."""
    whole = slip.gross
    for line in slip.lines:
        if line.part == "adjustment" and (found := runs.taken(line, "adjustment")):
            key, amount = found
            if key.startswith(f"clawback:{slip.month}:"):
                whole += amount
    return whole


# --- the story --------------------------------------------------------------------------


def _lines(before: Payslip, now: Payslip) -> list[dict[str, str]]:
    """Earnings that differ, as text."""

    def by_code(slip: Payslip) -> dict[str, Any]:
        return {line.code: line for line in slip.lines if line.part == "earning"}

    old, new = by_code(before), by_code(now)
    out = []
    for code in dict.fromkeys([*old, *new]):
        was, is_ = old.get(code), new.get(code)
        line = was or is_
        if line is not None and (was and was.amount) != (is_ and is_.amount):
            out.append(
                {
                    "code": code, "path": line.path, "name_zh": line.name_zh,
                    "name_en": line.name_en,
                    "before": str(was.amount if was else ZERO),
                    "after": str(is_.amount if is_ else ZERO),
                }
            )  # fmt: skip
    return out


def _figures(before: Figures, now: Figures) -> list[dict[str, str | None]]:
    def text(figures: Figures, code: str) -> str | None:
        figure = figures.get(code)
        return None if figure is None or figure.value is None else str(figure.value)

    return [
        {"metric": code, "before": text(before, code), "after": text(now, code)}
        for code in sorted({*before, *now})
        if text(before, code) != text(now, code)
    ]


def _rulings(before: Person, now: Person) -> list[dict[str, str | None]]:
    known = {ruling.id for ruling in before.rulings}
    return [
        {
            "item": ruling.item, "outcome": ruling.outcome, "reason": ruling.reason,
            "points": None if ruling.points is None else str(ruling.points), "by": ruling.by,
        }
        for ruling in now.rulings
        if ruling.id not in known
    ]  # fmt: skip


def _rows(reading: Reading, run: Run, person: str) -> list[dict[str, str]]:
    """Orders and refunds of the person's month that came in, or changed, since the run."""
    first, last = in_force.days_of(run.month)
    owned = (
        "SELECT c.*, b.person AS person FROM credits AS c JOIN bound AS b ON b.shop = c.shop "
        'AND b.account = c.owner AND c.said_local_day >= b."from" '
        'AND (b."to" IS NULL OR c.said_local_day < b."to")'
    )
    span: Sequence[Any] = [run.import_no, person, first, last + timedelta(days=1)]
    found = reading.fetch(
        f"SELECT 'refunds' AS kind, r.shop, r.refund_id AS id, r.order_id, "
        f"r.finished_local::DATE AS day, r.amount FROM {reading.fact('refunds')} AS r "
        f"JOIN ({owned}) AS o ON o.shop = r.shop AND o.order_id = r.order_id "
        "WHERE r.import_no > ? AND o.person = ? AND r.finished_local >= ? "
        "AND r.finished_local < ? ORDER BY r.finished_local, r.refund_id",
        span,
    ) + reading.fetch(
        f"SELECT 'orders' AS kind, f.shop, f.order_id AS id, f.order_id, o.paid_day AS day, "
        f"o.worth AS amount FROM {reading.fact('orders')} AS f "
        f"JOIN ({owned}) AS o ON o.shop = f.shop AND o.order_id = f.order_id "
        "WHERE f.import_no > ? AND o.person = ? AND o.paid_day >= ? AND o.paid_day < ? "
        "ORDER BY o.paid_day, f.order_id",
        span,
    )
    return [
        {
            "table": row["kind"], "shop": row["shop"], "id": row["id"],
            "order": row["order_id"] or "",
            "day": row["day"].isoformat() if isinstance(row["day"], date) else "",
            "amount": str(row["amount"]),
        }
        for row in found[:ROWS]
    ]  # fmt: skip


def _not_the_same_meaning(month: str) -> Problem:
    return Problem(
        "closed_month_revised", f"closed:{month}",
        f"{month} 用的指标或薪资项目已有新修订版,不自动算差额",
        f"a metric or component that {month} was paid by has a newer revision; no difference is "
        "computed",
        severity="warning",
    )  # fmt: skip


def _not_readable(month: str, error: Exception) -> Problem:
    """A closed month that this release cannot read holds nobody's pay up."""
    return Problem(
        "closed_month_unreadable", f"closed:{month}",
        f"读不懂 {month} 固定下来的内容,没有算它的差额;请用 jinpai verify {month} 检查",
        f"what {month} was pinned to cannot be read, so no difference of it is computed; see "
        f"jinpai verify {month}",
        found=f"{type(error).__name__}: {error}"[:200], severity="warning",
    )  # fmt: skip


def _not_computable(month: str, person: str, problems: Sequence[Problem]) -> Problem:
    told = problems[0] if problems else None
    return Problem(
        "closed_month_not_computable", f"closed:{month}",
        f"{month} 按现在的数据算不出来,没有差额:{told.zh if told else ''}",
        f"{month} cannot be computed with the facts of now, so there is no difference: "
        f"{told.en if told else ''}",
        severity="warning", person=person,
    )  # fmt: skip

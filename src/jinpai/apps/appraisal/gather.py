"""The month as the rules read it: people, figures, attendance, what was decided and entered.

`figures_for` reads the lake only, so that back-tests can use it for any month and rulebook;
`gather` adds what people decided in the appraisal. A few queries for everyone, none per person.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import ibis

from jinpai.apps.appraisal import figures
from jinpai.apps.appraisal.attendance import attendance, shift_of
from jinpai.apps.appraisal.employment import Employed, employed
from jinpai.apps.appraisal.holidays import holidays_of
from jinpai.facts import identity
from jinpai.metrics.reading import Reading
from jinpai.rules.inputs import Attendance, Figure, Month, Person
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import Statutes, shipped


def days_of(month: str) -> tuple[date, date]:
    """First and last day of "2026-10"."""
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def gather(
    month: str, *, reading: Reading, rulebook: Rulebook, only: Collection[str] | None = None
) -> Month:
    """Everyone employed in the month with figures and decisions, no pay data. `only` leaves the
    others out: good for one person's inputs, not for scores, which compare with the others."""
    from jinpai.apps.appraisal.queries.decided import decided

    known = figures_for(month, reading=reading, rulebook=rulebook)
    said = decided(month)
    people = tuple(
        said.applied(person) for person in known.people if only is None or person.code in only
    )
    return replace(known, people=people)


def figures_for(
    month: str, *, reading: Reading, rulebook: Rulebook, statutes: Statutes | None = None
) -> Month:
    """The same without what was decided in the appraisal."""
    start, end = days_of(month)
    metrics = figures.needed(rulebook)
    people_rows, bound = _people_and_bindings(reading)
    team = employed(people_rows, start, end)
    counted = figures.of_people(reading, start, end, metrics)
    for code in counted.all.keys() - {r["person"] for r in people_rows}:
        # bound to an account, but nobody wrote down who that is: no scheme will fit
        team[code] = Employed(code, "", "", "", "", None, None, None, start, end)
    by_hand = figures.manual(reading, start, end)
    clockings = _clockings(reading, start, end)
    known_to = max((r["day"] for rows in clockings.values() for r in rows), default=None)
    holidays = holidays_of(statutes or shipped(), start - timedelta(days=7), end)
    shops = reading.shops()
    platform = {shop.code: shop.platform for shop in shops}
    only_shop = shops[0].code if len(shops) == 1 else ""
    beside = _shops_of_groups(team.values(), {**bound, **counted.shop_of})
    people = []
    for code in sorted(team):
        one = team[code]
        rows = clockings.get(code, ())
        days = attendance(
            rows, start=start, end=end, first=one.first, last=one.last,
            rest_days=rulebook.pay.working_time.rest_days, holidays=holidays,
            known_to=known_to,
        )  # fmt: skip
        shop = counted.shop_of.get(code) or bound.get(code) or beside.get(one.group) or only_shop
        people.append(
            Person(
                code=code, name=one.name, role=one.role, group=one.group,
                shift=shift_of(r for r in rows if one.first <= r["day"] <= one.last),
                shop=shop, platform=platform.get(shop, ""), level=one.level,
                base_pay=one.base_pay, hired_on=one.hired_on, left_on=one.left_on,
                attendance=days,
                figures=_whole(counted.all.get(code, {}), by_hand.get(code, {}), days),
                # what is entered by hand is of no single day: it stands beside the quiet days
                quiet=None
                if counted.quiet is None
                else _whole(counted.quiet.get(code, {}), by_hand.get(code, {}), days),
                rush=None if counted.rush is None else counted.rush.get(code, {}),
            )
        )  # fmt: skip
    return Month(
        month, _with_groups(people, metrics), figures.of_shops(reading, start, end, metrics)
    )


def without_facts(month: Month) -> Problem | None:
    """The problem to show where nobody has a single figure in the month."""
    if any(person.figures for person in month.people):
        return None
    if not month.people:
        return Problem(
            "no_people", "people",
            f"{month.month} 没有在职人员;请先导入 people.csv,或在「团队 · 人员」里添加",
            f"nobody is employed in {month.month}; import people.csv or add people under Team",
        )  # fmt: skip
    return Problem(
        "no_facts", "figures",
        f"{month.month} 还没有任何数据;请先导入这个月的聊天、订单或平台报表",
        f"there are no facts of {month.month} yet; import that month's chats, orders or reports",
    )  # fmt: skip


def _people_and_bindings(reading: Reading) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """People's dated rows, and the shop of each person's latest account."""
    con = ibis.duckdb.connect()
    try:
        people = identity.people(reading.snapshot, con).to_pyarrow().to_pylist()
        bindings = identity.bindings(reading.snapshot, con).order_by("from", "shop")
        bound = {r["person"]: r["shop"] for r in bindings.to_pyarrow().to_pylist()}
    finally:
        con.disconnect()
    return people, bound


def _shops_of_groups(team: Iterable[Employed], shops: Mapping[str, str]) -> dict[str, str]:
    """Where most of a group serve: the shop of a lead who has no account."""
    counts: dict[str, Counter[str]] = {}
    for one in team:
        if one.group and one.code in shops:
            counts.setdefault(one.group, Counter())[shops[one.code]] += 1
    return {group: min(seen, key=lambda s: (-seen[s], s)) for group, seen in counts.items()}


def _clockings(reading: Reading, start: date, end: date) -> dict[str, list[dict[str, Any]]]:
    """Clockings by person, from the Monday of the month's first week on."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in reading.fetch(
        "SELECT person, day, shift, in_local, out_local, result, leave, hours "
        f"FROM {reading.fact('clockings')} WHERE day BETWEEN ? AND ? "
        "ORDER BY person, day, in_local",
        [start - timedelta(days=start.weekday()), end],
    ):
        found.setdefault(row["person"], []).append(row)
    return found


def _whole(
    counted: Mapping[str, Figure], entered: Mapping[str, Figure], days: Attendance
) -> dict[str, Figure]:
    """A person's figures: what the program counted, then what was entered by hand. What was
    counted cannot be typed over; lateness and absence can, they stand on the clock's word."""
    whole = dict(counted)
    if days.source:
        if days.late_times is not None:
            whole["late"] = Figure(Decimal(days.late_times))
        if days.absent_days is not None:
            whole["absent"] = Figure(days.absent_days)
    for code, figure in entered.items():
        known = counted.get(code)
        if known is None or known.value is None:
            whole[code] = figure
    return dict(sorted(whole.items()))


def _with_groups(people: list[Person], metrics: Collection[str]) -> tuple[Person, ...]:
    """The figures of a group for each of its people, where the rulebook asks for them. Who has
    no group answers for the whole shop, who has no shop either for the house."""
    if not figures.GROUP_OF.keys() & metrics:
        return tuple(people)
    groups: dict[str, list[Mapping[str, Figure]]] = {}
    for person in people:
        wider = {(s, g) for s in (person.shop, "") for g in (person.group, "")}
        for shop, group in wider:
            groups.setdefault(f"{shop}/{group}", []).append(person.figures)
    known = figures.of_groups(groups)
    return tuple(
        replace(p, figures={**known.get(f"{p.shop}/{p.group}", {}), **p.figures}) for p in people
    )

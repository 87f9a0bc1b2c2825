"""What holds of every month: the order of people, who else is asked for, who is broken."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from tests.laws.houses import House, house

from jinpai.rules import canonical, month
from jinpai.rules.inputs import (
    Adjustment,
    Attendance,
    CityNumbers,
    ItemRuling,
    LossClaim,
    Month,
    Person,
    Social,
    TaxYear,
)
from jinpai.rules.outcomes import MonthResult
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.statutes import shipped

D = Decimal
HOUSES = range(40)
WILD: tuple[Any, ...] = (
    D("NaN"), D("sNaN"), D("Infinity"), D("-Infinity"), D("1E+400"), D("-1E+999999"),
    D("1E-999999"), D(0), D(-5), None,
)  # fmt: skip


def run(here: House, people: tuple[Person, ...] | None = None, **more: Any) -> MonthResult:
    whole = here.month if people is None else replace(here.month, people=people)
    return month.run(whole, Rulebook.model_validate(here.rulebook), shipped(), **more)


def test_the_order_of_people_changes_nothing() -> None:
    for seed in HOUSES:
        here = house(seed)
        back = run(here, tuple(reversed(here.month.people)))
        straight = run(here)
        assert back.payslips == straight.payslips
        assert back.appraised == straight.appraised


def test_one_person_alone_is_paid_what_all_together_pay() -> None:
    for seed in HOUSES:
        here = house(seed)
        whole = run(here)
        for person in here.month.people:
            alone = run(here, only=[person.code])
            assert alone.payslips.get(person.code) == whole.payslips.get(person.code)


def test_a_month_kept_as_text_pays_the_same_to_the_byte() -> None:
    for seed in HOUSES:
        here = house(seed)
        text = canonical.month_to_json(here.month)
        kept = replace(here, month=canonical.month_from_json(text))
        assert kept.month == here.month
        assert canonical.month_to_json(kept.month) == text
        first, again = run(here), run(kept)
        for code, slip in first.payslips.items():
            written = canonical.payslip_to_json(slip)
            assert canonical.payslip_to_json(again.payslips[code]) == written
            assert canonical.payslip_from_json(written) == slip


def test_the_lines_add_up_and_every_amount_is_whole_fen() -> None:
    for seed in HOUSES:
        for slip in run(house(seed)).payslips.values():
            amounts = [line.amount for line in slip.lines]
            assert sum(amounts, D(0)) == slip.net
            assert all(a == a.quantize(D("0.01")) for a in amounts)


def test_deductions_never_take_more_than_a_fifth_nor_the_minimum() -> None:
    for seed in HOUSES:
        here = house(seed)
        people = {p.code: p for p in here.month.people}
        for slip in run(here).payslips.values():
            taken = -sum(
                (line.amount for line in slip.lines
                 if line.kind in ("adjustment", "loss_compensation") and line.amount < 0), D(0)
            )  # fmt: skip
            city = people[slip.person].city
            assert taken * 5 <= slip.gross
            assert not taken or (city is not None and slip.gross - taken >= city.minimum_wage)


def broken(dice: Random, person: Person) -> Person:
    """The same person with one kind of data spoilt."""

    def wild() -> Any:
        return dice.choice(WILD)

    ways: list[dict[str, Any]] = [
        {"figures": {k: replace(f, value=wild()) for k, f in person.figures.items()}},
        {"figures": {k: replace(f, num=wild(), den=wild()) for k, f in person.figures.items()}},
        {"ratings": tuple(replace(r, points=wild()) for r in person.ratings)},
        {"events": tuple(replace(e, points=wild()) for e in person.events)},
        {"targets": {f"item{n}": wild() for n in range(3)}},
        {"attendance": Attendance(wild(), wild(), wild(), -3, wild(), wild(), wild())},
        {"adjustments": tuple(Adjustment(f"{n}", wild(), "2025-01", "x") for n in range(2))},
        {"losses": tuple(LossClaim(f"{n}", wild(), "x", "y", "z") for n in range(2))},
        {"city": CityNumbers("x", None, *(wild() for _ in range(10)))},  # type: ignore[arg-type]
        {"social": Social(True, wild(), True, wild(), wild())},
        {"tax": TaxYear(dice.choice((0, -1, 13)), *(wild() for _ in range(8)),
                        dice.random() < 0.5, False, dice.choice((None, 0, 13)))},
        {"rulings": tuple(ItemRuling(f"item{n}", "set", wild(), "x") for n in range(3))},
        {"base_pay": wild(), "level": "no such level"},
    ]  # fmt: skip
    return replace(person, **dice.choice(ways))


def test_one_broken_person_is_a_problem_of_that_person_and_no_slip_is_nonsense() -> None:
    for seed in range(150):
        here, dice = house(seed), Random(seed)
        people = list(here.month.people)
        n = dice.randrange(len(people))
        people[n] = broken(dice, people[n])
        found = run(here, tuple(people))
        mine = found.payslips.get(people[n].code)
        if mine is not None:
            assert mine.net.is_finite()
            assert abs(mine.net) < 10**8
        # the others are not touched unless they are compared with the broken one
        alone = Month(here.month.month, tuple(people[:n] + people[n + 1 :]), here.month.shops)
        for code in run(here, alone.people).payslips:
            assert code in found.payslips or any(p.person == code for p in found.problems)

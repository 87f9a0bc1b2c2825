"""What holds of every payslip, whatever the month."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rules.paying import CITY, SHOPS, D, book, months, people, reckon, to_fen, yuan

from jinpai.rules import canonical
from jinpai.rules.inputs import Attendance, Figure, Month, Person, TaxYear
from jinpai.rules.money import share_out
from jinpai.rules.month import run
from jinpai.rules.outcomes import MonthResult, Payslip
from jinpai.rules.pay.tiers import Tier, of_tiers
from jinpai.rules.statutes import shipped
from jinpai.rules.tax import bracket, months_counted, withhold

EVERY = book()
FEN = Decimal("0.01")
few = settings(max_examples=25, deadline=None)
some = settings(max_examples=50, deadline=None)


def paid(month: Month) -> MonthResult:
    return run(month, EVERY, shipped())


def exactly(slip: Payslip) -> bytes:
    return canonical.payslip_to_json(slip).encode()


@few
@given(months)
def test_of_every_payslip(month: Month) -> None:
    """Sums, formulas, the law's cap and the tax; everybody is paid or has a problem, never both."""
    result = paid(month)
    stopped = {p.person for p in result.problems if p.severity == "error"}
    for person in month.people:
        assert (person.code in result.payslips) != (person.code in stopped)
        if person.code in result.payslips:
            slip = result.payslips[person.code]
            lines_add_up_and_each_formula_gives_its_line(slip)
            what_is_taken_stays_under_the_cap(slip, person)
            tax_is_what_the_table_says(slip, person)


def lines_add_up_and_each_formula_gives_its_line(slip: Payslip) -> None:
    assert slip.net == sum((line.amount for line in slip.lines), D("0.00"))
    earned = [line.amount for line in slip.lines if line.part == "earning"]
    assert slip.gross == sum(earned, D("0.00"))
    for line in slip.lines:
        assert line.amount.as_tuple().exponent == -2, line
        assert to_fen(reckon(line.formula)) == line.amount, line
        assert line.inputs and all(given.source for given in line.inputs), line


def what_is_taken_stays_under_the_cap(slip: Payslip, person: Person) -> None:
    taken = -sum(
        line.amount for line in slip.lines
        if line.kind in ("adjustment", "loss_compensation") and line.amount < 0
    )  # fmt: skip
    assert taken * 5 <= slip.gross
    assert not taken or (person.city is not None and slip.gross - taken >= person.city.minimum_wage)
    owed = sum((-a.amount for a in person.adjustments if a.amount < 0), D(0))
    owed += sum((c.amount for c in person.losses), D(0))
    later = sum(slip.carried.values(), D(0))
    assert all(left > 0 for left in slip.carried.values())
    assert taken + later >= owed
    if not any(line.note_en.startswith("a negative basis") for line in slip.lines) and not any(
        key.startswith("clawback:") for key in slip.carried
    ):
        assert taken + later == owed


def tax_is_what_the_table_says(slip: Payslip, person: Person) -> None:
    (line,) = [line for line in slip.lines if line.kind == "income_tax"]
    taxable = next(g.value for g in line.inputs if g.name == "cumulative_taxable")
    assert isinstance(taxable, Decimal)
    rate, quick = bracket(taxable, shipped().at("tax_table", CITY.since))
    assert -line.amount == max(to_fen(Fraction(taxable * rate - quick)) - person.tax.withheld, D(0))


BROKEN = Person(
    "X9", group="别组", shop="S9", level="P1", base_pay=D("NaN"),
    attendance=Attendance(D("Infinity"), D(-3)), figures={"net_sales": Figure(D("sNaN"))},
    city=CITY, tax=TaxYear(income=D("NaN")),
)  # fmt: skip


@few
@given(months)
def test_nobodys_payslip_changes_with_an_unrelated_persons_bad_record(month: Month) -> None:
    alone = paid(month)
    beside = paid(replace(month, people=(*month.people, BROKEN)))
    assert {k: exactly(s) for k, s in alone.payslips.items()} == {
        k: exactly(s) for k, s in beside.payslips.items()
    }
    assert BROKEN.code not in beside.payslips
    assert any(p.person == BROKEN.code and p.severity == "error" for p in beside.problems)


@some
@given(st.lists(yuan(0, 40000), min_size=1, max_size=12), yuan(0, 3000))
def test_over_a_year_the_tax_is_that_of_the_table_on_the_whole_income(
    incomes: list[Decimal], social: Decimal
) -> None:
    year, withheld = TaxYear(), D(0)
    best = D(0)
    for n, income in enumerate(incomes, 1):
        year = replace(year, months=n, withheld=withheld)
        due = withhold(year, income, social, shipped(), CITY.since)
        withheld += due.tax
        best = max(best, due.cumulative)
        year = replace(year, income=year.income + income, social=year.social + social)
        assert due.tax >= 0
        assert withheld == best  # what was withheld is the highest cumulative tax so far


@some
@given(yuan(0, 1_200_000))
def test_the_tax_table_has_no_jump(income: Decimal) -> None:
    table = shipped().at("tax_table", CITY.since)
    for row in table["brackets"][:-1]:
        limit = D(row["up_to"])
        low, high = bracket(limit, table), bracket(limit + FEN, table)
        assert limit * low[0] - low[1] == limit * high[0] - high[1]
    rate, quick = bracket(income, table)
    assert income * rate - quick >= 0


def test_months_of_deduction_count_from_january_only_for_a_first_employment() -> None:
    assert months_counted(TaxYear(months=1, month_of_year=7)) == 1
    assert months_counted(TaxYear(months=1, month_of_year=7, first_employment=True)) == 7


@some
@given(yuan(0, 100000), st.lists(st.integers(0, 40).map(D), min_size=1, max_size=9))
def test_sharing_out_loses_no_fen(total: Decimal, weights: list[Decimal]) -> None:
    parts = share_out(total, weights)
    whole = sum(weights)
    assert sum(parts) == (total if whole else 0)
    assert all(p >= 0 for p in parts)
    for part, weight in zip(parts, weights, strict=True):
        exact = Fraction(total * weight) / Fraction(whole or 1)
        assert abs(Fraction(part) - exact) <= Fraction(FEN)
        assert weight or not part


STEPS = [Tier.model_validate({"from": f, "rate": r})
         for f, r in ((0, "0.01"), (50000, "0.02"), (80000, "0.005"))]  # fmt: skip


@some
@given(yuan(0, 120000))
def test_marginal_tiers_have_no_jump_and_whole_tiers_pay_one_rate(basis: Decimal) -> None:
    here, formula = of_tiers(basis, STEPS, "marginal")
    there, _ = of_tiers(basis + FEN, STEPS, "marginal")
    assert 0 <= there - here <= FEN * D("0.02")
    assert reckon(formula) == Fraction(here)
    whole, _ = of_tiers(basis, STEPS, "whole")
    assert whole in {basis * step.rate for step in STEPS}


@few
@given(st.lists(st.sampled_from(["22", "11", "7.5", "0"]), min_size=1, max_size=7), yuan(0, 90000))
def test_a_pot_divided_by_heads_is_given_out_to_the_fen(days: list[str], sales: Decimal) -> None:
    rulebook = book({"kind": "team_share", "code": "share", "rate": "0.013", "per_head": True})
    folk = tuple(
        Person(f"P{n}", shop="S1", attendance=Attendance(D(22), D(d))) for n, d in enumerate(days)
    )
    month = Month("2026-10", folk, {"S1": {"sales": Figure(sales), "silent_sales": Figure(D(0))}})
    slips = run(month, rulebook, shipped()).payslips
    if any(d != "0" for d in days):
        assert sum(s.net for s in slips.values()) == to_fen(Fraction(sales * D("0.013")))


@few
@given(people("P1"), yuan(0, 3000))
def test_more_sales_never_pay_less(person: Person, more: Decimal) -> None:
    """Of what the shop's rules pay; not of tax and insurance, which follow."""
    own = person.figures["net_sales"].value
    if own is None or own < 0:
        return
    grown = replace(person, figures={**person.figures, "net_sales": Figure(own + more)})
    before = paid(Month("2026-10", (person,), SHOPS)).payslips
    after = paid(Month("2026-10", (grown,), SHOPS)).payslips
    if before:
        assert after["P1"].gross >= before["P1"].gross

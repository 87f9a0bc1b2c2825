"""Income tax by cumulative withholding 累计预扣法: the year so far, the table, what is due now.

国家税务总局公告2018年第61号 art. 6: cumulative taxable income = income − exempt income − basic
deduction − special deductions (insurance and fund) − additional special deductions − others; due
now = that × rate − quick deduction − what was withheld before; a negative result is settled at the
year's end, never refunded in the month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jinpai.rules.inputs import TaxYear
from jinpai.rules.money import ZERO, fen, written, yuan
from jinpai.rules.outcomes import Input
from jinpai.rules.problems import Problem
from jinpai.rules.statutes import Statutes


@dataclass(frozen=True, slots=True)
class Withholding:
    """What is withheld this month and how it came about. All cumulative, with this month."""

    tax: Decimal  # this month's, never negative
    income: Decimal
    basic: Decimal
    taxable: Decimal  # never negative
    rate: Decimal
    quick: Decimal
    cumulative: Decimal  # tax on `taxable`
    formula: str
    inputs: tuple[Input, ...]


def incomplete(year: TaxYear, person: str) -> Problem | None:
    """What is missing before anything can be withheld."""
    if year.first_employment and year.month_of_year is None:
        return Problem(
            "no_month_of_year", "tax.month_of_year",
            "本年首次就业按年初起算减除费用,需要月份",
            "a first employment of the year counts from January; the month is needed",
            person=person,
        )  # fmt: skip
    return None


def bracket(taxable: Decimal, table: dict[str, Any]) -> tuple[Decimal, Decimal]:
    """Rate and quick deduction of a cumulative taxable income: (up to and including] the limit."""
    for row in table["brackets"]:
        if "up_to" not in row or taxable <= row["up_to"]:
            return row["rate"], Decimal(row["quick"])
    raise ValueError("the tax table has no last bracket")


def months_counted(year: TaxYear) -> int:
    """Months of basic deduction: those at this employer; from January for a first employment of
    the year (税务总局公告2020年第13号)."""
    if year.first_employment and year.month_of_year is not None:
        return year.month_of_year
    return year.months


def withhold(
    year: TaxYear, income: Decimal, social: Decimal, statutes: Statutes, day: date
) -> Withholding:
    """This month's tax on `income`, with `social` (insurance and fund) deducted."""
    table = statutes.at("tax_table", day)
    monthly = Decimal(table["basic_month"])
    total = year.income + income
    if year.whole_allowance:
        basic, basic_text = Decimal(table["basic_year"]), written(Decimal(table["basic_year"]))
        source = "statute:tax_table.basic_year"
    else:
        months = months_counted(year)
        basic, basic_text = monthly * months, f"{written(monthly)} × {months}"
        source = "statute:tax_table.basic_month"
    special = year.social + social
    additional = year.additional + year.additional_this_month
    other = year.other + year.other_this_month
    left = total - year.exempt - basic - special - additional - other
    taxable = left if left > 0 else ZERO
    rate, quick = bracket(taxable, table)
    cumulative = fen(taxable * rate - quick)
    due = cumulative - year.withheld
    parts = [f"{yuan(total)} − {basic_text}"]
    parts += [f" − {yuan(p)}" for p in (year.exempt, special, additional, other) if p]
    formula = f"max(({''.join(parts)}) × {rate} − {quick} − {yuan(year.withheld)}, 0)"
    source_of_table = f"statute:tax_table@{table['since']}"
    inputs = [
        Input("cumulative_income", total, "yuan", "tax:income"),
        Input("basic", basic, "yuan", source),
        Input("social", special, "yuan", "tax:social"),
    ]
    for name, amount in (("exempt", year.exempt), ("additional", additional), ("other", other)):
        if amount:
            inputs.append(Input(name, amount, "yuan", f"tax:{name}"))
    inputs += [
        Input("cumulative_taxable", taxable, "yuan", "tax:taxable"),
        Input("rate", rate, "rate", source_of_table),
        Input("quick", quick, "yuan", source_of_table),
        Input("withheld", year.withheld, "yuan", "tax:withheld"),
    ]
    return Withholding(
        fen(due) if due > 0 else ZERO, total, basic, taxable, rate, quick, cumulative, formula,
        tuple(inputs),
    )  # fmt: skip

"""Cumulative withholding, from the text of the law: 国家税务总局公告2018年第61号 art. 6.

The table and the basic deduction are written here a second time, on purpose.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from jinpai.rules.inputs import TaxYear

from .figures import exact, two_places

# up to (yuan of the year), rate, quick deduction
TABLE = (
    (36_000, "0.03", 0),
    (144_000, "0.10", 2_520),
    (300_000, "0.20", 16_920),
    (420_000, "0.25", 31_920),
    (660_000, "0.30", 52_920),
    (960_000, "0.35", 85_920),
    (None, "0.45", 181_920),
)
BASIC = 5_000  # a month
WHOLE = 60_000  # 2020年19号: at once


def deduction(year: TaxYear) -> Fraction:
    """5 000 × months at this employer; from January for a first employment of the year;
    60 000 at once where 19号 of 2020 allows."""
    if year.whole_allowance:
        return Fraction(WHOLE)
    if year.first_employment:
        assert year.month_of_year is not None
        return Fraction(BASIC * year.month_of_year)
    return Fraction(BASIC * year.months)


def of_the_year(taxable: Fraction) -> Fraction:
    for top, rate, quick in TABLE:
        if top is None or taxable <= top:
            return taxable * exact(Decimal(rate)) - quick
    raise AssertionError


def withheld_now(year: TaxYear, income: Fraction, social: Fraction) -> Decimal:
    """This month's tax: the year's tax so far less what was withheld; never given back."""
    taxable = (
        exact(year.income) + income
        - exact(year.exempt)
        - deduction(year)
        - exact(year.social) - social
        - exact(year.additional) - exact(year.additional_this_month)
        - exact(year.other) - exact(year.other_this_month)
    )  # fmt: skip
    tax = of_the_year(max(Fraction(0), taxable)) - exact(year.withheld)
    return two_places(max(Fraction(0), tax))

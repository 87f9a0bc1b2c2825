"""Probation 试用期: how long at most, and how little may be paid (劳动合同法 art. 19–21)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jinpai.rules.law import BY_CODE
from jinpai.rules.money import fen
from jinpai.rules.problems import Problem
from jinpai.rules.statutes import Statutes, shipped

FROM = date(2025, 1, 1)  # the statutes asked where no day is named


def longest_probation(
    contract_months: int | None, *, statutes: Statutes | None = None, day: date = FROM
) -> int:
    """Months of probation at most; None is an open-ended contract."""
    lengths = (statutes or shipped()).at("probation", day)["lengths"]
    if contract_months is None:
        return int(lengths[-1]["months"])
    return int([row for row in lengths if contract_months >= row["from"]][-1]["months"])


def probation(
    contract_months: int | None,
    months: int,
    wage: Decimal | None = None,
    pay: Decimal | None = None,
    minimum_wage: Decimal | None = None,
    *,
    lowest_of_post: Decimal | None = None,
    statutes: Statutes | None = None,
    day: date = FROM,
) -> list[Problem]:
    """What is wrong with a probation: too long for the contract, or paid too little."""
    statutes = statutes or shipped()
    found = []
    most = longest_probation(contract_months, statutes=statutes, day=day)
    if months > most:
        rule = BY_CODE["probation_length"]
        found.append(
            Problem(
                "probation_length", "probation",
                f"试用期 {months} 个月,此合同至多 {most} 个月",
                f"{months} months of probation; this contract allows {most}",
                str(months), f"≤ {most}", article=rule.article,
            )
        )  # fmt: skip
    if wage is not None and pay is not None:
        share = statutes.at("probation", day)["pay_share"]
        # the article names two bounds with "or": the lower one is the floor
        floor = min(wage, wage if lowest_of_post is None else lowest_of_post) * share
        if pay < floor:
            found.append(_underpaid(pay, fen(floor)))
    if pay is not None and minimum_wage is not None and pay < minimum_wage:
        found.append(_underpaid(pay, minimum_wage))
    return found


def _underpaid(pay: Decimal, floor: Decimal) -> Problem:
    rule = BY_CODE["probation_pay"]
    return Problem(
        "probation_pay", "probation",
        f"试用期工资 {pay} 低于 {floor}", f"pay of {pay} in probation is under {floor}",
        str(pay), f"≥ {floor}", article=rule.article,
    )  # fmt: skip

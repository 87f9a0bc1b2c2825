"""What goes back 追回: negative amounts are kept for the adjustment, under the law's cap."""

from __future__ import annotations

from decimal import Decimal

from jinpai.rules.inputs import Adjustment
from jinpai.rules.law import deductible
from jinpai.rules.money import ZERO
from jinpai.rules.pay.context import Context
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Words


def take_back(of: Context, code: str, path: str, words: Words, amount: Decimal) -> None:
    """Note a negative amount of this month for the adjustment to take off."""
    if amount < 0:
        of.clawbacks.append(
            Adjustment(f"clawback:{of.month}:{code}", amount, of.month, words.zh, path)
        )


def room(of: Context) -> Decimal:
    """What may still be taken off this month (工资支付暂行规定 art. 16): at most 20 % of the
    month's gross wage, and what is left not under the local minimum wage. Clawback and loss
    compensation draw on the same room. Without the city's minimum nothing is taken off."""
    if of.room is None:
        city = of.person.city
        if city is None:
            of.room = ZERO
            warn_no_city(of)
        else:
            of.room = deductible(of.gross, city.minimum_wage, of.statutes, of.first_day)
    return of.room


def warn_no_city(of: Context) -> None:
    """Warn once that nobody entered the city's minimum wage."""
    if any(warning.code == "no_city" for warning in of.warnings):
        return
    of.warnings.append(
        Problem(
            "no_city", "city",
            "没有填所在城市最低工资:不核对最低工资,加班费只按底薪计算,追回和赔偿结转下月",
            "the city's minimum wage is not entered: it is not checked, overtime stands on the "
            "base pay alone, clawback and compensation are carried on",
            wanted="minimum_wage", severity="warning", person=of.person.code,
            article="最低工资规定 第十二条",
        )
    )  # fmt: skip

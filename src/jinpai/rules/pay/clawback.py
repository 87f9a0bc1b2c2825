"""What goes back 追回: negative amounts are kept for the adjustment, under the law's cap."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

from jinpai.rules.inputs import Adjustment
from jinpai.rules.money import FEN, ZERO
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
            of.warnings.append(no_city(of, "没有填城市最低工资,本月不扣回,结转下月",
                                       "no minimum wage of the city: nothing is taken off, "
                                       "it is carried on"))  # fmt: skip
        else:
            share = of.statutes.at("deduction_cap", of.first_day)["share"]
            part = (of.gross * share).quantize(FEN, rounding=ROUND_DOWN)
            of.room = max(min(part, of.gross - city.minimum_wage), ZERO)
    return of.room


def no_city(of: Context, zh: str, en: str) -> Problem:
    """The warning of someone whose city's numbers nobody entered."""
    return Problem(
        "no_city", "city", zh, en, wanted="minimum_wage", severity="warning",
        person=of.person.code, article="最低工资规定 第十二条",
    )  # fmt: skip

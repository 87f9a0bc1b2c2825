"""Housing fund 住房公积金: the employee's rate on a clamped base."""

from __future__ import annotations

from typing import ClassVar, Literal

from jinpai.rules import outcomes
from jinpai.rules.money import fen, written
from jinpai.rules.outcomes import Input, Line
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import Context
from jinpai.rules.pay.social_insurance import clamped, missing_numbers
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Words


class HousingFund(Component):
    """The person's own rate, else the city's; the base is the person's own, or the month's gross
    wage, between the city's floor and cap."""

    part: ClassVar[outcomes.Part] = "insurance"
    taxable: ClassVar[bool] = False
    counts_for_minimum_wage: ClassVar[bool] = False
    title: ClassVar[Words] = Words(zh="住房公积金", en="Housing fund")

    kind: Literal["housing_fund"] = "housing_fund"

    def compute(self, of: Context, path: str) -> Line | Problem | None:
        social, city = of.person.social, of.person.city
        if not social.fund:
            return None
        names = ["fund_floor", "fund_cap"]
        if social.fund_rate is None:
            names.insert(0, "fund_rate")
        if city is None or any(getattr(city, name) is None for name in names):
            return missing_numbers(of, city, names)
        rate, source = social.fund_rate, "person:fund_rate"
        if rate is None:
            rate, source = city.fund_rate, "city:fund_rate"
        assert rate is not None
        own = social.fund_base
        base, formula = clamped(own, of.gross, city.fund_floor, city.fund_cap)
        words = self.words()
        return Line(
            "housing_fund", self.code, words.zh, words.en, -fen(base * rate),
            f"−{formula} × {written(rate)}",
            (
                Input("base", base, "yuan", "line:gross" if own is None else "person:fund_base"),
                Input("rate", rate, "rate", source),
                Input("floor", city.fund_floor, "yuan", "city:fund_floor"),
                Input("cap", city.fund_cap, "yuan", "city:fund_cap"),
            ),
            path, self.part,
        )  # fmt: skip

"""Social insurance 社保个人部分: the city's employee rates on a clamped base, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar, Literal

from jinpai.rules import outcomes
from jinpai.rules.inputs import CityNumbers
from jinpai.rules.money import fen, written, yuan
from jinpai.rules.outcomes import Input, Line
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import Context
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Words

NAMES = {
    "pension": Words(zh="养老保险", en="Pension insurance"),
    "medical": Words(zh="医疗保险", en="Medical insurance"),
    "unemployment": Words(zh="失业保险", en="Unemployment insurance"),
}


class SocialInsurance(Component):
    """Pension, medical (with its fixed part) and unemployment insurance, each rounded to the fen.
    The base is the person's own, or the month's gross wage, clamped between the city's floor and
    cap. The numbers are the city's, entered by the shop; none is assumed."""

    part: ClassVar[outcomes.Part] = "insurance"
    taxable: ClassVar[bool] = False
    counts_for_minimum_wage: ClassVar[bool] = False
    title: ClassVar[Words] = Words(zh="社会保险", en="Social insurance")

    kind: Literal["social_insurance"] = "social_insurance"

    def compute(self, of: Context, path: str) -> Sequence[Line] | Problem | None:
        if not of.person.social.insured:
            return None
        city = of.person.city
        names = ("pension", "medical", "unemployment", "insurance_floor", "insurance_cap")
        if city is None or any(getattr(city, name) is None for name in names):
            return missing_numbers(of, city, names)
        own = of.person.social.insurance_base
        base, formula = clamped(own, of.gross, city.insurance_floor, city.insurance_cap)
        on = Input("base", base, "yuan", "line:gross" if own is None else "person:insurance_base")
        limits = (
            Input("floor", city.insurance_floor, "yuan", "city:insurance_floor"),
            Input("cap", city.insurance_cap, "yuan", "city:insurance_cap"),
        )
        lines = []
        for name, rate, fixed in (
            ("pension", city.pension, Decimal(0)),
            ("medical", city.medical, city.medical_fixed),
            ("unemployment", city.unemployment, Decimal(0)),
        ):
            assert rate is not None
            words = NAMES[name]
            inputs = [on, Input("rate", rate, "rate", f"city:{name}"), *limits]
            text = f"−{formula} × {written(rate)}"
            if fixed:
                text = f"−({formula} × {written(rate)} + {yuan(fixed)})"
                inputs.append(Input("fixed", fixed, "yuan", "city:medical_fixed"))
            lines.append(
                Line("social_insurance", f"{self.code}-{name}", words.zh, words.en,
                     -fen(base * rate + fixed), text, tuple(inputs), path, self.part)
            )  # fmt: skip
        return lines


def clamped(
    own: Decimal | None, gross: Decimal, floor: Decimal | None, cap: Decimal | None
) -> tuple[Decimal, str]:
    """The base between floor and cap, and how it is written in the formula."""
    base = gross if own is None else own
    if floor is not None and base < floor:
        return floor, f"max({yuan(base)}, {yuan(floor)})"
    if cap is not None and base > cap:
        return cap, f"min({yuan(base)}, {yuan(cap)})"
    return base, f"{yuan(base)}"


def missing_numbers(of: Context, city: CityNumbers | None, names: Sequence[str]) -> Problem:
    """Nothing is assumed of a city nobody entered."""
    absent = [n for n in names if city is None or getattr(city, n) is None]
    where = "" if city is None else city.city
    return Problem(
        "no_city_numbers", "city",
        f"没有填{where or '所在城市'}的社保公积金参数:{'、'.join(absent)};"
        "请在城市参数里填写并注明来源",
        f"the numbers of {where or 'the city'} are not entered: {', '.join(absent)}; "
        "enter them with their source",
        found=where, wanted=", ".join(absent), person=of.person.code,
    )  # fmt: skip

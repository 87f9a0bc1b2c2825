"""Commission 提成: basis × rate [× level coefficient] [× performance coefficient], maybe capped."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from jinpai.rules.money import ZERO, fen, written, yuan
from jinpai.rules.outcomes import Input, Line
from jinpai.rules.pay.clawback import take_back
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import CampaignDays, Context
from jinpai.rules.pay.tiers import Mode, Tier, of_tiers
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Factor, Rate, Words, Yuan


class Commission(Component):
    """`basis` is a figure of the person (sales, net_sales, inquiry_sales, paid_orders …); either
    one `rate` or `tiers` with a `mode`. `level_coefficients` by level (P2 1.1), none: ×1.
    `performance`: × the appraisal's coefficient. `cap`: at most this much. `campaign_days`:
    whether the basis holds campaign days, leaves them out, or is of them alone.

    A negative basis (more refunded than sold) pays 0.00; the negative amount becomes a clawback
    under the law's cap.
    """

    title: ClassVar[Words] = Words(zh="提成", en="Commission")

    kind: Literal["commission"] = "commission"
    basis: str
    rate: Rate | None = None
    tiers: tuple[Tier, ...] = ()
    mode: Mode = "marginal"
    level_coefficients: dict[str, Factor] = Field(default_factory=dict)
    performance: bool = False
    cap: Yuan | None = None
    campaign_days: CampaignDays = "include"

    @model_validator(mode="after")
    def one_way(self) -> Self:
        if (self.rate is None) == (not self.tiers):
            raise ValueError("rate 和 tiers 必须且只能写一个 / give either rate or tiers")
        return self

    def metrics(self) -> tuple[str, ...]:
        return (self.basis,)

    @property
    def needs_score(self) -> bool:
        return self.performance

    def compute(self, of: Context, path: str) -> Line | Problem:
        person = of.person
        basis = of.figure(self.basis, path, self.campaign_days)
        if isinstance(basis, Problem):
            return basis
        inputs = [Input("basis", basis, "yuan", f"metric:{self.basis}")]
        if self.rate is not None:
            amount, formula = basis * self.rate, f"{yuan(basis)} × {written(self.rate)}"
            inputs.append(of.ruled(path, "rate", self.rate, "rate"))
        else:
            amount, formula = of_tiers(basis, self.tiers, self.mode)
            inputs.append(of.ruled(path, "tiers", self.mode, "text"))
            if " + " in formula and (self.level_coefficients or self.performance):
                formula = f"({formula})"
        if self.level_coefficients:
            factor = self.level_coefficients.get(person.level)
            if factor is None:
                return Problem(
                    "no_level_coefficient", path,
                    f"级别「{person.level or '未填'}」没有提成系数",
                    f"level {person.level or 'not given'} has no commission coefficient",
                    found=person.level, wanted="、".join(self.level_coefficients),
                    person=person.code,
                )  # fmt: skip
            amount *= factor
            formula += f" × {written(factor)}"
            inputs.append(
                of.ruled(path, f"level_coefficients.{person.level}", factor, "factor",
                         "level_coefficient")
            )  # fmt: skip
        if self.performance:
            coefficient = of.coefficient(path)
            if isinstance(coefficient, Problem):
                return coefficient
            amount *= coefficient
            formula += f" × {written(coefficient)}"
            inputs.append(Input("coefficient", coefficient, "factor", "coefficient"))
        words = self.words()
        if basis < 0:
            take_back(of, self.code, path, words, fen(amount))
            amount, formula = ZERO, f"max({formula}, 0)"
        elif self.cap is not None:
            inputs.append(of.ruled(path, "cap", self.cap, "yuan"))
            if amount > self.cap:
                amount, formula = self.cap, f"min({formula}, {yuan(self.cap)})"
        return Line(
            "commission", self.code, words.zh, words.en, fen(amount), formula, tuple(inputs), path
        )

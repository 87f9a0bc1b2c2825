"""Piece rate 计件: a count × a price."""

from __future__ import annotations

from typing import ClassVar, Literal

from jinpai.rules.money import ZERO, fen, written, yuan
from jinpai.rules.outcomes import Input, Line
from jinpai.rules.pay.clawback import take_back
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import CampaignDays, Context
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Words, Yuan


class Piece(Component):
    """So much for each order, case or review of `metric`, a count."""

    title: ClassVar[Words] = Words(zh="计件", en="Piece rate")

    kind: Literal["piece"] = "piece"
    metric: str
    price: Yuan
    campaign_days: CampaignDays = "include"

    def metrics(self) -> tuple[str, ...]:
        return (self.metric,)

    def compute(self, of: Context, path: str) -> Line | Problem:
        count = of.figure(self.metric, path, self.campaign_days)
        if isinstance(count, Problem):
            return count
        words = self.words()
        amount, formula = fen(count * self.price), f"{written(count)} × {yuan(self.price)}"
        if amount < 0:
            take_back(of, self.code, path, words, amount)
            amount, formula = ZERO, f"max({formula}, 0)"
        return Line(
            "piece", self.code, words.zh, words.en, amount, formula,
            (
                Input("count", count, "count", f"metric:{self.metric}"),
                of.ruled(path, "price", self.price, "yuan"),
            ),
            path,
        )  # fmt: skip

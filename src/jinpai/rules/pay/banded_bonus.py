"""Banded bonus 分段奖金: the score's band names the amount, paid × min(score, 100) / 100."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from jinpai.rules.money import ZERO, fen, yuan
from jinpai.rules.outcomes import Input, Line
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import Context
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Part, Points, Words, Yuan

HUNDRED = Decimal(100)


class BonusBand(Part):
    """From this score up to the next band's, this amount."""

    from_: Points = Field(alias="from")
    amount: Yuan


class BandedBonus(Component):
    """Report 003: 90 and more 3000, from 80 2000, below 1000; 90 points pay 3000 × 0.90.
    Bands are half-open [from, next), in rising order; below the first nothing is paid."""

    title: ClassVar[Words] = Words(zh="绩效奖金", en="Score bonus")

    kind: Literal["banded_bonus"] = "banded_bonus"
    bands: Annotated[tuple[BonusBand, ...], Field(min_length=1)]

    @property
    def needs_score(self) -> bool:
        return True

    def compute(self, of: Context, path: str) -> Line | Problem:
        score = of.score(path)
        if isinstance(score, Problem):
            return score
        amount, index = ZERO, None
        for at, band in enumerate(self.bands):
            if score >= band.from_:
                amount, index = band.amount, at
        share = min(score, HUNDRED) / HUNDRED
        source = f"rulebook:{path}.bands" + ("" if index is None else f"[{index}].amount")
        words = self.words()
        return Line(
            "banded_bonus", self.code, words.zh, words.en, fen(amount * share),
            f"{yuan(amount)} × {yuan(share)}",
            (Input("amount", amount, "yuan", source), Input("score", score, "points", "score")),
            path,
        )  # fmt: skip

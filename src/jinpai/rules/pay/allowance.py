"""Allowance 津贴: a fixed amount, prorated by paid days or not."""

from __future__ import annotations

from typing import ClassVar, Literal

from jinpai.rules.money import fen, written, yuan
from jinpai.rules.outcomes import Input, Line
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import Context
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Words, Yuan


class Allowance(Component):
    """`hardship` marks night, heat and like allowances and welfare, which the comparison with
    the minimum wage leaves out (最低工资规定 art. 12)."""

    title: ClassVar[Words] = Words(zh="津贴", en="Allowance")

    kind: Literal["allowance"] = "allowance"
    amount: Yuan
    prorated: bool = False
    hardship: bool = False

    def counts(self) -> bool:
        return not self.hardship

    def compute(self, of: Context, path: str) -> Line | Problem:
        words = self.words()
        amount = of.ruled(path, "amount", self.amount, "yuan")
        if not self.prorated:
            return Line(
                "allowance", self.code, words.zh, words.en, fen(self.amount),
                yuan(self.amount), (amount,), path,
            )  # fmt: skip
        days = of.person.attendance
        if days.expected_days is None or days.paid_days is None or days.expected_days <= 0:
            return of.days()
        return Line(
            "allowance", self.code, words.zh, words.en, 
            fen(self.amount * days.paid_days / days.expected_days),
            f"{yuan(self.amount)} × {written(days.paid_days)} ÷ {written(days.expected_days)}",
            (
                amount,
                Input("paid_days", days.paid_days, "days", f"entered:{days.source}"),
                Input("expected_days", days.expected_days, "days", f"entered:{days.source}"),
            ),
            path,
        )  # fmt: skip

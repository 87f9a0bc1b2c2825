"""Income tax 个人所得税: cumulative withholding over the year at this employer."""

from __future__ import annotations

from typing import ClassVar, Literal

from jinpai.rules import outcomes, tax
from jinpai.rules.money import ZERO
from jinpai.rules.outcomes import Line
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import Context
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Words


class IncomeTax(Component):
    """累计预扣法 (税务总局公告2018年第61号 art. 6). The table is the law's; a negative result is no
    refund in the month."""

    part: ClassVar[outcomes.Part] = "tax"
    taxable: ClassVar[bool] = False
    counts_for_minimum_wage: ClassVar[bool] = False
    title: ClassVar[Words] = Words(zh="个人所得税", en="Income tax")

    kind: Literal["income_tax"] = "income_tax"

    def compute(self, of: Context, path: str) -> Line | Problem:
        year = of.person.tax
        wrong = tax.incomplete(year, of.person.code)
        if wrong is not None:
            return wrong
        due = tax.withhold(year, of.income, of.social, of.statutes, of.first_day)
        words = self.words()
        return Line(
            "income_tax", self.code, words.zh, words.en, -due.tax if due.tax else ZERO,
            "−" + due.formula, due.inputs, path, self.part,
        )  # fmt: skip

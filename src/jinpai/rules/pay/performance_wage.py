"""Performance wage 绩效工资: an amount, for all or by level, × the performance coefficient."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from jinpai.rules.money import fen, written, yuan
from jinpai.rules.outcomes import Input, Line
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import Context
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Words, Yuan


class PerformanceWage(Component):
    """`amounts` by level wins over `amount` for all; `aliases` read a level of another ladder
    (P1 → "D"). Not prorated: the score speaks of the days worked."""

    title: ClassVar[Words] = Words(zh="绩效工资", en="Performance wage")

    kind: Literal["performance_wage"] = "performance_wage"
    amount: Yuan | None = None
    amounts: dict[str, Yuan] = Field(default_factory=dict)
    aliases: dict[str, str] = Field(default_factory=dict)

    @property
    def needs_score(self) -> bool:
        return True

    def compute(self, of: Context, path: str) -> Line | Problem:
        person = of.person
        level = self.aliases.get(person.level, person.level)
        amount, key = self.amounts.get(level), f"amounts.{level}"
        if amount is None:
            amount, key = self.amount, "amount"
        if amount is None:
            return Problem(
                "no_amount", path,
                f"级别「{person.level or '未填'}」没有绩效工资标准",
                f"level {person.level or 'not given'} has no performance wage",
                found=person.level, wanted="、".join(self.amounts), person=person.code,
            )  # fmt: skip
        factor = of.coefficient(path)
        if isinstance(factor, Problem):
            return factor
        inputs = [of.ruled(path, key, amount, "yuan", "amount")]
        if self.amounts:
            inputs.append(Input("level", level, "text", "person:level"))
        inputs.append(Input("coefficient", factor, "factor", "coefficient"))
        words = self.words()
        return Line(
            "performance_wage", self.code, words.zh, words.en, fen(amount * factor),
            f"{yuan(amount)} × {written(factor)}", tuple(inputs), path,
        )  # fmt: skip

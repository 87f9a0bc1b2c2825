"""Base pay 底薪: by level or grade, or the person's own, × paid days / expected days."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from jinpai.rules.money import fen, written, yuan
from jinpai.rules.outcomes import Input, Line
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import Context
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Words, Yuan


class Base(Component):
    """`amounts` by level wins over `amount` for all; `from_person` takes what the person's record
    says where neither has it. `aliases` read a level of another ladder (P1 → "D").
    In probation × `probation` (劳动合同法 20: not under 80 %)."""

    title: ClassVar[Words] = Words(zh="底薪", en="Base pay")

    kind: Literal["base"] = "base"
    amount: Yuan | None = None
    amounts: dict[str, Yuan] = Field(default_factory=dict)
    aliases: dict[str, str] = Field(default_factory=dict)
    from_person: bool = False
    probation: Decimal = Field(default=Decimal(1), ge=Decimal("0.8"), le=1)

    def compute(self, of: Context, path: str) -> Line | Problem:
        person = of.person
        level = self.aliases.get(person.level, person.level)
        amount, key = self.amounts.get(level), f"amounts.{level}"
        if amount is None:
            amount, key = self.amount, "amount"
        if amount is None and self.from_person:
            amount, key = person.base_pay, ""
        if amount is None:
            return Problem(
                "no_base", path,
                f"级别「{person.level or '未填'}」没有底薪,个人底薪也没有填",
                f"level {person.level or 'not given'} has no base pay, nor has the person",
                found=person.level,
                wanted="、".join(self.amounts) or "base_pay",
                person=person.code,
            )  # fmt: skip
        days = person.attendance
        if days.expected_days is None or days.paid_days is None or days.expected_days <= 0:
            return of.days()
        given = f"entered:{days.source}"
        part = self.probation if person.probation else Decimal(1)
        formula = f"{yuan(amount)} × {written(days.paid_days)} ÷ {written(days.expected_days)}"
        inputs = [
            of.ruled(path, key, amount, "yuan", "amount") if key
            else Input("amount", amount, "yuan", "person:base_pay"),
            Input("level", level, "text", "person:level"),
            Input("paid_days", days.paid_days, "days", given),
            Input("expected_days", days.expected_days, "days", given),
        ]  # fmt: skip
        if part != 1:
            formula += f" × {written(part)}"
            inputs.append(of.ruled(path, "probation", part, "factor"))
        words = self.words()
        return Line(
            "base", self.code, words.zh, words.en,
            # multiplied first: a rounded quotient could lose a half fen
            fen(amount * days.paid_days * part / days.expected_days), formula,
            tuple(inputs), path,
        )  # fmt: skip

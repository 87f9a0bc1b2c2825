"""Loss compensation 赔偿损失: documented loss only, as the contract provides, under the cap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from jinpai.rules import outcomes
from jinpai.rules.inputs import LossClaim
from jinpai.rules.money import ZERO, fen
from jinpai.rules.outcomes import Input, Line
from jinpai.rules.pay.clawback import room
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import Context
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Words

ARTICLE = "工资支付暂行规定 第十六条"


class LossCompensation(Component):
    """Takes off what the person owes for a loss, after any clawback and within what the law
    leaves of the cap; the rest is `carried`. It does not lower the taxable income. A claim
    without evidence or without the contract's clause is not taken off at all."""

    part: ClassVar[outcomes.Part] = "deduction"
    taxable: ClassVar[bool] = False
    counts_for_minimum_wage: ClassVar[bool] = False
    title: ClassVar[Words] = Words(zh="赔偿损失", en="Compensation for a loss")

    kind: Literal["loss_compensation"] = "loss_compensation"

    def compute(self, of: Context, path: str) -> Sequence[Line] | None:
        if not of.person.losses:
            return None
        lines = []
        for claim in sorted(of.person.losses, key=lambda c: (str(c.day or ""), c.id)):
            amount = fen(claim.amount)
            if amount <= 0:
                continue
            if not claim.evidence.strip() or not claim.contract_clause.strip():
                of.carried[claim.id] = amount
                of.warnings.append(_unfounded(of, claim))
                continue
            lines.append(self._line(of, claim, path))
        return lines

    def _line(self, of: Context, claim: LossClaim, path: str) -> Line:
        owed, left = fen(claim.amount), room(of)
        taken = min(owed, left)
        of.room = left - taken
        inputs = [
            Input("loss", owed, "yuan", f"loss:{claim.id}"),
            Input("clause", claim.contract_clause, "text", f"loss:{claim.id}"),
        ]
        formula, zh, en = f"−{owed}", claim.reason, claim.reason
        if taken < owed:
            of.carried[claim.id] = owed - taken
            inputs.append(Input("room", left, "yuan", "statute:deduction_cap"))
            formula = f"max(−{owed}, −{left})" if left else "0.00"
            zh = f"本月最多扣 {left},余 {owed - taken} 结转"
            en = f"at most {left} this month, {owed - taken} carried on"
        words = self.words()
        return Line(
            "loss_compensation", self.code, words.zh, words.en, -taken if taken else ZERO,
            formula, tuple(inputs), path, self.part, note_zh=zh, note_en=en,
        )  # fmt: skip


def _unfounded(of: Context, claim: LossClaim) -> Problem:
    return Problem(
        "loss_unfounded", f"losses.{claim.id}",
        "没有损失证据或劳动合同没有约定,不得扣款",
        "without evidence of the loss and a clause in the contract nothing may be deducted",
        found=claim.id, wanted="evidence, contract_clause", severity="warning",
        person=of.person.code, article=ARTICLE,
    )  # fmt: skip

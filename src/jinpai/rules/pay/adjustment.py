"""Adjustment 调整: differences of closed months and of rulings, each with its link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from jinpai.rules import outcomes
from jinpai.rules.inputs import Adjustment as Entry
from jinpai.rules.money import ZERO, fen, yuan
from jinpai.rules.outcomes import Input, Line
from jinpai.rules.pay.clawback import room
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import Context
from jinpai.rules.sections.strict import Words


class Adjustment(Component):
    """Every difference is a line of its own. What is owed is paid in full; what goes back (also
    a negative basis of this month) is taken off under the cap of 工资支付暂行规定 art. 16, oldest
    first, and the rest is `carried`. Both change the taxable income."""

    part: ClassVar[outcomes.Part] = "adjustment"
    title: ClassVar[Words] = Words(zh="调整", en="Adjustment")

    kind: Literal["adjustment"] = "adjustment"

    def compute(self, of: Context, path: str) -> Sequence[Line] | None:
        entries = of.person.adjustments
        if not entries and not of.clawbacks:
            return None
        words = self.words()
        # gathering may hand them over in any order; lines and cap must not depend on it
        ordered = sorted((*entries, *of.clawbacks), key=lambda e: (e.month, e.id))
        return [self._line(of, entry, path, words) for entry in ordered]

    def _line(self, of: Context, entry: Entry, path: str, words: Words) -> Line:
        amount, formula = fen(entry.amount), yuan(entry.amount)
        inputs = [Input("difference", amount, "yuan", f"adjustment:{entry.id}"),
                  Input("month", entry.month, "text", f"adjustment:{entry.id}")]  # fmt: skip
        note_zh = note_en = entry.reason
        if entry.id.startswith("clawback:"):
            note_zh, note_en = f"{entry.reason}为负,转为追回", "a negative basis above goes back"
        if amount < 0:
            left = room(of)
            taken = min(-amount, left)
            of.room = left - taken
            if taken < -amount:
                inputs.append(Input("room", left, "yuan", "statute:deduction_cap"))
                of.carried[entry.id] = -amount - taken
                formula = f"max({formula}, −{left})" if left else "0.00"
                note_zh = f"本月最多扣 {left},余 {-amount - taken} 结转"
                note_en = f"at most {left} this month, {-amount - taken} carried on"
            amount = -taken if taken else ZERO
        return Line(
            "adjustment", self.code, words.zh, words.en, amount, formula, tuple(inputs), path,
            self.part, note_zh=note_zh, note_en=note_en,
        )  # fmt: skip

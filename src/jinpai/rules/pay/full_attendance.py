"""Full attendance 全勤奖: fixed when nobody waited in vain; late at most so often."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from jinpai.rules.money import ZERO, fen
from jinpai.rules.outcomes import Input, Line
from jinpai.rules.pay.component import Component
from jinpai.rules.pay.context import Context
from jinpai.rules.problems import Problem
from jinpai.rules.sections.strict import Words, Yuan


class FullAttendance(Component):
    """Paid with no day absent and at most `late_at_most` times late; otherwise a line of 0.00
    that says why."""

    title: ClassVar[Words] = Words(zh="全勤奖", en="Full attendance")

    kind: Literal["full_attendance"] = "full_attendance"
    amount: Yuan
    late_at_most: int = Field(default=0, ge=0, le=31)

    def compute(self, of: Context, path: str) -> Line | Problem:
        days = of.person.attendance
        if days.absent_days is None or days.late_times is None:
            return Problem(
                "no_attendance", "attendance",
                "不知道缺勤天数和迟到次数;请导入考勤或手工填写",
                "absence and lateness are not known; import clockings or enter them",
                person=of.person.code,
            )  # fmt: skip
        earned = days.absent_days <= 0 and days.late_times <= self.late_at_most
        amount = fen(self.amount) if earned else ZERO
        words = self.words()
        source = f"entered:{days.source}"
        return Line(
            "full_attendance", self.code, words.zh, words.en, amount, str(amount),
            (
                of.ruled(path, "amount", self.amount, "yuan"),
                Input("absent_days", days.absent_days, "days", source),
                Input("late_times", Decimal(days.late_times), "count", source),
                of.ruled(path, "late_at_most", Decimal(self.late_at_most), "count"),
            ),
            path,
            note_zh="" if earned else "有缺勤,或迟到超过次数",
            note_en="" if earned else "absent, or late too often",
        )  # fmt: skip

"""Is a share written as 0.625, 62.5 % or 62.5? Decided for a whole column, with the reason.

One bare number cannot tell (1 may be 1 % or all of them), a column can.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jinpai.facts.readers import cells

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Unit:
    """Whether bare numbers of the column are per cent, and why."""

    percent: bool
    code: str  # "title" | "over_one" | "at_most_one" | "signs" | "far_from_one"
    zh: str
    en: str

    def read(self, cell: str) -> Decimal | None:
        """The cell as a fraction: 62.5% → 0.625. Nothing where it is no number."""
        text = unicodedata.normalize("NFKC", cells.value(cell)).replace(",", "").replace(" ", "")
        if text.endswith("%"):
            found = cells.number(text.removesuffix("%"))
            return None if found is None else found / _HUNDRED
        found = cells.number(text)
        return found if found is None or not self.percent else found / _HUNDRED


def decide(
    title: str,
    column: Sequence[str],
    summary: Sequence[str] = (),
    *,
    may_pass_one: bool = False,
) -> Unit:
    """The unit of the bare numbers in a column.

    summary: the cells of the rows below that sum up (some add shares, so that one of them may
    pass 1 by itself); they are asked only when the column alone cannot tell.
    may_pass_one: a ratio such as messages out per message in, which is often a little over 1
    by itself; only values that no ratio of the kind reaches (median over 10) speak for per cent.
    """
    bare = _bare(column)
    if "%" in unicodedata.normalize("NFKC", title) or "百分" in title:
        if bare and max(bare) <= 1 and not may_pass_one and any(n % 1 for n in bare):
            return Unit(
                False,
                "at_most_one",
                "列名带 %，但没有一个数超过 1，按小数理解",
                "the title says %, but no value exceeds 1: read as fractions",
            )
        return Unit(True, "title", "列名带 %", "the title says %")
    if not bare:
        return Unit(False, "signs", "每格自带 %", "every cell carries its own %")
    if may_pass_one:
        middle = sorted(bare)[len(bare) // 2]
        if middle > 10:
            return Unit(
                True,
                "far_from_one",
                "中位数超过 10，按百分数理解",
                "the median is over 10: read as per cent",
            )
        return Unit(False, "at_most_one", "数值接近 1，按比值理解", "values near 1: read as ratios")
    if max(bare) <= 1 and (beside := sorted(n for n in _bare(summary) if n)):
        middle = beside[len(beside) // 2]
        if middle > 2:
            return Unit(
                True,
                "summary_over_one",
                f"汇总行远大于 1（{cells.plain_number(middle)}），按百分数理解",
                f"the summary rows are far over 1 ({cells.plain_number(middle)}): per cent",
            )
    if max(bare) > 1:
        return Unit(
            True,
            "over_one",
            f"有数超过 1（{cells.plain_number(max(bare))}），比率不会超过 1，按百分数理解",
            f"a value exceeds 1 ({cells.plain_number(max(bare))}), which no share does: per cent",
        )
    return Unit(
        False, "at_most_one", "没有一个数超过 1，按小数理解", "no value exceeds 1: fractions"
    )


def _bare(column: Sequence[str]) -> list[Decimal]:
    """Sizes of the numbers that carry no % of their own."""
    found = []
    for cell in column:
        text = unicodedata.normalize("NFKC", cells.value(cell)).replace(",", "").replace(" ", "")
        if (number := cells.number(text)) is not None:
            found.append(abs(number))
    return found

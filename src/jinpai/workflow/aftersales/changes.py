"""What later files say otherwise than a case has it: both are shown, and somebody judges again.

What a case itself brought about (its refund, the order closed by it) is no contradiction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

ZERO = Decimal("0.00")
WATCHED = ("paid", "shipped", "signed", "amount_paid", "postage", "closed")
"""Of the order; its refunds are watched too."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one case repaid: with the order's payment, and the freight beside it."""

    refund: Decimal
    freight: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing told twice."""

    name: str
    then: str
    now: str


def unmatched(files: Iterable[Decimal], recorded: Iterable[Recorded]) -> list[Decimal]:
    """The refunds of the files that no case recorded. A platform may tell refund and freight as
    one sum or as two."""
    left = sorted(files)
    for one in recorded:
        both = one.refund + one.freight
        if both in left:
            left.remove(both)
            continue
        for part in (one.refund, one.freight):
            if part and part in left:
                left.remove(part)
    return left


def paid_back(files: Iterable[Decimal], recorded: Sequence[Recorded]) -> Decimal:
    """What of the payment went back so far: by cases, and by the platform without one."""
    return sum((one.refund for one in recorded), ZERO) + sum(unmatched(files, recorded), ZERO)


def differences(
    then: Mapping[str, Any], now: Mapping[str, Any], recorded: Sequence[Recorded]
) -> tuple[Difference, ...]:
    """Of an order as a case has it and as the files tell it now. `recorded`: of the cases of the
    order since. A list `refunds` holds what was repaid, `withdrawn` how many refunds the buyer or
    platform took back."""
    out = []
    for name in WATCHED:
        before, after = str(then.get(name) or ""), str(now.get(name) or "")
        if name == "closed" and any(one.refund for one in recorded):
            continue  # a whole refund closes the order
        if before != after:
            out.append(Difference(name, before, after))
    news = [Decimal(x) for x in now.get("refunds") or ()]
    for old in then.get("refunds") or ():
        if Decimal(old) in news:
            news.remove(Decimal(old))
    strange = unmatched(news, recorded)
    if strange:
        kept = [f"{one.refund:.2f}" for one in recorded if one.refund]
        out.append(Difference("refunds", "、".join(kept), "、".join(f"{x:.2f}" for x in strange)))
    taken = (int(then.get("withdrawn") or 0), int(now.get("withdrawn") or 0))
    if taken[1] > taken[0]:
        out.append(Difference("withdrawn", str(taken[0]), str(taken[1])))
    return tuple(out)

"""Is a promise within the authority of who makes it, and who may grant it if not?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jinpai.workflow.authority.terms import Terms

WHATS: Mapping[str, tuple[str, str]] = {
    "compensation": ("补偿", "compensation"),
    "gift": ("赠品", "a gift"),
    "concession": ("让价", "off the price"),
    "discount": ("打折", "a discount"),
    "days": ("多给几天", "more days"),
}
UNITS: Mapping[str, str] = {"discount": "percent", "days": "days"}  # else yuan
GRANT = ("supervisor", "owner")
"""Who grants, the nearest first."""

ZERO = Decimal(0)
_LIMIT = {
    "compensation": "compensation_order",
    "gift": "gift_order",
    "concession": "concession_order",
    "days": "days",
}


@dataclass(frozen=True, slots=True)
class Spent:
    """What was given before: on this order by anybody, on this day by the person."""

    order: Decimal = ZERO
    day: Decimal = ZERO


NOTHING_SPENT = Spent()


@dataclass(frozen=True, slots=True)
class Allowed:
    """Within it; `left` is what remains of the tightest limit, None: there is none."""

    left: Decimal | None


@dataclass(frozen=True, slots=True)
class TooMuch:
    """Beyond it: `by` how much, against which limit (a code of LIMITS), `who` may grant it, the
    nearest first; nobody: the pages of authority themselves would have to change."""

    by: Decimal
    limit: str
    most: Decimal
    who: tuple[str, ...]


def allowed(
    authority: Mapping[str, Terms],
    role: str,
    what: str,
    amount: Decimal,
    *,
    spent: Spent = NOTHING_SPENT,
    campaign: bool = False,
) -> Allowed | TooMuch:
    """`amount`: yuan; days beyond the seven; of a discount the price in per cent of the listed
    one (85 is 八五折). A role without a page may nothing."""
    over = _over(authority.get(role), what, amount, spent, campaign)
    if isinstance(over, Allowed):
        return over
    by, limit, most = over
    # what others gave today is not the granter's day; what the order got is
    granted = Spent(order=spent.order)
    who = tuple(
        one for one in GRANT
        if one != role
        and isinstance(_over(authority.get(one), what, amount, granted, campaign), Allowed)
    )  # fmt: skip
    return TooMuch(by, limit, most, who)


def _over(
    terms: Terms | None, what: str, amount: Decimal, spent: Spent, campaign: bool
) -> Allowed | tuple[Decimal, str, Decimal]:
    known = terms or Terms({})
    if what == "discount":
        code = "discount_campaign" if campaign else "discount_floor"
        floor = known.limit(code)
        if floor is None or amount >= floor:
            return Allowed(None if floor is None else amount - floor)
        return floor - amount, code, floor
    left = []
    for code, before in ((_LIMIT[what], spent.order), ("compensation_day", spent.day)):
        if code == "compensation_day" and what != "compensation":
            continue
        before = ZERO if what == "days" else before  # days replace what was granted before
        most = known.limit(code)
        if most is None:
            continue
        if before + amount > most:
            return before + amount - most, code, most
        left.append(most - before - amount)
    return Allowed(min(left, default=None))

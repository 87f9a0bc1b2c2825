"""A whole month: scores first, then the group's figures, then each payslip alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jinpai.rules.inputs import Month

from .figures import fits
from .payslip import Entry, Missing, Slip, written
from .scores import Pools, Scored, score


@dataclass
class Paid:
    """One person's payslip."""

    scheme: str
    lines: list[Entry]
    gross: Decimal
    net: Decimal
    carried: dict[str, Decimal] = field(default_factory=dict)


@dataclass
class Result:
    scores: dict[str, Scored]
    paid: dict[str, Paid]
    unpaid: dict[str, str]  # person → what stands in the way


def compute(rulebook: dict[str, Any], month: Month) -> Result:
    """Everything of one month."""
    appraisal = rulebook.get("appraisal", {})
    pools = Pools(month, appraisal)
    scores = {
        p.code: found for p in month.people if (found := score(p, appraisal, pools)) is not None
    }
    schemes = rulebook.get("pay", {}).get("schemes", {})
    scheme_of = {p.code: fits(schemes, p) for p in month.people}
    paid: dict[str, Paid] = {}
    unpaid: dict[str, str] = {}
    for person in month.people:
        code = scheme_of[person.code]
        if code is None:
            unpaid[person.code] = "no scheme"
            continue
        members = {p for p, scheme in scheme_of.items() if scheme == code}
        slip = Slip(person, scores.get(person.code), month, {"members": members})
        try:
            written(slip, schemes[code]["components"])
        except Missing as what:
            unpaid[person.code] = str(what)
            continue
        net = sum((e.amount for e in slip.lines), Decimal("0.00"))
        paid[person.code] = Paid(code, slip.lines, slip.gross(), net, slip.carried)
    return Result(scores, paid, unpaid)

"""What a role may give without asking: an app that keeps the shop's authority says so here.

A callable is asked with the role, the kind and the amount of workflow.approvals; it answers True
(may), False (may not) or None (has no word on it).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

Allowance = Callable[[str, str, Decimal], bool | None]

ALLOWANCES: list[Allowance] = []


def allowed(role: str, kind: str, amount: Decimal) -> bool | None:
    """One no outweighs every yes; None where nobody has a word on it."""
    words = [one(role, kind, amount) for one in ALLOWANCES]
    if False in words:
        return False
    return True if True in words else None

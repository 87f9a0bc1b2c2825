"""What apps above the desk know and its actions have to ask.

An app appends a callable in its `AppConfig.ready`: what it repaid of an order, and which words of
a text a role should not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

Repaid = Callable[[str, str], Iterable[Decimal]]
Unsaid = Callable[[str, str], Iterable[str]]

REPAID: list[Repaid] = []
UNSAID: list[Unsaid] = []


def repaid(shop: str, order_id: str) -> list[Decimal]:
    """Sums given back of an order's payment, that the files may not tell yet."""
    return [amount for one in REPAID for amount in one(shop, order_id)]


def unsaid(role: str, text: str) -> list[str]:
    """Words in a text that the role should not use."""
    return [word for one in UNSAID for word in one(role, text)]

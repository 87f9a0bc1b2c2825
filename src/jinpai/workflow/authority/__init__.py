"""Authority: what each role may promise a buyer, whether a promise is within it, who may grant
more. `default.toml` is what a fresh shop begins with.
"""

from jinpai.workflow.authority.allowed import (
    NOTHING_SPENT,
    UNITS,
    WHATS,
    Allowed,
    Spent,
    TooMuch,
    allowed,
)
from jinpai.workflow.authority.shipped import shipped
from jinpai.workflow.authority.terms import LIMITS, TEXTS, WORDS, Terms, differences

__all__ = [
    "LIMITS",
    "NOTHING_SPENT",
    "TEXTS",
    "UNITS",
    "WHATS",
    "WORDS",
    "Allowed",
    "Spent",
    "Terms",
    "TooMuch",
    "allowed",
    "differences",
    "shipped",
]

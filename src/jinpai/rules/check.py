"""Everything a rulebook must keep that its form alone does not say (design 4-rules §1).

Gives problems with key paths; the document adds the lines of the text.
"""

from __future__ import annotations

from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook


def check(book: Rulebook) -> list[Problem]:
    """Every problem, in the order of the document's sections."""
    return []

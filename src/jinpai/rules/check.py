"""Everything a rulebook must keep that its form alone does not say (design 4-rules §1).

One file per subject under `checks/`. Gives problems with key paths; the document adds the lines.
"""

from __future__ import annotations

from jinpai.rules.checks import appraisal, desk, growth, measure, pay, working_time
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook


def check(book: Rulebook) -> list[Problem]:
    """Every problem, in the order of the document's sections."""
    return [
        *measure.check(book.measure),
        *appraisal.check(book.appraisal),
        *pay.check(book),
        *working_time.check(book),
        *growth.check_career(book.career),
        *growth.check_quality(book.quality),
        *growth.check_training(book.training),
        *desk.check(book),
    ]

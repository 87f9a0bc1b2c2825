"""Why something about rulebooks was not done, as values a page can show."""

from __future__ import annotations

from collections.abc import Sequence

from jinpai.apps.imports.sentences import Said
from jinpai.rules.problems import Problem


class Refused(Exception):
    """It cannot be done, for a reason with a cure."""

    def __init__(self, problem: Said) -> None:
        super().__init__(problem["en"])
        self.problem = problem


class Moved(Refused):
    """Somebody else decided meanwhile: look again."""


class Unsound(Exception):
    """The text is no rulebook: every error with its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        errors = [p for p in problems if p.severity == "error"]
        super().__init__("; ".join(f"{p.path}: {p.en}" for p in errors[:3]))
        self.problems = tuple(problems)

"""The protocol of a pay component: its keys in the rulebook, and its rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from jinpai.rules.inputs import Month
from jinpai.rules.outcomes import Line, Part
from jinpai.rules.pay.context import Context
from jinpai.rules.problems import Problem
from jinpai.rules.sections import strict
from jinpai.rules.sections.strict import Code, Words


class Component(strict.Part):
    """One component. Subclasses add `kind: Literal["…"] = "…"` and their own keys.

    `compute` gives the line (or lines), nothing where nothing is due, or the problem that keeps
    the person from being paid. `group` is asked once a month before anyone is paid.
    """

    part: ClassVar[Part] = "earning"
    counts_for_minimum_wage: ClassVar[bool] = True
    taxable: ClassVar[bool] = True
    revision: ClassVar[int] = 1
    title: ClassVar[Words]  # the kind's own name, used where the rulebook gives none

    code: Code
    name: Words | None = None

    def compute(self, of: Context, path: str) -> Line | Sequence[Line] | Problem | None:
        """The line of this person. Pure."""
        raise NotImplementedError

    def group(self, month: Month, path: str, members: Sequence[str]) -> object | None:
        """What must be known of all people first; `members` are the codes paid by this scheme.
        Found again in `Context.group[path]`. None: nothing."""
        return None

    def counts(self) -> bool:
        """Is it compared with the minimum wage? (最低工资规定 art. 12)"""
        return self.counts_for_minimum_wage

    def words(self) -> Words:
        return self.name or self.title

    def metrics(self) -> tuple[str, ...]:
        """Metrics it reads, so that pay waits for them to be final."""
        return ()

    @property
    def needs_score(self) -> bool:
        """Does it read the appraisal's total or coefficient?"""
        return False

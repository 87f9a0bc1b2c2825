"""What a component sees: the person, the score, the lines above it, the group's figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from jinpai.rules.inputs import Month, Person
from jinpai.rules.outcomes import Appraised, Line
from jinpai.rules.problems import Problem

if TYPE_CHECKING:
    from jinpai.rules.statutes import Statutes


@dataclass(slots=True)
class Context:
    """One person's payslip in the making. `lines` are those above; a component reads no others.

    `group` holds what was computed of all people first, by component path (champions, shares).
    """

    person: Person
    month: str
    appraised: Appraised | None
    statutes: Statutes
    whole: Month
    group: Mapping[str, object] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    carried: dict[str, Decimal] = field(default_factory=dict)
    scheme: str = ""

"""An error is a value with a place and a cure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a rulebook or with one person's month.

    `path` is the place: a rulebook's key path ("pay.schemes.agent.components[2].rate") or a
    field of the inputs ("level"). `found` and `wanted` are as text. `severity`: an error stops
    the rulebook or the person's payslip, a warning is printed with it. `article` names the law
    where it is the law that speaks.
    """

    code: str
    path: str
    zh: str
    en: str
    found: str = ""
    wanted: str = ""
    severity: Literal["error", "warning"] = "error"
    person: str | None = None
    article: str | None = None
    line: int | None = None  # of the rulebook's text, where known

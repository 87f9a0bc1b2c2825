"""What became of every row: progress while a load runs, and its report afterwards.

For each table of each file: read = new + changed + same + duplicate + rejected + waiting.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from jinpai.facts.readers.protocol import Problem

MOST_PROBLEMS = 200  # kept per file in the report; all rejected rows are in the rejected file


@dataclass(frozen=True)
class Progress:
    """Where a load stands. `rows_total` is None where the file does not say."""

    file: str
    stage: str  # "opening" | "reading" | "writing" | "done"
    rows_done: int
    rows_total: int | None = None


@dataclass
class Counts:
    """What became of the rows of one table in one file."""

    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    duplicate: int = 0
    rejected: int = 0
    waiting: int = 0

    def balanced(self) -> bool:
        """Every row that was read has exactly one fate."""
        return self.read == (
            self.new + self.changed + self.same + self.duplicate + self.rejected + self.waiting
        )


@dataclass
class FileReport:
    """What became of one file."""

    name: str
    sha256: str = ""
    reader: str = ""
    shop: str | None = None
    as_of: datetime | None = None
    as_of_from: str = ""  # "name" | "cells" | "asked" | "latest row" | "import time"
    status: str = "imported"  # "imported" | "unchanged" | "refused" | "waiting"
    tables: dict[str, Counts] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    problem_counts: dict[str, int] = field(default_factory=dict)
    unknown_columns: list[str] = field(default_factory=list)
    rejected_file: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    def add(self, problem: Problem) -> None:
        """Count a problem; the first ones are kept in full."""
        self.problem_counts[problem.code] = self.problem_counts.get(problem.code, 0) + 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def counts(self, table: str) -> Counts:
        return self.tables.setdefault(table, Counts())


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value


@dataclass
class ImportReport:
    """What became of an import. `import_no` is None where nothing was committed."""

    import_no: int | None
    files: list[FileReport] = field(default_factory=list)
    at: datetime | None = None
    cancelled: bool = False
    retried: dict[str, Counts] = field(default_factory=dict)  # rows that had been waiting

    def to_json(self) -> dict[str, Any]:
        """Plain values only: times and days as ISO text."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

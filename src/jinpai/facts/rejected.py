"""The file of rejected rows: what a person downloads, mends and drops again.

A CSV with line, column, reason and cure first and then the row as it stood. Cells that a
spreadsheet would take for a formula begin with an apostrophe.
"""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from jinpai.facts.readers.protocol import Problem

_HEAD = ("行 line", "列 column", "原因 reason", "怎么改 cure")


def harmless(value: Any) -> str:
    """A cell that no spreadsheet runs."""
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


class RejectedRows:
    """Writes the rejected rows of one file; makes no file when there are none."""

    def __init__(self, folder: Path | None, name: str) -> None:
        self.path = None if folder is None else folder / name
        self._file: TextIO | None = None
        self._columns: list[str] | None = None
        self.count = 0

    def __enter__(self) -> RejectedRows:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, problem: Problem, row: dict[str, Any] | None) -> None:
        """Write one rejected row; `row` holds its cells by column, None when only raw text."""
        self.count += 1
        if self.path is None:
            return
        cells = dict(row) if row is not None else {"raw": problem.raw}
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # for spreadsheets: they take UTF-8 only with the mark
            self._file = open(self.path, "w", encoding="utf-8-sig", newline="")  # noqa: SIM115
        out = csv.writer(self._file)
        if self._columns != list(cells):
            self._columns = list(cells)
            out.writerow([*_HEAD, *map(harmless, cells)])
        out.writerow(
            [
                "" if problem.line is None else problem.line,
                harmless(problem.column),
                harmless(f"{problem.zh} / {problem.en}"),
                harmless(f"{problem.cure_zh} / {problem.cure_en}"),
                *map(harmless, cells.values()),
            ]
        )

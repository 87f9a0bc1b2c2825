"""Columns found by name: which cell of a row answers which question.

A field has aliases in the order in which they are believed. A title that stands twice, or
two titles of one field, are asked in turn until one knows something.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence

import pyarrow as pa

from jinpai.facts.readers import cells
from jinpai.facts.readers.protocol import Batch

Aliases = Mapping[str, tuple[str, ...]]

BATCH_ROWS = 20_000


def normalised(aliases: Aliases) -> dict[str, tuple[str, ...]]:
    """The same aliases as they look in a normalised header."""
    return {field: tuple(map(cells.header, names)) for field, names in aliases.items()}


class Columns:
    """Where the fields of one header stand."""

    def __init__(self, titles: Sequence[str], aliases: Aliases) -> None:
        names = [cells.header(title) for title in titles]
        while names and not names[-1]:
            names.pop()
        self.width = len(names)
        self.names = names
        self.titles = [cells.unwrap(title) for title in titles[: self.width]]
        self.where: dict[str, tuple[int, ...]] = {}
        for field, wanted in aliases.items():
            places = tuple(
                index for alias in wanted for index, name in enumerate(names) if name == alias
            )
            if places:
                self.where[field] = places
        self._telling = [index for index, name in enumerate(names) if name][:3]
        self._used = frozenset(index for places in self.where.values() for index in places)

    def __contains__(self, field: str) -> bool:
        return field in self.where

    def title(self, field: str) -> str:
        """The title under which the file has the field."""
        return self.titles[self.where[field][0]] if field in self.where else field

    def get(self, field: str, row: Sequence[str], clean: Callable[[str], str] = cells.value) -> str:
        """The first known value among the field's columns, "" when none knows."""
        for index in self.where.get(field, ()):
            if index < len(row) and (found := clean(row[index])):
                return found
        return ""

    def too_wide(self, row: Sequence[str]) -> bool:
        """Do cells stand beyond the header, where a comma has shifted them?"""
        return len(row) > self.width and any(cells.value(cell) for cell in row[self.width :])

    def unknown(self, documented: frozenset[str]) -> list[str]:
        """Titles that are neither read nor known to stand in this export."""
        return [
            title
            for index, title in enumerate(self.titles)
            if title and index not in self._used and self.names[index] not in documented
        ]

    def repeats_header(self, row: Sequence[str]) -> bool:
        """Is the row the header once more, as in files pasted one under the other?"""
        for index in self._telling:
            if index >= len(row) or cells.header(row[index]) != self.names[index]:
                return False
        return bool(self._telling)

    def raw(self, row: Sequence[str]) -> str:
        """The row as it stood, for the list of rejected rows, but only the columns that are
        read: a buyer's phone or address does not get into a report either."""
        return line_of(
            cell if index in self._used else "" for index, cell in enumerate(row[: self.width])
        )


def line_of(row: Iterable[str]) -> str:
    """One CSV line."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(list(row))
    return out.getvalue()


def empty(row: Sequence[str]) -> bool:
    """Has the row no cell that says anything?"""
    return not any(cell and cells.unwrap(cell) for cell in row)


class Rows:
    """Rows gathered for one table, handed over in batches."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        self.table = table
        self.columns = tuple(columns)
        self._values: dict[str, list[str | None]] = {name: [] for name in self.columns}
        self._lines: list[int] = []

    def add(self, line: int, values: Mapping[str, str]) -> None:
        """One row; a column that is not named is unknown."""
        for name in self.columns:
            self._values[name].append(values.get(name) or None)
        self._lines.append(line)

    @property
    def full(self) -> bool:
        return len(self._lines) >= BATCH_ROWS

    def take(self) -> list[Batch]:
        """What was gathered, as at most one batch; begins anew."""
        if not self._lines:
            return []
        data: dict[str, pa.Array] = {
            name: pa.array(column, pa.string()) for name, column in self._values.items()
        }
        data["line"] = pa.array(self._lines, pa.int64())
        self._values = {name: [] for name in self.columns}
        self._lines = []
        return [Batch(self.table, pa.table(data))]

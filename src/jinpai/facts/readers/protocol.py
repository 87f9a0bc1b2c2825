"""What a reader is: it recognises a file by its content and turns it into raw rows.

A reader knows one export. It finds columns by normalised header name, cleans the quirks
of that export, and yields every value as text (or already typed, where the file is).
Types, vocabularies, time zones, keys and duplicates are the loader's business, not its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

import pyarrow as pa


@dataclass(frozen=True)
class Problem:
    """An error as a value: where, what, and the cure. `raw` is the row as it stood."""

    code: str  # e.g. "ruined_id", "bad_time", "unknown_word", "password", "unknown_kind"
    zh: str
    en: str
    cure_zh: str = ""
    cure_en: str = ""
    file: str = ""
    line: int | None = None
    column: str = ""
    raw: str = ""


@dataclass(frozen=True)
class Sample:
    """The beginning of a file, opened once for all readers to look at."""

    name: str  # the file's name as the user knows it
    container: str  # "csv" | "xlsx" | "xls" | "jsonl" | "parquet" | "text"
    encoding: str = ""  # of text containers
    text: str = ""  # the first 64 KiB decoded; of Parquet the `# as_of: …` its metadata says
    sheets: dict[str, list[list[str]]] = field(default_factory=dict)  # first 20 rows each, as text
    columns: tuple[str, ...] = ()  # parquet and jsonl: the field names


@dataclass(frozen=True)
class Context:
    """What a reader may need to be told, besides the file."""

    shop: str | None = None  # the shop chosen at import, for files that name none
    day: str | None = None  # "YYYY-MM-DD" or "YYYY-MM-DD..YYYY-MM-DD", when only asked
    accounts: frozenset[str] = frozenset()  # the shop's known accounts (chats without colons)


@dataclass(frozen=True)
class Batch:
    """Rows for one table. `rows` has columns named as in rows.py (any subset), text or
    natively typed, plus `line` (int64). A column that is absent was absent in the file;
    an empty string or null is an empty cell: neither erases a known value."""

    table: str
    rows: pa.Table


class Reader(Protocol):
    code: str  # "taobao_orders"
    zh: str
    en: str
    tables: tuple[str, ...]  # what it fills
    needs_shop: bool  # the file does not say which shop

    def recognise(self, sample: Sample) -> float:
        """0 = not mine, 1 = surely mine; from content, never from the name alone."""
        ...

    def as_of(self, sample: Sample) -> datetime | None:
        """When the file was exported, shop's wall time, if its name or cells say so."""
        ...

    def read(self, path: Path, sample: Sample, context: Context) -> Iterator[Batch | Problem]:
        """Stream the file. A Problem with a line is a rejected row, without one it is about
        the whole file. Raises nothing for bad content."""
        ...

"""A tabular file as grids of text cells: one per sheet, each row with its line number.

CSV is streamed in the encoding that opening found; workbooks (xlsx, xls) come through
calamine. Nothing is interpreted here but the container: a cell is the text that it holds.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from python_calamine import CalamineWorkbook, PasswordError

from jinpai.facts.readers import cells, problems
from jinpai.facts.readers.protocol import Problem, Sample

Row = tuple[int, list[str]]
"""Line in the file (1-based, header included; in a workbook: the sheet's row) and its cells."""

HEADER_WITHIN = 30
"""A header stands within the first rows; above it exports put titles and periods."""

TEXT, BOOK = ("csv", "text"), ("xlsx", "xls")
_ENCODINGS = ("utf-8-sig", "utf-8", "gb18030")


@dataclass(frozen=True)
class Grid:
    """One sheet. `rows` may be called again and starts anew."""

    sheet: str
    rows: Callable[[], Iterator[Row]]


def grids(path: Path, sample: Sample) -> list[Grid] | Problem:
    """Every sheet of the file, or what is wrong with it."""
    if sample.container in BOOK:
        return _book(path)
    if sample.container in TEXT:
        encoding = sample.encoding or _encoding(path)
        try:
            with path.open(encoding=encoding, errors="replace") as file:
                between = delimiter(file.read(65536))
        except (OSError, LookupError, ValueError):
            return problems.unreadable()
        return [Grid("", lambda: _csv_rows(path, encoding, between))]
    return problems.unreadable()


def head(sample: Sample) -> list[tuple[str, list[list[str]]]]:
    """The first rows of every sheet of a sample, to recognise it by."""
    if sample.container in BOOK:
        return list(sample.sheets.items())
    if sample.container in TEXT and sample.text:
        text = sample.text.translate({0: None})
        lines = islice(text.splitlines(keepends=True), 400)
        parsed = [found for _, found in parse(lines, delimiter(text))]
        return [("", parsed)]
    return []


def delimiter(text: str) -> str:
    """What stands between cells: the comma unless the first wide line has none, but TABs.

    A TAB behind every cell is a quirk of comma files, so the comma goes first.
    """
    for line in islice((line for line in text.splitlines() if line.strip()), HEADER_WITHIN):
        for sign in (",", "\t", ";", "|"):
            if line.count(sign) >= 2:
                return sign
    return ","


def parse(lines: Iterable[str], between: str) -> Iterator[Row]:
    """Rows of separated text with the line on which each begins; broken quoting loses a row."""
    reader = csv.reader(lines, delimiter=between)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # swallowed by a quote that never closes: the row is shown broken, not dropped
            row = ["\ufffd"]
        yield line, row


def header_at(
    rows: Sequence[Sequence[str]], score: Callable[[frozenset[str]], float]
) -> tuple[int, float]:
    """Index of the row that looks most like the wanted header, and how much (0 = none)."""
    best, best_score = -1, 0.0
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        found = score(frozenset(cells.header(cell) for cell in row if cell))
        if found > best_score:
            best, best_score = index, found
    return best, best_score


def _csv_rows(path: Path, encoding: str, between: str) -> Iterator[Row]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = (line.replace("\x00", "") if "\x00" in line else line for line in file)
        yield from parse(lines, between)


def _encoding(path: Path) -> str:
    for encoding in _ENCODINGS:
        try:
            with path.open(encoding=encoding) as file:
                file.read(65536)
        except (OSError, ValueError):
            continue
        return encoding
    return "gb18030"


def _book(path: Path) -> list[Grid] | Problem:
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [(name, _sheet(book, name)) for name in book.sheet_names]
    except PasswordError:
        return problems.password()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # calamine's panics are no Exception
        if "password" in str(error).lower():
            return problems.password()
        return problems.unreadable()
    return [Grid(name, lambda rows=rows: iter(rows)) for name, rows in sheets]  # type: ignore[misc]


def _sheet(book: CalamineWorkbook, name: str) -> list[Row]:
    sheet = book.get_sheet_by_name(name)
    return [
        (line, [cells.typed(cell) for cell in row])
        for line, row in enumerate(sheet.to_python(skip_empty_area=False), start=1)
    ]

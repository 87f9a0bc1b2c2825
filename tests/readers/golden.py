"""Golden cases of the readers: a folder per case, readable by a shop owner.

cases/readers/<reader>/<case>/
    case.toml      what the case shows, the file's name, encoding, what is asked, problems
    input.csv|txt  the file, in UTF-8; it is written out in `encoding`
    input/N Sheet.csv   or the sheets of a workbook, built at run time
    expected/<table>.csv   the rows, `line` first; an empty cell is unknown
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from jinpai.facts.opening import Opened, open_file
from jinpai.facts.readers import readers
from jinpai.facts.readers.protocol import Batch, Context, Problem, Reader

CASES = Path(__file__).parents[2] / "cases" / "readers"

Table = list[list[str]]


@dataclass(frozen=True)
class Case:
    """One case as it lies on disk."""

    folder: Path
    reader: str
    about: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.reader}/{self.folder.name}"

    @property
    def context(self) -> Context:
        return Context(
            shop=self.about.get("shop"),
            day=self.about.get("day"),
            accounts=frozenset(self.about.get("accounts", ())),
        )

    def sheets(self) -> dict[str, Table]:
        """Cells of a table case, by sheet; a text case has none."""
        if (self.folder / "input").is_dir():
            return {
                path.stem.split(" ", 1)[1]: _cells(path.read_text(encoding="utf-8"))
                for path in sorted((self.folder / "input").iterdir())
            }
        if (self.folder / "input.csv").exists():
            return {"": _cells((self.folder / "input.csv").read_text(encoding="utf-8"))}
        return {}

    def write(self, folder: Path, sheets: dict[str, Table] | None = None) -> Path:
        """The file as a shop has it; `sheets` replaces the cells."""
        path = folder / self.about["file"]
        if (self.folder / "input").is_dir():
            self._workbook(sheets or self.sheets()).save(path)
            return path
        if sheets is not None:
            text = csv_text(next(iter(sheets.values())))
        else:
            source = next(self.folder.glob("input.*"))
            text = source.read_text(encoding="utf-8")
        path.write_bytes(text.encode(self.about.get("encoding", "utf-8")))
        return path

    def _workbook(self, sheets: dict[str, Table]) -> openpyxl.Workbook:
        book = openpyxl.Workbook()
        book.remove(book.active)
        header_row = self.about.get("header_row", 1)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            titles = rows[header_row - 1] if len(rows) >= header_row else []
            for number, row in enumerate(rows, start=1):
                values = [
                    self._typed(cell, titles[at] if at < len(titles) else "")
                    if number > header_row
                    else cell
                    for at, cell in enumerate(row)
                ]
                for at, value in enumerate(values, start=1):
                    if value != "":
                        sheet.cell(number, at, value)
        return book

    def _typed(self, cell: str, title: str) -> object:
        if title in self.about.get("numbers", ()):
            try:
                return float(cell.replace(",", ""))
            except ValueError:
                return cell
        if title in self.about.get("dates", ()):
            for pattern in ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M"):
                try:
                    return dt.datetime.strptime(cell, pattern)
                except ValueError:
                    continue
        return cell

    def expected(self) -> dict[str, list[dict[str, str]]]:
        """Rows by table."""
        return {
            path.stem: list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
            for path in sorted((self.folder / "expected").glob("*.csv"))
        }

    def expected_problems(self) -> list[str]:
        return list(self.about.get("problems", ()))


def cases() -> list[Case]:
    """Every case, in the order of their names."""
    return [
        Case(path.parent, path.parent.parent.name, tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(CASES.glob("*/*/case.toml"))
    ]


def reader(code: str) -> Reader:
    """The registered reader of a code."""
    return next(found for found in readers() if found.code == code)


def opened(path: Path, work: Path) -> Opened:
    """The file as the importer opens it."""
    (found,) = open_file(path, path.name, work)
    assert isinstance(found, Opened), found
    return found


def read(
    case: Case, path: Path, work: Path
) -> tuple[dict[str, list[dict[str, str]]], list[Problem]]:
    """(rows by table, problems) that the case's reader gives, every value as text."""
    file = opened(path, work)
    tables: dict[str, list[dict[str, str]]] = {}
    problems: list[Problem] = []
    for item in reader(case.reader).read(file.path, file.sample, case.context):
        if isinstance(item, Batch):
            rows = [
                {name: "" if cell is None else str(cell) for name, cell in row.items()}
                for row in item.rows.to_pylist()
            ]
            tables.setdefault(item.table, []).extend(rows)
        else:
            problems.append(item)
    return tables, problems


def known(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Rows without their unknown cells: an absent column and an empty cell say the same."""
    return [{name: cell for name, cell in row.items() if cell != ""} for row in rows]


def _cells(text: str) -> Table:
    return list(csv.reader(io.StringIO(text)))


def csv_text(rows: Table) -> str:
    """Rows as comma-separated text."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()

"""What a dropped file is, before anything is imported: its kind, and what must be asked.

Content decides (the readers of the facts floor); nothing here trusts a name. A file that no
reader knows, or that cannot be opened, comes back with a problem instead of a kind. Of an
archive every member is looked at.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jinpai.apps import home
from jinpai.apps.imports import uploads
from jinpai.apps.imports.sentences import said
from jinpai.facts.opening import Opened, open_file
from jinpai.facts.readers import recognise
from jinpai.facts.readers.protocol import Batch, Context, Problem, Reader

BLOCK = 4 * 1024 * 1024
PROBED = 24  # batches and problems read of a file to hear what it asks for


@dataclass(frozen=True)
class Kind:
    """One readable file and its reader."""

    opened: Opened
    reader: Reader

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables it fills; a reader of many kinds of file says which one this is."""
        table_of = getattr(self.reader, "table_of", None)
        table = table_of(self.opened.sample)[0] if table_of is not None else None
        return (table.name,) if table is not None else self.reader.tables

    @property
    def as_of(self) -> str:
        found = self.reader.as_of(self.opened.sample)
        return found.isoformat() if found else ""


def look(path: Path, name: str, sha256: str) -> dict[str, Any]:
    """Fields of `DroppedFile` for the file at `path`."""
    if uploads.unpacked_size(path) is None:
        return {"problem": uploads.bomb()}
    # beside the uploads, on the same disk: the system's own temporary folder may be small
    with tempfile.TemporaryDirectory(dir=home.uploads_folder(), prefix="look-") as work:
        kinds: list[Kind] = []
        first_problem: Problem | None = None
        for found in open_file(path, name, Path(work)):
            if isinstance(found, Problem):
                first_problem = first_problem or found
                continue
            reader = recognise(found.sample)
            if reader is not None:
                kinds.append(Kind(found, reader))
            else:
                first_problem = first_problem or _unknown(found.name)
        if not kinds:
            return {"problem": asdict(first_problem or _unknown(name))}
        asked = set().union(*(_asks_for(kind) for kind in kinds))
        parts = [[kind.opened.name, rows_in(kind.opened)] for kind in kinds]
    readers = list({kind.reader.code: kind.reader for kind in kinds}.values())
    many = "" if len(kinds) == 1 else f" ×{len(kinds)}"
    return {
        "reader": readers[0].code[:64],
        "reader_zh": ("、".join(r.zh for r in readers) + many)[:128],
        "reader_en": (", ".join(r.en for r in readers) + many)[:128],
        "tables": sorted({table for kind in kinds for table in kind.tables}),
        "parts": parts,
        "needs_shop": any(reader.needs_shop for reader in readers) or "needs_shop" in asked,
        "needs_day": "needs_day" in asked,
        "as_of_found": max(kind.as_of for kind in kinds) if all(k.as_of for k in kinds) else "",
        "seen_import": _seen(sha256),
    }


def rows_in(opened: Opened) -> int | None:
    """About how many rows a file has, without reading them: for the progress bar only."""
    kind = opened.sample.container
    try:
        if kind == "parquet":
            return int(pq.ParquetFile(opened.path).metadata.num_rows)
        if kind == "xlsx":
            return _sheet_rows(opened.path)
        if kind == "xls":
            return None
        with opened.path.open("rb") as file:
            lines = sum(block.count(b"\n") for block in iter(lambda: file.read(BLOCK), b""))
        return max(lines - (kind == "csv"), 1)
    except (OSError, pa.ArrowException, zipfile.BadZipFile):
        return None


def _sheet_rows(path: Path) -> int:
    rows = 0
    with zipfile.ZipFile(path) as book:
        for member in book.namelist():
            if member.startswith("xl/worksheets/") and member.endswith(".xml"):
                with book.open(member) as sheet:
                    rows += sum(b.count(b"<row ") for b in iter(lambda: sheet.read(BLOCK), b""))
    return max(rows - 1, 1)


def _asks_for(kind: Kind) -> set[str]:
    """Codes of the problems that an answer would cure, from the beginning of the file."""
    asked = set()
    # without a shop a reader may say that it needs one; with any it may say what else it needs
    for context in (Context(), Context(shop="?")):
        for found in _begin(kind, context):
            if isinstance(found, Problem) and found.line is None:
                asked.add(found.code)
    return asked


def _begin(kind: Kind, context: Context) -> Iterator[Batch | Problem]:
    reading = kind.reader.read(kind.opened.path, kind.opened.sample, context)
    for place, found in enumerate(reading):
        yield found
        if place >= PROBED or isinstance(found, Batch):
            return


def _seen(sha256: str) -> int | None:
    """The import that already holds this very file."""
    for entry in home.lake().imports():
        for file in entry.get("files") or ():
            if file.get("sha256") == sha256 and file.get("status") == "imported":
                return int(entry["import_no"])
    return None


def _unknown(name: str) -> Problem:
    told = said(
        "unknown_kind",
        "看不出这是哪一种导出文件。",
        "This is no export file that is known here.",
        "检查是不是平台的原始导出(订单、订单宝贝、退款、客服绩效、聊天),或按交换格式写。",
        "Check that it is a platform's own export (orders, order lines, refunds, agents' figures, "
        "chats), or write it in the exchange format.",
    )
    return Problem(
        told["code"], told["zh"], told["en"], told["cure_zh"], told["cure_en"], file=name
    )

"""The queue of rows whose shop is not known yet, kept raw beside the lake.

The rows lie in `_waiting/<import>-<file>-<n>-<table>.parquet`, as the reader gave them. A
stored file counts only while the newest commit lists it, so an unfinished import leaves
nothing behind that anybody reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jinpai.facts.readers.protocol import Batch

_BATCH = 250_000


class WaitingRows:
    """Collects the waiting rows of one file."""

    def __init__(self, root: Path, import_no: int, number: int) -> None:
        self.folder = root / "_waiting"
        self.prefix = f"{import_no:06d}-{number}"
        self._writers: dict[str, tuple[pq.ParquetWriter, pa.Schema, str]] = {}
        self._done: list[dict[str, Any]] = []
        self._rows: dict[str, int] = {}
        self._shops: dict[str, set[str]] = {}
        self._count = 0

    def __enter__(self) -> WaitingRows:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for writer, _, _ in self._writers.values():
            writer.close()
        self._writers.clear()

    def add(self, table: str, rows: pa.Table) -> None:
        """Keep raw rows of one table."""
        schema = pa.schema(
            [(n, pa.int64() if n == "line" else pa.string()) for n in rows.schema.names]
        )
        text = pa.table(
            {n: rows.column(n).cast(schema.field(n).type) for n in schema.names}, schema=schema
        )
        open_ = self._writers.get(table)
        if open_ is None or open_[1] != schema:
            self._close(table)
            self.folder.mkdir(exist_ok=True)
            self._count += 1
            stored = f"{self.prefix}-{self._count}-{table}.parquet"
            open_ = (pq.ParquetWriter(self.folder / stored, schema), schema, stored)
            self._writers[table] = open_
            self._rows[table], self._shops[table] = 0, set()
        open_[0].write_table(text)
        self._rows[table] += text.num_rows
        shops = text.column("shop").unique().to_pylist()
        self._shops[table] |= {s.strip() for s in shops if s}

    def _close(self, table: str) -> None:
        found = self._writers.pop(table, None)
        if found is None:
            return
        found[0].close()
        self._done.append(
            {
                "stored": found[2],
                "table": table,
                "shops": sorted(self._shops[table]),
                "rows": self._rows[table],
            }
        )

    def entries(
        self, *, source: str, name: str, reader: str, as_of: datetime
    ) -> list[dict[str, Any]]:
        """What the commit must list for these rows to be found again."""
        for table in list(self._writers):
            self._close(table)
        return [
            {**done, "source": source, "name": name, "reader": reader, "as_of": as_of.isoformat()}
            for done in self._done
        ]


def read_waiting(root: Path, entry: dict[str, Any]) -> Iterator[Batch]:
    """The stored rows of one entry."""
    file = pq.ParquetFile(root / "_waiting" / entry["stored"])
    for batch in file.iter_batches(_BATCH):
        yield Batch(entry["table"], pa.Table.from_batches([batch]))

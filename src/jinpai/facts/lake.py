"""The lake: Delta tables in a folder, and the sets of their versions that readers may use.

Only this file opens tables. A commit writes table versions first and records the complete
set of them last, as one JSON file put in place by a rename: `_commits/000042.json`. Readers
use the newest recorded set, so an import that was killed half-way changed nothing for them;
the next writer starts from the recorded set, whatever lies beside it.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time as clock
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, WriterProperties, write_deltalake

from jinpai.facts.columns import lake_columns, quoted
from jinpai.facts.readers.protocol import Problem
from jinpai.facts.rows import RULING_KINDS, TABLES

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

_CONFIGURATION = {
    # a closed month is pinned to a version for years: its log must not be tidied away
    "delta.enableExpiredLogCleanup": "false",
    "delta.checkpointInterval": "50",
}
_WRITER = WriterProperties(
    compression="ZSTD", compression_level=1, max_row_group_size=131_072, write_batch_size=8_192
)


class LakeBusy(Exception):
    """Another import or ruling is being written and did not finish in time."""

    problem = Problem(
        "lake_busy",
        "另一次导入正在写入",
        "Another import is being written",
        "等它完成后再试一次",
        "Wait until it has finished, then try again",
    )


@dataclass(frozen=True)
class Ruling:
    """A person's decision that figures read; `kind` and `subject` as in rows.RULING_KINDS."""

    kind: str
    subject: str
    from_: date | None
    to: date | None
    value: dict[str, Any]
    reason: str
    signed_by: str
    at: datetime  # wall time when it has no zone


@dataclass(frozen=True)
class LakeFile:
    """One Parquet file of a table version."""

    path: str
    part: str
    rows: int
    size: int


def _delta_files(root: Path, name: str, version: int) -> tuple[LakeFile, ...]:
    table = DeltaTable(str(root / name), version=version)
    actions = pa.table(table.get_add_actions(flatten=True)).to_pydict()
    return tuple(
        sorted(
            (
                LakeFile(str(root / name / path), part, rows or 0, size)
                for path, part, rows, size in zip(
                    actions["path"],
                    actions["partition.part"],
                    actions["num_records"],
                    actions["size_bytes"],
                    strict=True,
                )
            ),
            key=lambda f: (f.part, f.path),
        )
    )


def parquet_sql(name: str, files: Sequence[str]) -> str:
    """SQL for the rows of some Parquet files of a lake table, typed even when there is none."""
    columns = lake_columns(name)
    if not files:
        empty = ", ".join(f"CAST(NULL AS {kind}) AS {quoted(column)}" for column, kind in columns)
        return f"SELECT {empty} WHERE false"
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
    names = ", ".join(quoted(column) for column, _ in columns)
    return (
        f"SELECT {names} FROM read_parquet([{listed}], union_by_name=true, hive_partitioning=false)"
    )


@dataclass(frozen=True)
class Snapshot:
    """A complete set of table versions: what the lake said after one commit."""

    import_no: int
    versions: dict[str, int]
    root: Path
    _kept: dict[tuple[str, int], tuple[LakeFile, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def lake_files(self, name: str, parts: Sequence[str] | None = None) -> list[LakeFile]:
        """The Parquet files of a table with their partition, rows and bytes."""
        version = self.versions.get(name)
        if version is None:
            return []
        found = self._kept.get((name, version))
        if found is None:
            found = self._kept[(name, version)] = _delta_files(self.root, name, version)
        return [f for f in found if parts is None or f.part in parts]

    def files(self, name: str, first: date | None = None, last: date | None = None) -> list[str]:
        """Paths of the Parquet files of a table.

        With `first` and `last` (inclusive local days) those are left out that hold only
        other days; the rest may still hold rows of other days.
        """
        return [
            f.path
            for f in self.lake_files(name)
            if (first is None and last is None) or _part_meets(f.part, first, last)
        ]

    def rows(self, name: str) -> int:
        """How many rows a table has, from the log alone."""
        return sum(f.rows for f in self.lake_files(name))

    def sql(self, name: str, first: date | None = None, last: date | None = None) -> str:
        """A DuckDB SELECT of the lake columns of a table (`<fact table>`, its `_versions`,
        or one of columns.LEDGERS); typed and empty when there is none."""
        return parquet_sql(name, self.files(name, first, last))

    def table(
        self,
        con: Backend,
        name: str,
        first: date | None = None,
        last: date | None = None,
    ) -> ir.Table:
        """A lake table as an Ibis table on DuckDB: the columns of rows.py, then the system ones.

        `first` and `last` prune files by local day, they do not filter rows.
        """
        view = f"lake_{name}_{self.versions.get(name, 'none')}_{abs(hash(str(self.root))) % 10**8}"
        if first is not None or last is not None:
            view += f"_{first or ''}_{last or ''}".replace("-", "")
        con.raw_sql(
            f"CREATE OR REPLACE TEMPORARY VIEW {quoted(view)} AS {self.sql(name, first, last)}"
        )
        return con.table(view)

    def imports(self) -> list[dict[str, Any]]:
        """The log up to this commit, newest first: ImportReport.to_json() plus `import_no`,
        `kind` ("import" | "rulings" | "compaction") and `at`."""
        return [
            entry for entry in _log(self.root / "_commits") if entry["import_no"] <= self.import_no
        ]


def _part_meets(part: str, first: date | None, last: date | None) -> bool:
    text = part.removeprefix("m")
    if not text[:4].isdigit():
        return True
    low, high = (text, text) if len(text) == 10 else (text + "-01", text + "-31")
    return not (
        (first is not None and high < first.isoformat())
        or (last is not None and low > last.isoformat())
    )


def _commit_paths(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted((p for p in folder.iterdir() if p.suffix == ".json"), reverse=True)


def _log(folder: Path) -> Iterator[dict[str, Any]]:
    for path in _commit_paths(folder):
        recorded = json.loads(path.read_text("utf-8"))
        yield {"import_no": recorded["import_no"], **recorded["log"]}


class Lake:
    """A folder of tables with one writer at a time and any number of readers."""

    def __init__(self, root: Path, *, wait: float = 30.0) -> None:
        """`wait`: seconds to wait for another writer before LakeBusy."""
        self.root = Path(root)
        self.wait = wait
        self.step: Callable[[str], None] = lambda name: None
        """Called before each durable step of a write; tests stop an import there."""
        self._kept: dict[tuple[str, int], tuple[LakeFile, ...]] = {}

    def snapshot(self, import_no: int | None = None) -> Snapshot:
        """The newest complete set of table versions, or that of an older commit.

        Raises LookupError when there is no such commit, or a compaction has let it go.
        """
        if import_no == 0:
            return Snapshot(0, {}, self.root, self._kept)
        folder = self.root / "_commits"
        if import_no is not None:
            path = folder / f"{import_no:06d}.json"
            if not path.exists():
                raise LookupError(f"no commit {import_no}")
        else:
            paths = _commit_paths(folder)
            if not paths:
                return Snapshot(0, {}, self.root, self._kept)
            path = paths[0]
        recorded = json.loads(path.read_text("utf-8"))
        if import_no is not None and recorded.get("compacted"):
            raise LookupError(f"commit {import_no} was compacted away")
        return Snapshot(recorded["import_no"], recorded["versions"], self.root, self._kept)

    def waiting(self) -> list[dict[str, Any]]:
        """The queue of rows whose shop is unknown: one entry per file and table with
        `stored`, `table`, `source`, `name`, `reader`, `as_of`, `shops`, `rows`."""
        paths = _commit_paths(self.root / "_commits")
        if not paths:
            return []
        found: list[dict[str, Any]] = json.loads(paths[0].read_text("utf-8"))["waiting"]
        return found

    def imports(self) -> list[dict[str, Any]]:
        """The log, newest first (see Snapshot.imports)."""
        return list(_log(self.root / "_commits"))

    def rows_of_import(self, import_no: int) -> dict[str, str]:
        """For each fact table a DuckDB SELECT of the rows that this import last wrote."""
        snapshot = self.snapshot()
        return {
            name: f"SELECT * FROM ({snapshot.sql(name)}) WHERE import_no = {import_no}"
            for name in TABLES
            if name in snapshot.versions
        }

    @contextmanager
    def commit(self) -> Iterator[Commit]:
        """Take the writer's place. Raises LakeBusy when it cannot be had."""
        self.root.mkdir(parents=True, exist_ok=True)
        with open(self.root / "_lock", "a+") as lock:
            give_up = clock.monotonic() + self.wait
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError:
                    if clock.monotonic() >= give_up:
                        raise LakeBusy from None
                    clock.sleep(0.05)
            yield Commit(self)

    def append_rulings(self, rulings: Sequence[Ruling], *, now: datetime) -> int:
        """Write people's decisions in one commit and return its import_no.

        Rows that waited for a shop which a ruling makes known are loaded in the same
        commit. Raises ValueError for an unknown kind, LakeBusy when another write runs.
        """
        from jinpai.facts.load import write_rulings

        for ruling in rulings:
            if ruling.kind not in RULING_KINDS:
                raise ValueError(f"unknown kind of ruling: {ruling.kind}")
        return write_rulings(self, rulings, now=now)

    def declare(
        self, shop: str, table: str, first: date, last: date, *, signed_by: str, now: datetime,
        reason: str = "",
    ) -> int:  # fmt: skip
        """Declare a table complete for some days (both inclusive)."""
        ruling = Ruling("complete", f"{shop}/{table}", first, last, {}, reason, signed_by, now)
        return self.append_rulings([ruling], now=now)

    def compact(self, *, keep: Sequence[int] = (), now: datetime) -> int | None:
        """Join the small files of each partition and delete what no kept commit needs.

        `keep`: import_no of the commits that must stay readable; the newest always stays.
        Returns the import_no of the compaction, None when the lake is empty.
        """
        from jinpai.facts.compaction import compact

        return compact(self, keep=keep, now=now)


class Commit:
    """One write: table versions first, then the record that makes them the lake's.

    All methods are for the holder of the lake's lock.
    """

    def __init__(self, lake: Lake) -> None:
        self.lake = lake
        self.base = lake.snapshot()
        self.import_no = self.base.import_no + 1
        self.versions = dict(self.base.versions)
        self._open: dict[str, DeltaTable] = {}

    def working(self) -> Snapshot:
        """What the lake will say if this commit were recorded now."""
        return Snapshot(self.import_no, dict(self.versions), self.lake.root, self.lake._kept)

    def _delta(self, name: str) -> DeltaTable | None:
        """The table as of the recorded set; anything newer is an unfinished import's."""
        found = self._open.get(name)
        if found is not None:
            return found
        folder = self.lake.root / name
        recorded = self.base.versions.get(name)
        if recorded is None:
            if folder.exists():
                self.lake.step(f"clear {name}")
                shutil.rmtree(folder)
            return None
        table = DeltaTable(str(folder))
        if table.version() != recorded:
            self.lake.step(f"restore {name}")
            table.restore(recorded)
            self._note(name, table)
        self._open[name] = table
        return table

    def _note(self, name: str, table: DeltaTable) -> None:
        self._open[name] = table
        self.versions[name] = table.version()

    def append(self, name: str, data: pa.Table | pa.RecordBatchReader) -> None:
        """Add rows; `data` has the lake columns and `part`."""
        table = self._delta(name)
        self.lake.step(f"append {name}")
        folder = str(self.lake.root / name)
        commit = CommitProperties(custom_metadata={"import_no": str(self.import_no)})
        if table is None:
            write_deltalake(
                folder, data, mode="error", partition_by=["part"], configuration=_CONFIGURATION,
                writer_properties=_WRITER, commit_properties=commit,
            )  # fmt: skip
            table = DeltaTable(folder)
        else:
            write_deltalake(
                table, data, mode="append", writer_properties=_WRITER, commit_properties=commit,
            )  # fmt: skip
        self._note(name, table)

    def replace(
        self, name: str, parts: Sequence[str], data: pa.Table | pa.RecordBatchReader
    ) -> None:
        """Put `data` in the place of everything in these partitions."""
        table = self._delta(name)
        assert table is not None, "only what is there can be replaced"
        self.lake.step(f"replace {name}")
        listed = ", ".join("'" + p.replace("'", "''") + "'" for p in parts)
        write_deltalake(
            table, data, mode="overwrite", predicate=f"part IN ({listed})",
            writer_properties=_WRITER,
            commit_properties=CommitProperties(custom_metadata={"import_no": str(self.import_no)}),
        )  # fmt: skip
        self._note(name, table)

    def record(self, *, log: dict[str, Any], waiting: Sequence[dict[str, Any]]) -> int:
        """Make everything written so far the newest snapshot, at once. Returns import_no."""
        folder = self.lake.root / "_commits"
        folder.mkdir(exist_ok=True)
        body = json.dumps(
            {
                "import_no": self.import_no,
                "versions": self.versions,
                "waiting": list(waiting),
                "log": log,
            },
            ensure_ascii=False,
            indent=1,
        )
        self.lake.step("record")
        part = folder / f"{self.import_no:06d}.part"
        with open(part, "w", encoding="utf-8") as out:
            out.write(body)
            out.flush()
            os.fsync(out.fileno())
        self.lake.step("rename")
        os.replace(part, folder / f"{self.import_no:06d}.json")
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        self.lake.step("recorded")
        return self.import_no

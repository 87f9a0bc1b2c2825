"""The derived tables on disk: a cache of Parquet files that any command can rebuild and check.

`manifest.json` names, per table and part (a month "2026-10" or a day "2026-10-03"), the one file
in force, the import that it answers for and the digest of the rules it was computed under.
Readers follow the manifest that they opened; it is replaced in one rename.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from jinpai.metrics import engine
from jinpai.metrics.empty import TYPES

FORMAT = 2
TABLES = (
    "receptions", "rounds", "sessions", "inquiries", "credits", "figures", "hours", "waits",
)  # fmt: skip
MONTHLY = ("figures", "hours", "waits")
"""Small tables that pages read over long spans: always one file a month."""


@dataclass
class Manifest:
    import_no: int = 0
    digest: str = ""
    daily: bool = False  # big shops: a file a day
    serial: int = 0
    tables: dict[str, dict[str, str]] = field(default_factory=lambda: {t: {} for t in TABLES})


def part_of(table: str, day: date, daily: bool) -> str:
    return f"{day:%Y-%m-%d}" if daily and table not in MONTHLY else f"{day:%Y-%m}"


def days_of(part: str) -> tuple[date, date]:
    """First and last day of a part."""
    if len(part) == 10:
        day = date.fromisoformat(part)
        return day, day
    year, month = int(part[:4]), int(part[5:7])
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), date.fromordinal(following.toordinal() - 1)


class Store:
    """A folder of derived tables."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)

    def manifest(self) -> Manifest:
        path = self.root / "manifest.json"
        try:
            found = json.loads(path.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return Manifest()
        if found.get("format") != FORMAT:
            return Manifest()
        return Manifest(
            found["import_no"], found["digest"], found["daily"], found["serial"], found["tables"]
        )

    def begin(self, old: Manifest) -> Manifest:
        """A manifest to write the next state into; files get names of their own."""
        self.root.mkdir(parents=True, exist_ok=True)
        return Manifest(
            old.import_no,
            old.digest,
            old.daily,
            old.serial + 1,
            {t: dict(old.tables.get(t, {})) for t in TABLES},
        )

    def write(
        self, con: Backend, manifest: Manifest, table: str, part: str, rows: ir.Table
    ) -> None:
        """Write one part of one table under the next manifest."""
        folder = self.root / table
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{table}/{part}.{manifest.serial}.parquet"
        engine.write(con, rows, self.root / name, TYPES[table])
        manifest.tables[table][part] = name

    def publish(self, manifest: Manifest) -> None:
        """Put a manifest in force, then drop files that neither it nor the last one names."""
        before = self.manifest()
        body = json.dumps({
            "format": FORMAT, "import_no": manifest.import_no, "digest": manifest.digest,
            "daily": manifest.daily, "serial": manifest.serial, "tables": manifest.tables,
        }, indent=1)  # fmt: skip
        draft = self.root / "manifest.json.new"
        with draft.open("w", encoding="utf-8") as f:
            f.write(body)
            f.flush()
            os.fsync(f.fileno())
        draft.replace(self.root / "manifest.json")
        named = {
            n for m in (before, manifest) for parts in m.tables.values() for n in parts.values()
        }
        for table in TABLES:
            for path in (self.root / table).glob("*.parquet"):
                if f"{table}/{path.name}" not in named:
                    path.unlink(missing_ok=True)

    def files(
        self, manifest: Manifest, table: str, first: date | None = None, last: date | None = None
    ) -> list[str]:
        """Paths of a table's files that may hold rows of the days asked for."""
        out = []
        for part, name in sorted(manifest.tables.get(table, {}).items()):
            low, high = days_of(part)
            if (first is None or high >= first) and (last is None or low <= last):
                out.append(str(self.root / name))
        return out

    def table(
        self, con: Backend, manifest: Manifest, table: str, empty: str,
        first: date | None = None, last: date | None = None,
    ) -> ir.Table:  # fmt: skip
        """Rows of a table; when it has no file, `empty` is the SELECT that types it."""
        view = f"stored_{table}_{abs(hash((manifest.serial, first, last))) % 10**9}"
        files = self.files(manifest, table, first, last)
        body = scan(files) if files else empty
        con.raw_sql(f'CREATE OR REPLACE TEMP VIEW "{view}" AS {body}')
        return con.table(view)


def scan(files: Iterable[str]) -> str:
    listed = ", ".join("'" + f.replace("'", "''") + "'" for f in files)
    return f"SELECT * FROM read_parquet([{listed}])"

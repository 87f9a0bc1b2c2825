"""Small files in the exchange format, and what a lake holds after loading them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from jinpai.facts.lake import Lake, Snapshot
from jinpai.facts.load import Answers, Source, load
from jinpai.facts.reports import FileReport, ImportReport

NOW = datetime(2026, 11, 20, 9, 0)

SHOPS = "shop,platform,name,timezone,day_cut\nS1,taobao,一店,Asia/Shanghai,00:00\n"
MESSAGES = "shop,account,buyer,at,sender,kind,text\n"
ORDERS = "shop,order_id,buyer,created_at,paid_at,amount_paid\n"


class Shop:
    """A lake with shop S1 known, and a folder to put files in."""

    def __init__(self, folder: Path, shops: str = SHOPS) -> None:
        self.folder = folder
        self.lake = Lake(folder / "lake", wait=0.2)
        self.rejected = folder / "rejected"
        if shops:
            self.take(("shops.csv", shops))

    def write(self, name: str, content: str | bytes) -> Source:
        path = self.folder / name
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return Source(path, name)

    def take(self, *files: tuple[str, str | bytes], **more: Any) -> ImportReport:
        """Write files and load them in one import."""
        answers = Answers(**{k: more.pop(k) for k in ("shop", "as_of", "day") if k in more})
        sources = [self.write(name, content) for name, content in files]
        return load(
            self.lake, sources, now=NOW, answers=answers, rejected_dir=self.rejected, **more
        )

    def one(self, name: str, content: str | bytes, **more: Any) -> FileReport:
        """Load one file and return its report."""
        return self.take((name, content), **more).files[0]

    def rows(self, table: str, columns: str = "*", snapshot: Snapshot | None = None) -> list[Any]:
        """Rows of a lake table in a settled order."""
        con = duckdb.connect()
        sql = (snapshot or self.lake.snapshot()).sql(table)
        found = con.execute(f"SELECT {columns} FROM ({sql}) ORDER BY ALL").fetchall()
        return [row[0] for row in found] if found and len(found[0]) == 1 else found

    def contents(self, tables: Sequence[str]) -> dict[str, list[Any]]:
        """All rows of some tables but for what tells imports apart."""
        return {t: self.rows(t, "* EXCLUDE (import_no)") for t in tables}

"""Joining small files, and deleting what no kept commit needs.

A partition of many small files is written anew as one; then the files of versions that
belong to no kept commit are deleted. Kept commits stay readable for as long as they are
named, whatever their age.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from deltalake import DeltaTable

from jinpai.facts.columns import quoted
from jinpai.facts.lake import Commit, Lake
from jinpai.facts.merge import sort_columns

MANY_FILES = 4  # in one partition: from here on they are joined


def compact(lake: Lake, *, keep: Sequence[int], now: datetime) -> int | None:
    """See Lake.compact. Raises LookupError when a commit to keep does not exist."""
    with lake.commit() as commit:
        if commit.base.import_no == 0:
            return None
        kept = {n: lake.snapshot(n) for n in {*keep, commit.base.import_no}}
        joined = _join(lake, commit)
        import_no = commit.record(
            log={"kind": "compaction", "at": now.isoformat(), "joined": joined},
            waiting=lake.waiting(),
        )
        _forget(lake, {*kept, import_no})
        for name, version in commit.versions.items():
            wanted = {s.versions[name] for s in kept.values() if name in s.versions} | {version}
            lake.step(f"vacuum {name}")
            DeltaTable(str(lake.root / name)).vacuum(
                retention_hours=0, dry_run=False, enforce_retention_duration=False, full=True,
                keep_versions=sorted(wanted),
            )  # fmt: skip
        _tidy(lake)
        return import_no


def _join(lake: Lake, commit: Commit) -> dict[str, int]:
    """Write partitions of many files as one file; returns how many per table."""
    from jinpai.facts.load import connect

    folder = Path(tempfile.mkdtemp(prefix="_work-", dir=lake.root))
    con = connect(folder)
    joined: dict[str, int] = {}
    try:
        for name in sorted(commit.base.versions):
            files = commit.working().lake_files(name)
            parts = Counter(f.part for f in files)
            for part in sorted(p for p, n in parts.items() if n >= MANY_FILES):
                paths = [f.path for f in files if f.part == part]
                order = ", ".join(quoted(c) for c in sort_columns(name)) or "ALL"
                listed = ", ".join("'" + p.replace("'", "''") + "'" for p in paths)
                reader = con.sql(
                    f"SELECT *, '{part}' AS part FROM read_parquet([{listed}], "
                    f"union_by_name=true, hive_partitioning=false) ORDER BY {order}"
                ).to_arrow_reader(65_536)
                commit.replace(name, [part], reader)
                joined[name] = joined.get(name, 0) + 1
    finally:
        con.close()
        shutil.rmtree(folder, ignore_errors=True)
    return joined


def _forget(lake: Lake, kept: set[int]) -> None:
    """Mark the commits whose tables are no longer whole; their log stays."""
    for path in sorted((lake.root / "_commits").glob("*.json")):
        recorded = json.loads(path.read_text("utf-8"))
        if recorded["import_no"] in kept or recorded.get("compacted"):
            continue
        recorded["compacted"] = True
        part = path.with_suffix(".part")
        part.write_text(json.dumps(recorded, ensure_ascii=False, indent=1), "utf-8")
        part.replace(path)


def _tidy(lake: Lake) -> None:
    """Delete stored waiting rows that nothing lists, and folders of unfinished loads."""
    listed = {entry["stored"] for entry in lake.waiting()}
    for path in (lake.root / "_waiting").glob("*.parquet"):
        if path.name not in listed:
            path.unlink()
    for path in lake.root.glob("_work-*"):
        shutil.rmtree(path, ignore_errors=True)

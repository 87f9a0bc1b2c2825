"""One more day beside the month: its import and the refresh of every figure it touches."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from bench.part import finish, result, timed


def main(home: Path, files: Path) -> None:
    from jinpai.facts.lake import Lake
    from jinpai.facts.load import Source, load
    from jinpai.metrics.compute import refresh

    lake = Lake(home / "lake")
    sources = [Source(path, path.name) for path in sorted(files.glob("*.parquet"))]
    with timed("import"):
        report = load(lake, sources, now=datetime.now(UTC))
    with timed("refresh"):
        refresh(lake, home / "figures")
    result["seconds"] = round(result["import"] + result["refresh"], 3)
    result["rows"] = sum(c.read for file in report.files for c in file.tables.values())
    finish()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

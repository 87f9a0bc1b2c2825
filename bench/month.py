"""The month: written in bulk, then taken in by the real import."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.part import finish, result, timed

START = date(2026, 9, 1)


def main(home: Path, messages: int, days: int, accounts: int) -> None:
    from jinpai.facts.lake import Lake
    from jinpai.facts.load import Source, load
    from jinpai.simulate.bulk import write_bulk
    from jinpai.simulate.bulk_day import Bulk

    spec = Bulk(
        start=START, accounts=accounts, messages=messages, orders=max(messages * 3 // 100, 150)
    )
    files = home / "files"
    with timed("written"):
        end = datetime.combine(START + timedelta(days=days), datetime.min.time())
        result["rows"] = sum(write_bulk(spec, files / "all", range(days), as_of=end).values())
        write_bulk(
            spec, files / "next", range(days, days + 1), as_of=end + timedelta(days=1),
            late_changes=True,
        )  # fmt: skip
    with timed("seconds"):
        load(
            Lake(home / "lake"),
            [Source(path, path.name) for path in sorted((files / "all").glob("*.parquet"))],
            now=datetime.now(UTC),
        )
    finish()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))

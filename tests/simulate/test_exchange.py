"""The exchange files of a simulated shop: the same again, in all containers, and loadable."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.simulate.conftest import AS_OF, DAYS, START

from jinpai.facts.lake import Lake
from jinpai.facts.load import Source, load
from jinpai.simulate import Shop, shop, write_exchange


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def test_equal_arguments_give_equal_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        made = shop(date(2026, 3, 2), 4, 5, seed=9, orders_per_day=20)
        write_exchange(made, tmp_path / name, as_of=datetime(2026, 3, 6))
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_another_seed_gives_another_shop(tmp_path: Path) -> None:
    for seed in (1, 2):
        made = shop(date(2026, 3, 2), 2, 3, seed=seed, orders_per_day=10)
        write_exchange(made, tmp_path / str(seed), as_of=datetime(2026, 3, 4))
    one, two = digests(tmp_path / "1"), digests(tmp_path / "2")
    assert one["messages.csv"] != two["messages.csv"]
    assert one["orders.csv"] != two["orders.csv"]


def test_the_first_days_do_not_depend_on_how_many_follow() -> None:
    short, long = (shop(date(2026, 3, 2), days, 5, seed=9, orders_per_day=20) for days in (2, 5))
    first = [row for table, rows in short.tell() if table == "ads" for row in rows]
    again = [row for table, rows in long.tell() if table == "ads" for row in rows]
    assert [row[:3] for row in again[: len(first)]] == [row[:3] for row in first]


@pytest.mark.parametrize("container", ["csv", "jsonl", "parquet"])
def test_every_container_loads_without_a_rejected_row(container: str, tmp_path: Path) -> None:
    made = shop(date(2026, 3, 2), 3, 5, seed=9, orders_per_day=20)
    counts = write_exchange(
        made,
        tmp_path / "files",
        as_of=datetime(2026, 3, 5),
        container=container,  # type: ignore[arg-type]
    )
    files = sorted((tmp_path / "files").glob(f"*.{container}"))
    assert {f.stem for f in files} == set(counts)
    report = load(
        Lake(tmp_path / "lake"),
        [Source(f, f.name) for f in files],
        now=datetime(2026, 3, 6, tzinfo=UTC),
    )
    read = {table: c.read for f in report.files for table, c in f.tables.items()}
    assert read == counts
    for file in report.files:
        assert [(p.code, p.line) for p in file.problems] == [], file.name
        assert all(c.rejected == c.duplicate == 0 for c in file.tables.values()), file.name


def test_daily_batches_hold_together_what_one_export_holds(tmp_path: Path) -> None:
    made = shop(date(2026, 3, 2), 3, 3, seed=9, orders_per_day=10)
    as_of = datetime(2026, 3, 20)
    whole = write_exchange(made, tmp_path / "whole", as_of=as_of)
    parts = [
        write_exchange(made, tmp_path / str(day), as_of=as_of, first_day=when, last_day=when)
        for day in range(2, 21)
        if (when := date(2026, 3, day))
    ]
    for table in ("messages", "orders", "refunds", "ratings", "presence"):
        assert sum(part.get(table, 0) for part in parts) == whole[table], table


def test_the_truth_stands_beside_the_files(small: Shop, tmp_path: Path) -> None:
    write_exchange(small, tmp_path, as_of=AS_OF, last_day=START)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert truth["days"] == DAYS
    weak = [a for a in truth["agents"] if a["weak"]]
    assert len(weak) == 1
    assert weak[0]["skill"] == min(a["skill"] for a in truth["agents"])
    assert weak[0]["pace"] == max(a["pace"] for a in truth["agents"])
    kinds = {e["kind"] for e in truth["events"]}
    assert kinds == {"campaign", "bad_review", "rebinding", "unbound"}


def test_parquet_says_when_it_was_exported(tmp_path: Path) -> None:
    made = shop(date(2026, 3, 2), 1, 3, seed=9, orders_per_day=5)
    write_exchange(made, tmp_path, as_of=datetime(2026, 3, 3), container="parquet")
    metadata = pq.read_schema(tmp_path / "orders.parquet").metadata
    assert metadata[b"as_of"] == b"2026-03-03T00:00:00"


def test_an_as_of_with_a_zone_is_refused(small: Shop, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without zone"):
        write_exchange(small, tmp_path, as_of=datetime(2026, 11, 19, tzinfo=UTC))


def test_one_agent_is_no_shop() -> None:
    with pytest.raises(ValueError, match="two agents"):
        shop(date(2026, 3, 2), 1, 1)

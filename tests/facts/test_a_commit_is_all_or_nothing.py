"""An import killed at any step changes nothing, and the next one completes it."""

from __future__ import annotations

import fcntl
import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.facts.shop_files import MESSAGES, NOW, ORDERS, Shop

from jinpai.facts.lake import LakeBusy, Ruling


class Killed(BaseException):
    """As if the process had ended here."""


FIRST = ("a.csv", "# as_of: 2026-10-02\n" + ORDERS + "S1,1,b,2026-10-01 10:00:00,,1\n")
SECOND = (
    ("b.csv", "# as_of: 2026-10-03\n" + ORDERS
     + "S1,1,b,2026-10-01 10:00:00,2026-10-01 10:00:00,2\nS1,2,b,2026-10-02 10:00:00,,1\n"),
    ("m.csv", "# as_of: 2026-10-03\n" + MESSAGES + "S1,a,b,2026-10-01 10:00:00,buyer,text,hi\n"
     + "S7,a,b,2026-10-01 10:00:00,buyer,text,hi\n"),
)  # fmt: skip
THIRD = ("c.csv", "# as_of: 2026-10-04\n" + ORDERS + "S1,3,b,2026-10-03 10:00:00,,1\n")
TABLES = ("orders", "orders_versions", "messages", "files", "covers", "arrivals")


def _steps(shop: Shop) -> list[str]:
    seen: list[str] = []
    shop.lake.step = seen.append
    shop.take(*SECOND)
    shop.lake.step = lambda name: None
    return seen


def _plain(shop: Shop) -> dict[str, list[object]]:
    return shop.contents(TABLES)


def test_an_import_killed_at_any_step_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    whole = Shop(tmp_path / "whole")
    whole.take(FIRST)
    shutil.copytree(tmp_path / "whole", tmp_path / "begun")
    before = _plain(whole)
    steps = _steps(whole)
    after = _plain(whole)
    assert steps[-3:] == ["record", "rename", "recorded"]
    whole.take(THIRD)
    at_last = _plain(whole)
    for stop in range(len(steps)):
        shop = Shop(Path(shutil.copytree(tmp_path / "begun", tmp_path / f"stop-{stop}")))
        left = iter(range(stop))

        def kill(name: str, left: object = left) -> None:
            if next(left, None) is None:  # type: ignore[call-overload]
                raise Killed(name)

        shop.lake.step = kill
        with pytest.raises(Killed):
            shop.take(*SECOND)
        shop.lake.step = lambda name: None
        if steps[stop] == "recorded":
            assert _plain(shop) == after
        else:
            assert _plain(shop) == before
            assert shop.lake.waiting() == []
        # another import first: nothing of the unfinished one may come with it
        shop.take(THIRD)
        assert shop.rows("orders", "order_id") == (
            ["1", "3"] if steps[stop] != "recorded" else ["1", "2", "3"]
        )
        shop.take(*SECOND)
        assert _plain(shop)["messages"] == at_last["messages"]
        assert shop.rows("orders", "* EXCLUDE (import_no)") == at_last["orders"]
        assert sum(e["rows"] for e in shop.lake.waiting()) == 1


def test_a_second_writer_is_told_plainly(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    with open(shop.lake.root / "_lock", "a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        report = shop.take(FIRST)
        assert report.import_no is None
        assert report.files[0].problems[0].code == "lake_busy"
        with pytest.raises(LakeBusy):
            shop.lake.append_rulings([_shop_ruling()], now=NOW)
    assert shop.take(FIRST).import_no == 2


def _shop_ruling() -> Ruling:
    return Ruling("shop", "S7", None, None, {"name": "七店"}, "", "店长", NOW)


def test_an_older_commit_stays_readable(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.take(FIRST)
    shop.take(*SECOND)
    older = shop.lake.snapshot(2)
    assert shop.rows("orders", "order_id", older) == ["1"]
    assert shop.rows("orders", "order_id") == ["1", "2"]
    with pytest.raises(LookupError):
        shop.lake.snapshot(9)


def test_rulings_are_kept_dated_and_signed(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    number = shop.lake.append_rulings(
        [
            Ruling("flag", "S1/1", None, None, {"flag": "green"}, "刷单", "店长", NOW),
            Ruling("binding", "S1/a", date(2026, 10, 1), None, {"person": "P1"}, "", "店长", NOW),
        ],
        now=NOW,
    )
    assert number == 2
    assert shop.rows("rulings", 'kind, subject, "from", value, signed_by, import_no') == [
        ("binding", "S1/a", date(2026, 10, 1), '{"person": "P1"}', "店长", 2),
        ("flag", "S1/1", None, '{"flag": "green"}', "店长", 2),
    ]
    with pytest.raises(ValueError, match="unknown kind"):
        shop.lake.append_rulings([Ruling("whim", "x", None, None, {}, "", "x", NOW)], now=NOW)


def test_compaction_joins_files_and_keeps_pinned_commits(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    for n in range(1, 6):
        shop.take((f"{n}.csv", ORDERS + f"S1,{n},b,2026-10-0{n} 10:00:00,,1\n"))
    pinned = shop.lake.snapshot(3)
    orders = shop.rows("orders")
    assert len(shop.lake.snapshot().files("orders")) == 5
    number = shop.lake.compact(keep=[3], now=NOW)
    assert number == 7
    assert len(shop.lake.snapshot().files("orders")) == 1
    assert shop.rows("orders") == orders
    assert shop.rows("orders", "order_id", shop.lake.snapshot(3)) == ["1", "2"]
    assert shop.rows("orders", "order_id", pinned) == ["1", "2"]
    with pytest.raises(LookupError):
        shop.lake.snapshot(4)
    report = shop.take(("5.csv", ORDERS + "S1,5,b,2026-10-05 10:00:00,,1\n"))
    assert report.files[0].status == "unchanged"

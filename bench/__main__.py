"""Runs every part in a process of its own and prints the figures, with their targets."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.month import START

MESSAGES = int(os.environ.get("BENCH_MESSAGES") or 20_000_000)
PEOPLE = int(os.environ.get("BENCH_PEOPLE") or 10_000)
DAYS = 30


def part(name: str, *words: object) -> dict[str, Any]:
    """Run one part and take its JSON; what it says meanwhile goes to stderr."""
    print(f"… {name}", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{name}", *map(str, words)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


@contextmanager
def home() -> Iterator[Path]:
    kept = os.environ.get("BENCH_HOME")
    if kept:
        Path(kept).mkdir(parents=True, exist_ok=True)
        yield Path(kept)
        return
    folder = Path(tempfile.mkdtemp(prefix="jinpai-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def line(what: str, figure: str, target: str = "", met: bool | None = None) -> None:
    mark = {None: " ", True: "✓", False: "✗"}[met]
    print(f"{mark} {what:<52} {figure:>24}  {target}")


def figures_of_a_month(root: Path) -> None:
    month = root / f"month-{MESSAGES}"
    last = START + timedelta(days=DAYS - 1)
    made = month / "made.json"
    if made.exists():
        loaded = json.loads(made.read_text())
    else:
        shutil.rmtree(month, ignore_errors=True)
        loaded = part("month", month, MESSAGES, DAYS, 100)
        made.write_text(json.dumps(loaded))
    scan = part("scan", month)
    print(f"\nA month of {scan['messages']:,} messages, {scan['orders']:,} orders, 100 accounts\n")
    rate = loaded["rows"] / loaded["seconds"]
    line("import of the month", f"{loaded['seconds']:.1f} s", f"{rate:,.0f} rows/s, "
         f"{loaded['peak_gb']:.1f} GB")  # fmt: skip
    line("plain scan-and-group of the same columns", f"{scan['seconds']:.2f} s")

    scratch = part("scratch", month, START, last)
    ratio = scratch["seconds"] / scan["seconds"]
    line("derived tables and catalogue from scratch", f"{scratch['seconds']:.1f} s",
         f"derived {scratch['derived']:.1f} s + catalogue {scratch['catalogue']:.1f} s, "
         f"{scratch['figures']:,} figures")  # fmt: skip
    line("  as a multiple of the scan", f"{ratio:.1f} ×", "≤ 15 ×, next goal 6 ×", ratio <= 15)
    for step, seconds in scratch["steps"].items():
        line(f"    {step}", f"{seconds:.1f} s", f"{seconds / scan['seconds']:.1f} ×")
    line("  peak memory", f"{scratch['peak_gb']:.2f} GB", "≤ 3 GB", scratch["peak_gb"] <= 3)

    pandas = part("pandas_same", month)
    line("pandas: receptions, rounds, credit, simplified", f"{pandas['seconds']:.1f} s",
         f"{pandas['seconds'] / scan['seconds']:.1f} ×, {pandas['peak_gb']:.1f} GB")  # fmt: skip

    # the added day must be new every time: work on a copy of what the import changes
    aside = root / "one-day"
    shutil.rmtree(aside, ignore_errors=True)
    for name in ("lake", "figures"):
        shutil.copytree(month / name, aside / name)
    # the desk has seen the days before: the added one also ends what stands there
    part("desk", "begin", aside, last + timedelta(days=1))
    day = part("one_day", aside, month / "files" / "next")
    desk = part("desk", "fill", aside, last + timedelta(days=1))
    shutil.rmtree(aside, ignore_errors=True)
    allowed = max(scratch["seconds"] / 10, 1.5)
    line("one more day: import and figures", f"{day['seconds']:.2f} s",
         f"≤ {allowed:.2f} s (import {day['import']:.2f} + figures {day['refresh']:.2f}; "
         f"{day['rows']:,} rows)", day["seconds"] <= allowed)  # fmt: skip
    allowed = day["refresh"] / 10 + 2
    line("the desk's lists filled after that day", f"{desk['seconds']:.2f} s",
         f"≤ {allowed:.2f} s ({desk['made']:,} new, {desk['ended']:,} ended; "
         f"{desk['cpu']:.1f} s of processors; again {desk['again']:.2f} s)",
         desk["seconds"] <= allowed)  # fmt: skip


def figures_of_the_desk(root: Path) -> None:
    shutil.rmtree(root / "desk", ignore_errors=True)
    desk = part("desk", "today", root / "desk", 10_000)
    shutil.rmtree(root / "desk", ignore_errors=True)
    print("\nThe desk: an agent's Today with 10,000 open items in the shop\n")
    ratio = desk["full"] / desk["empty"]
    line("Today, server time", f"{desk['full'] * 1000:.0f} ms",
         f"≤ 5 × {desk['empty'] * 1000:.0f} ms of an empty one ({ratio:.1f} ×)",
         ratio <= 5)  # fmt: skip


def figures_of_a_page(root: Path) -> None:
    year = root / "year"
    if not (year / "lake").exists():
        part("month", year, 60_000, 365, 100)
    last = START + timedelta(days=364)
    page = part("page", year, f"shop=bulk&from={START}&to={last}")
    print("\nBoard pages at 100 agents × 12 months\n")
    for name in [key.removesuffix(" seconds") for key in page if key.endswith(" seconds")]:
        seconds, constants = page[f"{name} seconds"], page[f"{name} constants"]
        line(f"{name} server time", f"{seconds * 1000:.0f} ms",
             f"≤ 150 ms or ≤ 2 × {constants * 1000:.0f} ms from constants "
             f"({seconds / constants:.1f} ×), {page[f'{name} kb']} kB",
             seconds <= 0.15 or seconds <= 2 * constants)  # fmt: skip


def figures_of_pay() -> None:
    pay = part("pay", PEOPLE)
    print(f"\nThe pure floor of pay: {pay['people']:,} people × {pay['components']} components\n")
    line("scores, group figures and payslips, CPU a person", f"{pay['ms_each']:.2f} ms",
         "≤ 0.40 ms", pay["ms_each"] <= 0.4)  # fmt: skip
    line("  of that group figures and payslips", f"{pay['ms_each_without_scores']:.2f} ms",
         f"{pay['lines_each']} lines each")  # fmt: skip
    line("  beside it canonical JSON", f"{pay['json'] * 1000 / pay['people']:.2f} ms",
         f"{pay['bytes_each']:,} bytes each")  # fmt: skip
    line("memory grown over the payslips", f"{pay['grown_mb']:.1f} MB", "≤ 5 MB",
         pay["grown_mb"] <= 5)  # fmt: skip


def figures_of_a_run(root: Path) -> None:
    fewer = max(PEOPLE // 5, 1)
    stored = {}
    for people in (fewer, PEOPLE):
        shutil.rmtree(root / "payroll", ignore_errors=True)
        stored[people] = part("payroll", root / "payroll", people)
    shutil.rmtree(root / "payroll", ignore_errors=True)
    tried = part("backtest", max(PEOPLE * 3 // 100, 1))
    run, small, share = stored[PEOPLE], stored[fewer], PEOPLE / 10_000
    print(f"\nA pay run of {PEOPLE:,} people, and trying rulebooks\n")
    line("from metrics in hand to stored payslips", f"{run['seconds']:.1f} s",
         f"≤ {10 * share:.1f} s ({run['cpu']:.1f} s of one processor)",
         run["seconds"] <= 10 * share)  # fmt: skip
    slower = run["cpu"] / small["cpu"] * fewer / PEOPLE
    line("  a person, against a fifth of the people", f"{slower:.2f} ×", "≤ 1.2 ×", slower <= 1.2)
    each = (run["grown_mb"] - small["grown_mb"]) * 1000 / max(PEOPLE - fewer, 1)
    line("  memory that storing adds to the month in hand", f"{run['grown_mb']:.0f} MB",
         f"{small['grown_mb']:.0f} MB at {fewer:,}: {each:.1f} kB a person")  # fmt: skip
    line(f"back-test: 4 regimes × {tried['months']} months × {tried['people']} people",
         f"{tried['seconds']:.1f} s",
         f"≤ {10 * share:.1f} s (read {tried['read']:.1f} + tried {tried['tried']:.1f}; "
         f"{tried['payslips']:,} payslips)", tried["seconds"] <= 10 * share)  # fmt: skip


def main() -> None:
    figures_of_pay()
    with home() as root:
        figures_of_a_run(root)
        figures_of_the_desk(root)
        figures_of_a_month(root)
        figures_of_a_page(root)


if __name__ == "__main__":
    main()

"""A pay run from metrics in hand to stored payslips: the month of bench/pay.py into SQLite.

What grows with the house is its month, which the caller holds; what storing adds to it must not.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from bench.part import finish, result, timed


def main(home: Path, count: int) -> None:
    os.environ["JINPAI_HOME"] = str(home)
    os.environ["JINPAI_LOG"] = "error"
    from jinpai.web.manage import setup
    from jinpai.web.start import prepare

    prepare()
    setup()
    from bench.pay import month, peak_mb, rulebook
    from jinpai.apps.payroll import runs
    from jinpai.apps.payroll.models import Run, Slip
    from jinpai.rules.statutes import shipped

    book = rulebook()
    warm = Run.objects.create(month="2026-09")
    runs.store(warm, month(50), book, shipped())
    many = month(count)
    run = Run.objects.create(month="2026-10")
    before = peak_mb()
    cpu = time.process_time()
    with timed("seconds"):
        stored = runs.store(run, many, book, shipped())
    result["cpu"] = round(time.process_time() - cpu, 3)
    result["grown_mb"] = round(peak_mb() - before, 1)
    result["people"] = stored.people
    assert Slip.objects.filter(run=run).count() == count, stored
    finish()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

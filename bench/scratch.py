"""Every derived table written and the whole catalogue read, from nothing but the facts."""

from __future__ import annotations

import shutil
import sys
import time
from datetime import date
from pathlib import Path

from bench.part import finish, result, timed


def main(home: Path, start: date, end: date) -> None:
    from jinpai.facts.lake import Lake
    from jinpai.metrics.compute import refresh
    from jinpai.metrics.reading import Reading

    lake, figures = Lake(home / "lake"), home / "figures"
    shutil.rmtree(figures, ignore_errors=True)
    steps: dict[str, float] = {}
    told = [("", time.perf_counter())]

    def note(step: str, _done: int, _of: int) -> None:
        before, since = told[-1]
        steps[before] = steps.get(before, 0.0) + time.perf_counter() - since
        told.append((step, time.perf_counter()))

    with timed("derived"):
        refresh(lake, figures, progress=note)
        note("", 0, 0)
    with timed("catalogue"):
        found = Reading.open(lake, figures).figures(start=start, end=end, by=("account", "day"))
    result["seconds"] = round(result["derived"] + result["catalogue"], 3)
    result["figures"] = len(found)
    result["steps"] = {name: round(s, 2) for name, s in steps.items() if name}
    finish()


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), date.fromisoformat(sys.argv[3]))

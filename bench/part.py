"""What every part shares: it is timed, and says how much memory its process ever held."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

result: dict[str, Any] = {}


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Put the wall seconds of the block under `name`."""
    start = time.perf_counter()
    yield
    result[name] = round(time.perf_counter() - start, 3)


def best(name: str, runs: int, work: Any) -> None:
    """Put the seconds of the fastest of some runs under `name`: the least disturbed one."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    result[name] = round(min(seconds), 4)


def finish() -> None:
    """Print the result of this part, with the peak memory of its process in GB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    scale = 1 if sys.platform == "darwin" else 1024
    result["peak_gb"] = round(peak * scale / 1e9, 2)
    print(json.dumps(result))

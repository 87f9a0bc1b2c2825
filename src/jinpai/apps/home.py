"""Where a shop's data live, and the one lake and reading that pages and jobs share.

`JINPAI_HOME` (default `~/.jinpai`) holds everything: `lake/` the facts, `figures/` the derived
cache, `uploads/` files being imported, `rejected/` rows to mend, the database and the secret.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinpai.facts.lake import Lake
    from jinpai.metrics.reading import Reading

_lock = threading.Lock()
_lakes: dict[Path, Lake] = {}
_readings: dict[Path, tuple[int, Reading]] = {}


def home() -> Path:
    """The data folder, absolute; it need not exist yet."""
    return Path(os.environ.get("JINPAI_HOME") or Path.home() / ".jinpai").expanduser().absolute()


def lake_folder() -> Path:
    return home() / "lake"


def figures_folder() -> Path:
    """The derived cache; it may be deleted at any time and is then computed again."""
    return home() / "figures"


def uploads_folder() -> Path:
    return home() / "uploads"


def rejected_folder() -> Path:
    return home() / "rejected"


def lake() -> Lake:
    """The lake under the present home."""
    from jinpai.facts.lake import Lake

    root = lake_folder()
    with _lock:
        found = _lakes.get(root)
        if found is None:
            found = _lakes[root] = Lake(root)
        return found


def reading() -> Reading:
    """A reading of the newest snapshot.

    Kept until the lake grows: an import and a ruling (and with it every change of the
    measure) each raise `import_no`, so a reading never outlives what it was opened on.
    """
    from jinpai.metrics.reading import Reading

    root = lake_folder()
    import_no = lake().snapshot().import_no
    with _lock:
        known = _readings.get(root)
        if known is not None and known[0] == import_no:
            return known[1]
    # Opening may bring the derived cache up to date, which takes time: not under the lock.
    opened = Reading.open(lake(), figures_folder())
    with _lock:
        known = _readings.get(root)
        if known is None or known[0] <= import_no:
            _readings[root] = (import_no, opened)
    return opened


def forget() -> None:
    """Drop what is kept in this process (tests that change the home, after a restore)."""
    with _lock:
        _lakes.clear()
        _readings.clear()

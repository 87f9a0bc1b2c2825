"""What a new measure would move, before it is applied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from jinpai.metrics import compute, engine
from jinpai.metrics.answers import Figure, Moved
from jinpai.metrics.epochs import Epoch, Epochs
from jinpai.metrics.policies import Measure
from jinpai.metrics.store import Store

if TYPE_CHECKING:
    from jinpai.metrics.reading import Reading


def with_measure(rules: Epochs, shop: str, measure: Measure, from_day: date) -> Epochs:
    """The rules as they would be with one more dated measure."""
    kept = tuple(e for e in rules.dated if (e.shop, e.first) != (shop, from_day))
    return replace(rules, dated=(*kept, Epoch(shop, from_day, measure)))


def preview(r: Reading, shop: str, measure: Measure, from_day: date) -> list[Moved]:
    """Per metric and account, the figures from the day on, before and after, where they differ.

    The whole of the shop is computed anew beside the cache, which stays untouched.
    """
    from jinpai.metrics.reading import Reading as Room

    last = max((s.last_day for s in r.shops() if s.code == shop and s.last_day), default=None)
    if last is None or last < from_day:
        return []
    rules = with_measure(r.rules, shop, measure, from_day)
    with TemporaryDirectory(prefix="jinpai-preview-") as folder:
        store = Store(Path(folder))
        con = engine.connect(spill=Path(folder) / "spill")
        try:
            manifest = compute.scratch(con, r.snapshot, store, rules)
        finally:
            con.disconnect()
        tried = Room(r.lake, r.snapshot, store, manifest)
        tried.rules = rules
        before = _by_key(r, shop, from_day, last)
        after = _by_key(tried, shop, from_day, last)
    moved = []
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if (old and (old.num, old.den)) != (new and (new.num, new.den)):
            moved.append(Moved(key[0], key[1], old, new))
    return moved


def _by_key(r: Reading, shop: str, start: date, end: date) -> dict[tuple[str, str], Figure]:
    return {
        (f.metric, f.account or ""): f
        for by in (("account",), ())
        for f in r.figures(shop=shop, start=start, end=end, by=by)
        if f.source == "computed"
    }

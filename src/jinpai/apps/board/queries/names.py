"""What people and accounts are called. Names are read once per reading."""

from __future__ import annotations

import threading
from typing import Any
from weakref import WeakKeyDictionary

from ..scope import Scope

_lock = threading.Lock()
_known: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def people(reading: Any) -> dict[str, str]:
    """Person code → newest name."""
    with _lock:
        if reading in _known:
            return _known[reading]
    names = _read(reading)
    with _lock:
        _known[reading] = names
    return names


def _read(reading: Any) -> dict[str, str]:
    import ibis

    from jinpai.facts import identity

    con = ibis.duckdb.connect()
    try:
        table = identity.people(reading.snapshot, con).select("person", "from", "name")
        rows = table.order_by("from").to_pyarrow().to_pylist()
    finally:
        con.disconnect()
    # the order makes the newest row win
    return {str(r["person"]): str(r["name"]) for r in rows if r["name"]}


def short(account: str | None) -> str:
    """An account without the shop before its colon: 舒摩旗舰店:小北 → 小北."""
    if not account:
        return ""
    tail = account.replace("：", ":").rpartition(":")[2]
    return tail or account


def called(scope: Scope, person: str | None, account: str | None = None) -> str:
    """A person's name where there is a person, else the account's own."""
    if person:
        return people(scope.reading).get(person, person)
    return short(account)

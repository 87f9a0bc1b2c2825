"""What people and accounts are called. Kept until the lake grows."""

from __future__ import annotations

import threading
from typing import Any

from jinpai.apps import home

_lock = threading.Lock()
_known: dict[tuple[str, int], dict[str, str]] = {}


def people() -> dict[str, str]:
    """Person code → newest name."""
    snapshot = home.lake().snapshot()
    key = (str(home.lake_folder()), snapshot.import_no)
    with _lock:
        if key in _known:
            return _known[key]
    names = _read(snapshot)
    with _lock:
        _known.clear()
        _known[key] = names
    return names


def _read(snapshot: Any) -> dict[str, str]:
    import ibis

    from jinpai.facts import identity

    con = ibis.duckdb.connect()
    try:
        table = identity.people(snapshot, con)
        rows = table.select("person", "from", "name").order_by("from").execute()
    finally:
        con.disconnect()
    # the order makes the newest row win
    return {str(p): str(n) for p, n in zip(rows["person"], rows["name"], strict=True) if n}


def short(account: str | None) -> str:
    """An account without the shop before its colon: 舒摩旗舰店:小北 → 小北."""
    if not account:
        return ""
    tail = account.replace("：", ":").rpartition(":")[2]
    return tail or account


def called(person: str | None, account: str | None) -> str:
    """A person's name where the account is bound, else the account's own."""
    if person:
        return people().get(person, person)
    return short(account)

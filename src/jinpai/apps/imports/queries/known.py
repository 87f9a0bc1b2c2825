"""The lake asked directly: known shops, people and accounts, without waiting for any figure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jinpai.apps import home
from jinpai.facts.lake import Snapshot


@contextmanager
def opened() -> Iterator[tuple[Snapshot, Any]]:
    """The newest snapshot and an engine to ask it with, closed afterwards."""
    import ibis

    con = ibis.duckdb.connect()
    try:
        yield home.lake().snapshot(), con
    finally:
        con.disconnect()


def rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found


def shop_choices() -> list[tuple[str, str]]:
    """(code, name) of every known shop, with the name that it has last."""
    from jinpai.facts import identity

    with opened() as (snapshot, con):
        named = {row["shop"]: row["name"] for row in rows(identity.shops(snapshot, con))}
    return [(code, code if name in (None, code) else f"{name} · {code}")
            for code, name in sorted(named.items())]  # fmt: skip


def people_choices() -> list[tuple[str, str]]:
    """(code, name) of every person ever known, with the name that he or she has last."""
    from jinpai.facts import identity

    with opened() as (snapshot, con):
        named = {row["person"]: row["name"] for row in rows(identity.people(snapshot, con))}
    return sorted((code, name or code) for code, name in named.items())

"""What a load must know of the lake before it reads facts: shops, their zones, accounts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date

import duckdb

from jinpai.facts.lake import Snapshot
from jinpai.facts.zones import DEFAULT_ZONE, Piece, dated_pieces, known_zone, zone_pieces


@dataclass(frozen=True)
class Known:
    """Known shops with their zones, and the accounts seen for each shop."""

    zones: dict[str, tuple[Piece, ...]]  # by shop; "" for rows without a shop
    accounts: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def shops(self) -> frozenset[str]:
        return frozenset(code for code in self.zones if code)

    @property
    def only_shop(self) -> str | None:
        """The shop's code when there is exactly one."""
        shops = self.shops
        return next(iter(shops)) if len(shops) == 1 else None


def shop_zones(
    con: duckdb.DuckDBPyConnection, snapshot: Snapshot
) -> dict[str, list[tuple[date, str]]]:
    """The dated time zones of every known shop: shops.csv from the beginning, rulings after."""
    out: dict[str, list[tuple[date, str]]] = {}
    for shop, zone in con.execute(
        f"SELECT shop, timezone FROM ({snapshot.sql('shops')}) ORDER BY shop"
    ).fetchall():
        out[shop] = [(date.min, zone or DEFAULT_ZONE)]
    for shop, start, value in con.execute(
        f'SELECT subject, "from", value FROM ({snapshot.sql("rulings")}) '
        'WHERE kind = \'shop\' ORDER BY "from" NULLS FIRST, "at"'
    ).fetchall():
        dated = out.setdefault(shop, [(date.min, DEFAULT_ZONE)])
        zone = json.loads(value or "{}").get("timezone")
        if not zone or not known_zone(zone):
            continue
        if start is None or (len(dated) == 1 and dated[0][1] == zone):
            dated[0] = (date.min, zone)
        else:
            dated.append((start, zone))
    return out


def known(con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> Known:
    """Read the shops and accounts of a snapshot."""
    zones = {
        shop: dated_pieces([z for z in dated if known_zone(z[1])] or [(date.min, DEFAULT_ZONE)])
        for shop, dated in shop_zones(con, snapshot).items()
    }
    # a table without shops keeps the wall time that all shops share
    shared = set(zones.values())
    zones[""] = shared.pop() if len(shared) == 1 else zone_pieces(DEFAULT_ZONE)
    accounts: dict[str, set[str]] = {}
    for shop, account in con.execute(
        f"SELECT DISTINCT shop, account FROM ({snapshot.sql('accounts')}) UNION "
        f"SELECT DISTINCT split_part(subject, '/', 1), split_part(subject, '/', 2) "
        f"FROM ({snapshot.sql('rulings')}) WHERE kind IN ('binding', 'internal_account')"
    ).fetchall():
        accounts.setdefault(shop, set()).add(account)
    return Known(zones, {s: frozenset(a) for s, a in accounts.items()})

"""Wall time and UTC: a shop's dated time zone as pieces of constant offset.

The pieces become plain SQL arithmetic, so that a million rows cost a subtraction each and
nothing depends on the database's own calendar. Where a wall time happens twice the earlier
instant is meant; where it never happens the offset before the change is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Shanghai"
_FIRST, _LAST = datetime(2000, 1, 1), datetime(2045, 1, 1)


@dataclass(frozen=True)
class Piece:
    """From this instant on (as UTC and as wall time, both naive) the offset is `seconds`."""

    utc_from: datetime
    wall_from: datetime
    seconds: int


def known_zone(name: str) -> bool:
    """Whether the name is a time zone; a misspelt one must not stop an import."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _offset(zone: ZoneInfo, utc: datetime) -> int:
    shift = utc.replace(tzinfo=UTC).astimezone(zone).utcoffset()
    assert shift is not None
    return int(shift.total_seconds())


@lru_cache(maxsize=64)
def zone_pieces(name: str) -> tuple[Piece, ...]:
    """The offsets of one zone from 2000 to 2045, oldest first."""
    zone = ZoneInfo(name)
    at, offset = _FIRST, _offset(zone, _FIRST)
    out = [Piece(datetime.min, datetime.min, offset)]
    step = timedelta(days=7)
    while at < _LAST:
        after = _offset(zone, at + step)
        if after != offset:
            low, high = at, at + step
            while high - low > timedelta(seconds=1):
                middle = (low + (high - low) / 2).replace(microsecond=0)
                if _offset(zone, middle) == offset:
                    low = middle
                else:
                    high = middle
            out.append(Piece(high, high + timedelta(seconds=max(offset, after)), after))
            offset = after
        at += step
    return tuple(out)


def dated_pieces(zones: Sequence[tuple[date, str]]) -> tuple[Piece, ...]:
    """The pieces of zones that follow one another from given local days on."""
    out: list[Piece] = []
    for index, (start, name) in enumerate(zones):
        pieces = zone_pieces(name)
        if index == 0 or start == date.min:
            out = list(pieces)
            continue
        wall = datetime.combine(start, time())
        running = [p for p in pieces if p.wall_from <= wall][-1]
        utc = wall - timedelta(seconds=running.seconds)
        out = [p for p in out if p.wall_from < wall]
        out.append(Piece(utc, wall, running.seconds))
        out += [p for p in pieces if p.wall_from > wall]
    return tuple(out)


def _piecewise(value: str, pieces: Sequence[Piece], *, wall: bool) -> str:
    def literal(piece: Piece) -> str:
        at = piece.wall_from if wall else piece.utc_from
        return f"TIMESTAMP '{at.isoformat(sep=' ')}'"

    if len(pieces) == 1:
        return str(pieces[0].seconds)
    whens = " ".join(
        f"WHEN {value} < {literal(later)} THEN {piece.seconds}" for piece, later in pairwise(pieces)
    )
    return f"CASE {whens} ELSE {pieces[-1].seconds} END"


def offset_sql(
    value: str, shop: str | None, zones: Mapping[str, tuple[Piece, ...]], *, wall: bool
) -> str:
    """SQL for the offset in seconds of the time `value` (wall time or UTC) in the row's shop.

    `shop` is the SQL of the shop's code, None where the table has no shop.
    """
    default = _piecewise(value, zones.get("", zone_pieces(DEFAULT_ZONE)), wall=wall)
    kinds: dict[str, list[str]] = {}
    for code, pieces in zones.items():
        if code:
            kinds.setdefault(_piecewise(value, pieces, wall=wall), []).append(code)
    kinds.pop(default, None)
    if shop is None or not kinds:
        return default
    whens = " ".join(
        "WHEN {} IN ({}) THEN {}".format(
            shop, ", ".join("'" + c.replace("'", "''") + "'" for c in codes), sql
        )
        for sql, codes in kinds.items()
    )
    return f"CASE {whens} ELSE {default} END"


def to_utc(wall: datetime, pieces: Sequence[Piece]) -> datetime:
    """One wall time as UTC, both naive."""
    running = [p for p in pieces if p.wall_from <= wall][-1]
    return wall - timedelta(seconds=running.seconds)


def to_wall(utc: datetime, pieces: Sequence[Piece]) -> datetime:
    """One UTC time as wall time, both naive."""
    running = [p for p in pieces if p.utc_from <= utc][-1]
    return utc + timedelta(seconds=running.seconds)

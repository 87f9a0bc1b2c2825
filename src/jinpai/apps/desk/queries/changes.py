"""An order's remark and flag as they will be: what the files say, and what waits to be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from jinpai.apps import home
from jinpai.apps.board.queries import names
from jinpai.apps.desk.filling.room import Room, desk_in_force
from jinpai.apps.desk.models import OutgoingChange
from jinpai.apps.team.models import User
from jinpai.metrics import inputs
from jinpai.workflow.remarks import BETWEEN, Format, shop_format

State, What = OutgoingChange.State, OutgoingChange.What
PENDING = (State.WAITING, State.EXPORTED)


@dataclass(frozen=True)
class Standing:
    """One order as it stands."""

    shop: str
    order_id: str
    platform: str
    remark: str  # of the files
    flag: str  # that counts: ruled here, or of the files
    file_flag: str
    ruled: str  # the colour ruled here, if any
    changes: Sequence[OutgoingChange]
    as_of: datetime | None  # of the newest file that told the order, as an instant
    owner: str  # the account credited
    owner_person: str

    @property
    def whole_remark(self) -> str:
        """The field with everything added here that the files do not show yet."""
        text = self.remark.strip()
        for change in self.changes:
            if change.what == What.REMARK and change.state in PENDING:
                text = joined(text, change.line)
        return text

    @property
    def flag_to_be(self) -> str:
        """The colour with what waits."""
        waiting = [c for c in self.changes if c.what == What.FLAG and c.state in PENDING]
        return waiting[-1].after if waiting else self.flag

    def no(self, what: str) -> int:
        """How many changes of a kind there were."""
        return sum(c.what == what for c in self.changes)

    def arrived(self, change: OutgoingChange) -> bool:
        """Do the files show it?"""
        if change.what == What.REMARK:
            return change.line in lines(self.remark)
        return bool(self.file_flag) and self.file_flag == change.after

    def newest(self, change: OutgoingChange) -> bool:
        """A colour set after it took its place."""
        same = [c for c in self.changes if c.what == change.what and c.state != State.WITHDRAWN]
        return change.what == What.REMARK or not same or same[-1].pk == change.pk

    def told(self, change: OutgoingChange) -> str:
        """What the files say in its place."""
        return self.remark if change.what == What.REMARK else self.file_flag


def lines(text: str) -> list[str]:
    return [one.strip() for one in text.replace("；", "\n").replace(";", "\n").splitlines()]


def joined(text: str, line: str) -> str:
    if not line or line in lines(text):
        return text
    return f"{text}{BETWEEN}{line}" if text else line


def standing(shop: str, order_id: str) -> Standing | None:
    """None: there is no such order."""
    found = standings([(shop, order_id)])
    return found.get((shop, order_id))


def standings(keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Standing]:
    """Many orders at once."""
    if not keys:
        return {}
    reading = home.reading()
    rows = reading.fetch(
        "WITH k AS (SELECT unnest($1) AS shop, unnest($2) AS order_id) "
        "SELECT o.shop, o.order_id, o.remark, o.flag AS file_flag, o.as_of, c.flag, c.owner, "
        "b.person "
        f"FROM {reading.fact('orders')} AS o "
        "SEMI JOIN k ON k.shop = o.shop AND k.order_id = o.order_id "
        "LEFT JOIN credits AS c ON c.shop = o.shop AND c.order_id = o.order_id "
        "LEFT JOIN bound AS b ON b.shop = o.shop AND b.account = c.owner "
        'AND c.said_local_day >= b."from" AND (b."to" IS NULL OR c.said_local_day < b."to")',
        [[k[0] for k in keys], [k[1] for k in keys]],
    )
    ruled = ruled_flags(reading)
    platforms = {s.code: s.platform for s in reading.shops()}
    room = Room(reading, timezone.now())
    changes: dict[tuple[str, str], list[OutgoingChange]] = {}
    for change in OutgoingChange.objects.filter(order_id__in={k[1] for k in keys}):
        changes.setdefault((change.shop, change.order_id), []).append(change)
    out = {}
    for row in rows:
        key = (row["shop"], row["order_id"])
        out[key] = Standing(
            shop=key[0], order_id=key[1], platform=platforms.get(key[0]) or "",
            remark=row["remark"] or "",
            flag=ruled.get(key) or row["file_flag"] or "",
            file_flag=row["file_flag"] or "", ruled=ruled.get(key, ""),
            changes=changes.get(key, []),
            as_of=room.instant(key[0], row["as_of"]) if row["as_of"] else None,
            owner=row["owner"] or "",
            owner_person=row["person"] or "",
        )  # fmt: skip
    return out


def ruled_flags(reading: Any) -> dict[tuple[str, str], str]:
    """(shop, order) → the colour ruled here, newest last."""
    import ibis

    con = ibis.duckdb.connect()
    try:
        out = {}
        for ruling in inputs.rulings(con, reading.snapshot, "flag"):
            shop, _, order_id = ruling["subject"].partition("/")
            if order_id and ruling["value"].get("flag"):
                out[shop, order_id] = ruling["value"]["flag"]
        return out
    finally:
        con.disconnect()


def signature(user: User) -> str:
    """By which name a user signs a remark."""
    return (names.people(home.reading()).get(user.person) if user.person else "") or str(user)


def remark_format(now: datetime) -> Format:
    """The shop's format in force, and who signs in it."""
    day = timezone.localtime(now).date()
    known = set(names.people(home.reading()).values())
    known |= {str(u) for u in User.objects.filter(is_active=True)}
    return shop_format(desk_in_force(day).remark_format, known)

"""What every list reads while it is filled: the figures, the time, each shop's terms, and what
the facts say of the orders that tasks are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from jinpai.apps.desk.models import Task
from jinpai.apps.rulebooks import parsed
from jinpai.apps.rulebooks.queries.versions import in_force
from jinpai.apps.team.models import User
from jinpai.facts.zones import DEFAULT_ZONE, known_zone
from jinpai.metrics.reading import Reading
from jinpai.rules.sections.desk import Desk
from jinpai.workflow.hours import Hours
from jinpai.workflow.terms import Terms

Row = Mapping[str, Any]
SERVED = timedelta(days=30)
"""Who wrote to the buyer within these days is who served them."""
KNOWN = "$KNOWN"
"""Stands in a SELECT for the keys that a list has already."""
LONGEST = timedelta(days=60)  # of a list that does not say
CLOCKS = timedelta(hours=2)
SPARE = timedelta(days=3)  # an item may begin a little before what its rule looks back at


class Kept(NamedTuple):
    """A task as filling needs it; the last fields only of those that a person closed."""

    pk: int
    list: str
    key: str
    shop: str
    order_id: str
    buyer: str
    since: datetime
    attempts: int
    done_at: datetime | None = None
    outcome: str = ""
    contradicted: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The facts end a task; without an outcome there is nothing left to do."""

    pk: int
    outcome: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Disputed:
    """What the facts say against a person's record."""

    pk: int
    facts: str


class Room:
    """One fill: a reading, a time, and what was looked up already."""

    def __init__(self, reading: Reading, now: datetime) -> None:
        self.reading = reading
        self.now = now
        self._wall: dict[str, datetime] = {}
        self.zones = {
            r["shop"]: ZoneInfo(r["timezone"])
            for r in reading.fetch(f"SELECT shop, timezone FROM {reading.fact('shops')}")
            if r["timezone"] and known_zone(r["timezone"])
        }
        self.desk = desk_in_force(self.wall("").date())
        self.logins = set(
            User.objects.filter(is_active=True).exclude(person="").values_list("person", flat=True)
        )
        self._terms: dict[str, Terms] = {}
        self._orders: dict[tuple[str, str], Row] = {}
        self._known: dict[str, set[str]] = {}

    # -- time ------------------------------------------------------------------------------

    def zone(self, shop: str) -> ZoneInfo:
        return self.zones.get(shop) or ZoneInfo(DEFAULT_ZONE)

    def wall(self, shop: str) -> datetime:
        """Now, on the shop's clock."""
        found = self._wall.get(shop)
        if found is None:
            found = self.now.astimezone(self.zone(shop)).replace(tzinfo=None)
            self._wall[shop] = found
        return found

    def instant(self, shop: str, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone(shop))

    def since(self, span: timedelta) -> date:
        """The local day on which `span` before now fell, in any zone."""
        return (self.now - span).astimezone(UTC).date() - timedelta(days=1)

    def sql_since(self, span: timedelta) -> str:
        """The instant `span` before now, as SQL."""
        return f"TIMESTAMP '{(self.now - span).astimezone(UTC).replace(tzinfo=None)}'"

    def ripe(self, code: str) -> str:
        """The instant before which something must have happened for the hours of a list to be
        over by now, as SQL. A little late, for clocks that were put back: the rule itself says."""
        return self.sql_since(Terms(self.desk).limit(code) - CLOCKS)

    def utc(self, at: datetime) -> datetime:
        """An instant as the facts write it."""
        return at.astimezone(UTC).replace(tzinfo=None)

    def later(self, task: Kept, row: Row) -> bool:
        """Was the row exported after a person closed the task?"""
        as_of = row["as_of"]
        if as_of is None or task.done_at is None:
            return False
        return self.instant(task.shop, as_of) > task.done_at

    # -- rules -----------------------------------------------------------------------------

    def terms(self, shop: str) -> Terms:
        found = self._terms.get(shop)
        if found is None:
            measure = self.reading.measure(shop=shop, day=self.wall(shop).date())
            platform = next((s.platform for s in self.reading.shops() if s.code == shop), "")
            hours = Hours.of(measure.service_from, measure.service_to)
            found = self._terms[shop] = Terms(self.desk, hours, platform)
        return found

    # -- facts -----------------------------------------------------------------------------

    def fetch(self, sql: str, values: Sequence[Any] = (), known: str = "") -> list[dict[str, Any]]:
        """Rows of a SELECT. `known`: the list whose keys stand behind KNOWN in it."""
        if known:
            sql = sql.replace(KNOWN, f"(SELECT unnest(${len(values) + 1}::VARCHAR[]) AS key)")
            values = [*values, list(self.known(known))]
        return self.reading.fetch(sql, values)

    def known(self, code: str) -> set[str]:
        """The keys that a list has already, of all that its rule could still bring up: who looks
        for new ones need not look at those."""
        found = self._known.get(code)
        if found is None:
            rule = import_module(f"jinpai.workflow.lists.{code}")
            back = getattr(rule, "HORIZON", LONGEST) + SPARE
            tasks = Task.objects.filter(list=code, since__gte=self.now - back)
            found = self._known[code] = set(tasks.values_list("key", flat=True))
        return found

    def person(self, code: str | None) -> str:
        """The person to whom work can be given: one who logs in. Else it is anyone's."""
        return code if code and code in self.logins else ""

    def load_orders(self, keys: Iterable[tuple[str, str]]) -> None:
        """Look up what the facts say of many orders, at once."""
        wanted = sorted({k for k in keys if k[1]} - set(self._orders))
        if not wanted:
            return
        for row in self.fetch(ORDERS_OF.format(
            orders=self.reading.fact("orders"), refunds=self.reading.fact("refunds"),
            reviews=self.reading.fact("reviews"),
        ), [[k[0] for k in wanted], [k[1] for k in wanted]]):  # fmt: skip
            self._orders[row["shop"], row["order_id"]] = row

    def order(self, shop: str, order_id: str) -> Row | None:
        """What the facts say of an order that was loaded."""
        return self._orders.get((shop, order_id))


ORDERS_OF = """
WITH k AS MATERIALIZED (SELECT unnest($1) AS shop, unnest($2) AS order_id)
SELECT k.shop, k.order_id, o.created_local, o.paid_local, o.shipped_local, o.signed_local,
    o.completed_local, o.closed_local, o.remark, coalesce(c.flag, o.flag) AS flag, o.as_of,
    f.refunded, f.refunding, v.reviewed
FROM k JOIN {orders} AS o ON o.shop = k.shop AND o.order_id = k.order_id
LEFT JOIN credits AS c ON c.shop = k.shop AND c.order_id = k.order_id
LEFT JOIN (
    SELECT r.shop, r.order_id, max(r.finished_local) FILTER (r.status = 'succeeded') AS refunded,
        bool_or(r.status = 'open') AS refunding
    FROM {refunds} AS r SEMI JOIN k ON k.shop = r.shop AND k.order_id = r.order_id
    WHERE r.kind IN ('refund', 'return') GROUP BY r.shop, r.order_id
) AS f ON f.shop = k.shop AND f.order_id = k.order_id
LEFT JOIN (
    SELECT w.shop, w.order_id, min(w.local_at) AS reviewed
    FROM {reviews} AS w SEMI JOIN k ON k.shop = w.shop AND k.order_id = w.order_id
    GROUP BY w.shop, w.order_id
) AS v ON v.shop = k.shop AND v.order_id = k.order_id
"""


def served(room: Room, found: str, known: str = "", *, only: bool = False) -> list[dict[str, Any]]:
    """The rows of a SELECT that has `shop` and `buyer`, with the `account` that last wrote to
    the buyer and the `person` bound to it then; `known` as in `Room.fetch`. `only`: those to whom
    somebody wrote."""
    since, join = room.since(SERVED), "JOIN" if only else "LEFT JOIN"
    return room.fetch(
        f"WITH found AS MATERIALIZED ({found}), last AS ("
        "SELECT r.shop, r.buyer, arg_max(r.account, (r.human_last, r.account)) AS account, "
        "arg_max(r.bind_day, (r.human_last, r.account)) AS bind_day FROM receptions AS r "
        "SEMI JOIN found AS f ON f.shop = r.shop AND f.buyer = r.buyer "
        f"WHERE r.human_messages > 0 AND r.day >= DATE '{since}' GROUP BY r.shop, r.buyer) "
        "SELECT f.*, last.account, b.person FROM found AS f "
        f"{join} last ON last.shop = f.shop AND last.buyer = f.buyer "
        "LEFT JOIN bound AS b ON b.shop = f.shop AND b.account = last.account "
        'AND last.bind_day >= b."from" AND (b."to" IS NULL OR last.bind_day < b."to")',
        known=known,
    )


def orders(room: Room, columns: str, where: str, *, back: timedelta) -> str:
    """A SELECT of orders created since `back` whose flag keeps them in the lists and whose key is
    not KNOWN: shop, order_id, buyer (as the chats know them), product, and `columns` of `o`. Green
    is kept out."""
    first = room.since(back)
    return (
        "WITH picked AS MATERIALIZED ("
        f"SELECT o.shop, o.order_id, coalesce(c.buyer, o.buyer, '') AS buyer, {columns} "
        f"FROM {room.reading.fact('orders', first)} AS o "
        "LEFT JOIN (SELECT shop, order_id, buyer, flag FROM credits "
        f"WHERE created_at >= DATE '{first}' - INTERVAL 1 DAY) AS c "
        "ON c.shop = o.shop AND c.order_id = o.order_id "
        f"ANTI JOIN {KNOWN} AS known ON known.key = o.shop || '/' || o.order_id "
        f"WHERE o.local_day >= DATE '{first}' "
        f"AND coalesce(c.flag, o.flag, '') <> 'green' AND {where}) "
        "SELECT p.*, coalesce(l.product, '') AS product FROM picked AS p LEFT JOIN ("
        "SELECT n.shop, n.order_id, arg_max(coalesce(n.title, n.product), n.amount) AS product "
        f"FROM {room.reading.fact('order_lines')} AS n SEMI JOIN picked AS p "
        "ON p.shop = n.shop AND p.order_id = n.order_id GROUP BY n.shop, n.order_id) AS l "
        "ON l.shop = p.shop AND l.order_id = p.order_id"
    )


NOT_REFUNDED = (
    "NOT EXISTS (SELECT 1 FROM {refunds} AS f WHERE f.shop = o.shop AND f.order_id = o.order_id "
    "AND f.status IN ('open', 'succeeded') AND f.kind IN ('refund', 'return'))"
)


def not_refunded(room: Room) -> str:
    """The condition that nobody asked for the money of order `o` back."""
    return NOT_REFUNDED.format(refunds=room.reading.fact("refunds"))


def desk_in_force(day: date) -> Desk:
    """The desk section of the rulebook in force; without one, every default."""
    version = in_force(f"{day:%Y-%m}")
    if version is None:
        return Desk()
    try:
        return parsed.parsed(version.sha256, version.text).desk
    except parsed.Unreadable:  # another release wrote it: the day's work goes on by the defaults
        return Desk()


def stamp(wall: datetime | None) -> str:
    """A wall time as a row shows it."""
    return f"{wall:%Y-%m-%d %H:%M}" if wall else ""


def yuan(amount: Any) -> str:
    return f"{amount:.2f}" if amount is not None else ""

"""Who acts in the demo's story of the desk, until when, and the orders it speaks of.

Orders are chosen from the facts, always the same ones and each once; where a short demo has none
of a kind, that part of the story is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jinpai.apps import home
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team.models import User
from jinpai.apps.team.roles import Role
from jinpai.metrics.reading import Reading

LOOK_BACK = 24  # days of orders that the story may speak of
ORDERS = """
SELECT o.shop, o.order_id, coalesce(c.buyer, o.buyer, '') AS buyer, o.paid_local AS paid,
    o.shipped_local AS shipped, o.signed_local AS signed, o.amount_paid, o.quantity,
    coalesce(o.remark, '') AS remark, r.kind AS refund, r.return_waybill AS waybill
FROM {orders} AS o
LEFT JOIN credits AS c ON c.shop = o.shop AND c.order_id = o.order_id
LEFT JOIN (SELECT shop, order_id, max(kind) AS kind, max(return_waybill) AS return_waybill
    FROM {refunds} GROUP BY shop, order_id) AS r ON r.shop = o.shop AND r.order_id = o.order_id
WHERE o.paid_local IS NOT NULL AND o.closed_local IS NULL AND o.amount_paid >= 60
    AND coalesce(c.flag, o.flag, '') <> 'green' AND coalesce(c.buyer, o.buyer, '') <> ''
ORDER BY o.paid_local, o.shop, o.order_id
"""


@dataclass
class Morning:
    """Who acts, until when it is told, and the orders it speaks of, each once."""

    today: date
    first: date  # of the demo's history
    now: datetime
    owner: User = field(init=False)
    supervisor: User = field(init=False)
    assistant: User | None = field(init=False)
    warehouse: User | None = field(init=False)
    operations: User | None = field(init=False)
    agents: list[User] = field(init=False)
    reading: Reading = field(init=False)
    orders: list[dict[str, Any]] = field(init=False)
    spoken_of: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        named = {u.username: u for u in User.objects.filter(is_active=True)}
        self.owner, self.supervisor = named[Role.OWNER.value], named[Role.SUPERVISOR.value]
        self.assistant = named.get(Role.ASSISTANT.value)
        self.warehouse = named.get(Role.WAREHOUSE.value)
        self.operations = named.get(Role.OPERATIONS.value)
        agents = [u for u in named.values() if u.role == Role.AGENT and u.person]
        self.agents = sorted(agents, key=lambda u: u.person)
        self.reading = home.reading()
        since = self.today - timedelta(days=LOOK_BACK)
        self.orders = self.reading.fetch(
            ORDERS.format(
                orders=self.reading.fact("orders", since), refunds=self.reading.fact("refunds")
            )
        )

    def ago(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment so many days before today; never after this morning."""
        wall = datetime.combine(self.today - timedelta(days=days), time(hour, minute))
        return min(timezone.make_aware(wall), self.now)

    def agent(self, number: int) -> User:
        return self.agents[number % len(self.agents)]

    def order(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
        """The first order like this that was not spoken of yet."""
        for one in self.orders:
            if one["order_id"] not in self.spoken_of and wanted(one):
                self.spoken_of.add(one["order_id"])
                return one
        return None

    def signed(self, before: int, days: int = 4) -> dict[str, Any] | None:
        """An order without a refund, signed within the days before so many days ago."""
        end = self.today - timedelta(days=before)
        return self.order(
            lambda o: (
                o["signed"] is not None
                and o["refund"] is None
                and end - timedelta(days=days) <= o["signed"].date() < end
            )
        )


@contextmanager
def beat() -> Iterator[None]:
    """One part of the story. What the rules refuse on an unusual day is left out, whole."""
    try:
        with transaction.atomic():
            yield
    except (Refused, Moved, NotYours, Absent):
        return

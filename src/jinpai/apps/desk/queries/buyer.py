"""Everything known of one buyer, as far as the reader may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.board import buyers
from jinpai.apps.board.queries.orders import milestone_words
from jinpai.apps.board.queries.rows import reception_href
from jinpai.apps.board.scope import Scope, scope_of
from jinpai.apps.desk import buyer_parts
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.filling.room import Room
from jinpai.apps.desk.models import Consent, Contact, Task
from jinpai.apps.desk.queries import segments
from jinpai.apps.desk.queries.names import named
from jinpai.apps.desk.queries.order import state_of
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader
from jinpai.workflow.recalls import REFUSALS
from jinpai.workflow.segments import Segment

SHOWN = 30  # of each kind, the newest


@dataclass(frozen=True)
class Order:
    order_id: str
    at: datetime | None
    state: str
    flag: str
    amount: Any


@dataclass(frozen=True)
class Talk:
    day: Any
    account: str
    messages: int
    href: str


@dataclass(frozen=True)
class Seen:
    """The buyer as one reader sees them."""

    scope: Scope
    shop: str
    key: str
    name: str  # masked, unless revealed
    revealed: bool
    segment: Segment | None
    green: bool
    orders: list[Order]
    paid: int
    refunds: list[dict[str, Any]]
    reviews: list[dict[str, Any]]
    disputes: list[dict[str, Any]]
    talks: list[Talk]
    chats: bool
    money: bool
    tasks: list[Task]
    consents: list[Consent]
    contacts: list[Contact]
    refusal: str  # code; empty: may be told of a campaign
    parts: list[tuple[str, dict[str, Any]]]

    @property
    def refusal_words(self) -> tuple[str, str]:
        return REFUSALS.get(self.refusal, ("", ""))


def open_buyer(request: HttpRequest, shop: str, key: str) -> tuple[Scope, str]:
    """The reader's scope and the buyer's name. 404 for a buyer who is not there, 403 for one who
    is no business of the reader's."""
    user = reader(request)
    scope = scope_of(request)
    found = next((s for s in scope.shops if s.code == shop), None)
    name = named(scope.reading, shop, key) if found is not None else None
    if found is None or name is None:
        raise Absent(_("这家店没有这位买家。"))
    scope = replace(scope, shop=found)
    if not (_all_chats(scope) or _served(scope, name) or _has_work(user, shop, name)):
        raise NotYours(_("这里只能看自己接待过的买家。"))
    return scope, name


def _all_chats(scope: Scope) -> bool:
    return scope.sees_chats and scope.sees_team


def _served(scope: Scope, name: str) -> bool:
    """Did the reader ever write to the buyer?"""
    if not (scope.sees_chats and scope.own):
        return False
    return bool(_receptions(scope, name, own=True, limit=1))


def _has_work(user: User, shop: str, name: str) -> bool:
    about = Task.objects.filter(buyer=name, shop__in=(shop, ""))
    return any(tasks.may_work(user, task) for task in about)


def seen(request: HttpRequest, shop: str, key: str, now: datetime) -> Seen:
    user = reader(request)
    scope, name = open_buyer(request, shop, key)
    room = Room(scope.reading, now)
    today = room.wall(shop).date()
    kind, green = segments.of_buyers(scope.reading, shop, room.desk, today, [name])[name]
    money = scope.sees_money and scope.sees_team
    orders = _orders(scope, name)
    ids = [o["order_id"] for o in orders]
    words = milestone_words()
    shown = scope.name_of_buyer(name)
    from jinpai.apps.desk.actions.recalls import refusals

    return Seen(
        scope=scope, shop=shop, key=key, name=shown, revealed=shown == name, segment=kind,
        green=green,
        orders=[
            Order(o["order_id"], o["created_local"], words[state_of(o)], o["flag"] or "",
                  o["amount_paid"] if money else None)
            for o in orders[:SHOWN]
        ],
        paid=sum(1 for o in orders if o["paid_local"] is not None),
        refunds=_of_orders(scope, "refunds", ids, "opened_local",
                           "refund_id, kind, status, reason, amount"),
        reviews=_of_orders(scope, "reviews", ids, "local_at", "verdict, text"),
        disputes=_of_orders(scope, "disputes", ids, "opened_local", "kind, result"),
        talks=[
            Talk(r["day"], r["account"], r["messages"], reception_href(scope, r))
            for r in _receptions(scope, name, own=not scope.sees_team)
        ] if scope.sees_chats else [],
        chats=scope.sees_chats, money=money,
        tasks=[
            t for t in Task.objects.filter(buyer=name, shop__in=(shop, "")).order_by("-id")[:200]
            if tasks.may_work(user, t)
        ][:SHOWN],
        consents=list(
            Consent.objects.filter(buyer=name).filter(Q(shop=shop) | Q(given=False))
            .order_by("-said_at", "-id")
        ),
        contacts=list(
            Contact.objects.filter(shop=shop, buyer=name).select_related("campaign")
            .order_by("-at")[:SHOWN]
        ),
        refusal=refusals(room, shop, [name])[name],
        parts=buyer_parts.parts(shop, name, user),
    )  # fmt: skip


def _orders(scope: Scope, name: str) -> list[dict[str, Any]]:
    reading = scope.reading
    return reading.fetch(
        "SELECT o.order_id, o.created_local, o.paid_local, o.shipped_local, o.signed_local, "
        "o.completed_local, o.closed_local, o.amount_paid, coalesce(c.flag, o.flag) AS flag FROM "
        f"{reading.fact('orders')} AS o LEFT JOIN credits AS c ON c.shop = o.shop "
        "AND c.order_id = o.order_id WHERE o.shop = ? AND coalesce(c.buyer, o.buyer) = ? "
        "ORDER BY o.created_local DESC NULLS LAST, o.order_id LIMIT 1000",
        [scope.code, name],
    )


def _of_orders(
    scope: Scope, table: str, ids: list[str], at: str, columns: str
) -> list[dict[str, Any]]:  # fmt: skip
    if not ids:
        return []
    return scope.reading.fetch(
        f"SELECT order_id, {at} AS at, {columns} FROM {scope.reading.fact(table)} "
        f"WHERE shop = ? AND order_id IN (SELECT unnest(?)) ORDER BY {at} DESC LIMIT {SHOWN}",
        [scope.code, ids],
    )


def _receptions(
    scope: Scope, name: str, *, own: bool, limit: int = SHOWN
) -> list[dict[str, Any]]:  # fmt: skip
    """The buyer's chats, newest first; `own`: those of the reader's accounts."""
    bound = (
        'JOIN bound AS b ON b.shop = r.shop AND b.account = r.account AND r.bind_day >= b."from" '
        'AND (b."to" IS NULL OR r.bind_day < b."to") AND b.person = ? '
        if own
        else ""
    )
    return scope.reading.fetch(
        "SELECT r.day, r.account, r.buyer, (r.buyer_messages + r.human_messages) AS messages "
        f"FROM receptions AS r {bound}WHERE r.shop = ? AND r.buyer = ? "
        f"ORDER BY r.day DESC, r.account LIMIT {limit}",
        [*([scope.own or ""] if own else []), scope.code, name],
    )


def page_key(shop: str, buyer: str) -> str:
    """What stands for the buyer in the page's address."""
    return buyers.token(shop, buyer)

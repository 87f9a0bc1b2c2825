"""Everything known of one order and its buyer, as far as the reader may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinpai.apps.board.queries import orders as board
from jinpai.apps.board.queries.orders import Moment
from jinpai.apps.board.queries.rows import reception_href
from jinpai.apps.board.scope import Scope, scope_of
from jinpai.apps.desk import order_parts
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import OutgoingChange, Task
from jinpai.apps.desk.queries.changes import Standing, remark_format, signature, standing
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader
from jinpai.workflow.promises import KINDS, PATTERN, promised
from jinpai.workflow.remarks import Read

OTHERS = 20  # other orders of the buyer
AROUND = timedelta(days=2)  # of the order: what is promised then is about it

PARCEL = {
    "stuck": gettext_lazy("停滞"),
    "lost": gettext_lazy("丢失"),
    "damaged": gettext_lazy("破损"),
    "refused": gettext_lazy("拒收"),
}
VERDICT = {
    "good": gettext_lazy("好评"),
    "neutral": gettext_lazy("中评"),
    "bad": gettext_lazy("差评"),
}
DISPUTE = {
    "complaint": gettext_lazy("投诉"),
    "platform_case": gettext_lazy("平台介入"),
    "penalty": gettext_lazy("处罚"),
}


@dataclass(frozen=True)
class Promise:
    """Words to the buyer that promise something about this order."""

    at: datetime
    account: str
    text: str
    kind_zh: str
    kind_en: str
    href: str


@dataclass(frozen=True)
class Other:
    """Another order of the same buyer."""

    order_id: str
    at: datetime | None
    amount: Any
    state: str
    flag: str


@dataclass(frozen=True)
class Seen:
    """The order as one reader sees it."""

    view: Any
    scope: Scope
    page: board.OrderPage
    standing: Standing
    read: Read
    signs: str
    story: list[Moment]
    money: bool
    chats: bool
    why: str
    receptions: list[dict[str, Any]]
    parcels: list[dict[str, Any]]
    reviews: list[dict[str, Any]]
    disputes: list[dict[str, Any]]
    promises: list[Promise]
    others: list[Other]
    tasks: list[Task]
    changes: list[OutgoingChange]
    parts: list[tuple[str, dict[str, Any]]]

    @property
    def unkept(self) -> bool:
        """Promised, and no remark on the order nor on its way."""
        return bool(self.promises) and not self.standing.whole_remark


def open_order(request: HttpRequest, shop: str, order_id: str) -> tuple[Scope, Any, bool]:
    """The reader's scope, the order, and whether its chats are the reader's to read. 404 for an
    order that is not there, 403 for one that is no business of the reader's."""
    user = reader(request)
    scope = scope_of(request)
    found = next((s for s in scope.shops if s.code == shop), None)
    view = scope.reading.order(shop=shop, order_id=order_id) if found is not None else None
    if found is None or view is None:
        raise Absent(_("这家店没有订单 %(id)s。") % {"id": order_id[:40]})
    scope = replace(scope, shop=found)
    chats = scope.sees_chats and (scope.sees_team or board.is_own(scope, view))
    if not (chats or user.may(roles.WAREHOUSE) or _has_work(user, shop, order_id)):
        raise NotYours(_("这里只能看自己的订单。"))
    return scope, view, chats


def _has_work(user: User, shop: str, order_id: str) -> bool:
    about = Task.objects.filter(order_id=order_id, shop__in=(shop, ""))
    about = about.exclude(raised_by=user.username)  # naming an order by hand does not open it
    return any(tasks.may_work(user, task) for task in about)


def seen(request: HttpRequest, shop: str, order_id: str, now: datetime) -> Seen:
    user = reader(request)
    scope, view, chats = open_order(request, shop, order_id)
    order = standing(shop, order_id)
    if order is None:
        raise Absent(_("这家店没有订单 %(id)s。") % {"id": order_id[:40]})
    page = board.order_page(scope, view)
    money = chats or scope.sees_money
    form = remark_format(now)
    today = timezone.localtime(now).date()
    return Seen(
        view=view, scope=scope, page=page, standing=order, money=money, chats=chats,
        read=form.read(order.whole_remark, today), signs=signature(user),
        story=_story(page, chats=chats, money=money),
        why=scope.link("order", order_id, shop=shop) if chats else "",
        receptions=[r for r in page.receptions if chats and _may_read(scope, r)],
        parcels=_parcels(scope, order_id),
        reviews=_rows(scope, "reviews", order_id, "local_at", "verdict, text", "local_at"),
        disputes=_rows(
            scope, "disputes", order_id, "opened_local",
            "kind, result, points, deadline_local", "opened_local",
        ),
        promises=_promises(scope, view) if chats else [],
        others=_others(scope, view, money=money and scope.sees_team),
        tasks=[
            t
            for t in Task.objects.filter(order_id=order_id, shop__in=(shop, ""))
            if tasks.may_work(user, t) and (t.open or t.source != Task.Source.CASE)
        ],
        changes=list(reversed(order.changes)),
        parts=order_parts.parts(shop, order_id, user),
    )  # fmt: skip


def _may_read(scope: Scope, row: dict[str, Any]) -> bool:
    return scope.sees_team or scope.holds(row["account"], row["day"])


def _story(page: board.OrderPage, *, chats: bool, money: bool) -> list[Moment]:
    """What happened, in order; without the chats' words and the sums where those are not the
    reader's."""
    out = []
    for moment in page.story:
        of_chat = moment.tone not in ("ok", "bad")
        if of_chat and not chats:
            continue
        out.append(moment if of_chat or money else replace(moment, text=""))
    return out


def _rows(
    scope: Scope, table: str, order_id: str, at: str, columns: str, by: str
) -> list[dict[str, Any]]:
    return scope.reading.fetch(
        f"SELECT {at} AS at, {columns} FROM {scope.reading.fact(table)} "
        f"WHERE shop = ? AND order_id = ? ORDER BY {by}",
        [scope.code, order_id],
    )


def _parcels(scope: Scope, order_id: str) -> list[dict[str, Any]]:
    """The parcels, each with what every export so far told last of its way."""
    reading, asked = scope.reading, [scope.code, order_id]
    way: dict[str, list[dict[str, Any]]] = {}
    told = " UNION ".join(
        f"SELECT waybill, last_event, last_event_local FROM {reading.fact(table)} "
        "WHERE shop = ? AND order_id = ? AND last_event_local IS NOT NULL"
        for table in ("shipments", "shipments_versions")
    )
    for row in reading.fetch(f"{told} ORDER BY last_event_local", asked * 2):
        way.setdefault(row["waybill"], []).append(row)
    rows = _shipments(scope, order_id)
    return [{**row, "way": way.get(row["waybill"], [])} for row in rows]


def _shipments(scope: Scope, order_id: str) -> list[dict[str, Any]]:
    return scope.reading.fetch(
        "SELECT waybill, courier, shipped_local, last_event, last_event_local, signed_local, "
        f"problem FROM {scope.reading.fact('shipments')} WHERE shop = ? AND order_id = ? "
        "ORDER BY shipped_local NULLS LAST, waybill",
        [scope.code, order_id],
    )


def _promises(scope: Scope, view: Any) -> list[Promise]:
    buyer = (view.credit or {}).get("buyer") or view.order.get("buyer")
    created = view.order.get("created_at")
    if not buyer or created is None:
        return []
    days = (view.order.get("created_local") or created).date()
    reading = scope.reading
    rows = reading.fetch(
        "SELECT m.account, m.local_at, m.local_day, m.text FROM "
        f"{reading.fact('messages', days - AROUND, days + AROUND)} AS m "
        "WHERE m.shop = ? AND m.buyer = ? AND m.sender = 'agent' "
        "AND coalesce(m.kind, 'text') = 'text' AND m.\"at\" BETWEEN ? AND ? "
        'AND regexp_matches(m.text, ?) ORDER BY m."at", m.line LIMIT 50',
        [scope.code, buyer, created - AROUND, created + AROUND, PATTERN],
    )
    out = []
    for row in rows:
        kind = promised(row["text"] or "")
        if not kind or not _may_read(scope, {"account": row["account"], "day": row["local_day"]}):
            continue
        zh, en = KINDS[kind]
        at = {"account": row["account"], "buyer": buyer, "day": row["local_day"]}
        out.append(
            Promise(
                row["local_at"], row["account"], board.hidden_name(scope, row["text"], buyer),
                zh, en, reception_href(scope, at, f"#m{row['local_at']:%H%M%S}"),
            )
        )  # fmt: skip
    return out


def _others(scope: Scope, view: Any, *, money: bool) -> list[Other]:
    buyer = (view.credit or {}).get("buyer") or view.order.get("buyer")
    if not buyer:
        return []
    reading = scope.reading
    rows = reading.fetch(
        "SELECT o.order_id, o.created_local, o.paid_local, o.shipped_local, o.signed_local, "
        "o.completed_local, o.closed_local, o.amount_paid, coalesce(c.flag, o.flag) AS flag FROM "
        f"{reading.fact('orders')} AS o LEFT JOIN credits AS c ON c.shop = o.shop "
        "AND c.order_id = o.order_id WHERE o.shop = ? AND coalesce(c.buyer, o.buyer) = ? "
        f"AND o.order_id <> ? ORDER BY o.created_local DESC NULLS LAST LIMIT {OTHERS}",
        [scope.code, buyer, view.order["order_id"]],
    )
    words = board.milestone_words()
    return [
        Other(
            row["order_id"], row["created_local"], row["amount_paid"] if money else None,
            words[state_of(row)], row["flag"] or "",
        )
        for row in rows
    ]  # fmt: skip


def state_of(order: dict[str, Any]) -> str:
    """The last of an order's milestones that it reached."""
    reached = [m for m in board.MILESTONES if order.get(f"{m}_local") is not None]
    return reached[-1] if reached else "created"

"""Whom a campaign could tell: buyers found in the facts, and why some are left out; and what
came of those who were written to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from jinpai.apps.desk.actions.consent import CODE, words
from jinpai.apps.desk.filling.room import Room
from jinpai.apps.desk.models import Campaign, Contact, Task
from jinpai.apps.desk.queries import segments
from jinpai.workflow import recalls as rule
from jinpai.workflow.segments import SEGMENTS

MOST = 1000  # entries that one build adds
DAYS = (7, 14, 30, 60, 90, 180, 365)
RECENT = timedelta(days=15)  # who paid so lately speaks of what was bought


@dataclass(frozen=True)
class Wanted:
    """What a list is built from."""

    sources: tuple[str, ...] = ("lost", "unpaid", "past")
    days: int = 30
    segments: tuple[str, ...] = ("devoted", "regular", "new")
    product: str = ""
    reason: str = ""  # of the lost inquiry, as a colleague wrote it down

    def told(self) -> dict[str, Any]:
        return {"sources": list(self.sources), "days": self.days, "segments": list(self.segments),
                "product": self.product, "reason": self.reason}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A buyer who may be told."""

    buyer: rule.Buyer
    source: str
    segment: str  # "" for who never paid


@dataclass(frozen=True)
class Found:
    """Of one shop: who may be told, who not and why, and who is on the list already."""

    shop: str
    entries: list[Entry]
    left_out: Mapping[str, int] = field(default_factory=dict)
    listed: int = 0
    total: int = 0


def found(room: Room, campaign: Campaign, shop: str, wanted: Wanted) -> Found:
    """Who has no word on record is only counted: nothing else is looked up about them."""
    candidates = _candidates(room, shop, wanted)
    sources = {r["buyer"]: r["source"] for r in candidates}
    said = words(shop, sources)
    listed = set(
        Task.objects.filter(list=CODE, key__startswith=f"{campaign.pk}/", shop=shop)
        .values_list("buyer", flat=True)
    )  # fmt: skip
    left: Counter[str] = Counter()
    silent = sum(1 for b in sources if b not in said and b not in listed)
    if silent:
        left["no_consent"] = silent
    known = [b for b in sources if b in said and b not in listed]
    today, now = room.wall(shop).date(), room.wall(shop)
    kinds = segments.of_buyers(room.reading, shop, room.desk, today, known)
    contacts = contacted(room, shop, known)
    served = _served(room, shop, known)
    entries = []
    for name in known:
        kind, green = kinds[name]
        one = rule.Buyer(
            shop, name, kind.code if kind else "", green,
            [rule.Word(w.given, _wall(room, shop, w.said_at)) for w in said[name]],
            contacts.get(name, ()), served.get(name, ""),
        )  # fmt: skip
        why = rule.refusal(one, room.desk, now)
        if why:
            left[why] += 1
        elif kind is not None and kind.code not in wanted.segments:
            continue
        else:
            entries.append(Entry(one, sources[name], one.segment))
    order = list(SEGMENTS)
    rank = {code: n for n, code in enumerate(order)}
    entries.sort(key=lambda e: (rank.get(e.segment, len(order)), e.buyer.buyer))
    return Found(shop, entries[:MOST], dict(left), len(listed & set(sources)), len(sources))


def _wall(room: Room, shop: str, at: datetime) -> datetime:
    return at.astimezone(room.zone(shop)).replace(tzinfo=None)


def contacted(room: Room, shop: str, names: Sequence[str]) -> dict[str, list[datetime]]:
    """When we wrote to buyers because of a campaign, on the shop's clock, as far as it counts."""
    since = room.now - timedelta(days=room.desk.contacts_days)
    out: dict[str, list[datetime]] = {}
    wanted = set(names)
    for name, at in Contact.objects.filter(shop=shop, at__gt=since).values_list("buyer", "at"):
        if name in wanted:
            out.setdefault(name, []).append(_wall(room, shop, at))
    return out


def _candidates(room: Room, shop: str, wanted: Wanted) -> list[dict[str, Any]]:
    """Buyer and source; of several sources the first. Lost: asked in these days and ordered
    nothing since. Unpaid: ordered in these days, paid nothing since. Past: paid in these days."""
    reading = room.reading
    since = room.wall(shop).date() - timedelta(days=wanted.days)
    orders = (
        "SELECT coalesce(c.buyer, o.buyer) AS buyer, o.order_id, o.created_local, o.paid_local "
        f"FROM {reading.fact('orders')} AS o LEFT JOIN credits AS c ON c.shop = o.shop "
        "AND c.order_id = o.order_id WHERE o.shop = ? AND coalesce(c.buyer, o.buyer, '') <> ''"
    )
    of_product = ""
    product: list[Any] = []
    if wanted.product:
        of_product = (
            f"AND EXISTS (SELECT 1 FROM {reading.fact('order_lines')} AS n WHERE n.shop = ? "
            "AND n.order_id = x.order_id AND n.product = ?)"
        )
        product = [shop, wanted.product]
    parts: list[str] = []
    values: list[Any] = [shop]
    if "lost" in wanted.sources and not wanted.product:
        parts.append(
            "SELECT i.buyer, 1 AS no, 'lost' AS source FROM (SELECT buyer, max(first_local) AS "
            "at FROM inquiries WHERE shop = ? AND day >= ? GROUP BY buyer) AS i ANTI JOIN x "
            "ON x.buyer = i.buyer AND (x.created_local >= i.at "
            f"OR x.paid_local >= i.at - INTERVAL {RECENT.days} DAY) WHERE i.buyer <> ''"
        )
        values += [shop, since]
        if wanted.reason:
            parts[-1] += " AND i.buyer IN (SELECT unnest(?))"
            values.append(_said(shop, wanted.reason))
    if "unpaid" in wanted.sources:
        parts.append(
            "SELECT x.buyer, 2 AS no, 'unpaid' AS source FROM x WHERE x.paid_local IS NULL "
            f"AND x.created_local >= ? {of_product} AND NOT EXISTS (SELECT 1 FROM x AS y WHERE "
            "y.buyer = x.buyer AND y.paid_local >= x.created_local)"
        )
        values += [since, *product]
    if "past" in wanted.sources:
        parts.append(
            f"SELECT x.buyer, 3 AS no, 'past' AS source FROM x WHERE x.paid_local >= ? {of_product}"
        )
        values += [since, *product]
    if not parts:
        return []
    return reading.fetch(
        f"WITH x AS MATERIALIZED ({orders}) SELECT buyer, arg_min(source, no) AS source FROM ("
        + " UNION ALL ".join(parts)
        + ") GROUP BY buyer ORDER BY buyer",
        values,
    )


def _said(shop: str, reason: str) -> list[str]:
    """Buyers of whom a colleague wrote down why they did not buy."""
    return sorted(
        set(
            Task.objects.filter(list="lost_inquiries", shop=shop, reason=reason)
            .values_list("buyer", flat=True)
        )
    )  # fmt: skip


def _served(room: Room, shop: str, names: Sequence[str]) -> dict[str, str]:
    """Who wrote to each buyer last, where that person logs in."""
    if not names:
        return {}
    rows = room.fetch(
        "WITH last AS (SELECT r.buyer, arg_max(r.account, r.human_last) AS account, "
        "arg_max(r.bind_day, r.human_last) AS bind_day FROM receptions AS r "
        "WHERE r.shop = ? AND r.human_messages > 0 AND r.buyer IN (SELECT unnest(?)) "
        "GROUP BY r.buyer) SELECT last.buyer, b.person FROM last JOIN bound AS b "
        'ON b.shop = ? AND b.account = last.account AND last.bind_day >= b."from" '
        'AND (b."to" IS NULL OR last.bind_day < b."to")',
        [shop, list(names), shop],
    )
    return {r["buyer"]: room.person(r["person"]) for r in rows if room.person(r["person"])}


# -- what came of it -----------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """Of a campaign's list. `bought`: an order after the contact, within the rulebook's days."""

    listed: int = 0
    left: int = 0  # still to do
    contacted: int = 0
    bought: int = 0
    refused: int = 0  # asked not to be contacted
    amount: Decimal = Decimal(0)
    by_person: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # contacted, bought

    @property
    def conversion(self) -> float | None:
        return self.bought / self.contacted if self.contacted else None


@dataclass(frozen=True)
class Answer:
    """The first order after a contact."""

    order_id: str
    at: datetime
    amount: Decimal | None


def answers(room: Room, contacts: Iterable[Contact]) -> dict[int, Answer]:
    """Task → the order that answers its first contact. Green orders answer nothing."""
    first: dict[int, Contact] = {}
    for one in contacts:
        known = first.get(one.task_id)
        if known is None or one.at < known.at:
            first[one.task_id] = one
    if not first:
        return {}
    keys = list(first.values())
    rows = room.fetch(
        "WITH k AS (SELECT unnest($1) AS pk, unnest($2) AS shop, unnest($3) AS buyer, "
        "unnest($4) AS since) SELECT k.pk, min(c.created_local) AS at, "
        "arg_min(c.order_id, c.created_at) AS order_id, "
        "arg_min(c.amount_paid, c.created_at) AS amount FROM credits AS c "
        "JOIN k ON k.shop = c.shop AND k.buyer = c.buyer AND c.created_at >= k.since "
        f"AND c.created_at < k.since + INTERVAL {int(room.desk.recalled_days)} DAY "
        "WHERE coalesce(c.flag, '') <> 'green' AND c.paid_at IS NOT NULL GROUP BY k.pk",
        [[k.task_id for k in keys], [k.shop for k in keys], [k.buyer for k in keys],
         [room.utc(k.at) for k in keys]],
    )  # fmt: skip
    return {r["pk"]: Answer(r["order_id"], r["at"], r["amount"]) for r in rows}


def result(room: Room, campaign: Campaign) -> Result:
    tasks = list(
        Task.objects.filter(list=CODE, key__startswith=f"{campaign.pk}/")
        .values_list("pk", "state", "outcome", "person")
    )  # fmt: skip
    contacts = list(Contact.objects.filter(campaign=campaign))
    bought = answers(room, contacts)
    told = {c.task_id for c in contacts}
    by_person: dict[str, tuple[int, int]] = {}
    for pk, _state, _outcome, person in tasks:
        if pk in told:
            n, won = by_person.get(person, (0, 0))
            by_person[person] = (n + 1, won + (pk in bought))
    return Result(
        len(tasks), sum(1 for t in tasks if t[1] in ("open", "claimed", "snoozed")), len(told),
        len(bought), sum(1 for t in tasks if t[2] == "opted_out"),
        sum((a.amount or Decimal(0) for a in bought.values()), Decimal(0)),
        dict(sorted(by_person.items())),
    )  # fmt: skip

"""One reception as a chat, one order as the story of its credit."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jinpai.metrics.answers import (
    Candidate,
    MessageView,
    OrderView,
    ReceptionView,
    RoundView,
)
from jinpai.metrics.receptions import REASONS

if TYPE_CHECKING:
    from jinpai.metrics.reading import Reading

_GAP = timedelta(seconds=600)
_RANK = {"buyer": 0, "robot": 1, "system": 2, "agent": 3}


def reception(r: Reading, shop: str, account: str, buyer: str, day: date) -> ReceptionView | None:
    key = [shop, account, buyer, day]
    found = r.fetch(
        "SELECT t.* EXCLUDE (human_at), b.person FROM receptions AS t LEFT JOIN bound AS b "
        'ON b.shop = t.shop AND b.account = t.account AND t.bind_day >= b."from" '
        'AND (b."to" IS NULL OR t.bind_day < b."to") '
        "WHERE t.shop = ? AND t.account = ? AND t.buyer = ? AND t.day = ?",
        key,
    )
    if not found:
        return None
    head = found[0]
    zh, en = REASONS.get(head["excluded"] or "", (None, None))
    head["excluded_zh"], head["excluded_en"] = zh, en
    rounds = r.fetch(
        "SELECT * FROM rounds WHERE shop = ? AND account = ? AND buyer = ? AND day = ? "
        "ORDER BY opened_at",
        key,
    )
    views = [
        RoundView(
            n,
            x["opened_local"],
            x["closed_local"],
            None if x["us"] is None else Decimal(x["us"]) / 1_000_000,
            x["outcome"],
            x["moved_in"],
        )
        for n, x in enumerate(rounds, 1)
    ]
    messages = _messages(r, shop, account, buyer, head["first_at"], head["last_at"])
    inquiry = r.fetch(
        "SELECT * FROM inquiries WHERE shop = ? AND account = ? AND buyer = ? AND day = ?", key
    )
    lines, sessions = _lines(messages, rounds)
    return ReceptionView(head, lines, views, sessions, inquiry[0] if inquiry else None)


def _messages(
    r: Reading, shop: str, account: str, buyer: str, first: datetime, last: datetime
) -> list[dict[str, Any]]:
    """A thread's messages between two instants, transfers into it among them, in order."""
    low, high = (first - timedelta(days=1)).date(), (last + timedelta(days=1)).date()
    rows = r.fetch(
        'SELECT "at", local_at, sender, kind, text, account, to_account, source, line FROM '
        f"{r.fact('messages', low, high)} WHERE shop = ? AND buyer = ? "
        "AND (account = ? OR (kind = 'transfer' AND to_account = ?)) "
        'AND "at" BETWEEN ? AND ?',
        [shop, buyer, account, account, first, last],
    )
    by_instant: dict[datetime, set[str]] = {}
    for m in rows:
        by_instant.setdefault(m["at"], set()).add(m["source"])

    def order(m: dict[str, Any]) -> tuple[Any, ...]:
        if len(by_instant[m["at"]]) == 1:
            return (m["at"], 0, "", m["line"])
        return (m["at"], _RANK.get(m["sender"], 9), m["text"] or "", m["line"])

    return sorted(rows, key=order)


def _lines(
    messages: list[dict[str, Any]], rounds: list[dict[str, Any]]
) -> tuple[list[MessageView], list[tuple[datetime, datetime]]]:
    opening = {x["opened_at"]: n for n, x in enumerate(rounds, 1)}
    closing = {x["closed_at"]: n for n, x in enumerate(rounds, 1) if x["closed_at"]}
    out: list[MessageView] = []
    sessions: list[tuple[datetime, datetime]] = []
    before: datetime | None = None
    marked: set[tuple[str, int]] = set()
    for m in messages:
        text = m["text"] or ""
        mass = m["kind"] == "mass" or (m["kind"] == "text" and text.startswith("@"))
        begins = before is None or m["at"] - before > _GAP
        if begins:
            sessions.append((m["local_at"], m["local_at"]))
        else:
            sessions[-1] = (sessions[-1][0], m["local_at"])
        before = m["at"]
        no = None
        opens = closes = False
        spoken = not mass and m["kind"] != "transfer"
        if spoken and m["sender"] == "buyer":
            no = opening.get(m["at"])
            opens = no is not None and ("o", no) not in marked
        elif spoken and m["sender"] == "agent":
            no = closing.get(m["at"])
            closes = no is not None and ("c", no) not in marked
        if not (opens or closes):
            no = None
        elif no is not None:
            marked.add(("o" if opens else "c", no))
        us = rounds[no - 1]["us"] if closes and no else None
        out.append(
            MessageView(
                local_at=m["local_at"],
                sender=m["sender"],
                kind=m["kind"] or "text",
                text=text,
                to_account=m["to_account"],
                account=m["account"],
                round_no=no,
                opens=opens,
                closes=closes,
                seconds=None if us is None else Decimal(us) / 1_000_000,
                new_session=begins,
                mass=mass,
            )
        )
    return out, sessions


_SENTENCES = {
    "flagged": ("旗帜标为疑似刷单,不归任何人,也不计入销售。",
                "Flagged as suspected brushing: it belongs to no one and enters no sales figure."),
    "unpaid": ("还没付款,暂不归销售。", "Not paid yet: no one's sale so far."),
    "no_buyer": ("订单没有可对上的买家,只能算静默。",
                 "The order has no buyer that a chat could match: silent."),
    "silent": ("下单和付款前的时限内都没有可用的人工接待:静默订单。",
               "No human spoke to this buyer in a usable reception within the window before "
               "creation or payment: a silent order."),
    "at_creation": ("下单前最后定归属的那句话是 {owner} 说的。",
                    "The message that decides, before the creation, is {owner}'s."),
    "at_payment": ("下单时没有归属,付款前定归属的那句话是 {owner} 说的。",
                   "Nobody's at the creation; before the payment the message that decides is "
                   "{owner}'s."),
}  # fmt: skip


def order(r: Reading, shop: str | None, order_id: str) -> OrderView | None:
    where, values = "order_id = ?", [order_id]
    if shop:
        where, values = where + " AND shop = ?", [order_id, shop]
    found = r.fetch(f"SELECT * FROM {r.fact('orders')} WHERE {where}", values)
    if not found:
        return None
    facts = found[0]
    shop = facts["shop"]
    credit = next(
        iter(r.fetch("SELECT * FROM credits WHERE shop = ? AND order_id = ?", [shop, order_id])),
        None,
    )
    lines = r.fetch(
        f"SELECT * FROM {r.fact('order_lines')} WHERE shop = ? AND order_id = ? ORDER BY line_id",
        [shop, order_id],
    )
    refunds = r.fetch(
        f"SELECT * FROM {r.fact('refunds')} WHERE shop = ? AND order_id = ? ORDER BY opened_at",
        [shop, order_id],
    )
    versions = r.fetch(
        f"SELECT * FROM {r.fact('orders_versions')} WHERE shop = ? AND order_id = ? "
        "ORDER BY as_of, source",
        [shop, order_id],
    ) or [dict(facts)]
    around: list[dict[str, Any]] = []
    candidates: list[Candidate] = []
    if credit and credit["buyer"]:
        until = credit["paid_day"] or credit["created_day"]
        around = r.fetch(
            "SELECT * EXCLUDE (human_at) FROM receptions WHERE shop = ? AND buyer = ? "
            "AND day BETWEEN ? AND ? ORDER BY first_at",
            [shop, credit["buyer"], credit["created_day"] - timedelta(days=10),
             until + timedelta(days=3)],
        )  # fmt: skip
        candidates = _candidates(r, shop, credit)
    zh, en = _SENTENCES.get(credit["reason"] if credit else "", ("", ""))
    owner = (credit or {}).get("owner") or ""
    return OrderView(
        order=facts,
        lines=lines,
        refunds=refunds,
        versions=versions,
        credit=credit,
        sentence_zh=zh.format(owner=owner),
        sentence_en=en.format(owner=owner),
        assistants=sorted((credit or {}).get("assistants") or []),
        candidates=candidates,
        receptions=around,
    )


def _candidates(r: Reading, shop: str, credit: dict[str, Any]) -> list[Candidate]:
    """Every reception of the buyer in which a human spoke near the order: the last words before
    the creation and before the payment, and what came of them."""
    rule = r.measure(shop=shop, day=credit["paid_day"] or credit["created_day"])
    window = timedelta(hours=rule.credit_window_hours)
    moments = [m for m in (credit["created_at"], credit["paid_at"]) if m]
    found = r.fetch(
        "SELECT account, day, excluded, human_at, first_local - first_at AS offset_, "
        "cross_reply FROM receptions WHERE shop = ? AND buyer = ? AND human_messages > 0 "
        "AND human_last >= ? AND human_first <= ? ORDER BY human_last DESC",
        [shop, credit["buyer"], moments[0] - 2 * window, moments[-1] + timedelta(days=2)],
    )
    out = []
    for x in found:
        said = sorted(x["human_at"])
        before = [[s for s in said if s <= m] for m in moments]
        last = max((b[-1] for b in before if b), default=said[0])
        if credit["owner"] == x["account"] and credit["said_at"] in said:
            last = credit["said_at"]
        zh, en = _why(x, credit, before, moments, window, last)
        one = timedelta(days=1)
        text = r.fetch(
            f"SELECT text FROM {r.fact('messages', x['day'] - one, x['day'] + one)} "
            "WHERE shop = ? AND account = ? AND buyer = ? AND \"at\" = ? AND sender = 'agent' "
            "LIMIT 1",
            [shop, x["account"], credit["buyer"], last],
        )
        out.append(
            Candidate(
                account=x["account"],
                local_at=last + x["offset_"],
                text=(text[0]["text"] or "") if text else "",
                day=x["day"],
                usable=x["excluded"] is None,
                why_zh=zh,
                why_en=en,
            )
        )
    return out


def _why(
    x: dict[str, Any], credit: dict[str, Any], before: list[list[datetime]],
    moments: list[datetime], window: timedelta, last: datetime,
) -> tuple[str, str]:  # fmt: skip
    if x["excluded"] is not None:
        zh, en = REASONS.get(x["excluded"], (x["excluded"], x["excluded"]))
        return f"接待被排除:{zh}", f"the reception is excluded: {en}"
    if credit["owner"] == x["account"] and credit["said_at"] in x["human_at"]:
        return "定归属的那句话", "the message that decides"
    if not any(before):
        if credit["paid_at"]:
            return "说话在付款之后", "spoke after the payment"
        return "说话在下单之后", "spoke after the creation"
    if all(not b or m - b[-1] > window for b, m in zip(before, moments, strict=True)):
        hours = int(window.total_seconds() // 3600)
        return f"超过 {hours} 小时", f"more than {hours} h before"
    if credit["reason"] == "flagged":
        return "订单被标绿旗", "the order is flagged"
    if credit["owner"] is None:
        return "下单后才说话,按现行规则不归属", "no credit by the judgment in force"
    return "另有决定归属的消息", "another message decides"

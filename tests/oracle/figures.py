"""Every figure of the table of 3-metrics §2, per account and service day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from .credits import Credit
from .facts import Row
from .measure import Rules
from .messages import service_day
from .receptions import Reception
from .responses import PRESETS, in_service_hours, response
from .rounds import Round

Number = int | Decimal
Figures = dict[tuple[str, str | None, date, str], tuple[Number, Number | None]]


def reception_figures(
    receptions: list[Reception], inquiries: list[Reception], measure: dict[str, Any]
) -> dict[str, tuple[Number, Number | None]]:
    """The figures of one account on one service day that chats alone decide."""
    usable = [r for r in receptions if r.usable]
    out: dict[str, tuple[Number, Number | None]] = {}

    # consulted | receptions, excluded ones too
    out["consulted"] = (len(receptions), None)
    # receptions, valid_receptions, unanswered | counts
    out["receptions"] = (len(usable), None)
    out["valid_receptions"] = (sum(r.valid for r in usable), None)
    out["unanswered"] = (sum(r.unanswered for r in usable), None)
    # transferred_in, transferred_out, direct | usable receptions with a transfer to, from this
    # account; receptions − transferred_in
    transferred_in = sum(r.transferred_in for r in usable)
    out["transferred_in"] = (transferred_in, None)
    out["transferred_out"] = (sum(r.transferred_out for r in usable), None)
    out["direct"] = (len(usable) - transferred_in, None)
    # messages_in, messages_out, chars_out, answer_ratio | in usable receptions; out / in
    messages_in = sum(r.buyer_messages for r in usable)
    messages_out = sum(r.agent_messages for r in usable)
    out["messages_in"] = (messages_in, None)
    out["messages_out"] = (messages_out, None)
    out["chars_out"] = (sum(r.agent_characters for r in usable), None)
    out["answer_ratio"] = (messages_out, messages_in)
    # first_response, average_response | Σ seconds / rounds under the two `chitu` presets; "the
    # shop chooses"
    out["first_response"] = response(PRESETS[measure["first_response"]], usable)
    out["average_response"] = response(PRESETS[measure["average_response"]], usable)
    # reply_rate | valid / usable
    out["reply_rate"] = (sum(r.valid for r in usable), len(usable))
    # within_3min, first_30s | `taobao_3min`, `jd_first30`
    out["within_3min"] = response(PRESETS[measure["within_3min"]], usable)
    out["first_30s"] = response(PRESETS[measure["first_30s"]], usable)
    # slow | usable receptions with ≥ `slow_rounds` (1) rounds over `slow_s` (100), cross-day
    # ones by their length, or unreplied
    out["slow"] = (sum(is_slow(r, measure) for r in usable), None)
    # long | usable receptions of over `long_s` (1800) from first to last message
    out["long"] = (sum(r.length > measure["long_s"] for r in usable), None)
    # max_concurrent | most sessions open at one instant
    out["max_concurrent"] = (max_concurrent(usable), None)
    # inquiries | count
    out["inquiries"] = (len(inquiries), None)
    # missed_rings | usable receptions with a round opened in service hours that is unreplied,
    # cross-day or answered after `missed_after_s` (180)
    out["missed_rings"] = (
        sum(any(is_missed(x, measure) for x in r.rounds) for r in usable),
        None,
    )
    return out


def is_slow(reception: Reception, measure: dict[str, Any]) -> bool:
    slow_rounds = 0
    for round_ in reception.rounds:
        if round_.state == "unreplied" or (
            round_.seconds is not None and round_.seconds > measure["slow_s"]
        ):
            slow_rounds += 1
    return slow_rounds >= measure["slow_rounds"]


def is_missed(round_: Round, measure: dict[str, Any]) -> bool:
    if not in_service_hours(round_.opened_at, measure):
        return False
    if round_.state in ("unreplied", "cross_day"):
        return True
    assert round_.seconds is not None
    return round_.seconds > measure["missed_after_s"]


def max_concurrent(usable: list[Reception]) -> int:
    sessions = [session for reception in usable for session in reception.sessions]
    # the number can only rise where a session starts, so those instants are enough
    return max(
        (sum(s.start <= at <= s.end for s in sessions) for at in {s.start for s in sessions}),
        default=0,
    )


def conversion_figures(
    inquiries: list[Reception],
    orders: dict[tuple[str, str], list[tuple[Row, Credit]]],
    measure: dict[str, Any],
    day_cut: str,
) -> dict[str, tuple[Number, Number | None]]:
    """The three inquiry conversions of one account on one service day D."""
    same_day = next_day = final = 0
    for inquiry in inquiries:
        d = inquiry.day
        # "inquiries with an own order (of that buyer, owner by the default judgment is this
        # account) created at or after the reception's first message"
        own = [
            (service_day(order["created_at"], day_cut), service_day(order["paid_at"], day_cut))
            for order, credit in orders.get((inquiry.shop, inquiry.buyer), [])
            if credit.in_force == inquiry.account
            and order.get("created_at") is not None
            and order.get("paid_at") is not None
            and order["created_at"] >= inquiry.first_at
        ]
        # "created and paid on D"
        same_day += any(created == d and paid == d for created, paid in own)
        # "… created at or after the first message, paid by the end of D+1"
        next_day += any(paid <= d + timedelta(days=1) for created, paid in own)
        # "… created at or after the first message and by the end of D + `inquiry_window_days`
        # (2) − 1, paid by the end of that + `payment_tail_days` (2): T+4"
        last_created = d + timedelta(days=measure["inquiry_window_days"] - 1)
        last_paid = last_created + timedelta(days=measure["payment_tail_days"])
        final += any(created <= last_created and paid <= last_paid for created, paid in own)
    return {
        "inquiry_conversion_same_day": (same_day, len(inquiries)),
        "inquiry_conversion_next_day": (next_day, len(inquiries)),
        "inquiry_conversion": (final, len(inquiries)),
    }


def money_of(order: Row, measure: dict[str, Any]) -> Decimal:
    # "Σ amount paid (− postage if switched)"
    amount = order.get("amount_paid") or Decimal(0)
    if measure["deduct_postage"]:
        amount -= order.get("postage") or Decimal(0)
    return amount


class Tally:
    """Counts of one (shop, account, day) that orders, refunds and ratings add to."""

    def __init__(self) -> None:
        self.created: list[Row] = []
        self.created_then_paid = 0
        self.paid: list[Row] = []
        self.inquiry_sales = Decimal(0)
        self.assists = 0
        self.refunded_orders: set[str] = set()
        self.refund_amount = Decimal(0)
        self.good_ratings = 0
        self.ratings = 0

    def figures(self, measure: dict[str, Any]) -> dict[str, tuple[Number, Number | None]]:
        # created_orders, created_buyers | by created owner, creation day
        created_orders = len(self.created)
        created_buyers = len({order["buyer"] for order in self.created})
        # paid_orders, paid_buyers, sales, sales_items | by owner, payment day: count, distinct
        # buyers of the day, Σ amount paid (− postage if switched), Σ quantity
        paid_orders = len(self.paid)
        paid_buyers = len({order["buyer"] for order in self.paid})
        sales = sum((money_of(order, measure) for order in self.paid), Decimal(0))
        items = sum(order.get("quantity") or 0 for order in self.paid)
        return {
            "created_orders": (created_orders, None),
            "created_buyers": (created_buyers, None),
            # created_to_paid | of created_orders, paid by the end of creation day + 7
            "created_to_paid": (self.created_then_paid, created_orders),
            "paid_orders": (paid_orders, None),
            "paid_buyers": (paid_buyers, None),
            "sales": (sales, None),
            "sales_items": (items, None),
            "inquiry_sales": (self.inquiry_sales, None),
            "refund_orders": (len(self.refunded_orders), None),
            "refund_amount": (self.refund_amount, None),
            # net_sales | sales − refund_amount
            "net_sales": (sales - self.refund_amount, None),
            # refund_rate | refund_orders / paid_orders (two days' events: may pass 1)
            "refund_rate": (len(self.refunded_orders), paid_orders),
            # aov, items_per_buyer | sales / paid_buyers, sales_items / paid_buyers
            "aov": (sales, paid_buyers),
            "items_per_buyer": (items, paid_buyers),
            # assists | orders assisted, payment day
            "assists": (self.assists, None),
            # satisfaction | ratings of 4–5 / ratings, on the rating's day, whatever its
            # reception
            "satisfaction": (self.good_ratings, self.ratings),
        }


def order_tallies(
    orders: list[tuple[Row, Credit]],
    refunds: list[Row],
    ratings: list[Row],
    inquiry_keys: set[tuple[str, str, str, date]],
    rules: Rules,
    day_cut: str,
) -> tuple[dict[tuple[str, date], Tally], dict[date, dict[str, Decimal]]]:
    """One shop: {(account, day): Tally}, {day: shop money as paid, silent, flagged, sales}."""
    tallies: dict[tuple[str, date], Tally] = {}
    shop_days: dict[date, dict[str, Decimal]] = {}
    owners: dict[str, str | None] = {}

    def day_of(at: datetime) -> date:
        return service_day(at, day_cut)

    def tally(account: str, day: date) -> Tally:
        return tallies.setdefault((account, day), Tally())

    for order, credit in orders:
        created_at, paid_at = order.get("created_at"), order.get("paid_at")
        # an order that was never paid has no payment day and so no owner for its money
        owners[order["order_id"]] = None if paid_at is None else credit.in_force

        if credit.created_then is not None:
            created_owner = credit.created_then.account
            assert created_at is not None
            day = day_of(created_at)
            tally(created_owner, day).created.append(order)
            if paid_at is not None and day_of(paid_at) <= day + timedelta(days=7):
                tally(created_owner, day).created_then_paid += 1

        if paid_at is None:
            continue
        day = day_of(paid_at)
        money = money_of(order, rules.on(day))
        totals = shop_days.setdefault(
            day, {name: Decimal(0) for name in ("sales", "silent", "flagged")}
        )
        deciding = credit.decided_by
        if credit.flagged:
            # "silent_sales: … flagged apart"
            totals["flagged"] += money
        elif deciding is None:
            # "silent_sales | shop (no account): Σ amount paid of orders without owner,
            # payment day"
            totals["silent"] += money
        else:
            totals["sales"] += money
            tally(deciding.account, day).paid.append(order)
            # inquiry_sales | the part of `sales` whose deciding message stands in a reception
            # that is an inquiry
            stands_in = (deciding.shop, deciding.account, deciding.buyer, deciding.day)
            if stands_in in inquiry_keys:
                tally(deciding.account, day).inquiry_sales += money
        for account in credit.assistants:
            tally(account, day).assists += 1

    # refund_orders, refund_amount | distinct orders with a succeeded refund of any kind, Σ its
    # amount: finishing day, by owner
    for refund in refunds:
        owner = owners.get(refund["order_id"])
        finished = refund.get("finished_at")
        if refund.get("status") != "succeeded" or finished is None or owner is None:
            continue
        mine = tally(owner, day_of(finished))
        mine.refunded_orders.add(refund["order_id"])
        mine.refund_amount += refund.get("amount") or Decimal(0)

    for rating in ratings:
        mine = tally(rating["account"], day_of(rating["at"]))
        mine.ratings += 1
        mine.good_ratings += rating["score"] in (4, 5)

    return tallies, shop_days

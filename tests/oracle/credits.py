"""Credit: to whom an order belongs, under every judgment and tie rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from .facts import Row
from .messages import Message
from .receptions import Key, Reception

JUDGMENTS = ("created", "paid", "order_first")
TIES = ("latest", "first", "most_rounds")


@dataclass
class Credit:
    shop: str
    order_id: str
    buyer: str
    flagged: bool
    # the rule of the payment day (of the creation day while unpaid)
    judgment: str = "order_first"
    tie: str = "latest"
    # the deciding message of the creation for the created figures, by the creation day's rule
    created_then: Message | None = None
    # by tie rule: the deciding message of the creation and of the payment, or None, under the
    # payment day's window
    created_by: dict[str, Message | None] = field(default_factory=dict)
    paid_by: dict[str, Message | None] = field(default_factory=dict)
    assistants: set[str] = field(default_factory=set)

    @property
    def decided_by(self) -> Message | None:
        """The message that gives the order its owner under the rule in force."""
        return self.deciding(self.judgment, self.tie)

    @property
    def in_force(self) -> str | None:
        """The owner under the rule in force."""
        return self.owner(self.judgment, self.tie)

    def deciding(self, judgment: str, tie: str) -> Message | None:
        """The message that gives the order its owner, or None: silent or flagged."""
        if judgment == "created":
            return self.created_by[tie]
        if judgment == "paid":
            return self.paid_by[tie]
        # "`order_first` (default) = created owner, else paid owner; neither = silent"
        return self.created_by[tie] or self.paid_by[tie]

    def owner(self, judgment: str, tie: str) -> str | None:
        message = self.deciding(judgment, tie)
        return None if message is None else message.account

    def reason(self, judgment: str, tie: str) -> str:
        if self.flagged:
            return "flagged"
        if judgment != "paid" and self.created_by[tie] is not None:
            return "created"
        if judgment != "created" and self.paid_by[tie] is not None:
            return "paid"
        return "silent"


def written(conversation: list[Message], receptions: dict[Key, Reception]) -> list[Message]:
    """Human agent messages to one buyer in usable receptions."""
    return [
        m
        for m in conversation
        if m.is_human and receptions[(m.shop, m.account, m.buyer, m.day)].usable
    ]


def decide(
    moment: datetime | None,
    tie: str,
    messages: list[Message],
    receptions: dict[Key, Reception],
    hours: int,
) -> Message | None:
    """The message that decides an event at `moment`."""
    if moment is None:
        return None
    # "at or before the creation and not older than `credit_window_hours` (48, inclusive)"
    opens = moment - timedelta(hours=hours)
    in_window = [m for m in messages if opens <= m.at <= moment]
    if not in_window:
        return None

    # "`latest` (above)"; "equal instants on two accounts: the later account code"
    def lateness(message: Message) -> tuple:
        return (message.at, message.account, message.number)

    if tie == "latest":
        return max(in_window, key=lateness)

    if tie == "first":
        # "`first` (the earliest such message in the window)"; equal instants: the later code
        earliest = min(m.at for m in in_window)
        return max((m for m in in_window if m.at == earliest),
                   key=lambda m: (m.account, -m.number))  # fmt: skip

    # "`most_rounds` (most rounds opened in the window, then latest)"; "Rounds of excluded
    # receptions are left out."
    rounds: dict[str, int] = {m.account: 0 for m in in_window}
    for reception in receptions.values():
        if reception.usable and reception.account in rounds:
            for round_ in reception.rounds:
                if opens <= round_.opened_at <= moment:
                    rounds[reception.account] += 1
    most = max(rounds.values())
    return max((m for m in in_window if rounds[m.account] == most), key=lateness)


def credit_of(
    order: Row,
    conversation: list[Message],
    receptions: dict[Key, Reception],
    creation_rule: dict[str, Any],
    measure: dict[str, Any],
) -> Credit:
    """`conversation` and `receptions` are those of the order's buyer; `measure` is the rule of
    the payment day."""
    # "Orders flagged green (suspected brushing) have no owner and enter no sales figure."
    flagged = order.get("flag") in measure["flags_left_out"]
    credit = Credit(
        order["shop"], order["order_id"], order["buyer"], flagged, measure["judgment"],
        measure["tie"],
    )  # fmt: skip
    # "The created owner is the account of the last human agent message to this buyer in a
    # usable reception"
    messages = written(conversation, receptions)
    # "created figures that of the creation day"
    if order.get("flag") not in creation_rule["flags_left_out"]:
        credit.created_then = decide(
            order.get("created_at"), creation_rule["tie"], messages, receptions,
            creation_rule["credit_window_hours"],
        )  # fmt: skip
    hours = measure["credit_window_hours"]
    for tie in TIES:
        if flagged:
            credit.created_by[tie] = credit.paid_by[tie] = None
            continue
        created = decide(order.get("created_at"), tie, messages, receptions, hours)
        # "the paid owner likewise at the payment"; "A presale counts at the payment of the
        # balance": paid_at is the payment in full
        paid = decide(order.get("paid_at"), tie, messages, receptions, hours)
        credit.created_by[tie], credit.paid_by[tie] = created, paid

    # "Accounts that wrote to the buyer in a usable reception between 48 h before the creation
    # and the payment, without being the default owner, are assistants: counted, never paid;
    # silent orders may have them, flagged orders have none."
    created_at, paid_at = order.get("created_at"), order.get("paid_at")
    if not flagged and created_at is not None and paid_at is not None:
        since = created_at - timedelta(hours=hours)
        credit.assistants = {m.account for m in messages if since <= m.at <= paid_at}
        credit.assistants.discard(credit.in_force or "")
    return credit

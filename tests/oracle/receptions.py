"""Receptions, their exclusions and their sessions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .messages import Message
from .rounds import Round, seconds_between

Key = tuple[str, str, str, date]  # shop, account, buyer, service day


@dataclass(eq=False)
class Session:
    account: str
    rows: list[Message]

    @property
    def start(self) -> datetime:
        return self.rows[0].at

    @property
    def end(self) -> datetime:
        return self.rows[-1].at


@dataclass(eq=False)
class Reception:
    shop: str
    account: str
    buyer: str
    day: date
    rows: list[Message] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)  # that belong here
    holds_cross_day_reply: bool = False
    excluded: str | None = None  # the reason, or nothing
    sessions: list[Session] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return (self.shop, self.account, self.buyer, self.day)

    # "It holds counts (buyer, agent, robot messages, agent characters)"
    @property
    def buyer_messages(self) -> int:
        return sum(1 for row in self.rows if row.is_buyers)

    @property
    def agent_messages(self) -> int:
        return sum(1 for row in self.rows if row.is_human)

    @property
    def robot_messages(self) -> int:
        return sum(1 for row in self.rows if row.is_robots)

    @property
    def agent_characters(self) -> int:
        return sum(len(row.text) for row in self.rows if row.is_human)

    # "First and last time and sessions count all rows, robot, system and transfer rows too."
    @property
    def first_at(self) -> datetime:
        return self.rows[0].at

    @property
    def last_at(self) -> datetime:
        return self.rows[-1].at

    @property
    def length(self) -> Decimal:
        return seconds_between(self.first_at, self.last_at)

    @property
    def transferred_in(self) -> bool:
        return any(row.moves_to == self.account for row in self.rows)

    @property
    def transferred_out(self) -> bool:
        return any(row.account == self.account and row.counts_as_out for row in self.rows)

    @property
    def usable(self) -> bool:
        # "Usable = not excluded."
        return self.excluded is None

    @property
    def valid(self) -> bool:
        # "*Valid* = usable with at least one human agent message, wherever it stands"
        return self.usable and self.agent_messages > 0

    @property
    def unanswered(self) -> bool:
        # "*unanswered* = usable without"
        return self.usable and self.agent_messages == 0

    @property
    def first_round(self) -> Round | None:
        # "a reception's first round is the one that opened earliest"
        return min(self.rounds, key=lambda r: (r.opened.at, r.came.number), default=None)

    def first_round_of(self, session: Session) -> Round | None:
        # "its first round is the first that opened or arrived in it"
        inside = {row.number for row in session.rows}
        came = [round_ for round_ in self.rounds if round_.came.number in inside]
        return min(came, key=lambda r: r.came.number, default=None)


def receptions_of(conversation: list[Message], rounds: list[Round]) -> dict[Key, Reception]:
    """One buyer's receptions, before exclusions."""
    out: dict[Key, Reception] = {}

    def reception(account: str, message: Message) -> Reception:
        key = (message.shop, account, message.buyer, message.day)
        return out.setdefault(key, Reception(*key))

    # "**Reception**: one thread on one service day with at least one message."
    for message in conversation:
        reception(message.account, message).rows.append(message)
        if message.moves_to is not None:
            # "A transfer stands in both threads"
            reception(message.moves_to, message).rows.append(message)

    for round_ in rounds:
        # "A round belongs to the service day on which it opened and to the account that has
        # it last."
        out[(round_.shop, round_.account, round_.buyer, round_.day)].rounds.append(round_)
        if round_.state == "cross_day":
            assert round_.closed_by is not None
            reply = round_.closed_by
            reception(reply.account, reply).holds_cross_day_reply = True

    for item in out.values():
        item.sessions = sessions_of(item)
    return out


def sessions_of(reception: Reception) -> list[Session]:
    """ "A session = rows of a reception with gaps ≤ 600 s" """
    sessions: list[Session] = []
    for row in reception.rows:
        if sessions and seconds_between(sessions[-1].end, row.at) <= 600:
            sessions[-1].rows.append(row)
        else:
            sessions.append(Session(reception.account, [row]))
    return sessions


def why_excluded(
    reception: Reception,
    switches: dict[str, Any],
    internal: set[str],
    after_sale: set[str],
    by_hand: set[Key],
) -> str | None:
    """The first reason that holds, in the order of the sentence, or None."""
    # rulings: "exclusions"
    if reception.key in by_hand:
        return "by_hand"

    # "no buyer message (agent monologue, mass message, robot only), unless it holds a
    # cross-day reply or a transfer in (on)"
    if (
        switches["no_buyer_message"]
        and reception.buyer_messages == 0
        and not reception.holds_cross_day_reply
        and not reception.transferred_in
    ):
        return "no_buyer_message"

    # "only empty texts: every row, any sender, is kind text and empty after trimming (on)"
    if switches["empty_texts"] and all(row.is_empty_text for row in reception.rows):
        return "empty_texts"

    # "internal or listed account (on)"
    if switches["internal_accounts"] and (
        reception.account in internal or reception.account in switches["internal"]
    ):
        return "internal_account"

    # "forwarded after ≤ n agent messages (off)"
    n = switches["forwarded_after"]
    if n is not None:
        spoken = 0
        for row in reception.rows:
            if row.is_human:
                spoken += 1
            if row.account == reception.account and row.counts_as_out and spoken <= n:
                return "forwarded"

    # "single buyer line (off)"
    if switches["single_buyer_line"] and reception.buyer_messages == 1:
        return "single_buyer_line"

    # "advert text in a reception of < n lines (off)"
    if (
        switches["advert_texts"]
        and len(reception.rows) < switches["advert_lines"]
        and any(text in row.text for text in switches["advert_texts"] for row in reception.rows)
    ):
        return "advert"

    # "after-sale account (off)"
    if switches["after_sale_accounts"] and (
        reception.account in after_sale or reception.account in switches["after_sale"]
    ):
        return "after_sale_account"

    return None

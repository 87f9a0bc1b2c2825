"""Rounds: one buyer's messages with all accounts of a shop, read once from first to last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from .messages import Message

ONE_DAY = timedelta(days=1)


def seconds_between(start: datetime, end: datetime) -> Decimal:
    gap = end - start
    return Decimal(gap.days * 86400 + gap.seconds) + Decimal(gap.microseconds) / 1_000_000


@dataclass(eq=False)
class Round:
    shop: str
    buyer: str
    account: str  # who has it (at the end: "the account that has it last")
    day: date  # "the service day on which it opened"
    opened: Message  # the buyer message whose time is the opening time
    came: Message  # with which it opened at, or last arrived at, its account
    state: str = "unreplied"  # or "replied", "cross_day"
    closed_by: Message | None = None

    @property
    def opened_at(self) -> datetime:
        return self.opened.at

    @property
    def seconds(self) -> Decimal | None:
        if self.closed_by is None:
            return None
        return seconds_between(self.opened.at, self.closed_by.at)

    def close(self, by: Message, state: str) -> None:
        self.closed_by = by
        self.state = state


def rounds_of(conversation: list[Message]) -> list[Round]:
    """All rounds of one buyer with one shop, those of excluded receptions too."""
    rounds: list[Round] = []
    waiting: dict[str, Round] = {}  # account → its round that is not closed

    for message in conversation:
        account, day = message.account, message.day
        here = waiting.get(account)

        if message.is_buyers:
            if here is not None and here.day == day:
                continue  # the round is open already
            # "otherwise it is `unreplied`: a buyer message on a later day opens a new round"
            # "opens with the first buyer message after the last round closed"
            new = Round(message.shop, message.buyer, account, day, message, message)
            rounds.append(new)
            waiting[account] = new

        elif message.is_human:
            if here is None:
                continue
            if here.day == day:
                # "It closes with the next human agent message of its service day"
                here.close(message, "replied")
                del waiting[account]
            elif here.day + ONE_DAY == day:
                # "or, if none, with a human message of the next service day before any buyer
                # message of that day in the thread: `cross_day`"; a buyer message of this day
                # would have opened a round of this day and `here` would be that one
                here.close(message, "cross_day")
                del waiting[account]

        elif message.moves_to is not None:
            # "on the service day on which the round opened it moves the open round, with its
            # opening time, to the target account"
            if here is None or here.day != day:
                continue
            target = message.moves_to
            there = waiting.get(target)
            del waiting[account]
            if there is not None and there.day == day:
                # "if a round of the same service day is open there the two become one with
                # the earlier opening time"
                rounds.remove(here)
                if here.opened.number < there.opened.number:
                    there.opened = here.opened
            else:
                # "One still waiting there from an earlier day ends unreplied when the moved
                # round arrives."
                here.account = target
                here.came = message
                waiting[target] = here
        # "Robot, auto, system, mass and transfer messages answer nothing."

    return rounds

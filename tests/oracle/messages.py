"""What each message is, on which service day, and in which order messages stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .facts import Row, distinct_messages


@dataclass(eq=False)
class Message:
    shop: str
    account: str
    buyer: str
    at: datetime
    sender: str
    kind: str
    text: str
    to_account: str | None
    file: str
    line: int
    day: date  # service day
    number: int = -1  # place in the order of all messages with this buyer

    @property
    def is_mass(self) -> bool:
        # "A mass message is one so marked, or a text beginning `@`; it counts as no one's
        # message, but is a row of its reception"
        return self.kind == "mass" or (self.kind == "text" and self.text.startswith("@"))

    @property
    def is_transfer(self) -> bool:
        return self.kind == "transfer"

    @property
    def moves_to(self) -> str | None:
        # "A transfer without target, or to itself, moves nothing"
        if self.is_transfer and self.to_account and self.to_account != self.account:
            return self.to_account
        return None

    @property
    def counts_as_out(self) -> bool:
        # "(without target it still counts as out)"
        return self.is_transfer and self.to_account != self.account

    @property
    def is_buyers(self) -> bool:
        return self.sender == "buyer" and not self.is_mass and not self.is_transfer

    @property
    def is_human(self) -> bool:
        # "Robot, auto, system, mass and transfer messages answer nothing."
        # "An empty agent text is a human message."
        return self.sender == "agent" and not self.is_mass and not self.is_transfer

    @property
    def is_robots(self) -> bool:
        return self.sender == "robot" and not self.is_mass and not self.is_transfer

    @property
    def is_empty_text(self) -> bool:
        # "kind text and empty after trimming"
        return self.kind == "text" and self.text == ""


def clock(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def service_day(at: datetime, day_cut: str) -> date:
    """ "A *service day* is `local_day` after the day cut." """
    cut = clock(day_cut)
    return (at - timedelta(hours=cut.hour, minutes=cut.minute)).date()


def in_hours(at: datetime, hours: tuple[str, str] | list[str] | None) -> bool:
    """ "Windows are half-open on the opening time." None: all hours."""
    if hours is None:
        return True
    start, end = clock(hours[0]), clock(hours[1]) if hours[1] != "24:00" else None
    moment = at.time()
    return start <= moment and (end is None or moment < end)


SENDER_ORDER = {"buyer": 0, "robot": 1, "system": 2, "agent": 3}


def in_order(messages: list[Message]) -> list[Message]:
    """ "Within it messages are ordered by time; at equal instants by line within one file,
    across files buyer, robot, system, agent, then text."
    """
    instants: dict[datetime, list[Message]] = {}
    for message in messages:
        instants.setdefault(message.at, []).append(message)
    out = []
    for at in sorted(instants):
        group = instants[at]
        if len({message.file for message in group}) == 1:
            group.sort(key=lambda m: m.line)
        else:
            group.sort(key=lambda m: (SENDER_ORDER[m.sender], m.text, m.file, m.line))
        out.extend(group)
    return out


def conversations(rows: list[Row], day_cuts: dict[str, str]) -> dict[tuple[str, str], list]:
    """(shop, buyer) → that buyer's messages with all accounts, in order."""
    out: dict[tuple[str, str], list[Message]] = {}
    for row in distinct_messages(rows):
        message = Message(
            shop=row["shop"],
            account=row["account"],
            buyer=row["buyer"],
            at=row["at"],
            sender=row["sender"],
            kind=row.get("kind") or "text",
            text=row["text"],
            to_account=row.get("to_account"),
            file=row["file"],
            line=row["line"],
            day=service_day(row["at"], day_cuts[row["shop"]]),
        )
        out.setdefault((message.shop, message.buyer), []).append(message)
    for key, messages in out.items():
        out[key] = in_order(messages)
        for number, message in enumerate(out[key]):
            message.number = number
    return out

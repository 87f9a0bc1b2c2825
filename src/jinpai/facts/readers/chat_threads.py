"""From who said what to threads: which account and which buyer a line of chat belongs to.

A copied chat names only the speaker. Staff are the nicks with a colon (`店:子号`), the main
account before it, and the shop's known accounts. A buyer's line belongs to the account that
served at that moment: the last that spoke or was transferred to, else the next that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jinpai.facts.readers import problems
from jinpai.facts.readers.columns import Rows
from jinpai.facts.readers.protocol import Batch, Context, Problem
from jinpai.facts.readers.staff_nicks import account_of, nick, staff_shop

COLUMNS = ("shop", "account", "buyer", "at", "sender", "kind", "text", "to_account")

_STEP_BACK = timedelta(minutes=1)
"""Clocks of a few seconds apart are no new conversation."""

_SYSTEM = frozenset({"系统", "系统消息", "系统通知", "系统提示", "平台消息", "千牛", "旺旺"})
_ROBOT = re.compile(r"机器人|店小蜜|智能客服|服务助手|自动回复")


@dataclass(frozen=True)
class Utterance:
    """One line of a chat as it stands in the file."""

    at: datetime
    speaker: str
    text: str
    kind: str  # a word of MESSAGE_KINDS
    line: int
    to_account: str = ""  # of a transfer
    marked_staff: bool = False  # the file itself marks the speaker as staff
    marked_buyer: bool = False
    marked_robot: bool = False
    buyer: str = ""  # where the file says whose chat it is
    apart: bool = False  # a blank line parts it from the one above


class Cast:
    """Who of the speakers is staff."""

    def __init__(self, utterances: Sequence[Utterance], context: Context) -> None:
        self._known = {nick(account) for account in context.accounts}
        speakers = {u.speaker for u in utterances} | {
            u.to_account for u in utterances if u.to_account
        }
        mains = {shop for speaker in speakers if (shop := staff_shop(speaker))}
        marked = {u.speaker for u in utterances if u.marked_staff or u.marked_robot}
        movers = {u.speaker for u in utterances if u.kind == "transfer"}
        movers |= {u.to_account for u in utterances if u.to_account}
        buyers = {u.speaker for u in utterances if u.marked_buyer} | {
            u.buyer for u in utterances if u.buyer
        }
        self.staff = {
            speaker
            for speaker in speakers
            if staff_shop(speaker)
            or speaker in self._known
            or speaker in mains
            or speaker in marked
            or speaker in movers
            or _ROBOT.search(speaker)
        } - buyers
        self.marked_robots = {u.speaker for u in utterances if u.marked_robot}
        self.shop = next((staff_shop(s) for s in sorted(self.staff) if staff_shop(s)), "")

    def is_staff(self, speaker: str) -> bool:
        return speaker in self.staff

    def is_buyer(self, speaker: str) -> bool:
        return speaker not in self.staff and speaker not in _SYSTEM

    def is_robot(self, speaker: str) -> bool:
        """Does a machine speak under this nick?"""
        return speaker in self.staff and (
            speaker in self.marked_robots or bool(_ROBOT.search(speaker))
        )


def rows(
    utterances: Sequence[Utterance],
    context: Context,
    *,
    buyer: str = "",
    account: str = "",
) -> Iterator[Batch | Problem]:
    """`messages` of one file. `buyer` and `account` are what the file says about all of it."""
    if not utterances:
        return
    utterances = [
        replace(
            u,
            speaker=u.speaker if u.marked_buyer else account_of(u.speaker, context.accounts),
            to_account=account_of(u.to_account, context.accounts),
        )
        for u in utterances
    ]
    cast = Cast(utterances, context)
    if not cast.staff and not account and len(context.accounts) == 1:
        (account,) = context.accounts  # nobody answered, and there is only one who could have
    if not cast.staff and not account:
        yield problems.needs_accounts()
        return
    if not (context.shop or cast.shop or staff_shop(account)):
        yield problems.needs_shop()
        return
    out = Rows("messages", COLUMNS)
    named = {u.speaker for u in utterances if cast.is_buyer(u.speaker)} | {
        u.buyer for u in utterances if u.buyer
    }
    if not buyer and len(named) == 1:
        (buyer,) = named
    people = {
        u.speaker for u in utterances if cast.is_staff(u.speaker) and not cast.is_robot(u.speaker)
    }
    if not account and len(people) == 1:
        (account,) = people  # one person's window: what nobody answered waits there too
    for conversation in _conversations(utterances, cast):
        buyers = _nearest([u.buyer or (u.speaker if cast.is_buyer(u.speaker) else "")
                           for u in conversation])  # fmt: skip
        accounts = _serving(conversation, cast)
        for index, u in enumerate(conversation):
            own = accounts[index]
            if account and (not own or cast.is_robot(own)):
                own = account
            if cast.is_staff(u.speaker) and (u.kind == "transfer" or not cast.is_robot(u.speaker)):
                own = u.speaker  # a robot speaks in the thread of the person who serves
            whose = buyers[index] or buyer
            raw = f"{u.speaker} {u.at:%Y-%m-%d %H:%M:%S}"
            if not whose:
                yield problems.no_partner(u.line, raw, missing="buyer")
                continue
            if not own:
                yield problems.no_partner(u.line, raw, missing="account")
                continue
            if u.kind == "transfer" or u.speaker in _SYSTEM:
                sender = "system"
            elif not cast.is_staff(u.speaker):
                sender = "buyer"
            else:
                sender = "robot" if cast.is_robot(u.speaker) else "agent"
            out.add(
                u.line,
                {
                    "shop": context.shop or staff_shop(own) or cast.shop,
                    "account": own,
                    "buyer": whose,
                    "at": f"{u.at:%Y-%m-%d %H:%M:%S}",
                    "sender": sender,
                    "kind": u.kind,
                    "text": u.text,
                    "to_account": u.to_account,
                },
            )
            if out.full:
                yield from out.take()
    yield from out.take()


def _conversations(utterances: Sequence[Utterance], cast: Cast) -> Iterator[list[Utterance]]:
    """Copies pasted one under the other. Where the buyer changes, the next one begins at a step
    back in time or at a blank line; else with the new buyer's own first line."""
    names = [u.buyer or (u.speaker if cast.is_buyer(u.speaker) else "") for u in utterances]
    coming = _nearest(names[::-1], fill=False)[::-1]
    current: list[Utterance] = []
    last = ""
    for utterance, name, ahead in zip(utterances, names, coming, strict=True):
        if current:
            step = utterance.at - current[-1].at
            changes = bool(last and ahead and ahead != last)
            back = step < timedelta(0)
            if (changes and (back or utterance.apart)) or (not ahead and step < -_STEP_BACK):
                yield current
                current = []
        current.append(utterance)
        last = name or last
    if current:
        yield current


def _serving(conversation: Sequence[Utterance], cast: Cast) -> list[str]:
    """Whose thread each line stands in. A robot serves only where no person does."""

    def names(robots: bool) -> list[tuple[str, str]]:
        out = []
        for u in conversation:
            heard = cast.is_staff(u.speaker) and (robots or not cast.is_robot(u.speaker))
            before = u.speaker if heard else ""
            out.append((before, u.to_account or before))
        return out

    pairs = names(robots=False)
    if not any(after for _, after in pairs):
        pairs = names(robots=True)
    after = _nearest([after for _, after in pairs])
    opening = next((before or after for before, after in pairs if before or after), "")
    seen = False
    for index, pair in enumerate(pairs):
        seen = seen or any(pair)
        if not seen:
            after[index] = opening
    return after


def _nearest(names: Sequence[str], *, fill: bool = True) -> list[str]:
    """Each place's own name, else the last one before it, else (fill) the first one after it."""
    out: list[str] = []
    last = ""
    for name in names:
        last = name or last
        out.append(last)
    first = next((name for name in names if name), "") if fill else ""
    return [name or first for name in out]

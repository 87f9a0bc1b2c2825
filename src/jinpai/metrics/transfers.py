"""A transferred buyer's service day, walked message by message.

A transfer stands in both threads; on the service day on which the round opened it moves the
open round, with its opening time, to the target account, where it joins a round of the same day
that is open there. One round's fate so hangs on several threads, which no window over one
thread can see. Few buyers are transferred, so plain steps over their messages are affordable;
they also serve days whose messages of one instant come from different files.

As in `rounds.py` nothing looks past the day: a round may stay open, and `spoke_at` says when a
human first spoke to one who may have been waiting since the day before.
Source: design 3-metrics §2.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from jinpai.metrics.threads import BUYER, HUMAN

SESSION_GAP = timedelta(seconds=600)
# at equal instants across files: buyer, robot, system, agent, then text
_RANK = {"buyer": 0, "robot": 1, "system": 2, "agent": 3}


@dataclass(slots=True)
class Line:
    """One message of a buyer, as `threads.heard` sees it, with what the order needs."""

    account: str
    at: datetime
    local_at: datetime
    day: date
    whose: int
    robot: bool
    empty: bool
    chars: int
    advert: bool
    transfer: bool
    to_account: str | None
    sender: str
    text: str
    source: str
    line: int


@dataclass(slots=True)
class Round:
    account: str
    day: date
    opened_at: datetime
    opened_local: datetime
    entered_at: datetime  # when it opened or arrived at this account
    entry: int = 0  # the day's how manieth opening or arrival that was
    moved_in: bool = False
    closed_at: datetime | None = None
    closed_local: datetime | None = None
    leads: bool = False  # the first of its session
    heads: bool = False  # the first of its reception
    session_local: datetime | None = None


@dataclass(slots=True)
class Session:
    began_at: datetime
    ended_at: datetime
    began_local: datetime
    ended_local: datetime


@dataclass(slots=True)
class Held:
    """A reception: what stands in it."""

    account: str
    day: date
    rows: int = 0
    first_at: datetime = datetime.max
    last_at: datetime = datetime.min
    first_local: datetime = datetime.max
    last_local: datetime = datetime.min
    buyer_messages: int = 0
    human_messages: int = 0
    robot_messages: int = 0
    chars: int = 0
    only_empty: bool = True
    adverts: bool = False
    human_at: list[datetime] = field(default_factory=list)
    transferred_in: bool = False
    transferred_out: bool = False
    said_before_transfer: int | None = None  # human messages before the first transfer out
    spoke_at: datetime | None = None
    spoke_local: datetime | None = None
    sessions: list[Session] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)


# a message as it stands in one thread: the line, the account, whether it arrives there
_Standing = tuple[Line, str, bool]


def _moves(line: Line) -> bool:
    return line.transfer and bool(line.to_account) and line.to_account != line.account


def _steps(lines: Iterable[Line]) -> Iterator[_Standing]:
    """Every standing row in an order in which a transfer leaves before it arrives: by time, at
    equal instants by line within one file."""
    lines = sorted(lines, key=lambda x: (x.at, x.line))
    if len({x.source for x in lines}) > 1:
        yield from _steps_of_files(lines)
        return
    for line in lines:
        yield line, line.account, False
        if line.transfer and _moves(line):
            assert line.to_account is not None
            yield line, line.to_account, True


def _in_order(rows: list[_Standing]) -> list[_Standing]:
    """By time; at equal instants by line within one file, across files by sender, then text."""
    rows.sort(key=lambda r: r[0].at)
    out: list[_Standing] = []
    for _, group in groupby(rows, key=lambda r: r[0].at):
        same = list(group)
        if len({r[0].source for r in same}) == 1:
            same.sort(key=lambda r: r[0].line)
        else:
            same.sort(key=lambda r: (_RANK.get(r[0].sender, 9), r[0].text, r[0].line))
        out += same
    return out


def _steps_of_files(lines: Iterable[Line]) -> Iterator[_Standing]:
    """The same where several files meet: each thread has an order of its own, and a transfer
    arrives only once it has left."""
    threads: dict[str, list[_Standing]] = defaultdict(list)
    for line in lines:
        threads[line.account].append((line, line.account, False))
        if _moves(line):
            assert line.to_account is not None
            threads[line.to_account].append((line, line.to_account, True))
    queues = {account: deque(_in_order(rows)) for account, rows in sorted(threads.items())}
    left: set[int] = set()
    while queues:
        now = min(q[0][0].at for q in queues.values())
        ready = [a for a, q in queues.items() if q[0][0].at == now]
        free = [a for a in ready if not queues[a][0][2] or id(queues[a][0][0]) in left]
        # two transfers that wait for each other at one instant: the lower account goes first
        account = (free or ready)[0]
        row = queues[account].popleft()
        if not row[2]:
            left.add(id(row[0]))
        if not queues[account]:
            del queues[account]
        yield row


def walk(lines: Iterable[Line]) -> list[Held]:
    """All receptions of one (shop, buyer, service day), with their rounds and sessions.

    A round stands in the reception of the account that had it last. One still waiting from an
    earlier day is answered by a human who speaks before any buyer message of the day, unless a
    round moved here first: then it ended unreplied.
    """
    receptions: dict[str, Held] = {}
    waiting: dict[str, Round] = {}
    carried: dict[int, Round] = {}
    ended: list[Round] = []
    begun: set[str] = set()  # accounts in which the day's own rounds have begun

    for step, (line, account, arrival) in enumerate(_steps(lines)):
        held = receptions.get(account)
        if held is None:
            held = receptions[account] = Held(account, line.day)
        _hold(held, line, arrival)
        open_round = waiting.get(account)
        if arrival:
            held.transferred_in = True
            moved = carried.pop(id(line), None)
            if moved is None:
                continue
            begun.add(account)
            if open_round is None:
                moved.account, moved.entered_at, moved.moved_in = account, line.at, True
                moved.entry = step
                waiting[account] = moved
                continue
            open_round.moved_in = True
            if moved.opened_at < open_round.opened_at:
                open_round.opened_at = moved.opened_at
                open_round.opened_local = moved.opened_local
        elif line.transfer:
            if line.to_account == account:
                continue
            if not held.transferred_out:
                held.transferred_out = True
                held.said_before_transfer = held.human_messages
            if line.to_account and open_round is not None:
                carried[id(line)] = waiting.pop(account)
        elif line.whose == BUYER:
            begun.add(account)
            if open_round is None:
                waiting[account] = Round(account, line.day, line.at, line.local_at, line.at, step)
        elif line.whose == HUMAN:
            if open_round is not None:
                open_round.closed_at, open_round.closed_local = line.at, line.local_at
                ended.append(waiting.pop(account))
            elif account not in begun and held.spoke_at is None:
                held.spoke_at, held.spoke_local = line.at, line.local_at

    for r in [*ended, *waiting.values(), *carried.values()]:
        receptions[r.account].rounds.append(r)
    for held in receptions.values():
        _place(held)
    return [receptions[k] for k in sorted(receptions)]


def _hold(held: Held, line: Line, arrival: bool) -> None:
    """Count a line; lines come in time order."""
    at = line.at
    if not held.rows:
        held.first_at, held.first_local = at, line.local_at
    held.rows += 1
    held.last_at, held.last_local = at, line.local_at
    last = held.sessions[-1] if held.sessions else None
    if last is None or at - last.ended_at > SESSION_GAP:
        held.sessions.append(Session(at, at, line.local_at, line.local_at))
    else:
        last.ended_at, last.ended_local = at, line.local_at
    if held.only_empty and not line.empty:
        held.only_empty = False
    if line.advert:
        held.adverts = True
    if arrival:
        return
    if line.whose == HUMAN:
        held.human_messages += 1
        held.chars += line.chars
        held.human_at.append(at)
    elif line.whose == BUYER:
        held.buyer_messages += 1
    elif line.robot:
        held.robot_messages += 1


def _place(held: Held) -> None:
    """Say which round is the reception's first and which are their sessions' first."""
    if not held.rounds:
        return
    held.rounds.sort(key=lambda r: r.entry)
    min(held.rounds, key=lambda r: r.opened_at).heads = True
    led: set[int] = set()
    for r in held.rounds:
        for number, session in enumerate(held.sessions):
            if session.began_at <= r.entered_at <= session.ended_at:
                r.session_local = session.began_local
                if number not in led:
                    led.add(number)
                    r.leads = True
                break

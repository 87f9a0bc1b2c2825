"""The day's reconciliation between warehouse and service: which parcels it is about, how far
each came, where the two sides do not say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jinpai.workflow.aftersales.states import Word
from jinpai.workflow.returns import SETTLED, clock

AT = time(17, 0)
"""The fixed time of the day at which both sides sit down; the day runs from one to the next."""

SIDES: Mapping[str, Word] = {
    w.code: w for w in (Word("warehouse", "仓库", "warehouse"), Word("service", "售后", "service"))
}
GROUPS: Mapping[str, Word] = {
    w.code: w
    for w in (
        Word("before", "以前到的、还没处理完", "left from before"),
        Word("arrived", "到仓", "arrived"),
        Word("inspected", "已验货", "inspected"),
        Word("passed", "已交售后", "passed on"),
        Word("settled", "已退款、换货", "refunded or replaced"),
        Word("unmatched", "没找到售后单", "unmatched"),
        Word("overdue", "超过 24 小时", "over 24 hours"),
    )
}
DIFFERENCES: Mapping[str, Word] = {
    w.code: w
    for w in (
        Word("unmatched", "仓库收到了,售后没有单", "the warehouse has it, service has no case"),
        Word("ended", "仓库收到了,售后单已撤销或结案",
             "the warehouse has it, the case is cancelled or closed"),
        Word("not_moved", "仓库收到了,售后单还没走到已到仓",
             "the warehouse has it, the case does not say so"),
        Word("not_passed", "仓库验了,售后单没走到已验货",
             "inspected here, the case does not say so"),
        Word("unseen", "售后单说到仓了,登记里没有",
             "the case says it arrived, the register does not"),
        Word("uninspected", "没验货就处理了", "settled without an inspection"),
        Word("overdue", "超过 24 小时没处理完", "not settled within 24 hours"),
    )
}  # fmt: skip

ARRIVED = frozenset({"arrived", "inspected"}) | SETTLED


def window(day: date) -> tuple[datetime, datetime]:
    """The day of a reconciliation: from the time of the day before until its own."""
    end = datetime.combine(day, AT)
    return end - timedelta(days=1), end


def day_of(at: datetime) -> date:
    """The reconciliation a moment belongs to: at the very time, the next one."""
    return at.date() if at.time() < AT else at.date() + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """A parcel as both sides see it: `state` is the case's, empty without one. `passed`: when the
    case was told of the inspection; `settled`: when, after it came, it was dealt with. Times on
    the shop's clock. `registered`: is there a row?"""

    id: int
    arrived: datetime
    inspected: datetime | None = None
    passed: datetime | None = None
    settled: datetime | None = None
    state: str = ""
    registered: bool = True


def _by(at: datetime | None, end: datetime) -> bool:
    return at is not None and at < end


def groups(rows: Iterable[Seen], day: date) -> dict[str, tuple[int, ...]]:
    """Parcels by how far they had come when the day ended. Each is there once for each group:
    those of the day, and those of before that were not settled when it began."""
    start, end = window(day)
    out: dict[str, list[int]] = {code: [] for code in GROUPS}
    for row in rows:
        if not row.registered or row.arrived >= end or _by(row.settled, start):
            continue
        out["arrived" if row.arrived >= start else "before"].append(row.id)
        if _by(row.inspected, end):
            out["inspected"].append(row.id)
        if _by(row.passed, end):
            out["passed"].append(row.id)
        if _by(row.settled, end):
            out["settled"].append(row.id)
        if not row.state and not _by(row.settled, end):
            out["unmatched"].append(row.id)
        at = row.settled if _by(row.settled, end) else None
        if clock(row.arrived, at, end).late:
            out["overdue"].append(row.id)
    return {code: tuple(ids) for code, ids in out.items()}


def differences(row: Seen, now: datetime) -> tuple[str, ...]:
    """Where the two sides do not agree, or the day's promise was missed."""
    if not row.registered:
        return ("unseen",)
    out = []
    if row.settled is not None:
        if row.inspected is None or row.inspected > row.settled:
            out.append("uninspected")
    elif not row.state:
        out.append("unmatched")
    elif row.state in {"cancelled", "closed", "refused"}:
        out.append("ended")
    elif row.state not in ARRIVED:
        out.append("not_moved")
    elif row.state == "arrived" and row.inspected is not None:
        out.append("not_passed")
    if clock(row.arrived, row.settled, now).late:
        out.append("overdue")
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Signed:
    """One side's signature: the figures it saw."""

    side: str
    by: str
    figures: Mapping[str, int]


def disagree(one: Signed, other: Signed) -> tuple[str, ...]:
    """The figures in which two signatures of a day differ."""
    return tuple(c for c in GROUPS if one.figures.get(c, 0) != other.figures.get(c, 0))

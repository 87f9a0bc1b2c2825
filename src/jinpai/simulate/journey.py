"""What a parcel's tracking says at any moment: collected, hubs, out for delivery, signed.

A generator of its own for each parcel: the chats, orders and payments of a shop do not depend
on how often a courier scans. One parcel in a hundred is stuck, one in five hundred lost, one in
two hundred is refused at the door and delivered on another day.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from random import Random

from jinpai.simulate.ledger import Order
from jinpai.simulate.wall import DAY, at_clock

HUBS = (
    "金华",
    "上海",
    "南京",
    "合肥",
    "郑州",
    "武汉",
    "长沙",
    "广州",
    "成都",
    "西安",
    "济南",
    "石家庄",
)
SCANS = 13 * 3600  # between two hubs, about
NOTICED = 2 * DAY  # until a parcel that does not move is called stuck
SEARCHED = 5 * DAY  # until a lost one is called lost
REFUSED = 0.005


@dataclass(frozen=True, slots=True)
class Scan:
    """From `known` on the tracking says this; the event itself was at `at`."""

    known: int
    event: str
    at: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Journey:
    """A cell that changes often: the last event of a parcel."""

    scans: tuple[Scan, ...]

    def at(self, now: int) -> Scan:
        """The last of what is known; the first is the shipping itself."""
        return self.scans[max(0, bisect_right(self.scans, now, key=lambda s: s.known) - 1)]


def journey(order: Order, seed: int) -> Journey:
    """The whole way of a shipped order."""
    assert order.shipped is not None
    r = Random(f"{seed}/parcel/{order.order_id}")
    start, signed = order.shipped, order.signed
    scans = [Scan(start, "已揽收", start)]
    door = _out(signed, start, r) if signed is not None else None
    if order.problem == "lost" or door is None:
        scans += _hubs(r, start, start + int((0.6 + r.random()) * DAY))
        scans.append(Scan(start + SEARCHED, "包裹丢失,快递正在理赔", start + SEARCHED, "lost"))
        return Journey(tuple(scans))
    assert signed is not None
    road = door
    if order.problem == "stuck":  # it lies at a hub most of the way
        road = min(door, start + int((0.7 + r.random() * 0.6) * DAY))
        scans += _hubs(r, start, road)
        last = scans[-1]
        if last.at + NOTICED < door:
            scans.append(Scan(last.at + NOTICED, last.event, last.at, "stuck"))
    else:
        scans += _hubs(r, start, road)
    refused = not order.problem and door - start > 30 * 3600 and r.random() < REFUSED
    if refused:
        at = door - DAY + int(r.random() * 3 * 3600)
        scans = [s for s in scans if s.known < at - 3600]
        scans.append(Scan(at, "买家拒收,等候处理", at, "refused"))
    scans.append(Scan(door, "派送中", door, "stuck" if order.problem == "stuck" else ""))
    end = "已签收 外包装破损" if order.problem == "damaged" else "已签收"
    scans.append(Scan(signed, end, signed, order.problem))
    return Journey(tuple(scans))


def _out(signed: int, start: int, r: Random) -> int:
    """When the courier sets out on the day of signing; never before the parcel left."""
    morning = signed - signed % DAY + at_clock("07:10") + int(r.random() * 5400)
    return max(start + 60, min(morning, signed - 600))


def _hubs(r: Random, start: int, end: int) -> list[Scan]:
    """Hubs on the way, evenly but for some hours, the first within the first half day."""
    if end - start < 3 * 3600:
        return []
    stops = max(1, min(len(HUBS), round((end - start) / SCANS)))
    way = r.sample(HUBS, stops)
    out: list[Scan] = []
    for index, hub in enumerate(way):
        share = (index + 0.35 + 0.5 * r.random()) / stops
        at = start + int((end - start) * share)
        if index == stops - 1:
            text = f"到达【{hub}转运中心】"
        else:
            text = f"离开【{hub}转运中心】,下一站【{way[index + 1]}转运中心】"
        out.append(Scan(at, text, at))
    return out

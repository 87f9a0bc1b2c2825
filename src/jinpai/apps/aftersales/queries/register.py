"""The rows of the returns register, each with its clock and as far as it has come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from jinpai.apps.aftersales.models import Case, CaseEvent, Inspection, Parcel
from jinpai.apps.desk.models import Task
from jinpai.workflow.reconciliation import Seen, differences, window
from jinpai.workflow.returns import SETTLED, Clock, clock

STATES = ("open", "unmatched", "late", "all")


@dataclass(frozen=True, slots=True)
class Row:
    """`seen`: as the day's reconciliation reads it."""

    parcel: Parcel
    case: Case | None
    last: Inspection | None
    clock: Clock
    seen: Seen
    settled: datetime | None
    differences: tuple[str, ...]

    @property
    def open(self) -> bool:
        return self.settled is None


def wall(at: datetime | None) -> datetime | None:
    """On the shop's clock."""
    return timezone.localtime(at).replace(tzinfo=None) if at else None


def rows(parcels: Iterable[Parcel], now: datetime) -> list[Row]:
    """Their rows; five queries however many there are."""
    found = list(parcels)
    cases = Case.objects.in_bulk({p.case_id for p in found if p.case_id})
    events: dict[int, list[CaseEvent]] = {}
    for event in CaseEvent.objects.filter(case__in=cases, what="moved"):
        events.setdefault(event.case_id, []).append(event)
    chains = _chains(found)
    last: dict[int, Inspection] = {}
    for one in Inspection.objects.filter(parcel__in={pk for c in chains.values() for pk in c}):
        last[one.parcel_id] = one
    by_hand = _by_hand(found)
    out = []
    for parcel in found:
        case = cases.get(parcel.case_id) if parcel.case_id else None
        seen_last = max(
            (last[pk] for pk in chains[parcel.pk] if pk in last), key=lambda i: i.pk, default=None
        )
        out.append(_row(parcel, case, seen_last, events.get(parcel.case_id or 0, ()),
                        by_hand.get(parcel.pk), now))  # fmt: skip
    return out


def _row(
    parcel: Parcel, case: Case | None, last: Inspection | None, events: Sequence[CaseEvent],
    by_hand: datetime | None, now: datetime,
) -> Row:  # fmt: skip
    after = [e for e in events if e.at >= parcel.arrived_at]
    ends = (e.at for e in after if e.after in SETTLED and e.at > parcel.arrived_at)
    settled = next(ends, by_hand)
    passed = next((e.at for e in after if e.after == "inspected"), None)
    arrived = wall(parcel.arrived_at)
    assert arrived is not None
    seen = Seen(
        parcel.pk, arrived, wall(last.at) if last else None, wall(passed), wall(settled),
        case.state if case else "",
    )  # fmt: skip
    here = wall(now)
    assert here is not None
    return Row(parcel, case, last, clock(parcel.arrived_at, settled, now), seen, settled,
               differences(seen, here))  # fmt: skip


def _chains(parcels: Iterable[Parcel]) -> dict[int, list[int]]:
    """Each row with the rows it corrects: what was inspected stays inspected."""
    out: dict[int, list[int]] = {}
    for parcel in parcels:
        chain, one = [parcel.pk], parcel
        while one.corrects_id is not None:
            chain.append(one.corrects_id)
            one = Parcel.objects.get(pk=one.corrects_id)
        out[parcel.pk] = chain
    return out


def _by_hand(parcels: Sequence[Parcel]) -> dict[int, datetime]:
    """When a person settled what had no case to settle it."""
    done = Task.objects.filter(
        list="returns", data__parcel__in=[str(p.pk) for p in parcels], state=Task.State.DONE
    ).exclude(done_by="")
    return {int(t.data["parcel"]): t.done_at for t in done if t.done_at is not None}


def standing() -> QuerySet[Parcel]:
    return Parcel.objects.filter(standing=True)


def unsettled() -> QuerySet[Parcel]:
    """Those that may still wait: of a case that goods are in of, or without one that goes on."""
    moving = Q(case__isnull=True) | ~Q(case__state__in=SETTLED)
    asked = Task.objects.filter(list="returns", key__startswith="parcel:").exclude(
        state=Task.State.DONE
    )
    keys = [t.split(":")[1] for t in asked.values_list("key", flat=True)]
    return standing().filter(moving | Q(pk__in=[int(k) for k in keys if k.isdecimal()]))


def of_day(day: date) -> QuerySet[Parcel]:
    """Arrived in the window of a reconciliation."""
    start, end = (timezone.make_aware(t) for t in window(day))
    return standing().filter(arrived_at__gte=start, arrived_at__lt=end)


def search(text: str) -> QuerySet[Parcel]:
    return Parcel.objects.filter(Q(waybill__icontains=text) | Q(order_id__icontains=text))


def history(parcel: Parcel) -> list[Parcel]:
    """The rows it corrects, newest first."""
    out, one = [], parcel
    while one.corrects_id is not None:
        one = Parcel.objects.get(pk=one.corrects_id)
        out.append(one)
    return out


def inspections(parcel: Parcel) -> list[Inspection]:
    return list(Inspection.objects.filter(parcel__in=_chains([parcel])[parcel.pk]).order_by("pk"))


def goods(case: Case | None) -> list[dict[str, Any]]:
    """The lines that come back, with how many."""
    from jinpai.apps.aftersales.queries.order import lines_of

    if case is None:
        return []
    return [
        {**row, "back": int(case.back.get(row["code"], 0))}
        for row in lines_of(case.order)
        if int(case.back.get(row["code"], 0))
    ]

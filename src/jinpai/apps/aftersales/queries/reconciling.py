"""A day of the reconciliation: how far its parcels came, and where the two sides differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from jinpai.apps.aftersales.models import Case, CaseEvent, Signature
from jinpai.apps.aftersales.queries import register
from jinpai.apps.aftersales.queries.register import Row
from jinpai.workflow.reconciliation import Signed, day_of, disagree, groups, window

BACK = timedelta(days=45)
"""What came before that was settled or never will be here."""
DAYS = 31  # of the history


@dataclass(frozen=True, slots=True)
class Day:
    """`differ`: the parcels about which the two sides do not say the same."""

    day: date
    rows: dict[int, Row]
    groups: dict[str, tuple[int, ...]]
    unseen: Sequence[Case]
    signatures: dict[str, Signature]

    @property
    def differ(self) -> list[Row]:
        ids = {pk for group in self.groups.values() for pk in group}
        return [r for pk, r in self.rows.items() if pk in ids and r.differences]

    @property
    def disagree(self) -> tuple[str, ...]:
        """The figures that the two sides signed differently."""
        if len(self.signatures) < 2:
            return ()
        one, other = (Signed(s.side, s.by, s.figures) for s in self.signatures.values())
        return disagree(one, other)

    def of(self, group: str) -> list[Row]:
        return [self.rows[pk] for pk in self.groups[group]]

    @property
    def counts(self) -> dict[str, int]:
        return {code: len(ids) for code, ids in self.groups.items()}


def _instants(day: date) -> tuple[datetime, datetime]:
    start, end = window(day)
    return timezone.make_aware(start), timezone.make_aware(end)


def a_day(day: date, now: datetime) -> Day:
    start, end = _instants(day)
    parcels = register.standing().filter(arrived_at__gte=start - BACK, arrived_at__lt=end)
    rows = {r.parcel.pk: r for r in register.rows(parcels.order_by("arrived_at", "pk"), now)}
    came = CaseEvent.objects.filter(
        what="moved", after="arrived", at__gte=start, at__lt=end
    ).values_list("case_id", flat=True)
    unseen = Case.objects.filter(pk__in=list(came)).exclude(
        pk__in=register.standing().filter(case__isnull=False).values("case_id")
    )
    return Day(
        day, rows, groups((r.seen for r in rows.values()), day), list(unseen.order_by("pk")),
        {s.side: s for s in Signature.objects.filter(day=day)},
    )  # fmt: skip


def counted(day: date, now: datetime) -> dict[str, int]:
    """What is signed."""
    return a_day(day, now).counts


@dataclass(frozen=True, slots=True)
class Past:
    """A day of the history."""

    day: date
    arrived: int
    signatures: dict[str, Signature]


def history(today: date) -> list[Past]:
    """The last days on which parcels came or that were signed, newest first."""
    first = today - timedelta(days=DAYS)
    arrived: dict[date, int] = {}
    for at in (
        register.standing()
        .filter(arrived_at__gte=_instants(first)[0])
        .values_list("arrived_at", flat=True)
    ):
        day = day_of(timezone.localtime(at).replace(tzinfo=None))
        arrived[day] = arrived.get(day, 0) + 1
    signed: dict[date, dict[str, Signature]] = {}
    for one in Signature.objects.filter(day__gte=first):
        signed.setdefault(one.day, {})[one.side] = one
    days = sorted({*arrived, *signed, today}, reverse=True)
    return [Past(d, arrived.get(d, 0), signed.get(d, {})) for d in days]

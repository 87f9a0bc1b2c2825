"""What confirmed payslips already took: the tax year so far, losses paid back, differences booked.

Only confirmed runs count, so that calculating again, or dying on the way, books nothing twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from jinpai.apps.payroll.models import Booking, Run, Slip
from jinpai.rules.inputs import Adjustment

CLOSED = (Run.State.CONFIRMED, Run.State.PAID)
ZERO = Decimal("0.00")


def closed_months() -> set[str]:
    """Months whose pay is confirmed."""
    return set(Run.objects.filter(state__in=CLOSED).values_list("month", flat=True))


@dataclass(frozen=True, slots=True)
class Year:
    """A person's confirmed payslips of a tax year before a month."""

    months: int = 0
    income: Decimal = ZERO
    social: Decimal = ZERO
    additional: Decimal = ZERO
    other: Decimal = ZERO
    withheld: Decimal = ZERO


def years(month: str) -> dict[str, Year]:
    """The tax year before `month`, by person: one query."""
    rows = (
        Slip.objects.filter(
            run__month__gte=f"{month[:4]}-01", run__month__lt=month, run__state__in=CLOSED
        )
        .order_by()
        .values("person")
        .annotate(
            months=Count("id"), income=Sum("taxable"), paid_social=Sum("social"),
            deducted=Sum("additional"), others=Sum("other"), withheld=Sum("tax"),
        )
    )  # fmt: skip
    return {
        row["person"]: Year(
            row["months"], row["income"], row["paid_social"], row["deducted"], row["others"],
            row["withheld"],
        )
        for row in rows
    }  # fmt: skip


def incomes(year: int) -> dict[str, Decimal]:
    """What confirmed payslips of a whole year paid, by person, before tax: one query."""
    rows = (
        Slip.objects.filter(
            run__month__gte=f"{year}-01", run__month__lte=f"{year}-12", run__state__in=CLOSED
        )
        .order_by()
        .values("person")
        .annotate(income=Sum("taxable"))
    )
    return {row["person"]: row["income"] for row in rows}


def _confirmed(month: str) -> list[Booking]:
    return list(
        Booking.objects.filter(run__state__in=CLOSED, run__month__lt=month).order_by(
            "run__month", "id"
        )
    )


@dataclass(frozen=True, slots=True)
class Booked:
    """Bookings of the runs before a month."""

    losses: dict[tuple[str, str], Decimal]  # (person, loss id) → paid back so far, > 0
    closed: dict[tuple[str, str], Decimal]  # (person, "closed:2026-09") → taken, signed
    carried: dict[str, list[Adjustment]]  # by person: the rest of what the cap did not allow


def booked(month: str) -> Booked:
    """Everything that confirmed runs before `month` took and carried on."""
    losses: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    closed: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    left: dict[tuple[str, str], Booking] = {}
    for row in _confirmed(month):
        key = (row.person, row.key)
        if row.kind == Booking.Kind.LOSS:
            losses[key] -= row.taken  # a deduction is negative
        elif row.key.startswith("closed:"):
            closed[key] += row.taken  # its rest is found again by computing the month again
        else:
            left[key] = row  # the newest says what is left
    carried: dict[str, list[Adjustment]] = {}
    for (person, name), row in sorted(left.items()):
        if row.left:
            carried.setdefault(person, []).append(
                Adjustment(name, row.left, row.month, row.reason, row.link)
            )
    return Booked(dict(losses), dict(closed), carried)

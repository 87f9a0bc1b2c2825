"""Which cases a scanned number may belong to, by what the cases and the files know of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from jinpai.apps import home
from jinpai.apps.aftersales.models import Case
from jinpai.workflow.aftersales.states import GOODS_BACK
from jinpai.workflow.returns import EXPECTING, Expected, Match, match

MOST = 2000  # cases that wait at once


@dataclass(frozen=True, slots=True)
class Found:
    """`order`: the shop and number that the files know the parcel by, where they know it."""

    match: Match
    cases: tuple[Case, ...]
    order: tuple[str, str] = ("", "")


def find(code: str) -> Found:
    """Whose the parcel of this number is."""
    told, sent = _files(code)
    orders = {o for _, o in told | sent}
    numbers = Q(return_waybill__iexact=code) | Q(order_id__iexact=code) | Q(order_id__in=orders)
    comes_back = Case.objects.filter(kind__in=GOODS_BACK)
    waits = list(comes_back.filter(state__in=EXPECTING).order_by("opened_at", "pk")[:MOST])
    known = {c.pk: c for c in waits}
    known |= {c.pk: c for c in comes_back.filter(numbers).order_by("-pk")[:50]}
    by = [
        Expected(
            c.pk, c.state, c.order_id,
            (c.return_waybill, *(code for o in told if o == (c.shop, c.order_id))),
            (c.sent_waybill, *(code for o in sent if o == (c.shop, c.order_id))),
        )
        for c in known.values()
    ]  # fmt: skip
    found = match(code, by)
    order = next(iter(sorted(told) or sorted(sent)), ("", ""))
    return Found(found, tuple(known[pk] for pk in found.cases), order)


def waiting(order: str = "") -> list[Case]:
    """The cases that look out for goods, those that wait longest first."""
    found = Case.objects.filter(kind__in=GOODS_BACK, state__in=EXPECTING)
    if order:
        found = found.filter(Q(order_id__icontains=order) | Q(return_waybill__icontains=order))
    return list(found.order_by("state_at", "pk")[:50])


def _files(code: str) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The orders that a refund names this return waybill for, and that it was sent under."""
    if not home.lake().snapshot().import_no:
        return set(), set()
    reading = home.reading()

    def asked(table: str, column: str) -> set[tuple[str, str]]:
        rows: list[dict[str, Any]] = reading.fetch(
            f"SELECT DISTINCT shop, order_id FROM {reading.fact(table)} "
            f"WHERE upper(replace({column}, ' ', '')) = ? AND order_id IS NOT NULL LIMIT 20",
            [code],
        )
        return {(r["shop"], r["order_id"]) for r in rows}

    return asked("refunds", "return_waybill"), asked("shipments", "waybill")


def count_waiting() -> int:
    return Case.objects.filter(kind__in=GOODS_BACK, state__in=EXPECTING).count()

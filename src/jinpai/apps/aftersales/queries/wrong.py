"""The week's wrong shipments per thousand parcels, by kind and by packer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from jinpai.apps import home
from jinpai.apps.aftersales.models import Case, Packing, WrongShipment
from jinpai.apps.aftersales.queries.reasons import Span
from jinpai.workflow.shipping import Week, week

TOLD = ("wrong_goods", "missing")
"""True reasons of cases that say the parcel was sent wrong."""
LOOKED = timedelta(days=60)


def standing() -> QuerySet[WrongShipment]:
    return WrongShipment.objects.filter(standing=True)


def parcels(span: Span) -> int:
    """How many left, by the files; where they know none, how many were packed here."""
    if home.lake().snapshot().import_no:
        reading = home.reading()
        found = reading.fetch(
            "SELECT count(DISTINCT s.waybill) AS n FROM "
            f"{reading.fact('shipments', span.first, span.last)} AS s "
            "LEFT JOIN credits AS c ON c.shop = s.shop AND c.order_id = s.order_id "
            "WHERE CAST(s.shipped_local AS DATE) BETWEEN ? AND ? "
            "AND coalesce(c.flag, '') <> 'green'",
            [span.first, span.last],
        )
        if found[0]["n"]:
            return int(found[0]["n"])
    return packings(span).count()


def packings(span: Span) -> QuerySet[Packing]:
    start = timezone.make_aware(datetime.combine(span.first, time()))
    end = timezone.make_aware(datetime.combine(span.last + timedelta(days=1), time()))
    return Packing.objects.filter(at__gte=start, at__lt=end)


def rows(span: Span) -> QuerySet[WrongShipment]:
    """Those whose parcel left in these days."""
    return standing().filter(sent__gte=span.first, sent__lte=span.last)


def begun() -> date | None:
    """When the log or the checklist was first used; before that nothing was counted."""
    first = [
        m.objects.order_by("at").values_list("at", flat=True).first()
        for m in (WrongShipment, Packing)
    ]
    known = [timezone.localtime(at).date() for at in first if at is not None]
    return min(known, default=None)


def a_week(span: Span) -> Week:
    """Before the log was begun a week has no rate: missing is not zero."""
    since = begun()
    kept = since is not None and span.last >= since
    packed = packings(span).order_by().values_list("by").annotate(n=Count("id"))
    wrong = rows(span).order_by().values_list("kind", "packer")
    return week(wrong, parcels=parcels(span) if kept else 0, packed=dict(packed))


def unlogged(now: datetime) -> list[Case]:
    """Cases that say a parcel was sent wrong, of orders that the log does not have."""
    logged = standing().values("order_id")
    found = Case.objects.filter(cause__in=TOLD, opened_at__gte=now - LOOKED)
    return list(
        found.exclude(state="cancelled").exclude(order_id__in=logged).order_by("-opened_at")[:20]
    )

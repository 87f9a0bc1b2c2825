"""What the desk asks of after-sales: sums repaid of an order, words a role should not say."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from jinpai.apps.aftersales.models import Ask, Case
from jinpai.apps.aftersales.queries.authority import GIVEN, authority
from jinpai.workflow.authority import Terms
from jinpai.workflow.authority.words import found


def repaid(shop: str, order_id: str) -> list[Decimal]:
    """By its cases, and compensation within authority or granted."""
    cases = Case.objects.filter(shop=shop, order_id=order_id, refunded__isnull=False)
    asks = Ask.objects.filter(
        shop=shop, order_id=order_id, what="compensation", state__in=GIVEN, case=None
    )
    return [
        *(amount for amount in cases.values_list("refunded", flat=True) if amount is not None),
        *asks.values_list("amount", flat=True),
    ]


def unsaid(role: str, text: str) -> list[str]:
    """By the authority page in force."""
    return [one.word for one in found(text, authority(timezone.now()).get(role, Terms({})))]

"""What came back and went back of an order before: by its other cases, and on the platform."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from jinpai.apps.aftersales.models import Ask, Case
from jinpai.apps.aftersales.queries.authority import GIVEN
from jinpai.apps.aftersales.queries.order import bought
from jinpai.apps.desk.models import RefundRequest
from jinpai.workflow.aftersales.changes import Recorded, paid_back
from jinpai.workflow.aftersales.refundable import ZERO, paid_by_line, shared
from jinpai.workflow.aftersales.states import FINAL, GOODS_BACK


@dataclass(frozen=True, slots=True)
class Earlier:
    """By line: pieces that came back for money (`pieces`), that another open case expects
    (`expected`); money repaid without its pieces (`credited`), and all of it (`repaid`).
    `left`: of the whole payment; None where it is not known."""

    pieces: dict[str, int] = field(default_factory=dict)
    expected: dict[str, int] = field(default_factory=dict)
    credited: dict[str, Decimal] = field(default_factory=dict)
    repaid: dict[str, Decimal] = field(default_factory=dict)
    back: Decimal = ZERO
    left: Decimal | None = None


def others(case: Case) -> list[Case]:
    """The other cases of its order."""
    if not case.order_id:
        return []
    found = Case.objects.filter(shop=case.shop, order_id=case.order_id).order_by("pk")
    return list(found.exclude(pk=case.pk) if case.pk else found)


def recorded(cases: Iterable[Case]) -> list[Recorded]:
    """What they repaid."""
    return [
        Recorded(c.refunded or ZERO, c.freight_repaid or ZERO)
        for c in cases
        if c.refunded is not None or c.freight_repaid is not None
    ]


def earlier(case: Case) -> Earlier:
    """Of the order of this case, without the case itself."""
    out, rest = Earlier(), others(case)
    for one in rest:
        pieces = {code: int(n) for code, n in one.back.items() if int(n)}
        if one.refunded is None:
            if one.kind in GOODS_BACK and one.state not in FINAL and one.state != "refused":
                _count(out.expected, pieces)
            continue
        came_back = one.kind in GOODS_BACK and not one.sent_waybill
        for code, share in _by_line(case, pieces, one.refunded).items():
            out.repaid[code] = out.repaid.get(code, ZERO) + share
            if not came_back:
                out.credited[code] = out.credited.get(code, ZERO) + share
        if came_back:
            _count(out.pieces, pieces)
    files = [Decimal(x) for x in case.order.get("refunds") or ()]
    back = paid_back(files, [*recorded(rest), *asked_for(case)])
    paid = case.order.get("amount_paid")
    left = max(Decimal(paid) - back, ZERO) if paid else None
    return Earlier(out.pieces, out.expected, out.credited, out.repaid, back, left)


def asked_for(case: Case) -> list[Recorded]:
    """Refunds approved or paid on a request, and concessions in money, without a case."""
    given = RefundRequest.objects.filter(
        shop=case.shop, order_id=case.order_id,
        state__in=(RefundRequest.State.APPROVED, RefundRequest.State.PAID),
    )  # fmt: skip
    conceded = Ask.objects.filter(
        shop=case.shop, order_id=case.order_id, what="compensation", state__in=GIVEN, case=None
    )
    return [
        Recorded(amount)
        for found in (given, conceded)
        for amount in found.values_list("amount", flat=True)
    ]


def _count(into: dict[str, int], pieces: dict[str, int]) -> None:
    for code, n in pieces.items():
        into[code] = into.get(code, 0) + n


def _by_line(case: Case, pieces: dict[str, int], amount: Decimal) -> dict[str, Decimal]:
    """A sum repaid, over the pieces it was for; none named is all of them."""
    order = bought(case)
    if order is None:
        return {}
    paid = paid_by_line(order)
    lines = [x for x in order.lines if pieces.get(x.code) or not pieces]
    weights = [paid[x.code] * pieces.get(x.code, x.qty) / x.qty for x in lines]
    goods = min(amount, sum(weights, ZERO))  # what is over was postage
    return dict(zip((x.code for x in lines), shared(goods, weights), strict=True))

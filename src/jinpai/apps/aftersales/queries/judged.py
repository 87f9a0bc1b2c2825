"""A case against the rules: its answer, freight, money, deadlines and next states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from jinpai.apps.aftersales.models import Case
from jinpai.apps.aftersales.queries.earlier import Earlier, earlier
from jinpai.apps.aftersales.queries.order import bought
from jinpai.apps.team.models import User
from jinpai.workflow.aftersales.answers import Answer, Grant, Question, answer
from jinpai.workflow.aftersales.deadlines import Deadline, deadlines
from jinpai.workflow.aftersales.freight import Freight, who_pays
from jinpai.workflow.aftersales.refundable import ZERO, Refundable, refundable
from jinpai.workflow.aftersales.states import GOODS_BACK, following


@dataclass(frozen=True, slots=True)
class Judged:
    """`money` is None where the order's amounts are not known or nothing is computed. `decided`:
    no rule computes it, someone with the authority allows the amount."""

    answer: Answer
    freight: Freight
    money: Refundable | None
    freight_owed: bool
    following: tuple[str, ...]
    earlier: Earlier

    @property
    def decided(self) -> bool:
        return self.answer.code == "decided"


def judged(case: Case) -> Judged:
    """All of it, from the case alone."""
    before = earlier(case)
    money = _money(case, before)
    freight = who_pays(
        case.kind, case.cause, free_shipping=case.free_shipping,
        threshold_lost=bool(money and money.threshold_lost),
        settled_without_a_word=case.settled_without_a_word, agreed=case.agreed,
    )  # fmt: skip
    owed = (
        case.kind in GOODS_BACK and freight.repaid and case.freight_advanced != 0
        and case.freight_repaid is None
    )  # fmt: skip
    return Judged(
        _answer(case), freight, money, owed,
        following(case.kind, case.state, freight_owed=owed), before,
    )  # fmt: skip


def _answer(case: Case) -> Answer:
    by = User.objects.filter(username=case.granted_by).first() if case.granted_by else None
    return answer(
        Question(
            kind=case.kind, cause=case.cause, asked=case.asked, signed=case.signed,
            goods=case.goods, confirmed=case.confirmed, ticked_for_them=case.ticked_for_them,
            condition=case.condition, evidence=bool(case.pk and case.files.exists()),
            grant=Grant(case.granted_days, case.grant_reason, str(by or case.granted_by)),
        )
    )  # fmt: skip


def _money(case: Case, before: Earlier) -> Refundable | None:
    order = bought(case)
    if order is None or case.cause == "price_difference":
        return None
    have = {x.code: x.qty - min(before.pieces.get(x.code, 0), x.qty) for x in order.lines}
    # an order told anew may hold fewer pieces than the case expects
    pieces = {c: min(int(n), have.get(c, 0)) for c, n in case.back.items()}
    pieces = {c: n for c, n in pieces.items() if n}
    if not pieces:
        return None
    repaid = case.fault or case.cause == "not_shipped"
    gifts = {case.gift: case.gift_price} if case.gift and case.gift_price else {}
    return refundable(
        order, pieces, fault=repaid, gifts_kept=gifts,
        freight_advanced=case.freight_advanced or ZERO,
        before={x.code: x.qty - have[x.code] for x in order.lines},
        credited=before.credited, repaid=before.repaid, left=before.left,
    )  # fmt: skip


def running(case: Case, freight_owed: bool) -> tuple[Deadline, ...]:
    """Its deadlines, nearest first, on the clock of the shop."""

    def wall(at: datetime | None) -> datetime | None:
        return timezone.localtime(at) if at else None

    at, opened = wall(case.state_at), wall(case.opened_at)
    assert at is not None
    assert opened is not None
    return deadlines(
        case.kind, case.state, at=at, opened=opened, arrived=wall(case.arrived_at),
        fault=case.fault, freight_owed=freight_owed, platform=case.platform,
    )  # fmt: skip


def yuan(amount: Decimal | None) -> str:
    """To the fen, or nothing."""
    return f"{amount:.2f}" if amount is not None else ""

"""The returns register: a parcel scanned, found to be a case's or nobody's, claimed, corrected.

A scan registers a parcel once: the same waybill again changes nothing, also for two people at the
same moment. The case moves by its own steps; what cannot move is told to service.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinpai.apps.aftersales.actions import announcing, steps
from jinpai.apps.aftersales.actions.amounts import nothing_private
from jinpai.apps.aftersales.models import Case, Parcel
from jinpai.apps.aftersales.queries.expected import Found, find
from jinpai.apps.desk.models import OPEN_STATES, Task
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent
from jinpai.apps.team import audit
from jinpai.apps.team.models import User
from jinpai.workflow.aftersales.states import GOODS_BACK
from jinpai.workflow.returns import EXPECTING, scanned

LIST = "returns"


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan led to: a parcel (`again`: it was there before), or a choice to be made."""

    code: str
    parcel: Parcel | None = None
    again: bool = False
    found: Found | None = None


def read(text: str) -> str:
    """The number a scanner typed."""
    code = scanned(text)
    if not code:
        raise Refused(_("这不像快递单号或订单号:4 到 40 位字母数字。请再扫一次。"))
    return code


def scan(
    *, by: User, text: str, now: datetime, key: str, request: HttpRequest | None = None
) -> Scan:
    """Register the parcel where one case waits for it; otherwise somebody chooses."""
    code = read(text)
    known = Parcel.objects.filter(waybill=code, standing=True).first()
    if known is not None:
        return Scan(code, known, again=True)
    found = find(code)
    if len(found.cases) != 1:
        return Scan(code, found=found)
    one, by_order = found.cases[0], found.match.how == "order"
    if found.match.late:
        there = one.parcels.filter(standing=True).first() if by_order else None
        return Scan(code, there, again=True) if there else Scan(code, found=found)
    # an order's number is no waybill: the one the buyer told stands for it
    waybill = (scanned(one.return_waybill) if by_order else "") or code
    parcel, new = arrive(by=by, text=waybill, case=one.pk, how=found.match.how, key=key, now=now,
                         request=request)  # fmt: skip
    return Scan(code, parcel, again=not new)


def arrive(
    *, by: User, text: str, now: datetime, key: str, case: int | None = None, how: str = "chosen",
    shop: str = "", order_id: str = "", carrier: str = "", note: str = "",
    request: HttpRequest | None = None,
) -> tuple[Parcel, bool]:  # fmt: skip
    """The row of the parcel, and whether it is new. Without a case it is unexpected: service is
    asked whose it is."""
    code = read(text)
    one = _case(case) if case is not None else None
    word = nothing_private(note)[:500]
    try:
        with transaction.atomic():
            parcel = Parcel.objects.create(
                key=key[:64], waybill=code, carrier=carrier.strip()[:32], case=one,
                shop=one.shop if one else shop.strip()[:64],
                order_id=one.order_id if one else order_id.strip()[:64],
                matched=how if one else "", matched_by=by.username if one else "",
                matched_at=now if one else None, note=word, arrived_at=now, by=by.username,
            )  # fmt: skip
            _log("parcel.arrived", parcel, by, request, case=one.pk if one else None)
            bring_in(parcel, by, now)
            announcing.announce(now)
    except IntegrityError:  # the same parcel, or the same form, at the same moment
        there = Parcel.objects.filter(waybill=code, standing=True).first()
        return there or Parcel.objects.get(key=key[:64]), False
    return parcel, True


def bring_in(parcel: Parcel, by: User, now: datetime) -> None:
    """Move the case to `arrived` if it waits; if it cannot, ask service. Inside a transaction."""
    one = parcel.case
    if one is not None:
        one.refresh_from_db()
        if one.state in EXPECTING and one.kind in GOODS_BACK:
            if one.state == "approved":
                one = steps.step(by=by, case=one.pk, version=one.version, to="waiting", given={},
                                 now=now)  # fmt: skip
            given = {"waybill": parcel.waybill, "carrier": parcel.carrier}
            parcel.case = steps.step(by=by, case=one.pk, version=one.version, to="arrived",
                                     given=given, now=now)  # fmt: skip
            return
        if one.state in ("arrived", "inspected"):
            return
    # asked and answered before (claimed for a case that has ended): asked anew
    key = f"parcel:{parcel.pk}"
    answered = Task.objects.filter(list=LIST, key=key).exclude(state__in=OPEN_STATES).exists()
    announcing.ask_service(parcel, by, now, f"{key}:{parcel.version}" if answered else key)


@transaction.atomic
def claim(
    *, by: User, parcel: int, version: int, case: int, now: datetime,
    request: HttpRequest | None = None,
) -> Parcel:  # fmt: skip
    """A parcel nobody expected is this case's after all."""
    from jinpai.apps.aftersales.actions.inspecting import pass_on

    one, whose = locked(parcel), _case(case)
    if one.case_id == whose.pk:
        return one
    if one.case_id is not None:
        raise Refused(_("这个包裹已经有售后单;认错了请用「更正」。"))
    as_read(one, version)
    if whose.kind not in GOODS_BACK:
        raise Refused(_("这张售后单不用寄回商品。"))
    one.case, one.shop, one.order_id = whose, whose.shop, whose.order_id
    one.matched, one.matched_by, one.matched_at = "claimed", by.username, now
    one.version += 1
    one.save()
    announcing.settle(one, now)
    _log("parcel.matched", one, by, request, case=whose.pk)
    bring_in(one, by, now)
    pass_on(one, by, now)
    return one


@transaction.atomic
def correct(
    *, by: User, parcel: int, version: int, why: str, key: str, now: datetime, waybill: str = "",
    case: int | None = None, carrier: str = "", request: HttpRequest | None = None,
) -> Parcel:  # fmt: skip
    """A new row in the place of a wrong one; the wrong one stays, with the reason."""
    known = Parcel.objects.filter(key=key[:64]).first()
    if known is not None:
        return known
    old = locked(parcel)
    as_read(old, version)
    reason = nothing_private(why)[:300]
    if not reason:
        raise Refused(_("请写原因。"))
    code = read(waybill) if waybill.strip() else old.waybill
    whose = _case(case) if case is not None else old.case
    if code == old.waybill and whose == old.case and carrier.strip() in ("", old.carrier):
        raise Refused(_("没有改动。"))
    if code != old.waybill and Parcel.objects.filter(waybill=code, standing=True).exists():
        raise Refused(_("单号 %(code)s 已经登记过。") % {"code": code})
    old.standing = False
    old.version += 1
    old.save()
    announcing.settle(old, now)
    new = Parcel.objects.create(
        key=key[:64], waybill=code, carrier=(carrier.strip() or old.carrier)[:32], case=whose,
        shop=whose.shop if whose else old.shop, order_id=whose.order_id if whose else old.order_id,
        matched=("claimed" if whose != old.case else old.matched) if whose else "",
        matched_by=by.username if whose else "", matched_at=now if whose else None, note=old.note,
        arrived_at=old.arrived_at, by=old.by, corrects=old, why=reason, corrected_at=now,
    )  # fmt: skip
    _log("parcel.corrected", new, by, request, corrects=old.pk, why=reason)
    if old.case is not None and whose != old.case:
        steps.note(by=by, case=old.case.pk, now=now,
                   text=f"仓库更正:包裹 {old.waybill} 不是这一单的({reason})")  # fmt: skip
        announcing.ask_service(old, by, now, f"parcel:{old.pk}:corrected")
    bring_in(new, by, now)
    return new


# -- what is shared ----------------------------------------------------------------------


def locked(pk: int) -> Parcel:
    """The row, held until the transaction ends; one that was corrected takes nothing more."""
    one = Parcel.objects.select_for_update().filter(pk=pk).first()
    if one is None:
        raise Absent(_("没有这个包裹。"))
    if not one.standing:
        raise Refused(_("这一行已经被更正,请看新的一行。"))
    return one


def as_read(parcel: Parcel, version: int) -> None:
    if parcel.version != version:
        raise Moved


def _case(pk: int) -> Case:
    one = Case.objects.filter(pk=pk).first()
    if one is None:
        raise Absent(_("没有这张售后单。"))
    return one


def _log(action: str, parcel: Parcel, by: User, request: HttpRequest | None, **detail: Any) -> None:
    audit.record(action=action, subject=str(parcel), detail=detail, by=by, request=request)

"""The demo's after-sales cases: one in every state of the board, as its agents leave them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinpai.apps.aftersales.actions import attaching, inspecting, opening, register, steps
from jinpai.apps.aftersales.models import Case
from jinpai.apps.aftersales.queries.judged import judged
from jinpai.apps.team.models import User
from jinpai.cli.demo_morning import Morning, beat


@dataclass(frozen=True)
class Told:
    """One case: opened so many days ago, then its steps, each "state@days ago"."""

    kind: str
    cause: str
    days: int
    path: str = ""
    photo: bool = False
    signed: int = 0  # days between signing and asking, where not the last ones
    reason: str = ""


CASES = (
    Told("return", "no_reason", 0),
    Told("refund", "price_difference", 0),
    Told("return", "quality", 1, "approved@1", photo=True),
    Told("return", "size", 3, "approved@3 waiting@3"),
    Told("exchange", "quality", 6, "approved@6 waiting@6"),
    Told("return", "changed_mind", 4, "approved@4 waiting@4 arrived@1"),
    Told("exchange", "not_as_described", 6, "approved@6 waiting@6 arrived@2"),
    Told("return", "damaged", 5, "approved@5 waiting@5 arrived@1 inspected@0", photo=True),
    Told("return", "quality", 6, "approved@6 waiting@6 arrived@3 inspected@3 refunded@2"),
    Told("return", "no_reason", 7,
         "approved@7 waiting@7 arrived@3 inspected@3 partly_refunded@2 closed@1",
         reason="少了充电线,买家同意扣 15 元"),
    Told("return", "wrong_goods", 9,
         "approved@9 waiting@9 arrived@5 inspected@5 refunded@4 freight_repaid@3 closed@3"),
    Told("return", "quality", 8,
         "approved@8 waiting@8 arrived@4 inspected@4 refunded@3 freight_repaid@1"),
    Told("exchange", "wrong_goods", 6, "approved@6 waiting@6 arrived@2 inspected@2 replaced@1"),
    Told("exchange", "quality", 8,
         "approved@8 waiting@8 arrived@4 inspected@4 replaced@4 shipped@3"),
    Told("exchange", "size", 9,
         "approved@9 waiting@9 arrived@6 inspected@6 replaced@6 shipped@5 received@1"),
    Told("reship", "missing", 2, "approved@2 reshipped@1", photo=True),
    Told("refund", "not_received", 3, "approved@2 refunded@1"),
    Told("return", "changed_mind", 2, "refused@1", signed=12,
         reason="签收第 12 天,商品已使用,不影响使用的质量问题,不在七天内"),
    Told("return", "not_as_described", 3, "escalated@1",
         reason="买家说和页面描述不一样,申请平台介入"),
    Told("return", "quality", 7, "escalated@4 ruled@1", reason="平台判退货退款,运费由我们承担"),
    Told("return", "changed_mind", 3, "cancelled@2", reason="买家决定留下,不退了"),
)  # fmt: skip
REFERENCE = "DEMO{:%m%d}{:06d}"


def tell(morning: Morning) -> None:
    for number, one in enumerate(CASES):
        with beat():
            _one(morning, number, one)


def _one(morning: Morning, number: int, one: Told) -> None:
    order = _order(morning, one)
    if order is None:
        return
    by = morning.agent(number)
    opened = morning.ago(one.days, 8 if one.days == 0 else 9 + number % 8, 5 + number)
    form = {"free_shipping": "1"}
    if one.cause == "price_difference":
        form["difference"] = "20.00"
    case = opening.open_case(
        by=by, key=f"demo:case:{number}", shop=order["shop"], order_id=order["order_id"],
        kind=one.kind, cause=one.cause, now=opened, form=form,
    )  # fmt: skip
    if one.photo:
        attaching.attach(by=by, case=case.pk, content=photo(number), now=opened)
    for place, word in enumerate(one.path.split()):
        to, _at, days = word.partition("@")
        now = max(opened, morning.ago(int(days), min(17, 9 + number % 5 + place), 20 + place))
        _step(morning, number, one, Case.objects.get(pk=case.pk), to, now, by)


def _order(morning: Morning, one: Told) -> dict[str, Any] | None:
    if one.cause == "not_received":
        return morning.order(
            lambda o: (
                o["signed"] is None
                and o["refund"] is None
                and o["shipped"] is not None
                and (morning.today - o["shipped"].date()).days in range(3, 9)
            )
        )
    return morning.signed(one.days + max(one.signed - 1, 0), 1 if one.signed else 4)


def _step(
    morning: Morning, number: int, one: Told, case: Case, to: str, now: datetime, by: User
) -> None:
    waybill = f"SF{morning.today:%m%d}{7000 + 13 * number}"
    keeper = morning.warehouse or by
    if to == "arrived":
        register.arrive(by=keeper, text=waybill, case=case.pk, key=f"demo:parcel:{number}",
                        carrier="顺丰速运", how="waybill", now=now)  # fmt: skip
        return
    if to == "inspected":
        _inspect(case, number, one, keeper, now)
        return
    given: dict[str, str] = {"reason": one.reason}
    if to in ("shipped", "reshipped"):
        given |= {"waybill": f"YT{morning.today:%m%d}{3000 + 17 * number}", "carrier": "圆通速递"}
    if to == "waiting":
        given["return_address"] = "河北省石家庄市裕华区演示路 1 号 舒摩退货组"
    found = judged(case)
    if to in ("refunded", "partly_refunded") and found.money is not None:
        less = 15 if to == "partly_refunded" else 0
        given["amount"] = f"{found.money.total - less:.2f}"
        given["reference"] = REFERENCE.format(now, 100 + number)
        if case.fault and one.kind == "return":
            given["freight_advanced"] = "12.00"
    if to == "freight_repaid":
        given |= {"amount": "12.00", "reference": REFERENCE.format(now, 500 + number)}
    if to == "cancelled":
        given["reason"] = one.reason
    steps.step(by=by, case=case.pk, version=case.version, to=to, given=given, now=now)
    if to == "waiting":
        steps.note(by=by, case=case.pk, text=f"买家发来寄回的单号:顺丰 {waybill}", now=now)


def _inspect(case: Case, number: int, one: Told, by: User, now: datetime) -> None:
    parcel = case.parcels.get(standing=True)
    fault = case.fault
    inspecting.inspect(
        by=by, parcel=parcel.pk, version=parcel.version, key=f"demo:inspected:{number}",
        condition="opened" if fault else "intact", quality="confirmed" if fault else "none",
        complete=one.kind != "return" or fault, now=now,
        note="开机有异响,和买家说的一样" if one.cause == "quality" else "",
        pictures=[photo(40 + number)] if one.photo else [],
    )  # fmt: skip


def photo(number: int) -> bytes:
    """A made-up photo: a parcel on a table, its corner crushed."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (480, 360), (214, 208, 198))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 250, 480, 360), fill=(150, 132, 112))
    left, top = 110 + 3 * (number % 7), 90 + 2 * (number % 5)
    draw.rectangle((left, top, left + 240, top + 180), fill=(186, 146, 98), outline=(120, 90, 60))
    draw.rectangle((left + 100, top, left + 140, top + 180), fill=(206, 174, 128))
    draw.polygon(
        ((left + 240, top), (left + 188, top), (left + 204, top + 26), (left + 240, top + 48)),
        fill=(112, 84, 56),
    )
    draw.line((left + 150, top + 110, left + 236, top + 150), fill=(70, 50, 36), width=3)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()

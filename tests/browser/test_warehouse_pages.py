"""The warehouse with a scanner: a parcel scanned, inspected and passed on without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jinpai.apps.aftersales.actions import opening, steps
from jinpai.apps.aftersales.models import Case, Parcel
from jinpai.apps.team.models import User


@pytest.mark.parametrize("width", [1440, 360])
def test_scan_inspect_and_pass_on_by_keyboard_alone(
    people: dict[str, User], visit: Callable[..., Page], axe: Callable[[Page], list[str]],
    sideways: Callable[[Page], int], width: int,
) -> None:  # fmt: skip
    now = timezone.now() - timedelta(hours=1)
    case = opening.open_case(by=people["owner"], key="k", order_id="900100", shop="shumo",
                             kind="return", cause="size", now=now)  # fmt: skip
    for to in ("approved", "waiting"):
        case = steps.step(by=people["owner"], case=case.pk, version=case.version, to=to,
                          given={"reason": "老客户"}, now=now)  # fmt: skip
    Case.objects.filter(pk=case.pk).update(return_waybill="SF900100")

    page = visit("warehouse", "/aftersales/register/", width=width)
    field = page.locator("#scan")
    expect(field).to_be_focused()
    page.keyboard.type("sf900100")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("SF900100")
    expect(field).to_be_focused()
    if width == 360:
        assert axe(page) == []
    assert sideways(page) == 0
    page.keyboard.press("Tab")  # the field's button
    for _group in ("condition", "complete", "quality"):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("SF900100 · 验收入库。已交给售后。")
    expect(field).to_be_focused()
    assert sideways(page) == 0
    case.refresh_from_db()
    assert (case.state, case.condition) == ("inspected", "intact")
    parcel = Parcel.objects.get()
    page.locator("h1").click()  # wherever one is, a scanner's keys go into the field
    page.keyboard.type("sf900100")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("没有改动")
    parcel.refresh_from_db()
    assert (parcel.version, Parcel.objects.count()) == (2, 1)

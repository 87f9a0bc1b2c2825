"""The appraisal in a real browser: a month from the form to the closed sheet, and how it looks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from jinpai.apps.appraisal.actions import flow
from jinpai.apps.appraisal.models import Event, Sheet
from jinpai.apps.rulebooks import actions as rulebooks
from jinpai.rules import document

MONTH = "2026-10"


@pytest.fixture
def begun(people, shop_home) -> None:
    """October under the shipped KPI bands, the appraisal opened."""
    owner, now = people["owner"], timezone.now()
    text = document.shipped()["kpi-bands"]
    version = rulebooks.save_version(by=owner, text=text)
    rulebooks.put_in_force(by=owner, sha256=version.sha256, month=MONTH, reason="试", now=now)
    flow.open_month(by=owner, month=MONTH, now=now)


def test_a_month_from_self_assessment_to_a_decided_dispute(
    begun, people, visit, axe, sideways, first_agent
):
    person = first_agent
    mine = visit("agent", f"/appraisal/mine/?month={MONTH}", width=360)
    expect(mine.locator(".stepper [aria-current]")).to_have_text("自评")
    dots = mine.locator(".curve .dot").count()
    assert dots >= 6  # a point on every curve that has a figure
    mine.locator("#rate input[name^='points:']").fill("92")
    mine.get_by_role("button", name="评完,交给下一步").click()
    expect(mine.locator(".note-line")).to_contain_text("记下了")
    assert (axe(mine), sideways(mine)) == ([], 0)

    boss = visit("supervisor", f"/appraisal/?month={MONTH}")
    assert (axe(boss), sideways(boss)) == ([], 0)
    name = boss.locator("#appraisal tbody th a").filter(has_text="").nth(
        list(Sheet.objects.filter(month=MONTH).order_by("person").values_list("person", flat=True))
        .index(person)
    )  # fmt: skip
    name.click()
    expect(boss).to_have_url(f"{boss.url.split('/appraisal/')[0]}/appraisal/{MONTH}/{person}/")
    while Sheet.objects.get(month=MONTH, person=person).state != "supervisor":
        boss.locator("#rate input[name^='points:']").fill("85")
        boss.locator("#rate").get_by_role("button").click()
        expect(boss.locator(".note-line").first).to_contain_text("记下了")
    expect(boss.locator(".curve .own")).to_have_count(1)  # the self-rating beside the other
    assert (axe(boss), sideways(boss)) == ([], 0)

    mine.reload()
    item = mine.locator("#item-average_response")
    item.get_by_text("提异议").click()
    item.get_by_label("哪里不对").fill("当天系统故障")
    item.get_by_label("应得几分").fill("90")
    item.get_by_role("button", name="提交异议").click()
    expect(mine.locator("#item-average_response")).to_contain_text("异议待处理")
    assert sideways(mine) == 0

    owner = visit("owner", f"/appraisal/disputes/?month={MONTH}", width=360, scheme="dark")
    assert (axe(owner), sideways(owner)) == ([], 0)
    owner.get_by_label("采纳").check()
    owner.get_by_label("理由").fill("查到故障公告")
    owner.get_by_role("button", name="处理完").click()
    expect(owner.locator(".item")).to_contain_text("采纳 90.00")
    mine.reload()
    expect(mine.locator("#item-average_response .points .n")).to_have_text("90.00")
    mine.get_by_role("button", name="没有异议").click()
    expect(mine.locator(".stepper [aria-current]")).to_have_text("关闭")


def test_events_targets_and_the_dark_phone(begun, people, visit, axe, sideways, first_agent):
    events = visit("owner", f"/appraisal/events/?month={MONTH}")
    events.locator("#event-person").select_option(first_agent)
    events.locator("#event-points").fill("+2")
    events.locator("#event-kind").fill("好案例")
    events.locator("#event-evidence").fill("聊天 10-09")
    events.get_by_role("button", name="记下", exact=True).click()
    expect(events.locator(".timeline")).to_contain_text("+2.00 好案例")
    assert Event.objects.get().points == Decimal(2)
    assert axe(events) == []
    phone = {"width": 360, "scheme": "dark", "language": "en"}
    for path in (f"/appraisal/?month={MONTH}", f"/appraisal/targets/?month={MONTH}"):
        assert (path, sideways(visit("owner", path, **phone))) == (path, 0)
    page = visit("owner", f"/appraisal/{MONTH}/{first_agent}/", **phone)
    assert (axe(page), sideways(page)) == ([], 0)
    following = page.get_by_role("link", name="›")
    following.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".stepper")).to_be_visible()
    assert first_agent not in page.url

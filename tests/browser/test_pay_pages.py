"""The pay pages in a real browser: a payslip opens down to the chat, by pointer and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jinpai.apps.payroll import actions
from jinpai.apps.team.models import User
from jinpai.rules import document

MONTH = "2026-10"


@pytest.fixture
def paid(people: dict[str, User], first_agent: str) -> str:
    """October of the living shop, paid by KPI bands to whose days are known: the first agent."""
    from jinpai.apps.rulebooks.actions import put_in_force, save_version

    by, now = people["owner"], timezone.now()
    version = save_version(by=by, text=document.shipped()["kpi-bands"])
    put_in_force(by=by, sha256=version.sha256, month="2026-09", reason="开业", now=now)
    numbers = {"minimum_wage": "2200", "pension": "0.08", "medical": "0.02", "fund_rate": "0.05",
               "unemployment": "0.003", "insurance_floor": "3900", "insurance_cap": "22000",
               "fund_floor": "2200", "fund_cap": "30000"}  # fmt: skip
    actions.set_city(
        by=by, city="石家庄", since=date(2026, 1, 1), source="公告", reason="年度", now=now,
        numbers={name: Decimal(value) for name, value in numbers.items()},
    )  # fmt: skip
    actions.set_profile(
        by=by, person=first_agent, since=date(2026, 1, 1), values={"city": "石家庄"}, reason="入职",
        now=now,
    )  # fmt: skip
    for what, value in (("expected_days", 22), ("paid_days", 21), ("overtime_holiday", 8),
                        ("late_times", 0), ("absent_days", 0)):  # fmt: skip
        actions.enter(
            by=by, person=first_agent, month=MONTH, what=what, value=Decimal(value), reason="考勤",
            now=now,
        )  # fmt: skip
    actions.open_run(by=by, month=MONTH, now=now)
    run = actions.calculate(by=by, month=MONTH, now=now)
    actions.confirm(
        by=by, month=MONTH, version_read=run.version, now=now, override_reason="其他人另发"
    )
    return first_agent


def test_a_payslip_opens_down_to_the_chat(
    visit: Callable[..., Page], axe: Callable[[Page], list[str]], sideways: Callable[[Page], int],
    paid: str,
) -> None:  # fmt: skip
    page = visit("agent", f"/pay/slip/{MONTH}/{paid}/")
    score = page.locator("#why .step.score").first
    expect(score).to_be_visible()  # it opens on the line that hangs on the score
    assert axe(page) == []

    amount = page.locator("#line-1")
    amount.focus()
    page.keyboard.press("Enter")  # swapped in place: the page is not loaded anew
    expect(page.locator("#why-title")).to_contain_text("底薪")
    expect(page.locator("#line-1")).to_be_focused()
    expect(page).to_have_url(re.compile(r"line=1"))

    page.goto(f"/pay/slip/{MONTH}/{paid}/")
    item = page.locator("#why .step.item:has(.step.row a)").first
    item.locator("summary").first.click()
    item.locator(".step.metric summary").first.click()
    item.locator(".step.row a").first.click()
    expect(page.locator("main .chat")).to_be_visible()

    phone = visit("agent", f"/pay/slip/{MONTH}/{paid}/", width=360, scheme="dark", language="en")
    assert (axe(phone), sideways(phone)) == ([], 0)
    phone.locator("#line-1").click()
    expect(phone.locator("#why-title")).to_be_in_viewport()  # below the table: it is brought there
    expect(phone.locator("#why-title")).to_contain_text("Base pay")

    page.goto(f"/pay/slip/{MONTH}/{paid}/")
    page.emulate_media(media="print")
    expect(page.locator("#why")).to_be_hidden()
    expect(page.locator("table.slip")).to_be_visible()
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    plain = visit("agent", f"/pay/slip/{MONTH}/{paid}/?line=1", scripts=False)
    expect(plain.locator("#why-title")).to_contain_text("底薪")


def test_the_pages_of_a_run_are_accessible_and_fit(
    visit: Callable[..., Page], axe: Callable[[Page], list[str]], sideways: Callable[[Page], int],
    paid: str,
) -> None:  # fmt: skip
    wide = visit("owner", f"/pay/run/{MONTH}/")
    narrow = visit("owner", "/pay/", width=360, scheme="dark", language="en")
    paths = (f"run/{MONTH}/", "", f"person/{paid}/", "cities/", f"entries/?month={MONTH}",
             "mine/", f"now/{paid}/")  # fmt: skip
    wrong = {}
    for path in paths:
        for page in (wide, narrow):
            page.goto(f"/pay/{path}")
            found = axe(page) + ["sideways"] * (sideways(page) != 0)
            if found:
                wrong[path] = found
    assert wrong == {}

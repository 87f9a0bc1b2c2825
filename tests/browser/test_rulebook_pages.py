"""The rulebooks' pages in a real browser: choosing the first, writing, deciding, at any size."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from jinpai.apps.rulebooks.actions import put_in_force, save_version
from jinpai.apps.rulebooks.models import Draft, Version
from jinpai.apps.rulebooks.queries import in_force
from jinpai.apps.team.models import User
from jinpai.rules import document

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def test_a_regime_is_changed_in_the_form_and_the_text_saved_and_put_in_force(
    visit: Callable[..., Page], people: dict[str, User], axe: Callable[[Page], list[str]]
) -> None:
    page = visit("owner", "/rules/")
    regime = page.locator("article", has_text="KPI 分段")
    regime.get_by_role("button", name="拿来改").click()
    expect(page).to_have_url(re.compile(r"/rules/draft/\d+/form/$"))
    page.locator("#group-appraisal-presale > summary").click()
    weight = page.locator("#group-appraisal-presale input[name$='items[0].weight']")
    weight.fill("31")
    expect(page.locator("#group-appraisal-presale output.total")).to_have_text("101")
    with page.expect_response(re.compile("/form/$")):
        weight.blur()
    expect(page.locator("#mistakes")).to_contain_text("101")
    weight.fill("30")
    page.get_by_role("button", name="文本").click()

    text = page.get_by_label("制度文本")
    expect(page.locator(".gutter")).to_contain_text("200")
    written = text.input_value()
    place = written.index("amount = 3000") + len("amount = 3000")
    text.evaluate(f"e => {{ e.focus(); e.setSelectionRange({place}, {place}) }}")
    with page.expect_response(re.compile(r"/draft/\d+/$")):
        page.keyboard.type("00000")
    expect(page.locator("#mistakes li.error").first).to_contain_text("amount")
    expect(page.locator(".gutter .wrong")).to_have_count(1)
    assert axe(page) == []
    page.locator("#mistakes a[data-line]").first.click()
    assert text.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)").startswith(
        "amount"
    )
    assert "amount = 300000000" in Draft.objects.get().text  # kept while one types
    for _sign in range(5):
        text.evaluate(f"e => e.setSelectionRange({place} + 5 - {_sign}, {place} + 5 - {_sign})")
        page.keyboard.press("Backspace")
    page.get_by_label("为什么要有这一版").fill("和大家说好的权重")
    page.get_by_role("button", name="存成新版本").click()
    expect(page.locator(".note-line")).to_contain_text("kpi-bands 1")
    assert Version.objects.get().reason == "和大家说好的权重"

    page.get_by_role("link", name="启用…").click()
    expect(page.get_by_role("heading", name="谁受影响")).to_be_visible()
    page.get_by_label("从哪个月起").fill("2020-01")
    page.get_by_label("为什么启用").fill("先试三个月")
    page.get_by_role("button", name="启用", exact=True).click()
    expect(page.get_by_role("heading", name="现在用的这一份")).to_be_visible()
    assert str(in_force("2020-01")) == "kpi-bands 1"


def test_what_is_decided_and_written_fits_a_phone_in_english_and_in_the_dark(
    visit: Callable[..., Page],
    people: dict[str, User],
    axe: Callable[[Page], list[str]],
    sideways: Callable[[Page], int],
) -> None:
    kept = save_version(by=people["owner"], text=document.shipped()["grades"], now=NOW)
    put_in_force(by=people["owner"], sha256=kept.sha256, month="2026-10", reason="第一份", now=NOW)
    draft = Draft.objects.create(
        owner=people["owner"], start="kpi-bands", made_at=NOW, changed_at=NOW,
        text=document.shipped()["kpi-bands"].replace("weight = 30", "weight = 31", 1)
        + "\n[measure]\nslow_s = 60\n",
    )  # fmt: skip
    page = visit("owner", "/rules/", width=360, scheme="dark", language="en")
    wrong: dict[str, object] = {}
    for path in (
        "/rules/",
        "/rules/book/kpi-bands/force/?month=2026-11",
        f"/rules/draft/{draft.pk}/",
        f"/rules/draft/{draft.pk}/form/",
    ):  # the others are looked at by test_every_page
        page.goto(path)
        page.evaluate(
            "document.querySelectorAll('details.drawer').forEach((d, n) => (d.open = n < 3))"
        )
        found = axe(page)
        if found or sideways(page):
            wrong[path] = (found, sideways(page))
    assert wrong == {}


def test_without_scripts_the_text_is_kept_checked_and_saved(
    visit: Callable[..., Page], people: dict[str, User]
) -> None:
    page = visit("supervisor", "/rules/book/big-pot/", scripts=False)
    page.get_by_role("button", name="拿来改(文本)").click()
    text = page.get_by_label("制度文本")
    text.fill(text.input_value().replace("rate = 0.01", "rate = 1.01", 1))
    page.get_by_role("button", name="存草稿并检查").click()
    expect(page.locator("#mistakes")).to_contain_text("≤ 1")
    assert "rate = 1.01" in text.input_value()
    page.get_by_role("button", name="表单").click()
    expect(page.locator("input[aria-invalid]").first).to_have_value("101")
    assert page.get_by_role("link", name="照原样启用").count() == 0  # not the supervisor's

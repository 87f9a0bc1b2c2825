"""From an agent's question to a phrase in a real browser; the knowledge base by keyboard, at any
size, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from jinpai.apps.knowledge.actions import pages, problems
from jinpai.apps.knowledge.actions.pages import Written
from jinpai.apps.team.models import User

TEXT = "## Care\n\n- by hand\n\n| a | b |\n|---|---|\n| 1 | 2 |"


def test_an_agents_question_is_improved_becomes_a_page_and_a_phrase(
    visit: Callable[..., Page], axe: Callable[[Page], list[str]], sideways: Callable[[Page], int]
) -> None:
    agent = visit("agent", "/knowledge/problems/", width=360)
    expect(agent.get_by_text("先交今天自己的问题表")).to_be_visible()
    assert (axe(agent), sideways(agent)) == ([], 0)
    agent.get_by_label("售前").check()
    agent.get_by_label("买家怎么问的").fill("这款会缩水吗")
    agent.get_by_label("我会这样答").fill("应该不会")
    agent.get_by_role("button", name="交", exact=True).click()
    expect(agent.get_by_role("heading", level=1)).to_have_text("这款会缩水吗")
    expect(agent.locator("#own")).to_have_text("应该不会")
    number = agent.url.rstrip("/").rsplit("/", 1)[1]

    op = visit("operations", f"/knowledge/problem/{number}/")
    assert (axe(op), sideways(op)) == ([], 0)
    op.get_by_role("textbox", name="改进后的答案").fill("不会的亲,冷水手洗就好。")
    op.get_by_role("button", name="存", exact=True).click()
    expect(op.locator(".written")).to_have_text("不会的亲,冷水手洗就好。")
    op.get_by_role("link", name="变成短语").click()
    for n, text in ((2, "亲放心,冷水洗不缩。"), (3, "不缩水的,注意别烘干。")):
        op.get_by_label(f"第 {n} 种说法").fill(text)
    assert (axe(op), sideways(op)) == ([], 0)
    op.get_by_role("button", name="存成短语").click()
    expect(op.locator(".ways .way")).to_have_count(3)

    agent.goto("/knowledge/problems/")
    expect(agent.get_by_text("改进了").first).to_be_visible()
    agent.get_by_role("link", name="这款会缩水吗").first.click()
    expect(agent.locator("#best")).to_have_text("不会的亲,冷水手洗就好。")
    expect(agent.get_by_role("link", name="这款会缩水吗")).to_have_count(2)  # the page, the phrase


def test_the_pages_stay_within_the_window_and_speak_english(
    visit: Callable[..., Page], axe: Callable[[Page], list[str]],
    sideways: Callable[[Page], int], people: dict[str, User],
) -> None:  # fmt: skip
    now = timezone.now()
    sheet = pages.save(
        by=people["owner"], written=Written("Cup", TEXT, "product", "cup"), key="p", now=now
    )
    asked = problems.hand_in(
        by=people["agent"], kind="quality", question="Cup leaks", own_answer="A new one",
        key="q", now=now,
    )  # fmt: skip
    page = visit("owner", "/knowledge/pages/", width=360, scheme="dark", language="en")
    for path in (
        "/knowledge/pages/", f"/knowledge/page/{sheet.pk}/", f"/knowledge/page/{sheet.pk}/edit/",
        f"/knowledge/page/{sheet.pk}/versions/", "/knowledge/problems/",
        f"/knowledge/problem/{asked.pk}/", "/knowledge/problems/handed/",
        "/knowledge/problems/week/",
    ):  # fmt: skip
        page.goto(path)
        assert (path, axe(page), sideways(page)) == (path, [], 0)
        text = page.evaluate(
            """() => {
                const copy = document.querySelector('main').cloneNode(true);
                for (const el of copy.querySelectorAll('[lang="zh-Hans"], option')) el.remove();
                return copy.textContent + document.title;
            }"""
        )
        assert (path, re.findall(r"[一-鿿]+", text)) == (path, [])


def test_enter_copies_the_first_answer_found(
    visit: Callable[..., Page], people: dict[str, User]
) -> None:
    now = timezone.now()
    for n, (title, text) in enumerate((("发货时间", "**当天**发"), ("发票", "七天内开"))):
        pages.save(by=people["owner"], written=Written(title, text), key=f"k{n}", now=now)
    page = visit("agent", "/knowledge/pages/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("fhsj")
    page.keyboard.press("Enter")
    expect(page.locator("#copied")).to_have_text("已复制")
    expect(page.locator("button[data-copied]")).to_be_focused()
    expect(page.locator(".found > li")).to_have_count(1)
    expect(page.locator(".way")).to_have_text("当天发")

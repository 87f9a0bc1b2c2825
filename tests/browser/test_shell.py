"""The shell in a real browser: keyboard, phone, light and dark, both languages, no complaints."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PAGES = (
    "/team/components/",
    "/team/people/",
    "/team/people/new/",
    "/team/accounts/",
    "/team/users/",
    "/team/users/new/",
    "/team/audit/",
    "/password/",
)


# Everything a page says, less the data in it and the names of languages.
WORDS = """() => {
    const copy = document.body.cloneNode(true);
    const data = '[lang="zh-Hans"], script, td, th[scope=row], .pick, .pick-only, option';
    for (const el of copy.querySelectorAll(data)) el.remove();
    const said = [...copy.querySelectorAll('[aria-label], [title], [placeholder]')]
        .map((el) => [el.ariaLabel, el.title, el.placeholder].join(' '));
    return [copy.textContent, ...said, document.title].join(' ');
}"""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_a_page_is_accessible_and_stays_within_the_window(
    visit: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    sideways: Callable[[Page], int],
    path: str,
    width: int,
    scheme: str,
) -> None:
    page = visit("owner", path, width=width, scheme=scheme)
    assert axe(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_english_holds_no_chinese_but_data(visit: Callable[..., Page], path: str) -> None:
    page = visit("owner", path, language="en")
    text = page.evaluate(WORDS)
    assert re.findall(r"[一-鿿]+", text) == []


def test_the_login_page_is_accessible(visit: Callable[..., Page], axe: Callable) -> None:
    for scheme in ("light", "dark"):
        assert axe(visit(None, "/login/", scheme=scheme)) == []


def test_one_logs_in_by_keyboard_alone_and_out_again(visit: Callable[..., Page]) -> None:
    page = visit(None, "/team/users/")
    expect(page.locator("#id_username")).to_be_focused()
    page.keyboard.type("owner")
    page.keyboard.press("Tab")
    page.keyboard.type("a-long-password-1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/team/users/")
    page.locator(".reader > summary").click()
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/login/")


def test_the_first_tab_leads_past_the_navigation(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/team/components/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_slash_goes_to_the_search_but_not_while_one_types(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/team/audit/")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.locator("input[name=subject]").focus()
    page.keyboard.press("/")
    expect(page.locator("input[name=subject]")).to_have_value("/")


def test_a_menu_opens_by_keyboard_and_escape_closes_it(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/team/components/")
    page.locator(".reader > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".reader")).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(page.locator(".reader")).not_to_have_attribute("open", "")
    expect(page.locator(".reader > summary")).to_be_focused()


def test_the_language_switch_keeps_the_page(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/team/audit/?action=user.created")
    page.locator(".reader > summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/team/audit/?action=user.created")
    expect(page.locator("h1")).to_have_text("Audit log")


def test_the_reader_decides_light_or_dark_over_the_system(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/team/audit/", scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(251, 250, 247)"
    page.locator(".reader > summary").click()
    page.get_by_role("button", name="暗", exact=True).click()
    assert page.evaluate(paper) == "rgb(23, 22, 20)"


def test_the_system_decides_where_the_reader_did_not(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/team/audit/", scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 22, 20)"


def test_a_chart_is_drawn_without_a_violation_of_the_policy(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/team/components/")
    expect(page.locator("#daily svg.marks")).to_be_visible()


def test_everything_can_be_read_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/team/components/", scripts=False)
    expect(page.locator("h1")).to_have_text("组件")
    page.locator(".reader > summary").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def test_on_the_phone_sections_stand_below_and_pages_above(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/team/people/", width=360)
    bar = page.locator(".sections").bounding_box()
    assert bar is not None and round(bar["y"] + bar["height"]) == 740
    expect(page.locator(".strip [aria-current=page]")).to_have_text("人员")
    expect(page.locator(".side .pages").first).to_be_hidden()


def test_an_agent_is_offered_no_page_that_is_closed_to_agents(visit: Callable[..., Page]) -> None:
    page = visit("agent", "/team/components/")
    names = page.locator(".sections a").all_text_contents()
    assert "用户" not in names and "操作日志" not in names and "导入" not in names


def test_a_closed_page_says_why_in_the_look(
    visit: Callable[..., Page], complaints, axe: Callable[[Page], list[str]]
) -> None:
    complaints.expect("403")
    page = visit("agent", "/team/users/")
    expect(page.locator("h1")).to_have_text("这一页不对您开放")
    expect(page.locator("main")).to_contain_text("客服")
    assert axe(page) == []


def test_a_page_that_is_not_there_says_what_to_do(visit: Callable[..., Page], complaints) -> None:
    complaints.expect("404")
    page = visit("owner", "/nowhere/", language="en")
    expect(page.locator("h1")).to_have_text("There is no such page")


def test_every_link_of_the_navigation_leads_somewhere(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/team/components/")
    groups = [a.get_attribute("href") for a in page.locator("a.section-name").all()]
    found = {}
    for href in groups:
        page.goto(href)
        for link in page.locator(".side .pages a").all():
            address = link.get_attribute("href")
            found[address] = page.request.get(address).status
    assert len(found) >= 4
    assert {a: s for a, s in found.items() if s != 200} == {}


def test_an_account_is_bound_to_another_person_with_a_reason(
    own_home, visit: Callable[..., Page]
) -> None:
    page = visit("owner", "/team/accounts/")
    page.get_by_role("link", name="改归属").first.click()
    page.locator("select[name=person]").select_option(index=2)
    page.locator("input[name=from_]").fill("2026-10-15")
    page.locator("input[name=reason]").fill("换班")
    page.get_by_role("button", name="记下").click()
    expect(page.locator(".note-line")).to_contain_text("已记下")
    expect(page.locator(".timeline")).to_contain_text("2026-10-15")
    page.goto("/team/audit/?action=account.bound")
    expect(page.locator("tbody")).to_contain_text("换班")

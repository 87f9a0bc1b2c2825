"""The board in a real browser: accessible, within the window, drawn, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_shell import WORDS

from jinpai.apps import home
from jinpai.apps.board import buyers

MONTH = "month=2026-10"
PAGES = {
    "month": "/?{m}",
    "agents": "/board/agents/?{m}",
    "agent": "/board/agent/?{m}&person={person}",
    "metrics": "/board/metrics/?{m}",
    "metric": "/board/metric/inquiry_conversion/?{m}",
    "orders": "/board/orders/?{m}",
    "order": "/board/order/{order}/?{m}",
    "receptions": "/board/receptions/?{m}",
    "reception": "/board/reception/?{m}&account={account}&buyer={buyer}&day={day}",
    "ring": "/board/ring/?{m}",
    "reconcile": "/board/reconcile/?{m}&all=1",
    "plan": "/board/plan/?{m}",
    "targets": "/board/targets/?{m}",
    "search": "/search?{m}&q={order}",
}
CHARTS = {"month": 2, "agents": 1, "agent": 2, "metric": 1}


@pytest.fixture
def address(shop_home, first_agent: str) -> Callable[[str], str]:
    """A page's address with things of the living shop filled in."""
    reading = home.reading()
    shop = reading.shops()[0].code
    days = {"shop": shop, "start": date(2026, 10, 1), "end": date(2026, 10, 31)}
    order = reading.rows_behind(metric="paid_orders", person=first_agent, limit=1, **days).rows[0]
    talk = reading.receptions(person=first_agent, missed=None, limit=1, **days).rows[0]
    known = {
        "m": MONTH,
        "person": first_agent,
        "order": order["order_id"],
        "account": talk["account"],
        "buyer": buyers.token(shop, talk["buyer"]),
        "day": talk["day"],
    }
    return lambda name: PAGES[name].format(**known)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_stays_within_the_window(visit, axe, sideways, address, name):
    """On the phone at night test_every_page looks at them."""
    page = visit("owner", address(name))
    for _ in range(CHARTS.get(name, 0)):
        expect(page.locator(".chart-plot svg").first).to_be_visible()
    assert axe(page) == []
    assert sideways(page) == 0


@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_english_holds_no_chinese_but_data(visit, address, name):
    page = visit("owner", address(name), language="en")
    text = page.evaluate(
        WORDS.replace("option'", "option, svg, h1, .note, .chat, .timeline, .deciding, .judgments, "
                      ".problem, .hint, .lead, .figures, .plain, title'")
    )  # fmt: skip
    text = text.replace(page.title(), "")
    assert re.findall(r"[一-鿿]+", text) == []


@pytest.mark.parametrize("name", CHARTS)
def test_charts_are_drawn_and_have_their_numbers_in_a_table(visit, address, name):
    page: Page = visit("owner", address(name))
    drawn = page.locator(".chart-plot svg")
    expect(drawn).to_have_count(CHARTS[name])
    for chart in page.locator("figure.chart").all():
        chart.locator("summary", has_text="看表格").click()
        assert chart.locator("details tbody tr").count() > 0


def test_a_mark_of_the_trend_leads_to_the_rows_of_its_day(visit, address):
    page: Page = visit("owner", address("month"))
    mark = page.locator("#trend .chart-plot svg .mark-symbol path").first
    mark.click()
    expect(page).to_have_url(re.compile(r"/board/metric/inquiry_conversion/\?.*from=2026-10-01"))
    expect(page.locator("#rows")).to_be_visible()


def test_a_figure_opens_down_to_the_chat(visit, address):
    """Tile → definition and rows → one reception as a chat."""
    page: Page = visit("owner", address("month"))
    page.locator(".tiles a.n").first.click()
    expect(page.locator("dl.definition")).to_be_visible()
    page.locator("#rows tbody a").first.click()
    expect(page.locator("ol.chat li").first).to_be_visible()


def test_an_order_in_the_list_opens_why_it_is_whose(visit, address):
    page: Page = visit("owner", address("orders"))
    page.locator("table.figures tbody th a").first.click()
    expect(page.get_by_role("heading", name="为什么归这个人")).to_be_visible()
    expect(page.locator(".judgments .now")).to_have_count(1)


def test_the_agents_table_sorts_and_keeps_the_order_in_the_address(visit, address):
    page: Page = visit("owner", address("agents"))
    page.get_by_role("link", name="接待人数", exact=True).click()
    expect(page).to_have_url(re.compile("sort=-receptions"))
    cells = page.locator("#agents tbody tr:not(.total) td:nth-child(2)").all_inner_texts()
    counts = [int(text.replace(",", "")) for text in cells]
    assert counts == sorted(counts, reverse=True)
    assert counts


def test_columns_are_chosen_by_keyboard_and_stay_in_the_address(visit, address):
    page: Page = visit("owner", address("agents"))
    page.locator("details.columns summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("最大同时接待").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="就看这些").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("cols=max_concurrent"))
    expect(page.locator("#agents thead")).to_contain_text("最大同时接待")


def test_the_export_holds_the_rows_of_the_screen_in_their_order(visit, address):
    page: Page = visit("owner", address("agents") + "&sort=-sales&cols=sales")
    names = page.locator("#agents tbody tr th").all_inner_texts()
    page.locator(".page-head details.menu summary").click()
    with page.expect_download() as got:
        page.get_by_role("link", name="CSV").click()
    lines = got.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0].removeprefix("'") for line in lines[1:]] == names


def test_revealing_a_buyer_shows_the_name_on_the_page(visit, address):
    page: Page = visit("supervisor", address("reception"))
    assert "**" in page.locator("h1").inner_text()
    page.get_by_role("button", name="看买家全名").click()
    expect(page.locator("h1")).not_to_contain_text("**")


def test_an_agent_starts_on_their_own_page(visit, address):
    page: Page = visit("agent", "/?" + MONTH)
    expect(page.locator("section.tiles .tile")).to_have_count(5)
    assert page.get_by_role("link", name="对账").count() == 0


@pytest.mark.parametrize("name", CHARTS)
def test_without_scripts_a_picture_and_the_table_stay(visit, address, name):
    page: Page = visit("owner", address(name), scripts=False)
    pictures = page.locator(".chart-plot img")
    for picture in pictures.all():
        assert (
            page.request.get(picture.get_attribute("src"))
            .headers["content-type"]
            .startswith("image/svg")
        )
    assert pictures.count() >= 1

"""What the pages say about the hand-written shop (see conftest.py)."""

from __future__ import annotations

import re

import pytest

from jinpai.apps.board import buyers
from jinpai.metrics.catalogue import CATALOGUE

MARCH = "shop=S1&month=2026-03"


def test_the_month_shows_the_shops_figures(words):
    page = words("owner", f"/?{MARCH}")
    assert "接待人数 5 " in page
    assert "询单最终付款转化率 60.0% n 5" in page
    assert "客服销售占比 92.0% 静默 ¥59.90" in page
    assert "漏掉的响声 ¥60 2 声 × ¥30.00" in page


def test_a_month_before_the_first_data_is_not_compared_as_if_it_were_empty(words):
    assert "较上月" not in words("owner", f"/?{MARCH}")


def test_every_figure_of_the_month_is_a_link(opened):
    body = opened("owner", f"/?{MARCH}").content.decode()
    tiles = re.search(r'<section class="tiles".*?</section>', body, re.S)
    assert tiles is not None
    assert tiles.group().count('class="n"') == 5
    assert tiles.group().count('<a class="n" href="/board/') == 5


def test_days_without_data_say_so(words):
    assert "这段时间没有数据" in words("owner", "/?shop=S1&month=2025-01")


def test_an_unknown_shop_is_not_found(opened):
    assert opened("owner", "/?shop=S9").status_code == 404


def test_the_agents_table_counts_by_person_who_held_the_account_that_day(opened):
    body = opened("owner", f"/board/agents/?{MARCH}&cols=receptions&cols=sales&export=csv")
    lines = body.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("姓名,接待人数,销售额")
    assert sorted(lines[1:]) == ["'=小丽,2,300", "全店,5,686", "小美,3,386"]


def test_an_agents_page_says_how_soon_half_and_nine_tenths_were_answered(words):
    page = words("owner", f"/board/agent/?{MARCH}&account=店:值班")
    assert "每个回合:一半在 10 秒内,九成在 20 秒内" in page


def test_the_ring_page_fills_in_the_formula(words):
    page = words("owner", f"/board/ring/?{MARCH}")
    assert "每声 = ¥1.00每次点击花费 × 60.0%询单转化率 ÷ 2.00%点击转化率 = ¥30.00" in page
    assert "白花的推广费¥602 声 × ¥30.00" in page
    assert "没做成的生意¥274.402 声 × 60.0% × ¥228.67" in page
    assert "23.4375" in page


def test_a_what_if_on_the_ring_page_is_worked_out_from_the_address_alone(words):
    page = words("owner", f"/board/ring/?{MARCH}&ppc=1&click=1.28&conversion=30")
    assert "= ¥23.44" in page
    assert "这是假设的数" in page
    assert "这是假设的数" not in words("owner", f"/board/ring/?{MARCH}")


def test_an_order_says_why_it_is_whose_and_quotes_the_message(words):
    page = words("owner", f"/board/order/1001/?{MARCH}")
    assert "“在的亲”" in page
    assert "03-01 10:18:10" in page
    assert page.count("店:小美") >= 3  # by each of the three judgments


def test_a_silent_order_is_silent_by_every_judgment(words):
    page = words("owner", f"/board/order/1002/?{MARCH}")
    assert "静默订单" in page
    assert "下单优先 现行静默 按下单静默 按付款静默".replace(" ", "") in page.replace(" ", "")


def test_a_missing_order_is_not_found(opened):
    assert opened("owner", f"/board/order/4711/?{MARCH}").status_code == 404


def reception(account: str, buyer: str, day: str) -> str:
    return (
        f"/board/reception/?{MARCH}&account={account}&buyer={buyers.token('S1', buyer)}&day={day}"
    )


def test_a_reception_marks_its_rounds_with_their_seconds(words):
    page = words("owner", reception("店:小美", "b_first", "2026-03-01"))
    assert "第 1 回合" in page
    assert "等了 7:55 分" in page  # 475 s
    assert "第 2 回合" not in page


def test_an_unanswered_reception_says_so(words):
    assert "没有回复" in words("owner", reception("店:小丽", "b_third", "2026-03-02"))


def test_receptions_filter_by_what_the_address_says(words):
    assert "共 2 行" in words("owner", f"/board/receptions/?{MARCH}&missed=1")
    assert "共 1 行" in words("owner", f"/board/receptions/?{MARCH}&unanswered=1")
    assert "共 2 行" in words("owner", f"/board/receptions/?{MARCH}&account=店:小美")


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_metric_has_a_page_with_its_definition(words, code):
    page = words("owner", f"/board/metric/{code}/?{MARCH}")
    assert CATALOGUE[code].numerator_zh in page
    assert CATALOGUE[code].denominator_zh in page


def test_a_metric_leads_from_its_parts_to_their_rows(words):
    page = words("owner", f"/board/metric/inquiry_conversion/?{MARCH}")
    assert "询单最终付款转化率 = 3 ÷ 5 = 60.0%" in page
    assert "共 3 行" in page
    assert "共 5 行" in words("owner", f"/board/metric/inquiry_conversion/?{MARCH}&part=den")


def test_a_metric_names_the_response_policy_in_force(words):
    assert "chitu_average" in words("owner", f"/board/metric/average_response/?{MARCH}")


def test_reconciliation_shows_what_differs_and_a_likely_reason(words):
    page = words("owner", f"/board/reconcile/?{MARCH}")
    assert "小美接待人数" in page.replace(" ", "")
    assert "平台可能不排除内部账号" in page


def test_reconciliation_is_shown_fifty_rows_at_a_time_and_exported_whole(words, opened):
    address = f"/board/reconcile/?{MARCH}&all=1"
    whole = words("owner", address)
    assert "共 " in whole
    behind = words("owner", f"{address}&offset=100000")
    assert "没有符合条件的行" in behind  # the end was passed, not: nothing differs
    csv = opened("owner", f"{address}&export=csv&offset=100000").content.decode("utf-8-sig")
    assert "接待人数" in csv


def test_search_finds_an_order_by_the_beginning_of_its_number(words):
    assert "1001" in words("owner", f"/search?{MARCH}&q=1001")
    assert "没有找到" in words("owner", f"/search?{MARCH}&q=9999")


def test_the_calculators_open_on_the_reports_examples(words):
    page = words("owner", f"/board/plan/?{MARCH}")
    assert "200 ÷ 2.00% = 10,000 位访客" in page
    assert "99.99% 99.0%" in page
    assert "99% 36.6%" in page


def test_a_plan_that_cannot_be_is_explained(words):
    assert "三个里填两个" in words("owner", f"/board/plan/?{MARCH}&orders=5&visitors=3&rate=")


# --- a shop with nothing but the platform's report ------------------------------------------


def test_a_shop_with_only_reported_figures_has_a_board(words):
    page = words("owner", "/?shop=S2&month=2026-03")
    assert "接待人数 平台报表 400" in page
    assert "18.5 秒" in page
    assert "漏掉的响声 — 没有聊天,数不出来" in page  # not known is not 0
    assert "这家店只有平台报表" in page


@pytest.mark.parametrize(
    "path",
    [
        "/board/agents/", "/board/metrics/", "/board/metric/sales/", "/board/orders/",
        "/board/metric/average_response/", "/board/receptions/", "/board/ring/",
        "/board/reconcile/", "/board/plan/", "/board/agent/?person=P3", "/search?q=阿甲",
    ],
)  # fmt: skip
def test_every_page_opens_for_a_shop_with_only_reported_figures(opened, path):
    sign = "&" if "?" in path else "?"
    assert opened("owner", f"{path}{sign}shop=S2&month=2026-03").status_code == 200


def test_unanswered_receptions_of_a_report_lead_to_the_report(opened):
    page = opened("owner", "/?shop=S2&month=2026-03").content.decode()
    notice = page[page.index("有 9 次接待一句人工回复也没有") :][:300]
    assert "/board/metric/unanswered/" in notice and "看报表" in notice


def test_where_nothing_was_computed_there_is_nothing_to_reconcile(words):
    page = words("owner", "/board/reconcile/?shop=S2&month=2026-03")
    assert "没有差别,或者没有可比的" in page
    assert "没有聊天或订单可算" in words("owner", "/board/reconcile/?shop=S2&month=2026-03&all=1")

"""An agent sees own figures, chats and orders, by who held the account on the day."""

from __future__ import annotations

import pytest

from jinpai.apps.board import buyers

MARCH = "shop=S1&month=2026-03"


def reception(account: str, buyer: str, day: str) -> str:
    return (
        f"/board/reception/?{MARCH}&account={account}&buyer={buyers.token('S1', buyer)}&day={day}"
    )


def test_the_front_page_of_an_agent_is_their_own(words):
    page = words("agent", f"/?{MARCH}")
    assert "接待人数 3" in page  # two of 小美, one of 值班 while it was theirs
    assert "销售额 ¥386" in page
    assert "686" not in page


def test_an_agent_sees_nobody_else_in_the_agents_table(words):
    page = words("agent", f"/board/agents/?{MARCH}")
    assert "小美" in page
    assert "小丽" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/board/agent/?person=P2",
        "/board/agent/?account=店:小丽",
        "/board/metric/sales/?person=P2",
        "/board/metric/sales/?account=店:小丽",
        "/board/metric/sales_share/?",
        "/board/orders/?account=店:小丽",
        "/board/receptions/?account=店:小丽",
        "/board/order/1002/?",
        "/board/order/1004/?",
        "/board/ring/?",
        "/board/reconcile/?",
        "/board/plan/?",
        "/board/targets/?",
    ],
)
def test_what_is_anothers_is_refused(opened, path):
    assert opened("agent", f"{path}&{MARCH}").status_code == 403


def test_own_orders_and_chats_open(opened):
    assert opened("agent", f"/board/order/1001/?{MARCH}").status_code == 200
    assert opened("agent", f"/board/order/1003/?{MARCH}").status_code == 200
    assert opened("agent", reception("店:小美", "b_first", "2026-03-01")).status_code == 200


def test_a_shared_account_shows_each_only_their_own_days(opened, words):
    """值班 was P1's on 03-02 and P2's on 03-04."""
    assert opened("agent", reception("店:值班", "b_fourth", "2026-03-02")).status_code == 200
    assert opened("agent", reception("店:值班", "b_fifth", "2026-03-04")).status_code == 403
    page = words("agent", f"/board/metric/receptions/?{MARCH}&account=店:值班")
    assert "接待人数 = 1" in page
    assert "共 1 行" in page
    listed = words("agent", f"/board/receptions/?{MARCH}&account=店:值班")
    assert "共 1 行" in listed


def test_search_does_not_name_what_is_anothers(words):
    assert "没有找到" in words("agent", f"/search?{MARCH}&q=1004")
    assert "没有找到" in words("agent", f"/search?{MARCH}&q=小丽")
    assert "没有找到" in words("agent", f"/search?{MARCH}&q=b_third")
    assert "1001" in words("agent", f"/search?{MARCH}&q=1001")


def test_an_agent_without_a_person_sees_no_one_and_is_told_why(words):
    page = words("agent", f"/?{MARCH}", person="")
    assert "还没有绑定人员" in page


def test_pictures_of_the_team_are_not_for_agents(opened):
    assert opened("agent", f"/board/picture/fair.svg?{MARCH}").status_code == 404
    assert opened("agent", f"/board/picture/hours.svg?{MARCH}").status_code == 404
    assert opened("agent", f"/board/picture/trend.svg?{MARCH}&person=P2").status_code == 403
    assert (
        opened("agent", f"/board/picture/trend.svg?{MARCH}&metric=sales_share").status_code == 403
    )


def test_operations_see_the_rows_but_no_way_into_chats_and_orders(opened):
    for code in ("missed_rings", "sales"):
        body = opened("operations", f"/board/metric/{code}/?{MARCH}").content.decode()
        assert 'id="rows"' in body
        assert "/board/reception/" not in body
        assert "/board/order/" not in body

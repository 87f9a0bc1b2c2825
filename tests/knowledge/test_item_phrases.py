"""From an item to the phrases of its order: whose work it is finds them filled in."""

from __future__ import annotations

from pathlib import Path

from django.test import Client
from django.utils import timezone

from jinpai.apps.desk.actions import tasks
from jinpai.apps.team.models import User


def test_an_item_leads_to_the_phrases_of_its_order(mei: User, shop: Path, client: Client) -> None:
    client.force_login(mei)
    assert client.get("/knowledge/phrases/?order=1003").status_code == 403  # 小丽's
    now = timezone.now()
    task = tasks.add(
        list="unpaid", key="1003", role="agent", title="拍下没付款", since=now, now=now,
        order_id="1003", buyer="b_three",
    )  # fmt: skip
    assert "/knowledge/phrases/?order=1003&amp;shop=" in (
        client.get(f"/desk/task/{task.pk}/").content.decode()
    )
    page = client.get("/knowledge/phrases/?order=1003").content.decode()  # work on it opens it
    assert 'value="1003"' in page and "b_three" not in page

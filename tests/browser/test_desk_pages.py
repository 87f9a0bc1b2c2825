"""Today, lists and the handover in a real browser: accessible, within the window, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import Handover, Task
from jinpai.apps.team.models import User

PAGES = ("/desk/", "/desk/list/unpaid/", "/desk/handover/")


@pytest.fixture
def due(people: dict[str, User]) -> list[Task]:
    """Two of an agent's: one late, one put off; and the one who takes the next shift."""
    now = timezone.now()
    agent = people["agent"]
    people["taker"] = User.objects.create_user(
        "taker", "a-long-password-1", role="agent", person="P97", name="Test taker"
    )
    made = [
        tasks.add(list="unpaid", key=f"S/{n}", role="agent", title=f"拍下没付款 {n}",
                  person=agent.person, since=now, now=now, due=now + timedelta(minutes=n),
                  order_id=str(n))
        for n in (-5, 200)
    ]  # fmt: skip
    tasks.snooze(by=agent, task=made[1].pk, version=1, until=now + timedelta(hours=4), why="等",
                 now=now)  # fmt: skip
    return made


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_and_stays_within_the_window(
    due: list[Task], visit: Callable[..., Page], axe: Callable[[Page], list[str]],
    sideways: Callable[[Page], int], path: str, width: int, scheme: str,
) -> None:  # fmt: skip
    page = visit("agent", path, width=width, scheme=scheme)
    assert axe(page) == []
    assert sideways(page) == 0


def test_what_is_due_is_announced_and_done_by_keyboard_alone(
    due: list[Task], visit: Callable[..., Page]
) -> None:
    page = visit("agent", "/desk/")
    expect(page.locator("[data-due]")).to_contain_text("1")
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    page.keyboard.press("j")
    expect(page.locator("[data-item]").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/task/*/")
    page.get_by_role("button", name="已发提醒").press("Enter")
    expect(page.locator(".messages")).to_contain_text("记下了这一次")
    due[0].refresh_from_db()
    assert due[0].attempts == 1
    sound = visit("agent", "/desk/").locator("[data-sound]")
    sound.click()
    expect(sound).to_have_attribute("aria-pressed", "true")


def test_a_shift_is_signed_by_both(due: list[Task], visit: Callable[..., Page]) -> None:
    page = visit("agent", "/desk/handover/")
    page.get_by_label("给接班人的话:拍下没付款 -5").fill("买家要蓝色")
    page.locator("#hand-person").select_option("P97")
    page.get_by_role("button", name="签字交班").click()
    expect(page.locator(".messages")).to_contain_text("2 件")
    page = visit("taker", "/desk/")
    page.locator(".hint a").first.click()
    expect(page.locator(".offer")).to_contain_text("买家要蓝色")
    page.get_by_role("button", name="签收").click()
    expect(page.locator(".messages")).to_contain_text("签收了")
    assert Handover.objects.get().taken_by == "taker"
    found = Task.objects.filter(list="unpaid", person="P97").order_by("due")
    assert [(t.first_person, t.state) for t in found] == [
        (due[0].first_person, "open"), (due[0].first_person, "snoozed"),
    ]  # fmt: skip

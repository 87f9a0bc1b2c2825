"""What is due is announced to whom it concerns, and a missed deadline climbs to the role named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from jinpai.apps.desk.actions import climb, handover, tasks
from jinpai.apps.desk.models import Task
from jinpai.apps.desk.queries.today import due_count, today
from jinpai.apps.team import roles
from jinpai.apps.team.models import User

NOW = datetime(2026, 10, 20, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def team(db: None) -> dict[str, User]:
    return {
        role: User.objects.create_user(f"u-{role}", "a-long-password-1", role=role, person=person)
        for role, person in (
            ("owner", "P1"), ("supervisor", "P2"), ("assistant", "P3"), ("agent", "P5"),
            ("warehouse", "P8"), ("operations", "P9"),
        )
    }  # fmt: skip


def made(key: str, **more) -> Task:
    given = {"list": "unpaid", "role": "agent", "title": "拍下没付款", "person": "P5",
             "since": NOW, "now": NOW, "due": NOW}  # fmt: skip
    return tasks.add(**(given | {"key": key} | more))


def told(user: User, now: datetime) -> list[str]:
    parts = {p.code: p for p in today(user, now, midnight=NOW).parts}
    return [t.key for t in parts["climbed"].tasks] if "climbed" in parts else []


def test_a_missed_deadline_reaches_the_role_it_climbs_to_and_no_other(
    team: dict[str, User],
) -> None:
    made("to the supervisor")
    made("to the owner", list="reviews")
    later = NOW + timedelta(minutes=1)
    assert climb.climb(now=later) == 2
    assert {role: told(user, later) for role, user in team.items()} == {
        "owner": ["to the owner"],
        "supervisor": ["to the supervisor"],
        "assistant": [], "agent": [], "warehouse": [], "operations": [],
    }  # fmt: skip
    assert due_count(team["owner"], later) == due_count(team["supervisor"], later) == 1
    assert due_count(team["agent"], later) == 2  # whose it is has it all the same


def test_without_a_supervisor_the_owner_is_told(team: dict[str, User]) -> None:
    made("1")
    climb.climb(now=NOW + HOUR)
    User.objects.filter(role="supervisor").update(is_active=False)
    assert told(team["owner"], NOW + HOUR) == ["1"]


def test_what_is_the_leaders_own_is_told_once(team: dict[str, User]) -> None:
    made("own", person="P2", role="supervisor")
    made("anyone's", person="", role="supervisor")
    climb.climb(now=NOW + HOUR)
    found = today(team["supervisor"], NOW + HOUR, midnight=NOW)
    assert [(p.code, p.total) for p in found.parts] == [("late", 2)]
    assert due_count(team["supervisor"], NOW + HOUR) == found.due == 2


def test_a_shift_nobody_signed_for_is_told_to_leaders_after_an_hour(
    team: dict[str, User],
) -> None:
    task = made("1", due=NOW + 9 * HOUR)
    handover.offer(by=team["agent"], to_person="P3", key="k", now=NOW)
    before, after = NOW + HOUR - timedelta(seconds=1), NOW + HOUR
    assert due_count(team["assistant"], NOW) == 1  # who is to sign, at once
    assert due_count(team["supervisor"], before) == 0
    assert due_count(team["supervisor"], after) == 1
    assert due_count(team["owner"], after) == 0
    task.refresh_from_db()
    assert task.person == "P5"  # and until then it is still the giver's


def test_at_once_only_so_many_where_the_shop_wrote_it_and_never_the_platforms(
    team: dict[str, User],
) -> None:
    for n in range(5):
        made(str(n), due=NOW + n * HOUR)
    made("platform", priority=0)
    found = today(team["agent"], NOW, midnight=NOW, most={"unpaid": 2})
    assert [t.key for p in found.parts for t in p.tasks] == ["platform", "0", "1"]
    assert (found.total, found.held) == (6, 3)
    assert today(team["agent"], NOW, midnight=NOW).held == 0


def test_every_page_of_those_at_the_desk_carries_the_badge(team: dict[str, User]) -> None:
    client = Client()
    for page in ("/", "/desk/", "/desk/lists/"):
        client.force_login(team["agent"])
        text = client.get(page).content.decode()
        assert text.count("data-due ") == 1
        assert 'data-announce="/desk/count"' in text
    made("1", due=NOW - 400 * 24 * HOUR)
    assert client.get("/desk/count").json() == {"due": 1}


def test_leaders_begin_at_the_board_and_all_others_at_today(team: dict[str, User]) -> None:
    found = {role: roles.landing(user) for role, user in team.items()}
    assert found == {role: "/desk/" for role in team} | {"owner": "/", "supervisor": "/"}
    answer = Client().post(
        "/login/", {"username": "u-agent", "password": "a-long-password-1", "next": "/"}
    )
    assert answer.headers["Location"] == "/desk/"

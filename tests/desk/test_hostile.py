"""What nobody types by mistake: signs that no database keeps, numbers that are none, the ends of
all dates, ids beyond every table. Each is refused or passed over; none is an error of the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from jinpai.apps import home
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import Task
from jinpai.apps.team.models import User

NOW = datetime(2026, 10, 20, 6, 0, tzinfo=UTC)
HUGE = 10**30


@pytest.fixture
def owner(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setenv("JINPAI_HOME", str(tmp_path / "home"))
    home.forget()
    found = Client()
    found.force_login(
        User.objects.create_user("lao", "a-long-password-1", role="owner", person="P1")
    )
    yield found
    home.forget()


@pytest.mark.parametrize(
    "address",
    [
        "/desk/?from=9999-12-31&to=0001-01-01",
        "/desk/lists/?page=99999999999999&page=-1",
        "/desk/list/calls/?sort=-nothing&from=0001-01-01&to=9999-12-31&person=²",
        "/desk/segments/?from=9999-12-31",
        "/desk/campaigns/new/?first=9999-12-31&last=0001-01-01",
        "/knowledge/phrases/?group=²",
        "/knowledge/phrases/new/?question=²",
        "/knowledge/problems/handed/?month=0001-01",
        "/knowledge/problems/week/?week=0001-01-01",
        "/knowledge/problems/week/?week=9999-12-31",
        "/knowledge/refunds/?from=9999-12-31&day=9999-12-31",
    ],
)
def test_an_address_that_means_nothing_shows_a_page(owner: Client, address: str) -> None:
    assert owner.get(address).status_code == 200


def test_ids_beyond_every_table_are_of_nothing(owner: Client) -> None:
    for address in (
        f"/desk/task/{HUGE}/", f"/aftersales/case/{HUGE}/file/{HUGE}",
        f"/aftersales/register/{HUGE}/photo/{HUGE}", f"/knowledge/page/{HUGE}/",
    ):  # fmt: skip
        assert owner.get(address).status_code == 404, address


def call(owner: Client) -> Task:
    return tasks.add(list="calls", key="1", role="agent", title="回电", since=NOW, now=NOW)


@pytest.mark.parametrize(
    ("what", "given", "status"),
    [
        ("note", {"text": "好\0"}, 400),
        ("attempt", {"outcome": "no_answer", "field-\0": "x"}, 400),
        ("claim", {"version": "²"}, 400),
        ("snooze", {"until": "0001-01-01T00:00", "why": "等"}, 302),
        ("snooze", {"until": "9999-12-31T23:59", "why": "等"}, 302),
    ],
)
def test_a_step_of_an_item_with_such_a_form_changes_nothing(
    owner: Client, what: str, given: dict[str, str], status: int
) -> None:
    task = call(owner)
    answer = owner.post(f"/desk/task/{task.pk}/{what}", {"version": "1"} | given)
    assert answer.status_code == status
    task.refresh_from_db()
    assert (task.version, task.state, task.acts.count()) == (1, "open", 1)


def test_a_campaign_at_the_end_of_all_dates_is_none(owner: Client) -> None:
    for first in ("0001-01-01", "9999-12-31"):
        answer = owner.post(
            "/desk/campaigns/add", {"name": "大促", "first": first, "last": first, "key": "k"}
        )
        assert (answer.status_code, answer["Location"]) == (302, "/desk/campaigns/new/")


def test_a_handover_with_words_for_no_item_is_told_why_not(owner: Client) -> None:
    answer = owner.post("/desk/handover/offer", {"person": "P9", "word-²": "x", "key": "k"})
    assert answer.status_code == 302

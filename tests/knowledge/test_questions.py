"""Questions without a phrase: read from the chats, grouped by a job, one click from a phrase."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from jinpai.apps import home
from jinpai.apps.imports import jobs
from jinpai.apps.imports.models import Job
from jinpai.apps.knowledge.actions import phrases, questions
from jinpai.apps.knowledge.models import Phrase
from jinpai.apps.knowledge.queries import groups
from jinpai.apps.knowledge.queries import questions as query
from jinpai.apps.pages.refusals import NotYours, Unclear
from jinpai.apps.team.models import AuditEntry, User

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("shop")]

NOW = datetime(2026, 4, 15, 4, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 2, 1), date(2026, 3, 31)


def asked() -> query.Asked:
    return query.asked(home.reading(), FIRST, LAST)


def group(by: User, days: int = 90) -> Job:
    job = questions.start(by=by, days=days, now=NOW)
    if job.state == Job.State.WAITING:
        jobs.perform(job.pk, job.attempt, clock=lambda: NOW)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    return job


def say(by: User, title: str, text: str) -> Phrase:
    return phrases.save(by=by, title=title, group="售前", texts=[text], key=title, now=NOW)


def test_who_asked_is_counted_greetings_and_statements_are_not(boss: User) -> None:
    found = asked()
    assert list(zip(found.texts, found.counts, strict=True)) == [("有货", 1), ("还有", 1)]
    assert (found.rounds, found.open, found.different) == (2, 2, 2)


def test_what_a_phrase_answered_is_no_question_without_one(boss: User) -> None:
    say(boss, "有货吗", "亲,有货的!")
    found = asked()
    assert (found.rounds, found.open, found.texts) == (2, 0, [])


def test_a_phrase_that_greets_answers_nothing(boss: User) -> None:
    say(boss, "在吗", "亲,有货的!")
    assert asked().open == 2


def test_groups_tell_how_fast_and_what_followed(boss: User) -> None:
    job = group(boss)
    found = groups.newest(90)
    assert found is not None and found.job == job
    assert (found.rounds, found.open, found.left_out) == (2, 2, 0)
    one = next(row for row in found.rows if row.title == "有货吗")
    assert (one.n, one.ways, one.share) == (1, 1, Decimal("0.5"))
    assert (one.seconds, one.conversion, one.inquiries) == (Decimal(10), Decimal(1), 1)
    assert [(s["text"], s["buyer"], s["day"]) for s in one.samples] == [
        ("有货吗", "b**e", "2026-03-01")
    ]
    assert (one.near, one.made, one.group) == (None, None, "售前")


def test_the_nearest_phrase_is_shown_and_the_newest_finding_kept(boss: User) -> None:
    first = group(boss)
    phrase = say(boss, "有货吗亲", "拍得下来就是有的")
    group(boss)
    first.refresh_from_db()
    assert first.report is None
    found = groups.newest(90)
    assert found is not None
    assert [row.near for row in found.rows if row.title == "有货吗"] == [phrase]


def test_grouping_again_finds_the_same(boss: User) -> None:
    one = group(boss).report
    assert group(boss).report == one


def test_one_that_waits_is_enough_and_starting_is_logged(boss: User) -> None:
    job = questions.start(by=boss, days=7, now=NOW)
    Job.objects.filter(pk=job.pk).update(state=Job.State.WAITING)
    assert questions.start(by=boss, days=7, now=NOW) == job
    assert AuditEntry.objects.filter(action="questions.grouped", subject="7").count() == 1


def test_only_who_writes_phrases_groups_and_only_known_periods(boss: User, mei: User) -> None:
    with pytest.raises(NotYours):
        questions.start(by=mei, days=30, now=NOW)
    with pytest.raises(Unclear):
        questions.start(by=boss, days=31, now=NOW)


def test_a_group_is_one_click_from_a_phrase(boss: User, client: Client) -> None:
    client.force_login(boss)
    job = group(boss, days=30)
    page = client.get("/knowledge/questions/").content.decode()
    assert "有货吗" in page and "b_one" not in page
    row = next(r for r in groups.newest(30).rows if r.title == "有货吗")  # type: ignore[union-attr]
    address = f"/knowledge/phrases/new/?job={job.pk}&question={row.number}"
    assert address.replace("&", "&amp;") in page
    form = client.get(address).content.decode()
    assert 'value="有货吗"' in form and 'value="售前"' in form and row.key in form
    client.post(
        "/knowledge/phrases/add",
        {
            "key": row.key,
            "title": "有货吗",
            "group": "售前",
            "frequent": "on",
            "text": ["有", "在"],
        },
    )
    made = Phrase.objects.get(key=row.key)
    assert [r.made for r in groups.newest(30).rows if r.key == row.key] == [made]  # type: ignore[union-attr]
    assert client.get("/knowledge/phrases/new/?job=nonsense&question=0").status_code == 200


def test_figures_that_may_be_somebodys_are_not_shown() -> None:
    assert query.shown("电话13812345678,身高165") == "电话13****,身高165"

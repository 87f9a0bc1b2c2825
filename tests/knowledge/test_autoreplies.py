"""Automatic replies as they are kept and shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from jinpai.apps import home
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.knowledge.actions import autoreplies as actions
from jinpai.apps.knowledge.models import AutoReply, AutoReplyChange
from jinpai.apps.knowledge.queries.autoreplies import calendar
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team.models import AuditEntry, User

NOW = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)  # noon of the shop
DAY = timedelta(days=1)


def write(by: User, key: str = "k", **more) -> AutoReply:
    given = {"kind": "welcome", "text": "您好", "begins": NOW - DAY}
    return actions.save(by=by, key=key, now=NOW, **(given | more))


def test_one_is_written_once_changed_by_version_and_kept(boss: User, mei: User) -> None:
    one = write(boss)
    assert write(boss).pk == one.pk
    write(boss, "", reply=one.pk, version=1, ends=NOW + DAY)
    assert write(boss, "", reply=one.pk, version=1, ends=NOW + DAY).version == 2  # a retry
    with pytest.raises(Moved):
        write(boss, "", reply=one.pk, version=1, text="别的")
    with pytest.raises(Moved):
        actions.retire(by=boss, reply=one.pk, version=1, now=NOW)
    actions.retire(by=boss, reply=one.pk, version=2, now=NOW)
    actions.retire(by=boss, reply=one.pk, version=3, now=NOW, back=True)
    assert [c.what for c in one.changes.all()] == ["made", "changed", "retired", "restored"]
    assert AuditEntry.objects.filter(action__startswith="autoreply.").count() == 4
    with pytest.raises(Refused):
        write(boss, "x", ends=NOW - DAY)
    with pytest.raises(NotYours):
        write(mei, "y")
    for kept in (one, AutoReplyChange.objects.first()):
        with pytest.raises(TypeError):
            kept.delete()


def test_the_calendar_shows_gaps_overlaps_and_unprepared_campaigns(boss: User, shop: Path) -> None:
    empty = calendar(home.reading(), "S1", NOW)
    assert (empty.gaps, empty.overlaps) == (4, 0)
    assert [u.campaign.name for u in empty.unprepared] == ["三八节"]
    for kind in ("busy", "away", "night"):
        write(boss, kind, kind=kind)
    old = write(boss, "old", ends=NOW + 3 * DAY)
    new = write(boss, "new", text="新", begins=NOW + 2 * DAY, ends=NOW + 5 * DAY)
    write(boss, "elsewhere", shop="S2")
    campaign = write(
        boss, "c", text="过节", campaign="三八节", begins=datetime(2026, 3, 6, 16, tzinfo=UTC),
        ends=datetime(2026, 3, 8, 16, tzinfo=UTC),
    )  # fmt: skip
    found = calendar(home.reading(), "S1", NOW)
    welcome = found.lines[0]
    assert (welcome.kind, welcome.now.pk) == ("welcome", old.pk)
    noon = datetime(2026, 3, 3, 12)
    parts = [
        (p.begins, p.speaks.pk if p.speaks else None, [o.pk for o in p.others], p.gap)
        for p in welcome.parts
    ]
    assert parts == [
        (noon, old.pk, [], False),
        (noon + 2 * DAY, new.pk, [old.pk], False),
        (noon + 3 * DAY, new.pk, [], False),
        (datetime(2026, 3, 7), campaign.pk, [], False),
        (datetime(2026, 3, 9), None, [], True),
    ]
    assert (found.gaps, found.overlaps, found.unprepared) == (1, 1, [])


def test_the_pages_write_and_show_them(boss: User, mei: User, shop: Path, client: Client) -> None:
    client.force_login(boss)
    form = {"key": "f", "kind": "welcome", "text": "您好亲", "begins": "2026-03-01T00:00"}
    assert client.post("/knowledge/autoreplies/add", form).status_code == 302
    one = AutoReply.objects.get()
    assert one.begins == datetime(2026, 2, 28, 16, tzinfo=UTC)
    client.post("/knowledge/autoreplies/add", {**form, "key": "g", "begins": "nonsense"})
    assert AutoReply.objects.count() == 1
    page = client.get("/knowledge/autoreplies/").content.decode()
    assert "您好亲" in page and "没有自动回复" in page
    client.post(f"/knowledge/autoreply/{one.pk}/save",
                {**form, "version": "1", "text": "您好"})  # fmt: skip
    page = client.get(f"/knowledge/autoreply/{one.pk}/").content.decode()
    assert "内容 您好亲 → 您好" in page and 'value="2026-03-01T00:00"' in page
    client.force_login(mei)
    assert "修改" not in client.get(f"/knowledge/autoreply/{one.pk}/").content.decode()

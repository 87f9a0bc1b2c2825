"""A rulebook that says how to measure: rulings for the shops, from the month's first day on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.rulebooks.conftest import NOW, SMALL

from jinpai.apps import home
from jinpai.apps.imports.models import Job
from jinpai.apps.rulebooks.actions import differing_shops, put_in_force, save_version
from jinpai.apps.rulebooks.models import Force
from jinpai.apps.rulebooks.refused import Refused
from jinpai.apps.team.models import AuditEntry, User
from jinpai.facts.lake import Ruling

MEASURED = SMALL + "\n[measure]\nslow_s = 60\n"


@pytest.fixture(autouse=True)
def two_shops(data_home: Path, settings: object) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    shops = [
        Ruling("shop", code, None, None,
               {"shop": code, "platform": "taobao", "name": code, "timezone": "Asia/Shanghai",
                "day_cut": "00:00"},
               "新店", "owner", NOW)
        for code in ("S1", "S2")
    ]  # fmt: skip
    home.lake().append_rulings(shops, now=NOW)


def slow(shop: str, day: date) -> int:
    return home.reading().measure(shop=shop, day=day).slow_s


def force(owner: User, text: str, month: str) -> Force:
    kept = save_version(by=owner, text=text, now=NOW)
    return put_in_force(by=owner, sha256=kept.sha256, month=month, reason="更快地回", now=NOW)


def test_every_shop_measures_by_it_from_the_first_of_the_month(owner: User) -> None:
    force(owner, MEASURED, "2026-11")
    for shop in ("S1", "S2"):
        assert slow(shop, date(2026, 10, 31)) == 100
        assert slow(shop, date(2026, 11, 1)) == 60
    (_before, (start, _measure, ruling)) = home.reading().measures("S1")
    assert (start, ruling["signed_by"], ruling["reason"]) == (
        date(2026, 11, 1), "owner", "small 1: 更快地回",
    )  # fmt: skip
    assert Job.objects.filter(kind=Job.Kind.REFRESH).count() == 1
    assert AuditEntry.objects.filter(action="measure.changed").count() == 2


def test_nothing_is_ruled_where_it_is_measured_so_already_or_not_said_at_all(owner: User) -> None:
    force(owner, MEASURED, "2026-11")
    assert differing_shops(save_version(by=owner, text=MEASURED).rulebook, "2026-12") == []
    before = home.lake().snapshot().import_no
    force(owner, SMALL.replace('"small"', '"other"'), "2026-12")
    assert home.lake().snapshot().import_no == before
    assert slow("S1", date(2026, 12, 1)) == 60


def test_a_lake_that_is_busy_decides_nothing(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home.lake(), "wait", 0.05)
    with home.lake().commit(), pytest.raises(Refused):
        force(owner, MEASURED, "2026-11")
    assert Force.objects.count() == 0
    assert Job.objects.count() == 0
    assert not AuditEntry.objects.filter(action="rulebook.put_in_force").exists()

"""Killed between any two steps a run is what it was before or what it is after, never between."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test import Client

from jinpai.apps import home
from jinpai.apps.appraisal.models import Dispute, Sheet
from jinpai.apps.payroll import actions, runs
from jinpai.apps.payroll.models import Booking, Run, Slip, Trouble
from jinpai.apps.rulebooks.parsed import parsed
from jinpai.apps.rulebooks.refused import Refused
from jinpai.apps.team.models import AuditEntry, User

from .house import NOW, House, decide


class Killed(BaseException):
    """Not an Exception: nothing may catch it and carry on."""


def killed_at(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    count = iter(range(1000))

    def step(_name: str) -> None:
        if next(count) == number:
            raise Killed

    monkeypatch.setattr(runs, "step", step)


def all_of(month: str) -> tuple[object, ...]:
    """Everything a run is."""
    run = Run.objects.get(month=month)
    return (
        run.state, run.version, run.net, run.pins, run.open_problems,
        sorted(Slip.objects.filter(run=run).values_list("person", "sha256")),
        sorted(Booking.objects.filter(run=run).values_list("person", "key", "taken")),
        sorted(Trouble.objects.filter(run=run).values_list("person", "code")),
        AuditEntry.objects.filter(action__startswith="pay_run").count(),
    )  # fmt: skip


def test_a_calculation_is_whole_or_not_at_all(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.present("2026-09")
    house.calculate("2026-09")
    house.appraised("2026-09")
    before = all_of("2026-09")

    def again() -> None:
        actions.calculate(by=house.boss, month="2026-09", now=NOW)

    number = 0
    while True:
        killed_at(number, monkeypatch)
        try:
            again()
        except Killed:
            assert all_of("2026-09") == before
            number += 1
            continue
        break
    assert number >= 5
    monkeypatch.undo()
    assert Run.objects.get(month="2026-09").state == "calculated"


def test_a_confirmation_is_whole_or_not_at_all(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.close("2026-09")
    Dispute.objects.create(
        sheet=Sheet.objects.get(month="2026-09"), item="quality", raised_at=NOW, reason="抽检错了",
        outcome="accepted", points=Decimal(95), answer="复检通过", decided_at=NOW,
    )  # fmt: skip
    house.present("2026-10")
    house.appraised("2026-10")
    house.calculate("2026-10")
    before = all_of("2026-10")
    data = os.environ["JINPAI_HOME"]
    for number, after in ((0, False), (1, False), (2, False), (3, True)):
        killed_at(number, monkeypatch)
        with pytest.raises(Killed):
            house.confirm("2026-10")
        monkeypatch.undo()
        monkeypatch.setenv("JINPAI_HOME", data)
        run = Run.objects.get(month="2026-10")
        if not after:
            assert all_of("2026-10") == before
            house.calculate("2026-10")  # as often as one likes: the difference is booked once
            before = all_of("2026-10")
        else:
            assert run.state == "confirmed" and run.pins["results"]
    taken = Booking.objects.filter(person="A3", key="closed:2026-09")
    assert [str(row.taken) for row in taken] == ["100.00"]


def test_figures_are_read_before_the_database_is_held(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.present("2026-09")
    outside = len(connection.savepoint_ids)  # the test's own transaction
    held: list[bool] = []

    def step(name: str) -> None:
        if name == "gathered":
            held.append(len(connection.savepoint_ids) > outside)

    monkeypatch.setattr(runs, "step", step)
    client = Client()
    client.force_login(house.boss)
    client.post("/pay/run/2026-09/open")
    assert held == [False]
    assert Run.objects.get(month="2026-09").state == "calculated"


def test_a_closed_month_that_cannot_be_read_holds_nobodys_pay_up(house: House) -> None:
    closed = house.close("2026-09")
    house.present("2026-10")
    for damage in ({"rulebook_text": "code = 1"}, {"whole": "{"}, {"pins": {}}):
        kept = {name: getattr(closed, name) for name in damage}
        Run.objects.filter(pk=closed.pk).update(**damage)
        parsed.cache_clear()
        run = house.calculate("2026-10")
        told = Trouble.objects.get(run=run, code="closed_month_unreadable")
        assert not told.open and run.people == 3, damage
        Run.objects.filter(pk=closed.pk).update(**kept)
        parsed.cache_clear()


def test_a_rulebook_that_cannot_be_read_is_said(house: House) -> None:
    house.rules("code = 1")  # as another release may have written it
    with pytest.raises(Refused) as refused:
        house.calculate("2026-09")
    assert refused.value.problem["code"] == "rulebook_unreadable"


CONFIRM = """
import os, signal, sys
from datetime import UTC, datetime
import django
django.setup()
from jinpai.apps.payroll import actions, runs
from jinpai.apps.payroll.models import Run
from jinpai.apps.rulebooks.refused import Moved
from jinpai.apps.team.models import User

def step(name):
    if name == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)

runs.step = step
boss = User.objects.get(username="boss")
print("ready", flush=True)
sys.stdin.readline()
try:
    run = actions.confirm(by=boss, month="2026-09", version_read=int(sys.argv[2]),
                          now=datetime(2026, 11, 20, tzinfo=UTC))
    print(run.state)
except Moved as moved:
    print(moved.problem["code"])
"""


def confirming(url: str, die_at: str, version: int) -> subprocess.Popen[str]:
    """Another process, ready to confirm September."""
    made = subprocess.Popen(
        [sys.executable, "-c", CONFIRM, die_at, str(version)], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "DATABASE_URL": url},
    )  # fmt: skip
    assert made.stdout is not None and made.stdout.readline() == "ready\n"
    return made


def said(process: subprocess.Popen[str]) -> str:
    return process.communicate()[0].strip()


def database_of_its_own(folder: Path) -> str:
    """The address at which another process finds what this test wrote."""
    settings = connection.settings_dict
    if connection.vendor != "sqlite":
        auth = ":".join(quote(str(settings[k]), safe="") for k in ("USER", "PASSWORD"))
        options = {k: v for k, v in settings["OPTIONS"].items() if isinstance(v, str)}
        where = f"{auth}@{settings['HOST']}" + (f":{settings['PORT']}" if settings["PORT"] else "")
        return f"postgresql://{where}/{settings['NAME']}?{urlencode(options)}"
    copy = sqlite3.connect(folder / "copy.sqlite3")
    connection.ensure_connection()
    connection.connection.backup(copy)
    copy.close()
    return f"sqlite:///{folder / 'copy.sqlite3'}"


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_while_confirming_changed_nothing_and_of_two_at_once_one_wins(
    tmp_path: Path, furnished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(furnished, tmp_path / "home")
    monkeypatch.setenv("JINPAI_HOME", str(tmp_path / "home"))
    home.forget()
    boss = User.objects.create_user("boss", "a-long-password-1", role="owner", person="B1")
    house = decide(House(tmp_path, boss))
    house.present("2026-09")
    house.appraised("2026-09")
    version = house.calculate("2026-09").version
    url = database_of_its_own(tmp_path)
    killed = confirming(url, "logged", version)
    assert said(killed) == "" and killed.returncode == -signal.SIGKILL
    both = [confirming(url, "", version) for _ in range(2)]
    for one in both:  # off they go
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    ended = sorted(said(one) for one in both)
    assert ended == ["already_confirmed", "confirmed"]
    home.forget()

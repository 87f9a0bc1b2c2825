"""The desk: filling all lists after a day, and Today in a shop with many open items.

`begin HOME DAY`: the lake and figures of HOME end before the day. It is filled as of that morning,
as a shop that fills every day has it, and a day passes in which nobody works.
`fill HOME DAY`: the day was imported since; what its filling costs is measured.
`today HOME ITEMS`: an agent's page among so many open items, beside the same page without any.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.part import best, finish, result, timed

PEOPLE = 100


def _house(home: Path) -> None:
    os.environ["JINPAI_HOME"] = str(home)
    os.environ["JINPAI_LOG"] = "error"
    from jinpai.web.manage import setup
    from jinpai.web.start import prepare

    prepare()
    setup()


def _team(people: list[str]) -> None:
    from jinpai.apps.team.models import User

    User.objects.bulk_create(
        [User(username=f"u{n}", role="agent", person=p) for n, p in enumerate(people)]
    )


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)  # 9:00 in the shop


def begin(home: Path, day: date) -> None:
    _house(home)
    from jinpai.apps import home as data_home
    from jinpai.apps.desk.filling import fill, tick

    reading = data_home.reading()
    _team([r["person"] for r in reading.fetch("SELECT DISTINCT person FROM bound")])
    with timed("seconds"):
        result["made"] = fill(reading, _morning(day)).made
    with timed("climbing"):  # the worker's clock does it between fills
        result["climbed"] = tick(_morning(day + timedelta(days=1)))[1]
    finish()


def fill(home: Path, day: date) -> None:
    _house(home)
    from jinpai.apps import home as data_home
    from jinpai.apps.desk.filling import fill

    reading, morning = data_home.reading(), _morning(day + timedelta(days=1))
    cpu = time.process_time()
    with timed("seconds"):
        done = fill(reading, morning)
    result["cpu"] = round(time.process_time() - cpu, 2)
    result["made"] = done.made
    result["ended"] = sum(c.settled + c.dropped for c in done.counts.values())
    result["lists"] = {k: c.made for k, c in done.counts.items() if c.made}
    with timed("again"):
        assert fill(reading, morning).made == 0
    finish()


def today(home: Path, items: int) -> None:
    _house(home)
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django.utils import timezone

    from jinpai.apps.desk.models import Act, Task
    from jinpai.apps.team.models import User

    setup_test_environment()
    _team([f"P{n}" for n in range(PEOPLE)])
    client = Client()
    client.force_login(User.objects.get(username="u0"))

    def page() -> None:
        response = client.get("/desk/")
        assert response.status_code == 200, response.status_code

    page()
    best("empty", 7, page)
    now, codes = timezone.now(), ("unpaid", "overnight", "unshipped", "unconfirmed", "visits")
    tasks = Task.objects.bulk_create(
        [
            Task(
                list=codes[n % len(codes)], key=f"S/{n}", shop="S", role="agent",
                # a tenth is nobody's yet, so everyone's
                person="" if n % 10 == 0 else f"P{n % PEOPLE}", order_id=str(n), buyer=f"b{n}",
                title="付了款还没发货", why_zh="昨天付款", why_en="Paid yesterday", since=now,
                due=now + timedelta(minutes=n % 2000 - 500), priority=n % 3, made_at=now,
                data={"amount": "99.00"},
            )
            for n in range(items)
        ],
        batch_size=500,
    )  # fmt: skip
    Act.objects.bulk_create(
        [Act(task=t, at=now, what="made", detail={"source": "rule"}) for t in tasks],
        batch_size=500,
    )
    page()
    best("full", 7, page)
    finish()


if __name__ == "__main__":
    if sys.argv[1] in ("begin", "fill"):
        (begin if sys.argv[1] == "begin" else fill)(
            Path(sys.argv[2]), date.fromisoformat(sys.argv[3])
        )
    else:
        today(Path(sys.argv[2]), int(sys.argv[3]))

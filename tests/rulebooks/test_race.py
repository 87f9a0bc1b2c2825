"""Two owners decide at the same moment, in two connections: one wins, the other is told."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.rulebooks.conftest import KPI, NOW, SMALL

from jinpai.apps.rulebooks.actions import put_in_force, save_version
from jinpai.apps.rulebooks.models import Force
from jinpai.apps.rulebooks.refused import Moved
from jinpai.apps.team.models import AuditEntry, User


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="the tests' SQLite is in memory and lets no second connection wait",
)
@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_the_same_moment_one_wins_and_the_other_is_told() -> None:
    owner = User.objects.create_user("owner", "a-long-password-1", role="owner")
    versions = [save_version(by=owner, text=text, now=NOW) for text in (SMALL, KPI)]
    together, ended = Barrier(2), []

    def decide(sha256: str) -> None:
        together.wait(timeout=20)
        try:
            put_in_force(
                by=owner, sha256=sha256, month="2026-11", reason="同一时刻", now=NOW, seen=0
            )
            ended.append("won")
        except Moved as told:
            ended.append(told.problem["code"])
        finally:
            connection.close()

    threads = [Thread(target=decide, args=(v.sha256,)) for v in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(ended) == ["moved_on", "won"]
    assert Force.objects.count() == 1
    assert AuditEntry.objects.filter(action="rulebook.put_in_force").count() == 1

"""Two people at once, on PostgreSQL: a case is stepped once, an order repaid no more than paid."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from jinpai.apps.aftersales.actions import opening, steps
from jinpai.apps.aftersales.models import Case, CaseEvent
from jinpai.apps.desk.actions import approvals
from jinpai.apps.desk.models import RefundRequest, Task
from jinpai.apps.desk.refused import Refused
from jinpai.apps.team.models import User

from .conftest import NOW
from .test_cases import PAID

pytestmark = pytest.mark.django_db(transaction=True)


def together(*works: Callable[[], object]) -> list[str]:
    """Both at the same moment; "" for what went, else why not."""
    start, came = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
            came.append("")
        except Refused as refused:
            came.append(str(refused))
        connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(came)


@pytest.fixture
def boss(bare: Path) -> User:
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lives in one connection")
    return User.objects.create_user("boss", "a-long-password-1", role="supervisor", person="P2")


def opened(by: User, key: str, kind: str = "refund") -> Case:
    one = opening.open_case(by=by, key=key, order_id="X1", shop="S", kind=kind, cause="quality",
                            now=NOW)  # fmt: skip
    one.order = {"shop": "S", "amount_paid": "58.00", "postage": "8.00", "quantity": 1, "lines": []}
    one.back = {"order": 1}
    one.save()
    return one


def step(by: User, one: Case, to: str, version: int, **given: str) -> Case:
    return steps.step(by=by, case=one.pk, version=version, to=to, given=given, now=NOW)


def test_two_who_read_the_same_case_step_it_once(boss: User) -> None:
    other = User.objects.create_user("cai", "a-long-password-1", role="agent", person="P5")
    one = opened(boss, "a", "return")
    came = together(
        lambda: step(boss, one, "approved", 1),
        lambda: step(other, one, "escalated", 1, reason="平台"),
    )
    assert came[0] == ""
    assert "别人动过" in came[1]
    assert CaseEvent.objects.filter(what="moved").count() == 1
    assert Task.objects.filter(key__startswith=f"case:{one.pk}:", state="open").count() == 1


def test_the_same_form_twice_at_once_is_one_case(boss: User) -> None:
    came = together(lambda: opened(boss, "a"), lambda: opened(boss, "a"))
    assert (came, Case.objects.count(), Task.objects.count()) == (["", ""], 1, 1)


def test_a_request_and_a_case_at_once_give_back_no_more_than_was_paid(shop: Path, db: None) -> None:
    """They are rows of two tables: who locks the own sees nothing of the others'."""
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lives in one connection")
    boss = User.objects.create_user("boss", "a-long-password-1", role="supervisor", person="P2")
    other = User.objects.create_user("cai", "a-long-password-1", role="agent", person="P5")
    one = opening.open_case(by=boss, key="a", order_id="T2", shop="S", kind="refund",
                            cause="quality", now=NOW)  # fmt: skip
    step(boss, one, "approved", 1)
    given = {"amount": "40.00", "reference": PAID, "reason": "说好的"}
    form = approvals.Asked("k", "S", "T2", "price_difference", "40.00", "活动价没生效")
    two = approvals.ask(by=other, form=form, now=NOW)
    came = together(
        lambda: step(boss, one, "partly_refunded", 2, **given),
        lambda: approvals.approve(by=boss, pk=two.pk, version=1, now=NOW),
    )
    assert came[0] == ""
    assert "18.00" in came[1]
    refunded = Case.objects.get().refunded is not None
    assert refunded != (RefundRequest.objects.get().state == "approved")


def test_two_cases_of_an_order_repaid_at_once_repay_no_more_than_was_paid(boss: User) -> None:
    one, two = opened(boss, "a"), opened(boss, "b")
    for case in (one, two):
        step(boss, case, "approved", 1)
    given = {"amount": "40.00", "reference": PAID, "reason": "说好的"}
    came = together(
        lambda: step(boss, one, "partly_refunded", 2, **given),
        lambda: step(boss, two, "partly_refunded", 2, **given),
    )
    assert came[0] == ""
    assert "最多还能退 18.00 元" in came[1]
    assert sum(c.refunded or Decimal(0) for c in Case.objects.all()) == Decimal("40.00")

"""The demo's months on paper: told once through the real actions, on a shop small enough to wait
for. What a newcomer is promised is there: closed months, a running one, a dispute, a clawback,
and someone whom the legal floor protects."""

from __future__ import annotations

import io
from collections import Counter
from contextlib import redirect_stderr
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from jinpai.apps import home
from jinpai.apps.aftersales.models import Ask, Case, Parcel, Signature, WrongShipment
from jinpai.apps.appraisal.models import Dispute, Sheet
from jinpai.apps.desk.models import (
    OPEN_STATES,
    Campaign,
    Consent,
    Handover,
    OutgoingChange,
    RefundRequest,
    Task,
)
from jinpai.apps.knowledge.models import HandIn, Page, Problem, RefundsSheet
from jinpai.apps.payroll.models import Receipt, Run, Slip
from jinpai.apps.rulebooks.queries.versions import in_force
from jinpai.apps.team.actions import create_demo_accounts
from jinpai.cli import demo_desk, demo_months
from jinpai.cli.demo_morning import Morning
from jinpai.cli.simulate import write
from jinpai.cli.taking_in import take_in
from jinpai.rules import canonical
from jinpai.rules.outcomes import Payslip
from jinpai.simulate import shop
from jinpai.simulate.demo import closed_months, start_of

TODAY = date(2026, 11, 22)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def small_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    monkeypatch.setenv("JINPAI_HOME", str(tmp_path))
    home.forget()
    start = start_of(TODAY)
    made = shop(start, (TODAY - start).days, 5, 20, 12)
    with redirect_stderr(io.StringIO()):
        write(
            made,
            tmp_path / "demo-files",
            as_of=datetime.combine(TODAY, time()),
            report=lambda _: None,
        )
        take_in([str(tmp_path / "demo-files")])
    yield tmp_path
    home.forget()


def test_the_demo_tells_three_closed_months_and_a_running_one(small_demo: Path) -> None:
    create_demo_accounts(
        password="demo-password-1",
        people={"owner": ("P01", "孟敏"), "supervisor": ("P02", "高静"), "agent": ("P05", "陈晓艾"),
                "assistant": ("P03", "刘畅"), "warehouse": ("P04", "老吴")},
    )  # fmt: skip
    months = closed_months(TODAY)
    story = demo_months.Story(months, demo_months.after(months[-1]), "demo-password-1")
    with redirect_stderr(io.StringIO()):
        demo_months.tell(story, lambda _: None)

    states = {r.month: (r.state, r.rulebook_code, r.left_out) for r in Run.objects.all()}
    assert states == {
        "2026-08": ("paid", "level-coefficient", 0),
        "2026-09": ("paid", "level-coefficient", 0),
        "2026-10": ("paid", "level-coefficient", 0),
        "2026-11": ("calculated", "kpi-bands", 0),
    }
    assert in_force("2026-10").code == "level-coefficient"
    assert in_force("2026-11").code == "kpi-bands"
    assert not Run.objects.exclude(override_reason="").exists()
    assert set(Sheet.objects.filter(month__lt="2026-11").values_list("state", flat=True)) == {
        "closed"
    }
    assert Dispute.objects.get().outcome == "accepted"
    assert Receipt.objects.exists()

    # the refunds that came late are taken back in the running month, once
    back = [
        line
        for slip in Slip.objects.filter(run__month="2026-11")
        for line in _slip(slip).lines
        if line.part == "adjustment"
    ]
    assert back and all(line.amount < 0 for line in back)

    # a loss is paid back by a fifth of the wage and never below the local minimum; the rest waits
    owing = [
        slip
        for slip in map(_slip, Slip.objects.filter(run__month="2026-09"))
        if any(key.startswith("loss:") for key in slip.carried)
    ]
    assert len(owing) == 1
    fifth = (owing[0].gross * Decimal("0.2")).quantize(Decimal("0.01"), ROUND_DOWN)
    room = max(min(fifth, owing[0].gross - Decimal(2200)), Decimal(0))
    assert list(owing[0].carried.values()) == [Decimal("680.00") - room]

    _the_desk_is_alive()


def _the_desk_is_alive() -> None:
    """On the same shop: after the months, the desk of this morning."""
    nine = timezone.make_aware(datetime.combine(TODAY, time(9)))
    morning = Morning(TODAY, start_of(TODAY), nine)
    with redirect_stderr(io.StringIO()):
        demo_desk.tell(morning, lambda _: None)

    # a case in every state of the board, two where one is late or new
    assert Counter(Case.objects.values_list("state", flat=True)) == {
        "opened": 2, "approved": 1, "refused": 1, "waiting": 2, "arrived": 2, "inspected": 1,
        "refunded": 2, "replaced": 1, "shipped": 1, "reshipped": 1, "received": 1,
        "freight_repaid": 1, "escalated": 1, "ruled": 1, "closed": 2, "cancelled": 1,
    }  # fmt: skip
    assert Case.objects.filter(files__isnull=False).distinct().count() == 3  # with photos
    assert Parcel.objects.filter(standing=True, case=None).count() == 1
    assert WrongShipment.objects.count() == 2
    assert Counter(Signature.objects.values_list("day", flat=True))[TODAY - ONE_DAY] == 2
    assert Counter(RefundRequest.objects.values_list("state", flat=True)) == {
        "asked": 1, "approved": 1, "refused": 1, "paid": 1,
    }  # fmt: skip
    assert Counter(Ask.objects.values_list("state", flat=True)) == {
        "within": 1, "granted": 1, "waiting": 1,
    }  # fmt: skip
    # of everyone one agent has not read the new authority page, and not handed in a sheet today
    assert list(_open("authority").values_list("person", flat=True)) == ["P05"]
    assert not HandIn.objects.filter(day=TODAY, person="P05").exists()
    assert Counter(Problem.objects.values_list("state", flat=True)) == {
        "waiting": 8, "improved": 2, "duplicate": 1, "asked_back": 1,
    }  # fmt: skip
    assert _open("escalations").filter(key__startswith="problem:").count() == 1  # it rose
    assert Page.objects.count() == 4
    assert RefundsSheet.objects.get().day == TODAY - ONE_DAY
    assert [(c.name, c.decided_at is not None) for c in Campaign.objects.order_by("pk")] == [
        ("2026双11", False), ("年终暖身节", True),
    ]  # fmt: skip
    assert Counter(Consent.objects.values_list("given", flat=True)) == {True: 24, False: 2}
    assert _open("recalls").count() == 24
    assert Counter(OutgoingChange.objects.values_list("what", flat=True)) == {
        "remark": 3, "flag": 2,
    }  # fmt: skip
    assert [h.taken_at is not None for h in Handover.objects.order_by("pk")] == [True, False]
    # the lists that the facts fill: worked on, and not empty
    worked = Task.objects.filter(state="done").exclude(done_by="")
    for code in ("lost_inquiries", "visits", "unconfirmed", "overnight"):
        assert worked.filter(list=code, done_at__lt=morning.now).exists(), code
    assert not worked.filter(done_at__gt=morning.now).exists()
    assert Task.objects.filter(state="snoozed").count() == 2


def _open(code: str) -> QuerySet[Task]:
    return Task.objects.filter(list=code, state__in=OPEN_STATES)


def _slip(row: Slip) -> Payslip:
    return canonical.payslip_from_json(row.slip)


def test_the_months_follow_one_another() -> None:
    assert demo_months.after(date(2026, 12, 1)) == date(2027, 1, 1)
    assert demo_months.after(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert demo_months.after(date(2026, 11, 1), 14) == date(2028, 1, 1)

"""The demo's months on paper: told once through the real actions, on a shop small enough to wait
for. What a newcomer is promised is there: closed months, a running one, a dispute, a clawback,
and someone whom the legal floor protects."""

from __future__ import annotations

import io
from contextlib import redirect_stderr
from datetime import date, datetime, time
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

import pytest

from jinpai.apps import home
from jinpai.apps.appraisal.models import Dispute, Sheet
from jinpai.apps.payroll.models import Receipt, Run, Slip
from jinpai.apps.rulebooks.queries.versions import in_force
from jinpai.apps.team.actions import create_demo_accounts
from jinpai.cli import demo_months
from jinpai.cli.simulate import write
from jinpai.cli.taking_in import take_in
from jinpai.rules import canonical
from jinpai.rules.outcomes import Payslip
from jinpai.simulate import shop
from jinpai.simulate.demo import closed_months, start_of

TODAY = date(2026, 11, 22)


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


def _slip(row: Slip) -> Payslip:
    return canonical.payslip_from_json(row.slip)


def test_the_months_follow_one_another() -> None:
    assert demo_months.after(date(2026, 12, 1)) == date(2027, 1, 1)
    assert demo_months.after(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert demo_months.after(date(2026, 11, 1), 14) == date(2028, 1, 1)

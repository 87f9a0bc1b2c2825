"""What closed months would pay today becomes an adjustment, once, within the law's cap."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from jinpai.apps import home
from jinpai.apps.appraisal.models import Dispute, Sheet
from jinpai.apps.payroll import actions, adjust, gather
from jinpai.apps.payroll.models import Booking, Difference, Slip, Trouble
from jinpai.rules import canonical

from .house import NOW, REFUND_OF_SEPTEMBER, REFUNDS_HEAD, RULEBOOK, House


def adjusted(month: str, person: str) -> list[str]:
    slip = Slip.objects.get(run__month=month, person=person)
    lines = canonical.payslip_from_json(slip.slip).lines
    return [str(line.amount) for line in lines if line.part == "adjustment"]


def test_a_late_refund_is_taken_back_once_with_its_story(house: House) -> None:
    house.close("2026-09")
    house.take(refunds=REFUND_OF_SEPTEMBER)  # 4 000 of A1's September sales
    house.rules(RULEBOOK.replace("rate = 0.01", "rate = 0.05"), month="2026-10")
    house.present("2026-10")
    house.appraised("2026-10")
    for _again in range(2):  # calculating twice books nothing twice
        house.calculate("2026-10")
    # September by its own rulebook: − 1 % of 4 000; October 3000 + 5 % of 10 000
    assert adjusted("2026-10", "A1") == ["-40.00"]
    assert Slip.objects.get(run__month="2026-10", person="A1").net == Decimal("3460.00")
    assert adjusted("2026-10", "A2") == []
    story = Difference.objects.get()
    assert (story.person, story.month, story.amount) == ("A1", "2026-09", Decimal("-40.00"))
    assert story.lines == [
        {
            "code": "commission", "path": "pay.schemes.agent.components[1]", "name_zh": "提成",
            "name_en": "Commission", "before": "200.00", "after": "160.00",
        }
    ]  # fmt: skip
    assert [f["metric"] for f in story.figures] == ["net_sales"]
    assert [(r["table"], r["id"], r["order"], r["amount"]) for r in story.rows] == [
        ("refunds", "R1", "O1", "4000.00")
    ]
    house.confirm("2026-10")
    # closed September itself is as it was
    assert Slip.objects.get(run__month="2026-09", person="A1").net == Decimal("3200.00")
    house.present("2026-11")
    house.calculate("2026-11")
    assert adjusted("2026-11", "A1") == []
    assert not Difference.objects.filter(run__month="2026-11").exists()

    # the platform takes the refund back: what was taken is given back
    house.take(
        as_of=datetime(2026, 11, 20),
        refunds=REFUNDS_HEAD
        + "S1,R1,O1,2026-09-20T10:00:00,2026-09-21T12:00:00,refund,破损,4000.00,closed\n",
    )
    house.calculate("2026-11")
    assert adjusted("2026-11", "A1") == ["40.00"]


def test_an_accepted_dispute_of_a_closed_month_is_paid_later(house: House) -> None:
    house.close("2026-09")  # 85 points, × 1.0
    sheet = Sheet.objects.get(month="2026-09", person="A3")
    Dispute.objects.create(
        sheet=sheet, item="quality", reason="抽检错了", raised_by="a3", raised_at=NOW,
        outcome="accepted", points=Decimal(95), answer="复检通过", decided_by="boss",
        decided_at=NOW,
    )  # fmt: skip
    house.close("2026-10")
    assert adjusted("2026-10", "A3") == ["100.00"]  # 1000 × 1.1 − 1000 × 1.0
    story = Difference.objects.get()
    assert story.rulings == [
        {"item": "quality", "outcome": "accepted", "points": "95.00", "reason": "复检通过",
         "by": "boss"}
    ]  # fmt: skip


def test_the_cap_takes_what_it_may_and_the_rest_the_month_after(house: House) -> None:
    house.close("2026-09")
    # A1: the whole of September and 75 000 more, so that the 200 paid go back and 750 beside.
    # A2: October ends at −80 000, a month of its own that takes back 800
    house.take(
        refunds=REFUNDS_HEAD
        + "S1,R1,O1,2026-09-20T10:00:00,2026-09-21T12:00:00,return,破损,95000.00,succeeded\n"
        + "S1,R2,O4,2026-10-20T10:00:00,2026-10-21T12:00:00,return,破损,120000.00,succeeded\n"
    )
    house.close("2026-10")
    # gross 3 100: 20 % are 620, and 610 leave the minimum wage of 2 490
    assert adjusted("2026-10", "A1") == ["-610.00"]
    assert Slip.objects.get(run__month="2026-10", person="A1").net == Decimal("2490.00")
    booking = Booking.objects.get(run__month="2026-10", person="A1")
    assert (booking.amount, booking.taken, booking.left) == (
        Decimal("-950.00"), Decimal("-610.00"), Decimal("-340.00"),
    )  # fmt: skip
    # gross 3 500: 20 % are 700
    assert adjusted("2026-10", "A2") == ["-700.00"]
    house.present("2026-11")
    house.appraised("2026-11")
    house.calculate("2026-11")
    assert adjusted("2026-11", "A1") == ["-340.00"]
    waiting = gather.Desk("2026-11").booked.carried["A2"]
    assert [(str(one.amount), one.month) for one in waiting] == [("-100.00", "2026-10")]


def test_a_ruling_at_the_end_of_the_year_of_dispute_is_still_paid(house: House) -> None:
    house.close("2026-09")
    Sheet.objects.filter(month="2026-09").update(closed_at=datetime(2026, 10, 20, tzinfo=UTC))
    Dispute.objects.create(
        sheet=Sheet.objects.get(month="2026-09"), item="quality", reason="抽检错了", raised_by="a3",
        raised_at=datetime(2027, 10, 19, tzinfo=UTC), outcome="accepted", points=Decimal(95),
        answer="复检通过", decided_by="boss", decided_at=datetime(2027, 11, 2, tzinfo=UTC),
    )  # fmt: skip
    found = adjust.adjustments("2027-11", reading=home.reading())
    assert [str(one.amount) for one in found.adjustments["A3"]] == ["100.00"]
    assert adjust.adjustments("2028-03", reading=home.reading()).adjustments == {}


def test_a_loss_is_paid_back_over_the_months(house: House) -> None:
    loss = actions.add_loss(
        by=house.boss, person="A1", day=date(2026, 9, 9), amount=Decimal(800), evidence="照片",
        clause="劳动合同第八条", reason="发错货", now=NOW,
    )  # fmt: skip
    house.close("2026-09")
    house.close("2026-10")
    took = Booking.objects.filter(kind="loss").order_by("run__month")
    # 20 % of 3 200 is 640; of the rest, 160
    assert [str(row.taken) for row in took] == ["-640.00", "-160.00"]
    assert [str(row.left) for row in took] == ["-160.00", "0.00"]
    house.present("2026-11")
    house.calculate("2026-11")
    assert not Booking.objects.filter(run__month="2026-11").exists()
    actions.drop_loss(by=house.boss, loss=loss, reason="两清", now=NOW)


def test_money_owed_that_was_mistyped_is_taken_back_and_entered_again(house: House) -> None:
    house.enter("A1", "2026-09", "adjustment", "8850")
    house.enter("A1", "2026-09", "adjustment", None)
    house.enter("A1", "2026-09", "adjustment", "88.50")
    house.close("2026-09")
    assert adjusted("2026-09", "A1") == ["88.50"]


def test_money_owed_to_who_is_not_in_the_month_holds_it_up(house: House) -> None:
    house.enter("A8", "2026-09", "adjustment", "88.50")
    house.present("2026-09")
    house.appraised("2026-09")
    house.calculate("2026-09")
    found = Trouble.objects.get(run__month="2026-09", open=True)
    assert (found.person, found.code) == ("A8", "owed_to_nobody_here")
    house.enter("A8", "2026-09", "adjustment", None)
    assert house.calculate("2026-09").open_problems == 0
    house.profile("A1", paid_here=False)  # in the month, and on another's payroll
    house.enter("A1", "2026-09", "adjustment", "88.50")
    house.calculate("2026-09")
    found = Trouble.objects.get(run__month="2026-09", open=True)
    assert (found.person, found.code) == ("A1", "owed_to_nobody_here")


def test_money_owed_is_entered_in_an_open_month(house: House) -> None:
    house.close("2026-09")
    house.enter("A1", "2026-10", "adjustment", "88.50")
    house.close("2026-10")
    assert adjusted("2026-10", "A1") == ["88.50"]
    house.present("2026-11")
    house.calculate("2026-11")
    assert adjusted("2026-11", "A1") == []

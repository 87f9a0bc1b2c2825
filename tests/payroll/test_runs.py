"""A month from facts to money: exact values, one person's problem apart, in order, once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.payroll import actions, booked, gather
from jinpai.apps.payroll.models import Entry, Run, Slip, Trouble
from jinpai.apps.rulebooks.closed import closed
from jinpai.apps.rulebooks.refused import Moved, Refused
from jinpai.apps.team.models import AuditEntry, User

from .house import NOW, RULEBOOK, House


def nets(month: str) -> dict[str, str]:
    return {slip.person: str(slip.net) for slip in Slip.objects.filter(run__month=month)}


def troubles(month: str) -> set[tuple[str, str, bool]]:
    rows = Trouble.objects.filter(run__month=month)
    return {(row.person, row.code, row.open) for row in rows if row.code != "no_scheme"}


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.problem["code"]


def test_a_month_is_paid_to_the_fen(house: House) -> None:
    run = house.close("2026-09")
    # 3000 + 1 % of 20 000; 3500 + 1 % of 30 000; 3000 + 1000 × 1.0 (85 points)
    assert nets("2026-09") == {"A1": "3200.00", "A2": "3800.00", "A3": "4000.00"}
    assert (run.state, run.people, run.left_out) == ("confirmed", 3, 0)
    assert (run.gross, run.net) == (Decimal("11000.00"), Decimal("11000.00"))
    assert run.pins["import_no"] == 2 and run.pins["metrics"].keys() == {"net_sales"}
    assert run.pins["components"]["commission"] == 1
    assert closed() == {"2026-09"}
    paid = actions.mark_paid(by=house.boss, month="2026-09", version_read=run.version, now=NOW)
    assert paid.state == "paid"
    said = AuditEntry.objects.filter(action__startswith="pay_run").order_by("id")
    assert [e.action.removeprefix("pay_run.") for e in said] == [
        "opened", "calculated", "confirmed", "paid",
    ]  # fmt: skip


def test_one_bad_record_is_one_problem_and_the_others_are_paid(house: House) -> None:
    house.present("2026-09", "A2", "A3")  # nobody knows A1's days
    house.appraised("2026-09")
    run = house.calculate("2026-09")
    assert nets("2026-09") == {"A2": "3800.00", "A3": "4000.00"}
    assert troubles("2026-09") == {("A1", "no_days", True)}
    assert (run.people, run.left_out, run.open_problems) == (2, 1, 1)
    with pytest.raises(Refused) as refused:
        house.confirm("2026-09")
    assert code(refused) == "problems_open"
    run = house.confirm("2026-09", "A1 的考勤丢了,现金补发")
    assert (run.state, run.override_reason) == ("confirmed", "A1 的考勤丢了,现金补发")


def test_without_level_account_or_figures_there_are_problem_rows(house: House) -> None:
    house.take(
        people="person,from,name,role,group,level,base_pay,hired_on,left_on\n"
        "A4,2026-09-01,无级,agent,售前,P9,,2026-09-01,\n"
    )
    house.present("2026-09", "A1", "A2", "A3", "A4")
    house.appraised("2026-09")
    house.calculate("2026-09")
    assert len(nets("2026-09")) == 3
    # no level that pays, no account and so no sales, nobody entered the profile
    assert troubles("2026-09") == {
        ("A4", "no_base", True), ("A4", "no_figure", True), ("A4", "no_profile", False),
    }  # fmt: skip


def test_a_month_without_facts_says_so(house: House) -> None:
    house.present("2027-03")
    later = NOW.replace(year=2027, month=3)
    actions.open_run(by=house.boss, month="2027-03", now=later)
    actions.calculate(by=house.boss, month="2027-03", now=later)
    assert nets("2027-03") == {}
    assert ("", "no_facts", True) in troubles("2027-03")


def test_a_month_that_has_not_begun_is_not_opened(house: House) -> None:
    with pytest.raises(Refused) as refused:
        house.calculate("2026-12")
    assert code(refused) == "month_not_begun"
    assert not Run.objects.filter(month="2026-12").exists()


def test_an_open_appraisal_and_figures_that_may_change_hold_the_month_up(house: House) -> None:
    house.present("2026-09")
    run = house.calculate("2026-09")
    assert troubles("2026-09") == {("A3", "appraisal_open", True)}
    assert run.open_problems == 1
    house.present("2026-11")
    house.calculate("2026-11")
    assert ("A1", "provisional", True) in troubles("2026-11")


def test_a_rulebook_or_pay_data_changed_meanwhile_make_the_run_stale(house: House) -> None:
    house.present("2026-09")
    house.appraised("2026-09")
    run = house.calculate("2026-09")
    assert actions.stale(run) is None
    run.based_on["program"] = "0.0 of another release"
    assert (actions.stale(run) or {})["code"] == "program_changed"
    house.rules(RULEBOOK.replace("rate = 0.01", "rate = 0.02"))
    with pytest.raises(Refused) as refused:
        house.confirm("2026-09")
    assert code(refused) == "rulebook_changed"
    run = house.calculate("2026-09")
    assert nets("2026-09")["A1"] == "3400.00"
    house.enter("A1", "2026-09", "paid_days", "11")
    with pytest.raises(Refused) as refused:
        house.confirm("2026-09")
    assert code(refused) == "pay_data_changed"
    house.calculate("2026-09")
    house.confirm("2026-09")
    assert nets("2026-09")["A1"] == "1900.00"
    with pytest.raises(Refused) as refused:
        house.enter("A1", "2026-09", "paid_days", "22")
    assert code(refused) == "month_closed"


def test_a_confirmation_holds_the_rulebooks_before_it_looks_at_them(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.present("2026-09")
    house.appraised("2026-09")
    house.calculate("2026-09")

    def decided_while_it_waited() -> None:
        house.rules(RULEBOOK.replace("rate = 0.01", "rate = 0.02"))

    monkeypatch.setattr("jinpai.apps.rulebooks.queries.hold", decided_while_it_waited)
    with pytest.raises(Refused) as refused:
        house.confirm("2026-09")
    assert code(refused) == "rulebook_changed"


def test_whoever_comes_second_is_told(house: House) -> None:
    house.present("2026-09")
    house.appraised("2026-09")
    run = house.calculate("2026-09")
    again = house.calculate("2026-09")
    assert again.version == run.version + 1
    with pytest.raises(Moved) as moved:
        actions.confirm(by=house.boss, month="2026-09", version_read=run.version, now=NOW)
    assert code(moved) == "moved_on"
    house.confirm("2026-09")
    for late in (
        lambda: house.confirm("2026-09"),
        lambda: house.calculate("2026-09"),
        lambda: actions.drop_run(by=house.boss, month="2026-09", version_read=again.version + 1),
    ):
        with pytest.raises(Moved) as moved:
            late()
        assert code(moved) == "already_confirmed"


def test_months_go_in_their_order(house: House) -> None:
    house.present("2026-09")
    house.appraised("2026-09")
    first = house.calculate("2026-09")
    with pytest.raises(Refused) as refused:
        house.close("2026-10")
    assert code(refused) == "earlier_month_open"
    actions.drop_run(by=house.boss, month="2026-09", version_read=first.version)
    house.calculate("2026-10")
    house.confirm("2026-10", "九月在别处发")  # the year's tax is not known
    with pytest.raises(Refused) as refused:
        actions.open_run(by=house.boss, month="2026-09", now=NOW)
    assert code(refused) == "later_month_closed"
    assert not Run.objects.filter(month="2026-09").exists()


def test_the_tax_year_is_read_from_confirmed_payslips_and_the_opening(house: House) -> None:
    house.profile("A1", additional=Decimal(1000))
    house.close("2026-09")
    actions.set_opening(
        by=house.boss, person="A2", year=2026, reason="上家系统", now=NOW,
        values={"months": 8, "income": Decimal(80000), "withheld": Decimal("600")},
    )  # fmt: skip
    desk = gather.Desk("2026-10")
    from jinpai.rules.inputs import Person

    one = desk.person(Person("A1", hired_on=date(2026, 9, 1))).tax
    assert (one.months, one.income, one.additional) == (2, Decimal(3200), Decimal(1000))
    assert one.additional_this_month == Decimal(1000)
    two = desk.person(Person("A2", hired_on=date(2025, 1, 1))).tax
    assert (two.months, two.income, two.withheld) == (10, Decimal(83800), Decimal(600))
    assert desk.problems == []
    three = desk.person(Person("A3", hired_on=date(2026, 1, 1)))
    assert three.tax.months == 2  # eight months nobody knows of count for nothing
    assert [(p.code, p.found) for p in desk.problems] == [("tax_year_unknown", "8")]


def test_a_tax_year_ends_in_december_and_its_privileges_with_it(house: House) -> None:
    from jinpai.rules.inputs import Person

    house.profile("A1", first_employment=True, whole_allowance=True)
    house.close("2026-09")
    new = Person("A1", hired_on=date(2026, 9, 1))
    december = gather.Desk("2026-12").person(new).tax
    assert (december.months, december.income) == (2, Decimal(3200))
    assert december.first_employment and december.whole_allowance
    january = gather.Desk("2027-01")
    found = january.person(new).tax
    assert (found.months, found.income, found.withheld) == (1, Decimal(0), Decimal(0))
    assert not found.first_employment  # from January at this employer anyway
    assert found.whole_allowance and january.problems == []
    actions.set_opening(
        by=house.boss, person="A1", year=2026, reason="上家系统", now=NOW,
        values={"months": 8, "income": Decimal("56800.01")},
    )  # fmt: skip
    january = gather.Desk("2027-01")
    assert not january.person(new).tax.whole_allowance  # 60 000.01 last year
    assert [p.code for p in january.problems] == ["whole_allowance_over"]


def test_months_entered_and_on_payslips_too_are_no_months_of_the_year(house: House) -> None:
    from jinpai.rules.inputs import Person

    house.close("2026-09")
    actions.set_opening(
        by=house.boss, person="A2", year=2026, reason="上家系统", now=NOW, values={"months": 9}
    )
    desk = gather.Desk("2026-10")
    desk.person(Person("A2", hired_on=date(2025, 1, 1)))
    (found,) = desk.problems
    assert (found.code, found.severity, found.found) == ("tax_months_twice", "error", "10")


@pytest.mark.parametrize(("until", "on"), [("2026-09-29", False), ("2026-09-30", True)])
def test_probation_is_a_month_wholly_within_it(house: House, until: str, on: bool) -> None:
    from jinpai.rules.inputs import Person

    house.profile("A1", probation_until=date.fromisoformat(until))
    assert gather.Desk("2026-09").person(Person("A1")).probation is on


@pytest.mark.parametrize(
    ("to", "until", "fits"),
    [
        ("2027-08-31", "2026-10-31", True),  # a year: two months
        ("2027-08-31", "2026-11-01", False),
        ("2027-08-30", "2026-09-30", True),  # a day less than a year: one
        ("2027-08-30", "2026-10-01", False),
        ("2026-11-29", "2026-09-01", False),  # under three months: none
        (None, "2027-02-28", True),  # open-ended: six
        (None, "2027-03-01", False),
    ],
)
def test_no_probation_is_longer_than_the_law_allows(
    house: House, to: str | None, until: str, fits: bool
) -> None:
    dates = {
        "contract_from": date(2026, 9, 1), "probation_until": date.fromisoformat(until),
        "contract_to": None if to is None else date.fromisoformat(to),
    }  # fmt: skip
    if fits:
        house.profile("A1", **dates)
        return
    with pytest.raises(Refused) as refused:
        house.profile("A1", **dates)
    assert code(refused) == "probation_too_long"


def test_the_newest_entry_wins_and_an_empty_one_takes_it_back(house: House) -> None:
    from jinpai.rules.inputs import Attendance, Person

    known = Attendance(Decimal(22), Decimal(21), late_times=3, source="clockings")
    person = Person("A1", attendance=known)
    house.enter("A1", "2026-09", "late_times", "1")
    house.enter("A1", "2026-09", "late_times", "0")
    found = gather.Desk("2026-09").person(person)
    assert found.attendance.late_times == 0 and found.attendance.paid_days == Decimal(21)
    assert found.attendance.source == "clockings; by hand: boss 考勤表"
    assert found.figures["late"].value == Decimal(0)
    house.enter("A1", "2026-09", "late_times", None)
    assert gather.Desk("2026-09").person(person).attendance == known
    assert Entry.objects.count() == 3
    with pytest.raises(TypeError):
        Entry.objects.all().delete()


def test_what_cannot_be_is_refused(house: House) -> None:
    def refused(call: object) -> str:
        with pytest.raises(Refused) as found:
            call()  # type: ignore[operator]
        return code(found)

    enter = house.enter
    assert refused(lambda: enter("A1", "2026-09", "paid_days", "31.5")) == "out_of_range"
    assert refused(lambda: enter("A1", "2026-09", "late_times", "0.5")) == "out_of_range"
    assert refused(lambda: enter("A1", "2026-09", "fine", "50")) == "out_of_range"
    assert refused(lambda: enter("A1", "2026-13", "paid_days", "1")) == "no_month"
    assert refused(lambda: enter("B1", "2026-09", "paid_days", "1")) == "own_entry"
    # a fine by another name
    assert refused(lambda: enter("A1", "2026-09", "adjustment", "-50")) == "only_owed"

    def loss(**more: object) -> None:
        given = {"amount": Decimal(10), "evidence": "照片", "clause": "第八条", **more}
        actions.add_loss(
            by=house.boss, person="A1", day=date(2026, 9, 3), reason="发错货", now=NOW, **given
        )

    assert refused(lambda: loss(evidence=" ")) == "undocumented"
    assert refused(lambda: loss(clause="")) == "undocumented"
    assert refused(lambda: loss(amount=Decimal(0))) == "out_of_range"

    def city(**numbers: Decimal) -> None:
        actions.set_city(
            by=house.boss, city="杭州", since=date(2026, 7, 1), source="公告", reason="年度",
            numbers={"minimum_wage": Decimal(2490), **numbers}, now=NOW,
        )  # fmt: skip

    assert refused(lambda: city(pension=Decimal("8"))) == "out_of_range"
    low_cap = {"insurance_floor": Decimal(2), "insurance_cap": Decimal(1)}
    assert refused(lambda: city(**low_cap)) == "floor_over_cap"


@pytest.mark.parametrize("role", ["supervisor", "assistant", "agent", "warehouse", "operations"])
def test_only_those_who_run_pay_touch_it(house: House, role: str) -> None:
    other = User.objects.create_user(f"x-{role}", "a-long-password-1", role=role, person="A1")
    run = house.close("2026-09")
    slip = Slip.objects.get(run=run, person="A2")
    for call in (
        lambda: actions.open_run(by=other, month="2026-10", now=NOW),
        lambda: actions.calculate(by=other, month="2026-09", now=NOW),
        lambda: actions.confirm(by=other, month="2026-09", version_read=3, now=NOW),
        lambda: actions.mark_paid(by=other, month="2026-09", version_read=4, now=NOW),
        lambda: actions.drop_run(by=other, month="2026-09", version_read=4),
        lambda: actions.enter(
            by=other, person="A2", month="2026-10", what="paid_days", value=None, reason="x",
            now=NOW,
        ),
        lambda: actions.set_profile(
            by=other, person="A2", since=date(2026, 9, 1), values={}, reason="x", now=NOW
        ),
    ):  # fmt: skip
        with pytest.raises(NotYours):
            call()
    from jinpai.apps.pages.refusals import Absent

    with pytest.raises(Absent):
        actions.read_receipt(user=other, slip=slip, now=NOW)
    own = Slip.objects.get(run=run, person="A1")
    first = actions.read_receipt(user=other, slip=own, now=NOW)
    assert actions.read_receipt(user=other, slip=own, now=NOW).pk == first.pk


def test_the_log_never_holds_a_bank_account(house: House) -> None:
    house.profile("A1", bank="工商银行", bank_account="6222020200112233445")
    told = AuditEntry.objects.get(action="pay_profile.written", detail__has_key="bank")
    assert told.detail["bank_account"] == "•••"
    from jinpai.apps.payroll import in_force

    assert in_force.profiles("2026-09")["A1"].masked_account == "•••• 3445"


def test_confirmed_results_and_pay_data_are_never_changed(house: House) -> None:
    run = house.close("2026-09")
    slip = Slip.objects.get(run=run, person="A1")
    for call in (
        lambda: Slip.objects.filter(run=run).delete(),
        lambda: Slip.objects.filter(run=run).update(net=0),
        lambda: run.delete(),
        lambda: Entry.objects.first().delete(),
        lambda: Entry.objects.first().save(),
    ):
        with pytest.raises(TypeError):
            call()
    assert Slip.objects.get(pk=slip.pk).net == Decimal("3200.00")
    assert booked.closed_months() == {"2026-09"}

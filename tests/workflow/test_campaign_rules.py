"""The worked cases of segments and recall lists; where a campaign stands and what it offers."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jinpai.rules.sections.desk import Desk
from jinpai.workflow import campaigns, recalls
from jinpai.workflow.campaigns import Day, Reading
from jinpai.workflow.segments import SEGMENTS, History, segment

CASES = Path(__file__).resolve().parents[2] / "cases" / "workflow"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 1, 10)


def cases(name: str, part: str = "case") -> list[Any]:
    found = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))[part]
    return [pytest.param(one, id=one["name_en"]) for one in found]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("case", cases("segments"))
def test_what_kind_of_buyer(case: dict[str, Any]) -> None:
    given = {"first_paid": None} | case["given"]
    found = segment(History(**given), Desk(**case.get("desk", {})), TODAY)
    assert (found.code if found else "") == case["expect"]


def test_the_rule_that_gave_a_segment_is_told_with_its_numbers() -> None:
    found = segment(History(6, 3, 0, date(2026, 1, 1)), Desk(), TODAY)
    assert found is not None
    assert found.why_zh == "365 天内付款 6 单、退了 3 单(至少 3 单且占 50%)"
    assert set(SEGMENTS) == {"devoted", "regular", "new", "risky"}


@pytest.mark.parametrize("case", cases("recalls"))
def test_whether_a_buyer_may_be_told_of_a_campaign(case: dict[str, Any]) -> None:
    given = dict(case["given"])
    words = [recalls.Word(w == "yes", at(t)) for w, t in given.pop("words")]
    contacts = [at(t) for t in given.pop("contacts", [])]
    one = recalls.Buyer("S", "b", words=words, contacts=contacts, **given)
    assert recalls.refusal(one, Desk(**case.get("desk", {})), NOW) == case["expect"]


@pytest.mark.parametrize("case", cases("recalls", "quiet"))
def test_quiet_hours(case: dict[str, Any]) -> None:
    found = recalls.quiet_until(at(case["now"]), Desk(**case.get("desk", {})))
    assert found == (at(case["expect"]) if "expect" in case else None)


@pytest.mark.parametrize("case", cases("recalls", "shared"))
def test_a_list_is_shared_out(case: dict[str, Any]) -> None:
    buyers = [recalls.Buyer("S", f"b{n}", person=p) for n, p in enumerate(case["buyers"])]
    found = recalls.shared(
        buyers, case["people"], served=case["served"], having=case.get("having")
    )  # fmt: skip
    assert found == case["expect"]


@pytest.mark.parametrize("case", cases("recalls", "answered"))
def test_an_order_answers_a_contact_within_days(case: dict[str, Any]) -> None:
    found = recalls.answered(NOW, [at(t) for t in case["orders"]], 7)
    assert found == (at(case["expect"]) if "expect" in case else None)


def test_where_a_campaign_stands_follows_from_its_days() -> None:
    first, last = date(2026, 11, 11), date(2026, 11, 12)

    def on(day: int, *, decided: bool = True, cancelled: bool = False) -> str:
        return campaigns.state(
            first, last, date(2026, 11, day), decided=decided, cancelled=cancelled
        )  # fmt: skip

    assert [on(10), on(11), on(12), on(13)] == ["decided", "running", "running", "over"]
    assert on(10, decided=False) == "draft"
    assert on(11, decided=False) == "running"
    assert on(11, cancelled=True) == "cancelled"


def test_goods_and_stock_are_due_as_many_days_before_as_the_rulebook_says() -> None:
    first, last = date(2026, 11, 11), date(2026, 11, 12)
    by_code = {p.code: p for p in campaigns.PREPARATIONS}
    assert campaigns.due(by_code["goods"], first, last, Desk()) == datetime(2026, 11, 4)
    sooner = Desk(decided_days=10)
    assert campaigns.due(by_code["goods"], first, last, sooner) == datetime(2026, 11, 1)
    assert campaigns.due(by_code["page"], first, last, sooner) == datetime(2026, 11, 10)
    # three whole days after the last day
    assert campaigns.due(by_code["look_back"], first, last, Desk()) == datetime(2026, 11, 16)


@pytest.mark.parametrize(
    ("usual", "price", "percent", "under"),
    [
        ("100.00", "70.00", 70, False),
        ("100.00", "69.99", 70, True),  # rounded it would pass
        ("199.00", "139.30", 70, False),
        ("100", "", None, False),
        ("0", "1", None, False),
        ("没有", "1", None, False),
    ],
)
def test_the_discount_floor_is_exact(
    usual: str, price: str, percent: int | None, under: bool
) -> None:  # fmt: skip
    assert campaigns.percent_of(usual, price) == percent
    assert campaigns.under_floor(usual, price, 70) is under


def test_only_a_big_campaign_goes_under_the_floor() -> None:
    goods = [{"title": "外套", "usual": "100", "price": "60"}, {"product": "P2"}]
    assert campaigns.too_deep(goods, 65, big=False, floor=70) == ["", "外套"]
    assert campaigns.too_deep(goods, 70, big=False, floor=70) == ["外套"]
    assert campaigns.too_deep(goods, 65, big=True, floor=70) == []
    assert campaigns.deepest(goods, 65) == 60
    assert campaigns.deepest([], None) is None


def test_the_same_weekdays_before_leave_other_campaigns_out() -> None:
    first = date(2026, 11, 11)
    assert campaigns.same_weekdays(first, first, []) == [
        date(2026, 11, 4), date(2026, 10, 28), date(2026, 10, 21), date(2026, 10, 14),
    ]  # fmt: skip
    assert campaigns.same_weekdays(first, first, [date(2026, 10, 28)])[1:2] == [date(2026, 10, 21)]
    # the second week of a long campaign is compared with days before its first
    assert campaigns.same_weekdays(date(2026, 11, 18), first, [])[0] == date(2026, 11, 4)


def test_a_missing_day_is_not_a_day_of_zero() -> None:
    days = [Day(Decimal(10)), None, Day(Decimal(20), provisional=True), Day(None)]
    assert campaigns.mean(days) == Reading(Decimal(15), 2, 4, True)
    assert campaigns.mean([None]) == Reading(None, 0, 1)
    rates = [Day(Decimal(1), Decimal(10), rate=True), Day(Decimal(9), Decimal(30), rate=True)]
    assert campaigns.mean(rates).value == Decimal("0.25")  # of all cases, not of the two rates
    assert campaigns.mean([Day(Decimal(0), Decimal(0), rate=True)]).value is None
    assert campaigns.change(Decimal(15), Decimal(10)) == Decimal("0.5")
    assert campaigns.change(Decimal(15), Decimal(0)) is None
    assert campaigns.change(None, Decimal(1)) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [("双11见", False), ("双11见,不想再收到请回复", True), ("退订回td", True), ("", False)],
)
def test_a_teaser_says_how_to_refuse(text: str, says: bool) -> None:
    assert recalls.says_how_to_refuse(text) is says

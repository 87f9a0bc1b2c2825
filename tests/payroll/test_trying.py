"""Rulebooks tried on the house's own months: pay, other measures, the page and who sees what."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from jinpai.apps import home
from jinpai.apps.payroll import trying
from jinpai.apps.payroll.queries import trials
from jinpai.apps.team.models import AuditEntry, User
from jinpai.rules import document

from .house import RULEBOOK, House

D = Decimal
PAGE = "/pay/try/"
DOUBLE = RULEBOOK.replace('code = "small"', 'code = "double"').replace("rate = 0.01", "rate = 0.02")
OTHERWISE = DOUBLE.replace(
    "[appraisal]\n", '[measure]\njudgment = "paid"\ninquiry_window_days = 3\n\n[appraisal]\n', 1
)
MONTHS = ["2026-09", "2026-10"]


@pytest.fixture
def worked(house: House) -> House:
    """Two months in which everybody worked every day."""
    for month in MONTHS:
        house.present(month)
    return house


def gross(trial: trying.Trial, key: str) -> dict[tuple[str, str], Decimal | None]:
    return {(r.person, r.month): r.gross for r in trial.result.outcomes[key].rows}


def test_every_rulebook_pays_the_months_from_one_gathering(worked: House) -> None:
    trial = trying.run({"one": RULEBOOK, "two": DOUBLE}, MONTHS, reading=home.reading())
    # 20 000 and 10 000 of A1, 30 000 and 40 000 of A2; A3: 85 points, coefficient 1.0
    assert gross(trial, "one") == {
        ("A1", "2026-09"): D("3200.00"), ("A2", "2026-09"): D("3800.00"),
        ("A3", "2026-09"): D("4000.00"), ("A1", "2026-10"): D("3100.00"),
        ("A2", "2026-10"): D("3900.00"), ("A3", "2026-10"): D("4000.00"),
    }  # fmt: skip
    assert [(c.person, c.more) for c in trial.result.outcomes["two"].changes] == [
        ("A2", D(700)), ("A1", D(300)), ("A3", D(0)),
    ]  # fmt: skip
    assert trial.remeasured == ()
    assert trial.people["A1"] == "小丽"


def test_sales_are_those_of_the_shop(worked: House) -> None:
    trial = trying.run({"one": RULEBOOK}, MONTHS, reading=home.reading(), margin_rate=D("0.5"))
    outcome = trial.result.outcomes["one"]
    assert (outcome.sales, outcome.orders, outcome.cost) == (D(100000), D(4), D("22000.00"))
    assert outcome.cost_per_1000 == D("220.00")
    assert outcome.margin_left == D("7000.00")  # (100 000 × 50 % − 22 000) ÷ 4


def test_who_has_no_days_is_a_row_of_trouble(house: House) -> None:
    house.present("2026-10", "A1", "A3")
    outcome = trying.run({"one": RULEBOOK}, ["2026-10"], reading=home.reading()).result.outcomes
    assert {p.person for p in outcome["one"].problems} == {"A2"}
    assert {r.person for r in outcome["one"].rows if r.gross is not None} == {"A1", "A3"}


def test_a_rulebook_that_measures_otherwise_gets_figures_of_its_own(worked: House) -> None:
    before = home.reading()
    told: list[str] = []
    trial = trying.run(
        {"one": RULEBOOK, "other": OTHERWISE}, MONTHS, reading=before,
        told=lambda stage, _done, _of: told.append(stage),
    )  # fmt: skip
    assert trial.remeasured == ("other",)
    assert trial.seconds.figures > 0
    assert list(dict.fromkeys(told)) == ["gathering", "figures", "trying"]
    assert len(trial.result.outcomes["other"].rows) == 6
    # the cache that everybody reads is as it was
    assert home.reading() is before
    assert before.rules.dated == ()


def test_a_measure_that_rules_anyway_is_not_computed_again(worked: House) -> None:
    as_it_is = DOUBLE.replace("[appraisal]\n", "[measure]\n\n[appraisal]\n", 1)
    trial = trying.run({"same": as_it_is}, MONTHS, reading=home.reading())
    assert trial.remeasured == ()


def test_a_rulebook_with_errors_is_refused_and_the_rest_tried(worked: House) -> None:
    broken = RULEBOOK.replace("rate = 0.01", "rate = 1.5")
    trial = trying.run({"one": RULEBOOK, "bad": broken}, MONTHS, reading=home.reading())
    assert list(trial.result.outcomes) == ["one"]
    assert trial.refused["bad"][0].path.endswith("rate")


def asked(**query: str) -> trials.Asked:
    from django.http import QueryDict

    return trials.asked(
        QueryDict("&".join(f"{k}={v}" for k, v in query.items())),
        ["2026-11", "2026-10", "2026-09", "2026-08"], running="2026-11",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "months"),
    [
        ({}, ("2026-08", "2026-09", "2026-10")),  # the running month is no month's pay
        ({"from": "2026-11", "to": "2026-11"}, ("2026-11",)),  # unless it is asked for
        ({"from": "2026-09", "to": "2026-10"}, ("2026-09", "2026-10")),
        ({"from": "2026-10"}, ("2026-10", "2026-11")),
        ({"from": "2026-10", "to": "2026-09"}, ("2026-08", "2026-09", "2026-10")),
        ({"from": "nonsense"}, ("2026-08", "2026-09", "2026-10")),
    ],
)
def test_the_address_names_the_months(db: None, query: dict[str, str], months: Any) -> None:
    assert asked(**query).months == months


@pytest.mark.parametrize(
    ("given", "share"),
    [("30", "0.3"), ("30%", "0.3"), ("100", "1"), ("0", None), ("101", None), ("x", None),
     ("NaN", None), ("", None)],
)  # fmt: skip
def test_the_margin_is_a_percentage(db: None, given: str, share: str | None) -> None:
    assert asked(margin=given.replace("%", "%25")).margin == (D(share) if share else None)


def test_what_is_in_force_is_what_the_others_are_compared_with(house: House) -> None:
    found = asked(book="kpi-bands")
    assert [book.label for book in found.books] == ["small 1", "kpi-bands"]
    assert asked(book="nothing").books == found.books[:1]


def visit(user: User, path: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_owner_sees_every_person_and_the_look_is_logged(worked: House) -> None:
    page = visit(worked.boss, f"{PAGE}?book=kpi-bands&from=2026-09&to=2026-10")
    assert "小丽" in page
    assert "¥6,300.00" in page  # A1: 3200 + 3100
    entry = AuditEntry.objects.get(action="pay.tried")
    assert (entry.user, entry.subject) == (worked.boss, "2026-09..2026-10")
    assert entry.detail == {"rulebooks": ["small 1", "kpi-bands"], "by_person": True}


def test_who_writes_rules_without_running_pay_sees_sums_and_no_person(worked: House) -> None:
    supervisor = User.objects.create_user("sup", "a-long-password-1", role="supervisor")
    page = visit(supervisor, f"{PAGE}?book=kpi-bands&from=2026-09&to=2026-10")
    assert "¥22,000.00" in page
    for secret in ("小丽", "阿强", "¥6,300.00", "¥3,200.00", "A1"):
        assert secret not in page
    assert AuditEntry.objects.get(action="pay.tried").detail["by_person"] is False


def test_a_large_shop_is_sent_to_the_command_line_for_another_measure(
    worked: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone

    from jinpai.apps.payroll.views import trial as view
    from jinpai.apps.rulebooks.models import Version

    sha = document.digest(OTHERWISE)
    Version.objects.create(
        code="double", number=1, sha256=sha, text=OTHERWISE, effective_from="2026-09",
        reason="试", saved_by="boss", at=timezone.now(),
    )  # fmt: skip
    monkeypatch.setattr(view, "MOST_MESSAGES", 3)
    page = visit(worked.boss, f"{PAGE}?book={sha}&from=2026-09&to=2026-10")
    assert "double 1 改了口径" in page
    assert "jinpai backtest" in page


def test_without_a_choice_nothing_is_tried_and_nothing_logged(worked: House) -> None:
    page = visit(worked.boss, PAGE)
    assert all(code in page for code in document.shipped())
    assert not AuditEntry.objects.filter(action="pay.tried").exists()


@pytest.mark.parametrize(
    "query", ["?book=../etc", "?book=" + "0" * 64, "?from=1&to=2&margin=-1", "?to=é"]
)
def test_a_wrong_address_is_a_page_and_no_error(worked: House, query: str) -> None:
    visit(worked.boss, PAGE + query)


def test_a_change_is_weighed_beside_those_it_did_not_touch(worked: House) -> None:
    query = "?metric=average_response&day=2026-10-01&weeks=4&touched=售前&beside=售后"
    page = visit(worked.boss, "/pay/effect/" + query)
    assert "没有人可以比" in page  # each of them has one round a month, and 30 are asked for
    assert "小丽" in page  # told who was left out


@pytest.mark.parametrize("query", ["", "?day=x", "?day=2026-10-01&weeks=9999", "?metric=nothing"])
def test_a_wrong_question_of_a_change_is_no_error(worked: House, query: str) -> None:
    visit(worked.boss, "/pay/effect/" + query)

"""People and accounts: decisions become rulings that figures read, and stay in the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.team.conftest import NOW

from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import actions, queries
from jinpai.apps.team.models import AuditEntry, User

TODAY = date(2026, 10, 20)


def bind(by: User, account: str = "舒摩:新人", person: str = "P2", **more: object) -> None:
    given = {
        "from_": date(2026, 10, 2), "to": None, "reason": "新来的", "now": NOW, **more,
    }  # fmt: skip
    actions.bind_account(by=by, shop="S1", account=account, person=person, **given)


def account(code: str) -> queries.Account:
    _people, accounts = queries.team(today=TODAY, unknown=True)
    return next(a for a in accounts if a.account == code)


def held(code: str) -> list[tuple[str, date | None, date | None]]:
    return [(b.person, b.from_, b.to) for b in account(code).bindings]


def test_an_account_that_nobody_claimed_is_listed_first(shop, db: None) -> None:
    _people, accounts = queries.team(today=TODAY, unknown=True)
    assert [(a.account, bool(a.bindings)) for a in accounts] == [
        ("舒摩:新人", False),
        ("舒摩:小丽", True),
    ]
    assert accounts[0].seen["first_day"] == date(2026, 10, 2)


def test_a_bound_account_is_its_persons_from_that_day_on(shop, user: Callable[..., User]) -> None:
    bind(user())
    assert held("舒摩:新人") == [("P2", date(2026, 10, 2), None)]
    assert account("舒摩:新人").holder(date(2026, 10, 2)).person_name == "阿强"
    assert account("舒摩:新人").holder(date(2026, 10, 1)) is None


def test_binding_to_another_person_ends_the_earlier_binding(
    shop, user: Callable[..., User]
) -> None:
    bind(user(), account="舒摩:小丽", person="P2", from_=date(2026, 10, 10))
    assert held("舒摩:小丽") == [
        ("P2", date(2026, 10, 10), None),
        ("P1", date(2026, 1, 1), date(2026, 10, 10)),
    ]


def test_an_account_can_be_lent_for_some_days(shop, user: Callable[..., User]) -> None:
    bind(user(), account="舒摩:小丽", from_=date(2026, 10, 10), to=date(2026, 10, 12))
    holders = [account("舒摩:小丽").holder(date(2026, 10, d)).person for d in (9, 10, 11, 12)]
    assert holders == ["P1", "P2", "P2", "P1"]


def test_an_account_that_is_let_go_is_nobodys(shop, user: Callable[..., User]) -> None:
    actions.unbind_account(
        by=user(), shop="S1", account="舒摩:小丽", from_=date(2026, 10, 15), reason="离职", now=NOW
    )
    assert account("舒摩:小丽").holder(date(2026, 10, 14)).person == "P1"
    assert account("舒摩:小丽").holder(date(2026, 10, 15)) is None


def test_a_decision_is_signed_and_logged_with_its_reason(shop, user: Callable[..., User]) -> None:
    bind(user())
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject) == ("account.bound", "S1/舒摩:新人")
    assert entry.detail == {"from": "2026-10-02", "to": None, "person": "P2", "reason": "新来的"}


@pytest.mark.parametrize(
    "wrong",
    [{"reason": "  "}, {"to": date(2026, 10, 2)}, {"to": date(2026, 10, 1)}, {"person": " "}],
)
def test_a_decision_that_makes_no_sense_changes_nothing(
    shop, user: Callable[..., User], wrong: dict
) -> None:
    with pytest.raises(actions.Impossible):
        bind(user(), **wrong)
    assert (held("舒摩:新人"), AuditEntry.objects.count()) == ([], 0)


@pytest.mark.parametrize("role", ["assistant", "agent", "warehouse", "operations"])
def test_whoever_does_not_manage_people_binds_nothing(
    shop, user: Callable[..., User], role: str
) -> None:
    with pytest.raises(NotYours):
        bind(user(role))
    assert held("舒摩:新人") == []


def test_a_persons_new_row_leaves_the_earlier_ones(shop, user: Callable[..., User]) -> None:
    actions.write_person(
        by=user(), person="P1", from_=date(2026, 10, 1), values={"level": "P3"}, reason="晋级",
        now=NOW,
    )  # fmt: skip
    people, _accounts = queries.team(today=TODAY)
    found = next(p for p in people if p.code == "P1")
    assert [(r.from_, r.level, r.name) for r in found.rows] == [
        (date(2026, 10, 1), "P3", "小丽"),
        (date(2026, 6, 1), "P2", "小丽"),
        (date(2026, 1, 1), "P1", "小丽"),
    ]
    assert found.now.level == "P3"


def test_the_pages_show_people_and_bind_accounts(shop, as_role) -> None:
    page = as_role("supervisor")
    assert "小丽" in page.get("/team/people/").content.decode()
    assert "2026-06-01" in page.get("/team/people/one/P1/").content.decode()
    sent = {"shop": "S1", "account": "舒摩:新人", "person": "P2", "from_": "2026-10-02", "to": "",
            "reason": "新来的"}  # fmt: skip
    answer = page.post("/team/accounts/one/", sent, follow=True)
    assert "已记下" in answer.content.decode()
    assert held("舒摩:新人") == [("P2", date(2026, 10, 2), None)]


def test_an_account_that_no_fact_names_is_not_found(shop, as_role) -> None:
    page = as_role("owner")
    assert page.get("/team/accounts/one/?shop=S1&account=nobody").status_code == 404


def test_the_figures_follow_a_binding(shop, as_role, django_capture_on_commit_callbacks) -> None:
    from jinpai.apps import home

    page = as_role("owner")
    sent = {"shop": "S1", "account": "舒摩:新人", "person": "P2", "from_": "2026-10-02",
            "reason": "新来的"}  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        page.post("/team/accounts/one/", sent)
    found = home.reading().figures(
        shop="S1", start=date(2026, 10, 1), end=date(2026, 10, 31), by=("person",),
        metrics=["receptions"],
    )  # fmt: skip
    assert {f.person: f.value for f in found if f.person} == {"P1": 1, "P2": 1}

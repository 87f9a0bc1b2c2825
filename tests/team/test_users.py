"""Logins: who makes them, what may be changed, what is logged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import actions, queries
from jinpai.apps.team.models import AuditEntry, User


def change(by: User, user: User, **fields: object) -> User:
    given = {
        "name": user.name, "role": user.role, "person": user.person, "is_active": user.is_active,
        "version": user.version, **fields,
    }  # fmt: skip
    return actions.change_user(by=by, user_id=user.pk, **given)


def test_a_new_login_gets_a_first_password_that_is_shown_once_and_must_be_changed(
    user: Callable[..., User],
) -> None:
    made, password = actions.create_user(
        by=user(), username="cai", name="蔡蔡", role="agent", person="P1"
    )
    assert made.check_password(password) and len(password) == 19
    assert made.must_change_password
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject) == ("user.created", "cai")
    assert password not in str(entry.detail)


@pytest.mark.parametrize("role", ["supervisor", "assistant", "agent", "warehouse", "operations"])
def test_only_the_owner_makes_logins(user: Callable[..., User], role: str) -> None:
    with pytest.raises(NotYours):
        actions.create_user(by=user(role), username="x", name="", role="owner", person="")
    assert User.objects.count() == 1


def test_a_name_is_taken_in_any_case(user: Callable[..., User]) -> None:
    owner = user()
    with pytest.raises(ValidationError):
        actions.create_user(by=owner, username="OWNER", name="", role="agent", person="P1")


def test_the_last_owner_stays_owner_and_can_log_in(user: Callable[..., User]) -> None:
    owner = user()
    for fields in ({"role": "agent"}, {"is_active": False}):
        with pytest.raises(actions.Impossible):
            change(owner, owner, **fields)
    owner.refresh_from_db()
    assert (owner.role, owner.is_active, AuditEntry.objects.count()) == ("owner", True, 0)
    second = User.objects.create_user("second", "a-long-password-2", role="owner")
    change(second, owner, role="supervisor")
    owner.refresh_from_db()
    assert owner.role == "supervisor"


def test_a_change_of_what_someone_else_changed_meanwhile_is_refused(
    user: Callable[..., User],
) -> None:
    owner, agent = user(), user("agent", person="P1")
    change(owner, agent, name="蔡蔡")
    with pytest.raises(actions.Impossible):
        change(owner, agent, name="小蔡")  # still the version read at first
    agent.refresh_from_db()
    assert agent.name == "蔡蔡"


def test_the_log_says_what_a_change_changed(user: Callable[..., User]) -> None:
    owner, agent = user(), user("agent", person="P1")
    change(owner, agent, role="assistant")
    assert AuditEntry.objects.get().detail == {"role": ["agent", "assistant"]}


def test_a_reset_password_logs_the_user_out_everywhere(user: Callable[..., User], client) -> None:
    owner, agent = user(), user("agent", person="P1")
    client.force_login(agent)
    assert client.get("/password/").status_code == 200
    _user, password = actions.reset_password(by=owner, user_id=agent.pk)
    assert client.get("/password/").status_code == 302
    agent.refresh_from_db()
    assert agent.check_password(password) and agent.must_change_password


def test_a_role_that_does_not_exist_is_refused_by_the_database_too(
    user: Callable[..., User],
) -> None:
    user()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.update(role="king")


def test_an_agent_without_a_person_sees_no_one(user: Callable[..., User]) -> None:
    assert user("agent").own_person == ""
    assert user("supervisor").own_person is None


def test_the_log_cannot_be_changed_or_deleted(user: Callable[..., User]) -> None:
    owner = user()
    change(owner, owner, name="老板")
    entry = AuditEntry.objects.get()
    entry.subject = "someone else"
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    with pytest.raises(TypeError):
        AuditEntry.objects.all().delete()
    with pytest.raises(TypeError):
        AuditEntry.objects.update(subject="someone else")


def test_the_first_owner_is_made_with_a_good_password_only(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JINPAI_OWNER_PASSWORD", "short")
    with pytest.raises(CommandError):
        call_command("createowner")
    assert not queries.has_owner()
    monkeypatch.setenv("JINPAI_OWNER_PASSWORD", "long-enough-for-a-shop")
    call_command("createowner")
    assert queries.has_owner()
    with pytest.raises(CommandError):
        call_command("createowner", username="second")


def test_passwords_are_hashed_with_argon2_outside_the_tests() -> None:
    from jinpai.web import settings

    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_demo_accounts_are_one_per_role_and_made_once(db: None) -> None:
    made = actions.create_demo_accounts(
        password="demo-password-1", people={"agent": ("P5", "蔡蔡")}
    )
    again = actions.create_demo_accounts(
        password="demo-password-1", people={"agent": ("P5", "蔡蔡")}
    )
    assert [a.role for a in made] == [a.role for a in again]
    assert User.objects.count() == 6
    assert User.objects.get(role="agent").person == "P5"


def test_a_fresh_installation_has_no_account_at_all(db: None) -> None:
    assert User.objects.count() == 0


def test_the_first_password_page_shows_it_and_is_kept_by_no_cache(as_role, shop) -> None:
    page = as_role("owner").post(
        "/team/users/new/", {"username": "cai", "name": "", "role": "agent", "person": "P1"}
    )
    assert page.status_code == 200
    made = User.objects.get(username="cai")
    assert made.person == "P1"
    assert "no-store" in page.headers["Cache-Control"]


def test_an_agents_login_needs_a_person(as_role, shop) -> None:
    page = as_role("owner").post("/team/users/new/", {"username": "cai", "role": "agent"})
    assert page.status_code == 400
    assert "客服要选是哪位人员" in page.content.decode()

"""Logging in and out, and how guessing is slowed down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import get_hasher
from django.test import Client
from django.utils import timezone

from jinpai.apps.team import throttle
from jinpai.apps.team.models import AuditEntry, LoginAttempt, User

PASSWORD = "a-long-password-1"
NOW = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)


def send(client: Client, username: str, password: str, **more: str):
    return client.post("/login/", {"username": username, "password": password, **more})


def wrong(times: int, *, username: str = "owner", address: str = "127.0.0.1", ago: int = 0) -> None:
    for _n in range(times):
        attempt = LoginAttempt.objects.create(username=username, address=address, succeeded=False)
        LoginAttempt.objects.filter(pk=attempt.pk).update(at=NOW - timedelta(minutes=ago))


def test_the_right_password_opens_the_page_one_wanted(user: Callable[..., User]) -> None:
    user()
    answer = send(Client(), "owner", PASSWORD, next="/team/users/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/team/users/")


def test_names_are_found_in_any_case_and_with_spaces(user: Callable[..., User]) -> None:
    user()
    assert send(Client(), " OWNER ", PASSWORD).status_code == 302


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_one_is_never_sent_to_another_site(user: Callable[..., User], target: str) -> None:
    user()
    assert send(Client(), "owner", PASSWORD, next=target).headers["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(user: Callable[..., User]) -> None:
    user()
    known = send(Client(), "owner", "wrong-password-1")
    unknown = send(Client(), "nobody", "wrong-password-1")
    assert known.status_code == unknown.status_code == 403
    assert "用户名或密码不对。" in known.content.decode()
    assert "用户名或密码不对。" in unknown.content.decode()


def test_an_unknown_name_costs_as_much_work_as_a_known_one(
    user: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    user()
    hashed: list[str] = []
    hasher = type(get_hasher())
    encode = hasher.encode

    def counted(self, password: str, *args, **kwargs) -> str:
        hashed.append(password)
        return encode(self, password, *args, **kwargs)

    monkeypatch.setattr(hasher, "encode", counted)
    send(Client(), "owner", "guess-number-one")
    for_known = hashed.count("guess-number-one")
    send(Client(), "nobody", "guess-number-two")
    assert (for_known, hashed.count("guess-number-two")) == (1, 1)


def test_a_name_that_was_switched_off_does_not_log_in(user: Callable[..., User]) -> None:
    user(is_active=False)
    assert send(Client(), "owner", PASSWORD).status_code == 403


def test_the_fifth_wrong_password_holds_the_account_and_the_fourth_does_not(db: None) -> None:
    wrong(4)
    assert throttle.held(username="owner", address="10.0.0.1", now=NOW) is None
    wrong(1)
    held = throttle.held(username="owner", address="10.0.0.1", now=NOW)
    assert held is not None and held.minutes(NOW) == 15


def test_an_account_is_let_go_when_the_window_has_passed(db: None) -> None:
    wrong(5, ago=14)
    held = throttle.held(username="owner", address="", now=NOW)
    assert held is not None and held.minutes(NOW) == 1
    later = NOW + timedelta(minutes=1)
    assert throttle.held(username="owner", address="", now=later) is None


def test_a_success_begins_the_account_anew_but_not_the_address(db: None) -> None:
    wrong(5, ago=5)
    good = LoginAttempt.objects.create(username="owner", address="127.0.0.1", succeeded=True)
    LoginAttempt.objects.filter(pk=good.pk).update(at=NOW - timedelta(minutes=1))
    assert throttle.held(username="owner", address="elsewhere", now=NOW) is None
    wrong(25, username="others")
    assert throttle.held(username="owner", address="127.0.0.1", now=NOW) is not None


def test_the_thirtieth_wrong_password_holds_an_address_whatever_the_names(db: None) -> None:
    for n in range(29):
        wrong(1, username=f"name{n}", address="10.0.0.9")
    assert throttle.held(username="fresh", address="10.0.0.9", now=NOW) is None
    wrong(1, username="name29", address="10.0.0.9")
    assert throttle.held(username="fresh", address="10.0.0.9", now=NOW) is not None
    assert throttle.held(username="fresh", address="10.0.0.8", now=NOW) is None


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "密码错得太多"), ("en", "Too many wrong passwords")]
)
def test_a_held_account_is_told_how_long_even_with_the_right_password(
    user: Callable[..., User], language: str, words: str
) -> None:
    user()
    for _n in range(5):
        assert send(Client(), "owner", "wrong-password-1").status_code == 403
    client = Client(headers={"accept-language": language})
    answer = send(client, "owner", PASSWORD)
    assert answer.status_code == 429
    assert words in answer.content.decode() and "15" in answer.content.decode()


def test_attempts_older_than_a_week_are_forgotten(db: None) -> None:
    old = LoginAttempt.objects.create(username="x", address="y", succeeded=False)
    LoginAttempt.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=8))
    throttle.note(username="z", address="y", succeeded=False)
    assert list(LoginAttempt.objects.values_list("username", flat=True)) == ["z"]


def test_the_client_cannot_choose_its_address(settings, rf) -> None:
    from jinpai.apps.team.address import address_of

    request = rf.get("/", headers={"x-forwarded-for": "1.1.1.1, 2.2.2.2"}, REMOTE_ADDR="9.9.9.9")
    assert address_of(request) == "9.9.9.9"
    settings.PROXIES = 1
    assert address_of(request) == "2.2.2.2"
    settings.PROXIES = 3
    assert address_of(request) == "9.9.9.9"


def test_logging_in_is_logged(user: Callable[..., User]) -> None:
    user()
    send(Client(), "owner", PASSWORD)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.subject, entry.address) == ("user.logged_in", "owner", "127.0.0.1")


def test_the_session_is_a_new_one_after_logging_in(user: Callable[..., User]) -> None:
    user()
    client = Client()
    client.session["kept"] = 1
    client.get("/login/")
    before = client.session.session_key
    send(client, "owner", PASSWORD)
    assert client.session.session_key != before


def test_a_session_expires(user: Callable[..., User]) -> None:
    client = Client()
    client.force_login(user())
    assert client.get("/password/").status_code == 200
    from django.contrib.sessions.models import Session

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/password/").status_code == 302


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(
    user: Callable[..., User],
) -> None:
    someone = user()
    here, there = Client(), Client()
    here.force_login(someone)
    there.force_login(someone)
    new = "quite-another-2"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/password/", form).status_code == 302
    assert here.get("/password/").status_code == 200
    assert there.get("/password/").status_code == 302


@pytest.mark.parametrize("weak", ["short1", "12345678901", "password123", "supervisor1"])
def test_a_weak_password_is_refused(user: Callable[..., User], weak: str) -> None:
    client = Client()
    client.force_login(user("supervisor"))
    form = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    assert client.post("/password/", form).status_code == 400
    assert User.objects.get().check_password(PASSWORD)


def test_a_first_password_opens_nothing_but_its_own_change(user: Callable[..., User]) -> None:
    client = Client()
    client.force_login(user(must_change_password=True))
    answer = client.get("/team/users/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/password/")
    assert client.get("/password/").status_code == 200


def test_logging_out_needs_a_post(user: Callable[..., User]) -> None:
    client = Client()
    client.force_login(user())
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").status_code == 302
    assert client.get("/password/").status_code == 302


def test_a_form_without_its_token_is_refused_in_the_look(user: Callable[..., User]) -> None:
    user()
    answer = send(Client(enforce_csrf_checks=True), "owner", PASSWORD)
    assert answer.status_code == 403
    assert "这张表单过期了" in answer.content.decode()

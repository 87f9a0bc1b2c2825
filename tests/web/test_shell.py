"""The frame of every page: headers, pickers, links that keep their parameters, error pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.template import Context, Template
from django.test import Client, RequestFactory

from jinpai.apps import home
from jinpai.apps.pages.chosen import Chosen, days_asked
from jinpai.apps.pages.links import keep
from jinpai.apps.team.models import User


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("JINPAI_HOME", str(tmp_path / "home"))
    home.forget()
    yield
    home.forget()


@pytest.fixture
def owner(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("owner", "a-long-password-1", role="owner"))
    return client


# --- safety -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/aftersales/new/?order=1%00", "/desk/list/unpaid/?person=%00", "/desk/order/S/1%00/"],
)
def test_an_address_with_a_nul_is_refused_in_words(owner: Client, address: str) -> None:
    answer = owner.get(address)
    assert answer.status_code == 400
    assert "地址或表单里有一个值不对" in answer.content.decode()


def test_every_answer_carries_the_strict_policy(owner: Client) -> None:
    for path in ("/team/components/", "/login/", "/nowhere/"):
        headers = owner.get(path).headers
        assert headers["Content-Security-Policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        assert (
            headers["Cache-Control"] == "private, no-store"
            or "no-store" in headers["Cache-Control"]
        )


def test_hsts_is_sent_over_encrypted_connections_only(owner: Client, settings) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    answer = Client().get("/login/", secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in Client().get("/login/").headers


def test_no_template_has_an_inline_script_style_or_handler() -> None:
    root = Path(__file__).resolve().parents[2] / "src" / "jinpai"
    found = []
    for path in root.rglob("templates/**/*.html"):
        text = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.S)
        if re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", text):
            found.append(path.name)
        for attributes in re.findall(r"<script([^>]*)>", text):
            if "src=" not in attributes and "application/json" not in attributes:
                found.append(path.name)
    assert found == []


def test_another_host_is_refused(db: None) -> None:
    assert Client().get("/login/", headers={"host": "evil.example"}).status_code == 400


def test_the_database_schema_has_no_change_without_a_migration(db: None) -> None:
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


def test_django_finds_nothing_to_warn_of_for_an_encrypted_installation(
    settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the browser tests set it for their own process, which may be this one
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    told = StringIO()
    call_command("check", "--deploy", stdout=told, stderr=told)
    # what is left is for whoever owns the domain, or for the proxy in front, to decide
    left = set(re.findall(r"security\.W\d+", told.getvalue()))
    assert left <= {"security.W005", "security.W008", "security.W021"}


# --- the switches -----------------------------------------------------------------------


def test_the_language_is_kept_in_a_cookie_and_the_page_too() -> None:
    client = Client()
    answer = client.post("/i18n/", {"language": "en", "next": "/login/?next=/board/"})
    assert answer.headers["Location"] == "/login/?next=/board/"
    assert client.cookies["jinpai_language"].value == "en"


@pytest.mark.parametrize("path", ["/i18n/", "/theme/"])
def test_a_switch_leads_to_no_other_site(path: str) -> None:
    answer = Client().post(path, {"next": "https://evil.example/", "theme": "dark"})
    assert answer.headers["Location"] == "/"


def test_the_theme_is_set_by_the_server(db: None) -> None:
    client = Client()
    assert 'data-theme="auto"' in client.get("/login/").content.decode()
    client.post("/theme/", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/login/").content.decode()
    client.post("/theme/", {"theme": "pink"})
    assert 'data-theme="dark"' in client.get("/login/").content.decode()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("zh-CN,zh;q=0.9", "zh-hans"), ("en-GB", "en"), ("fr", "zh-hans"), ("", "zh-hans")],
)
def test_the_browser_decides_where_the_reader_did_not(
    db: None, accepted: str, language: str
) -> None:
    page = Client().get("/login/", headers={"accept-language": accepted}).content.decode()
    assert f'<html lang="{language}"' in page


# --- shop and days ----------------------------------------------------------------------

NEWEST = date(2026, 10, 20)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ({}, date(2026, 10, 1), date(2026, 10, 31)),
        ({"month": "2026-02"}, date(2026, 2, 1), date(2026, 2, 28)),
        ({"month": "2028-02"}, date(2028, 2, 1), date(2028, 2, 29)),
        ({"month": "nonsense"}, date(2026, 10, 1), date(2026, 10, 31)),
        ({"from": "2026-10-03", "to": "2026-10-05"}, date(2026, 10, 3), date(2026, 10, 5)),
        ({"from": "2026-10-05", "to": "2026-10-03"}, date(2026, 10, 3), date(2026, 10, 5)),
        ({"from": "2026-10-05"}, date(2026, 10, 5), date(2026, 10, 31)),
        ({"to": "2026-10-05"}, date(2026, 10, 1), date(2026, 10, 5)),
        ({"from": "2000-01-01", "to": "2100-12-31"}, date(2000, 1, 1), date(2002, 3, 10)),
        ({"from": "1999-12-31", "to": "2101-01-01"}, date(2026, 10, 1), date(2026, 10, 31)),
    ],
)
def test_the_days_an_address_asks_for(asked: dict[str, str], start: date, end: date) -> None:
    assert days_asked(asked, newest=NEWEST) == (start, end)


def chosen(start: date, end: date, month: str | None) -> Chosen:
    shop = SimpleNamespace(
        code="S1", name="舒摩", first_day=date(2026, 8, 15), last_day=date(2026, 10, 20)
    )
    return Chosen([shop], shop, start, end, month)


def test_a_month_knows_its_neighbours_and_what_to_compare_with() -> None:
    october = chosen(date(2026, 10, 1), date(2026, 10, 31), "2026-10")
    assert (october.previous, october.following) == ("2026-09", "2026-11")
    assert october.earlier == (date(2026, 9, 1), date(2026, 9, 30))
    assert october.months == ["2026-10", "2026-09", "2026-08"]


def test_some_days_are_compared_with_as_many_before() -> None:
    days = chosen(date(2026, 10, 8), date(2026, 10, 14), None)
    assert days.earlier == (date(2026, 10, 1), date(2026, 10, 7))


def test_an_unknown_shop_is_not_found(owner: Client) -> None:
    assert owner.get("/?shop=nowhere").status_code == 404


def test_links_keep_shop_and_days_and_nothing_else() -> None:
    request = RequestFactory().get("/?shop=S1&month=2026-10&sort=-x&page=3")
    assert keep(request, "team:people") == "/team/people/?shop=S1&month=2026-10"
    assert keep(request, "team:person", "P1", sort="-y") == (
        "/team/people/one/P1/?shop=S1&month=2026-10&sort=-y"
    )
    assert keep(request, "team:people", shop=None) == "/team/people/?month=2026-10"
    assert keep(request, "team:people", from_="2026-10-01", to="2026-10-02") == (
        "/team/people/?shop=S1&from=2026-10-01&to=2026-10-02"
    )


def test_a_month_takes_the_place_of_from_and_to() -> None:
    request = RequestFactory().get("/?from=2026-10-01&to=2026-10-02")
    assert keep(request, "team:people", month="2026-09") == "/team/people/?month=2026-09"


def test_the_tag_writes_the_same_address_escaped() -> None:
    request = RequestFactory().get("/?shop=S%261&month=2026-10")
    page = Template("{% url_keep 'team:people' sort='-y' %}").render(Context({"request": request}))
    assert page == "/team/people/?shop=S%261&amp;month=2026-10&amp;sort=-y"


def test_a_form_keeps_every_parameter_but_its_own() -> None:
    request = RequestFactory().get("/?shop=S1&month=2026-10&cols=a&cols=b")
    page = Template("{% kept_fields 'month' %}").render(Context({"request": request}))
    assert re.findall(r'name="(\w+)" value="(\w+)"', page) == [
        ("shop", "S1"), ("cols", "a"), ("cols", "b"),
    ]  # fmt: skip


# --- error pages ------------------------------------------------------------------------


def test_an_error_of_ours_is_told_without_particulars(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jinpai.apps.team import queries

    def broken(**_given: object) -> None:
        raise RuntimeError("secret particulars")

    monkeypatch.setattr(queries, "team", broken)
    owner.raise_request_exception = False
    answer = owner.get("/team/people/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "出错了" in page and "secret particulars" not in page


def test_an_error_page_of_the_board_needs_no_figures(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("no lake")

    monkeypatch.setattr(home, "reading", broken)
    owner.raise_request_exception = False
    answer = owner.get("/")
    assert answer.status_code == 500
    assert "出错了" in answer.content.decode()

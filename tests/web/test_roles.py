"""Who may open which page: every address of the project against every role, from tables.

Each app keeps its table beside its tests, in `tests/<app>/access.py`:

    ACCESS = {
        "board:month": {"owner": 200, "supervisor": 200, "assistant": 200, "agent": 200,
                        "warehouse": 403, "operations": 200},
        …
    }
    PATHS = {"board:metric": ["average_response"]}   # values for the path, where it has any
    QUERY = {"board:order": "?shop=S1"}              # optional
    METHODS = {"imports:cancel": "post"}             # optional; "get" otherwise

The home holds an empty lake: a page about a thing that is not there answers 404 to those who
may see it, and 403 to those who may not. Whoever is not logged in is sent to the login from
every page, unless the row says otherwise under "nobody". An address without a row fails.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jinpai.apps import home
from jinpai.apps.team.models import User
from jinpai.apps.team.roles import Role

HERE = Path(__file__).resolve().parent


def _tables() -> list[ModuleType]:
    """The access tables of this folder and of its neighbours, wherever there is one."""
    out = []
    for path in sorted(HERE.parent.glob("*/access.py")):
        module = ModuleType(f"access_of_{path.parent.name}")
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), module.__dict__)
        out.append(module)
    return out


TABLES = _tables()


def _merged(name: str) -> dict:
    out: dict = {}
    for table in TABLES:
        out.update(getattr(table, name, {}))
    return out


ACCESS, PATHS, QUERY, METHODS = (_merged(n) for n in ("ACCESS", "PATHS", "QUERY", "METHODS"))
ROLES = [role.value for role in Role]


def _names(patterns: list, prefix: str = "") -> list[str]:
    out = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            out += _names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            out.append(f"{prefix}{pattern.name}")
    return out


def all_names() -> list[str]:
    return sorted(set(_names(get_resolver().url_patterns)))


def _ask(client: Client, name: str):
    address = reverse(name, args=PATHS.get(name, [])) + QUERY.get(name, "")
    return getattr(client, METHODS.get(name, "get"))(address)


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JINPAI_HOME", str(tmp_path / "home"))
    home.forget()
    yield tmp_path / "home"
    home.forget()


def test_every_address_has_a_row_for_every_role() -> None:
    names = all_names()
    assert [n for n in names if n not in ACCESS] == []
    assert [n for n in ACCESS if n not in names] == []
    short = {n: [r for r in ROLES if r not in row] for n, row in ACCESS.items()}
    assert {n: missing for n, missing in short.items() if missing} == {}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_its_table_says(db: None, empty_home: Path, role: str) -> None:
    user = User.objects.create_user("someone", "a-long-password-1", role=role, person="P1")
    found = {}
    for name in all_names():
        client = Client()  # a fresh session each time: some of the addresses end it
        client.force_login(user)
        found[name] = _ask(client, name).status_code
    expected = {n: row[role] for n, row in ACCESS.items() if n in found}
    assert {n: code for n, code in found.items() if code != expected.get(n)} == {}


def test_nobody_is_sent_to_the_login_from_every_page(db: None, empty_home: Path) -> None:
    found = {}
    for name in all_names():
        answer = _ask(Client(), name)
        if "nobody" in ACCESS.get(name, {}):
            if answer.status_code != ACCESS[name]["nobody"]:
                found[name] = answer.status_code
        elif not (answer.status_code == 302 and answer.headers["Location"].startswith("/login/")):
            found[name] = answer.status_code
    assert found == {}


def test_a_switched_off_login_opens_nothing(db: None, empty_home: Path) -> None:
    user = User.objects.create_user("gone", "a-long-password-1", role="owner")
    client = Client()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    answer = client.get(reverse("team:users"))
    assert (answer.status_code, answer.headers["Location"][:7]) == (302, "/login/")

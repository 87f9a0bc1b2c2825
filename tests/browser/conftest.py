"""A small living shop, a server, people of every role, and a browser that forgives nothing.

`visit(role, path)` opens a page as that role; it may be given a width, a scheme (light or dark)
and a language. Whatever the page complains of in the console, a broken script or a violation of
the content policy, fails the test when it ends. `axe(page)` lists serious and critical findings.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, sync_playwright

from jinpai.apps import home
from jinpai.apps.team.models import User
from jinpai.apps.team.roles import Role

# The browser's own loop runs in this thread; the database is used in between, never inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

START, DAYS = date(2026, 9, 20), 42
MONTH = "2026-10"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def living_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with six weeks of a simulated shop, through the real import. Made once; do not
    change it: a test that writes into the lake takes `own_home`."""
    from jinpai.facts.load import Source, load
    from jinpai.metrics.compute import refresh
    from jinpai.simulate.exchange import write_exchange
    from jinpai.simulate.shop import shop

    root = tmp_path_factory.mktemp("living")
    made = shop(START, DAYS, agents=4, seed=7, orders_per_day=8)
    as_of = datetime.combine(START + timedelta(days=DAYS), datetime.min.time())
    write_exchange(made, root / "files", as_of=as_of)
    from jinpai.facts.lake import Lake

    lake = Lake(root / "home" / "lake")
    files = sorted(p for p in (root / "files").rglob("*") if p.suffix == ".csv")
    load(lake, [Source(path, path.name) for path in files], now=as_of)
    refresh(lake, root / "home" / "figures")
    return root / "home"


@pytest.fixture
def own_home(living_home: Path, tmp_path: Path) -> Path:
    """A copy that a test may change; ask for it before `visit`."""
    return Path(shutil.copytree(living_home, tmp_path / "home"))


@pytest.fixture
def shop_home(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The home that the server uses: the test's own if it has one, else the common one."""
    name = "own_home" if "own_home" in request.fixturenames else "living_home"
    path = request.getfixturevalue(name)
    monkeypatch.setenv("JINPAI_HOME", str(path))
    home.forget()
    yield path
    home.forget()


@pytest.fixture(scope="session")
def chart_bundle() -> None:
    from jinpai.web.bundle import write_chart_bundle

    write_chart_bundle(settings.BUNDLES)


@pytest.fixture
def first_agent(shop_home: Path) -> str:
    """The person code of the agent that the agent's login is bound to."""
    import ibis

    from jinpai.facts.identity import bindings

    bound = bindings(home.lake().snapshot(), ibis.duckdb.connect()).to_pyarrow().to_pylist()
    return sorted(row["person"] for row in bound if row["to"] is None)[0]


@pytest.fixture
def people(transactional_db: None, first_agent: str) -> dict[str, User]:
    """One user for every role; the agent is a person of the shop."""
    return {
        role.value: User.objects.create_user(
            role.value,
            "a-long-password-1",
            role=role.value,
            name=f"Test {role.value}",
            person=first_agent if role == Role.AGENT else "",
        )
        for role in Role
    }


def chromium() -> str:
    """JINPAI_CHROMIUM, or the first one on PATH, or Chrome on macOS."""
    mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    names = ("chromium", "chromium-browser", "google-chrome", "chrome", mac)
    found = os.environ.get("JINPAI_CHROMIUM") or next(filter(None, map(shutil.which, names)), "")
    if not found:
        pytest.skip("no Chromium: set JINPAI_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


class Complaints(list[str]):
    """What pages said in the console. `expect("403")` lets complaints with that text pass."""

    def __init__(self) -> None:
        super().__init__()
        self.expected: list[str] = []

    def expect(self, text: str) -> None:
        self.expected.append(text)

    def left(self) -> list[str]:
        return [c for c in self if not any(e in c for e in self.expected)]


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    heard = Complaints()
    yield heard
    assert heard.left() == []


Visit = Callable[..., Page]


@pytest.fixture
def visit(
    browser: Browser,
    live_server: Any,
    people: dict[str, User],
    complaints: Complaints,
    chart_bundle: None,
) -> Iterator[Visit]:
    """`visit("agent", "/board/agents/", width=360, scheme="dark", language="en")` → Page."""
    contexts = []

    def go(
        role: str | None,
        path: str = "/",
        *,
        width: int = 1440,
        scheme: str = "light",
        language: str = "zh-hans",
        scripts: bool = True,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900 if width > 760 else 740},
            color_scheme=scheme,
            java_script_enabled=scripts,
            base_url=live_server.url,
            locale="zh-CN",
            reduced_motion="reduce",
        )
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if role is not None:
            cookies[settings.SESSION_COOKIE_NAME] = session_of(people[role])
        context.add_cookies(
            [{"name": k, "value": v, "url": live_server.url} for k, v in cookies.items()]
        )
        page = context.new_page()
        page.on(
            "console",
            lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield go
    for context in contexts:
        context.close()


def session_of(user: User) -> str:
    """The cookie of a session in which `user` is logged in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Serious and critical findings of a page: "rule: element"."""

    def run(page: Page) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [
            f"{v['id']}: {node['html'][:160]}"
            for v in found
            if v["impact"] in ("serious", "critical")
            for node in v["nodes"]
        ]

    return run


@pytest.fixture
def sideways() -> Callable[[Page], int]:
    """By how many pixels a page is wider than its window; 0 is right."""

    def measure(page: Page) -> int:
        return int(
            page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    return measure

"""Every kind of page that a role is led to: it answers, is accessible, and fits a phone.

The pages are found as a reader finds them, by following links from the navigation; of each
kind of page (URL name) the first few addresses are looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from jinpai.apps.team.models import User
from jinpai.apps.team.roles import Role

EACH = 2  # addresses looked at per kind of page


def kind(address: str) -> str | None:
    """The URL name behind an address of ours; None for anchors, files and other sites."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    if parts.path.startswith("/static/"):
        return None
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return f"nothing at {parts.path}"


def found_by_links(client: Client, start: str) -> dict[str, list[str]]:
    """Kind → addresses, following links from `start`; and every address that failed."""
    import re
    from html import unescape

    found: dict[str, list[str]] = {}
    waiting, broken = [start], []
    while waiting:
        address = waiting.pop(0)
        name = kind(address)
        if name is None or address in found.get(name, []) or len(found.get(name, [])) >= EACH:
            continue
        found.setdefault(name, []).append(address)
        answer = client.get(address, follow=True)
        if answer.status_code != 200:
            broken.append(f"{address}: {answer.status_code}")
            continue
        if "html" not in answer.headers.get("Content-Type", ""):
            found[name].remove(address)  # a file: it opened, and is no page to look at
            found[name].append("")
            continue
        text = answer.content.decode()
        waiting += [unescape(a) for a in re.findall(r'<a [^>]*?href="([^"#]+)"', text)]
    assert broken == []
    return found


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_no_role_is_offered_a_link_that_does_not_open(
    people: dict[str, User], role: str, settings
) -> None:
    start = "/team/components/" if role == "warehouse" else "/?month=2026-10"
    found = found_by_links(client_of(people[role]), start)
    assert [name for name in found if name.startswith("nothing")] == []
    expected = {"owner": 20, "agent": 8, "warehouse": 1}.get(role, 8)
    assert len(found) >= expected, sorted(found)


@pytest.mark.parametrize("role", ["owner", "agent"])
@pytest.mark.parametrize(("width", "scheme", "which"), [(1440, "light", 0), (360, "dark", -1)])
def test_every_kind_of_page_is_accessible_and_fits(
    visit: Callable[..., Page],
    people: dict[str, User],
    axe: Callable[[Page], list[str]],
    sideways: Callable[[Page], int],
    role: str,
    width: int,
    scheme: str,
    which: int,
) -> None:
    """The first address of each kind in daylight, the last one at night on the phone. The board
    by day is looked at in test_board_pages."""
    found = found_by_links(client_of(people[role]), "/?month=2026-10")
    page = visit(role, "/team/components/", width=width, scheme=scheme)
    wrong: dict[str, list[str]] = {}
    for name, addresses in found.items():
        address = addresses[which] or addresses[0]
        if not address or (width == 1440 and name.startswith("board:")):
            continue
        page.goto(address)
        problems = axe(page)
        if sideways(page):
            problems.append(f"{sideways(page)} px too wide")
        if problems:
            wrong[address] = problems
    assert wrong == {}

"""A home of its own with a tiny shop, and people who log in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from jinpai.apps import home
from jinpai.apps.team.models import User

NOW = datetime(2026, 10, 20, 9, 0, tzinfo=UTC)
PASSWORD = "a-long-password-1"

FILES = {
    "shops.csv": "shop,platform,name,timezone,day_cut\nS1,tmall,舒摩旗舰店,Asia/Shanghai,00:00\n",
    "people.csv": (
        "person,from,name,role,group,level,base_pay,hired_on,left_on\n"
        "P1,2026-01-01,小丽,agent,售前,P1,,2026-01-01,\n"
        "P1,2026-06-01,小丽,agent,售前,P2,,2026-01-01,\n"
        "P2,2026-01-01,阿强,agent,售后,P1,,2026-01-01,\n"
    ),
    "accounts.csv": "shop,account,person,from,to\nS1,舒摩:小丽,P1,2026-01-01,\n",
    "messages.csv": (
        "shop,account,buyer,at,sender,kind,text\n"
        "S1,舒摩:小丽,tb_lin,2026-10-01T10:00:00,buyer,text,在吗\n"
        "S1,舒摩:小丽,tb_lin,2026-10-01T10:00:20,agent,text,在的亲\n"
        "S1,舒摩:新人,tb_wang,2026-10-02T10:00:00,buyer,text,在吗\n"
        "S1,舒摩:新人,tb_wang,2026-10-02T10:00:10,agent,text,在\n"
    ),
}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """One shop: one account bound to 小丽, one that nobody claimed."""
    from jinpai.facts.load import Source, load

    monkeypatch.setenv("JINPAI_HOME", str(tmp_path / "home"))
    home.forget()
    sources = []
    for name, text in FILES.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        sources.append(Source(path, name))
    load(home.lake(), sources, now=NOW)
    yield tmp_path / "home"
    home.forget()


@pytest.fixture
def user(db: None) -> Callable[..., User]:
    def make(role: str = "owner", **fields: object) -> User:
        return User.objects.create_user(role, PASSWORD, role=role, **fields)

    return make


@pytest.fixture
def as_role(user: Callable[..., User]) -> Callable[[str], Client]:
    def log_in(role: str) -> Client:
        client = Client()
        client.force_login(user(role))
        return client

    return log_in

"""A home of its own, people who log in, and files to drop, for every test of the data pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from jinpai.apps import home

if TYPE_CHECKING:
    from jinpai.apps.team.models import User


@pytest.fixture(autouse=True)
def plain_static(settings: object) -> None:
    """Files under their own names: no test collects them first."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty JINPAI_HOME; the database is the test's own anyway."""
    monkeypatch.setenv("JINPAI_HOME", str(tmp_path / "home"))
    home.forget()
    yield tmp_path / "home"
    home.forget()


@pytest.fixture
def user(db: None) -> Callable[[str], User]:
    from jinpai.apps.team.models import User

    def make(role: str = "owner") -> User:
        return User.objects.create_user(role, "a-long-password-1", role=role, name=role.title())

    return make


@pytest.fixture
def page(data_home: Path, user: Callable[[str], User]) -> Client:
    """A browser in which the owner is logged in."""
    client = Client()
    client.force_login(user("owner"))
    return client

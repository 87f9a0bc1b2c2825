"""The small house of house.py: its facts loaded once, copied for every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from jinpai.apps import home
from jinpai.apps.team.models import User

from .house import House, decide, load_facts


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data home with the facts loaded and the figures computed."""
    folder = tmp_path_factory.mktemp("payroll")
    before = os.environ["JINPAI_HOME"]
    os.environ["JINPAI_HOME"] = str(folder / "home")
    home.forget()
    load_facts(folder)
    home.reading()
    home.forget()
    os.environ["JINPAI_HOME"] = before
    yield folder / "home"


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_user("boss", "a-long-password-1", role="owner", person="B1")


@pytest.fixture
def house(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, furnished: Path, boss: User
) -> Iterator[House]:
    shutil.copytree(furnished, tmp_path / "home")
    monkeypatch.setenv("JINPAI_HOME", str(tmp_path / "home"))
    home.forget()
    yield decide(House(tmp_path, boss))
    home.forget()

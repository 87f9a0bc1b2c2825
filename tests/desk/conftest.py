"""The small shop of lake.py on three mornings, and two of its agents."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.desk import lake
from tests.desk.lake import Morning

from jinpai.apps import home
from jinpai.apps.team.models import User


@pytest.fixture(scope="session")
def mornings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, ...]]:
    """The home as of each of three mornings; filling only reads them."""
    before, homes = os.environ["JINPAI_HOME"], []
    folder = tmp_path_factory.mktemp("desk")
    for day, facts in enumerate(({}, lake.SECOND, lake.THIRD)):
        here = folder / f"home{day}"
        if homes:
            shutil.copytree(homes[-1], here)
        os.environ["JINPAI_HOME"] = str(here)
        home.forget()
        if facts:
            lake.take(folder, lake.AS_OF + timedelta(days=day), **facts)
        else:
            lake.load_facts(folder)
        home.reading()
        homes.append(here)
    home.forget()
    os.environ["JINPAI_HOME"] = before
    yield tuple(homes)


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch, mornings: tuple[Path, ...]) -> Iterator[Morning]:
    """What was exported by a morning: 0 is that of lake.py."""

    def come(day: int) -> None:
        monkeypatch.setenv("JINPAI_HOME", str(mornings[day]))
        home.forget()

    come(0)
    yield come
    home.forget()


@pytest.fixture
def cai(db: None) -> User:
    return User.objects.create_user(
        "cai", "a-long-password-1", role="agent", person="P5", name="蔡蔡"
    )


@pytest.fixture
def bei(db: None) -> User:
    return User.objects.create_user("bei", "a-long-password-1", role="agent", person="P6")

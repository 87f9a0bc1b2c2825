"""What an installation makes for itself: its folder, its secret, its database settings."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jinpai.web.database import database
from jinpai.web.environment import BadSetting
from jinpai.web.secret import HomeUnusable, prepare_home, secret


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = secret(tmp_path)
    assert len(first) > 60
    assert secret(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["secret"]


def test_two_installations_have_two_secrets(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert secret(tmp_path / "a") != secret(tmp_path / "b")


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _n: secret(tmp_path), range(8)))
    assert len(found) == 1


def test_a_new_home_is_its_owners_alone(tmp_path: Path) -> None:
    folder = prepare_home(tmp_path / "home")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_home_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(HomeUnusable, match="JINPAI_HOME") as told:
        prepare_home(tmp_path / "file" / "home")
    assert "cannot be written" in str(told.value)


def test_without_an_address_the_database_is_sqlite_in_the_home(tmp_path: Path) -> None:
    found = database("", home=tmp_path, wait=20)
    assert found["NAME"] == tmp_path / "db.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert found["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]


def test_a_postgresql_address_is_taken_apart(tmp_path: Path) -> None:
    found = database(
        "postgresql://jin%40pai:p%2Fw%3A1@db.example:5433/shop?sslmode=require",
        home=tmp_path, wait=1,
    )  # fmt: skip
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"]) == ("jin@pai", "p/w:1")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "5433", "shop")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_an_unknown_kind_of_database_is_refused_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as told:
        database("mysql://u:geheim@h/d", home=tmp_path, wait=1)
    assert "mysql" in str(told.value) and "geheim" not in str(told.value)

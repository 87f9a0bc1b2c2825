"""Every setting is declared once, documented, and read with a clear refusal."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from jinpai.web import environment
from jinpai.web.environment import BadSetting

TREE = Path(__file__).resolve().parents[2]


def test_the_settings_page_is_the_one_the_table_writes() -> None:
    assert (TREE / "docs" / "settings.md").read_text(encoding="utf-8") == environment.page()


def test_every_variable_that_the_code_names_is_in_the_table() -> None:
    declared = {s.name for s in environment.SETTINGS}
    named = set()
    for path in (TREE / "src").rglob("*.py"):
        named |= set(re.findall(r"\bJINPAI_[A-Z_]+\b", path.read_text(encoding="utf-8")))
    assert sorted(named - declared) == []


def test_every_setting_is_explained_in_both_languages() -> None:
    for setting in environment.SETTINGS:
        assert re.search(r"[一-鿿]", setting.zh), setting.name
        assert setting.en and not re.search(r"[一-鿿]", setting.en), setting.name


@pytest.mark.parametrize(
    ("typed", "read"), [("1", True), ("TRUE", True), ("0", False), ("", False)]
)
def test_a_switch_is_read(monkeypatch: pytest.MonkeyPatch, typed: str, read: bool) -> None:
    monkeypatch.setenv("JINPAI_DEBUG", typed)
    assert environment.flag("JINPAI_DEBUG") is read


def test_a_switch_that_is_neither_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JINPAI_DEBUG", "maybe")
    with pytest.raises(BadSetting, match="JINPAI_DEBUG"):
        environment.flag("JINPAI_DEBUG")


@pytest.mark.parametrize("typed", ["-1", "1.5", "ten", "１２"])
def test_a_number_that_is_none_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setenv("JINPAI_DB_WAIT", typed)
    with pytest.raises(BadSetting, match="JINPAI_DB_WAIT"):
        environment.whole("JINPAI_DB_WAIT")


def settings_under(home: Path, expression: str, **variables: str) -> str:
    """What `expression` of the settings is in a fresh process with these variables only."""
    code = f"from jinpai.web import settings as s; print({expression})"
    env = {"JINPAI_HOME": str(home), "PYTHONPATH": str(TREE / "src"), **variables}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    return (done.stdout or done.stderr.splitlines()[-1]).strip()


SECURE = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0"


@pytest.mark.parametrize(
    ("variables", "secure"),
    [
        ({}, "False False False"),  # this machine, over http
        ({"JINPAI_ADDRESS": "http://[::1]:8000"}, "False False False"),
        ({"JINPAI_ADDRESS": "https://jinpai.example.com"}, "True True True"),
        ({"JINPAI_ADDRESS": "http://192.168.1.5:8000"}, "True True False"),
        (
            {"JINPAI_ADDRESS": "http://192.168.1.5:8000", "JINPAI_INSECURE_HTTP": "1"},
            "False False False",
        ),
    ],
)
def test_cookies_are_secure_unless_nothing_crosses_a_network_or_it_was_said_aloud(
    tmp_path: Path, variables: dict[str, str], secure: str
) -> None:
    assert settings_under(tmp_path, SECURE, **variables) == secure


def test_debug_is_off_and_the_host_is_not_anyones(tmp_path: Path) -> None:
    found = settings_under(tmp_path, "s.DEBUG, s.ALLOWED_HOSTS")
    assert found == "False ['127.0.0.1', '[::1]', 'localhost']"


def test_an_address_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    assert "JINPAI_ADDRESS" in settings_under(tmp_path, "1", JINPAI_ADDRESS="example.com")

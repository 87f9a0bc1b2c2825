"""A home of its own, users of every role, and the owner's browser, for the rulebooks' tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from jinpai.apps import home
from jinpai.rules import document

if TYPE_CHECKING:
    from jinpai.apps.team.models import User

NOW = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty JINPAI_HOME; the database is the test's own anyway."""
    monkeypatch.setenv("JINPAI_HOME", str(tmp_path / "home"))
    home.forget()
    yield tmp_path / "home"
    home.forget()


@pytest.fixture
def user(db: None) -> Callable[..., User]:
    from jinpai.apps.team.models import User

    def make(role: str = "owner", username: str = "") -> User:
        name = username or role
        found = User.objects.filter(username=name).first()
        return found or User.objects.create_user(name, "a-long-password-1", role=role)

    return make


@pytest.fixture
def owner(user: Callable[..., User]) -> User:
    return user("owner")


@pytest.fixture
def page(owner: User) -> Client:
    """A browser in which the owner is logged in."""
    client = Client()
    client.force_login(owner)
    return client


KPI = document.shipped()["kpi-bands"]
# A small regime that stands for any.
SMALL = """\
# 小制度 · a small regime
code = "small"
name = { zh = "小制度", en = "Small" }
about = { zh = "底薪加提成。", en = "Base and commission." }
version = 1
effective_from = "2026-10"
reason = "先试一试"

[appraisal]
otherwise = 0.6
coefficients = [{ from = 90, factor = 1.1 }, { from = 60, factor = 1.0 }]

[appraisal.schemes.agent]
name = { zh = "客服", en = "Agent" }
roles = ["agent"]

[[appraisal.schemes.agent.items]]
code = "conversion"
name = { zh = "转化", en = "Conversion" }
kind = "result"
weight = 60  # 结果 · result
metrics = ["inquiry_conversion"]
curve = { kind = "linear", worst = 0.30, best = 0.55 }

[[appraisal.schemes.agent.items]]
code = "response"
name = { zh = "响应", en = "Response" }
kind = "process"
weight = 40
metrics = ["average_response"]
curve = { kind = "linear", worst = 60, best = 14 }

[pay.schemes.agent]
name = { zh = "客服", en = "Agent" }
roles = ["agent"]

[[pay.schemes.agent.components]]
kind = "base"
code = "base"
amount = 3000

[[pay.schemes.agent.components]]
kind = "commission"
code = "commission"
basis = "inquiry_sales"
rate = 0.01
performance = true

[[desk.demands]]
code = "list"
name = { zh = "日清单", en = "Daily list" }
minutes = 10
when = "before_shift"
items = []
"""

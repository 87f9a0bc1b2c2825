"""The worked cases of cases/workflow/again.toml: when what was tried is looked at again."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from jinpai.workflow.again import AGAIN, SOON, again
from jinpai.workflow.hours import Hours
from jinpai.workflow.lists import LISTS

CASES = Path(__file__).resolve().parents[2] / "cases" / "workflow" / "again.toml"
FOUND = tomllib.loads(CASES.read_text("utf-8"))["case"]
HOURS = Hours.of("08:00", "23:00")


@pytest.mark.parametrize("case", FOUND, ids=[c["name_en"] for c in FOUND])
def test_when_next(case: dict[str, Any]) -> None:
    given = case["given"]
    due, tried = (datetime.fromisoformat(given[k]) for k in ("due", "tried"))
    assert again(given["list"], due, tried, HOURS) == datetime.fromisoformat(case["expect"])


def test_without_a_deadline_it_gets_one_where_a_rule_says() -> None:
    tried = datetime(2026, 10, 12, 10)
    assert again("parcels", None, tried, HOURS) == datetime(2026, 10, 13, 10)
    assert again("tickets", None, tried, HOURS) is None


def test_every_list_named_is_one() -> None:
    assert set(AGAIN) | set(SOON) <= set(LISTS)
    assert not set(AGAIN) & set(SOON)

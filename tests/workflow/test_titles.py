"""The program's titles of items in English; people's words as they are."""

import tomllib
from pathlib import Path

import pytest

from jinpai.workflow.titles import english

CASES = Path(__file__).parents[2] / "cases" / "workflow" / "titles.toml"
FOUND = tomllib.loads(CASES.read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case["zh"])
def test_a_title_in_english(case: dict[str, str]) -> None:
    assert english(case["zh"]) == case["en"]

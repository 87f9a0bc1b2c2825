"""Colours and their numbers, platform by platform."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from jinpai.facts import rows
from jinpai.workflow.flags import FLAGS, PLATFORMS, colour, mark

CASES = tomllib.loads((Path(__file__).parents[2] / "cases/workflow/flags.toml").read_text("utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[c["name_en"] for c in CASES])
def test_a_platform_has_its_own_numbers_and_names(case: dict) -> None:
    platform = case["platform"]
    numbers = {code: m.number for code in FLAGS if (m := mark(platform, code)) is not None}
    assert numbers == case["numbers"]
    assert all(colour(platform, number) == code for code, number in numbers.items())
    for code, name in case["names"].items():
        found = mark(platform, code)
        assert found is not None
        assert found.zh == name


def test_the_colours_are_those_of_the_facts_and_only_green_is_guarded() -> None:
    assert sorted(FLAGS) == sorted(rows.FLAGS)
    assert [f.code for f in FLAGS.values() if f.guarded] == ["green"]
    assert set(PLATFORMS) <= set(rows.PLATFORMS)

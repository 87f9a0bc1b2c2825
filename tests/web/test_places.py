"""docs/desk-places.md names pages that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import resolve

from jinpai.workflow.lists import LISTS
from jinpai.workflow.raising import FORMS

TEXT = (Path(__file__).parents[2] / "docs" / "desk-places.md").read_text("utf-8")
ADDRESSES = sorted(set(re.findall(r"`(/[^`]+)`", TEXT)))


def test_many_places_are_named() -> None:
    assert len(ADDRESSES) > 30


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_place_of_the_work_plan_is_a_page(address: str) -> None:
    path, _, asked = address.partition("?")
    match = resolve(path.replace("…", "1"))
    assert match.view_name.partition(":")[0] in ("desk", "aftersales", "knowledge", "board")
    if match.view_name == "desk:list":
        assert match.kwargs["code"] in LISTS
    if asked.startswith("list="):
        assert asked.removeprefix("list=") in {form.list for form in FORMS.values()}

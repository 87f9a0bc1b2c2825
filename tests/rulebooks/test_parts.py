"""Steps, items and components added and taken out by the form, in the draft's text."""

from __future__ import annotations

import tomllib

import pytest
from django.test import Client
from django.urls import reverse
from tests.rulebooks.conftest import KPI, SMALL
from tests.rulebooks.test_pages import draft, fields, started  # noqa: F401  (a fixture)

from jinpai.apps.rulebooks.editor.parts import NotThere, change
from jinpai.apps.rulebooks.models import Draft
from jinpai.rules import document


def items(text: str, scheme: str = "agent") -> list[str]:
    found = tomllib.loads(text)["appraisal"]["schemes"][scheme]["items"]
    return [item["code"] for item in found]


def test_a_step_more_is_like_the_last_one() -> None:
    text = change(SMALL, "again:appraisal.coefficients")
    steps = tomllib.loads(text)["appraisal"]["coefficients"]
    assert [(s["from"], s["factor"]) for s in steps] == [(90, 1.1), (60, 1.0), (60, 1.0)]
    back = change(text, "remove:appraisal.coefficients[2]")
    assert tomllib.loads(back) == tomllib.loads(SMALL)


def test_an_item_is_added_with_a_curve_that_suits_its_figure_and_comments_stay() -> None:
    text = change(SMALL, "item:agent:satisfaction")
    assert items(text) == ["conversion", "response", "satisfaction"]
    assert "weight = 60  # 结果 · result" in text
    twice = change(text, "item:agent:satisfaction")
    assert items(twice)[-1] == "satisfaction-2"


def test_an_added_item_of_every_figure_of_a_person_is_right_but_for_the_weights() -> None:
    from jinpai.rules.known import KNOWN_METRICS

    for code, metric in KNOWN_METRICS.items():
        if metric.shop:  # no person has it, so no item can be of it
            with pytest.raises(NotThere):
                change(SMALL, f"item:agent:{code}")
            continue
        text = change(SMALL, f"item:agent:{code}").replace("weight = 60", "weight = 55")
        _book, problems = document.read(text)
        assert [p for p in problems if p.severity == "error"] == [], code


def test_items_are_taken_out_and_moved_up() -> None:
    assert items(change(SMALL, "remove:appraisal.schemes.agent.items[0]")) == ["response"]
    assert items(change(SMALL, "up:appraisal.schemes.agent.items[1]")) == ["response", "conversion"]
    bands = "pay.schemes.agent.components[1].bands"
    more = tomllib.loads(change(KPI, f"again:{bands}"))
    assert len(more["pay"]["schemes"]["agent"]["components"][1]["bands"]) == 4


@pytest.mark.parametrize(
    "asked",
    [
        "remove:code", "remove:appraisal.schemes.agent.items[9]", "remove:", "drop:code",
        "again:appraisal.schemes.agent.items[0]", "again:nothing.items", "item:agent:no_such",
        "item:nobody:satisfaction", "item:agent", "up:appraisal.schemes.agent.items[0]",
        "up:appraisal.schemes.agent.items[x]", "remove:" + "a." * 200 + "items[0]",
    ],
)  # fmt: skip
def test_what_is_no_part_changes_nothing(asked: str) -> None:
    with pytest.raises(NotThere):
        change(SMALL, asked)


def test_the_form_adds_a_part_together_with_what_was_typed(
    page: Client,
    draft: Draft,  # noqa: F811
) -> None:
    address = reverse("rulebooks:draft_form", args=[draft.pk])
    asked = fields(page, draft) | {
        "v:appraisal.schemes.agent.items[0].weight": "55",
        "metric-agent": "satisfaction",
        "do": "item:agent",
    }
    answer = page.post(address, asked)
    assert answer.headers["Location"] == f"{address}?open=appraisal-agent"
    draft.refresh_from_db()
    assert document.read(draft.text)[0] is not None
    assert items(draft.text) == ["conversion", "response", "satisfaction"]
    shown = page.get(answer.headers["Location"])
    assert [s.name.en for s in shown.context["changed"].sections] == ["Appraisal"]
    page.post(address, fields(page, draft) | {"do": "measure"})
    assert page.get(address).context["measure_part"] is not None
    wrong = page.post(address, fields(page, draft) | {"do": "remove:reason"})
    assert wrong.status_code == 422

"""The shipped rulebooks: they load without a word, hold to the design's tables and pay everyone."""

from __future__ import annotations

import importlib.util
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from jinpai.rules import demands, document, statutes
from jinpai.rules.labels import LABELS
from jinpai.rules.month import run
from jinpai.rules.pay import KINDS
from jinpai.rules.rulebook import Rulebook

ROOT = Path(__file__).parents[2]
CODES = document.SHIPPED
PRE_SALE = [
    ("inquiry_conversion", "result", 30, "linear", "0.30", "0.55"),
    ("aov", "result", 10, "linear", "0.8", "1.2"),
    ("items_per_buyer", "result", 5, "linear", "1.0", "1.4"),
    ("average_response", "process", 15, "linear", "60", "14"),
    ("first_response", "process", 5, "linear", "60", "15"),
    ("within_3min", "process", 5, "linear", "0.90", "1.00"),
    ("satisfaction", "result", 10, "linear", "0.85", "0.99"),
    ("quality_score", "process", 10, "linear", "60", "95"),
    ("remark_accuracy follow_up_done", "process", 5, "linear", "0.80", "1.00"),
    ("", "process", 5, "rating", None, None),
]
AFTER_SALE = [
    ("satisfaction", "result", 25, "linear", "0.85", "0.99"),
    ("handling_hours", "result", 20, "linear", "48", "12"),
    ("returns_within_24h", "result", 10, "linear", "0.80", "1.00"),
    ("dispute_rate bad_reviews", "result", 15, "per_event", None, None),
    ("average_response", "process", 15, "linear", "90", "20"),
    ("quality_score", "process", 10, "linear", "60", "95"),
    ("", "process", 5, "rating", None, None),
]


@cache
def book(code):
    return document.read(document.shipped()[code])[0]


@cache
def pages():
    spec = importlib.util.spec_from_file_location(
        "rulebook_pages", ROOT / "scripts" / "rulebook_pages.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("code", CODES)
def test_it_loads_without_errors_or_warnings_under_its_own_name(code):
    rules, problems = document.read(document.shipped()[code])
    assert problems == []
    assert rules.code == code


@pytest.mark.parametrize("code", ["kpi-bands", "commission-coefficient", "performance-pay"])
@pytest.mark.parametrize(("scheme", "table"), [("presale", PRE_SALE), ("aftersale", AFTER_SALE)])
def test_the_given_tables_hold_to_the_letter(code, scheme, table):
    found = [
        (
            " ".join(item.metrics), item.kind, int(item.weight), item.curve.kind,
            getattr(item.curve, "worst", None), getattr(item.curve, "best", None),
        )
        for item in book(code).appraisal.schemes[scheme].items
    ]  # fmt: skip
    assert found == [(m, k, w, c, a and Decimal(a), b and Decimal(b)) for m, k, w, c, a, b in table]


def test_the_given_tables_details():
    pre, after = (book("kpi-bands").appraisal.schemes[s].items for s in ("presale", "aftersale"))
    assert pre[1].against == "shop_mean"
    assert (pre[6].min_sample, pre[6].small_sample) == (30, "reweight")
    assert after[3].curve.points == 5


def test_the_performance_coefficients_are_the_design_s():
    for code in CODES:
        section = book(code).appraisal
        assert [(c.from_, c.factor) for c in section.coefficients] == [
            (95, Decimal("1.2")), (90, Decimal("1.1")), (80, 1), (70, Decimal("0.9")),
            (60, Decimal("0.8")),
        ]  # fmt: skip
        assert section.otherwise == Decimal("0.6")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("role", "group"),
    [("agent", "售前"), ("agent", "售后"), ("agent", ""), ("agent", "夜班组"), ("lead", "售前"),
     ("supervisor", ""), ("assistant", ""), ("warehouse", "")],
)  # fmt: skip
def test_every_post_is_appraised_and_paid_and_the_owner_is_neither(code, role, group):
    rules = book(code)
    assert rules.appraisal.scheme_of(role, group) is not None
    assert rules.pay.scheme_of(role, group) is not None
    assert rules.pay.scheme_of("owner", "") is None
    kinds = {c.kind for c in rules.pay.scheme_of(role, group)[1].components}
    assert kinds >= {
        "base", "overtime", "adjustment", "social_insurance", "housing_fund", "income_tax",
        "loss_compensation",
    }  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_appraisal_has_results_and_process(code):
    for scheme in book(code).appraisal.schemes.values():
        assert {item.kind for item in scheme.items} == {"result", "process"}


def test_every_kind_of_component_is_shown_somewhere_or_documented():
    used = {
        c.kind for code in CODES for s in book(code).pay.schemes.values() for c in s.components
    }  # fmt: skip
    assert set(KINDS) - used == {"piece"}  # documented in docs/rulebooks; no report pays by piece


def test_the_store_assistant_is_fixed_at_3500_in_champion():
    scheme = book("champion").pay.scheme_of("assistant", "")[1]
    assert scheme.components[0].amount == 3500
    assert not any(c.needs_score for c in scheme.components)


def test_the_second_variant_of_grades_adds_customer_visits():
    def named(code):
        schemes = book(code).appraisal.schemes.values()
        return {m for s in schemes for i in s.items for m in i.metrics}

    assert named("grades-visits") - named("grades") == {"visits"}


@pytest.mark.parametrize("code", CODES)
def test_the_example_shop_is_paid_by_it_without_a_problem(code):
    example = pages()
    result = run(example.month(), book(code), statutes.shipped())
    assert [p for p in result.problems if p.severity == "error"] == []
    assert len(result.payslips) == len(example.PEOPLE)
    for slip in result.payslips.values():
        assert slip.net == sum(line.amount for line in slip.lines)
        assert slip.net > 0


def test_the_pages_are_what_the_program_computes():
    assert pages().stale() == [], "run make docs"


def models(kind, seen):
    """Every model that a rulebook may hold."""
    for inner in get_args(kind):
        models(inner, seen)
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
        seen.add(kind)
        for field in kind.model_fields.values():
            models(field.annotation, seen)
    return seen


def test_every_key_of_the_document_has_a_name_and_a_meaning_in_both_languages():
    missing = []
    for model in models(Rulebook, set(KINDS.values())):
        for name, field in model.model_fields.items():
            key = field.alias or name
            words = LABELS.get(f"{model.__name__}.{key}") or LABELS.get(key)
            if words is None or not all(words):
                missing.append(f"{model.__name__}.{key}")
    assert missing == []


def test_the_readme_has_every_section_and_every_kind_of_component():
    readme = (ROOT / "docs" / "rulebooks" / "README.md").read_text("utf-8")
    for kind in KINDS:
        assert f'### `kind = "{kind}"`' in readme
    for section in ("measure", "appraisal", "pay", "career", "quality", "training", "desk"):
        assert f"### `{section}`" in readme


def test_what_is_asked_and_not_appraised_is_told():
    wishes = {a.code: a for a in demands.wishes(book("kpi-bands"))}
    assert set(wishes) == {"problem-sheet", "checklist"}
    assert "空话" in wishes["checklist"].advice_zh
    backed = next(a for a in demands.asked(book("kpi-bands")) if a.code == "remarks")
    assert [(b.scheme, b.item, b.weight) for b in backed.backed_by] == [("presale", "remarks", 5)]
    assert backed.advice_zh == ""

"""Every worked case of cases/pay, cases/law, cases/appraisal and cases/rulebooks holds, and a case
that is wrong or unreadable says so."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from jinpai.rules.cases import CaseResult, run_case, run_text
from jinpai.rules.pay import KINDS

ROOT = Path(__file__).parents[2] / "cases"
FOLDERS = ("pay", "law", "appraisal", "rulebooks")


def found() -> list[object]:
    params = []
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.toml")):
            document = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
            for n, case in enumerate(document["case"], 1):
                params.append(pytest.param(case, id=f"{folder}/{file.stem} {n} {case['name_en']}"))
    return params


@pytest.mark.parametrize("case", found())
def test_the_case_holds_and_is_named_in_both_languages(case: dict[str, object]) -> None:
    assert case["name_zh"]
    assert case["name_en"]
    (result,) = run_case({"case": [case]})
    told = [f"{f.where}: {f.wanted} / {f.found} {f.zh}" for f in result.failures]
    assert told == []


SMALL = """
[[case]]
name_zh = "底薪"
name_en = "base"
given.components = [{ kind = "base", code = "base", amount = 3000 }]
given.people = [{ code = "P1", days = "11/22" }]
expect.totals.P1 = 1500.00
"""


def only(text: str) -> CaseResult:
    (result,) = run_text(text)
    return result


def test_a_small_case_passes() -> None:
    assert only(SMALL).passed


def test_a_wrong_expectation_says_where_and_what() -> None:
    (failure,) = only(SMALL.replace("1500.00", "1500.01")).failures
    assert (failure.where, failure.wanted, failure.found) == (
        "expect.totals.P1", "1500.01", "1500.00",
    )  # fmt: skip


def test_an_error_that_is_not_expected_fails_the_case() -> None:
    result = only(SMALL.replace('days = "11/22"', 'attendance = "unknown"'))
    assert [f.where for f in result.failures] == ["expect.problems", "expect.totals.P1"]
    assert result.failures[0].found == "[P1 no_days]"


@pytest.mark.parametrize(
    ("before", "after", "where"),
    [
        ("given.people", "given.peple", "given.peple"),
        ('code = "P1"', 'code = "P1", levl = "P1"', "given.people[0].levl"),
        ("expect.totals.P1 = 1500.00", "", "expect"),
        ('days = "11/22"', 'days = "11"', "given.people[0].days"),
        ('days = "11/22"', "base_pay = true", "given.people[0].base_pay"),
        ('days = "11/22"', 'figures.sales = "many"', "given.people[0].figures.sales"),
        ('days = "11/22"', "name = 3", "given.people[0].name"),
        ('code = "P1", ', "", "given.people[0]"),
        ("expect.totals.P1", "expect.totals", "expect.totals"),
        ("given.components", 'given.rulebook = "no"\ngiven.components', "given.rulebook"),
    ],
)
def test_what_cannot_be_read_is_located(before: str, after: str, where: str) -> None:
    result = only(SMALL.replace(before, after))
    assert [f.where for f in result.failures] == [where]
    assert result.failures[0].zh
    assert result.failures[0].en


def test_what_is_no_toml_or_holds_no_case_is_a_failure_too() -> None:
    assert not only("[[case]").passed
    assert not only("a = 1").passed


def test_the_example_of_the_documentation_holds() -> None:
    text = (ROOT.parent / "docs" / "cases.md").read_text("utf-8")
    example = text.split("```toml\n")[1].split("```")[0]
    assert only(example).passed


@pytest.mark.parametrize(
    "given",
    [
        "given.people = 3",
        "given.people = [3]",
        "given.people = [{ code = 3 }]",
        "given.ask = 3",
        'given.components = "base"',
        "given.items = [3]",
        "given.shops = { s = 3 }",
        'given.people = [{ code = "A", tax = 3 }]',
        'given.people = [{ code = "A", losses = 3 }]',
        'given.people = [{ code = "A", ratings = 3 }]',
        'given.people = [{ code = "A" }]\ngiven.months = "two"',
        'given.people = [{ code = "A" }]\ngiven.month = "soon"',
        "given.then = 3",
        "given.rulebook = 3",
        'given.ask = { tax = { this_month = "x" } }',
        'given.ask = { practice = { code = "x" } }',
        "given.ask = { holiday = { day = 2030-01-01 } }",
    ],
)
def test_no_shape_of_a_case_breaks_the_run(given: str) -> None:
    text = f'[[case]]\nname_zh = "乱"\nname_en = "odd"\n{given}\nexpect.totals.A = 1\n'
    broken, fine = run_text(text + SMALL)
    assert not broken.passed
    assert fine.passed


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_component_has_five_cases_or_more(kind: str) -> None:
    having = 0
    for file in (ROOT / "pay").glob("*.toml"):
        for case in tomllib.loads(file.read_text("utf-8"))["case"]:
            parts = case.get("given", {}).get("components", ())
            # closed months are paid without a component of their own, too
            named = any(part["kind"] == kind for part in parts)
            having += named or (kind == "adjustment" and "adjustments" in str(case["given"]))
    assert having >= 5

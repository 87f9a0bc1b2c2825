"""Pins rest on this: the same value, the same bytes, and back again without losing a place."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from jinpai.rules import canonical
from jinpai.rules.inputs import Attendance, Figure, Month, Person, Rating
from jinpai.rules.outcomes import Appraised, Input, ItemScore, Line, Payslip
from jinpai.rules.problems import Problem

words = st.text(max_size=6)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=None, min_value=-(10**9),
                      max_value=10**9)  # fmt: skip
maybe = st.none() | numbers
figures = st.dictionaries(words, st.builds(Figure, maybe, maybe, maybe), max_size=3)
people = st.builds(
    Person,
    code=words, name=words, level=words, base_pay=maybe, hired_on=st.none() | st.dates(),
    attendance=st.builds(Attendance, maybe, maybe, maybe, st.none() | st.integers(0, 9)),
    figures=figures, quiet=st.none() | figures, targets=st.dictionaries(words, numbers, max_size=2),
    ratings=st.lists(st.builds(Rating, item=words, step=st.just("self"), points=numbers),
                     max_size=2).map(tuple),
)  # fmt: skip
months = st.builds(
    Month, month=words, people=st.lists(people, max_size=2).map(tuple),
    shops=st.dictionaries(words, figures, max_size=2), market_wage=maybe,
)  # fmt: skip
problems = st.builds(Problem, words, words, words, words, person=st.none() | words)
inputs = st.builds(Input, words, numbers | words | st.none(), st.just("yuan"), words)
lines = st.builds(
    Line, words, words, words, words, numbers, words, st.lists(inputs, max_size=3).map(tuple), words
)
slips = st.builds(
    Payslip, words, words, words, st.lists(lines, max_size=3).map(tuple), numbers, numbers, numbers,
    st.dictionaries(words, numbers, max_size=2), st.lists(problems, max_size=2).map(tuple),
)  # fmt: skip
items = st.builds(
    ItemScore, words, words, words, st.just("result"), st.lists(words, max_size=2).map(tuple),
    maybe, maybe, maybe, numbers, numbers, numbers,
)  # fmt: skip
appraisals = st.builds(
    Appraised, words, words, st.lists(items, max_size=2).map(tuple), numbers, words, maybe, maybe,
    st.lists(problems, max_size=1).map(tuple),
)  # fmt: skip


def same_to_the_place(a: object, b: object) -> bool:
    """Decimal("1.0") equals Decimal("1.00"); to a pin they differ. repr tells them apart."""
    return repr(a) == repr(b)


@settings(max_examples=60, deadline=None)
@given(months)
def test_a_month_comes_back_to_the_place(month: Month) -> None:
    text = canonical.month_to_json(month)
    again = canonical.month_from_json(text)
    assert again == month
    assert canonical.month_to_json(again) == text


@settings(max_examples=60, deadline=None)
@given(slips)
def test_a_payslip_comes_back_to_the_place(slip: Payslip) -> None:
    text = canonical.payslip_to_json(slip)
    again = canonical.payslip_from_json(text.encode())
    assert same_to_the_place(again.lines, slip.lines)
    assert again == slip
    assert canonical.payslip_to_json(again) == text


@settings(max_examples=40, deadline=None)
@given(appraisals)
def test_an_appraisal_comes_back_to_the_place(appraised: Appraised) -> None:
    text = canonical.appraised_to_json(appraised)
    assert same_to_the_place(canonical.appraised_from_json(text), appraised)


@settings(max_examples=30, deadline=None)
@given(people)
def test_the_order_in_which_a_mapping_was_filled_does_not_show(person: Person) -> None:
    turned = replace(person, figures=dict(reversed(list(person.figures.items()))))
    assert canonical.person_to_json(turned) == canonical.person_to_json(person)


def test_every_field_is_written_in_the_order_of_its_type() -> None:
    written = json.loads(canonical.person_to_json(Person("P01")))
    assert list(written) == [f.name for f in fields(Person)]
    assert written["tax"]["income"] == "0"


def test_places_days_and_words_are_kept() -> None:
    person = Person("P01", base_pay=Decimal("3000.00"), hired_on=date(2026, 7, 1))
    text = canonical.person_to_json(person)
    assert '"base_pay":"3000.00"' in text
    assert '"hired_on":"2026-07-01"' in text
    assert canonical.to_json(Input("level", "1", "text")) != canonical.to_json(
        Input("level", Decimal(1), "text")
    )


def test_a_field_that_an_older_pin_does_not_know_takes_its_default() -> None:
    old = json.loads(canonical.person_to_json(Person("P01", level="P2")))
    del old["losses"]
    assert canonical.person_from_json(json.dumps(old)) == Person("P01", level="P2")


def test_the_bytes_of_a_payslip_are_pinned() -> None:
    """If this changes, closed months can no longer be proved: add a reading of the old form."""
    line = Line(
        "base", "base", "底薪", "Base pay", Decimal("3000.00"), "3000.00 × 22 ÷ 22",
        (Input("amount", Decimal("3000.00"), "yuan", "rulebook:x"), Input("level", "P1", "text")),
        "pay.schemes.agent.components[0]",
    )  # fmt: skip
    slip = Payslip("P01", "2026-10", "agent", (line,), Decimal("3000.00"), Decimal("3000.00"),
                   Decimal("3000.00"))  # fmt: skip
    assert canonical.payslip_to_json(slip) == (
        '{"person":"P01","month":"2026-10","scheme":"agent","lines":[{"kind":"base","code":"base",'
        '"name_zh":"底薪","name_en":"Base pay","amount":"3000.00","formula":"3000.00 × 22 ÷ 22",'
        '"inputs":[{"name":"amount","value":"3000.00","unit":"yuan","source":"rulebook:x"},'
        '{"name":"level","value":["P1"],"unit":"text","source":""}],'
        '"path":"pay.schemes.agent.components[0]","part":"earning","revision":1,"note_zh":"",'
        '"note_en":""}],"gross":"3000.00","net":"3000.00","taxable":"3000.00","carried":{},'
        '"warnings":[]}'
    )

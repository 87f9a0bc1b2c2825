"""Whatever is written at any key of a rulebook: it is either read or refused with a place."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from jinpai.rules import document, edit, places
from jinpai.rules.diff import differences
from jinpai.rules.pay import KINDS
from jinpai.rules.wording import told

TEXT = (Path(__file__).parent / "every_section.toml").read_text("utf-8")
WHOLE, PROBLEMS = document.read(TEXT)


def _paths(value, path=()):
    if path:
        yield path
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _paths(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _paths(part, (*path, index))


PATHS = [p for p in _paths(tomllib.loads(TEXT)) if not isinstance(p[-1], int)]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)
    | st.dates(date(2020, 1, 1), date(2030, 1, 1))
    | st.sampled_from(["base", "rank", "rating", "fine", "sales", "agent", "P1", "2026-13", "pool"])
)
VALUES = SCALARS | st.lists(SCALARS.filter(lambda v: v is not None), max_size=3) | st.dictionaries(
    st.sampled_from(["kind", "from", "zh", "en", "code", "points", "target", "x y"]),
    SCALARS.filter(lambda v: v is not None), max_size=3,
)  # fmt: skip


@st.composite
def mutations(draw):
    path = draw(st.sampled_from(PATHS))
    if draw(st.booleans()) and all(isinstance(s, str) for s in path):
        path = (*path[:-1], draw(st.sampled_from(["amuont", "x", "tax_table", "kind", "甲"])))
    return places.spell(path), draw(VALUES)


def test_the_document_that_is_changed_is_sound_and_has_one_of_everything():
    assert PROBLEMS == []
    kinds = {c.kind for c in WHOLE.pay.schemes["agent"].components}
    assert kinds == set(KINDS)
    curves = {i.curve.kind for i in WHOLE.appraisal.schemes["agent"].items}
    assert curves == {"linear", "target", "bands", "per_event", "rank", "rating"}


@settings(max_examples=40, deadline=None)
@given(mutations())
def test_every_change_of_a_key_is_read_or_refused_with_its_place(mutation):
    path, value = mutation
    book, problems = document.read(edit.write(TEXT, {path: value}))
    errors = [p for p in problems if p.severity == "error"]
    if book is None:
        assert errors
        for problem in errors:
            assert problem.path, (path, told(value), problem)
            assert problem.zh and problem.en
    else:
        assert not errors
        differences(WHOLE, book)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200) | st.text("[]{}=\"\n.,#'a1 ", max_size=200))
def test_any_text_at_all_is_read_or_refused(text):
    book, problems = document.read(text)
    assert book is None
    assert problems
    assert all(p.line is not None for p in problems if p.code == "not_toml")


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused_with_a_line(data):
    text, problems = document.decode(data)
    assert (text is None) is bool(problems)
    assert all(p.line for p in problems)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_line_taken_out_or_doubled_is_read_or_refused(data):
    lines = TEXT.splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    times = data.draw(st.sampled_from([0, 2]))
    text = "".join([*lines[:at], *lines[at : at + 1] * times, *lines[at + 1 :]])
    _book, problems = document.read(text)
    assert all(p.line for p in problems if p.code == "not_toml")
    assert all(p.path or p.line for p in problems)

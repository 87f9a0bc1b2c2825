"""The headline: which days of whom are worth a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from jinpai.apps.board.queries.attention import Run, most_of_all, part_of_day, worst_run


def day(n: int) -> date:
    return date(2026, 10, n)


def test_three_bad_days_in_a_row_are_found_and_trimmed():
    bad = {day(17): 14, day(18): 15, day(19): 14}
    missed = {
        ("A1", "P1"): {**{day(n): 1 for n in range(1, 17)}, **bad},
        ("A2", "P2"): {day(n): 1 for n in range(1, 30)},
    }
    assert worst_run(missed) == Run("A1", "P1", day(17), day(19), 43)


def test_four_missed_rings_are_no_headline_and_five_are():
    assert worst_run({("A1", None): {day(3): 4}}) is None
    assert worst_run({("A1", None): {day(3): 5}}) == Run("A1", None, day(3), day(3), 5)


def test_days_like_all_others_are_no_run():
    assert worst_run({("A1", "P1"): {day(n): 3 for n in range(1, 31)}}) is None


def test_who_misses_most_of_all_is_named_when_it_is_a_good_part():
    steady = {("A1", "P1"): {day(n): 3 for n in range(1, 31)}, ("A2", "P2"): {day(1): 2}}
    assert most_of_all(steady, 92) == Run("A1", "P1", day(1), day(30), 90)
    even = {(f"A{i}", None): {day(1): 10} for i in range(4)}
    assert most_of_all(even, 40) is None
    assert most_of_all({}, 0) is None


@pytest.mark.parametrize(
    ("hours", "word"),
    [
        ([19, 20, 23], "晚上"),
        ([9, 10, 14], "早上"),
        ([9, 14, 20], ""),
        ([], ""),
        ([12, 17], "下午"),
    ],
)
def test_a_part_of_the_day_is_named_when_two_thirds_begin_there(hours, word):
    assert part_of_day(hours) == word

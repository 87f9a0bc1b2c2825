"""Every golden case gives exactly its rows and its problems."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.readers.golden import Case, cases, known, opened, read, reader

ALL = cases()


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_file_gives_the_rows_that_its_case_shows(case: Case, tmp_path: Path) -> None:
    tables, _ = read(case, case.write(tmp_path), tmp_path)
    assert {name: known(rows) for name, rows in tables.items()} == {
        name: known(rows) for name, rows in case.expected().items()
    }


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_file_gives_the_problems_that_its_case_shows(case: Case, tmp_path: Path) -> None:
    _, problems = read(case, case.write(tmp_path), tmp_path)
    assert [f"{p.line or 0} {p.code}" for p in problems] == case.expected_problems()
    for problem in problems:
        assert all((problem.zh, problem.en, problem.cure_zh, problem.cure_en))


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_the_time_of_export_is_the_one_in_the_name(case: Case, tmp_path: Path) -> None:
    sample = opened(case.write(tmp_path), tmp_path).sample
    found = reader(case.reader).as_of(sample)
    assert (str(found) if found else None) == case.about.get("as_of")


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_reading_twice_gives_the_same(case: Case, tmp_path: Path) -> None:
    path = case.write(tmp_path)
    assert read(case, path, tmp_path) == read(case, path, tmp_path)

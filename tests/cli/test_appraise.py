"""`jinpai appraise`: scores of a month, and what to do where there can be none."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Jinpai


@pytest.fixture
def facts_only(jinpai: Jinpai, home: Path, imported: Path, monkeypatch: Any) -> Jinpai:
    """A home that was only imported into: nobody ever opened its pages."""
    shutil.copytree(imported, home)
    (home / "db.sqlite3").unlink(missing_ok=True)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return jinpai


def test_without_a_rulebook_in_force_it_says_what_to_do(facts_only: Jinpai) -> None:
    done = facts_only("appraise", "2026-03")
    assert (done.code, done.out) == (2, "")
    assert "put one in force under Pay · Rulebooks" in done.err


def test_a_shipped_rulebook_scores_a_month(facts_only: Jinpai) -> None:
    done = facts_only("appraise", "2026-03", "--rulebook", "kpi-bands", "--json")
    assert done.code == 0
    assert done.json["month"] == "2026-03"
    assert done.json["rulebook"]["code"] == "kpi-bands"
    mei, li = done.json["people"]
    assert (mei["person"], mei["scheme"], li["person"]) == ("P1", "presale", "P2")
    conversion = mei["items"][0]
    # two inquiries, one bought: half, of 30 % to 55 %
    assert (conversion["code"], conversion["value"], conversion["n"]) == ("conversion", "0.5", "2")
    assert (conversion["points"], conversion["weight"]) == ("80.00", "30")
    assert {w["severity"] for w in mei["warnings"]} == {"warning"}


def test_one_person_item_by_item_for_the_eye(facts_only: Jinpai) -> None:
    done = facts_only("appraise", "2026-03", "--rulebook", "kpi-bands", "--person", "P1")
    assert done.code == 0
    assert "Inquiry conversion" in done.out and "P2" not in done.out
    assert "no figure" in done.err


def test_a_month_without_facts_is_a_problem_that_says_so(facts_only: Jinpai) -> None:
    done = facts_only("appraise", "2027-01", "--rulebook", "kpi-bands", "--json")
    assert done.code == 1
    assert done.json["problems"][0]["code"] == "no_facts"
    assert [p["total"] for p in done.json["people"]] == [None, None]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2026-3",), "written like 2026-10"),
        (("2026-03", "--rulebook", "nix"), "no rulebook 'nix'"),
        (("2026-03", "--rulebook", "kpi-bands", "--person", "P404"), "'P404' is employed"),
    ],
)
def test_what_cannot_be_run_is_said_in_a_sentence(
    facts_only: Jinpai, words: tuple[str, ...], said: str
) -> None:
    done = facts_only("appraise", *words)
    assert (done.code, said in done.err) == (2, True)


def test_a_file_is_a_rulebook_too_and_an_unsound_one_is_refused(
    facts_only: Jinpai, tmp_path: Path
) -> None:
    from jinpai.rules import document

    path = tmp_path / "own.toml"
    path.write_text(document.shipped()["kpi-bands"], encoding="utf-8")
    assert facts_only("appraise", "2026-03", "--rulebook", path).code == 0
    path.write_text("code = 1", encoding="utf-8")
    done = facts_only("appraise", "2026-03", "--rulebook", path)
    assert (done.code, "jinpai rules check" in done.err) == (2, True)

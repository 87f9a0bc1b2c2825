"""A closed month is proved to the byte, years of imports later; tampering is found and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from jinpai.apps import home
from jinpai.apps.payroll import pins, proof
from jinpai.apps.payroll.models import Run, Slip
from jinpai.apps.payroll.proof import NotClosed

from .house import NOW, REFUND_OF_SEPTEMBER, RULEBOOK, House


def told(month: str = "2026-09") -> list[tuple[str, str, str]]:
    found = proof.verify(month, lake=home.lake())
    return [(d.where, d.person, d.what) for d in found.differences]


def state_of(folder: Path) -> dict[str, int]:
    return {str(p.relative_to(folder)): p.stat().st_mtime_ns for p in folder.rglob("*")}


def test_a_month_is_proved_after_imports_rulings_rulebooks_and_compaction(house: House) -> None:
    house.close("2026-09")
    house.take(refunds=REFUND_OF_SEPTEMBER)
    house.rules(RULEBOOK.replace("rate = 0.01", "rate = 0.02"), month="2026-10")
    house.close("2026-10")
    home.lake().compact(keep=pins.kept_commits(), now=NOW)
    home.reading()
    before = state_of(home.figures_folder())
    found = proof.verify("2026-09", lake=home.lake())
    assert (found.differences, found.people, found.figures) == ([], 3, 18)
    assert state_of(home.figures_folder()) == before  # the live cache was not touched

    # a compaction that was not told what to keep
    home.lake().compact(keep=(), now=NOW)
    assert told() == [("facts", "", "commit 2")]
    with pytest.raises(NotClosed):
        proof.verify("2026-11", lake=home.lake())


def rewrite(column: str, old: str, new: str, person: str = "A1") -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE payroll_slip SET {column} = replace({column}, %s, %s) WHERE person = %s",
            [old, new, person],
        )
        assert cursor.rowcount == 1


TAMPERED: dict[str, tuple[Callable[[], None], set[tuple[str, str, str]]]] = {
    "a line's amount": (
        lambda: rewrite("slip", '"amount":"200.00"', '"amount":"900.00"'),
        {("pins", "A1", "sha256"), ("lines", "A1", "line commission amount")},
    ),
    "an input": (
        lambda: rewrite("inputs", '"level":"P1"', '"level":"P2"'),
        {
            ("pins", "A1", "sha256"), ("lines", "A1", "line base amount"),
            ("lines", "A1", "gross"), ("lines", "", "net"), ("figures", "A1", "level"),
        },
    ),
    "a score": (
        lambda: rewrite("appraised", '"total":"85.00"', '"total":"95.00"', "A3"),
        {("pins", "A3", "sha256"), ("score", "A3", "total")},
    ),
    "the money beside the text": (
        lambda: rewrite("slip", '"gross":"3200.00"', '"gross":"3200.0"'),
        {("pins", "A1", "sha256"), ("lines", "A1", "bytes")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_tampered_with_is_named(
    house: House, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.close("2026-09")
    tamper, expected = TAMPERED[what]
    tamper()
    if what != "an input":  # facts are the same whatever is done to lines
        monkeypatch.setattr(proof, "_facts", lambda *_args: None)
    assert expected <= set(told())


@pytest.mark.parametrize(
    "damage", [{"pins": {}}, {"pins": []}, {"whole": "{"}, {"whole": "[]"}], ids=str
)
def test_damaged_pins_are_a_difference_and_no_crash(house: House, damage: dict) -> None:
    run = house.close("2026-09")
    Run.objects.filter(pk=run.pk).update(**damage)
    assert [(where, person) for where, person, _what in told()][-1:] == [("pins", "")]


def test_the_rulebook_text_and_the_facts_are_pinned_too(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = house.close("2026-09")
    monkeypatch.setattr(proof, "_figures_of", lambda *_args: pytest.fail("the files are checked"))
    text = RULEBOOK.replace("rate = 0.01", "rate = 0.03")
    Run.objects.filter(pk=run.pk).update(rulebook_text=text)
    file = run.pins["files"]["orders"][0][0]
    path = home.lake_folder() / file
    path.write_bytes(path.read_bytes() + b"\0")
    found = set(told())
    assert ("pins", "", "rulebook") in found
    assert ("lines", "A1", "line commission amount") in found
    Run.objects.filter(pk=run.pk).update(rulebook_text=RULEBOOK)
    assert told() == [("facts", "", file)]
    assert Slip.objects.filter(run=run).count() == 3

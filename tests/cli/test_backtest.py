"""`jinpai backtest`: rulebooks by file, code and version; months; exit codes; JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from jinpai.cli import backtest
from jinpai.cli.speech import Stop

from .conftest import Jinpai

pytestmark = pytest.mark.usefixtures("db")

RULES = """
code = "flat"
name = { zh = "固定", en = "Flat" }
effective_from = "2026-01"
reason = "test"
[pay.schemes.agent]
name = { zh = "客服", en = "Agents" }
roles = ["agent"]
[[pay.schemes.agent.components]]
kind = "commission"
code = "commission"
basis = "sales"
rate = 0.5
"""


@pytest.fixture
def flat(tmp_path: Path) -> Path:
    file = tmp_path / "flat.toml"
    file.write_text(RULES, "utf-8")
    return file


def test_a_file_pays_the_months(shop: Jinpai, flat: Path) -> None:
    done = shop("backtest", flat, "--months", "2026-03", "--margin", "60", "--json")
    assert done.code == 0
    (tried,) = done.json["rulebooks"]
    assert done.json["months"] == ["2026-03"]
    assert [(r["person"], r["gross"]) for r in tried["people"]] == [("P1", "64.00"), ("P2", "0.00")]
    # 128.00 of P1 and 59.90 silent; an order of P1 leaves 128 × 60 % − 64
    assert (tried["cost"], tried["sales"]) == ("64.00", "187.90")
    assert tried["margin_left_per_order"] == "12.80"


def test_shipped_ones_by_code_as_a_table(shop: Jinpai) -> None:
    done = shop("backtest", "big-pot", "kpi-bands", "--months", "2026-02..2026-03")
    assert done.code == 1  # nobody's days are known
    assert "kpi-bands P1: expected and paid days are not known" in done.err
    assert "big-pot" in done.out
    assert "kpi-bands" in done.out
    assert "gathering" in done.err


def test_a_refused_rulebook_says_where(shop: Jinpai, flat: Path) -> None:
    flat.write_text(RULES.replace("0.5", "1.5"), "utf-8")
    done = shop("backtest", flat, "--months", "2026-03")
    assert done.code == 1
    assert "pay.schemes.agent.components[0].rate" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing", "--months", "2026-03"), "There is no rulebook 'nothing'"),
        (("gone.toml", "--months", "2026-03"), "gone.toml cannot be read"),
        (("kpi-bands:1", "--months", "2026-03"), "There is no rulebook 'kpi-bands:1'"),
        (("in-force", "--months", "2026-03"), "No rulebook is in force in 2026-03"),
        (("kpi-bands", "--months", "2026-04..2026-03"), "2026-03 lies before 2026-04"),
        (("kpi-bands", "--months", "2024-01..2026-03"), "At most 24 months"),
        (("kpi-bands", "--months", "March"), "A month is written like 2026-10"),
        (("kpi-bands", "--months", "2026-03", "--margin", "101"), "--margin takes a percentage"),
        (("kpi-bands", "--months", "2026-03", "--margin", "NaN"), "--margin takes a percentage"),
    ],
)
def test_what_cannot_be_run_is_a_sentence(shop: Jinpai, words: tuple[str, ...], said: str) -> None:
    done = shop("backtest", *words)
    assert done.code == 2
    assert said in done.err


def test_a_saved_version_is_found_by_number_and_hash(shop: Jinpai) -> None:
    from django.utils import timezone

    from jinpai.apps.rulebooks.models import Version
    from jinpai.rules import document

    sha = document.digest(RULES)
    Version.objects.create(
        code="flat", number=3, sha256=sha, text=RULES, effective_from="2026-01", reason="test",
        saved_by="boss", at=timezone.now(),
    )  # fmt: skip
    for name in ("flat:3", sha, sha[:8]):
        assert backtest.source(name, "2026-03") == ("flat:3", RULES)
    with pytest.raises(Stop):
        backtest.source("flat:4", "2026-03")


@pytest.mark.parametrize(
    ("given", "months"),
    [
        ("2026-03", ["2026-03"]),
        ("2025-12..2026-02", ["2025-12", "2026-01", "2026-02"]),
        ("2026-12..2026-12", ["2026-12"]),
    ],
)
def test_months_are_listed_over_new_year(given: str, months: list[str]) -> None:
    assert backtest.listed(given) == months

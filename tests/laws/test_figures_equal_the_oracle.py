"""Random nasty shops: the real figures are the oracle's, every account, day and metric."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.laws.compare import oracle_figures, real_figures, smallest, telling
from tests.laws.shops import Town, town
from tests.oracle.road import differences

SEED, SHOPS, EACH = 20260301, 12, 40


def agree(here: Town, folder: Path) -> None:
    found = differences(oracle_figures(here), real_figures(here, folder / "all"))
    if found:
        text = telling(here, found)
        codes = [(key[1] or "")[:5] for key, _, _ in found]
        worst = next((t for t in here.tiny if t.code in codes), None)
        if worst is not None:
            small = smallest(here, worst, folder / "smaller")
            text = f"{text}\n\nsmallest that still differs:\n{small}"
        pytest.fail(text)


def test_real_figures_equal_the_oracles_in_random_shops(tmp_path: Path) -> None:
    agree(town(SEED, shops=SHOPS, each=EACH), tmp_path)

"""Oracle and real figures of a town side by side, and the smallest shop on which they part."""

from __future__ import annotations

from pathlib import Path

from tests.laws.shops import TinyShop, Town
from tests.oracle import compute
from tests.oracle.compute import Result
from tests.oracle.road import Batch, Figures, Road, differences


def by_oracle(town: Town) -> dict[str, Result]:
    tables = town.tables()
    out = {}
    for shop, measure in town.measures.items():
        facts = {name: [r for r in rows if r["shop"] == shop] for name, rows in tables.items()}
        facts["rulings"] = town.rulings
        facts["shops"] = [{"shop": shop, "day_cut": town.day_cuts[shop]}]
        out[shop] = compute(facts, measure)
    return out


def oracle_figures(town: Town) -> Figures:
    out: Figures = {}
    for result in by_oracle(town).values():
        out |= result.figures  # type: ignore[arg-type]
    return out


def opened(town: Town, folder: Path, *, ruled: bool = True) -> Road:
    """A lake in which the town's shops and accounts are known, and (`ruled`) its measures and
    rulings, without other facts."""
    road = Road(folder)
    road.open_shops(town.tables()["messages"], town.day_cuts)
    if ruled:
        road.rule(town.rulings, town.measures)
    return road


def real_figures(town: Town, folder: Path) -> Figures:
    road = opened(town, folder)
    road.load(Batch(town.tables()))
    return road.figures()


def telling(town: Town, found: list) -> str:
    """The first tiny shops that differ, as text: facts, measure, what each side says."""
    lines = [f"{len(found)} figures differ"]
    shown: dict[str, None] = {}
    for key, mine, theirs in found:
        code = (key[1] or "")[:5]
        if len(shown) >= 3 and code not in shown:
            continue
        shown[code] = None
        lines.append(f"{key}: oracle {mine}, real {theirs}")
    for tiny in town.tiny:
        if tiny.code in shown:
            lines.append(str(tiny))
            lines.append(f"  measure: {town.measures[tiny.shop]}")
            ours = f"{tiny.shop}/{tiny.code}"
            lines += [f"  ruling: {r}" for r in town.rulings if r["subject"].startswith(ours)]
            lines.append(f"  day cut: {town.day_cuts[tiny.shop]}")
    return "\n".join(lines)


def smallest(town: Town, tiny: TinyShop, folder: Path, rounds: int = 12) -> TinyShop:
    """`tiny` with as few rows as still differ: every row's removal is tried, all in one load."""
    for turn in range(rounds):
        tries: list[tuple[str, int]] = [
            (table, n) for table, rows in tiny.tables.items() for n in range(len(rows))
        ]
        candidates = [without(tiny, table, n, k) for k, (table, n) in enumerate(tries)]
        trial = Town(
            candidates,
            {c.shop: renamed(town.measures[tiny.shop], tiny.code, c.code) for c in candidates},
            {c.shop: town.day_cuts[tiny.shop] for c in candidates},
            [
                renamed(renamed(r, tiny.code, c.code), f"{tiny.shop}/", f"{c.shop}/")
                for r in town.rulings
                if r["subject"].startswith(f"{tiny.shop}/{tiny.code}")
                for c in candidates
            ],
        )
        found = differences(oracle_figures(trial), real_figures(trial, folder / f"turn{turn}"))
        still = {key[0] for key, _, _ in found}
        smaller = [c for c in candidates if c.shop in still]
        if not smaller:
            return tiny
        town = Town(smaller[:1], trial.measures, trial.day_cuts, trial.rulings)
        tiny = smaller[0]
    return tiny


def without(tiny: TinyShop, table: str, n: int, k: int) -> TinyShop:
    """The tiny shop less one row, in a shop and under a code of its own."""
    code, shop = f"d{k:04d}", f"T{k:04d}"
    tables = {
        name: [
            {c: renamed(v, tiny.code, code) for c, v in row.items()} | {"shop": shop}
            for i, row in enumerate(rows)
            if (name, i) != (table, n)
        ]
        for name, rows in tiny.tables.items()
    }
    return TinyShop(code, shop, tables)


def renamed(value, old: str, new: str):
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, list | tuple):
        return type(value)(renamed(v, old, new) for v in value)
    if isinstance(value, dict):
        return {k: renamed(v, old, new) for k, v in value.items()}
    return value

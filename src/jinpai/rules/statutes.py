"""Statutory numbers: dated, each with its source, and no rulebook may undercut them.

The files under `statute/` are part of the program, as the code is; `shipped()` reads them once and
hands them out as a value, so that every rule gets them as an argument.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Statutes:
    """All dated numbers. `at(name, day)` gives the version in force."""

    tables: dict[str, tuple[dict[str, Any], ...]]
    _asked: dict[tuple[str, date], dict[str, Any]] = field(
        default_factory=dict, compare=False, repr=False
    )  # asked once a person; found once a day

    def at(self, name: str, day: date) -> dict[str, Any]:
        """The newest version of `name` whose `since` is on or before the day; KeyError: none."""
        known = self._asked.get((name, day))
        if known is not None:
            return known
        found = [v for v in self.tables.get(name, ()) if v["since"] <= day]
        if not found:
            raise KeyError(f"{name} has no version in force on {day}")
        version = self._asked[name, day] = max(found, key=lambda v: v["since"])
        return version


@cache
def shipped() -> Statutes:
    """The numbers that come with the program."""
    folder = resources.files("jinpai.rules") / "statute"
    tables = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            document = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
            tables[file.name.removesuffix(".toml")] = tuple(document["version"])
    return Statutes(tables)

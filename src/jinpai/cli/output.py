"""What a command hands back on stdout: one JSON document, or a table for the eye."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


def money(value: Decimal | int | None) -> str | None:
    """Yuan as text with two places, so that no reader makes a float of it."""
    return None if value is None else f"{Decimal(value):.2f}"


def number(value: Decimal | int | None) -> int | float | str | None:
    """A JSON number. A decimal that a float cannot hold exactly as written stays text."""
    if value is None or isinstance(value, int):
        return value
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value.normalize())


def plain(value: Any) -> Any:
    """Turn results into what JSON knows. Decimals become text: their meaning is not known here."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if hasattr(value, "model_dump"):
        return plain(value.model_dump())
    if isinstance(value, dict):
        return {str(plain(k)): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(v) for v in value)
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | Path):
        return str(value)
    return value


def emit(document: Any) -> None:
    """Print one JSON document on stdout."""
    json.dump(plain(document), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print a table on stdout. A column whose name ends in `>` is right-aligned."""
    drawn = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in columns:
        drawn.add_column(
            name.removesuffix(">"),
            justify="right" if name.endswith(">") else "left",
            overflow="fold",
        )
    for row in rows:
        drawn.add_row(*("–" if cell is None else str(cell) for cell in row))
    console().print(drawn)


def console() -> Console:
    """stdout. Piped output is as wide as it needs to be: no cell is cut for a screen."""
    return Console(soft_wrap=True) if sys.stdout.isatty() else Console(width=240, no_color=True)

"""From rows of files to one row per key: 3-metrics §1, only as far as figures need it.

A row is a dict with the names of §7 and, optionally, `as_of` (datetime), `file` and `line`.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

Row = dict[str, Any]

KEYS = {
    "orders": ("shop", "order_id"),
    "refunds": ("shop", "refund_id"),
    "ratings": ("shop", "account", "buyer", "at"),
}

LONG_AGO = datetime(1, 1, 1)


def clean(row: Row) -> Row:
    """ "Text is NFC, trimmed." An empty cell is unknown (None)."""
    out = {}
    for name, value in row.items():
        if isinstance(value, str):
            value = unicodedata.normalize("NFC", value).strip()
            if value == "" and name != "text":
                value = None
        out[name] = value
    return out


def how_far(row: Row) -> int:
    """The state of an order or refund as a number: later states are larger."""
    states = ("created_at", "deposit_paid_at", "paid_at", "shipped_at", "signed_at",
              "completed_at", "closed_at", "opened_at", "finished_at")  # fmt: skip
    return sum(1 for name in states if row.get(name) is not None)


def newest(table: str, rows: list[Row]) -> list[Row]:
    """One row per key.

    "The version with the latest `as_of` wins; on equal `as_of` the further state (paid over
    unpaid…); an absent column or empty cell never erases a known value."
    """
    versions: dict[tuple, list[Row]] = {}
    for row in map(clean, rows):
        key = tuple(row.get(name) for name in KEYS[table])
        versions.setdefault(key, []).append(row)
    out = []
    for group in versions.values():
        # "In other tables the later of two equal keys in one file wins": sorting is stable
        group.sort(key=lambda row: (row.get("as_of") or LONG_AGO, how_far(row)))
        merged: Row = {}
        for row in group:
            for name, value in row.items():
                if value is not None or name not in merged:
                    merged[name] = value
        out.append(merged)
    return out


def distinct_messages(rows: list[Row]) -> list[Row]:
    """Messages of several files, each once.

    "n equal message rows in one file are n messages; the same n in another file are the same
    messages." Key: "id, else account, buyer, at, sender, kind, text and ordinal among equal
    rows of its file". The row keeps the file and line in which it first came.
    """
    out: dict[tuple, Row] = {}
    ordinals: dict[tuple, int] = {}
    for number, row in enumerate(map(clean, rows), start=1):
        row.setdefault("file", "messages.csv")
        row.setdefault("line", number + 1)
        row["text"] = row.get("text") or ""
        if row.get("id") is not None:
            key: tuple = (row["shop"], "id", row["id"])
        else:
            names = ("shop", "account", "buyer", "at", "sender", "kind", "text")
            same = tuple(row.get(name) for name in names)
            ordinals[(row["file"], *same)] = ordinals.get((row["file"], *same), 0) + 1
            key = ("row", *same, ordinals[(row["file"], *same)])
        out.setdefault(key, row)
    return list(out.values())

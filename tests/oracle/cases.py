"""Reads cases/metrics/*.toml: small shops as tables that a person can read, and what they give.

A table is text: one row a line, cells between `|`, the first line the names of the exchange
format. `-` is an empty cell. What every row shares is left out: the shop is the case's own,
`kind` is text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

CASES = Path(__file__).parents[2] / "cases" / "metrics"

MONEY = {"amount_due", "deposit_amount", "amount_paid", "postage", "amount"}
WHOLE = {"quantity", "score"}
FACTS = ("shops", "accounts", "messages", "orders", "refunds", "ratings")


@dataclass(frozen=True)
class Import:
    """One import of a case: its tables, and when they were exported (None: not said)."""

    tables: dict[str, list[dict[str, str | None]]]
    as_of: datetime | None


@dataclass(frozen=True)
class Case:
    code: str  # file and number: its shop's code
    name_zh: str
    name_en: str
    measure: dict[str, Any]
    day_cut: str | None
    imports: tuple[Import, ...]
    rulings: list[dict[str, Any]]
    expect: dict[str, Any]

    @property
    def shop(self) -> str:
        return self.code


def table(text: str) -> list[dict[str, str | None]]:
    """Lines of `a | b | c` under a header line → dicts; `-` and nothing are None."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    names = [cell.strip() for cell in lines[0].split("|")]
    out = []
    for line in lines[1:]:
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != len(names):
            raise ValueError(f"{len(cells)} cells under {len(names)} names: {line!r}")
        out.append({n: (None if c in ("-", "") else c) for n, c in zip(names, cells, strict=True)})
    return out


def typed(name: str, value: str | None) -> Any:
    if value is None:
        return None
    if name == "at" or name.endswith("_at"):
        return datetime.fromisoformat(value)
    if name in MONEY:
        return Decimal(value)
    if name in WHOLE:
        return int(value)
    return value


def cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, raw in enumerate(document["case"], start=1):
            code = f"{path.stem}-{number:02d}"
            unknown = set(raw) - {
                "name_zh", "name_en", "measure", "day_cut", "facts", "then", "rulings", "expect",
            }  # fmt: skip
            if unknown:
                raise ValueError(f"{code}: unknown keys {sorted(unknown)}")
            imports = [
                Import(
                    {k: prepared(k, table(v)) for k, v in facts.items() if k != "as_of"},
                    datetime.fromisoformat(facts["as_of"]) if "as_of" in facts else None,
                )
                for facts in (raw["facts"], *raw.get("then", ()))
            ]
            yield Case(
                code,
                raw["name_zh"],
                raw["name_en"],
                raw.get("measure", {}),
                raw.get("day_cut"),
                tuple(imports),
                [ruling(code, r) for r in raw.get("rulings", ())],
                raw["expect"],
            )


def prepared(name: str, rows: list[dict[str, str | None]]) -> list[dict[str, str | None]]:
    """Fills in what cases leave out; a column `times` repeats its row."""
    out = []
    for row in rows:
        times = int(row.pop("times", None) or 1)
        if name == "messages":
            row.setdefault("kind", "text")
            row["text"] = row.get("text") or ""
        out.extend(dict(row) for _ in range(times))
    return out


def ruling(shop: str, raw: dict[str, Any]) -> dict[str, Any]:
    """`subject` is written without the shop."""
    return {
        "kind": raw["kind"],
        "subject": f"{shop}/{raw['subject']}",
        "from": raw.get("from"),
        "to": raw.get("to"),
        "value": raw.get("value", {}),
        "at": datetime(2026, 6, 1),
    }


def facts_of(case: Case) -> dict[str, list[dict[str, Any]]]:
    """The case's facts as the oracle takes them."""
    facts: dict[str, list[dict[str, Any]]] = {name: [] for name in FACTS}
    facts["shops"].append({"shop": case.shop, "day_cut": case.day_cut})
    for number, batch in enumerate(case.imports):
        for name, rows in batch.tables.items():
            for line, row in enumerate(rows, start=2):
                fact = {k: typed(k, v) for k, v in row.items()}
                fact |= {
                    "shop": case.shop,
                    "as_of": batch.as_of,
                    "file": f"{number}/{name}",
                    "line": line,
                }
                facts[name].append(fact)
    facts["rulings"] = case.rulings
    return facts


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def day(text: str | None) -> date:
    assert text is not None
    return date.fromisoformat(text)

"""Figures of any grain, added up from the day figures; reported ones beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jinpai.metrics.answers import Figure, Number
from jinpai.metrics.catalogue import CATALOGUE, Metric
from jinpai.metrics.epochs import Epochs
from jinpai.metrics.figures import COLUMNS, MAXIMA
from jinpai.metrics.policies import REPORTED_WEIGHTS
from jinpai.metrics.status import Coverage

GRAIN = ("account", "person", "day")
_FEN = Decimal("0.01")
_MILLION = Decimal(1_000_000)
Fetch = Callable[[str, Sequence[Any]], list[dict[str, Any]]]


def exact_seconds(us: int) -> Number:
    """Microseconds as seconds, an int where they are whole."""
    whole, rest = divmod(us, 1_000_000)
    return Decimal(us) / _MILLION if rest else whole


def computed(
    fetch: Fetch, coverage: Coverage, rules: Epochs, *, shops: Sequence[str], start: date,
    end: date, by: Sequence[str], metrics: Sequence[Metric], accounts: Sequence[str] | None,
    people: Sequence[str] | None,
) -> list[Figure]:  # fmt: skip
    """One Figure per row of the grain and metric; rows without any activity do not exist."""
    grain = [k for k in GRAIN if k in by]
    figures: list[Figure] = []
    for own_row in (False, True):
        wanted = [m for m in metrics if (m.grain == "shop") == own_row]
        if not wanted or (own_row and (accounts or people or set(grain) - {"day"})):
            continue
        columns = sorted({c for m in wanted for c in (m.num, m.den) if c})
        sums = ", ".join(
            f"max({c}) AS {c}" if c in MAXIMA else f"sum({c}) AS {c}"
            for c in columns if c in COLUMNS
        )  # fmt: skip
        where = ["f.shop IN (" + ", ".join("?" * len(shops)) + ")", "f.day BETWEEN ? AND ?"]
        values: list[Any] = [*shops, start, end]
        where.append("f.account IS NULL" if own_row else "f.account IS NOT NULL")
        if accounts is not None:
            where.append("f.account IN (" + ", ".join("?" * len(accounts)) + ")")
            values += accounts
        if people is not None:
            where.append("f.person IN (" + ", ".join("?" * len(people)) + ")")
            values += people
        keys = ", ".join(["f.shop", *(f"f.{k}" for k in grain)])
        rows = fetch(
            f"SELECT {keys}, {sums} FROM day_figures AS f WHERE {' AND '.join(where)} "
            f"GROUP BY ALL ORDER BY {keys}",
            values,
        )
        status: dict[tuple[str, str, date, date], Any] = {}
        for row in rows:
            shop = row["shop"]
            low, high = (row["day"], row["day"]) if "day" in grain else (start, end)
            for m in wanted:
                if not coverage.has(shop, m):
                    continue
                key = (shop, m.code, low, high)
                if key not in status:
                    status[key] = coverage.status(shop, m, low, high, rules)
                figures.append(_figure(row, grain, m, status[key]))
    return figures


def _figure(row: dict[str, Any], grain: Sequence[str], m: Metric, status: Any) -> Figure:
    num: Number | None = row[m.num]
    den: Number | None = row[m.den] if m.den else None
    num = 0 if num is None else num
    if m.unit == "seconds":
        num = exact_seconds(int(num))
    elif m.money:
        num = Decimal(num).quantize(_FEN)
    else:
        num = int(num) if num == int(num) else num
    if den is not None:
        den = Decimal(den).quantize(_FEN) if m.code == "sales_share" else int(den)
    if m.code == "sales_share":
        num = Decimal(num).quantize(_FEN)
    value: Decimal | None
    if m.den is None:
        value = Decimal(num)
    elif not den:
        value = None
    else:
        value = Decimal(num) / Decimal(den)
        if m.money:
            value = value.quantize(_FEN)
    return Figure(
        shop=row["shop"],
        account=row["account"] if "account" in grain else None,
        person=row["person"] if "person" in grain else None,
        day=row["day"] if "day" in grain else None,
        metric=m.code,
        num=num,
        den=den if m.den else None,
        value=value,
        status=status,
        source="computed",
    )


def reported(
    fetch: Fetch, rules: Epochs, *, shops: Sequence[str], start: date, end: date,
    by: Sequence[str], codes: Sequence[str], accounts: Sequence[str] | None,
    people: Sequence[str] | None,
) -> list[Figure]:  # fmt: skip
    """Figures the platform itself computed. Counts add up; a rate without denominator is
    weighted by the count that the measure names and marked approximate."""
    where = ["shop IN (" + ", ".join("?" * len(shops)) + ")", '"from" >= ?', '"to" <= ?']
    values: list[Any] = [*shops, start, end]
    if accounts is not None:
        where.append("account IN (" + ", ".join("?" * len(accounts)) + ")")
        values += accounts
    if people is not None:
        where.append("person IN (" + ", ".join("?" * len(people)) + ")")
        values += people
    rows = _without_covering(
        fetch(
            'SELECT shop, account, person, "from" AS start, "to" AS stop, metric, value, num, '
            f"den FROM reported_figures WHERE {' AND '.join(where)}",
            values,
        )
    )
    if "day" in by:
        rows = [r for r in rows if r["start"] == r["stop"]]
    counts = {
        (r["shop"], r["account"], r["start"], r["stop"], r["metric"]): r["value"] for r in rows
    }
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for r in rows:
        if r["metric"] in codes:
            r["weight"] = _weight(r, counts, rules)
            groups[
                r["shop"],
                r["account"] if "account" in by else None,
                r["person"] if "person" in by else None,
                r["start"] if "day" in by else None,
                r["metric"],
            ].append(r)
    return [
        _reported(key, found)
        for key, found in sorted(groups.items(), key=lambda g: tuple(str(k) for k in g[0]))
    ]


def _without_covering(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A period that contains a shorter one of the same figure would count its days twice."""
    spans: dict[tuple[Any, ...], list[tuple[date, date]]] = defaultdict(list)
    for r in rows:
        spans[r["shop"], r["account"], r["metric"]].append((r["start"], r["stop"]))
    out = []
    for r in rows:
        mine = (r["start"], r["stop"])
        inside = any(
            s != mine and mine[0] <= s[0] and s[1] <= mine[1]
            for s in spans[r["shop"], r["account"], r["metric"]]
        )
        if not inside:
            out.append(r)
    return out


def _weight(r: dict[str, Any], counts: dict[tuple[Any, ...], Any], rules: Epochs) -> Any:
    named = rules.of(r["shop"], r["start"]).reported_weight
    by = named.get(r["metric"]) or REPORTED_WEIGHTS.get(r["metric"])
    return counts.get((r["shop"], r["account"], r["start"], r["stop"], by)) if by else None


def _reported(key: tuple[Any, ...], rows: list[dict[str, Any]]) -> Figure:
    shop, account, person, day, code = key
    metric = CATALOGUE.get(code)
    num: Number | None = None
    den: Number | None = None
    approximate = False
    known = [r for r in rows if r["value"] is not None or (r["num"] is not None and r["den"])]
    value: Decimal | None
    if not known:
        value = None
    elif metric is not None and metric.den is None:
        values = [r["value"] for r in known]
        value = max(values) if metric.sum == "max" else sum(values, Decimal(0))
        num = plain(value)
    elif all(r["num"] is not None and r["den"] for r in known):
        num = plain(sum((r["num"] for r in known), Decimal(0)))
        den = plain(sum((r["den"] for r in known), Decimal(0)))
        value = Decimal(num) / Decimal(den)
    elif len(known) == 1:
        value = known[0]["value"]
    else:
        approximate = True
        weights = [r["weight"] for r in known]
        if any(w is None for w in weights) or not sum(weights):
            weights = [Decimal(1)] * len(known)
        total = sum((r["value"] * w for r, w in zip(known, weights, strict=True)), Decimal(0))
        value = total / sum(weights, Decimal(0))
    if metric is not None and metric.money and value is not None:
        value = value.quantize(_FEN)
        num = None if num is None else Decimal(num).quantize(_FEN)
    return Figure(
        shop, account, person, day, code, num, den, value, "final", "reported", approximate
    )


_WORSE = ("final", "partial", "provisional")


def across_shops(figures: Iterable[Figure]) -> list[Figure]:
    """Figures of several shops as one row per key: counts and (num, den) add up, the least
    certain status counts; a rate that came without its parts is then unknown."""
    groups: dict[tuple[Any, ...], list[Figure]] = defaultdict(list)
    for f in figures:
        groups[f.account, f.person, f.day, f.metric, f.source].append(f)
    return [_added(found) for found in groups.values()]


def _added(found: list[Figure]) -> Figure:
    if len(found) == 1:
        return replace(found[0], shop=None)
    metric = CATALOGUE.get(found[0].metric)
    add = max if metric is not None and metric.sum == "max" else sum
    nums = [f.num for f in found if f.num is not None]
    dens = [f.den for f in found if f.den is not None]
    num = add(nums) if len(nums) == len(found) else None
    den = sum(dens) if len(dens) == len(found) else None
    value: Decimal | None = None
    if num is not None and (metric is None or metric.den is None):
        value = Decimal(num)
    elif num is not None and den:
        value = Decimal(num) / Decimal(den)
        if metric is not None and metric.money:
            value = value.quantize(_FEN)
    return replace(
        found[0],
        shop=None,
        num=num,
        den=den,
        value=value,
        status=max((f.status for f in found), key=_WORSE.index),
        approximate=any(f.approximate for f in found),
    )


def plain(value: Decimal) -> Number:
    """An int where the value is whole."""
    return int(value) if value == value.to_integral_value() else value


def days(start: date, end: date) -> Iterable[date]:
    for n in range((end - start).days + 1):
        yield start + timedelta(days=n)

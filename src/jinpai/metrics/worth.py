"""What a ring is worth, whether computed and reported agree, and how the facts stand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from jinpai.facts import identity
from jinpai.facts.rows import TABLES
from jinpai.metrics import economics, engine
from jinpai.metrics.answers import (
    Figure,
    FunnelStep,
    Health,
    MissedLoss,
    ReconcileRow,
    RingValue,
    TableHealth,
)
from jinpai.metrics.catalogue import CATALOGUE

if TYPE_CHECKING:
    from jinpai.metrics.reading import Reading

_FEN = Decimal("0.01")


def _one(figures: list[Figure], metric: str) -> Figure | None:
    """The computed figure of a metric, else the reported one."""
    found = [f for f in figures if f.metric == metric]
    return min(found, key=lambda f: f.source, default=None)


def funnel(r: Reading, shop: str, start: date, end: date) -> list[FunnelStep]:
    """Visitors → consulted → receptions → inquiries → ordered → paid; None where not known."""
    visitors = r.fetch(
        f"SELECT sum(visitors)::BIGINT AS n FROM {r.fact('traffic')} "
        "WHERE shop = ? AND day BETWEEN ? AND ?",
        [shop, start, end],
    )[0]["n"]
    codes = ("consulted", "receptions", "inquiries", "created_buyers", "paid_buyers")
    figures = r.figures(shop=shop, start=start, end=end, by=(), metrics=codes)
    steps = [FunnelStep("visitors", "访客", "Visitors", visitors, None)]
    for code in codes:
        figure = _one(figures, code)
        value = None if figure is None or figure.value is None else int(figure.value)
        steps.append(FunnelStep(code, CATALOGUE[code].zh, CATALOGUE[code].en, value, code))
    return steps


def ring_value(r: Reading, shop: str, start: date, end: date) -> RingValue:
    """Ring cost = PPC × inquiry conversion / click conversion; the loss of missed rings in two
    parts. Source: report 001, design 3-metrics §6."""
    ads = r.fetch(
        "SELECT sum(clicks)::BIGINT AS clicks, sum(cost) AS cost, sum(orders)::BIGINT AS orders "
        f"FROM {r.fact('ads')} WHERE shop = ? AND day BETWEEN ? AND ?",
        [shop, start, end],
    )[0]
    codes = ("inquiry_conversion", "aov", "missed_rings")
    whole = r.figures(shop=shop, start=start, end=end, by=(), metrics=codes)
    conversion, aov = _one(whole, "inquiry_conversion"), _one(whole, "aov")
    rate = conversion.value if conversion else None
    worth = aov.value if aov else None
    clicks, cost, bought = ads["clicks"], ads["cost"], ads["orders"]
    ppc = Decimal(cost) / clicks if clicks and cost is not None else None
    click_rate = Decimal(bought) / clicks if clicks and bought is not None else None
    missing = [
        name
        for name, gone in (
            ("ads", ppc is None),
            ("ads.orders", ppc is not None and not click_rate),
            ("inquiry_conversion", rate is None),
            ("aov", worth is None),
        )
        if gone
    ]
    ring = (
        economics.ring_cost(ppc, rate, click_rate)
        if ppc is not None and rate is not None and click_rate
        else None
    )

    def wasted(n: int) -> Decimal | None:
        return None if ring is None else (n * ring).quantize(_FEN)

    def lost(n: int) -> Decimal | None:
        return None if rate is None or worth is None else (n * rate * worth).quantize(_FEN)

    missed = {
        f.account or "": int(f.num or 0)
        for f in r.figures(
            shop=shop, start=start, end=end, by=("account",), metrics=("missed_rings",)
        )
        if f.source == "computed"
    }
    total = sum(missed.values())
    accounts = [
        MissedLoss(a, n, wasted(n), lost(n))
        for a, n in sorted(missed.items(), key=lambda x: (-x[1], x[0]))
        if n
    ]
    return RingValue(
        clicks, cost, bought, ppc, click_rate, rate, worth, ring, total, wasted(total),
        lost(total), accounts, missing,
    )  # fmt: skip


def reconcile(r: Reading, shop: str, start: date, end: date) -> list[ReconcileRow]:
    """Every reported figure of the period beside the same computed here."""
    told = r.fetch(
        'SELECT account, "from" AS start, "to" AS stop, metric, value, num, den '
        'FROM reported_figures WHERE shop = ? AND "from" >= ? AND "to" <= ? '
        "ORDER BY metric, account, start",
        [shop, start, end],
    )
    spans = sorted({(t["start"], t["stop"]) for t in told})
    computed: dict[tuple[str, date, date, str], Decimal | None] = {}
    daily = [s for s in spans if s[0] == s[1]]
    asked: list[tuple[date, date, tuple[str, ...]]] = [
        (low, high, ("account",)) for low, high in spans if low != high
    ]
    if daily:
        asked.append((daily[0][0], daily[-1][1], ("account", "day")))
    for low, high, by in asked:
        for f in r.figures(shop=shop, start=low, end=high, by=by):
            if f.source == "computed":
                key = (f.account or "", f.day or low, f.day or high, f.metric)
                computed[key] = f.value
    rows = []
    for t in told:
        ours = computed.get((t["account"], t["start"], t["stop"], t["metric"]))
        theirs = t["value"]
        if theirs is None and t["num"] is not None and t["den"]:
            theirs = t["num"] / t["den"]
        gap = None if ours is None or theirs is None else ours - theirs
        rows.append(
            ReconcileRow(t["account"], t["start"], t["stop"], t["metric"], ours, theirs, gap)
        )
    return rows


def health(r: Reading, shop: str | None) -> Health:
    """How the facts stand: per table, per queue, per day."""
    where, values = ("WHERE shop = ?", [shop]) if shop else ("", [])
    tables = []
    for name, table in TABLES.items():
        if name not in r.snapshot.versions:
            continue
        day = "local_day" if table.day_from else "NULL::DATE"
        counted = r.fetch(
            f"SELECT count(*) AS n, min({day}) AS first, max({day}) AS last, "
            f"max(as_of) AS as_of FROM {r.fact(name)} {where if table.has_shop else ''}",
            values if table.has_shop else [],
        )[0]
        tables.append(
            TableHealth(
                name, table.zh, table.en, counted["n"], counted["first"], counted["last"],
                counted["as_of"], r.snapshot.versions[name],
            )
        )  # fmt: skip
    with r._lock:
        routes = identity.order_buyers(r.snapshot, r._con)
        unknown = identity.unknown_accounts(r.snapshot, r._con)
        if shop:
            routes, unknown = (
                routes.filter(routes.shop == shop),
                unknown.filter(unknown.shop == shop),
            )
        counts = engine.rows(r._con, routes.group_by("route").agg(n=routes.count()))
        names = engine.rows(r._con, unknown.select("shop", "account"))
    by_route = {c["route"]: c["n"] for c in counts}
    excluded = r.fetch(
        "SELECT excluded, count(*) AS n FROM receptions WHERE excluded IS NOT NULL "
        + ("AND shop = ? " if shop else "")
        + "GROUP BY excluded ORDER BY n DESC",
        values,
    )
    return Health(
        tables=tables,
        orders=sum(by_route.values()),
        unmatched_orders=by_route.get("none", 0),
        unknown_accounts=[f"{n['shop']}/{n['account']}" for n in names],
        provisional_days=_provisional(r, shop),
        excluded={e["excluded"]: e["n"] for e in excluded},
        fresh=r.lake.snapshot().import_no == r.snapshot.import_no,
    )


def _provisional(r: Reading, shop: str | None) -> list[date]:
    """Days with activity on which some metric is not final yet."""
    days = r.fetch(
        "SELECT DISTINCT shop, day FROM day_figures "
        + ("WHERE shop = ? " if shop else "")
        + "ORDER BY day",
        [shop] if shop else [],
    )
    out = set()
    for x in days:
        for m in CATALOGUE.values():
            if not r.coverage.has(x["shop"], m):
                continue
            if r.coverage.status(x["shop"], m, x["day"], x["day"], r.rules) == "provisional":
                out.add(x["day"])
                break
    return sorted(out)

"""Who is who: accounts and their people between dates, shops, buyers of orders.

Files and people's rulings are folded here, rulings winning; what nobody has bound yet is
the queue of unknown accounts, and orders whose buyer never wrote are the unmatched ones.
All periods are [from, to) in local days; `to` null is open.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from jinpai.facts.columns import arrow_schema, quoted
from jinpai.facts.lake import Snapshot
from jinpai.facts.rows import TABLES, Kind

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

EVER = date(1900, 1, 1)
"""The `from` of what has held since ever."""


@dataclass(frozen=True)
class Period:
    """Something said of a period: `ruled` when a person ruled it, else a file did."""

    start: date
    end: date | None
    value: Any
    ruled: bool


def _closed(periods: Sequence[Period]) -> list[Period]:
    """A later `from` closes an earlier open period."""
    ordered = sorted(periods, key=lambda p: p.start)
    out = []
    for index, period in enumerate(ordered):
        later = next((p.start for p in ordered[index + 1 :] if p.start > period.start), None)
        out.append(
            Period(period.start, later, period.value, period.ruled)
            if period.end is None
            else period
        )
    return out


def fold_periods(periods: Iterable[Period]) -> list[Period]:
    """Which value holds when: rulings win over files, the later `from` over the earlier.

    A ruling with an end only interrupts; after it the file's period goes on. A value of
    None (a ruling that unbinds) holds nobody.
    """
    given = list(periods)
    filed = _closed([p for p in given if not p.ruled])
    ruled = _closed([p for p in given if p.ruled])
    # an open ruling lasts until a file says something about a later day
    starts = sorted(p.start for p in filed)
    ruled = [
        Period(p.start, next((s for s in starts if s > p.start), None), p.value, True)
        if p.end is None
        else p
        for p in ruled
    ]
    edges = sorted({p.start for p in filed + ruled} | {p.end for p in filed + ruled if p.end})
    out: list[Period] = []
    for index, edge in enumerate(edges):
        end = edges[index + 1] if index + 1 < len(edges) else None
        held = [p for p in ruled + filed if p.start <= edge and (p.end is None or edge < p.end)]
        if not held:
            continue
        best = max(held, key=lambda p: (p.ruled, p.start))
        last = out[-1] if out else None
        if last and last.end == edge and (last.value, last.ruled) == (best.value, best.ruled):
            out[-1] = Period(last.start, end, last.value, last.ruled)
        else:
            out.append(Period(edge, end, best.value, best.ruled))
    return [p for p in out if p.value is not None]


def _rows(con: Backend, sql: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = con.raw_sql(sql).fetchall()
    return found


def _rulings(con: Backend, snapshot: Snapshot, kind: str) -> list[tuple[Any, ...]]:
    """(subject, from, to, value) of one kind of ruling, withdrawn ones left out."""
    found = [
        (subject, start, end, json.loads(value or "{}"))
        for subject, start, end, value in _rows(
            con,
            f'SELECT subject, "from", "to", value FROM ({snapshot.sql("rulings")}) '
            f'WHERE kind = \'{kind}\' ORDER BY "from" NULLS FIRST, "at"',
        )
    ]
    return [ruling for ruling in found if not ruling[3].get("withdrawn")]


def _named(con: Backend, snapshot: Snapshot, name: str, data: pa.Table) -> ir.Table:
    table = f"{name}_{snapshot.import_no}_{abs(hash(str(snapshot.root))) % 10**8}"
    con.con.register("arriving", data)
    con.raw_sql(f"CREATE OR REPLACE TEMP TABLE {quoted(table)} AS SELECT * FROM arriving")
    con.con.unregister("arriving")
    return con.table(table)


def bindings(snapshot: Snapshot, con: Backend) -> ir.Table:
    """(shop, account, person, from, to, by): the person behind an account on a local day.

    Periods of one account never overlap; `by` is "accounts" or "ruling".
    """
    said: dict[tuple[str, str], list[Period]] = {}
    for shop, account, person, start, end in _rows(
        con, f'SELECT shop, account, person, "from", "to" FROM ({snapshot.sql("accounts")})'
    ):
        said.setdefault((shop, account), []).append(Period(start or EVER, end, person, False))
    for subject, start, end, value in _rulings(con, snapshot, "binding"):
        shop, _, account = subject.partition("/")
        person = value.get("person") or None
        said.setdefault((shop, account), []).append(Period(start or EVER, end, person, True))
    rows = [
        (shop, account, p.value, p.start, p.end, "ruling" if p.ruled else "accounts")
        for (shop, account), periods in sorted(said.items())
        for p in fold_periods(periods)
    ]
    schema = pa.schema(
        [
            ("shop", pa.string()), ("account", pa.string()), ("person", pa.string()),
            ("from", pa.date32()), ("to", pa.date32()), ("by", pa.string()),
        ]
    )  # fmt: skip
    return _named(con, snapshot, "bindings", _table(rows, schema))


def _table(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    return pa.table(
        [pa.array([r[i] for r in rows], field.type) for i, field in enumerate(schema)],
        schema=schema,
    )


def _dated(
    con: Backend, snapshot: Snapshot, table: str, kind: str, columns: Sequence[str]
) -> list[tuple[Any, ...]]:
    """(subject, from, to, *columns): each change carries on what it does not say."""
    subject = TABLES[table].columns[0].name
    start = '"from"' if "from" in TABLES[table].names else "NULL"
    listed = ", ".join(quoted(c) for c in columns)
    changes: dict[str, dict[date, dict[str, Any]]] = {}
    for key, day, *values in _rows(
        con, f"SELECT {subject}, {start}, {listed} FROM ({snapshot.sql(table)})"
    ):
        known = changes.setdefault(key, {}).setdefault(day or EVER, {})
        known.update({c: v for c, v in zip(columns, values, strict=True) if v is not None})
    for key, day, _, value in _rulings(con, snapshot, kind):
        known = changes.setdefault(key, {}).setdefault(day or EVER, {})
        for column in columns:
            if value.get(column) not in (None, ""):
                known[column] = _typed(table, column, value[column])
    out: list[tuple[Any, ...]] = []
    for key in sorted(changes):
        days = sorted(changes[key])
        held: dict[str, Any] = {}
        for index, day in enumerate(days):
            held = {**held, **changes[key][day]}
            end = days[index + 1] if index + 1 < len(days) else None
            out.append((key, day, end, *(held.get(c) for c in columns)))
    return out


def _typed(table: str, column: str, value: Any) -> Any:
    """A value of a ruling's JSON as the column's type; None when it is none."""
    from decimal import Decimal, InvalidOperation

    try:
        match TABLES[table].column(column).kind:
            case Kind.DAY:
                return date.fromisoformat(str(value))
            case Kind.MONEY:
                return Decimal(str(value)).quantize(Decimal("0.01"))
    except (ValueError, InvalidOperation):
        return None
    return str(value)


def _dated_schema(table: str, columns: Sequence[str]) -> pa.Schema:
    lake = arrow_schema(table)
    subject = TABLES[table].columns[0].name
    return pa.schema(
        [(subject, pa.string()), ("from", pa.date32()), ("to", pa.date32())]
        + [(c, lake.field(c).type) for c in columns]
    )


def people(snapshot: Snapshot, con: Backend) -> ir.Table:
    """(person, from, to, name, role, group, level, base_pay, hired_on, left_on), dated."""
    columns = ("name", "role", "group", "level", "base_pay", "hired_on", "left_on")
    rows = _dated(con, snapshot, "people", "person", columns)
    return _named(con, snapshot, "people", _table(rows, _dated_schema("people", columns)))


def shops(snapshot: Snapshot, con: Backend) -> ir.Table:
    """(shop, from, to, platform, name, timezone, day_cut), dated; timezone and day_cut have
    their defaults Asia/Shanghai and 00:00."""
    columns = ("platform", "name", "timezone", "day_cut")
    rows = [
        (shop, start, end, platform, name or shop, zone or "Asia/Shanghai", cut or "00:00")
        for shop, start, end, platform, name, zone, cut in _dated(
            con, snapshot, "shops", "shop", columns
        )
    ]
    return _named(con, snapshot, "shops", _table(rows, _dated_schema("shops", columns)))


def marked_accounts(snapshot: Snapshot, con: Backend) -> ir.Table:
    """(shop, account, kind, from, to): accounts ruled "internal_account" or
    "after_sale_account"."""
    rows = []
    for kind in ("internal_account", "after_sale_account"):
        said: dict[str, list[Period]] = {}
        for subject, start, end, _ in _rulings(con, snapshot, kind):
            said.setdefault(subject, []).append(Period(start or EVER, end, kind, True))
        for subject, periods in sorted(said.items()):
            shop, _, account = subject.partition("/")
            rows += [(shop, account, kind, p.start, p.end) for p in fold_periods(periods)]
    schema = pa.schema(
        [
            ("shop", pa.string()), ("account", pa.string()), ("kind", pa.string()),
            ("from", pa.date32()), ("to", pa.date32()),
        ]
    )  # fmt: skip
    return _named(con, snapshot, "marked", _table(rows, schema))


def internal_accounts(snapshot: Snapshot, con: Backend) -> ir.Table:
    """(shop, account, kind, from, to) of the internal accounts alone."""
    marked = marked_accounts(snapshot, con)
    return marked.filter(marked.kind == "internal_account")


def unknown_accounts(snapshot: Snapshot, con: Backend) -> ir.Table:
    """(shop, account, first_day, last_day, days, rows): accounts that stand in facts on days
    on which nobody is bound to them; internal accounts are left out."""
    bound = bindings(snapshot, con).get_name()
    internal = marked_accounts(snapshot, con).get_name()
    pieces = [
        f"SELECT shop, account, local_day AS day, count(*) AS rows FROM ({snapshot.sql(name)}) "
        "WHERE account IS NOT NULL GROUP BY ALL"
        for name in ("messages", "reported", "ratings", "presence")
        if name in snapshot.versions
    ] or ["SELECT '' AS shop, '' AS account, CURRENT_DATE AS day, 0 AS rows WHERE false"]
    name = f"unknown_{snapshot.import_no}_{abs(hash(str(snapshot.root))) % 10**8}"
    within = (
        'x.shop = s.shop AND x.account = s.account AND x."from" <= s.day '
        'AND (x."to" IS NULL OR s.day < x."to")'
    )
    con.raw_sql(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT s.shop, s.account, "
        "min(s.day) AS first_day, max(s.day) AS last_day, count(DISTINCT s.day) AS days, "
        "CAST(sum(s.rows) AS BIGINT) AS rows "
        f"FROM ({' UNION ALL '.join(pieces)}) AS s "
        f"ANTI JOIN {bound} AS x ON {within} "
        f"ANTI JOIN (SELECT * FROM {internal} WHERE kind = 'internal_account') AS x ON {within} "
        "GROUP BY ALL ORDER BY ALL"
    )
    return con.table(name)


# an order id as a chat holds it: 15 to 19 digits, or the day and 15 digits
_ORDER_ID = r"(?:^|[^0-9])([0-9]{6}-[0-9]{15}|[0-9]{15,19})(?:$|[^0-9])"


def order_buyers(
    snapshot: Snapshot, con: Backend, *, first: date | None = None, last: date | None = None,
    threads: str | None = None,
) -> ir.Table:  # fmt: skip
    """(shop, order_id, buyer, route): whose chats belong to an order.

    An order whose buyer is empty, masked (*) or never wrote belongs to the buyer whose chat
    holds its order id, as a card or typed: of the last such message up to the payment, else
    of the first after it (route "order_id"). Otherwise the order's own buyer counts: route
    "nick" when that buyer has a thread, else "none". `first` and `last` leave out files of
    messages that hold no day between them; `threads` is a SELECT of (shop, buyer) of all
    threads, for who has it already.
    """
    tag = f"{snapshot.import_no}_{abs(hash(str(snapshot.root))) % 10**8}"
    chats = snapshot.sql("messages", first, last)
    con.raw_sql(
        f"CREATE OR REPLACE TEMP TABLE threads_{tag} AS SELECT DISTINCT shop, buyer "
        f"FROM ({threads or chats})"
    )
    con.raw_sql(
        f"CREATE OR REPLACE TEMP TABLE homeless_{tag} AS SELECT shop, order_id, buyer, paid_at "
        f"FROM ({snapshot.sql('orders')}) AS o ANTI JOIN (SELECT * FROM threads_{tag} "
        "WHERE NOT contains(buyer, '*')) AS t ON t.shop = o.shop AND t.buyer = o.buyer"
    )
    # texts shorter than an order id are most of a shop's chats
    con.raw_sql(
        f"CREATE OR REPLACE TEMP TABLE mentions_{tag} AS SELECT h.shop, h.order_id, "
        "arg_max(m.buyer, (m.before, m.rank, m.buyer)) AS buyer FROM (SELECT h.shop, h.order_id, "
        'm.buyer, h.paid_at IS NULL OR m."at" <= h.paid_at AS before, CASE WHEN h.paid_at IS NULL '
        'OR m."at" <= h.paid_at THEN epoch_us(m."at") ELSE -epoch_us(m."at") END AS rank '
        f'FROM homeless_{tag} AS h JOIN (SELECT shop, buyer, "at", unnest(regexp_extract_all(text, '
        f"'{_ORDER_ID}', 1)) AS order_id FROM ({chats}) WHERE length(text) >= 15 "
        f"AND (SELECT count(*) FROM homeless_{tag}) > 0) AS m "
        "ON m.shop = h.shop AND m.order_id = h.order_id) AS m "
        f"JOIN homeless_{tag} AS h ON h.shop = m.shop AND h.order_id = m.order_id GROUP BY ALL"
    )
    name = f"order_buyers_{tag}"
    con.raw_sql(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT o.shop, o.order_id, "
        "coalesce(m.buyer, o.buyer) AS buyer, CASE WHEN m.buyer IS NOT NULL THEN 'order_id' "
        "WHEN t.buyer IS NOT NULL THEN 'nick' ELSE 'none' END AS route "
        f"FROM ({snapshot.sql('orders')}) AS o "
        f"LEFT JOIN mentions_{tag} AS m ON m.shop = o.shop AND m.order_id = o.order_id "
        f"LEFT JOIN threads_{tag} AS t ON t.shop = o.shop AND t.buyer = o.buyer"
    )
    for scratch in ("threads", "homeless", "mentions"):
        con.raw_sql(f"DROP TABLE {scratch}_{tag}")
    return con.table(name)


def unmatched_orders(snapshot: Snapshot, con: Backend) -> ir.Table:
    """(shop, order_id, buyer, created_local, paid_local, amount_paid): orders without a
    matching buyer, newest first."""
    found = order_buyers(snapshot, con).get_name()
    name = f"unmatched_{snapshot.import_no}_{abs(hash(str(snapshot.root))) % 10**8}"
    con.raw_sql(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT o.shop, o.order_id, o.buyer, "
        f"o.created_local, o.paid_local, o.amount_paid FROM ({snapshot.sql('orders')}) AS o "
        f"SEMI JOIN (SELECT * FROM {found} WHERE route = 'none') AS b "
        "ON b.shop = o.shop AND b.order_id = o.order_id ORDER BY o.created_local DESC, o.order_id"
    )
    return con.table(name)

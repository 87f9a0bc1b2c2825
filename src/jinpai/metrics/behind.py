"""The rows behind a figure: what its numerator or denominator counts or adds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jinpai.metrics.answers import Col, Hit, RowsPage
from jinpai.metrics.catalogue import CATALOGUE, Metric
from jinpai.metrics.policies import PRESETS, Measure, ResponsePolicy, Unit

if TYPE_CHECKING:
    from jinpai.metrics.reading import Reading

_KEYS = [
    Col("day", "日期", "day", "day"),
    Col("account", "账号", "account"),
    Col("buyer", "买家", "buyer"),
]
COLUMNS: dict[str, list[Col]] = {
    "receptions": [
        *_KEYS,
        Col("first_local", "开始", "began", "time"),
        Col("last_local", "结束", "ended", "time"),
        Col("buyer_messages", "买家消息", "buyer messages", "count"),
        Col("human_messages", "人工消息", "agent messages", "count"),
        Col("rounds", "回合", "rounds", "count"),
        Col("unreplied", "未回复", "unreplied", "count"),
        Col("slow", "慢响应", "slow", "bool"),
        Col("missed", "漏掉", "missed", "bool"),
        Col("transferred_in", "转入", "in", "bool"),
        Col("transferred_out", "转出", "out", "bool"),
        Col("excluded", "排除原因", "excluded"),
    ],
    "rounds": [
        *_KEYS,
        Col("opened_local", "买家问", "asked", "time"),
        Col("closed_local", "客服答", "answered", "time"),
        Col("seconds", "秒", "seconds", "seconds"),
        Col("outcome", "结果", "outcome"),
    ],
    "inquiries": [
        *_KEYS,
        Col("first_local", "首条消息", "first message", "time"),
        Col("same_day", "当日付款", "paid the same day", "bool"),
        Col("next_day", "次日付款", "paid by the next day", "bool"),
        Col("final", "最终付款", "paid in the end", "bool"),
    ],
    "orders": [
        Col("order_id", "订单编号", "order"),
        Col("buyer", "买家", "buyer"),
        Col("created_local", "下单", "created", "time"),
        Col("paid_local", "付款", "paid", "time"),
        Col("worth", "金额", "amount", "yuan"),
        Col("quantity", "件数", "items", "count"),
        Col("flag", "旗", "flag", "flag"),
        Col("account", "归属", "owner"),
        Col("reason", "依据", "reason"),
    ],
    "refunds": [
        Col("refund_id", "退款编号", "refund"),
        Col("order_id", "订单编号", "order"),
        Col("buyer", "买家", "buyer"),
        Col("account", "归属", "owner"),
        Col("finished_local", "完结", "finished", "time"),
        Col("kind", "种类", "kind"),
        Col("reason", "原因", "reason"),
        Col("amount", "金额", "amount", "yuan"),
    ],
    "ratings": [
        *_KEYS,
        Col("local_at", "时间", "time", "time"),
        Col("score", "评分", "score", "count"),
    ],
    "reported": [
        Col("account", "账号", "account"),
        Col("start", "从", "from", "day"),
        Col("stop", "到", "to", "day"),
        Col("value", "数值", "value", "text"),
        Col("num", "分子", "numerator", "text"),
        Col("den", "分母", "denominator", "text"),
    ],
}

_BOUND = (
    'LEFT JOIN bound AS b ON b.shop = t.shop AND b.account = t.account AND t.bind_day >= b."from" '
    'AND (b."to" IS NULL OR t.bind_day < b."to")'
)
_USABLE = "excluded IS NULL"
_RECEPTIONS = {
    "consulted": "true",
    "receptions": _USABLE,
    "valid_receptions": f"{_USABLE} AND human_messages > 0",
    "unanswered": f"{_USABLE} AND human_messages = 0",
    "transferred_in": f"{_USABLE} AND transferred_in",
    "transferred_out": f"{_USABLE} AND transferred_out",
    "direct": f"{_USABLE} AND NOT transferred_in",
    "messages_in": f"{_USABLE} AND buyer_messages > 0",
    "messages_out": f"{_USABLE} AND human_messages > 0",
    "chars_out": f"{_USABLE} AND human_messages > 0",
    "slow": f"{_USABLE} AND slow",
    "missed_rings": f"{_USABLE} AND missed",
    "max_concurrent": _USABLE,
}
_CREATED = (
    "SELECT *, created_owner AS account, created_said_local_day AS bind_day, created_day AS day "
    "FROM credits WHERE created_owner IS NOT NULL"
)
_OWNED = (
    "SELECT *, owner AS account, said_local_day AS bind_day, paid_day AS day FROM credits "
    "WHERE owner IS NOT NULL"
)


def rows_behind(
    r: Reading, metric: str, part: str, shop: str, start: date, end: date, account: str | None,
    person: str | None, limit: int, offset: int,
) -> RowsPage:  # fmt: skip
    """Raises KeyError for a metric that the catalogue does not know."""
    m = CATALOGUE[metric]
    pieces = [
        (first, last, *_source(r, m, part, r.measure(shop=shop, day=first)))
        for first, last in _ruled(r, shop, start, end)
    ]
    kind = pieces[0][2]
    source = " UNION ALL ".join(
        f"SELECT * FROM ({sql}) WHERE day BETWEEN DATE '{first}' AND DATE '{last}'"
        for first, last, _, sql in pieces
    )
    page = _page(r, kind, source, shop, start, end, account, person, limit, offset)
    if page.total == 0:
        held = (
            'SELECT shop, account, person, "from" AS day, "from" AS start, "to" AS stop, '
            f"value, num, den FROM reported_figures WHERE metric = '{m.code}'"
        )
        told = _page(r, "reported", held, shop, start, end, account, person, limit, offset)
        if told.total:
            return told
    return page


def _ruled(r: Reading, shop: str, start: date, end: date) -> list[tuple[date, date]]:
    """The days cut where another measure comes into force."""
    starts = sorted(
        {start, *(e.first for e in r.rules.dated if e.shop == shop and start < e.first <= end)}
    )
    ends = [s - timedelta(days=1) for s in starts[1:]] + [end]
    return list(zip(starts, ends, strict=True))


def _service_day(r: Reading, column: str) -> str:
    """SQL for the service day of a wall time in a row that has `shop`."""
    branches = []
    for cut in r.rules.cuts():
        tests = [f"{column}::DATE >= DATE '{cut.first}'"] if cut.first else []
        if cut.shop is not None:
            tests.append("shop = '" + cut.shop.replace("'", "''") + "'")
        branches.append(
            f"WHEN {' AND '.join(tests) or 'true'} "
            f"THEN ({column} - INTERVAL {cut.minutes} MINUTE)::DATE"
        )
    return f"CASE {' '.join(branches)} ELSE {column}::DATE END" if branches else f"{column}::DATE"


def _source(r: Reading, m: Metric, part: str, rule: Measure) -> tuple[str, str]:
    """(kind of rows, SELECT with shop, account, day, bind_day and the kind's columns)."""
    column = m.num if part == "num" or not m.den else m.den
    if m.group == "speed" and m.policy:
        return "rounds", _rounds(PRESETS[getattr(rule, m.policy)], part)
    if m.code == "long":
        return "receptions", _receptions(f"{_USABLE} AND epoch(last_at - first_at) > {rule.long_s}")
    if column in _RECEPTIONS:
        return "receptions", _receptions(_RECEPTIONS[column])
    if column.startswith("inquir") and column != "inquiry_sales":
        test = {
            "inquiry_conversion_same_day_num": "same_day",
            "inquiry_conversion_next_day_num": "next_day",
            "inquiry_conversion_num": "final",
        }.get(column, "true")
        return "inquiries", (f"SELECT *, first_local::DATE AS bind_day FROM inquiries WHERE {test}")
    if column in ("created_orders", "created_buyers"):
        return "orders", _CREATED
    if column == "created_to_paid_num":
        return "orders", f"{_CREATED} AND paid_day <= created_day + 7"
    if column == "inquiry_sales":
        return "orders", f"{_OWNED} AND in_inquiry"
    if column in ("paid_orders", "paid_buyers", "sales", "sales_items", "credited_sales"):
        return "orders", _OWNED
    if column == "net_sales":
        return "orders", _OWNED
    if column == "assists":
        return "orders", (
            "SELECT * EXCLUDE (account, bind_day), account, paid_day AS bind_day, paid_day AS day "
            "FROM (SELECT *, unnest(assistants) AS account, NULL AS bind_day FROM credits "
            "WHERE assistants IS NOT NULL)"
        )
    if column in ("silent_sales", "shop_sales"):
        silent = "AND owner IS NULL" if column == "silent_sales" else ""
        return "orders", (
            "SELECT *, owner AS account, paid_day AS bind_day, paid_day AS day FROM credits "
            f"WHERE paid_at IS NOT NULL AND NOT paid_out {silent}"
        )
    if column in ("refund_orders", "refund_amount"):
        return "refunds", (
            "SELECT f.shop, c.owner AS account, c.said_local_day AS bind_day, c.buyer, "
            "f.day, f.refund_id, f.order_id, f.finished_local, f.kind, f.reason, f.amount "
            f"FROM (SELECT *, {_service_day(r, 'finished_local')} AS day "
            f"FROM {r.fact('refunds')}) AS f JOIN credits AS c USING (shop, order_id) "
            "WHERE f.status = 'succeeded' AND f.finished_at IS NOT NULL AND c.owner IS NOT NULL"
        )
    if column in ("satisfaction_num", "satisfaction_den"):
        good = "WHERE score >= 4" if column == "satisfaction_num" else "WHERE score IS NOT NULL"
        return "ratings", (
            "SELECT shop, account, buyer, local_at, score, local_at::DATE AS bind_day, "
            f"{_service_day(r, 'local_at')} AS day FROM {r.fact('ratings')} {good}"
        )
    if column in ("bad_reviews", "good_reviews", "reviews"):
        words = {"bad_reviews": "('bad', 'neutral')", "good_reviews": "('good')"}.get(column)
        test = f"AND v.verdict IN {words}" if words else ""
        return "orders", (
            "SELECT c.*, c.owner AS account, c.said_local_day AS bind_day, "
            f"v.day FROM credits AS c JOIN (SELECT *, {_service_day(r, 'local_at')} AS day "
            f"FROM {r.fact('reviews')}) AS v USING (shop, order_id) "
            f"WHERE c.owner IS NOT NULL {test}"
        )
    return "receptions", _receptions(_USABLE)


def _receptions(test: str) -> str:
    return f"SELECT * FROM receptions WHERE {test}"


def _rounds(policy: ResponsePolicy, part: str) -> str:
    tests = ["NOT excluded"]
    if policy.unit is Unit.FIRST_ROUND:
        tests.append("heads")
    elif policy.unit is Unit.SESSION_FIRST:
        tests.append("leads")
    if policy.hours:
        moment = "session_local" if policy.unit is Unit.SESSION_FIRST else "opened_local"
        tests.append(
            f"{moment}::TIME >= TIME '{policy.hours[0]}' AND "
            f"{moment}::TIME < TIME '{policy.hours[1]}'"
        )
    for outcome, rule in (("unreplied", policy.unreplied), ("cross_day", policy.cross_day)):
        if rule == "drop":
            tests.append(f"outcome <> '{outcome}'")
    if policy.zero_s == "drop":
        tests.append("NOT (outcome = 'replied' AND us = 0)")
    hit = f"outcome = 'replied' AND us <= {(policy.within_s or 0) * 1_000_000}"
    worst = ""
    if policy.unit is Unit.WORST_ROUND:
        # of a buyer's counted rounds of the day the one that decides
        worst = (
            "QUALIFY row_number() OVER (PARTITION BY shop, account, buyer, day ORDER BY "
            f"({hit}), us DESC NULLS FIRST, opened_at) = 1"
        )
    rows = f"SELECT * FROM rounds WHERE {' AND '.join(tests)} {worst}"
    if policy.within_s is not None and part == "num":
        rows = f"SELECT * FROM ({rows}) WHERE {hit}"
    return rows


_ORDER = {
    "receptions": "day DESC, first_local DESC",
    "rounds": "us DESC NULLS FIRST, opened_local",
    "inquiries": "first_local DESC",
    "orders": "coalesce(paid_local, created_local) DESC, order_id",
    "refunds": "finished_local DESC, refund_id",
    "ratings": "score, local_at",
    "reported": "account, start",
}


def _page(
    r: Reading, kind: str, source: str, shop: str, start: date, end: date, account: str | None,
    person: str | None, limit: int, offset: int,
) -> RowsPage:  # fmt: skip
    where, values = ["t.shop = ?", "t.day BETWEEN ? AND ?"], [shop, start, end]
    if account is not None:
        where.append("t.account = ?")
        values.append(account)
    if person is not None:
        where.append("person = ?")
        values.append(person)
    join = "" if kind == "reported" else _BOUND
    who = "" if kind == "reported" else ", b.person"
    body = f"FROM ({source}) AS t {join} WHERE {' AND '.join(where)}"
    total = r.fetch(f"SELECT count(*) AS n {body}", values)[0]["n"]
    listed = ", ".join(f"t.{c.code}" for c in COLUMNS[kind] if c.code != "seconds")
    extra = ", t.us" if kind == "rounds" else ""
    rows = r.fetch(
        f"SELECT t.shop, {listed}{extra}{who} {body} "
        f"ORDER BY {_ORDER[kind]} LIMIT {int(limit)} OFFSET {int(offset)}",
        values,
    )
    for row in rows:
        if "us" in row:
            us = row.pop("us")
            row["seconds"] = None if us is None else Decimal(us) / 1_000_000
    return RowsPage(kind, COLUMNS[kind], rows, total)


def receptions(
    r: Reading, shop: str, start: date, end: date, account: str | None, person: str | None,
    buyer: str | None, tests: Sequence[str], limit: int, offset: int,
) -> RowsPage:  # fmt: skip
    """Receptions under fixed tests; `buyer` exactly."""
    test = " AND ".join(["true", *tests])
    source = _receptions(test)
    if buyer is not None:
        source += " AND buyer = '" + buyer.replace("'", "''") + "'"
    return _page(r, "receptions", source, shop, start, end, account, person, limit, offset)


def find(r: Reading, text: str, shop: str | None, limit: int) -> list[Hit]:
    """Orders by the beginning of their id (4 characters or more), buyers by exact nick,
    accounts by any part."""
    if not text:
        return []
    in_shop = "AND shop = ?" if shop else ""
    more: list[Any] = [shop] if shop else []
    hits: list[Hit] = []
    if len(text) >= 4:
        hits += [
            Hit("order", x["shop"], x["order_id"], x["order_id"], x["day"], x["account"])
            for x in r.fetch(
                "SELECT shop, order_id, created_day AS day, owner AS account FROM credits "
                f"WHERE starts_with(order_id, ?) {in_shop} ORDER BY created_at DESC LIMIT ?",
                [text, *more, limit],
            )
        ]
    hits += [
        Hit("buyer", x["shop"], x["buyer"], x["buyer"], x["day"], x["account"])
        for x in r.fetch(
            "SELECT shop, buyer, max(day) AS day, arg_max(account, day) AS account "
            f"FROM receptions WHERE buyer = ? {in_shop} GROUP BY shop, buyer LIMIT ?",
            [text, *more, limit],
        )
    ]
    hits += [
        Hit("account", x["shop"], x["account"], x["account"], x["day"], x["account"])
        for x in r.fetch(
            "SELECT shop, account, max(day) AS day FROM day_figures WHERE account IS NOT NULL "
            f"AND contains(lower(account), lower(?)) {in_shop} GROUP BY shop, account "
            "ORDER BY account LIMIT ?",
            [text, *more, limit],
        )
    ]
    return hits[:limit]

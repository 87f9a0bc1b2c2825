"""Nasty tiny shops: a few buyers, two or three accounts, every edge of the rules close by.

Many of them go into one load: a tiny shop is told from the others by the prefix of its accounts,
buyers and orders, and stands in one of a few real shops, each with a measure of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

Row = dict[str, Any]
ADVERTS = ("刷信誉找我", "代写好评")

# seconds between neighbouring messages: both sides of every limit
STEPS = (
    [0] * 6 + [1, 1, 2, 5, 20, 29, 30, 31, 44, 45, 46, 59, 60, 99, 100, 101, 179, 180, 181]
    + [599, 600, 601, 1199, 1799, 1800, 1801, 3600, 7200, 6 * 3600, 11 * 3600, 20 * 3600]
    + [86399, 86400, 86401, 2 * 86400, 2 * 86400 + 1]
)  # fmt: skip
LIMITS = (30, 45, 60, 100, 180, 600, 600, 600, 1800)
HOUR = 3600
# seconds from a message to an order's creation
OFFSETS = (
    *(-1, 0, 0, 0, 1, 1, 60, 60, HOUR, HOUR, 24 * HOUR - 1, 24 * HOUR, 24 * HOUR + 1),
    *(48 * HOUR - 1, 48 * HOUR, 48 * HOUR, 48 * HOUR + 1, 72 * HOUR),
    *(-HOUR, -24 * HOUR, -72 * HOUR, -72 * HOUR - 1),
)
# clocks near which something changes
ANCHORS = (
    "23:59:00", "23:59:59", "00:00:00", "00:00:01", "03:59:59", "04:00:00", "07:59:59", "08:00:00",
    "08:59:59", "09:00:00", "10:00:00", "14:30:00", "22:59:59", "23:00:00", "23:58:30",
)  # fmt: skip
DAY_CUTS = (None, None, "04:00", "04:00", "06:30")


@dataclass
class TinyShop:
    code: str  # prefix of its accounts, buyers and orders
    shop: str
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def __str__(self) -> str:
        lines = [f"tiny shop {self.code} in {self.shop}"]
        for table, rows in self.tables.items():
            for row in rows:
                cells = " ".join(f"{k}={v}" for k, v in row.items() if v not in (None, ""))
                lines.append(f"  {table}: {cells}")
        return "\n".join(lines)


def anchor(random: Random, around: datetime | None = None) -> datetime:
    base = around or datetime(2026, 3, random.randint(1, 4))
    clock = datetime.strptime(random.choice(ANCHORS), "%H:%M:%S").time()
    return datetime.combine(base.date(), clock)


def tiny_shop(random: Random, number: int, shop: str) -> TinyShop:
    code = f"c{number:04d}"
    accounts = [f"{code}{letter}" for letter in "ABC"[: random.randint(2, 3)]]
    buyers = [f"{code}{letter}" for letter in "xy"[: random.randint(1, 2)]]
    tiny = TinyShop(code, shop)
    messages = tiny.tables["messages"] = []
    for buyer in buyers:
        tell = random.choice((talk, script))
        messages += tell(random, shop, accounts, buyer)
    if number % 6 == 5:  # some platforms write fractions of a second
        for message in messages:
            message["at"] += timedelta(microseconds=random.choice((0, 0, 1, 500_000)))
    if random.random() < 0.3:
        random.shuffle(messages)
    else:
        messages.sort(key=lambda m: m["at"])
    orders = tiny.tables["orders"] = []
    for buyer in buyers:
        theirs = [m for m in messages if m["buyer"] == buyer]
        spoken = [m for m in theirs if m["sender"] == random.choice(("agent", "agent", "buyer"))]
        instants = [m["at"] for m in (spoken or theirs)]
        for _ in range(random.choice((0, 1, 1, 2, 3))):
            orders.append(order(random, tiny, buyer, instants, len(orders)))
    tiny.tables["refunds"] = [
        refund(random, tiny, random.choice(orders), n)
        for n in range(random.choice((0, 0, 1, 2)) if orders else 0)
    ]
    tiny.tables["ratings"] = [
        {
            "shop": shop,
            "account": random.choice(accounts),
            "buyer": random.choice(buyers),
            "at": anchor(random) + timedelta(seconds=n),
            "score": random.randint(1, 5),
        }
        for n in range(random.choice((0, 0, 1, 2)))
    ]
    return tiny


def tempo(random: Random) -> list[int]:
    """Seconds between this talk's messages: close around one limit, or of every length."""
    if random.random() < 0.4:
        limit = random.choice(LIMITS)
        return [0, 0, 1, 20, limit - 1, limit, limit, limit + 1]
    slowest = random.choice((31, 181, 601, 3600, 3 * 86400))
    return [step for step in STEPS if step <= slowest]


# Who does what, one after another: b = buyer writes, h = human answers, t = transfers to the
# account named after it, r = robot; "/" = the next day begins. Digits are accounts.
MOTIFS = (
    "b0 b1 t01 h1",
    "b1 b0 t01 h1 h0",
    "b0 b1 h1 t01 h1 b1",
    "b1 / b0 t01 h1",
    "b1 / b0 h0 t01 h1",
    "b0 t01 t10 h0 b0 h0",
    "b0 t01 h1 t10 b0 h0",
    "b0 t01 / h1",
    "b0 t01 / b0 h1 h0",
    "b0 / t01 h1 h0",
    "h0 b0 h0 b1 h1 b1 h1",
    "b0 h0 b0 h0 b1 h1",
    "b1 h1 b0 h0 b0 h0 / b1 h1 b1 h1",
    "b0 h0 / b0 b0 h0 b1 b1 h1",
    "b1 h1 / b0 b0 h0 b1 b1 h1",
    "b0 h0 h1 b1 / b1 h1",
    "r0 b0 t01 t1- h1 b1",
    "b0 t00 h0 t0- b0",
)


def script(random: Random, shop: str, accounts: list[str], buyer: str) -> list[Row]:
    """One motif with random pauses; now and then a line of it is missing."""
    at = anchor(random)
    steps = tempo(random)
    out: list[Row] = []
    one, two = random.sample(accounts, 2)
    who = {"0": one, "1": two, "-": None}
    for n, word in enumerate(random.choice(MOTIFS).split()):
        if word == "/":
            at = max(at, anchor(random, at + timedelta(days=1)))
            continue
        at += timedelta(seconds=random.choice(steps))
        row = {
            "shop": shop, "account": who[word[1]], "buyer": buyer, "at": at, "sender": "agent",
            "kind": "text", "text": f"话{n}", "to_account": None,
        }  # fmt: skip
        if word[0] == "t":
            row |= {"kind": "transfer", "text": "", "to_account": who[word[2]]}
        else:
            row["sender"] = {"b": "buyer", "h": "agent", "r": "robot"}[word[0]]
        if random.random() > 0.05:
            out.append(row)
    return out or talk(random, shop, accounts, buyer)


def talk(random: Random, shop: str, accounts: list[str], buyer: str) -> list[Row]:
    """One buyer's messages with all accounts, in the order of time."""
    at = anchor(random)
    account = accounts[0]
    out: list[Row] = []
    # with one account after another, now and then with another, or with all at once
    wander = random.choice((0.05, 0.1, 0.3, 0.7))
    moves = random.choice((0.05, 0.15, 0.35))
    overnight = random.choice((0.05, 0.05, 0.25))
    steps = tempo(random)
    for n in range(random.randint(1, 12)):
        if n:
            at += timedelta(seconds=random.choice(steps))
            if random.random() < overnight:
                at = max(at, anchor(random, at + timedelta(days=random.randint(0, 1))))
        if random.random() < wander:
            account = random.choice(accounts)
        row = {
            "shop": shop, "account": account, "buyer": buyer, "at": at,
            "sender": "buyer", "kind": "text", "text": f"话{n}", "to_account": None,
        }  # fmt: skip
        if random.random() < moves:
            target = random.choice([*accounts, *accounts, None])
            sender = random.choice(("agent", "agent", "system", "robot"))
            row |= {"sender": sender, "kind": "transfer", "text": "", "to_account": target}
            if target is not None and random.random() < 0.7:
                account = target
        else:
            kind = random.random()
            if kind < 0.47:
                row["sender"] = "buyer"
            elif kind < 0.86:
                row["sender"] = "agent"
            elif kind < 0.93:
                row["sender"] = "robot"
            elif kind < 0.96:
                row["sender"] = "system"
            else:
                row["sender"], row["kind"] = random.choice(("agent", "robot")), "mass"
        if row["kind"] == "text":
            odd = random.random()
            if odd < 0.06:
                row["text"] = ""
            elif odd < 0.10:
                row["text"] = f"@{row['text']}"
            elif odd < 0.14:
                row["text"] = random.choice(ADVERTS)
            elif odd < 0.18:
                row["kind"], row["text"] = "image", ""
        out.append(row)
    return out


def order(random: Random, tiny: TinyShop, buyer: str, instants: list[datetime], number: int) -> Row:
    offset = random.choice(OFFSETS)
    created = random.choice(instants) + timedelta(seconds=offset)
    if random.random() < 0.15:
        created = anchor(random, created)
    paid: datetime | None
    chance = random.random()
    if chance < 0.15:
        paid = None
    elif chance < 0.6:
        wait = random.choice((0, 1, 6, 60, HOUR, 5 * HOUR, 24 * HOUR, 48 * HOUR, 48 * HOUR + 1))
        paid = created + timedelta(seconds=wait)
    elif chance < 0.85:
        after = timedelta(seconds=random.choice((0, 0, 1, 48 * HOUR, 72 * HOUR)))
        paid = max(created, random.choice(instants) + after)
    else:
        later = created + timedelta(days=random.choice((1, 2, 3, 4, 7, 8)))
        paid = max(created, anchor(random, later))
    return {
        "shop": tiny.shop,
        "order_id": f"{tiny.code}-o{number}",
        "buyer": buyer,
        "created_at": created,
        "deposit_paid_at": created if random.random() < 0.1 else None,
        "paid_at": paid,
        "amount_paid": Decimal(random.randint(1, 99999)) / 100 if paid else None,
        "postage": random.choice((None, Decimal("0.00"), Decimal("8.50"))),
        "quantity": random.randint(1, 3),
        "flag": random.choice((None, None, None, None, "green", "red")),
    }


def refund(random: Random, tiny: TinyShop, of: Row, number: int) -> Row:
    opened = (of["paid_at"] or of["created_at"]) + timedelta(hours=random.choice((0, 1, 30)))
    finished = random.choice((None, opened, anchor(random, opened + timedelta(days=1))))
    return {
        "shop": tiny.shop,
        "refund_id": f"{tiny.code}-r{number}",
        "order_id": of["order_id"],
        "opened_at": opened,
        "finished_at": finished,
        "kind": random.choice(("refund", "return", "exchange", "reship")),
        "amount": Decimal(random.randint(1, 5000)) / 100,
        "status": random.choice(
            ("succeeded", "succeeded", "open", "closed", "refused") if finished else ("open",)
        ),
    }


def measure(random: Random, shop_number: int, codes: list[str]) -> dict[str, Any]:
    """A measure section with random switches. Shop 0 keeps every default."""
    if shop_number == 0:
        return {}

    def maybe(value: Any, default: Any, chance: float = 0.3) -> Any:
        return value if random.random() < chance else default

    averages = ("chitu_average", "taobao_average", "douyin_average")
    some = [f"{code}{random.choice('ABC')}" for code in codes if random.random() < 0.15]
    others = [f"{code}{random.choice('ABC')}" for code in codes if random.random() < 0.15]
    return {
        "day_cut": maybe(random.choice(("00:00", "04:00", "06:30")), None),
        "service_from": maybe("09:00", "08:00"),
        "service_to": maybe(random.choice(("18:00", "24:00")), "23:00"),
        "average_response": averages[shop_number % 3],
        "within_3min": ("taobao_3min", "pdd_3min")[shop_number % 2],
        "first_30s": ("jd_first30", "xhs_45s")[shop_number % 5 == 1],
        "slow_rounds": maybe(2, 1),
        "slow_s": maybe(30, 100),
        "long_s": maybe(600, 1800),
        "missed_after_s": maybe(60, 180),
        "after_sale_days": random.choice((0, 1, 3, 3)),
        "inquiry_window_days": random.choice((1, 2, 2, 3)),
        "payment_tail_days": random.choice((0, 1, 2, 2)),
        "judgment": ("created", "paid", "order_first")[shop_number // 2 % 3],
        "tie": ("latest", "first", "most_rounds")[shop_number % 3],
        "credit_window_hours": random.choice((24, 48, 48, 72)),
        "deduct_postage": shop_number % 2 == 1,
        "exclusions": {
            "no_buyer_message": random.random() < 0.7,
            "empty_texts": random.random() < 0.7,
            "internal_accounts": random.random() < 0.7,
            "internal": some,
            "forwarded_after": random.choice((None, None, 0, 1)),
            "single_buyer_line": random.random() < 0.25,
            "advert_texts": random.choice(([], [ADVERTS[0]], [ADVERTS[1]], list(ADVERTS))),
            "advert_lines": random.choice((2, 3, 5)),
            "after_sale_accounts": random.random() < 0.3,
            "after_sale": others,
        },
    }


Measures = list[tuple[date, dict[str, Any]]]
LONG_AGO = date(2020, 1, 1)


@dataclass
class Town:
    """Shops with their measures, day cuts and rulings, each full of tiny shops."""

    tiny: list[TinyShop]
    measures: dict[str, Measures]
    day_cuts: dict[str, str | None]
    rulings: list[Row] = field(default_factory=list)

    def tables(self) -> dict[str, list[Row]]:
        out: dict[str, list[Row]] = {n: [] for n in ("messages", "orders", "refunds", "ratings")}
        for tiny in self.tiny:
            for name, rows in tiny.tables.items():
                out[name] += rows
        for shop in self.measures:
            for name, row in ballast(shop).items():
                out[name].append(row)
        return out


def ballast(shop: str) -> dict[str, Row]:
    """A row of every table long after, so that no shop lacks a table: what a shop has no facts
    for is unknown, not zero."""
    at = datetime(2026, 5, 1, 12)
    return {
        "messages": {
            "shop": shop, "account": "zz", "buyer": "zz", "at": at, "sender": "robot",
            "kind": "text", "text": "话", "to_account": None,
        },
        "orders": {
            "shop": shop, "order_id": "zz", "buyer": "zz", "created_at": at,
            "deposit_paid_at": None, "paid_at": None, "amount_paid": None, "postage": None,
            "quantity": 1, "flag": None,
        },
        "refunds": {
            "shop": shop, "refund_id": "zz", "order_id": "zz", "opened_at": at,
            "finished_at": None, "kind": "refund", "amount": Decimal("1.00"), "status": "open",
        },
        "ratings": {"shop": shop, "account": "zz", "buyer": "zz", "at": at, "score": 3},
    }  # fmt: skip


def town(seed: int, *, shops: int, each: int) -> Town:
    random = Random(seed)
    tiny: list[TinyShop] = []
    measures: dict[str, Measures] = {}
    cuts: dict[str, str | None] = {}
    rulings: list[Row] = []
    for number in range(shops):
        shop = f"S{number:02d}"
        numbers = range(number * each, (number + 1) * each)
        cuts[shop] = DAY_CUTS[number % len(DAY_CUTS)]
        here = [tiny_shop(random, n, shop) for n in numbers]
        tiny += here
        codes = [t.code for t in here]
        measures[shop] = [(LONG_AGO, measure(random, number, codes))]
        if number % 4 == 3:
            later = measure(random, number + 1, codes)
            later["day_cut"] = measures[shop][0][1].get("day_cut")
            measures[shop].append((date(2026, 3, 3), later))
        rulings += [r for t in here if random.random() < 0.1 for r in decisions(random, t)]
    return Town(tiny, measures, cuts, rulings)


def decisions(random: Random, tiny: TinyShop) -> list[Row]:
    """A ruling or two on a tiny shop's accounts, receptions or orders."""
    message = random.choice(tiny.tables["messages"])
    account, day = f"{tiny.shop}/{message['account']}", message["at"].date()
    out: list[Row] = []
    for kind in random.sample(("internal_account", "after_sale_account", "exclusion", "flag"), 2):
        value: Row = {}
        subject = account
        if kind == "exclusion":
            subject = f"{account}/{message['buyer']}/{day}"
        elif kind == "flag":
            if not tiny.tables["orders"]:
                continue
            subject = f"{tiny.shop}/{random.choice(tiny.tables['orders'])['order_id']}"
            value = {"flag": random.choice(("green", "red"))}
        out.append({"kind": kind, "subject": subject, "value": value, "at": datetime(2026, 6, 1)})
    return out

"""The fact tables: names, types and keys, in one place.

Every lake table has the columns listed here, then the system columns:

    source     text   sha256 of the file the row came from ("ruling" for decisions)
    line       int    line in that file, 1-based, header included
    as_of      time   when the source was exported, shop's wall time
    import_no  int    the import that last wrote the row
    versions   int    how many versions of this key are known (1: the row is the only one)

A column of kind TIME in the exchange format becomes two lake columns, both without
zone: `<name>` is UTC and `<name less _at>_local` is the shop's wall time. `messages.at`
becomes `at` and `local_at`; tables with a `day_from` also carry `local_day`, the
calendar day of that wall time. Text is NFC and trimmed, money is yuan with two places.

Source: design 3-metrics §1 and §7.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    TEXT = "text"
    INT = "int"
    MONEY = "money"  # decimal(18, 2), yuan
    NUMBER = "number"  # decimal(28, 8): reported figures, hours
    TIME = "time"  # two lake columns: UTC and the shop's wall time
    DAY = "day"
    CLOCK = "clock"  # HH:MM
    BOOL = "bool"


@dataclass(frozen=True)
class Column:
    name: str
    kind: Kind = Kind.TEXT
    words: tuple[str, ...] = ()  # the only values allowed, if any

    @property
    def local(self) -> str:
        """Name of the wall-time twin of a TIME column."""
        if self.name == "at":
            return "local_at"
        if self.name in ("from", "to", "in", "out"):
            return f"{self.name}_local"
        return self.name.removesuffix("_at") + "_local"


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    day_from: str | None = None  # the column that says on which day the row happened
    zh: str = ""
    en: str = ""

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)

    @property
    def has_shop(self) -> bool:
        return self.columns[0].name == "shop"


FLAGS = ("grey", "red", "yellow", "green", "blue", "purple")
SENDERS = ("buyer", "agent", "robot", "system")
MESSAGE_KINDS = ("text", "image", "card", "order_card", "transfer", "mass")
REFUND_KINDS = ("refund", "return", "exchange", "reship")
REFUND_STATUS = ("open", "succeeded", "closed", "refused")
VERDICTS = ("good", "neutral", "bad")
PRESENCE = ("online", "busy", "away", "offline")
DISPUTE_KINDS = ("complaint", "platform_case", "penalty")
PARCEL_PROBLEMS = ("stuck", "lost", "damaged", "refused")
PLATFORMS = ("taobao", "tmall", "jd", "pdd", "douyin", "1688", "xhs", "kuaishou", "weixin", "own")


def _columns(spec: str) -> tuple[Column, ...]:
    """'shop at:time sender:text' → columns; a word without kind is text."""
    out = []
    for word in spec.split():
        name, _, kind = word.partition(":")
        out.append(Column(name, Kind(kind or "text")))
    return tuple(out)


def _table(
    name: str,
    spec: str,
    key: str,
    day_from: str | None = None,
    zh: str = "",
    en: str = "",
    **words: tuple[str, ...],
) -> Table:
    columns = tuple(
        Column(c.name, c.kind, words[c.name]) if c.name in words else c for c in _columns(spec)
    )
    return Table(name, columns, tuple(key.split()), day_from, zh, en)


MESSAGES = _table(
    "messages",
    "shop account buyer at:time sender kind text id to_account",
    # with an id the id is the key; without one the whole row and its ordinal among equals
    "shop id account buyer at sender kind text ordinal",
    "at",
    "聊天消息",
    "chat messages",
    sender=SENDERS,
    kind=MESSAGE_KINDS,
)
ORDERS = _table(
    "orders",
    "shop order_id buyer created_at:time deposit_paid_at:time paid_at:time shipped_at:time "
    "signed_at:time completed_at:time closed_at:time close_reason amount_due:money "
    "deposit_amount:money amount_paid:money postage:money quantity:int remark flag "
    "freight_insured:bool",
    "shop order_id",
    "created_at",
    "订单",
    "orders",
    flag=FLAGS,
)
ORDER_LINES = _table(
    "order_lines",
    "shop order_id line_id product sku title quantity:int amount:money",
    "shop order_id line_id",
    None,
    "订单宝贝",
    "order lines",
)
REFUNDS = _table(
    "refunds",
    "shop refund_id order_id opened_at:time finished_at:time kind reason amount:money status "
    "handler return_waybill",
    "shop refund_id",
    "opened_at",
    "退款",
    "refunds",
    kind=REFUND_KINDS,
    status=REFUND_STATUS,
)
SHIPMENTS = _table(
    "shipments",
    "shop order_id waybill courier shipped_at:time last_event last_event_at:time "
    "signed_at:time problem",
    "shop order_id waybill",
    "shipped_at",
    "物流",
    "shipments",
    problem=PARCEL_PROBLEMS,
)
RATINGS = _table(
    "ratings",
    "shop account buyer at:time score:int",
    "shop account buyer at",
    "at",
    "接待评价",
    "reception ratings",
)
REVIEWS = _table(
    "reviews",
    "shop order_id at:time verdict text",
    "shop order_id at",
    "at",
    "商品评价",
    "reviews",
    verdict=VERDICTS,
)
DISPUTES = _table(
    "disputes",
    "shop dispute_id order_id opened_at:time deadline:time kind result points:number fault",
    "shop dispute_id",
    "opened_at",
    "投诉纠纷",
    "disputes",
    kind=DISPUTE_KINDS,
)
PRESENCE_TABLE = _table(
    "presence",
    "shop account from:time to:time state",
    "shop account from",
    "from",
    "在线状态",
    "presence",
    state=PRESENCE,
)
CLOCKINGS = _table(
    "clockings",
    "person day:day shift in:time out:time result leave hours:number",
    "person day in",
    "day",
    "考勤",
    "clockings",
)
ADS = _table(
    "ads",
    "shop day:day plan impressions:int clicks:int cost:money orders:int",
    "shop day plan",
    "day",
    "推广",
    "advertising",
)
TRAFFIC = _table(
    "traffic",
    "shop day:day product visitors:int views:int buyers:int",
    "shop day product",
    "day",
    "流量",
    "traffic",
)
CAMPAIGNS = _table(
    "campaigns",
    "shop name from:time to:time products teaser",
    "shop name",
    "from",
    "活动",
    "campaigns",
)
MANUAL = _table(
    "manual",
    "person day:day metric value:number evidence entered_by",
    "person day metric",
    "day",
    "手工指标",
    "figures entered by hand",
)
REPORTED = _table(
    "reported",
    "shop account from:day to:day metric value:number num:number den:number",
    "shop account from to metric",
    "from",
    "平台报表",
    "figures the platform computed",
)
SHOPS = _table(
    "shops", "shop platform name timezone day_cut:clock", "shop", None, "店铺", "shops",
    platform=PLATFORMS,
)  # fmt: skip
PEOPLE = _table(
    "people",
    "person from:day name role group level base_pay:money hired_on:day left_on:day",
    "person from",
    "from",
    "人员",
    "people",
)
ACCOUNTS = _table(
    "accounts",
    "shop account person from:day to:day",
    "shop account from",
    "from",
    "子账号绑定",
    "accounts bound to people",
)
RULINGS = _table(
    "rulings",
    "kind subject from:day to:day value reason signed_by at:time",
    "kind subject from",
    "from",
    "裁定",
    "people's decisions that figures read",
)

EXCHANGE: tuple[Table, ...] = (
    SHOPS, ACCOUNTS, PEOPLE, MESSAGES, ORDERS, ORDER_LINES, REFUNDS, SHIPMENTS, RATINGS,
    REVIEWS, DISPUTES, PRESENCE_TABLE, CLOCKINGS, ADS, TRAFFIC, CAMPAIGNS, MANUAL, REPORTED,
)  # fmt: skip
"""Tables of the exchange format (design 3-metrics §7), in the order in which a batch is read:
shops and accounts first, so that the rest finds its time zone."""

TABLES: dict[str, Table] = {t.name: t for t in (*EXCHANGE, RULINGS)}

RULING_KINDS = {
    # subject is "shop/account" unless said otherwise; value is JSON
    "binding": 'account bound to a person: value {"person": "P1"} from [from, to)',
    "internal_account": "account is internal: its receptions are excluded",
    "after_sale_account": "account handles after-sales",
    "flag": 'order flag set here: subject "shop/order_id", value {"flag": "green"}',
    "exclusion": 'reception excluded by hand: subject "shop/account/buyer/YYYY-MM-DD"',
    "dispute": "an accepted dispute: value says what it changes",
    "measure": 'the measure section in force from a day: subject "shop", value = the document',
    "person": 'a person added or changed here: subject "person", value = the people columns',
    "shop": 'a shop added or changed here: subject "shop", value = the shops columns',
    "complete": 'a table declared complete: subject "shop/table", from..to (inclusive) days',
}

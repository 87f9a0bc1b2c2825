"""What the reading room answers with: plain rows, Decimal money, None for what is not known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

Number = Decimal | int
Status = Literal["final", "provisional", "partial"]


@dataclass(frozen=True)
class Shop:
    code: str
    name: str
    platform: str
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True)
class Figure:
    """One metric of one row of the grain; keys outside the grain are None. The shop is None only
    in figures added across shops."""

    shop: str | None
    account: str | None
    person: str | None
    day: date | None
    metric: str
    num: Number | None
    den: Number | None
    value: Decimal | None
    status: Status
    source: Literal["computed", "reported"]
    approximate: bool = False  # a reported rate weighted without its denominator


@dataclass(frozen=True)
class HourCell:
    weekday: int  # 0 = Monday
    hour: int  # shop's wall time
    receptions: int  # begun in this hour
    rounds: int  # opened in this hour and answered the same day
    seconds: Decimal  # of those rounds
    missed: int  # rounds opened here, unreplied, cross-day or late


@dataclass(frozen=True)
class FunnelStep:
    code: str
    zh: str
    en: str
    value: int | None
    metric: str | None


@dataclass(frozen=True)
class Col:
    code: str
    zh: str
    en: str
    type: Literal["text", "time", "day", "count", "yuan", "seconds", "bool", "flag"] = "text"


@dataclass(frozen=True)
class RowsPage:
    kind: str  # receptions | rounds | inquiries | orders | refunds | ratings | reported
    columns: list[Col]
    rows: list[dict[str, Any]]
    total: int


@dataclass(frozen=True)
class MessageView:
    local_at: datetime
    sender: str
    kind: str
    text: str
    to_account: str | None
    account: str
    round_no: int | None = None  # the round of this reception that this line opens or closes
    opens: bool = False
    closes: bool = False
    seconds: Decimal | None = None  # on the closing line
    new_session: bool = False
    mass: bool = False


@dataclass(frozen=True)
class RoundView:
    no: int
    opened_local: datetime
    closed_local: datetime | None
    seconds: Decimal | None
    outcome: str  # replied | cross_day | unreplied
    moved_in: bool


@dataclass(frozen=True)
class ReceptionView:
    head: dict[str, Any]
    messages: list[MessageView]
    rounds: list[RoundView]
    sessions: list[tuple[datetime, datetime]]
    inquiry: dict[str, Any] | None


@dataclass(frozen=True)
class Candidate:
    """An account that wrote to the buyer around the order, and why it has the credit or not."""

    account: str
    local_at: datetime
    text: str
    day: date
    usable: bool
    why_zh: str
    why_en: str


@dataclass(frozen=True)
class OrderView:
    order: dict[str, Any]
    lines: list[dict[str, Any]]
    refunds: list[dict[str, Any]]
    versions: list[dict[str, Any]]
    credit: dict[str, Any] | None
    sentence_zh: str
    sentence_en: str
    assistants: list[str]
    candidates: list[Candidate]
    receptions: list[dict[str, Any]]


@dataclass(frozen=True)
class Hit:
    kind: Literal["order", "buyer", "account"]
    shop: str
    code: str
    label: str
    day: date | None = None
    account: str | None = None


@dataclass(frozen=True)
class MissedLoss:
    account: str
    missed: int
    wasted: Decimal | None  # advertising wasted
    lost_sales: Decimal | None  # sales not made


@dataclass(frozen=True)
class RingValue:
    clicks: int | None
    cost: Decimal | None
    ad_orders: int | None
    ppc: Decimal | None
    click_conversion: Decimal | None
    inquiry_conversion: Decimal | None
    aov: Decimal | None
    ring_cost: Decimal | None
    missed: int
    wasted: Decimal | None
    lost_sales: Decimal | None
    accounts: list[MissedLoss]
    missing: list[str] = field(default_factory=list)  # tables or figures that are not there


@dataclass(frozen=True)
class ReconcileRow:
    account: str
    from_: date
    to: date
    metric: str
    computed: Decimal | None
    reported: Decimal | None
    difference: Decimal | None


@dataclass(frozen=True)
class TableHealth:
    table: str
    zh: str
    en: str
    rows: int
    first_day: date | None
    last_day: date | None
    as_of: datetime | None
    version: int


@dataclass(frozen=True)
class Health:
    tables: list[TableHealth]
    orders: int
    unmatched_orders: int  # no chat thread of their buyer
    unknown_accounts: list[str]
    provisional_days: list[date]
    excluded: dict[str, int]  # reason → receptions
    fresh: bool  # the figures are of the newest facts


@dataclass(frozen=True)
class Moved:
    metric: str
    account: str
    before: Figure | None
    after: Figure | None

"""Orders: lists by what they count for, and one order with the reasons for its credit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from .. import showing
from ..scope import Scope, said
from ..tables import Table
from . import names
from .metric import judgment_words
from .rows import PAGE, flag_words, reception_href, refund_words, rows_table

KINDS = {
    "paid": "paid_orders",
    "created": "created_orders",
    "silent": "silent_sales",
    "assisted": "assists",
    "refunded": "refund_orders",
}


def kind_names(scope: Scope) -> list[tuple[str, str]]:
    kinds = [
        ("paid", _("付款的")),
        ("created", _("拍下的")),
        ("assisted", _("协助的")),
        ("refunded", _("退款的")),
    ]
    if scope.sees_team:
        kinds.insert(2, ("silent", _("静默的")))
    return kinds


def orders_table(
    scope: Scope,
    *,
    kind: str,
    account: str | None,
    person: str | None,
    offset: int,
    limit: int = PAGE,
) -> Table:
    page = scope.reading.rows_behind(
        metric=KINDS[kind],
        part="num",
        shop=scope.code,
        start=scope.period.start,
        end=scope.period.end,
        account=account,
        person=person if scope.sees_team else scope.own,
        limit=limit,
        offset=offset,
    )
    return rows_table(scope, page, name=f"orders-{kind}", caption=_("订单"), offset=offset)


@dataclass(frozen=True)
class Moment:
    """One point of an order's story."""

    at: datetime
    what: str
    text: str = ""
    who: str = ""
    href: str = ""
    tone: str = ""  # "now" the deciding message, "ok" creation and payment, "past" unusable


@dataclass(frozen=True)
class Judgment:
    code: str
    title: str
    owner: str
    href: str
    in_force: bool


@dataclass(frozen=True)
class OrderPage:
    view: Any
    buyer: str
    sentence: str
    story: list[Moment]
    judgments: list[Judgment]
    deciding: dict[str, Any] | None
    candidates: list[dict[str, Any]]
    assistants: list[tuple[str, str]]
    receptions: list[dict[str, Any]]
    facts: list[tuple[str, str]]
    lines: list[dict[str, Any]]
    refunds: list[dict[str, Any]]
    versions: list[tuple[str, list[tuple[str, str]]]]


MILESTONES = ("created", "deposit_paid", "paid", "shipped", "signed", "completed", "closed")


def milestone_words() -> dict[str, str]:
    return {
        "created": _("拍下"),
        "deposit_paid": _("付定金"),
        "paid": _("付款"),
        "shipped": _("发货"),
        "signed": _("签收"),
        "completed": _("交易成功"),
        "closed": _("关闭"),
    }


def field_words() -> dict[str, str]:
    return {
        "amount_due": _("应付"), "deposit_amount": _("定金"), "amount_paid": _("实付"),
        "postage": _("邮费"), "quantity": _("件数"), "remark": _("备注"), "flag": _("插旗"),
        "close_reason": _("关闭原因"), "freight_insured": _("运费险"), "buyer": _("买家"),
        "import_no": _("导入批次"), "as_of": _("导出时间"), "source": _("来源文件"),
        "line": _("行号"), "versions": _("版本数"),
        **{f"{k}_local": v for k, v in milestone_words().items()},
    }  # fmt: skip


MONEY = ("amount_due", "deposit_amount", "amount_paid", "postage", "amount")


def shown(scope: Scope, buyer: str | None, code: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if code == "buyer":
        return scope.name_of_buyer(value)
    if code == "source":
        return str(value)[:12]
    if code == "flag":
        return flag_words(value) or ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if code in MONEY:
        return showing.text(value, "fen")
    text = (
        showing.text(value, "count")
        if isinstance(value, int)
        else str(showing.text(value, "text") if isinstance(value, datetime) else value)
    )
    if buyer and buyer in text:
        text = text.replace(buyer, scope.name_of_buyer(buyer))
    return text


def owners_of(credit: dict[str, Any]) -> dict[str, str | None]:
    """The owner by each judgment, under whichever name the credit row has it."""
    out: dict[str, str | None] = {}
    for judgment in ("order_first", "created", "paid"):
        for name in (f"owner_{judgment}", f"{judgment}_owner", judgment):
            if name in credit:
                out[judgment] = credit[name]
                break
    return out


def deciding_message(
    scope: Scope, credit: dict[str, Any], buyer: str | None
) -> dict[str, Any] | None:
    """The message that gave the order its owner, quoted from the chat."""
    owner, said_at, day = credit.get("owner"), credit.get("said_at"), credit.get("said_day")
    if not owner or said_at is None or day is None:
        return None
    reading = scope.reading
    rows = reading.fetch(
        "SELECT local_at, text FROM "
        f"{reading.fact('messages', day - timedelta(days=1), day + timedelta(days=1))} "
        "WHERE shop = ? AND account = ? AND buyer = ? AND \"at\" = ? AND sender = 'agent' "
        "ORDER BY line LIMIT 1",
        [scope.code, owner, buyer, said_at],
    )
    if not rows:
        return None
    at = rows[0]["local_at"]
    row = {"account": owner, "buyer": buyer, "day": day}
    return {
        "at": at,
        "account": owner,
        "text": hidden_name(scope, rows[0]["text"] or "", buyer),
        "href": reception_href(scope, row, f"#m{at:%H%M%S}"),
    }


def order_page(scope: Scope, view: Any) -> OrderPage:
    order, credit = view.order, view.credit or {}
    buyer = order.get("buyer")
    measure_day = (order.get("paid_local") or order.get("created_local") or datetime.min).date()
    in_force = scope.reading.measure(shop=scope.code, day=measure_day).judgment
    owners = owners_of(credit)
    judgments = [
        Judgment(
            code,
            judgment_words(code),
            owners.get(code) or "",
            scope.link("agent", account=owners[code])
            if owners.get(code) and scope.sees_team else "",
            code == in_force,
        )
        for code in ("order_first", "created", "paid")
    ]  # fmt: skip
    deciding = deciding_message(scope, credit, buyer)
    story = [
        Moment(
            c.local_at,
            c.account,
            hidden_name(scope, c.text or "", buyer),
            said(c, "why"),
            reception_href(scope, {"account": c.account, "buyer": buyer, "day": c.day},
                           f"#m{c.local_at:%H%M%S}"),
            "now" if deciding and c.account == deciding["account"] and c.local_at == deciding["at"]
            else "" if c.usable else "past",
        )
        for c in view.candidates
    ]  # fmt: skip
    if deciding and not any(m.tone == "now" for m in story):
        story.append(
            Moment(deciding["at"], deciding["account"], deciding["text"], _("定归属的那句话"),
                   deciding["href"], "now")
        )  # fmt: skip
    for code, word in milestone_words().items():
        at = order.get(f"{code}_local")
        if at is not None:
            amount = ""
            if code == "paid" and order.get("amount_paid") is not None:
                amount = showing.text(order["amount_paid"], "fen")
            story.append(Moment(at, word, amount, tone="ok"))
    for refund in view.refunds:
        for code, word in (("opened_local", _("退款申请")), ("finished_local", _("退款完结"))):
            if refund.get(code) is not None:
                story.append(
                    Moment(refund[code], word, showing.text(refund.get("amount"), "fen"),
                           tone="bad")
                )  # fmt: skip
    story.sort(key=lambda m: (m.at, m.tone == "ok"))
    words = field_words()
    facts = [
        (words[code], shown(scope, buyer, code, order[code]))
        for code in ("amount_due", "amount_paid", "deposit_amount", "postage", "quantity", "flag",
                     "remark", "close_reason", "freight_insured")
        if order.get(code) not in (None, "")
    ]  # fmt: skip
    return OrderPage(
        view=view,
        buyer=scope.name_of_buyer(buyer),
        sentence=hidden_name(scope, said(view, "sentence"), buyer),
        story=story,
        judgments=judgments,
        deciding=deciding,
        candidates=[
            {
                "account": c.account,
                "name": names.short(c.account),
                "at": c.local_at,
                "text": hidden_name(scope, c.text or "", buyer),
                "usable": c.usable,
                "why": said(c, "why"),
                "href": reception_href(
                    scope, {"account": c.account, "buyer": buyer, "day": c.day},
                    f"#m{c.local_at:%H%M%S}",
                ),
            }
            for c in view.candidates
        ],
        assistants=[
            (a, scope.link("agent", account=a) if scope.sees_team else "") for a in view.assistants
        ],
        receptions=[
            {**r, "href": reception_href(scope, r), "masked": scope.name_of_buyer(r.get("buyer"))}
            for r in view.receptions
        ],
        facts=facts,
        lines=view.lines,
        refunds=[
            {**r, "kind": refund_words(r.get("kind")), "status": refund_words(r.get("status"))}
            for r in view.refunds
        ],
        versions=[
            (
                str(version.get("as_of") or ""),
                [
                    (words.get(code, code), shown(scope, buyer, code, value))
                    for code, value in version.items()
                    if code in words and code not in ("as_of", "buyer")
                    and not (value is None or value == "")
                ],
            )
            for version in view.versions
        ],
    )  # fmt: skip


def hidden_name(scope: Scope, text: str, buyer: str | None) -> str:
    return text.replace(buyer, scope.name_of_buyer(buyer)) if buyer and buyer in text else text


def is_own(scope: Scope, view: Any) -> bool:
    """Whether the asker had a part in the order, by who held the account on that day."""
    said = [(c.account, c.day) for c in view.candidates]
    credit = view.credit or {}
    if credit.get("owner") and credit.get("said_local_day"):
        said.append((credit["owner"], credit["said_local_day"]))
    return any(scope.holds(account, day) for account, day in set(said))

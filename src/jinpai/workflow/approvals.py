"""Money back that needs somebody's word: what may be asked for at all.

Never for a review: 《电子商务法》17 forbids misleading buyers by made-up reviews,
《反不正当竞争法》 false praise, and 《网络反不正当竞争暂行规定》 9(5), in force since 2024-09-01,
names cash, red packets and coupons for praise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jinpai.workflow.aftersales.articles import Article
from jinpai.workflow.aftersales.references import private

FEN = Decimal("0.01")
ZERO = Decimal("0.00")
KINDS: Mapping[str, tuple[str, str]] = {
    "price_difference": ("退差价", "price difference"),
    "repair": ("维修费", "repair cost"),
    "beyond": ("超出权限的退款", "refund beyond the authority"),
    "cash_back": ("活动返现", "cash-back of a campaign"),
}
EVIDENCED = frozenset(("repair", "beyond"))
"""Kinds that nobody approves without evidence."""

FOR_REVIEW = Article(
    "ecl17",
    "《电子商务法》第十七条、《网络反不正当竞争暂行规定》第九条:不得用返现、红包换好评或改评、删评",
    "E-Commerce Law art. 17, Interim Provisions against Unfair Competition Online art. 9: no "
    "cash or red packet for praise, nor for changing or taking away a review",
)
GREEN = Article(
    "aucl",
    "《反不正当竞争法》:不得虚假交易。疑似刷单的订单不打款",
    "Anti-Unfair Competition Law: no sham trade. Nothing is paid on an order suspected of it",
)
_PRAISE = re.compile(
    r"好评|五星|[5⑤]星|满分评|晒[图单]|带图评|评价?(有礼|返|奖|送)|返评|"
    r"(删|撤|改|换|修改|追加)(掉|成|为|除|一?下)?(个|条|了|他的|她的)?(差|中|坏|好|追)?评|追评|"
    r"(five|5)[- ]?stars?|good review|positive review|(remove|delete|change)\w*( \w+){0,2} review|"
    r"for (a|the|your|their|his|her) review",
    re.IGNORECASE,
)
_NOISE = re.compile(r"[\s·.,,。、!!??*_~\-—+++&]+")


@dataclass(frozen=True, slots=True)
class Order:
    """What the facts say, and what other requests on the order already take (`spoken_for`)."""

    paid: Decimal | None
    back: Decimal = ZERO
    spoken_for: Decimal = ZERO
    green: bool = False

    @property
    def left(self) -> Decimal:
        """The most that may still go back."""
        return max((self.paid or ZERO) - self.back - self.spoken_for, ZERO)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not taken. `most`: where it is too much."""

    code: str
    article: Article | None = None
    most: Decimal | None = None


def for_a_review(*texts: str) -> bool:
    """Do the words speak of praise, or of changing or taking away a review? That a buyer left a
    bad one may be said. Marks between the letters hide nothing."""
    for text in texts:
        plain = unicodedata.normalize("NFKC", text)
        if _PRAISE.search(plain) or _PRAISE.search(_NOISE.sub("", plain)):
            return True
    return False


def link(evidence: str) -> bool:
    """Is it an address? It is shown as a link; long numbers in it are nobody's account."""
    return bool(re.fullmatch(r"https?://[^\s<>\"']{4,400}", evidence.strip()))


def refusals(
    kind: str, amount: Decimal | None, reason: str, evidence: str, order: Order
) -> list[Refusal]:
    """Everything that speaks against it, the law first."""
    out = []
    if for_a_review(reason, evidence):
        out.append(Refusal("for_review", FOR_REVIEW))
    if order.green:
        out.append(Refusal("green", GREEN))
    if kind not in KINDS:
        out.append(Refusal("kind"))
    if not reason.strip():
        out.append(Refusal("no_reason"))
    if kind in EVIDENCED and not evidence.strip():
        out.append(Refusal("no_evidence"))
    if private(reason) or (not link(evidence) and private(evidence)):
        out.append(Refusal("private"))
    if amount is None or not amount.is_finite() or amount <= 0 or amount != amount.quantize(FEN):
        out.append(Refusal("amount"))
    elif order.paid is None:
        out.append(Refusal("unknown_order"))
    elif amount > order.left:
        out.append(Refusal("too_much", most=order.left))
    return out


def taken(requests: Iterable[tuple[str, Decimal, str]], refund_ids: Iterable[str]) -> Decimal:
    """What requests (state, amount, payment reference) already take of an order. One that was
    paid and that the files show among the refunds under its reference counts there."""
    shown = set(refund_ids)
    return sum(
        (
            amount for state, amount, reference in requests
            if state in ("asked", "approved") or (state == "paid" and reference not in shown)
        ),
        ZERO,
    )  # fmt: skip

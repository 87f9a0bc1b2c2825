"""Who pays which freight: the way out, the way back, and that of the replacement."""

from __future__ import annotations

from dataclasses import dataclass

from jinpai.workflow.aftersales import articles
from jinpai.workflow.aftersales.articles import Article
from jinpai.workflow.aftersales.causes import CAUSES


@dataclass(frozen=True, slots=True)
class Freight:
    """Each "seller", "buyer" or "" (there is none)."""

    out: str
    back: str
    again: str  # the replacement's, or what is sent later
    zh: str
    en: str
    article: Article

    @property
    def repaid(self) -> bool:
        """Does the shop repay what the buyer advanced for the way back?"""
        return self.back == "seller"


def who_pays(
    kind: str,
    cause: str,
    *,
    free_shipping: bool,
    threshold_lost: bool = False,
    settled_without_a_word: bool = False,
    agreed: str = "",
) -> Freight:
    """`free_shipping`: the buyer paid no postage. `threshold_lost`: what is kept would not have
    been sent free. `settled_without_a_word`: agreed before the platform stepped in, freight not
    spoken of. `agreed`: who pays the freight of this return by an agreement in writing."""
    why = CAUSES[cause]
    back = "back" if kind in {"return", "exchange"} and not why.unsent else ""
    again = "again" if kind in {"exchange", "reship"} else ""

    def each(payer: str, out: str) -> tuple[str, str, str]:
        return out, payer if back else "", payer if again else ""

    if why.fault or why.unsent:
        article = articles.FAULT if why.fault else articles.NOT_DELIVERED
        return Freight(
            *each("seller", "seller"), "我们的责任:来回运费都由我们承担。",
            "Ours to answer for: all freight is on us.", article,
        )  # fmt: skip
    was = "seller" if free_shipping else "buyer"
    if settled_without_a_word:
        return Freight(
            *each("seller", was), "平台介入前自行达成协议、没有说运费:由我们承担。",
            "Settled before the platform stepped in without a word on freight: it is on us.",
            articles.TAOBAO_FAULT_PAYS,
        )  # fmt: skip
    if agreed:
        zh, en = ("我们", "us") if agreed == "seller" else ("买家", "the buyer")
        return Freight(
            *each(agreed, was), f"按书面约定,运费由{zh}承担。",
            f"As agreed in writing, the freight is on {en}.", articles.AGREED,
        )  # fmt: skip
    if kind == "exchange":
        return Freight(
            *each("buyer", was), "无质量问题换货:寄回和再寄的运费由买家承担。",
            "Exchange without a fault: the way back and the new parcel are on the buyer.",
            articles.TAOBAO_EXCHANGE,
        )  # fmt: skip
    if kind == "return" and free_shipping and not threshold_lost:
        return Freight(
            *each("buyer", "seller"), "包邮商品无理由退货:买家只承担寄回的运费。",
            "Free-shipping, no reason: the buyer pays the way back only.", articles.TAOBAO_RETURN,
        )  # fmt: skip
    if kind == "return":
        return Freight(
            *each("buyer", "buyer"), "非包邮,或退货后不再满足包邮条件:来回运费都由买家承担。",
            "Not free-shipping, or the threshold lost: both ways are on the buyer.",
            articles.TAOBAO_RETURN,
        )  # fmt: skip
    return Freight(
        *each("seller", was), "不寄回商品:没有退货运费。", "Nothing comes back: no return freight.",
        articles.PERSON_DECIDES,
    )  # fmt: skip

"""What the buyer is told, ready to copy. A value not known yet is asked for, not guessed."""

# ruff: noqa: E501 - a message is read as one piece

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """`zh` is what is sent; `en` says the same to whoever reads the desk in English."""

    code: str
    zh: str
    en: str

    @property
    def wants(self) -> tuple[str, ...]:
        """The values it needs, in order, once each."""
        names = (name for _, name, _, _ in string.Formatter().parse(self.zh) if name)
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Filled:
    """A message with its values; while `missing` names any, it is not ready to be sent."""

    zh: str
    en: str
    missing: tuple[str, ...] = ()


MESSAGES: Mapping[str, Message] = {
    m.code: m
    for m in (
        Message("sorry",
                "抱歉亲,宝贝没有让您满意!方便告诉我们是哪里不合适吗?我们马上帮您处理~订单 {order}({goods})。",
                "So sorry it is not to your liking! What does not suit? We shall see to it at once. "
                "Order {order} ({goods})."),
        Message("photo",
                "抱歉亲,宝贝没有让您满意!麻烦拍一张照片或一小段视频,让我们看清楚问题,质量问题我们全部负责,"
                "来回运费也由我们承担。",
                "So sorry it is not to your liking! A photo or a short video please, so that we see "
                "the fault; we answer for it, freight both ways included."),
        Message("offer_exchange",
                "亲,{goods} 可以帮您换一件更合适的(其他尺码、颜色或款式都可以),您看换一件还是退货呢?",
                "We can exchange {goods} for one that suits better (size, colour or style). "
                "An exchange, or rather a return?"),
        Message("address_exchange",
                "亲,换货请寄到:{address}。请把宝贝、吊牌和赠品一起包好,附纸条写上订单号 {order} 和要换的款,"
                "请不要用到付和平邮;收货时间已帮您延长。寄出后告诉我们快递单号哦~",
                "For the exchange please send to: {address}. Pack the goods, tags and gifts together "
                "with a note of order {order} and what you want instead; no freight collect, no "
                "ordinary mail. The receipt deadline is extended. Tell us the waybill, please."),
        Message("address_return",
                "亲,退货请寄到:{address}。请把宝贝、吊牌和赠品一起包好,附纸条写上订单号 {order},"
                "请不要用到付和平邮。寄出后请在退款页面填写快递单号(有运费险的一定要填),收到后 24 小时内给您处理。",
                "For the return please send to: {address}. Pack the goods, tags and gifts together "
                "with a note of order {order}; no freight collect, no ordinary mail. Then fill in "
                "the waybill on the refund page (a must with freight insurance); settled within 24 "
                "hours of arrival."),
        Message("apply_no_reason",
                "亲,请在订单 {order} 里申请退货退款,原因如实选「七天无理由退换货」,金额 {amount} 元({sum})。",
                "Please apply for return and refund on order {order} with the reason “seven days, no "
                "reason”, as it is; amount ¥{amount} ({sum})."),
        Message("apply_fault",
                "亲,请在订单 {order} 里申请退货退款,原因如实选「{cause}」,金额 {amount} 元全款。"
                "您垫付的退货运费我们会在处理当天退还给您。",
                "Please apply for return and refund on order {order} with the true reason "
                "“{cause}”, ¥{amount} in full. The freight you advance is repaid the day we settle."),
        Message("who_pays_buyer",
                "亲,非质量问题换货,寄回和再寄的运费需要您承担一下;差价 {difference} 元按多退少补处理。",
                "An exchange without a fault: the way back and the new parcel are on you; the price "
                "difference of ¥{difference} is settled either way."),
        Message("shipped_again",
                "亲,换的宝贝已经寄出:{carrier} {waybill},请留意查收~",
                "Your exchange is on its way: {carrier} {waybill}."),
        Message("freight_repaid",
                "亲,您垫付的运费 {freight} 元已退还,付款流水 {reference},请查收。给您添麻烦了!",
                "The freight of ¥{freight} you advanced is repaid, payment reference {reference}. "
                "Sorry for the trouble!"),
        Message("settled",
                "亲,{refunded} 元已经退给您,辛苦查账,希望以后多多支持哦~",
                "¥{refunded} is on its way back to you; please check, and we hope to see you again."),
        Message("refused",
                "亲,很抱歉,这次不能办:{answer}依据:{rule}。您不同意的话可以申请平台介入,我们会配合。",
                "We are sorry, not this time: {answer} Rule: {rule}. If you disagree, the platform "
                "can be asked; we shall cooperate."),
        Message("late_platform",
                "亲,已提交平台处理,我们会在规定时间内补充凭证,结果出来第一时间告诉您。",
                "It is with the platform now; we hand in the evidence in time and tell you the "
                "result at once."),
        Message("reshipped", "亲,少的 {goods} 已经补寄:{carrier} {waybill},运费我们承担~",
                "What was missing of {goods} is on its way: {carrier} {waybill}; the freight is on us."),
    )
}  # fmt: skip
"""Code → message."""


def fill(code: str, values: Mapping[str, str], english: Mapping[str, str] | None = None) -> Filled:
    """The message with the values of this buyer and order. `english` overrides for that text."""
    message = MESSAGES[code]
    missing = tuple(n for n in message.wants if not values.get(n, "").strip())
    blanks = {n: "____" for n in missing}
    return Filled(
        message.zh.format_map({**values, **blanks}),
        message.en.format_map({**values, **(english or {}), **blanks}),
        missing,
    )

"""The words of Taobao's cells in our vocabulary: closings, flags, refund kinds and states.

Source: reference formats.md §1.5, §2.1, §6.2, §6.3.
"""

from __future__ import annotations

import unicodedata

from jinpai.facts.rows import FLAGS, REFUND_STATUS

UNPAID, REFUNDED = "unpaid", "refunded"

_COLOURS = (
    ("grey", ("灰", "grey", "gray")),
    ("red", ("红", "red")),
    ("yellow", ("黄", "yellow")),
    ("green", ("绿", "green")),
    ("blue", ("蓝", "blue")),
    ("purple", ("紫", "粉", "purple", "pink")),
)


def plain(text: str) -> str:
    """Half width, without blanks: status words come with both kinds of comma."""
    return unicodedata.normalize("NFKC", text).replace(" ", "").strip()


def flag(text: str) -> str:
    """A flag's colour: `红旗`, `红色`, `1` → "red". Taobao counts 0 grey 1 red 2 yellow 3 green
    4 blue 5 purple (elsewhere called pink). No flag and unknown words → ""."""
    word = plain(text).lower().removesuffix(".0")
    if word.isascii() and word.isdigit():
        return FLAGS[int(word)] if len(word) == 1 and int(word) < len(FLAGS) else ""
    for colour, words in _COLOURS:
        if any(word == name or word in (f"{name}色", f"{name}旗", f"{name}色旗") for name in words):
            return colour
    return ""


def properties(text: str) -> str:
    """What was chosen, without the names of the choices: 颜色分类：白色;长度：2m → 白色;2m."""
    parts = [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]
    return ";".join(part.replace("：", ":").partition(":")[2].strip() or part for part in parts)


def closing(status: str, reason: str, *, paid: bool, knows_payment: bool) -> str:
    """Why an order is closed: never paid, or refunded after payment; "" when it is open.

    The export has one word, 交易关闭, for both. The payment time decides; where the file has no
    payment column, the closing reason does, and a reason that says neither stays as it is.
    """
    status, reason = plain(status), plain(reason)
    closed = status in ("交易关闭", "已关闭", "关闭", "交易已关闭", "已取消")
    if status == "退款成功":
        return REFUNDED
    if not closed and (status or reason in ("", "订单未关闭", "未关闭")):
        return ""
    if paid or "退款" in reason or "退货" in reason:
        return REFUNDED
    if knows_payment or any(word in reason for word in ("未付款", "未及时付款", "超时", "未支付")):
        return UNPAID
    return status if reason in ("", "订单未关闭", "未关闭") else reason


def refund_kind(text: str) -> str:
    """仅退款, 退货退款, 换货, 补寄 … ; under 是否需要退货 the cell is a plain yes or no.

    An unknown word comes back as it stood, for the loader to report."""
    word = plain(text)
    if "换" in word:
        return "exchange"
    if "补寄" in word or "补发" in word or "重发" in word:
        return "reship"
    if word in ("否", "不需要", "不需要退货", "无需退货", "0", "false", "FALSE", "n", "N", "no"):
        return "refund"
    if "仅退款" in word or "未发货" in word or word in ("退款", "极速退款", "售中退款"):
        return "refund"
    if word in ("是", "需要", "需要退货", "1", "true", "TRUE", "y", "Y", "yes"):
        return "return"
    if "退货" in word:
        return "refund" if word.startswith(("不", "无", "未")) else "return"
    return text


def refund_status(text: str) -> str:
    """退款成功, 退款关闭, 卖家拒绝…, 待… in our four words; what is none of them as it stood."""
    word = plain(text)
    if not word or word in REFUND_STATUS:
        return word
    if "拒绝" in word:
        return "refused"
    if any(sign in word for sign in ("等待", "待", "处理中", "进行中", "申请中", "退款中", "审核")):
        return "open"
    if "成功" in word or word in ("已退款", "退款完成", "退款完结", "SUCCESS"):
        return "succeeded"
    if any(sign in word for sign in ("关闭", "取消", "撤销", "CLOSED")):
        return "closed"
    if "申请" in word or "同意" in word:
        return "open"
    if word.startswith("WAIT_"):
        return "open"
    return "refused" if word == "SELLER_REFUSE_BUYER" else text

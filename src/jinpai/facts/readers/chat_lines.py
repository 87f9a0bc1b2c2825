"""The lines of copied chats: what is said, what only the window shows, and of which kind it is.

Source: reference formats.md §3.1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

STATUS = frozenset({"已读", "未读", "发送中", "发送失败", "送达", "已送达"})
"""Lines that tell the state of a message."""

WEB_NOTICE = "请在客户端查看原始聊天记录"
"""What the web page shows in place of a card: 请在客户端查看原始聊天记录，网页版无法展示."""

_NOISE = re.compile(
    r"^(?:当前用户来自|商品推荐$|这些非常适合您的商品可以一起看看|由\s*\S+\s*转交给|原因[:：]\s*【"
    r"|【?离线留言自动分配】?$|\S{0,40}\s*撤回了一条消息$|对方正在输入|以上是历史消息|查看更多消息$"
    r"|以下为最新消息)"
)
_CARD = re.compile(r"^(?:商品详情页$|[¥￥]|https?://|//item\.|【?商品】?$)")
_IMAGE = re.compile(
    r"^[\[【<(（]?(?:图片|图片消息|截图|动画表情|image|视频|短视频|语音)[\]】>)）]$|^图片$"
    r"|^https?://\S+\.(?:jpe?g|png|gif|webp)\S*$",
    re.IGNORECASE,
)
_ITEM_LINK = re.compile(
    r"(?:^|\s)(?:https?://(?:item|detail)\.\S+?(?:id=|item)\S*|https?://m\.tb\.cn/\S+)$"
)
_ORDER = re.compile(r"^(?:订单号|订单编号|订单)\s*[:：]?\s*\d{15,19}")
_TIME = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T\u3000]+(\d{1,2}):(\d{2}):(\d{2})"
)


def moment(text: str) -> datetime | None:
    """A full time as copied (`2024-1-5 9:03:07`), else nothing."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second = map(int, found.groups())
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def said(lines: Sequence[str]) -> tuple[str, str] | None:
    """(kind, text) of a message's lines; nothing when only the window's own lines stand there.

    Status and noise lines go; links and prices make it a card; without any line the message
    was something that cannot be copied, and stays as an empty text.
    """
    kept: list[str] = []
    dropped = card = image = False
    for line in lines:
        line = line.strip(" \t\u3000\u200b\ufeff\r")
        if line in STATUS:
            continue
        if not line:
            if kept:
                kept.append("")
        elif _NOISE.match(line):
            dropped = True
        elif _IMAGE.match(line):
            image = True
        elif _CARD.match(line) or line.startswith(WEB_NOTICE):
            card = True
        else:
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    text = unicodedata.normalize("NFC", "\n".join(kept))
    if text:
        if card and any(_ORDER.match(line) for line in kept):
            return "order_card", text
        linked = all(_ITEM_LINK.search(line) for line in kept if line)
        return ("card" if linked else "text"), text
    if image:
        return "image", ""
    if card:
        return "card", ""
    return None if dropped else ("text", "")

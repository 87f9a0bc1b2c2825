"""The platform's payment reference, and what must never stand in its place."""

from __future__ import annotations

import re

_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_MAIL = re.compile(r"[^\s@]@[^\s@]")  # a long text is read once, not once from every sign
_CARD = re.compile(r"(?<!\d)(?:62|4|5[1-5])\d{14,17}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{9}[\dXx](?!\d)")
_NAMED = re.compile(
    r"(?:支付宝|微信|alipay|wechat|wxid|vx)(?:账?号)?[\s::_-]*[0-9A-Za-z][0-9A-Za-z_-]{4,}", re.I
)
_WORD = re.compile(r"[0-9A-Za-z_-]{8,64}")


def _luhn(digits: str) -> bool:
    total = 0
    for n, d in enumerate(reversed(digits)):
        doubled = int(d) * 2 if n % 2 else int(d)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def private(text: str) -> str:
    """What private account a text shows: mail, account (of Alipay or WeChat by name), phone, card,
    identity; empty: none."""
    bare = re.sub(r"(?<=\d)[ -](?=\d)", "", text)
    if _MAIL.search(bare):
        return "mail"
    if _NAMED.search(bare):
        return "account"
    if _PHONE.search(bare):
        return "phone"
    if any(_luhn(m.group()) for m in _CARD.finditer(bare) if len(m.group()) in (16, 17, 18, 19)):
        return "card"
    return "identity" if _IDENTITY.search(bare) else ""


def acceptable(reference: str) -> bool:
    """Is this a payment reference of the platform's: one word, and nobody's account?"""
    return bool(_WORD.fullmatch(reference.strip())) and not private(reference)

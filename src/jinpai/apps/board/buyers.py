"""Buyers' names: masked, except where a person with the right asked for this one.

A masked page must not carry the name in its links either, so buyers are addressed by a token:
a keyed hash of shop and name that only this installation can make and nobody can turn back.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from django.conf import settings

MASK = "**"
_SESSION = "revealed_buyers"
_KEEP = 200  # a session remembers this many reveals, then forgets the oldest


def mask(name: str | None) -> str:
    """t**8: the first and last character; of a name of one or two characters the first only."""
    if not name:
        return ""
    return name[0] + MASK + (name[-1] if len(name) > 2 else "")


def token(shop: str, buyer: str) -> str:
    """What stands for a buyer in an address, 20 hexadecimal digits."""
    key = hashlib.sha256(b"buyer-token" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{shop}\x00{buyer}".encode(), hashlib.sha256).hexdigest()[:20]


def find(shop: str, wanted: str, names: Iterable[str]) -> str | None:
    """The name among `names` that `wanted` is the token of."""
    for name in names:
        if name and hmac.compare_digest(token(shop, name), wanted):
            return name
    return None


def remember_revealed(session: Any, shop: str, buyer: str) -> None:
    known = [t for t in session.get(_SESSION, []) if t != token(shop, buyer)]
    session[_SESSION] = [*known, token(shop, buyer)][-_KEEP:]


def is_revealed(session: Any, shop: str, buyer: str) -> bool:
    return token(shop, buyer) in session.get(_SESSION, [])

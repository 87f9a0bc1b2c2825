"""What an agent promises a buyer in a chat: words by which a promise is found.

Only sentences said to one buyer about this order count: a gift, a courier, a day, a refund of a
difference, something held back or put in. An offer ("急的话我帮您备注") and a question
("给您备注吗?") are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

PATTERNS: dict[str, str] = {
    "gift": r"(送|赠)(送)?(您|你|亲)|(给|帮|为)(您|你|亲).{0,4}(送|赠)",
    "courier": r"(发|走|用|改发|安排)(顺丰|申通|圆通|中通|韵达|百世|极兔|京东快递|EMS|ems|邮政)",
    "date": r"(今天|今晚|今晚前|明天|明早|后天|优先|加急|马上|尽快)就?(给|帮|为)?[您你亲]?(安排)?"
    r"(发货|发出|寄出|补发)",
    "difference": r"(退|返|补)差价|(退|返|补)给?(您|你|亲).{0,4}(\d+ ?(元|块)|运费)",
    "held": r"(给|帮|为)(您|你|亲)(留|预留|保留|备注|记上|登记|写上)",
}
"""Kind of promise → pattern, as RE2 and Python both read it."""

KINDS: dict[str, tuple[str, str]] = {
    "gift": ("赠品", "a gift"),
    "courier": ("指定快递", "a courier"),
    "date": ("发货时间", "a day of shipping"),
    "difference": ("退差价或补偿", "money back"),
    "held": ("留货或备注", "something noted or held back"),
}

PATTERN = "|".join(PATTERNS.values())
NOT_YET = r"的话|[??]\s*$|吗\s*[~。!]*$"
"""An offer or a question promises nothing yet."""
_COMPILED = {kind: re.compile(pattern) for kind, pattern in PATTERNS.items()}
_NOT_YET = re.compile(NOT_YET)


def promised(text: str) -> str:
    """The kind of promise in a message; empty: none."""
    if _NOT_YET.search(text):
        return ""
    return next((kind for kind, found in _COMPILED.items() if found.search(text)), "")


_BREAKS = re.compile(r"[。!!??~～;；\s]+")
_TO_BUYER = re.compile(r"(给|帮|为|和|跟)?(亲爱的|宝贝?儿|[您你亲])(们)?")
_EDGES = re.compile(r"^[,,、]+|[,,、]+$")
_OPENING = re.compile(r"^(好的?|可以的?|没问题|放心|嗯+|行|收到)[,,、]*")
_ITSELF = re.compile(r"(这个?)?(订单号?|单号)?[::]?[0-9]{10,}已?")
_PARTICLES = re.compile(r"[哦哈呢啦呀喔噢哟嘛]+(?=$|[,,、])")
MOST = 120


def as_remark(texts: Iterable[str]) -> str:
    """What was promised, as it may stand in a remark: the clauses that promise, without the words
    to the buyer. Something to begin from; whoever signs it reads it."""
    out: list[str] = []
    for text in texts:
        for clause in _BREAKS.split(text):
            if not promised(clause):
                continue
            bare = _TO_BUYER.sub("", _OPENING.sub("", _EDGES.sub("", _ITSELF.sub("", clause))))
            bare = _EDGES.sub("", _PARTICLES.sub("", bare))
            if bare and bare not in out:
                out.append(bare)
    return ",".join(out)[:MOST]

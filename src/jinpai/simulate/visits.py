"""Who comes and why: buyers, their visits, and how many."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

from jinpai.simulate.ledger import Order
from jinpai.simulate.products import Product

Row = tuple[object, ...]

_SYLLABLES = (
    "xiao", "li", "wang", "yang", "mei", "ting", "jun", "hao", "yu", "xin", "ling", "fang", "chen",
    "bao", "tian", "qing", "lan", "hua", "feng", "min", "jia", "ning", "shan", "yun",
)  # fmt: skip
_HAN = "小鱼儿晴天娃娃静静的海阳光妈妈爱吃糖木子南风知我意悠然梦月亮星星果果乐安平老王豆"


@dataclass
class Buyer:
    nick: str
    number: int  # the last six digits of this buyer's orders
    luck: float
    account: str = ""
    orders: int = 0


@dataclass(order=True)
class Visit:
    """Something that is going to happen to a buyer at a moment (wall seconds)."""

    at: int
    seq: int
    kind: str = field(compare=False)
    buyer: Buyer = field(compare=False)
    product: Product = field(compare=False)
    order: Order | None = field(compare=False, default=None)
    bonus: float = field(compare=False, default=0.0)
    account: str = field(compare=False, default="")


def poisson(random: Random, mean: float) -> int:
    """A count with that mean; a rounded normal where the mean is large."""
    if mean <= 0:
        return 0
    if mean > 40:
        return max(0, round(random.gauss(mean, math.sqrt(mean))))
    limit, count, product = math.exp(-mean), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count


def nick(random: Random) -> str:
    """A platform nick: tb and digits, a name in pinyin, or a few characters."""
    form = random.random()
    if form < 0.45:
        return f"tb{int(random.random() * 9e9) + 10**9}"
    if form < 0.7:
        one = _SYLLABLES[int(random.random() * len(_SYLLABLES))]
        two = _SYLLABLES[int(random.random() * len(_SYLLABLES))]
        between = "_" if random.random() < 0.4 else ""
        return f"{one}{two}{between}{int(random.random() * 10000)}"
    text = "".join(
        _HAN[int(random.random() * len(_HAN))] for _ in range(2 + int(random.random() * 4))
    )
    return text + (str(int(random.random() * 3000)) if random.random() < 0.8 else "")

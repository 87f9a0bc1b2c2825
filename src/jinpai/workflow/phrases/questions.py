"""What of a buyer's message is compared when questions are grouped.

Numbers of orders, telephones and other figures, links, emoji, greetings and polite endings tell two
questions apart that are the same; what is left of "亲,在吗?" or "好的谢谢" is nothing. `stripped`
and `STRIPPED` do the same, here and in DuckDB.
"""

from __future__ import annotations

import re

from jinpai.workflow.phrases.variants import FOLDED, folded

LONGEST = 120
"""Characters of a question that are compared."""

_BEFORE = (
    r"(?:https?://|www\.)[!-~]+",  # links
    r"/:[0-9]{1,3}",  # 表情 by number
    r"\[[^\[\]]{1,6}\]",  # 表情 by name
    "[0-9]{6,}",  # orders, telephones, parcels
)
_FIGURE = "[0-9]+"
_HELLO = (
    "^(?:亲爱的|亲亲|亲|您好|你好|哈喽|哈啰|嗨|hello|hi|早上好|上午好|中午好|下午好|晚上好|"
    "在吗|在不在|在不|在么|有人吗|有人在吗|客服|小二|老板|掌柜|店家|打扰一下|打扰了|问个问题|请教个问题|请教一下|请教下|"
    "请问一下|请问下|请问|麻烦问一下|麻烦问下|想咨询一下|咨询一下|咨询下|我想问一下|我想问下|"
    "想问一下|想问下|问一下|问下|想问|那个)+"
)
_BYE = "(?:谢谢亲|谢谢您|谢谢你|谢谢了|谢谢|多谢|谢了|亲亲|亲|吗|呀|啊|呢|吧|哦|噢|哈|嘛|啦)+$"
_NOTHING = (
    "^(?:好的|好吧|好滴|好|嗯|哦|噢|额|呃|ok|行|可以|是的|是|对的|对|知道了|明白了|明白|收到|了解了|"
    "了解|没事|没有|不用了|不用|谢谢|麻烦了|辛苦了|感谢|再见|拜拜|哈|在|0|的|了)+$"
)

ASKS = (
    "[?？怎咋啥几哪谁能坏漏破裂退换催赔慢]|吗|么|呢$|不$|没$|多少|多久|多大|多长|多高|多重|何时|如何|"
    "有点贵|太贵|贵了|贵点|贵不|可不可|是不是|有没有|有没|会不会|行不行|好不好|要不要|是否|少了|少发|发错|错发|没收到|未收到|没到|"
    "不动|没反应|不工作|不转|异响|异味|有味|充不进|发热|发烫|投诉|差评|快点|尽快|发票|地址|取消|便宜|优惠"
)
"""A message of a buyer who asks, wants or complains has one of these; to others nobody writes a
phrase ("好嘞", "先收藏")."""


def asks(text: str) -> bool:
    return re.search(ASKS, text) is not None


def stripped(text: str) -> str:
    """What is left to compare; empty: no question."""
    for pattern in _BEFORE:
        text = re.sub(pattern, "", text)
    said = re.sub(_FIGURE, "0", folded(text)[: 2 * LONGEST])
    said = re.sub(_BYE, "", re.sub(_HELLO, "", said))
    return re.sub(_NOTHING, "", said)[:LONGEST]


_FILLING = re.compile(
    "怎么样|怎样|咋样|如何|好不好|行不行|有没有|有没|能不能|可不可以|可以|是不是|会不会|要不要|能否|是否|"
    "这个|这款|这种|那个|那款|你们家|你们|你家|我们|我想|我要|现在|一下|一点|的话|麻烦|帮我|帮忙|的|了|点"
)
_ALIKE = (("咋", "怎么"), ("啥", "什么"))


def core(said: str) -> str:
    """What a stripped question is about, without the words that any question may have; at least
    two signs, or the question as it is."""
    for one, other in _ALIKE:
        said = said.replace(one, other)
    left = _FILLING.sub("", said)
    return left if len(left) > 1 else said


def _sql() -> str:
    out = "{text}"
    for pattern in _BEFORE:
        out = f"regexp_replace({out}, '{_braced(pattern)}', '', 'g')"
    out = f"left({FOLDED.replace('{text}', out)}, {2 * LONGEST})"
    out = f"regexp_replace({out}, '{_FIGURE}', '0', 'g')"
    for pattern in (_HELLO, _BYE, _NOTHING):
        out = f"regexp_replace({out}, '{_braced(pattern)}', '')"
    return f"left({out}, {LONGEST})"


def _braced(pattern: str) -> str:
    return pattern.replace("{", "{{").replace("}", "}}")


STRIPPED = _sql()
"""`stripped` in SQL; `.format(text=…)`."""

"""The ways in which one phrase is said: how many there should be, which are the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from jinpai.workflow.phrases import variables
from jinpai.workflow.phrases.fault import Fault

LEAST = 3
"""Variants of a frequent question; fewer sound like a machine to a buyer who asks twice."""

LONGEST = 2000
FULL = "".join(
    chr(c) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
)
HALF = "".join(chr(ord(c) - 0xFEE0) for c in FULL)
"""Full-width digits and letters, and what they are read as."""

_HALVED = str.maketrans(FULL, HALF)
_LEFT_OUT = re.compile("[^0-9A-Za-z\u4e00-\u9fff]")


def folded(text: str) -> str:
    """A text as it is compared: Chinese signs, ASCII letters (small) and digits, nothing else.

    So punctuation, blanks, emoji and 表情 codes (/:^_^) do not tell two messages apart.
    `FOLDED` says the same to DuckDB, for the messages of chats.
    """
    return _LEFT_OUT.sub("", text.translate(_HALVED)).lower()


FOLDED = (
    f"lower(regexp_replace(translate({{text}}, '{FULL}', '{HALF}'), "
    r"'[^0-9A-Za-z\x{{4e00}}-\x{{9fff}}]', '', 'g'))"
)
"""`folded` in SQL; `.format(text=…)`."""


def pattern(text: str) -> str:
    """The folded text with % where a variable stands, as LIKE reads it; empty: cannot be found.

    Of a text that is hardly more than its variables everything would be a use of it.
    """
    parts = [folded(part) for part in variables.PLACE.split(text)[::2]]
    return "%".join(parts) if sum(map(len, parts)) >= 2 else ""


def faults(texts: Sequence[str], *, frequent: bool = False) -> tuple[Fault, ...]:
    """What is wrong with the variants of one phrase, the errors first."""
    out: list[Fault] = []
    if not any(text.strip() for text in texts):
        return (Fault("empty", "还没有写短语。", "Nothing is written yet.",
                      "至少写一种说法。", "Write at least one way to say it."),)  # fmt: skip
    seen: dict[str, int] = {}
    for number, text in enumerate(texts, 1):
        if not text.strip():
            continue
        if len(text) > LONGEST:
            out.append(Fault(
                "too_long", f"第 {number} 种说法有 {len(text)} 字,最多 {LONGEST}。",
                f"Variant {number} has {len(text)} characters, at most {LONGEST}.",
                "分成两条。", "Make two of it.",
            ))  # fmt: skip
        if any(unicodedata.category(c) == "Cc" and c not in "\r\n\t" for c in text):
            out.append(Fault(
                "control", f"第 {number} 种说法里有看不见的控制字符。",
                f"Variant {number} holds control characters.", "重新打一遍。", "Type it again.",
            ))  # fmt: skip
        out += variables.faults(text)
        same = folded(text) or text.strip()
        if same in seen:
            out.append(Fault(
                "same", f"第 {number} 种和第 {seen[same]} 种只差标点或空格。",
                f"Variants {seen[same]} and {number} differ by no more than punctuation.",
                "换一种说法,或者删掉一种。", "Say it otherwise, or take one out.",
            ))  # fmt: skip
        else:
            seen[same] = number
    if frequent and len(seen) < LEAST:
        out.append(Fault(
            "too_few", f"常见问题要至少 {LEAST} 种说法,现在 {len(seen)} 种。",
            f"A frequent question has at least {LEAST} variants; this has {len(seen)}.",
            "再写几种,买家问第二遍时不会像机器人。",
            "Write more, so that a buyer who asks again does not hear a machine.", warning=True,
        ))  # fmt: skip
    return tuple(dict.fromkeys(out))

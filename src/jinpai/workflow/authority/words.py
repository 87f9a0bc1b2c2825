"""Words that should not be said, found in a sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

from jinpai.workflow.authority.terms import WORDS, Terms

_GAPS = re.compile(r"[\s,。!?、·~.,!?_\-*]+")
REVIEW_MONEY = re.compile(
    r"(好评|五星|5星|晒图|追评|评价)[^不没禁]{0,12}(返|红包|现金|奖励|转账|\d+元)"
    r"|(返现|红包|现金|奖励|转账)[^不没禁]{0,12}(好评|五星|5星|晒图|追评)"
)
"""Money for a review, however it is put: nobody may grant it."""


class Found(NamedTuple):
    group: str  # of WORDS
    word: str


def found(text: str, terms: Terms) -> list[Found]:
    """Which of the role's words are in `text`; blanks and signs between them hide nothing."""
    bare = _GAPS.sub("", text).casefold()
    out = [
        Found(group, line.zh)
        for group in WORDS
        for line in terms.words.get(group, ())
        if _GAPS.sub("", line.zh).casefold() in bare
    ]
    if REVIEW_MONEY.search(bare) and not any(one.group == "reviews" for one in out):
        out.append(Found("reviews", REVIEW_MONEY.search(bare).group()))  # type: ignore[union-attr]
    return out


def for_a_review(text: str) -> bool:
    """Is it money for a review?"""
    return bool(REVIEW_MONEY.search(_GAPS.sub("", text).casefold()))

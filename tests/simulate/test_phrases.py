"""The phrases of the simulated shop are what its agents say."""

from __future__ import annotations

from collections import Counter
from typing import Any

from jinpai.simulate.phrases import PHRASES, REPLIES
from jinpai.workflow.autoreplies import KINDS
from jinpai.workflow.phrases import variants
from jinpai.workflow.phrases.starters import STARTERS

Facts = dict[str, list[dict[str, Any]]]


def test_every_phrase_is_said_in_its_chats(facts: Facts) -> None:
    said = Counter(m["text"] for m in facts["messages"] if m["sender"] == "agent")
    assert [title for _g, _c, title, texts in PHRASES if not any(said[t] for t in texts)] == []


def test_they_are_in_order_and_beside_those_a_shop_begins_with() -> None:
    codes = [code for _g, code, _t, _x in PHRASES] + [one.code for one in STARTERS]
    assert len(codes) == len(set(codes))
    for _group, _code, _title, texts in PHRASES:
        assert [f for f in variants.faults(texts) if not f.warning] == []
    assert {kind for kind, _text in REPLIES} < set(KINDS)

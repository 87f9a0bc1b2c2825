"""Chats read like chats: no open variables, Chinese, many different lines, sensible turns."""

from __future__ import annotations

import re
from collections import Counter
from random import Random
from typing import Any

import pytest

from jinpai.simulate.products import PRODUCTS, words
from jinpai.simulate.talk import aftersale, common, presale
from jinpai.simulate.talk.grammar import compiled, say

Facts = dict[str, list[dict[str, Any]]]
EXTRA = {
    "digits": "1",
    "me": "小艾", "courier": "中通快递", "waybill": "7812", "order": "51", "nick": "t", 
    "campaign": "双11",
}  # fmt: skip


def banks() -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, tuple[str, ...]]] = []
    for module in (common, presale, aftersale):
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, tuple) and value and isinstance(value[0], str):
                found.append((f"{module.__name__}.{name}", value))
    for topic in presale.TOPICS:
        found += [(f"{topic.code}.{n}", getattr(topic, n)) for n in ("ask", "answer")]
        found += [(f"{topic.code}.{n}", b) for n in ("more", "react") if (b := getattr(topic, n))]
    found += [(f"reply {code}", bank) for code, bank in presale.REPLIES.items()]
    return found


@pytest.mark.parametrize(("name", "bank"), banks())
def test_every_line_can_be_said_of_every_product(name: str, bank: tuple[str, ...]) -> None:
    random = Random(1)
    for product in PRODUCTS:
        for template in compiled(bank):
            for _ in range(6):
                text = template.say(random, {**words(product), **EXTRA})
                assert text.strip()
                assert not re.search(r"[{}|]", text), text


def test_choices_may_hold_variables() -> None:
    assert say(Random(1), ("[{name}|{name}]好",), {"name": "披肩"}) == "披肩好"


def test_no_message_has_an_open_variable(facts: Facts) -> None:
    for message in facts["messages"]:
        assert message["text"], message
        assert not re.search(r"[{}|]|None", message["text"]), message


def test_agents_say_thousands_of_different_things(facts: Facts) -> None:
    said = Counter(
        m["text"] for m in facts["messages"] if m["sender"] == "agent" and m["kind"] == "text"
    )
    assert len(said) > 2000
    assert said.most_common(1)[0][1] < 0.04 * said.total()


def test_buyers_ask_in_many_ways(facts: Facts) -> None:
    said = {m["text"] for m in facts["messages"] if m["sender"] == "buyer" and m["kind"] == "text"}
    assert len(said) > 700


def test_an_agent_does_not_say_the_same_line_twice_in_one_conversation(facts: Facts) -> None:
    lines = Counter(
        (m["account"], m["buyer"], m["at"] // 86_400, m["text"])
        for m in facts["messages"]
        if m["sender"] == "agent" and m["kind"] == "text" and len(m["text"]) > 12
    )
    repeated = sum(1 for n in lines.values() if n > 1)
    assert repeated < 0.01 * len(lines)


def test_an_order_card_holds_an_order_of_that_buyer(facts: Facts) -> None:
    buyers = {o["order_id"]: o["buyer"] for o in facts["orders"]}
    cards = [m for m in facts["messages"] if m["kind"] == "order_card"]
    assert len(cards) > 100
    assert all(buyers[card["text"]] == card["buyer"] for card in cards)


def test_robots_and_people_are_told_apart(facts: Facts) -> None:
    robot = [m for m in facts["messages"] if m["sender"] == "robot"]
    assert robot
    night = [m for m in facts["messages"] if m["account"].endswith("服务助手")]
    assert {m["sender"] for m in night} == {"buyer", "robot"}


def test_no_chat_holds_a_phone_number_or_an_address(facts: Facts) -> None:
    for message in facts["messages"]:
        if message["kind"] == "text":
            assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", message["text"]), message

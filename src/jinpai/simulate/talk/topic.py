"""The shape of a question before the purchase."""

from __future__ import annotations

from dataclasses import dataclass

from jinpai.simulate.talk.common import Bank


@dataclass(frozen=True)
class Topic:
    code: str
    ask: Bank
    answer: Bank
    more: Bank = ()  # a second line of the agent, sometimes
    react: Bank = ()  # what the buyer may say to it
    weight: float = 1.0

"""One conversation in time: who says what, when, and from which account.

Keeps the laws of the shop: an agent answers only inside her shift and never while away,
her delay is lognormal and grows with her load, a conversation that outlives a shift is
handed to a colleague, and nothing runs past the last agent's day.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from jinpai.simulate.talk.common import AGENT_SORRY_LATE, HANDOVER_HELLO, Bank
from jinpai.simulate.talk.grammar import say
from jinpai.simulate.team import Duty

Message = tuple[str, str, int, str, str, str, str]  # account buyer at sender kind text to_account


class Talk:
    """Appends messages of one thread (and of those it is transferred to) to `out`."""

    def __init__(
        self,
        out: list[Message],
        random: Random,
        buyer: str,
        duty: Duty,
        at: int,
        words: dict[str, str],
        heir: Callable[[Duty, int], Duty | None],
    ) -> None:
        self.out = out
        self.random = random
        self.who = buyer
        self.duty = duty
        self.at = at
        self.words = words
        self.heir = heir
        self.words["me"] = duty.agent.name
        self.replies = 0
        self.slowest = 0
        self.used: set[str] = set()
        half = at // 1800
        duty.load[half] = duty.load.get(half, 0) + 1

    @property
    def manners(self) -> float:
        """How surely the last word is the agent's, as it should be."""
        return 0.82 if self.duty.agent.weak else 0.97

    def line(self, bank: Bank) -> str:
        text = say(self.random, bank, self.words)
        for _ in range(4):
            if text not in self.used:
                break
            text = say(self.random, bank, self.words)
        self.used.add(text)
        return text

    def fitting(self, bank: Bank, question: str) -> str:
        """Of a few lines the one that takes up most of the question's own words."""
        pairs = {question[i : i + 2] for i in range(len(question) - 1)}
        lines = [say(self.random, bank, self.words) for _ in range(4)]
        fresh = [line for line in lines if line not in self.used] or lines
        best = max(fresh, key=lambda line: sum(pair in line for pair in pairs))
        self.used.add(best)
        return best

    def put(self, sender: str, text: str, kind: str = "text", to: str = "") -> None:
        self.out.append((self.duty.agent.account, self.who, self.at, sender, kind, text, to))

    def pause(self, low: float, high: float) -> None:
        self.at += int(low + (high - low) * self.random.random() ** 2)

    def buyer(self, bank: Bank, first: bool = False) -> str:
        """One line of the buyer's; returns what was said."""
        if not first:
            self.pause(6, 75)
        text = self.line(bank)
        self.put("buyer", text)
        return text

    def buyer_text(self, text: str, kind: str = "text", first: bool = False) -> None:
        if not first:
            self.pause(4, 30)
        self.put("buyer", text, kind)

    def robot(self, bank: Bank) -> None:
        self.out.append(
            (self.duty.agent.account, self.who, self.at + 1, "robot", "text", self.line(bank), "")
        )
        self.at += 1

    def delay(self, length: int) -> int:
        traits = self.duty.agent.traits
        load = self.duty.load.get(self.at // 1800, 0)
        crowd = 1.0 + max(0, load - 14) * 0.035
        wait = traits.pace * self.random.lognormvariate(0.0, traits.spread) * min(crowd, 4.0)
        return max(2, round(wait + traits.typing * length))

    def agent(self, bank: Bank, quick: bool = False, to: str = "") -> bool:
        """One answer, to a question if given; False when nobody is there any more to give it."""
        return self.agent_text(self.fitting(bank, to) if to else self.line(bank), quick)

    def agent_text(self, text: str, quick: bool = False, kind: str = "text") -> bool:
        wait = int(2 + self.random.random() * 9) if quick else self.delay(len(text))
        at = self.at + wait
        for begin, end in self.duty.away:
            if begin <= at < end:
                at = end + wait
        if at >= self.duty.end:
            if not self.transfer():
                return False
            wait = self.delay(len(text))
            at = self.at + wait
            if at >= self.duty.end:
                return False
        late = at - self.at
        if late > 240 and self.random.random() < 0.4:
            self.at = at
            self.put("agent", self.line(AGENT_SORRY_LATE))
            at += int(3 + self.random.random() * 12)
            if at >= self.duty.end:
                return False
        self.at = at
        self.put("agent", text, kind)
        self.replies += 1
        self.slowest = max(self.slowest, late)
        return True

    def transfer(self, to: Duty | None = None) -> bool:
        """Hand the buyer to a colleague who is on duty; False when there is none."""
        target = to or self.heir(self.duty, self.at)
        if target is None or target is self.duty or not target.start <= self.at < target.end - 60:
            return False
        source = self.duty.agent.account
        self.at += 2
        if self.at >= self.duty.end:
            self.at = self.duty.end - 1
        self.put(
            "system", f"由 {source} 转交给 {target.agent.account}", "transfer", target.agent.account
        )
        self.duty = target
        self.words["me"] = target.agent.name
        half = self.at // 1800
        target.load[half] = target.load.get(half, 0) + 1
        return self.agent(HANDOVER_HELLO)

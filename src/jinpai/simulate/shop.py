"""`shop()`: the arguments of a believable shop, and the truth behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from jinpai.simulate import season
from jinpai.simulate.products import BEST_SELLERS, PRODUCTS
from jinpai.simulate.season import BadReview, Campaign
from jinpai.simulate.story import Row, Story
from jinpai.simulate.team import MAIN, Team, team


@dataclass(frozen=True)
class Shop:
    """What to simulate. Equal values give equal files, on any machine."""

    code: str
    name: str
    platform: str
    start: date
    days: int
    seed: int
    orders_per_day: float
    team: Team
    campaigns: tuple[Campaign, ...]
    bad_review: BadReview | None

    def tell(self) -> Iterator[tuple[str, list[Row]]]:
        """(table, rows) day by day, futures included; see story.py for the values."""
        return Story(self).tell()

    def truth(self) -> dict[str, object]:
        """What no figure shows without noise: written beside the files as truth.json."""
        event = self.bad_review
        events: list[dict[str, object]] = [
            {"kind": "campaign", "name": c.name, "from": c.first.isoformat(),
             "to": c.last.isoformat(), "factor": c.factor}
            for c in self.campaigns
        ]  # fmt: skip
        if event is not None:
            events.append(
                {"kind": "bad_review", "product": event.product, "day": event.day.isoformat(),
                 "effect": "sales of the product fall to 30 % within three days"}
            )  # fmt: skip
        for binding in self.team.bindings:
            if binding.end is not None:
                events.append(
                    {"kind": "rebinding", "account": binding.account,
                     "day": binding.end.isoformat(),
                     "from_person": binding.person}
                )  # fmt: skip
        events.append({"kind": "unbound", "account": self.team.temp.account})
        events.append({"kind": "unbound", "account": self.team.robot})
        return {
            "shop": self.code, "seed": self.seed, "days": self.days,
            "start": self.start.isoformat(),
            "agents": [
                {"person": a.person, "account": a.account, "from": a.first.isoformat(),
                 "to": a.last.isoformat() if a.last else None, "group": a.group, "weak": a.weak,
                 **asdict(a.traits)}
                for a in self.team.agents
            ],
            "products": [
                {"code": p.code, "returns": p.returns, "share": p.share} for p in PRODUCTS
            ],
            "best_sellers": list(BEST_SELLERS),
            "events": events,
        }  # fmt: skip


def shop(
    start: date,
    days: int,
    agents: int = 7,
    seed: int = 1,
    orders_per_day: float = 250,
    *,
    code: str = "shumo",
    name: str = MAIN,
    platform: str = "tmall",
) -> Shop:
    """The massage shop of report 000 from `start` for `days` days.

    agents: serving agents at any time (2 to 100), the weak one among them.
    orders_per_day: on a mean day; campaigns multiply it. Files grow with it in proportion:
    about 20 messages an order.
    ValueError on fewer than 2 agents or less than one day.
    """
    if agents < 2 or days < 1:
        raise ValueError("a shop needs at least two agents and one day")
    return Shop(
        code, name, platform, start, days, seed, orders_per_day,
        team(name, agents, start, days, seed),
        season.campaigns(start, days), season.bad_review(start, days),
    )  # fmt: skip

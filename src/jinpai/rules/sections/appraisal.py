"""The `appraisal` section: per role a scheme of items; coefficients; the flow's steps."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from jinpai.rules.sections.strict import Code, Factor, Part, Points, Words

Fallback = Literal["team_mean", "reweight", "full"]
CampaignDays = Literal["include", "exclude", "separate"]
PoolKey = Literal["platform", "shop", "group", "shift"]
Pool = tuple[PoolKey, ...]


class Linear(Part):
    """0 at `worst`, 100 at `best`, straight between, clamped; works downward too."""

    kind: Literal["linear"]
    worst: Decimal
    best: Decimal


class Target(Part):
    """100 × actual / target; with lower_is_better 100 × (2 − actual / target); floor 0, cap.
    A target set for the person before the month replaces `target`."""

    kind: Literal["target"]
    target: Decimal
    lower_is_better: bool = False
    cap: Points = Decimal(120)


class Band(Part):
    """From `from_` up to the next band's."""

    from_: Decimal = Field(alias="from")
    points: Points


class Bands(Part):
    """Ordered half-open bands [from, next) → points; below the first band 0."""

    kind: Literal["bands"]
    bands: tuple[Band, ...] = Field(min_length=1)


class PerEvent(Part):
    """100 − n × points, floor 0."""

    kind: Literal["per_event"]
    points: Points


class Rank(Part):
    """100 × (n − mean rank) / (n − 1) among comparable people; alone: reweight."""

    kind: Literal["rank"]
    lower_is_better: bool | None = None  # None: the metric's own direction


class RatingCurve(Part):
    """0–100 given by the supervisor, the self-rating shown beside it."""

    kind: Literal["rating"]


Curve = Annotated[
    Linear | Target | Bands | PerEvent | Rank | RatingCurve, Field(discriminator="kind")
]


class Item(Part):
    """metric (or rating) × weight × curve. Several metrics of one item: each goes through the
    curve and their points are averaged; for `per_event` their counts are added."""

    code: Code
    name: Words
    kind: Literal["result", "process"]
    weight: Annotated[Decimal, Field(gt=0, le=100)]
    metrics: tuple[str, ...] = ()
    curve: Curve
    against: Literal["none", "shop_mean", "pool_mean"] = "none"  # value ÷ that mean
    min_sample: int | None = Field(default=None, ge=1)
    small_sample: Fallback = "reweight"
    missing: Fallback = "reweight"
    campaign_days: CampaignDays = "include"
    pool: Pool = ("shop", "group")
    step: Decimal | None = Field(default=None, gt=0)  # "one step better"; None: by the unit


class Veto(Part):
    """When `metric` reaches `at_least`, the total is capped."""

    code: Code
    name: Words
    metric: str
    at_least: Decimal
    cap: Points


class EventLimits(Part):
    """How many points events may add and take a month."""

    plus: Points = Decimal(5)
    minus: Points = Decimal(10)


class Scheme(Part):
    """The items of some roles. The first scheme that fits a person (role, and group where
    groups are named) is the person's."""

    name: Words
    roles: tuple[str, ...] = Field(min_length=1)
    groups: tuple[str, ...] = ()
    items: tuple[Item, ...] = Field(min_length=1)
    vetoes: tuple[Veto, ...] = ()
    events: EventLimits = EventLimits()
    total_cap: Points = Decimal(100)


class Coefficient(Part):
    """From this total on, this factor."""

    from_: Decimal = Field(alias="from", ge=0)
    factor: Factor


class Appraisal(Part):
    """Per role a scheme; the coefficient table; who rates, in order."""

    schemes: dict[Code, Scheme] = Field(default_factory=dict)
    coefficients: tuple[Coefficient, ...] = ()
    otherwise: Factor = Decimal("0.6")  # below the lowest coefficient
    steps: tuple[Literal["self", "leader", "supervisor", "third"], ...] = (
        "self", "leader", "supervisor",
    )  # fmt: skip
    dispute_days: int = Field(default=3, ge=1, le=30)

    def scheme_of(self, role: str, group: str) -> tuple[str, Scheme] | None:
        """The scheme that fits a person, with its code."""
        for code, scheme in self.schemes.items():
            if role in scheme.roles and (not scheme.groups or group in scheme.groups):
                return code, scheme
        return None

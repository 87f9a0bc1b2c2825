"""The `career` section: tracks, levels, conditions, the bottom-rank rule. Read by Growth."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from jinpai.rules.sections.strict import Code, Part, Points, Words


class Conditions(Part):
    """What a level asks for; what is left out is not asked."""

    months_in_level: int | None = Field(default=None, ge=1, le=120)
    mean_score: Points | None = None
    of_last: int | None = Field(default=None, ge=1, le=24)  # months the mean looks at
    none_below: Points | None = None
    courses: tuple[str, ...] = ()
    quality_score: Points | None = None
    competence: Points | None = None
    volume_share: Annotated[Decimal, Field(ge=0, le=1)] | None = None  # of the group's mean


class Level(Part):
    code: str = Field(min_length=1, max_length=16)
    name: Words
    conditions: Conditions = Conditions()


class Track(Part):
    """Levels in rising order; `side_steps` leave it (金牌 → 培训师, 店长)."""

    code: Code
    name: Words
    levels: tuple[Level, ...] = Field(min_length=1)
    side_steps: tuple[Words, ...] = ()


class BottomRank(Part):
    """Last by the appraisal's total, months running. The only consequence the law leaves is a
    documented improvement path (指导案例18号; 劳动合同法 40(2))."""

    months: int = Field(default=3, ge=2, le=12)
    min_people: int = Field(default=5, ge=3, le=1000)
    consequence: Literal["improvement_path"] = "improvement_path"


class Career(Part):
    tracks: tuple[Track, ...] = ()
    bottom_rank: BottomRank | None = None

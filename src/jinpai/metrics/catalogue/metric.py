"""What a metric says of itself. A metric that leaves a field empty does not ship."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["count", "yuan", "seconds", "percent", "ratio", "items"]
Direction = Literal["up", "down", "none"]
Sum = Literal["add", "max"]


@dataclass(frozen=True)
class Metric:
    """One figure of the catalogue.

    `num` and `den` name the columns of the day figures; a count has no `den`.
    `day` says on which service day it counts. `settling_days` may be the name of a rule of
    the measure (see `settling`). `look_back_days`: how far before its day it reads.
    `tables` are the fact tables without which it is unknown.
    """

    code: str
    revision: int
    zh: str
    en: str
    group: str
    unit: Unit
    direction: Direction
    numerator_zh: str
    numerator_en: str
    denominator_zh: str
    denominator_en: str
    day_zh: str
    day_en: str
    exclusions_zh: str
    exclusions_en: str
    tables: tuple[str, ...]
    num: str
    den: str | None = None
    settling: Literal["none", "next_day", "inquiry", "seven"] = "none"
    look_back_days: int = 0
    grain: Literal["account", "shop"] = "account"
    sum: Sum = "add"
    policy: str | None = None  # the field of Measure that names its response policy
    rows_num: str = "receptions"  # what kind of rows stand behind the numerator
    rows_den: str = ""

    @property
    def money(self) -> bool:
        """Numerator in yuan: exact, two places."""
        return self.unit == "yuan"

    @property
    def is_share(self) -> bool:
        """0 ≤ num ≤ den holds."""
        return self.unit == "percent" and self.code != "refund_rate"

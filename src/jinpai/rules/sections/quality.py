"""The `quality` section: findings with their points, and sampling. Read by Quality."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from jinpai.rules.sections.strict import Code, Part, Points, Words


class Finding(Part):
    code: Code
    name: Words
    points: Points
    critical: bool = False  # zeroes the review


class Quality(Part):
    findings: tuple[Finding, ...] = ()
    sample_share: Annotated[Decimal, Field(ge=0, le=1)] = Decimal("0.05")
    sample_per_agent: int = Field(default=10, ge=0, le=1000)

"""The `training` section: which weak metric is answered by which course. Read by Growth."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from jinpai.rules.sections.strict import Code, Part, Words


class Prescription(Part):
    """When `metric` is worse than `worse_than`, this course."""

    metric: str
    worse_than: Decimal
    course: Words
    reason: Words


class Stage(Part):
    code: Code
    name: Words
    days: int = Field(ge=1, le=365)


class Training(Part):
    prescriptions: tuple[Prescription, ...] = ()
    stages: tuple[Stage, ...] = ()

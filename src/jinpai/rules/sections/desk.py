"""The `desk` section: demands on the day's work, reminders, remark format, flags. Read by Desk."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jinpai.rules.sections.strict import Code, Part, Words


class Demand(Part):
    """A list, checklist, remark or sheet the shop asks for. "What is not appraised is only a
    wish" (report 003): `items` are the appraisal items that look at it."""

    code: Code
    name: Words
    items: tuple[str, ...] = ()
    minutes: int = Field(default=0, ge=0, le=240)  # of a day
    when: Literal["in_shift", "before_shift", "after_shift"] = "in_shift"


class Desk(Part):
    demands: tuple[Demand, ...] = ()
    reminders_min: tuple[int, ...] = (10, 60)  # after an order was created
    reminder_next_day_before: str = Field(
        default="11:00", pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
    )
    remark_format: str = Field(default="{agent} {text} {date}", max_length=200)
    overdue_hours: dict[str, int] = Field(default_factory=dict)  # by list of the desk
    most_a_day: dict[str, int] = Field(default_factory=dict)  # new items a person and list
    best_sellers: int = Field(default=5, ge=0, le=100)  # whose bad reviews are incidents

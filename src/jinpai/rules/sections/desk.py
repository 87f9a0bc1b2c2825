"""The `desk` section: demands on the day's work, reminders, remark format, flags. Read by Desk."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jinpai.rules.sections.strict import Code, Part, Words

CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class Demand(Part):
    """A list, checklist, remark or sheet the shop asks for. "What is not appraised is only a
    wish" (report 003): `items` are the appraisal items that look at it."""

    code: Code
    name: Words
    items: tuple[str, ...] = ()
    minutes: int = Field(default=0, ge=0, le=240)  # of a day
    when: Literal["in_shift", "before_shift", "after_shift"] = "in_shift"


class Rising(Part):
    """The same problem so many times within so many days is an escalation by itself."""

    of: Code  # the list
    by: Literal["product", "courier", "page"]  # what is the same
    reason: str = Field(default="", max_length=32)  # only this one; empty: any, each for itself
    times: int = Field(ge=2, le=10_000)
    days: int = Field(ge=1, le=90)


RISINGS = (
    Rising(of="reviews", by="product", times=3, days=7),
    Rising(of="visits", by="product", times=3, days=7),
    Rising(of="unconfirmed", by="product", times=3, days=7),
    Rising(of="complaints", by="product", times=3, days=14),
    Rising(of="parcels", by="courier", times=5, days=7),
    Rising(of="tickets", by="page", times=3, days=14),
    Rising(of="tickets", by="product", times=3, days=14),
)


class Desk(Part):
    demands: tuple[Demand, ...] = ()
    reminders_min: tuple[int, ...] = (10, 60)  # after an order was created
    reminder_next_day_before: str = Field(default="11:00", pattern=CLOCK)
    remark_format: str = Field(default="{agent} {text} {date}", max_length=200)
    overdue_hours: dict[str, int] = Field(default_factory=dict)  # by list of the desk
    most_a_day: dict[str, int] = Field(default_factory=dict)  # of a list on Today at once
    best_sellers: int = Field(default=5, ge=0, le=100)  # whose bad reviews are incidents
    segment_days: int = Field(default=365, ge=30, le=1830)  # what is looked at of a buyer
    devoted_orders: int = Field(default=3, ge=1, le=100)  # paid, at least
    new_days: int = Field(default=90, ge=1, le=365)  # since the first payment
    risky_returns: int = Field(default=3, ge=1, le=100)  # orders sent back or refunded, at least
    risky_return_percent: int = Field(default=50, ge=1, le=100)  # and of the paid ones
    risky_bad_reviews: int = Field(default=2, ge=1, le=100)
    contacts_most: int = Field(default=2, ge=0, le=50)  # of one buyer, over all campaigns
    contacts_days: int = Field(default=30, ge=1, le=365)  # within so many days
    quiet_from: str = Field(default="21:00", pattern=CLOCK)  # nobody is written to
    quiet_until: str = Field(default="09:00", pattern=CLOCK)
    recalled_days: int = Field(default=7, ge=1, le=90)  # an order within them answers a contact
    decided_days: int = Field(default=7, ge=0, le=60)  # before a campaign: goods and stock
    discount_floor: int = Field(default=70, ge=1, le=100)  # percent, outside big campaigns
    risings: tuple[Rising, ...] = RISINGS  # the same problem again and again
    sheet_by: str = Field(default="10:00", pattern=CLOCK)  # where nobody knows who came when
    sheet_grace_min: int = Field(default=30, ge=0, le=600)  # after coming, or the first message
    same_problem_times: int = Field(default=3, ge=2, le=100)  # persons' days until it rises
    same_problem_days: int = Field(default=14, ge=1, le=365)
    page_review_days: int = Field(default=180, ge=1, le=3650)  # then a page wants a second look

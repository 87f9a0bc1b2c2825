"""By when the present state must be left, and by whose rule. The nearest one binds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from jinpai.workflow.aftersales import articles
from jinpai.workflow.aftersales.articles import Article
from jinpai.workflow.hours import JD_EVIDENCE, later

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment and the rule that sets it."""

    due: datetime
    article: Article


def _end(day: datetime) -> datetime:
    """Midnight at the end of the day."""
    return datetime.combine(day.date(), time(), day.tzinfo) + DAY


def _after_days(at: datetime, days: int) -> datetime:
    """The end of the last of `days`, counted from the day after."""
    return _end(at) + days * DAY


def deadlines(
    kind: str,
    state: str,
    *,
    at: datetime,
    opened: datetime,
    arrived: datetime | None = None,
    fault: bool = False,
    freight_owed: bool = False,
    platform: str = "",
) -> tuple[Deadline, ...]:
    """All that run in a state entered at `at`, nearest first; every open state has one. Times are
    the shop's wall time."""
    found: list[Deadline] = []
    if state == "opened":
        if platform == "jd":
            hours, article = (48, articles.JD_QUALITY) if fault else (24, articles.JD_DAY)
        else:
            hours, article = 24, articles.HOUSE_DAY
        found.append(Deadline(at + timedelta(hours=hours), article))
    elif state == "escalated":
        if platform == "jd":
            proof = later(at.replace(tzinfo=None), timedelta(hours=4), JD_EVIDENCE)
            found.append(Deadline(proof.replace(tzinfo=at.tzinfo), articles.JD_PROOF))
        article = articles.JD_DAY if platform == "jd" else articles.HOUSE_DAY
        found.append(Deadline(at + DAY, article))
    elif state in {"arrived", "inspected"}:
        came = arrived or at
        found.append(Deadline(came + DAY, articles.HOUSE_SETTLED))
        found.append(Deadline(_after_days(came, 7), articles.SEVEN_TO_REFUND))
        found.append(Deadline(_after_days(came, 15), articles.FIFTEEN_DAYS))
    elif state in {"approved", "ruled"}:
        found.append(Deadline(at + DAY, articles.HOUSE_DAY))
    elif state == "replaced":
        found.append(Deadline(at + DAY, articles.HOUSE_SETTLED))
    elif state in {"refused", "waiting", "shipped", "reshipped"}:
        found.append(Deadline(at + 7 * DAY, articles.HOUSE_ASKED))
    elif state in {"refunded", "partly_refunded", "received"} and freight_owed:
        found.append(Deadline(_end(at), articles.HOUSE_SAME_DAY))
    elif state in {"refunded", "partly_refunded", "received", "freight_repaid"}:
        found.append(Deadline(at + DAY, articles.HOUSE_CLOSED))
    if state in {"opened", "approved"}:
        found.append(Deadline(_after_days(opened, 15), articles.FIFTEEN_DAYS))
    return tuple(sorted(found, key=lambda d: d.due))

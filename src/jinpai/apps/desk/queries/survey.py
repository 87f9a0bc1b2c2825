"""What buyers say when they are asked: content? a second need? Week by week, always with n."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from jinpai.apps.desk.models import Task
from jinpai.apps.desk.queries.today import mine
from jinpai.apps.team.models import User
from jinpai.workflow.lists import LISTS

WEEKS = 8
ASKED = ("visits", "unconfirmed")
CONTENT = ("satisfied", "second_need", "confirmed", "reviewed")
NOT_CONTENT = ("unsatisfied", "problem")


@dataclass(frozen=True)
class Week:
    """One week of one list. `asked`: a person ended it; `reached`: the buyer said something."""

    first: date
    asked: int
    reached: int
    content: int
    second_need: int
    not_content: int
    reasons: Sequence[tuple[str, str, int, str]]  # zh, en, n, code

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)

    @property
    def share(self) -> float | None:
        """Content of those reached."""
        return self.content / self.reached if self.reached else None


def survey(user: User, code: str, now: datetime) -> list[Week]:
    """The last weeks of a list, newest first; an agent's own, the team's for who sees it. What
    the facts ended nobody was asked about."""
    local = timezone.localtime(now).date()
    monday = local - timedelta(days=local.weekday())
    own = mine(user, team=True).filter(list=code, state=Task.State.DONE).exclude(done_by="")
    names = {r.code: r for r in LISTS[code].reasons}
    out = []
    for back in range(WEEKS):
        first = monday - timedelta(days=7 * back)
        span = [timezone.make_aware(datetime.combine(d, time()))
                for d in (first, first + timedelta(days=7))]  # fmt: skip
        week = own.filter(done_at__gte=span[0], done_at__lt=span[1])
        n = week.aggregate(
            asked=Count("id"),
            content=Count("id", filter=Q(outcome__in=CONTENT)),
            need=Count("id", filter=Q(outcome="second_need")),
            bad=Count("id", filter=Q(outcome__in=NOT_CONTENT)),
        )
        why = (
            week.filter(outcome__in=NOT_CONTENT).exclude(reason="").order_by()
            .values_list("reason").annotate(n=Count("id"))
        )  # fmt: skip
        ranked = sorted(why, key=lambda row: (-row[1], row[0]))
        out.append(
            Week(
                first, n["asked"], n["content"] + n["bad"], n["content"], n["need"], n["bad"],
                [(names[r].zh, names[r].en, k, r) for r, k in ranked if r in names],
            )
        )  # fmt: skip
    return out

"""The columns of a list, on the screen and in its file: the same ones, in the same words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from jinpai.apps.desk.models import Task
from jinpai.apps.desk.templatetags.desk import said, titled, when, why
from jinpai.apps.pages.writing import masked
from jinpai.workflow.kinds import Kind


@dataclass(frozen=True)
class Column:
    code: str
    title: str | Promise
    sort: str = ""
    numeric: bool = False


DUE = Column("due", gettext_lazy("时限"), "due")
DONE = Column("done", gettext_lazy("了结"), "done")
WHAT = Column("what", gettext_lazy("事情"))
ORDER = Column("order", gettext_lazy("订单"), "order")
BUYER = Column("buyer", gettext_lazy("买家"), "buyer")
ASKED_AT = Column("since", gettext_lazy("咨询时间"), "since")
SINCE = Column("since", gettext_lazy("开始"), "since")
ASKED = Column("asked", gettext_lazy("问了什么"))
WHOSE = Column("person", gettext_lazy("归谁"), "person")
TRIES = Column("attempts", gettext_lazy("尝试"), "attempts", numeric=True)
STATE = Column("state", gettext_lazy("状态"), "state")
OUTCOME = Column("outcome", gettext_lazy("结果"), "outcome")
REASON = Column("reason", gettext_lazy("原因"), "reason")
BOTH = Column("both", gettext_lazy("记录和数据"))


def columns(kind: Kind, state: str, *, both: bool) -> Sequence[Column]:
    """Those of a list: a question is known by its buyer, anything else by its order too. `both`:
    some of the rows say otherwise than the facts."""
    asked = kind.code == "lost_inquiries"
    found = [DONE if state == "done" else DUE, WHAT]
    found += [BUYER, ASKED_AT, ASKED] if asked else [ORDER, BUYER, SINCE]
    found += [WHOSE, TRIES]
    if state != "open":
        found += [STATE, OUTCOME]
    if kind.reasons and (state != "open" or asked):
        found.append(REASON)
    return (*found, BOTH) if both else found


@dataclass(frozen=True)
class Words:
    """Writes a task's cells in the reader's language."""

    kind: Kind
    names: Mapping[str, str]  # person → name
    now: datetime

    def cell(self, task: Task, column: Column) -> str:
        return str(getattr(self, f"_{column.code}")(task))

    def _due(self, task: Task) -> str:
        return when(task, self.now)

    def _done(self, task: Task) -> str:
        return self._at(task.done_at)

    def _since(self, task: Task) -> str:
        return self._at(task.since)

    def _at(self, at: datetime | None) -> str:
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""

    def _what(self, task: Task) -> str:
        about = why(task)
        return f"{titled(task)} · {about}" if about else titled(task)

    def _order(self, task: Task) -> str:
        return task.order_id

    def _buyer(self, task: Task) -> str:
        return masked(task.buyer)

    def _asked(self, task: Task) -> str:
        return str(task.data.get("asked", ""))

    def _person(self, task: Task) -> str:
        return self.names.get(task.person, task.person)

    def _attempts(self, task: Task) -> int:
        return task.attempts

    def _state(self, task: Task) -> str:
        return str(task.get_state_display())

    def _outcome(self, task: Task) -> str:
        return self._named(self.kind.outcomes, task.outcome)

    def _reason(self, task: Task) -> str:
        return self._named(self.kind.reasons, task.reason)

    def _named(self, known: Sequence[object], code: str) -> str:
        one = next((k for k in known if getattr(k, "code", "") == code), None)
        return said(one) if one is not None else code

    def _both(self, task: Task) -> str:
        both = task.contradicted or {}
        return " ≠ ".join(str(both[k]) for k in ("record", "facts") if both.get(k))

"""What a person records of a task: one of the list's outcomes, with the reason, words and fields.

What does not fit the list is refused in the reader's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jinpai.apps.desk.models import Task
from jinpai.apps.desk.refused import Refused
from jinpai.workflow import said
from jinpai.workflow.kinds import Field, Kind, Outcome


def outcome(kind: Kind, code: str, *, closes: bool) -> Outcome:
    told = next((o for o in kind.outcomes if o.code == code and o.closes == closes), None)
    if told is None:
        raise Refused(_("请选一个结果。"))
    return told


def fitting(
    task: Task, kind: Kind, told: Outcome, reason: str, note: str,
    fields: Mapping[str, str] | None,
) -> None:  # fmt: skip
    """Refuses what the list does not take with this outcome."""
    before = so_far(task) if told.after else ()
    found = said.wrong(kind, told, reason=reason, note=note, fields=fields, before=before)
    if found is None:
        return
    if found.code == "missing":
        raise Refused(_("还没有填:%(what)s。") % {"what": _names(found.fields)})
    if found.code == "number":
        raise Refused(_("%(what)s要填数字。") % {"what": _names(found.fields)})
    if found.code == "after" and found.outcome is not None:
        raise Refused(_("先记下「%(what)s」,再办这一步。") % {"what": _names([found.outcome])})
    raise Refused(
        {
            "own": _("这一条在它自己的页面上办。"),
            "reason": _("请选原因。"),
            "note": _("请写几句。"),
        }.get(found.code, _("请选一个结果。"))
    )


def so_far(task: Task) -> set[str]:
    """The outcomes recorded on a task by its attempts."""
    return {
        act.detail.get("outcome", "") for act in task.acts.filter(what="attempt").only("detail")
    }


def detail(
    outcome: str, reason: str, note: str, fields: Mapping[str, str] | None
) -> dict[str, Any]:
    detail: dict[str, Any] = {"outcome": outcome}
    if reason:
        detail["reason"] = reason
    if note.strip():
        detail["note"] = note.strip()[:2000]
    kept = {k: str(v).strip()[:500] for k, v in (fields or {}).items() if str(v).strip()}
    if kept:
        detail["fields"] = kept
    return detail


def _names(things: Iterable[Field | Outcome]) -> str:
    english = not (get_language() or "zh").startswith("zh")
    return ", ".join(t.en for t in things) if english else "、".join(t.zh for t in things)

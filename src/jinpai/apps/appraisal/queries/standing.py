"""Where a sheet stands and whose turn it is: the same words on every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from jinpai.apps.appraisal.actions.flow import answer_by, next_step, rated
from jinpai.apps.appraisal.models import Rating, Sheet, State
from jinpai.apps.appraisal.queries.scored import Scored
from jinpai.rules.inputs import Person

TONES = {
    State.ACKNOWLEDGED: "done",
    State.CLOSED: "done",
    State.DISPUTED: "loss",
    State.TARGETS: "",
}


@dataclass(frozen=True)
class Standing:
    """The state with its words. `due`: the rating step that is awaited, if one is."""

    state: str
    label: str
    tone: str
    due: str | None
    turn: str  # what is to be done now, and by whom
    until: datetime | None = None

    @property
    def waits_for_person(self) -> bool:
        return self.due == "self" or (self.due is None and self.until is not None)


def standing(
    sheet: Sheet | None, person: Person, found: Scored, *, open_disputes: int = 0
) -> Standing:
    if sheet is None:
        return Standing("", _("未开始"), "", None, _("建表、定目标"))
    state = State(sheet.state)
    steps = found.steps(person)
    due = next_step(state, steps)
    until = None
    if state == State.TARGETS:
        turn = _("定目标,本人确认")
    elif due is not None:
        turn = _("待%(step)s评") % {"step": Rating.Step(due).label}
        if due == "self":
            turn = _("待本人自评")
    elif rated(state, steps):
        until = answer_by(sheet, found)
        turn = _("待本人确认或提异议")
    elif state == State.DISPUTED:
        turn = (
            _("%(n)s 条异议待处理") % {"n": open_disputes}
            if open_disputes
            else _("异议已处理,待关闭")
        )
    elif state == State.ACKNOWLEDGED:
        turn = _("待关闭")
    else:
        turn = ""
    return Standing(state, str(state.label), TONES.get(state, "gold"), due, turn, until)


def stepper(sheet: Sheet | None, person: Person, found: Scored) -> list[dict[str, str]]:
    """The flow as a row of steps: done, now, still to come."""
    steps = found.steps(person)
    names = [(State.TARGETS, _("定目标"))]
    names += [(step, str(Rating.Step(step).label)) for step in steps]  # type: ignore[misc]
    names += [(State.ACKNOWLEDGED, _("本人确认")), (State.CLOSED, _("关闭"))]
    at = _position(sheet, steps)
    return [
        {"text": text, "state": "ok" if i < at else "now" if i == at else ""}
        for i, (_code, text) in enumerate(names)
    ]


def _position(sheet: Sheet | None, steps: tuple[str, ...]) -> int:
    """How many steps of the stepper are done."""
    if sheet is None or sheet.state == State.TARGETS:
        return 0
    due = next_step(sheet.state, steps)
    if due is not None:
        return 1 + steps.index(due)
    ends = {State.ACKNOWLEDGED: len(steps) + 2, State.CLOSED: len(steps) + 3}
    return ends.get(State(sheet.state), len(steps) + 1)

"""What was decided in a month's appraisal, as the rules read it: five queries for everyone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

from jinpai.apps.appraisal.models import Dispute, Event, Rating, Sheet, Target
from jinpai.rules import inputs


@dataclass
class Decided:
    """By person code."""

    states: dict[str, str] = field(default_factory=dict)
    targets: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    ratings: dict[str, list[inputs.Rating]] = field(default_factory=dict)
    events: dict[str, list[inputs.Event]] = field(default_factory=dict)
    rulings: dict[str, list[inputs.ItemRuling]] = field(default_factory=dict)

    def applied(self, person: inputs.Person) -> inputs.Person:
        """The person with what was decided about them."""
        code = person.code
        return replace(
            person,
            targets=self.targets.get(code, {}),
            ratings=tuple(self.ratings.get(code, ())),
            events=tuple(self.events.get(code, ())),
            rulings=tuple(self.rulings.get(code, ())),
            appraisal_state=self.states.get(code, ""),
        )


def decided(month: str) -> Decided:
    found = Decided()
    found.states = dict(Sheet.objects.filter(month=month).values_list("person", "state"))
    targets: defaultdict[str, dict[str, Decimal]] = defaultdict(dict)
    for target in Target.objects.filter(
        sheet__month=month, acknowledged_at__isnull=False
    ).select_related("sheet"):
        # in order of their number: the newest agreed one of an item wins
        targets[target.sheet.person][target.item] = target.value.normalize()
    found.targets = dict(targets)
    ratings: defaultdict[str, list[inputs.Rating]] = defaultdict(list)
    for rating in Rating.objects.filter(sheet__month=month, points__isnull=False).select_related(
        "sheet"
    ):
        ratings[rating.sheet.person].append(
            inputs.Rating(rating.item, rating.step, rating.points, rating.by, rating.note)  # type: ignore[arg-type]
        )
    found.ratings = dict(ratings)
    events: defaultdict[str, list[inputs.Event]] = defaultdict(list)
    for event in Event.objects.filter(month=month, withdrawn_at__isnull=True).order_by("day", "pk"):
        events[event.person].append(
            inputs.Event(
                event.day, event.points, event.kind, event.evidence, event.by, str(event.pk)
            )
        )
    found.events = dict(events)
    rulings: defaultdict[str, list[inputs.ItemRuling]] = defaultdict(list)
    for dispute in (
        Dispute.objects.filter(sheet__month=month)
        .exclude(outcome=Dispute.Outcome.OPEN)
        .select_related("sheet")
        .order_by("decided_at", "pk")
    ):
        rulings[dispute.sheet.person].append(
            inputs.ItemRuling(
                dispute.item, dispute.outcome, dispute.points, dispute.answer,  # type: ignore[arg-type]
                dispute.decided_by, str(dispute.pk),
            )
        )  # fmt: skip
    found.rulings = dict(rulings)
    return found

"""The first page: what rules now, what ruled when, which versions there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from jinpai.apps.rulebooks.models import Draft, Force
from jinpai.apps.rulebooks.queries.sources import Source, named, of_version, shipped
from jinpai.apps.rulebooks.queries.versions import decided, history, versions
from jinpai.apps.team.models import User


@dataclass(frozen=True)
class Stretch:
    """One stretch of the timeline, with who signed and why."""

    month: str
    until: str | None
    source: Source
    force: Force
    state: str  # "ok": over, "now", "" : to come
    signer: str
    replaced: tuple[Force, ...] = ()  # decisions for the same month that this one replaced


@dataclass(frozen=True)
class Saved:
    source: Source
    saver: str
    rules: tuple[str, ...]  # months it was put in force from


@dataclass(frozen=True)
class Overview:
    now: Stretch | None
    timeline: list[Stretch]
    saved: list[Saved]
    shipped: list[Source]
    drafts: list[Draft] = field(default_factory=list)


def names(usernames: set[str]) -> dict[str, str]:
    """Users as people call them."""
    return {u.username: str(u) for u in User.objects.filter(username__in=usernames)}


def overview(*, today: date, drafts_of: User | None) -> Overview:
    month = f"{today:%Y-%m}"
    spans, forces, kept = history(), decided(), versions()
    called = names({f.signed_by for f in forces} | {v.saved_by for v in kept})
    stretches = []
    for span in spans:
        over = span.until is not None and span.until <= month
        state = "ok" if over else ("now" if span.month <= month else "")
        stretches.append(
            Stretch(
                span.month, span.until, of_version(span.version), span.force, state,
                called.get(span.force.signed_by, span.force.signed_by),
                tuple(f for f in forces if f.month == span.month and f.pk != span.force.pk),
            )
        )  # fmt: skip
    rules: dict[int, list[str]] = {}
    for span in spans:
        rules.setdefault(span.version.pk, []).append(span.month)
    return Overview(
        next((s for s in stretches if s.state == "now"), None),
        stretches[::-1],
        [
            Saved(one, called.get(one.version.saved_by, one.version.saved_by),
                  tuple(rules.get(one.version.pk, ())))
            for one in named(kept)
            if one.version is not None
        ],
        shipped(),
        list(Draft.objects.filter(owner=drafts_of)) if drafts_of else [],
    )  # fmt: skip

"""One row per person (or account) with their figures: the base of every list of agents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..period import Period
from ..scope import Scope
from . import names
from .figures import sheet


@dataclass(frozen=True)
class Member:
    """A person with all their accounts, or one account that belongs to nobody yet."""

    name: str
    person: str | None
    account: str | None
    figures: dict[str, Any]

    def figure(self, metric: str) -> Any | None:
        return self.figures.get(metric)

    def value(self, metric: str) -> Any | None:
        figure = self.figures.get(metric)
        return None if figure is None else figure.value

    @property
    def key(self) -> dict[str, Any]:
        """The address parameters that name this member."""
        return {"person": self.person} if self.person else {"account": self.account or ""}

    def href(self, scope: Scope) -> str:
        return scope.link("agent", **self.key)


def members(
    scope: Scope,
    metrics: Iterable[str],
    *,
    group: str = "person",
    period: Period | None = None,
) -> list[Member]:
    """Everyone with figures in the period whom the asker may see."""
    wanted = list(metrics)
    if group == "account":
        by_account = sheet(scope, by=("account", "person"), metrics=wanted, period=period)
        rows = _rows(by_account)
        return [
            Member(names.short(account), person, account, figures)
            for (account, person), figures in rows.items()
            if account
        ]
    by_person = sheet(scope, by=("person",), metrics=wanted, period=period)
    out = [
        Member(names.called(scope, person), person, None, figures)
        for (person,), figures in _rows(by_person).items()
        if person
    ]
    if any(key == (None,) for key in by_person.keys):
        # accounts bound to nobody stand for themselves
        unbound = sheet(scope, by=("account", "person"), metrics=wanted, period=period)
        out += [
            Member(names.short(account), None, account, figures)
            for (account, person), figures in _rows(unbound).items()
            if account and not person
        ]
    return out


def _rows(found: Any) -> dict[tuple[Any, ...], dict[str, Any]]:
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for (key, metric), figure in found.found.items():
        rows.setdefault(key, {})[metric] = figure
    return rows

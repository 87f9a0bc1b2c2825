"""Slows down guessing of passwords: by account and by address, counted in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from jinpai.apps.team.models import LoginAttempt


@dataclass(frozen=True)
class Held:
    """No password is looked at until `until`."""

    until: datetime

    def minutes(self, now: datetime) -> int:
        """Whole minutes to wait, at least one."""
        return max(1, -int((now - self.until).total_seconds() // 60))


def held(*, username: str, address: str, now: datetime | None = None) -> Held | None:
    """Whether this account or this address has to wait.

    An account's count starts anew after it logged in; an address's does not, or one known
    password would buy any number of guesses at the others.
    """
    now = now or timezone.now()
    since = now - settings.LOGIN_WINDOW
    failures = LoginAttempt.objects.filter(at__gt=since, succeeded=False)

    of_account = failures.filter(username=_folded(username))
    last = (
        LoginAttempt.objects.filter(username=_folded(username), succeeded=True, at__gt=since)
        .order_by("-at")
        .first()
    )
    if last is not None:
        of_account = of_account.filter(at__gt=last.at)
    waits = [
        _until(of_account, settings.LOGIN_TRIES),
        _until(failures.filter(address=address), settings.LOGIN_TRIES_ADDRESS),
    ]
    until = max((w for w in waits if w is not None), default=None)
    return Held(until) if until is not None else None


def _until(failures, allowed: int) -> datetime | None:
    """When the oldest of the newest `allowed` failures leaves the window."""
    newest = list(failures.order_by("-at").values_list("at", flat=True)[:allowed])
    return newest[-1] + settings.LOGIN_WINDOW if len(newest) >= allowed else None


def note(*, username: str, address: str, succeeded: bool) -> None:
    LoginAttempt.objects.create(username=_folded(username), address=address, succeeded=succeeded)
    # Old attempts say nothing any more, and whom they name is nobody's business.
    LoginAttempt.objects.filter(at__lt=timezone.now() - timedelta(days=7)).delete()


def _folded(username: str) -> str:
    return username.strip().casefold()[:150]

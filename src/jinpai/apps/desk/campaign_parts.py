"""What other apps know of a campaign, shown on its page.

An app appends a callable in its `AppConfig.ready`: it is asked with the campaign, the reader and
the time, and answers a template and its context, or None where it has nothing to show.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from jinpai.apps.desk.models import Campaign
from jinpai.apps.team.models import User

Part = Callable[[Campaign, User, datetime], tuple[str, dict[str, Any]] | None]

PARTS: list[Part] = []


def parts(campaign: Campaign, user: User, now: datetime) -> list[tuple[str, dict[str, Any]]]:
    """What they answer, in the order of the apps."""
    answers = (part(campaign, user, now) for part in PARTS)
    return [answer for answer in answers if answer is not None]

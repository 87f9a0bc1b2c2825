"""What other apps know of a buyer, shown on the buyer's page.

An app appends a callable in its `AppConfig.ready`: it is asked with the shop, the buyer's full
name and the reader, and answers a template and its context, or None where it has nothing to show.
It must show only what that reader may see, and the name only masked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinpai.apps.team.models import User

Part = Callable[[str, str, User], tuple[str, dict[str, Any]] | None]

PARTS: list[Part] = []


def parts(shop: str, buyer: str, user: User) -> list[tuple[str, dict[str, Any]]]:
    """What they answer, in the order of the apps."""
    answers = (part(shop, buyer, user) for part in PARTS)
    return [answer for answer in answers if answer is not None]

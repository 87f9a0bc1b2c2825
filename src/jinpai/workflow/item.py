"""One thing to do, as a rule finds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Priority = Literal[0, 1, 2]  # 0 a deadline of law or platform, 1 a buyer or money waits, 2 the rest


@dataclass(frozen=True, slots=True)
class Item:
    """What a list holds. `key` names it within its list for ever: filling again finds the same.

    Times are the shop's wall time. `person` is who should do it (who served the buyer), empty:
    anyone of `role`. `data` is what the row shows, as text; `why_*` says by which rule it is here.
    """

    list: str
    key: str
    shop: str
    since: datetime
    due: datetime | None
    role: str
    title: str
    why_zh: str
    why_en: str
    person: str = ""
    priority: Priority = 2
    order_id: str = ""
    buyer: str = ""
    account: str = ""
    data: Mapping[str, str] = field(default_factory=dict)

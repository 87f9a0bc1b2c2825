"""The demo shop's desk: some days of work on it, and this morning as people find it.

Like the months on paper it is told through the actions people use, with times as arguments.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation

from jinpai.cli import demo_campaigns, demo_cases, demo_knowledge, demo_warehouse, demo_week
from jinpai.cli.demo_morning import Morning
from jinpai.cli.progress import Report, Step


def tell(morning: Morning, report: Report) -> None:
    """The whole story of the desk."""
    if not morning.agents:
        return
    chapters: tuple[Callable[[Morning], None], ...] = (
        demo_knowledge.tell, demo_cases.tell, demo_warehouse.tell, demo_week.tell,
        demo_campaigns.tell,
    )  # fmt: skip
    with translation.override("zh-hans"):
        for number, chapter in enumerate(chapters):
            report(Step("", "", number, len(chapters)))
            chapter(morning)

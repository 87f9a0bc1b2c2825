"""On an item's page: the way to the problem or the page it is about."""

from __future__ import annotations

from typing import Any

from jinpai.apps.desk.models import Task
from jinpai.apps.knowledge.models import Page, Problem
from jinpai.apps.team.models import User


def part(task: Task, user: User) -> tuple[str, dict[str, Any]] | None:
    """Whoever may work on the item may read what it is about."""
    sheet, page = str(task.data.get("sheet", "")), str(task.data.get("knowledge", ""))
    problem = Problem.objects.filter(pk=int(sheet)).first() if sheet.isdigit() else None
    about = Page.objects.filter(pk=int(page)).first() if page.isdigit() else None
    if problem is None and about is None:
        return None
    return "knowledge/_item_part.html", {"task": task, "problem": problem, "page": about}

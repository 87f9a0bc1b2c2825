"""Where an item of the list `returns` leads: the parcel, or the scan field."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.urls import NoReverseMatch, reverse

from jinpai.apps.aftersales.models import Parcel
from jinpai.apps.desk.models import Task
from jinpai.apps.team import roles
from jinpai.apps.team.models import User


def returned(task: Task, user: User) -> tuple[str, dict[str, Any]] | None:
    """The page of the warehouse on which the item is done."""
    if task.list != "returns":
        return None
    works = user.may(roles.WAREHOUSE)
    if not (works or user.may(roles.HANDLE_CASES)):
        return None
    parcel = task.data.get("parcel", "")
    if not parcel.isdecimal():
        case = task.data.get("case", "")
        found = Parcel.objects.filter(case=int(case), standing=True).first() if (
            case.isdecimal()
        ) else None  # fmt: skip
        parcel = str(found.pk) if found else ""
    if parcel:
        with suppress(NoReverseMatch):
            way = "parcel", reverse("aftersales:parcel", args=[int(parcel)])
            return "aftersales/_item_way.html", {"way": way}
    if works:
        return "aftersales/_item_way.html", {"way": ("scan", reverse("aftersales:register"))}
    return None

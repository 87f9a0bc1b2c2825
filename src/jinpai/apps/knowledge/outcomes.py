"""A problem's task ends with the problem: on its own page, where the own answer stands."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jinpai.apps.desk.outcomes import Told
from jinpai.apps.desk.refused import Refused
from jinpai.apps.knowledge.models import Problem


def with_the_problem(told: Told) -> None:
    number = str(told.task.data.get("sheet", ""))
    one = Problem.objects.filter(pk=int(number)).first() if number.isdigit() else None
    if one is not None and one.state != told.outcome:
        raise Refused(_("请在问题的页面上写:那里有提问人自己的答案,改好的直接进知识库。"))

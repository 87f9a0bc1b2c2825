"""What the appraisal's pages share: the month, who is looking, numbers from forms, refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.appraisal import rights
from jinpai.apps.appraisal.queries.scored import MONTH, Scored, scored
from jinpai.apps.appraisal.refused import Refused
from jinpai.apps.pages.refusals import Absent, NotYours, Unclear
from jinpai.apps.team import audit, roles
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader
from jinpai.rules.inputs import Person


def month_asked(request: HttpRequest) -> str:
    """`?month=` or the form's; else the month of the newest facts."""
    text = request.POST.get("month") or request.GET.get("month") or ""
    if MONTH.match(text):
        return text
    if text:
        raise Unclear(_("「%(text)s」不是月份,写成 2026-10。") % {"text": text[:20]})
    days = [shop.last_day for shop in home.reading().shops() if shop.last_day]
    return f"{max(days, default=timezone.localdate()):%Y-%m}"


@dataclass(frozen=True)
class Months:
    """The month and its neighbours, for the picker."""

    month: str

    @property
    def previous(self) -> str:
        return _moved(self.month, -1)

    @property
    def following(self) -> str:
        return _moved(self.month, 1)


def _moved(month: str, by: int) -> str:
    year, number = map(int, month.split("-"))
    year, number = divmod(year * 12 + number - 1 + by, 12)
    return f"{year:04d}-{number + 1:02d}"


def show(request: HttpRequest, template: str, month: str, **context: Any) -> HttpResponse:
    return render(
        request, f"appraisal/{template}.html", {"month": month, "months": Months(month), **context}
    )


def seen_person(request: HttpRequest, month: str, person: str) -> tuple[Scored, Person]:
    """The person of the month, if the reader may look. A look at somebody else is logged.

    Who may see nobody else is refused before it shows whether there is such a person.
    """
    user = reader(request)
    if not MONTH.match(month):
        raise Absent(_("「%(text)s」不是月份,写成 2026-10。") % {"text": month[:20]})
    found = scored(month)
    who = found.person(person)
    own = rights.is_own(user, person)
    if not own and not user.may(roles.APPRAISE) and not (who and rights.leads(user, who, found)):
        raise NotYours(_("这里只能看自己的考核。"))
    if who is None:
        raise Absent(_("%(month)s 没有这位人员,或者还没有生效的制度。") % {"month": month})
    return found, who


def looked(request: HttpRequest, month: str, person: str) -> None:
    """Write down that somebody looked at somebody else."""
    if not rights.is_own(reader(request), person):
        audit.record(action="appraisal.seen", subject=f"{month} {person}", request=request)


def done(request: HttpRequest, to: str, work: Callable[[User], str | None]) -> HttpResponseRedirect:
    """Do it, say what came of it or why not, and go back to the page."""
    try:
        said = work(reader(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if said:
            messages.success(request, said)
    return HttpResponseRedirect(to)


def address(name: str, *args: Any, anchor: str = "", **query: Any) -> str:
    path = reverse(f"appraisal:{name}", args=args)
    text = urlencode({k: v for k, v in query.items() if v})
    return path + (f"?{text}" if text else "") + (f"#{anchor}" if anchor else "")


def number(text: str | None, *, percent: bool = False) -> Decimal | None:
    """A number of a form; percentages are typed as 46.2. Refused where it is none."""
    text = (text or "").strip().rstrip("%").replace(",", "").replace("−", "-")
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= 10**12:
        raise Refused(_("看不懂「%(text)s」,请写数字。") % {"text": text[:20]})
    return value / 100 if percent else value


def needed(text: str | None, *, percent: bool = False) -> Decimal:
    value = number(text, percent=percent)
    if value is None:
        raise Refused(_("请填数字。"))
    return value


def day(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError as error:
        raise Refused(_("请填日期。")) from error


def whole(text: str | None) -> int:
    """The version that the page was made of."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

"""What the desk's pages share: carrying an action out and saying what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from jinpai.apps.desk.refused import Refused
from jinpai.apps.pages.refusals import Unclear
from jinpai.apps.team.models import User
from jinpai.apps.team.reader import reader

YEARS = (2000, 2100)
"""A form's time lies between them; what lies at the end of all dates has no next day."""


def midnight(now: datetime) -> datetime:
    """The beginning of the reader's day."""
    today = timezone.localtime(now).date()
    return timezone.make_aware(datetime.combine(today, time()))


def number(request: HttpRequest, name: str) -> int:
    """A whole number of the form."""
    text = request.POST.get(name, "")
    if not (text.isascii() and text.isdigit()) or len(text) > 12:
        raise Unclear(_("表单不完整,请回到页面再做一次。"))
    return int(text)


def words(given: QueryDict, name: str, most: int) -> str:
    """A text of a form or an address, no longer than it may be, without what no database keeps."""
    return given.get(name, "").replace("\x00", "").strip()[:most]


def _whole(request: HttpRequest) -> None:
    """No form writes NUL, and PostgreSQL keeps none."""
    if any("\0" in text for name, texts in request.POST.lists() for text in (name, *texts)):
        raise Unclear(_("表单不完整,请回到页面再做一次。"))


def day(request: HttpRequest, name: str) -> date:
    """A day of the form that has to be there."""
    try:
        return date.fromisoformat(request.POST.get(name, "").strip())
    except ValueError:
        raise Refused(_("日期看不懂,写成 2026-10-31。")) from None


def moment(request: HttpRequest, name: str) -> datetime | None:
    """A time of the form, in the reader's zone; nothing where it is left empty."""
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or not YEARS[0] <= found.year <= YEARS[1]:
        raise Refused(_("时间看不懂,写成 2026-10-31 14:30。"))
    return timezone.make_aware(found) if timezone.is_naive(found) else found


def done(request: HttpRequest, back: str, work: Callable[[User], str]) -> HttpResponse:
    """Carry `work` out, say what it says (or why not), and go back to where it was asked."""
    _whole(request)
    try:
        said = work(reader(request))
        messages.success(request, said)
    except Refused as refused:
        messages.error(request, str(refused))
    asked = request.POST.get("back", "")
    if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        back = asked
    return HttpResponseRedirect(back)

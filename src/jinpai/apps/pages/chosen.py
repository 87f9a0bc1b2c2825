"""What the reader chose: which shop and which days, from `?shop=&month=` or `?from=&to=`.

Views call `chosen(request)`; the shell's pickers show the same. It is worked out once per
request. A period that cannot be read is as if it were not there: a mistyped address shows a
page, and the page says which days it is about. A shop that does not exist is a 404.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.pages.refusals import Absent

KEPT = ("shop", "month", "from", "to")
LONGEST = 800  # days; no address can ask for a thousand years


@dataclass(frozen=True)
class Chosen:
    shops: Sequence[Any]  # metrics.reading.Shop, all of them
    shop: Any | None  # the chosen one; None while there is no shop at all
    start: date
    end: date  # inclusive
    month: str | None  # "YYYY-MM" when the days are exactly one month

    @property
    def code(self) -> str | None:
        return self.shop.code if self.shop is not None else None

    @property
    def label(self) -> str:
        return self.month or f"{self.start} – {self.end}"

    @property
    def previous(self) -> str | None:
        """The month before, for a month."""
        return _month_of(self.start - timedelta(days=1)) if self.month else None

    @property
    def following(self) -> str | None:
        return _month_of(self.end + timedelta(days=1)) if self.month else None

    @property
    def earlier(self) -> tuple[date, date]:
        """The period to compare with: the month before, else as many days just before."""
        last = self.start - timedelta(days=1)
        if self.month:
            return last.replace(day=1), last
        return last - (self.end - self.start), last

    @property
    def months(self) -> list[str]:
        """Months that hold data of the shop, newest first, at most 24."""
        last = getattr(self.shop, "last_day", None)
        first = getattr(self.shop, "first_day", None)
        if last is None or first is None:
            return [self.month] if self.month else []
        out: list[str] = []
        at = last.replace(day=1)
        while at >= first.replace(day=1) and len(out) < 24:
            out.append(_month_of(at))
            at = (at - timedelta(days=1)).replace(day=1)
        return out


def _month_of(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def month_days(day: date) -> tuple[date, date]:
    """First and last day of the month of `day`."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found and 2000 <= found.year <= 2100 else None


def days_asked(asked: Mapping[str, str], *, newest: date) -> tuple[date, date]:
    """The days an address asks for, both inclusive; else the month of `newest`."""
    start, end = _day(asked.get("from", "")), _day(asked.get("to", ""))
    if start or end:
        start = start or month_days(end or newest)[0]
        end = end or month_days(start)[1]
        if end < start:
            start, end = end, start
        return start, min(end, start + timedelta(days=LONGEST - 1))
    return month_days(_day(f"{asked.get('month', '')}-01") or newest)


def chosen(request: HttpRequest) -> Chosen:
    """Raises Absent (404) for an unknown shop."""
    known = getattr(request, "_chosen", None)
    if known is None:
        known = _choose(request)
        request._chosen = known  # type: ignore[attr-defined]
    return known


def _choose(request: HttpRequest) -> Chosen:
    shops = list(home.reading().shops())
    code = request.GET.get("shop", "")
    shop = next((s for s in shops if s.code == code), None)
    if shop is None:
        if code:
            raise Absent(_("没有代码是「%(code)s」的店铺。") % {"code": code[:40]})
        shop = shops[0] if shops else None

    start, end = days_asked(
        request.GET, newest=getattr(shop, "last_day", None) or timezone.localdate()
    )
    month = _month_of(start) if (start, end) == month_days(start) else None
    return Chosen(shops, shop, start, end, month)

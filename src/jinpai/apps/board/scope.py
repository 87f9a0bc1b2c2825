"""Who is asking, about which shop and days, and how far they may see.

Every view makes one `Scope` and hands it to queries; nothing below looks at the request. People
without `see_team_board` are held to the figures, chats and orders of the person that their
login is bound to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.pages.chosen import chosen
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team import roles

from . import buyers
from .period import Period, one_day

_PLACES = ("shop", "month", "from", "to")
_OF_CHATS = ("receptions", "reception", "orders", "order")


@lru_cache(maxsize=4096)
def _path(name: str, args: tuple[Any, ...]) -> str:
    return reverse(f"board:{name}", args=args)


@dataclass(frozen=True)
class Scope:
    """The asker's shop, days and rights. `own` is None for who may see everyone."""

    reading: Any
    shops: list[Any]
    shop: Any  # None: there is no shop yet
    period: Period
    user: Any
    session: Any
    own: str | None
    asked: Any  # the address's parameters

    # --- rights ---------------------------------------------------------------------------

    @property
    def sees_team(self) -> bool:
        return self.own is None

    @property
    def sees_money(self) -> bool:
        return bool(self.user.may(roles.SEE_MONEY))

    @property
    def sees_chats(self) -> bool:
        return bool(self.user.may(roles.SEE_CHATS))

    @property
    def may_reveal(self) -> bool:
        return bool(self.user.may(roles.REVEAL_BUYERS))

    @property
    def code(self) -> str:
        return self.shop.code if self.shop else ""

    @cached_property
    def own_accounts(self) -> frozenset[str]:
        """The accounts bound to the asker in these days (who sees everyone: empty, unused)."""
        return self._accounts_of(self.period)

    def _accounts_of(self, period: Period) -> frozenset[str]:
        if not self.own:
            return frozenset()
        figures = self.reading.figures(
            shop=self.code,
            start=period.start,
            end=period.end,
            by=("account",),
            metrics=["consulted", "receptions", "paid_orders"],
            people=[self.own],
        )
        return frozenset(f.account for f in figures if f.account)

    def holds(self, account: str, day: date) -> bool:
        """Whether the asker held the account on a day."""
        return account in self._accounts_of(one_day(day))

    def check_account(self, account: str, day: date | None = None) -> None:
        """Raises NotYours when the account is not the asker's (on that day)."""
        if self.sees_team:
            return
        period = one_day(day) if day else self.period
        if account not in self._accounts_of(period):
            raise NotYours(_("这里只能看自己的数据。"))

    def check_metric(self, metric: Any) -> None:
        """Raises NotYours for the shop's own figures and for money, where the role has no right."""
        if metric.grain == "shop" and not self.sees_team:
            raise NotYours(_("这是全店的数,您的角色看不到。"))
        if metric.unit == "yuan" and self.sees_team and not self.sees_money:
            raise NotYours(_("您的角色看不到金额。"))

    def check_person(self, person: str | None) -> None:
        if not self.sees_team and person != self.own:
            raise NotYours(_("这里只能看自己的数据。"))

    @property
    def people(self) -> list[str] | None:
        """For `Reading.figures(people=…)`: the asker alone, or everyone."""
        return None if self.sees_team else [self.own or ""]

    # --- addresses ------------------------------------------------------------------------

    @cached_property
    def kept(self) -> dict[str, str]:
        """What every link carries along. The shop only when there is a choice."""
        shop = {"shop": self.code} if len(self.shops) > 1 or "shop" in self.asked else {}
        return {**shop, **self.period.query}

    def link(self, name: str, *args: Any, period: Period | None = None, **query: Any) -> str:
        """The address of a board page, with shop and days; a value of None leaves a key out.
        Empty for chats and orders where the role may not open them."""
        if name in _OF_CHATS and not self.sees_chats:
            return ""
        path = _path(name, args)
        if period is None and not any(key in _PLACES for key in query):
            # a page has thousands of links: what they all carry is written once
            more = urlencode({k: v for k, v in query.items() if v not in (None, "")}, doseq=True)
            text = "&".join(part for part in (self._kept_text, more) if part)
            return f"{path}?{text}" if text else path
        kept = dict(self.kept)
        if period is not None:
            for key in ("month", "from", "to"):
                kept.pop(key, None)
            kept.update(period.query)
        for key, value in query.items():
            if value in (None, ""):
                kept.pop(key, None)
            else:
                kept[key] = value
        return f"{path}?{urlencode(kept, doseq=True)}" if kept else path

    @cached_property
    def _kept_text(self) -> str:
        return urlencode(self.kept)

    def same(self, **changes: Any) -> str:
        """This page's address with some parameters changed (None: removed)."""
        query = self.asked.copy()
        for key, value in changes.items():
            if value is None:
                query.pop(key, None)
            elif isinstance(value, (list, tuple)):
                query.setlist(key, value)
            else:
                query[key] = value
        return "?" + query.urlencode()

    # --- buyers ---------------------------------------------------------------------------

    def name_of_buyer(self, buyer: str | None) -> str:
        if not buyer:
            return ""
        if self.may_reveal and buyers.is_revealed(self.session, self.code, buyer):
            return buyer
        return buyers.mask(buyer)

    def with_period(self, period: Period) -> Scope:
        return replace(self, period=period)


def scope_of(request: HttpRequest) -> Scope:
    """Raises Absent (404) for a shop that is not there."""
    picked = chosen(request)
    user: Any = request.user
    return Scope(
        reading=home.reading(),
        shops=list(picked.shops),
        shop=picked.shop,
        period=Period(picked.start, picked.end),
        user=user,
        session=request.session,
        own=user.own_person,
        asked=request.GET,
    )


def speaks_english() -> bool:
    return (get_language() or "").startswith("en")


def said(thing: Any, field: str = "") -> str:
    """The `zh` or `en` of something that has both; `said(metric, "numerator")`."""
    suffix = "en" if speaks_english() else "zh"
    text = str(getattr(thing, f"{field}_{suffix}" if field else suffix) or "")
    return text[:1].upper() + text[1:]  # the catalogue's English begins small

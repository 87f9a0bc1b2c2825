"""Search: an order by the beginning of its number, a buyer by the whole name, an account."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .. import buyers
from ..period import one_day
from ..scope import Scope
from .figures import sheet

SHORTEST = 2
MOST = 20


@dataclass(frozen=True)
class Found:
    kind: str
    label: str
    note: str
    href: str


def kind_words(kind: str) -> str:
    return {"order": _("订单"), "buyer": _("买家"), "account": _("账号")}.get(kind, kind)


def search(scope: Scope, text: str) -> list[Found]:
    """What the asker may open; others' orders and chats are not even named."""
    text = text.strip()
    if len(text) < SHORTEST:
        return []
    out = []
    hits = scope.reading.find(text, shop=scope.code, limit=MOST)
    mine = set() if scope.sees_team else own_accounts_ever(scope)
    for hit in hits:
        if hit.kind == "account":
            if not scope.sees_team and hit.code not in mine:
                continue
            out.append(Found("account", hit.label, "", scope.link("agent", account=hit.code)))
        elif not scope.sees_chats:
            continue
        elif hit.kind == "buyer":
            if not hit.account or not hit.day:
                continue
            if not scope.sees_team and not scope.holds(hit.account, hit.day):
                continue
            out.append(
                Found(
                    "buyer", scope.name_of_buyer(hit.code), f"{hit.account} · {hit.day}",
                    scope.link(
                        "reception", period=one_day(hit.day), account=hit.account,
                        buyer=buyers.token(scope.code, hit.code), day=hit.day.isoformat(),
                    ),
                )
            )  # fmt: skip
        else:
            if not scope.sees_team and not (
                hit.account in mine and hit.day and scope.holds(hit.account, hit.day)
            ):
                continue
            out.append(
                Found("order", hit.label or hit.code, str(hit.day or ""),
                      scope.link("order", hit.code))
            )  # fmt: skip
    return out


def own_accounts_ever(scope: Scope) -> set[str]:
    """The asker's accounts over all the shop's days."""
    shop = scope.shop
    if not scope.own or shop is None or shop.first_day is None:
        return set()
    from ..period import Period

    ever = Period(shop.first_day, shop.last_day)
    found = sheet(
        scope, by=("account",), metrics=["consulted", "receptions", "paid_orders"], period=ever
    )
    return {a for (a,) in found.keys if a}

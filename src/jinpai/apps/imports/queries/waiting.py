"""What the figures cannot place yet, and what placing it would bring along."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.imports.forms import AccountForm, ShopForm
from jinpai.apps.imports.queries.known import opened, people_choices, rows, shop_choices

SHOWN_ORDERS = 50
SHOWN_ACCOUNTS = 100
BACK_FILLED = ("receptions", "paid_orders", "sales")


@dataclass(frozen=True)
class UnknownAccount:
    """An account in the facts to which nobody is bound on some days."""

    shop: str
    account: str
    first_day: date
    last_day: date
    days: int
    rows: int
    form: AccountForm
    figures: dict[str, Decimal | None] = field(default_factory=dict)

    @property
    def asked(self) -> bool:
        """Its form was sent and came back with errors."""
        return self.form.is_bound


@dataclass(frozen=True)
class WaitingShop:
    """Rows that wait because nobody has told us about their shop."""

    shop: str
    rows: int
    tables: list[str]
    files: list[str]
    form: ShopForm


def queue(
    *, account_form: AccountForm | None = None, shop_form: ShopForm | None = None
) -> dict[str, Any]:
    """All three queues. A form that came back with errors stands in its own place."""
    people = people_choices()
    accounts, account_total = _accounts(people, account_form)
    shops = _shops(shop_form)
    orders = _orders()
    return {
        "accounts": accounts,
        "account_total": account_total,
        "people": people,
        "shops": shops,
        "new_shop_form": _new_shop(shops, shop_form),
        "orders": orders,
        "nothing": not accounts and not shops and not orders["unmatched"],
        "any_facts": home.lake().snapshot().import_no > 0,
    }


def _accounts(
    people: list[tuple[str, str]], sent: AccountForm | None
) -> tuple[list[UnknownAccount], int]:
    from jinpai.facts import identity

    with opened() as (snapshot, con):
        found = rows(identity.unknown_accounts(snapshot, con))
    found.sort(key=lambda row: -row["rows"])
    figures = _figures_of(found)
    out = []
    for place, row in enumerate(found[:SHOWN_ACCOUNTS]):
        key = (row["shop"], row["account"])
        if sent is not None and (sent.data.get("shop"), sent.data.get("account")) == key:
            form = sent
        else:
            form = AccountForm(
                initial={"shop": key[0], "account": key[1], "from_": row["first_day"]},
                people=people,
                auto_id=f"account-{place}-%s",
            )
        out.append(UnknownAccount(**row, form=form, figures=figures.get(key, {})))
    return out, len(found)


def _figures_of(
    found: list[dict[str, Any]],
) -> dict[tuple[str, str], dict[str, Decimal | None]]:
    """Figures of each account that nobody has yet, and that a binding would give somebody."""
    if not found:
        return {}
    reading = home.reading()
    out: dict[tuple[str, str], dict[str, Decimal | None]] = {}
    for shop in {row["shop"] for row in found}:
        mine = [row for row in found if row["shop"] == shop]
        for figure in reading.figures(
            shop=shop,
            start=min(row["first_day"] for row in mine),
            end=max(row["last_day"] for row in mine),
            by=("account", "person"),
            metrics=BACK_FILLED,
            accounts=[row["account"] for row in mine],
        ):
            if figure.person is None and figure.source == "computed" and figure.account:
                out.setdefault((shop, figure.account), {})[figure.metric] = figure.value
    return out


def _shops(sent: ShopForm | None) -> list[WaitingShop]:
    """By shop; an entry that holds rows of several shops counts for each of them."""
    known = {code for code, _name in shop_choices()}
    waiting: dict[str, list[dict[str, Any]]] = {}
    for entry in home.lake().waiting():
        for shop in entry["shops"]:
            if shop not in known:
                waiting.setdefault(shop, []).append(entry)
    out = []
    for place, (shop, entries) in enumerate(sorted(waiting.items())):
        if sent is not None and sent.data.get("shop") == shop:
            form = sent
        else:
            form = ShopForm(
                initial={"shop": shop, "name": shop, "reason": _("文件里写的就是这家店")},
                auto_id=f"shop-{place}-%s",
            )
        out.append(
            WaitingShop(
                shop,
                sum(entry["rows"] for entry in entries),
                sorted({entry["table"] for entry in entries}),
                sorted({entry["name"] for entry in entries}),
                form,
            )
        )
    return out


def _new_shop(shops: list[WaitingShop], sent: ShopForm | None) -> ShopForm:
    """The form for a shop that no file has spoken of yet."""
    if sent is not None and all(one.form is not sent for one in shops):
        return sent
    return ShopForm(auto_id="new-shop-%s")


def _orders() -> dict[str, Any]:
    """Orders whose buyer never wrote: how many of how many, and the newest of them."""
    from jinpai.facts import identity

    with opened() as (snapshot, con):
        total = snapshot.rows("orders")
        if not total:
            return {"total": 0, "unmatched": 0, "share": None, "newest": []}
        table = identity.unmatched_orders(snapshot, con)
        unmatched = int(table.count().execute())
        newest = rows(table.limit(SHOWN_ORDERS))
    return {
        "total": total,
        "unmatched": unmatched,
        "share": Decimal(unmatched) / Decimal(total),
        "newest": newest,
    }

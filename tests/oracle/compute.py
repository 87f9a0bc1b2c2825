"""The whole of 3-metrics §2 over a set of facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .credits import Credit, credit_of
from .facts import Row, newest
from .figures import Figures, conversion_figures, order_tallies, reception_figures
from .identity import join_buyers
from .inquiries import is_inquiry
from .measure import Dated, Rules
from .messages import conversations, service_day
from .receptions import Key, Reception, Session, receptions_of, why_excluded
from .responses import PRESETS, response
from .rounds import Round, rounds_of


@dataclass
class Result:
    rounds: list[Round] = field(default_factory=list)  # all, those of excluded receptions too
    receptions: dict[Key, Reception] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)
    inquiries: set[Key] = field(default_factory=set)
    credits: dict[tuple[str, str], Credit] = field(default_factory=dict)  # (shop, order_id)
    figures: Figures = field(default_factory=dict)  # (shop, account|None, day, metric)
    presets: Figures = field(default_factory=dict)  # the same with a preset for the metric
    shop_money: dict = field(default_factory=dict)  # (shop, day) → sales, silent, flagged


def compute(facts: dict[str, list[Row]], measure: dict[str, Any] | Dated | None = None) -> Result:
    """Figures of all shops in `facts` under one measure (defaults where it says nothing), or
    under several, each from its day on.

    The day cut is the measure's where it names one, else the shop's, else 00:00.
    """
    rules = Rules(measure)
    result = Result()
    shops = sorted({row["shop"] for table in facts.values() for row in table if "shop" in row})
    cuts = dict.fromkeys(shops, rules.day_cut or "00:00")
    for row in facts.get("shops", []):
        cuts[row["shop"]] = rules.day_cut or row.get("day_cut") or "00:00"

    orders = newest("orders", facts.get("orders", []))
    join_buyers(orders, facts.get("messages", []))
    apply_flags(orders, facts.get("rulings", []))
    orders_of: dict[tuple[str, str], list[Row]] = {}
    for order in orders:
        orders_of.setdefault((order["shop"], order["buyer"]), []).append(order)

    talks = conversations(facts.get("messages", []), cuts)
    by_buyer: dict[tuple[str, str], dict[Key, Reception]] = {}
    for (shop, buyer), conversation in talks.items():
        rounds = rounds_of(conversation)
        receptions = receptions_of(conversation, rounds)
        rulings = [r for r in facts.get("rulings", []) if r["subject"].split("/")[0] == shop]
        for reception in receptions.values():
            reception.excluded = why_excluded(
                reception,
                rules.on(reception.day)["exclusions"],
                internal=accounts_ruled("internal_account", rulings, reception.day),
                after_sale=accounts_ruled("after_sale_account", rulings, reception.day),
                by_hand=excluded_by_hand(rulings),
            )
            result.sessions.extend(reception.sessions)
            theirs = orders_of.get((shop, buyer), [])
            if is_inquiry(reception, theirs, rules.on(reception.day), cuts[shop]):
                result.inquiries.add(reception.key)
        result.rounds.extend(rounds)
        result.receptions.update(receptions)
        by_buyer[(shop, buyer)] = receptions

    credited: dict[tuple[str, str], list[tuple[Row, Credit]]] = {}
    for (shop, buyer), theirs in orders_of.items():
        for order in theirs:
            talk = talks.get((shop, buyer), [])
            created = rules.on(service_day(order["created_at"], cuts[shop]))
            paid = order.get("paid_at")
            in_force = created if paid is None else rules.on(service_day(paid, cuts[shop]))
            credit = credit_of(order, talk, by_buyer.get((shop, buyer), {}), created, in_force)
            result.credits[(shop, order["order_id"])] = credit
            credited.setdefault((shop, buyer), []).append((order, credit))

    for shop in shops:
        figures_of_shop(result, shop, facts, credited, rules, cuts[shop])
    return result


def figures_of_shop(
    result: Result,
    shop: str,
    facts: dict[str, list[Row]],
    credited: dict[tuple[str, str], list[tuple[Row, Credit]]],
    rules: Rules,
    cut: str,
) -> None:
    account_days: dict[tuple, list[Reception]] = {}
    for reception in result.receptions.values():
        if reception.shop == shop:
            account_days.setdefault((reception.account, reception.day), []).append(reception)
    for (account, day), receptions in account_days.items():
        inquiries = [r for r in receptions if r.key in result.inquiries]
        measure = rules.on(day)
        found = reception_figures(receptions, inquiries, measure)
        found |= conversion_figures(inquiries, credited, measure, cut)
        for metric, figure in found.items():
            result.figures[(shop, account, day, metric)] = figure
        for name, policy in PRESETS.items():
            result.presets[(shop, account, day, name)] = response(policy, receptions)

    tallies, shop_days = order_tallies(
        [pair for (where, _), pairs in credited.items() if where == shop for pair in pairs],
        [r for r in newest("refunds", facts.get("refunds", [])) if r["shop"] == shop],
        [r for r in newest("ratings", facts.get("ratings", [])) if r["shop"] == shop],
        result.inquiries,
        rules,
        cut,
    )
    for (account, day), tally in tallies.items():
        for metric, figure in tally.figures(rules.on(day)).items():
            result.figures[(shop, account, day, metric)] = figure
    for day, money in shop_days.items():
        result.shop_money[(shop, day)] = money
        result.figures[(shop, None, day, "silent_sales")] = (money["silent"], None)
        # sales_share | Σ sales / shop's paid sales; flagged orders "enter no sales figure"
        result.figures[(shop, None, day, "sales_share")] = (
            money["sales"],
            money["sales"] + money["silent"],
        )


def apply_flags(orders: list[Row], rulings: list[Row]) -> None:
    """ "`rulings`: people's decisions that figures read …: flags set here" """
    set_here = sorted((r for r in rulings if r["kind"] == "flag"), key=lambda r: r["at"])
    for ruling in set_here:
        for order in orders:
            if f"{order['shop']}/{order['order_id']}" == ruling["subject"]:
                order["flag"] = ruling["value"]["flag"]


def accounts_ruled(kind: str, rulings: list[Row], day: Any) -> set[str]:
    return {
        ruling["subject"].split("/")[1]
        for ruling in rulings
        if ruling["kind"] == kind
        and (ruling.get("from") is None or ruling["from"] <= day)
        and (ruling.get("to") is None or day < ruling["to"])
    }


def excluded_by_hand(rulings: list[Row]) -> set:
    from datetime import date

    out = set()
    for ruling in rulings:
        if ruling["kind"] == "exclusion":
            shop, account, buyer, day = ruling["subject"].split("/")
            out.add((shop, account, buyer, date.fromisoformat(day)))
    return out

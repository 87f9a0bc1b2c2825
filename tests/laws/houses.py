"""Random small houses and random lawful rulebooks for them, out of a seed.

A house is a plain `Month`, a rulebook the plain document that TOML gives. Figures are few and
round, so that ties, band edges and clamps are met often; everything that may be missing sometimes
is. `smallest` takes a house apart while a difference lasts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

from jinpai.rules.inputs import (
    Adjustment,
    Attendance,
    CityNumbers,
    Event,
    Figure,
    ItemRuling,
    LossClaim,
    Month,
    Person,
    Rating,
    Social,
    TaxYear,
)

D = Decimal
WORDS = {"zh": "项", "en": "part"}
MONTHS = ("2026-01", "2026-07", "2026-10", "2025-12")
SHOPS, GROUPS, SHIFTS = ("s1", "s2"), ("售前", "售后"), ("白班", "晚班")
ROLES = ("agent", "lead", "assistant", "warehouse")
LEVELS = ("P1", "P2", "P3", "M1")
# metric → a numerator and a denominator of that size
RATES = {
    "inquiry_conversion": (60, 120),
    "satisfaction": (40, 40),
    "within_3min": (50, 50),
    "aov": (9000, 60),
    "items_per_buyer": (90, 60),
    "average_response": (6000, 100),
    "first_response": (4000, 80),
    "dispute_rate": (4, 60),
}
SHARES = ("inquiry_conversion", "satisfaction", "within_3min", "dispute_rate", "reports_done")
COUNTS = {"bad_reviews": 6, "late": 4, "reports_done": 1, "quality_score": 100}
MONEY = {"sales": 120000, "net_sales": 90000, "inquiry_sales": 80000}
ORDERS = {"paid_orders": 400, "receptions": 900}


@dataclass(frozen=True)
class House:
    """A month and the rulebook it is run by."""

    seed: int
    month: Month
    rulebook: dict[str, Any]


def maybe(dice: Random, share: float) -> bool:
    return dice.random() < share


def number(dice: Random, low: int, high: int, places: int = 2) -> Decimal:
    """Mostly round, sometimes to the last place."""
    if maybe(dice, 0.6):
        return D(dice.randint(low, high))
    return D(dice.randint(low * 10**places, high * 10**places)).scaleb(-places)


# --- people -----------------------------------------------------------------------------------


def status(dice: Random) -> Any:
    return dice.choices(("final", "provisional", "partial"), (94, 3, 3))[0]


def figures(dice: Random) -> dict[str, Figure]:
    out = {}
    for metric, (top, bottom) in RATES.items():
        if maybe(dice, 0.1):
            if maybe(dice, 0.5):
                out[metric] = Figure(None, D(0), D(0))
            continue
        den = D(dice.randint(1, bottom))
        num = D(dice.randint(0, top if metric in ("aov", "items_per_buyer") else int(den)))
        if metric.endswith("response"):
            num = D(dice.randint(0, 120)) * den if maybe(dice, 0.5) else D(dice.randint(0, top))
        out[metric] = Figure(num / den, num, den, status(dice))
    for metric, top in (COUNTS | ORDERS).items():
        if not maybe(dice, 0.1):
            value = D(dice.randint(0, top * 4)) / 4 if top == 1 else D(dice.randint(0, top))
            out[metric] = Figure(value, status=status(dice), source="manual")
    for metric, top in MONEY.items():
        if not maybe(dice, 0.08):
            lowest = -top // 10 if maybe(dice, 0.1) else 0
            out[metric] = Figure(number(dice, lowest, top), status=status(dice))
    return out


def events(dice: Random) -> Iterator[Event]:
    for n in range(dice.choice((0, 0, 0, 1, 2, 4))):
        points = number(dice, -8, 5, 1)
        yield Event(date(2026, 10, n + 1), points, "praise", "seen", id=f"e{n}")


def ratings(dice: Random, items: list[str]) -> Iterator[Rating]:
    for item in items:
        for step in ("self", "leader", "supervisor", "third"):
            if maybe(dice, 0.5 if step != "third" else 0.1):
                yield Rating(item, step, number(dice, 0, 100))  # type: ignore[arg-type]


def rulings(dice: Random, items: list[str]) -> Iterator[ItemRuling]:
    for item in items:
        if maybe(dice, 0.04):
            outcome = dice.choice(("kept", "accepted", "set"))
            points = None if outcome == "kept" else number(dice, 0, 100)
            yield ItemRuling(item, outcome, points, "read again", id=f"r-{item}")


def targets(dice: Random, items: list[str]) -> dict[str, Decimal]:
    return {i: number(dice, 1, 60) for i in items if maybe(dice, 0.2)}


def person(dice: Random, n: int, rulebook: dict[str, Any], month: str) -> Person:
    schemes = rulebook["appraisal"]["schemes"].values()
    items = sorted({i["code"] for s in schemes for i in s["items"]})
    rated = sorted(
        {i["code"] for s in schemes for i in s["items"] if i["curve"]["kind"] == "rating"}
    )
    campaign = maybe(dice, 0.4)
    return Person(
        code=f"P{n:02}",
        role=dice.choices(ROLES, (80, 8, 6, 6))[0],
        group=dice.choice(GROUPS),
        shift=dice.choice(SHIFTS),
        shop=dice.choice(SHOPS),
        platform="taobao",
        level=dice.choice((*LEVELS, "")) if maybe(dice, 0.1) else dice.choice(LEVELS),
        figures=figures(dice),
        quiet=figures(dice) if campaign else None,
        rush=figures(dice) if campaign else None,
        targets=targets(dice, items),
        ratings=tuple(ratings(dice, rated)),
        events=tuple(events(dice)),
        rulings=tuple(rulings(dice, items)),
        base_pay=number(dice, 2000, 6000) if maybe(dice, 0.9) else None,
        probation=maybe(dice, 0.1),
        attendance=attendance(dice),
        adjustments=tuple(adjustments(dice)),
        losses=tuple(losses(dice)),
        city=city(dice),
        social=social(dice),
        tax=tax_year(dice, int(month[5:])),
    )


def attendance(dice: Random) -> Attendance:
    if maybe(dice, 0.03):
        return Attendance()
    expected = D(dice.choice((22, 23, 26)))
    paid = expected if maybe(dice, 0.6) else D(dice.randint(0, 2 * int(expected))) / 2
    some = [D(0), D(0), D(0), D("1.5"), D(8), D("10.25")]
    return Attendance(
        expected,
        None if maybe(dice, 0.02) else paid,
        None if maybe(dice, 0.05) else dice.choice((D(0), D(0), D("0.5"), D(1))),
        None if maybe(dice, 0.05) else dice.randint(0, 3),
        dice.choice(some), dice.choice(some), dice.choice(some),
        source="clockings",
    )  # fmt: skip


def adjustments(dice: Random) -> Iterator[Adjustment]:
    for n in range(dice.choice((0, 0, 0, 1, 1, 2, 3))):
        amount = number(dice, -1500, 500) or D(1)
        yield Adjustment(f"a{n}", amount, f"2025-0{dice.randint(1, 3)}", "refunds came in")


def losses(dice: Random) -> Iterator[LossClaim]:
    for n in range(dice.choice((0, 0, 0, 0, 1, 2))):
        papers = ("the broken screen", "" if maybe(dice, 0.1) else "§ 7")
        yield LossClaim(f"l{n}", number(dice, 1, 2500), "broken", *papers)


def city(dice: Random) -> CityNumbers | None:
    if maybe(dice, 0.06):
        return None
    least = D(dice.choice((1540, 2000, 2490)))
    if maybe(dice, 0.06):
        return CityNumbers("杭州", date(2025, 1, 1), least)
    return CityNumbers(
        "杭州", date(2025, 1, 1), least, D("0.08"), D("0.02"), D(dice.choice((0, 3))), D("0.005"),
        D(4462) if maybe(dice, 0.98) else None, D(24930) if maybe(dice, 0.98) else None,
        D("0.12"), D(2490) if maybe(dice, 0.98) else None, D(40694) if maybe(dice, 0.98) else None,
    )  # fmt: skip


def social(dice: Random) -> Social:
    return Social(
        maybe(dice, 0.85),
        number(dice, 2000, 30000) if maybe(dice, 0.5) else None,
        maybe(dice, 0.6),
        number(dice, 2000, 50000) if maybe(dice, 0.5) else None,
        dice.choice((D("0.05"), D("0.12"))) if maybe(dice, 0.4) else None,
    )


def tax_year(dice: Random, month: int) -> TaxYear:
    months = dice.randint(1, month)
    so_far = months - 1
    large = 12 if maybe(dice, 0.1) else 1
    return TaxYear(
        months=months,
        income=number(dice, 0, 12000) * so_far * large,
        exempt=D(100) if maybe(dice, 0.05) else D(0),
        social=number(dice, 0, 1500) * so_far,
        additional=D(1000) * so_far,
        other=D(50) if maybe(dice, 0.05) else D(0),
        withheld=number(dice, 0, 200) * so_far,
        additional_this_month=D(dice.choice((0, 1000, 3000))),
        other_this_month=D(dice.choice((0, 0, 200))),
        first_employment=maybe(dice, 0.15),
        whole_allowance=maybe(dice, 0.08),
        month_of_year=month,
    )


# --- rulebooks --------------------------------------------------------------------------------


def curve(dice: Random, kind: str, share: bool) -> dict[str, Any]:
    """A curve over shares (0.55) or over numbers (14 s, 62.5)."""
    edges = [D(e) for e in (("0", "0.2", "0.3", "0.55", "0.8", "0.95", "1") if share else
                            ("0", "0.5", "1", "1.2", "5", "14", "30", "60", "95"))]  # fmt: skip
    out: dict[str, Any] = {"kind": kind}
    if kind == "linear":
        a, b = dice.sample(edges, 2)
        out |= {"worst": a, "best": b}
    elif kind == "target":
        out["target"] = dice.choice(edges[1:])
        out["lower_is_better"] = maybe(dice, 0.4)
        if maybe(dice, 0.5):
            out["cap"] = D(dice.choice((100, 110, 150)))
    elif kind == "bands":
        steps = sorted(dice.sample(edges, 3))
        points = sorted(D(dice.randint(0, 100)) for _ in steps)
        if maybe(dice, 0.5):
            points.reverse()
        out["bands"] = [{"from": e, "points": p} for e, p in zip(steps, points, strict=True)]
    elif kind == "per_event":
        out["points"] = D(dice.choice(("5", "12.5", "3.33")))
    elif kind == "rank":
        out["lower_is_better"] = maybe(dice, 0.5)
    return out


def weights(dice: Random, n: int) -> list[Decimal]:
    cuts = sorted(dice.sample(range(1, 200), n - 1))
    ends = [0, *cuts, 200]
    return [D(b - a) / 2 for a, b in pairwise(ends)]


def item(dice: Random, n: int, weight: Decimal) -> dict[str, Any]:
    out: dict[str, Any] = {
        "code": f"item{n}", "name": WORDS, "kind": dice.choice(("result", "process")),
        "weight": weight,
    }  # fmt: skip
    kind = dice.choice(("linear", "linear", "target", "bands", "per_event", "rank", "rating"))
    if kind == "rating":
        return out | {"curve": {"kind": kind}}
    rates, plain = list(RATES), [*COUNTS, *MONEY, *ORDERS]
    if kind == "per_event":
        out["metrics"] = dice.sample(("dispute_rate", "bad_reviews", "late"), dice.choice((1, 2)))
    elif kind != "rank" and maybe(dice, 0.15):
        out["metrics"] = dice.sample(("satisfaction", "reports_done", "within_3min"), 2)
    else:
        out["metrics"] = [dice.choice(rates if maybe(dice, 0.75) else plain)]
    if kind != "per_event" and len(out["metrics"]) == 1 and maybe(dice, 0.3):
        out["against"] = dice.choice(("shop_mean", "pool_mean"))
    share = out["metrics"][0] in SHARES and "against" not in out
    out["curve"] = curve(dice, kind, share)
    if kind == "rank" and maybe(dice, 0.6) and out["metrics"][0] not in ORDERS:
        del out["curve"]["lower_is_better"]
    if len(out["metrics"]) == 1 and out["metrics"][0] in RATES and maybe(dice, 0.4):
        out["min_sample"] = dice.choice((1, 20, 30, 50))
        out["small_sample"] = dice.choice(("team_mean", "reweight", "full"))
    if maybe(dice, 0.4):
        out["missing"] = dice.choice(("team_mean", "reweight", "full"))
    if maybe(dice, 0.4):
        out["campaign_days"] = dice.choice(("include", "exclude", "separate"))
    if maybe(dice, 0.5):
        keys = ("platform", "shop", "group", "shift")
        out["pool"] = [k for k in keys if maybe(dice, 0.4)]
    return out


def appraisal_scheme(dice: Random, roles: list[str], groups: list[str]) -> dict[str, Any]:
    count = dice.randint(1, 5)
    out: dict[str, Any] = {
        "name": WORDS, "roles": roles, "groups": groups,
        "items": [item(dice, n, w) for n, w in enumerate(weights(dice, count))],
    }  # fmt: skip
    if maybe(dice, 0.3):
        reached = (("late", D(1)), ("late", D(3)), ("dispute_rate", D("0.05")))
        out["vetoes"] = [
            {"code": f"veto{n}", "name": WORDS, "metric": metric, "at_least": least,
             "cap": D(dice.choice((60, 79, 85)))}
            for n, (metric, least) in enumerate(dice.sample(reached, dice.choice((1, 1, 2))))
        ]  # fmt: skip
    if maybe(dice, 0.4):
        out["events"] = {"plus": D(dice.choice((0, 3, 10))), "minus": D(dice.choice((0, 5, 20)))}
    if maybe(dice, 0.2):
        out["total_cap"] = D(dice.choice((105, 120)))
    return out


def appraisal(dice: Random) -> dict[str, Any]:
    schemes = {}
    if maybe(dice, 0.5):
        schemes["pre"] = appraisal_scheme(dice, ["agent"], ["售前"])
    schemes["agent"] = appraisal_scheme(dice, ["agent", "lead"], [])
    if maybe(dice, 0.7):
        schemes["others"] = appraisal_scheme(dice, ["assistant", "warehouse", "agent"], [])
    out: dict[str, Any] = {"schemes": schemes}
    if maybe(dice, 0.8):
        rows = ((90, "1.2"), (75, "1.05"), (60, "0.9"), (40, "0.75"))
        kept = [r for r in rows if maybe(dice, 0.8)]
        out["coefficients"] = [{"from": D(a), "factor": D(b)} for a, b in kept]
        out["otherwise"] = D("0.55")
    if maybe(dice, 0.3):
        out["steps"] = dice.choice(
            (["supervisor"], ["self", "supervisor"], ["self", "leader", "supervisor", "third"])
        )
    return out


def tiers(dice: Random) -> list[dict[str, Decimal]]:
    edges = [0, *sorted(dice.sample(range(10_000, 100_000, 10_000), dice.randint(1, 3)))]
    return [
        {"from": D(edge), "rate": D(r)}
        for edge, r in zip(edges, ("0.005", "0.01", "0.0125", "0.02"), strict=False)
    ]


def by_level(dice: Random, low: int, high: int) -> dict[str, Decimal]:
    return {level: number(dice, low, high) for level in LEVELS}


def earnings(dice: Random, scored: bool) -> Iterator[dict[str, Any]]:
    """Most kinds, in any order after base pay."""
    base: dict[str, Any] = {"kind": "base", "code": "base"}
    way = dice.randint(0, 2)
    if way == 0:
        base["amounts"] = by_level(dice, 1500, 6000)
    elif way == 1:
        base["amount"] = number(dice, 1500, 6000)
    else:
        base["from_person"] = True
    if maybe(dice, 0.3):
        base["probation"] = dice.choice((D("0.8"), D("0.9")))
    yield base
    more: list[dict[str, Any]] = [
        {"kind": "allowance", "amount": number(dice, 0, 800), "prorated": maybe(dice, 0.5),
         "hardship": maybe(dice, 0.3)},
        {"kind": "banded_bonus", "bands": [
            {"from": D(edge), "amount": number(dice, 500, 3000)}
            for edge in sorted(dice.sample((0, 40, 60, 80, 90), dice.randint(1, 3)))]},
        {"kind": "performance_wage", "amount": number(dice, 500, 3000)},
        {"kind": "performance_wage", "amounts": by_level(dice, 500, 3000)},
        _commission(dice),
        _commission(dice),
        {"kind": "team_share", "rate": dice.choice((D("0.01"), D("0.0033"))),
         "per_head": maybe(dice, 0.6), "performance": maybe(dice, 0.4),
         "shop_metrics": dice.choice((["sales", "silent_sales"], ["net_sales"]))},
        {"kind": "champion_bonus", "standard": number(dice, 100, 500),
         "figure": dice.choice(("net_sales", "paid_orders", "sales"))},
        {"kind": "piece", "metric": dice.choice(("paid_orders", "receptions")),
         "price": number(dice, 0, 3),
         "campaign_days": dice.choice(("include", "include", "exclude", "separate"))},
        {"kind": "overtime"},
        {"kind": "full_attendance", "amount": number(dice, 50, 300),
         "late_at_most": dice.randint(0, 2)},
    ]  # fmt: skip
    champion = more[7]
    if maybe(dice, 0.4):
        champion["cap_ratio"] = D("1.5")
    if maybe(dice, 0.4):
        champion["pool"] = dice.choice((["shop"], ["group"], []))
    if maybe(dice, 0.3):
        champion["campaign_days"] = dice.choice(("include", "exclude", "separate"))
    if not scored:
        more = [p for p in more if p["kind"] not in ("banded_bonus", "performance_wage")]
        more = [p | ({"performance": False} if "performance" in p else {}) for p in more]
    dice.shuffle(more)
    for n, part in enumerate(more[: dice.randint(0, 7)]):
        yield part | {"code": f"part{n}"}


def _commission(dice: Random) -> dict[str, Any]:
    out: dict[str, Any] = {"kind": "commission", "basis": dice.choice([*MONEY, "paid_orders"])}
    if maybe(dice, 0.5):
        out["rate"] = dice.choice((D("0.01"), D("0.0125"), D("0.008")))
    else:
        out |= {"tiers": tiers(dice), "mode": dice.choice(("marginal", "whole"))}
    if maybe(dice, 0.4):
        factors = ("1.0", "1.1", "1.2", "1.35")
        out["level_coefficients"] = {k: D(v) for k, v in zip(LEVELS, factors, strict=True)}
    out["performance"] = maybe(dice, 0.5)
    if maybe(dice, 0.2):
        out["cap"] = number(dice, 300, 900)
    if maybe(dice, 0.3):
        out["campaign_days"] = dice.choice(("include", "exclude", "separate"))
    return out


def pay_scheme(dice: Random, roles: list[str], groups: list[str], scored: bool) -> dict[str, Any]:
    """Earnings, then adjustment, insurance, fund, tax, loss: the order that the law asks."""
    last = ("adjustment", "social_insurance", "housing_fund", "income_tax", "loss_compensation")
    parts = list(earnings(dice, scored))
    parts += [{"kind": k, "code": k} for k in last if maybe(dice, 0.95)]
    return {"name": WORDS, "roles": roles, "groups": groups, "components": parts}


def pay(dice: Random, appraised: dict[str, Any]) -> dict[str, Any]:
    schemes = {}
    if maybe(dice, 0.3):
        schemes["pre"] = pay_scheme(dice, ["agent"], ["售前"], True)
    schemes["agent"] = pay_scheme(dice, ["agent", "lead"], [], True)
    if maybe(dice, 0.7):
        schemes["others"] = pay_scheme(dice, ["assistant", "warehouse"], [], "others" in appraised)
    return {"schemes": schemes}


def rulebook(dice: Random) -> dict[str, Any]:
    scores = appraisal(dice)
    return {
        "code": "random", "name": WORDS, "version": 1, "effective_from": "2025-01",
        "reason": "to try", "appraisal": scores, "pay": pay(dice, scores["schemes"]),
    }  # fmt: skip


def house(seed: int) -> House:
    """The house of a seed."""
    dice = Random(seed)
    book = rulebook(dice)
    when = dice.choice(MONTHS)
    people = tuple(person(dice, n, book, when) for n in range(1, dice.randint(1, 8) + 1))
    return House(seed, Month(when, people, shops(dice)), book)


def shops(dice: Random) -> dict[str, dict[str, Figure]]:
    out: dict[str, dict[str, Figure]] = {}
    for shop in SHOPS:
        sums = {"sales": 400000, "silent_sales": 100000, "net_sales": 380000}
        out[shop] = {
            metric: Figure(number(dice, -2000 if maybe(dice, 0.05) else 0, top))
            for metric, top in sums.items()
            if not maybe(dice, 0.03)
        }
    return out


# --- smaller ----------------------------------------------------------------------------------


def _less(house: House) -> Iterator[House]:
    """The same house with one thing taken away."""
    for n in range(len(house.month.people)):
        left = house.month.people[:n] + house.month.people[n + 1 :]
        yield replace(house, month=replace(house.month, people=left))
    for n, who in enumerate(house.month.people):
        for smaller in _less_of(who):
            people = (*house.month.people[:n], smaller, *house.month.people[n + 1 :])
            yield replace(house, month=replace(house.month, people=people))
    for section in ("appraisal", "pay"):
        for code in house.rulebook.get(section, {}).get("schemes", {}):
            rest = dict(house.rulebook[section]["schemes"])
            del rest[code]
            yield _with(house, section, rest)
    for code, scheme in house.rulebook.get("pay", {}).get("schemes", {}).items():
        for n in range(len(scheme["components"])):
            parts = scheme["components"][:n] + scheme["components"][n + 1 :]
            changed = house.rulebook["pay"]["schemes"] | {code: scheme | {"components": parts}}
            if parts:
                yield _with(house, "pay", changed)
    for code, scheme in house.rulebook["appraisal"]["schemes"].items():
        for name in ("vetoes", "events", "total_cap"):
            if name in scheme:
                less = {k: v for k, v in scheme.items() if k != name}
                yield _with(
                    house, "appraisal", house.rulebook["appraisal"]["schemes"] | {code: less}
                )
        for n in range(len(scheme["items"])):
            if len(scheme["items"]) > 1:
                items = [dict(i) for i in scheme["items"]]
                gone = items.pop(n)
                items[0]["weight"] += gone["weight"]
                less = scheme | {"items": items}
                yield _with(
                    house, "appraisal", house.rulebook["appraisal"]["schemes"] | {code: less}
                )


def _less_of(who: Person) -> Iterator[Person]:
    for name in ("rulings", "events", "adjustments", "losses", "ratings"):
        rows = getattr(who, name)
        for n in range(len(rows)):
            yield replace(who, **{name: rows[:n] + rows[n + 1 :]})
    if who.quiet is not None or who.rush is not None:
        yield replace(who, quiet=None, rush=None)
    for name in who.targets:
        yield replace(who, targets={k: v for k, v in who.targets.items() if k != name})
    for name in who.figures:
        yield replace(who, figures={k: v for k, v in who.figures.items() if k != name})


def _with(house: House, section: str, schemes: dict[str, Any]) -> House:
    changed = house.rulebook[section] | {"schemes": schemes}
    return replace(house, rulebook=house.rulebook | {section: changed})


def smallest(house: House, differs: Callable[[House], bool], tries: int = 600) -> House:
    """The house with as much taken away as the difference allows."""
    again = True
    while again and tries > 0:
        again = False
        for less in _less(house):
            tries -= 1
            if tries <= 0:
                break
            try:
                still = differs(less)
            except Exception:
                continue
            if still:
                house, again = less, True
                break
    return house

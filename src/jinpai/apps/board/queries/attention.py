"""What needs attention, in plain words, most costly first.

Nothing here is a new figure: each sentence picks figures that stand on the board anyway and
links to the rows behind them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinpai.metrics.economics import fen
from jinpai.metrics.fair import verdict

from .. import showing
from ..period import Period
from ..scope import Scope
from . import names
from .figures import sheet
from .recall import ask
from .team import Member

WINDOW = 3  # days looked at together
FEWEST = 5  # missed rings below which a run of days is not worth a headline
LARGE_PART = 0.3  # of all missed rings: then the account is worth a headline of its own
LOOKED_AT = 8  # accounts with most missed rings; only their days are read
MOST = 3  # sentences


@dataclass(frozen=True)
class Notice:
    text: str
    href: str
    link: str
    loss: bool = False
    weight: float = 0.0
    amount: Decimal | None = None
    amount_href: str = ""


@dataclass(frozen=True)
class Run:
    """A few days on which one account missed most."""

    account: str
    person: str | None
    start: date
    end: date
    missed: int


def worst_run(missed: dict[tuple[str, str | None], dict[date, int]]) -> Run | None:
    """The WINDOW days in a row with the most missed rings of one account, trimmed to the days
    that have any; None when nothing reaches FEWEST or the run is no worse than the account's
    other days."""
    best: Run | None = None
    for (account, person), days in missed.items():
        whole = sum(days.values())
        for first in days:
            inside = [d for d in days if 0 <= (d - first).days < WINDOW and days[d]]
            total = sum(days[d] for d in inside)
            if total < FEWEST or (best and total <= best.missed):
                continue
            usual = (whole - total) / max(1, len(days) - WINDOW) * WINDOW
            if total > 2 * usual:
                best = Run(account, person, min(inside), max(inside), total)
    return best


def most_of_all(missed: dict[tuple[str, str | None], dict[date, int]], everyone: int) -> Run | None:
    """The account with most missed rings of the whole period, when it has a good part of them."""
    sums = {key: sum(days.values()) for key, days in missed.items()}
    if not sums:
        return None
    (account, person), most = max(sums.items(), key=lambda item: item[1])
    if most < FEWEST or most < LARGE_PART * everyone:
        return None
    days = [d for d, n in missed[account, person].items() if n]
    return Run(account, person, min(days), max(days), most)


def part_of_day(hours: Sequence[int]) -> str:
    """Morning, afternoon or evening when two thirds begin there, else nothing."""
    if not hours:
        return ""
    spans = {
        _("早上"): range(5, 12),
        _("下午"): range(12, 18),
        _("晚上"): (*range(18, 24), *range(5)),
    }
    for word, span in spans.items():
        if 3 * sum(h in span for h in hours) >= 2 * len(hours):
            return word
    return ""


def _missed_notice(scope: Scope, ring: Any, cost: Decimal | None) -> Notice | None:
    sums = {row.account: row.missed for row in ring.accounts if row.missed}
    worst = sorted(sums, key=lambda a: -sums[a])[:LOOKED_AT]
    if not worst:
        return None
    found = sheet(scope, by=("account", "person", "day"), metrics=["missed_rings"], accounts=worst)
    missed: dict[tuple[str, str | None], dict[date, int]] = defaultdict(dict)
    for ((account, person, day), _metric), figure in found.found.items():
        if account and day and figure.value:
            missed[account, person][day] = int(figure.value)
    run = worst_run(missed) or most_of_all(missed, sum(sums.values()))
    if run is None:
        return None
    period = Period(run.start, run.end)
    page = ask(
        scope.reading,
        "receptions",
        shop=scope.code, start=run.start, end=run.end, account=run.account, missed=True,
        limit=60, offset=0,
    )  # fmt: skip
    begun = [r.get("first_local") for r in page.rows]
    when = part_of_day([b.hour for b in begun if b is not None])
    days = (
        _("%(start)s 至 %(end)s") % {"start": showing.day(run.start), "end": showing.day(run.end)}
        if run.start != run.end
        else showing.day(run.start)
    )
    who = names.called(scope, run.person, run.account)
    limit = scope.reading.measure(shop=scope.code, day=run.end).missed_after_s
    text = ngettext(
        "%(who)s %(days)s%(when)s有 %(n)s 声超过%(limit)s没人答",
        "%(who)s %(days)s%(when)s有 %(n)s 声超过%(limit)s没人答",
        run.missed,
    ) % {
        "who": who,
        "days": days,
        "when": f" {when}" if when else "",
        "n": run.missed,
        "limit": showing.span(limit),
    }
    href = scope.link("receptions", period=period, account=run.account, missed=1)
    if cost is None:
        return Notice(text + _("。"), href, _("看这些接待"), True, run.missed)
    wasted = fen(run.missed * cost)
    text += _(",按每声 %(cost)s 约漏掉") % {"cost": showing.text(cost, "fen")}
    return Notice(
        text, href, _("看这 %(n)s 声") % {"n": run.missed}, True, float(wasted), wasted,
        scope.link("ring", period=period),
    )  # fmt: skip


def _lower_notice(scope: Scope, team: Sequence[Member], metric: str, name: str) -> Notice | None:
    bound = any(m.person for m in team)
    cases = [
        (m, f)
        for m in team
        if (m.person or not bound) and (f := m.figure(metric)) and f.den and f.num is not None
    ]
    den = sum(int(f.den) for _m, f in cases)
    if len(cases) < 3 or not den:
        return None
    rate = float(sum(f.num for _m, f in cases)) / den
    lowest: tuple[float, Member, Any] | None = None
    for member, figure in cases:
        if figure.num > figure.den:
            continue
        judged = verdict(int(figure.num), int(figure.den), rate)
        gap = (rate - float(figure.value)) * int(figure.den)
        if judged == "surely_lower" and (lowest is None or gap > lowest[0]):
            lowest = (gap, member, figure)
    if lowest is None:
        return None
    _gap, member, figure = lowest
    text = _("%(who)s的%(metric)s %(value)s(n %(n)s),确实低于大家的 %(team)s。") % {
        "who": member.name,
        "metric": name,
        "value": showing.text(figure.value, "percent"),
        "n": f"{int(figure.den):,}",
        "team": showing.text(rate, "percent"),
    }
    return Notice(text, member.href(scope), _("看这位客服"), weight=1.0)


def _unanswered_notice(scope: Scope, team: Sequence[Member]) -> Notice | None:
    counts = Counter({m.name: int(m.value("unanswered") or 0) for m in team})
    total = sum(counts.values())
    if total < FEWEST:
        return None
    who, most = counts.most_common(1)[0]
    text = _("有 %(n)s 次接待一句人工回复也没有,最多的是%(who)s(%(most)s 次)。") % {
        "n": f"{total:,}", "who": who, "most": f"{most:,}",
    }  # fmt: skip
    if all((f := m.figure("unanswered")) is None or f.source == "reported" for m in team):
        # counted by the platform: there are no chats to open, only its report
        return Notice(text, scope.link("metric", "unanswered"), _("看报表"), weight=0.5)
    return Notice(text, scope.link("receptions", unanswered=1), _("看这些接待"), weight=0.5)


def notices(
    scope: Scope,
    team: Sequence[Member],
    *,
    ring: Any,
    cost: Decimal | None,
    conversion_name: str,
) -> list[Notice]:
    """At most MOST sentences about the period; an empty list is good news."""
    found = [
        _missed_notice(scope, ring, cost),
        _lower_notice(scope, team, "inquiry_conversion", conversion_name),
        _unanswered_notice(scope, team),
    ]
    return [n for n in found if n][:MOST]

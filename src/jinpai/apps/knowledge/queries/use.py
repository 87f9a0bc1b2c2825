"""What phrases did, read from the chats: how often sent, by whom, how fast, what followed.

A message is a use of a phrase when all of it, folded (`workflow.phrases.variants`), is one of its
variants, any text standing for a variable. Seconds are those of the rounds such a message ended.
The conversion is that of the inquiries in which it was sent: `final`, as in the catalogue; of the
last days not every order is in yet. Retired variants count, what was sent was sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jinpai.apps.knowledge.models import Variant
from jinpai.metrics.reading import Reading
from jinpai.workflow.phrases import variants

DAYS = (7, 30, 90)


@dataclass(frozen=True)
class Effect:
    """Of one phrase (or of one person's use of it) in some days."""

    sent: int
    answers: int  # rounds that it ended
    seconds: Decimal | None
    inquiries: int
    converted: int
    people: int = 0

    @property
    def conversion(self) -> Decimal | None:
        return Decimal(self.converted) / self.inquiries if self.inquiries else None


@dataclass(frozen=True)
class Effects:
    first: date
    last: date
    by_phrase: Mapping[int, Effect]
    all_inquiries: Effect  # of every inquiry in these days, to compare with


def span(reading: Reading, days: int) -> tuple[date, date] | None:
    """The last `days` days that hold data."""
    lasts = [s.last_day for s in reading.shops() if s.last_day is not None]
    if not lasts:
        return None
    return max(lasts) - timedelta(days=days - 1), max(lasts)


def effects(reading: Reading, days: int) -> Effects | None:
    """Of every phrase that was sent."""
    within = span(reading, days)
    if within is None:
        return None
    rows = _measured(reading, *within, by="phrase")
    found = {r["phrase"]: _effect(r) for r in rows}
    return Effects(*within, found, _inquiries(reading, *within))


@dataclass(frozen=True)
class Of:
    """One phrase: its effect as a whole and by who sent it, most first."""

    first: date
    last: date
    effect: Effect
    people: list[tuple[str, Effect]]
    all_inquiries: Effect


def of_phrase(reading: Reading, days: int, phrase: int) -> Of | None:
    """An account that is nobody's stands for itself."""
    within = span(reading, days)
    if within is None:
        return None
    rows = _measured(reading, *within, by="who", phrase=phrase)
    names = ("sent", "answers", "us", "inquiries", "converted", "people")
    whole = {name: sum(int(r[name] or 0) for r in rows) for name in names}
    return Of(
        *within, _effect(whole), [(r["who"], _effect(r)) for r in rows],
        _inquiries(reading, *within),
    )  # fmt: skip


def _inquiries(reading: Reading, first: date, last: date) -> Effect:
    """Every inquiry of these days, to compare with."""
    found = reading.fetch(
        "SELECT count(*) AS inquiries, count(*) FILTER (final) AS converted FROM inquiries "
        f"WHERE day BETWEEN DATE '{first}' AND DATE '{last}'"
    )[0]
    return Effect(0, 0, None, found["inquiries"], found["converted"])


def _effect(row: Mapping[str, Any]) -> Effect:
    seconds = None
    if row["answers"]:
        seconds = Decimal(int(row["us"])) / row["answers"] / 1_000_000
    return Effect(
        row["sent"], row["answers"], seconds, row["inquiries"], row["converted"], row["people"]
    )  # fmt: skip


def _measured(
    reading: Reading, first: date, last: date, *, by: str, phrase: int | None = None
) -> list[dict[str, Any]]:
    said = Variant.objects.all() if phrase is None else Variant.objects.filter(phrase=phrase)
    pairs = [(pk, variants.pattern(text)) for pk, text in said.values_list("phrase", "text")]
    pairs = sorted({pair for pair in pairs if pair[1]})
    if not pairs:
        return []
    # a message of the first and of the last service day may bear the calendar's neighbour
    messages = reading.fact("messages", first - timedelta(days=1), last + timedelta(days=1))
    return reading.fetch(
        MEASURED.format(
            messages=messages, folded=variants.FOLDED.format(text="m.text"), first=first, last=last,
            by=by,
        ),
        [[pk for pk, _text in pairs], [text for _pk, text in pairs]],
    )  # fmt: skip


MEASURED = """
WITH v AS MATERIALIZED (SELECT unnest($1) AS phrase, unnest($2) AS pattern),
sent AS MATERIALIZED (
    SELECT m.shop, m.account, m.buyer, m.at, {folded} AS said FROM {messages} AS m
    WHERE m.sender = 'agent' AND coalesce(m.kind, 'text') = 'text'
),
texts AS MATERIALIZED (SELECT DISTINCT said FROM sent WHERE said <> ''),
known AS MATERIALIZED (
    SELECT t.said, v.phrase FROM texts AS t JOIN v ON v.pattern = t.said
    UNION
    SELECT t.said, v.phrase FROM texts AS t
    JOIN (SELECT * FROM v WHERE contains(pattern, '%')) AS v ON t.said LIKE v.pattern
),
uses AS MATERIALIZED (
    SELECT k.phrase, s.shop, s.account, s.buyer, s.at, r.day, coalesce(b.person, s.account) AS who,
        row_number() OVER (PARTITION BY k.phrase, s.shop, s.account, s.buyer, r.day
                           ORDER BY s.at) AS nth
    FROM sent AS s JOIN known AS k ON k.said = s.said
    JOIN receptions AS r ON r.shop = s.shop AND r.account = s.account AND r.buyer = s.buyer
        AND s.at BETWEEN r.first_at AND r.last_at
        AND r.day BETWEEN DATE '{first}' AND DATE '{last}'
    LEFT JOIN bound AS b ON b.shop = s.shop AND b.account = s.account
        AND r.day >= b."from" AND (b."to" IS NULL OR r.day < b."to")
),
closed AS (
    SELECT shop, account, buyer, closed_at, any_value(us) AS us FROM rounds
    WHERE closed_at IS NOT NULL AND us IS NOT NULL AND NOT excluded
        AND day BETWEEN DATE '{first}' - 1 AND DATE '{last}'
    GROUP BY shop, account, buyer, closed_at
)
SELECT {by}, count(*)::BIGINT AS sent, count(c.us)::BIGINT AS answers, sum(c.us)::HUGEINT AS us,
    count(i.day) FILTER (nth = 1)::BIGINT AS inquiries,
    count(*) FILTER (nth = 1 AND i.final)::BIGINT AS converted,
    count(DISTINCT who)::BIGINT AS people
FROM uses AS u
LEFT JOIN closed AS c ON c.shop = u.shop AND c.account = u.account AND c.buyer = u.buyer
    AND c.closed_at = u.at
LEFT JOIN inquiries AS i ON i.shop = u.shop AND i.account = u.account AND i.buyer = u.buyer
    AND i.day = u.day
GROUP BY {by} ORDER BY sent DESC, {by}
"""

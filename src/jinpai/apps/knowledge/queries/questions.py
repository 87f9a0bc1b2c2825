"""Buyers' questions as the chats tell them: those that no phrase answered, and what came of each.

Of every round the first message that asks (`workflow.phrases.questions`) is its question. It was
answered by a phrase when one of the agent's messages before the next round is a variant of one
(`use.py` says when); a phrase that answers no question ("在吗") does not count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jinpai.apps.knowledge.models import Variant
from jinpai.metrics.reading import Reading
from jinpai.workflow.phrases import questions, variants

MOST = 120_000
"""Different questions that are grouped; of more the rarest are left out, and the page says so."""
SAMPLES, ANSWERS = 3, 3


@dataclass(frozen=True)
class Asked:
    """Different questions without a phrase, most often first."""

    texts: list[str]
    counts: list[int]
    rounds: int  # in which somebody asked
    open: int  # of these, without a phrase
    different: int


def asked(reading: Reading, first: date, last: date) -> Asked:
    rows = reading.fetch(_sql(reading, first, last, COUNTED), [_patterns(), MOST])
    whole = next(r for r in rows if r["said"] is None)
    rows = [r for r in rows if r["said"] is not None]
    return Asked(
        [r["said"] for r in rows], [r["n"] for r in rows], whole["rounds"], whole["open"],
        whole["different"],
    )  # fmt: skip


def told(
    reading: Reading, first: date, last: date, groups: Mapping[str, int]
) -> dict[int, dict[str, Any]]:
    """By group (`groups`: question → group) how often, how fast, what followed, who said what."""
    rows = reading.fetch(
        _sql(reading, first, last, TOLD.format(samples=SAMPLES, answers=ANSWERS)),
        [_patterns(), list(groups), list(groups.values())],
    )
    return {r["grp"]: r for r in rows}


def shown(text: str) -> str:
    """A message as the page shows it: without the figures that may be somebody's."""
    return re.sub(r"\d{6,}", lambda found: found[0][:2] + "****", text)[:300]


def _patterns() -> list[str]:
    said = Variant.objects.values_list("phrase__title", "text")
    found = {variants.pattern(text) for title, text in said if questions.stripped(title)}
    return sorted(found - {""})


def _sql(reading: Reading, first: date, last: date, end: str) -> str:
    # a message of the first and of the last service day may bear the calendar's neighbour
    messages = reading.fact("messages", first - timedelta(days=1), last + timedelta(days=1))
    return (
        BEGIN.format(
            messages=messages, first=first, last=last, asks=questions.ASKS,
            stripped=questions.STRIPPED.format(text="text"),
            folded=variants.FOLDED.format(text="text"),
        )
        + end
    )  # fmt: skip


BEGIN = """
WITH v AS MATERIALIZED (SELECT unnest($1::VARCHAR[]) AS pattern),
r AS MATERIALIZED (
    SELECT shop, account, buyer, day, opened_at, us FROM rounds
    WHERE day BETWEEN DATE '{first}' AND DATE '{last}' AND NOT excluded
),
m AS MATERIALIZED (
    SELECT shop, account, buyer, "at", sender, text FROM {messages}
    WHERE sender IN ('buyer', 'agent') AND coalesce(kind, 'text') = 'text' AND text IS NOT NULL
),
b AS (
    SELECT shop, account, buyer, "at", text, {stripped} AS said FROM m
    WHERE sender = 'buyer' AND regexp_matches(text, '{asks}')
),
q AS MATERIALIZED (
    SELECT b.shop, b.account, b.buyer, r.day, r.opened_at, any_value(r.us) AS us,
        arg_min(b.said, b."at") AS said, arg_min(b.text, b."at") AS text
    FROM b ASOF JOIN r ON b.shop = r.shop AND b.account = r.account AND b.buyer = r.buyer
        AND b."at" >= r.opened_at
    WHERE b.said <> '' AND b."at" < r.opened_at + INTERVAL 1 DAY
    GROUP BY ALL
),
a AS MATERIALIZED (
    SELECT m.shop, m.account, m.buyer, r.opened_at, m.text, {folded} AS said
    FROM m ASOF JOIN r ON m.shop = r.shop AND m.account = r.account AND m.buyer = r.buyer
        AND m."at" >= r.opened_at
    WHERE m.sender = 'agent' AND m."at" < r.opened_at + INTERVAL 1 DAY
),
texts AS MATERIALIZED (SELECT DISTINCT said FROM a WHERE said <> ''),
known AS MATERIALIZED (
    SELECT t.said FROM texts AS t SEMI JOIN v ON v.pattern = t.said
    UNION
    SELECT t.said FROM texts AS t JOIN (SELECT * FROM v WHERE contains(pattern, '%')) AS v
        ON t.said LIKE v.pattern
),
used AS (SELECT DISTINCT shop, account, buyer, opened_at FROM a SEMI JOIN known USING (said)),
open AS MATERIALIZED (SELECT * FROM q ANTI JOIN used USING (shop, account, buyer, opened_at))
"""

COUNTED = """
SELECT NULL AS said, 0 AS n, (SELECT count(*) FROM q) AS rounds,
    (SELECT count(*) FROM open) AS open, (SELECT count(DISTINCT said) FROM open) AS different
UNION ALL
(SELECT said, count(*) AS n, 0, 0, 0 FROM open GROUP BY said ORDER BY n DESC, said LIMIT $2)
"""

TOLD = """,
t AS MATERIALIZED (SELECT unnest($2::VARCHAR[]) AS said, unnest($3::BIGINT[]) AS grp),
g AS MATERIALIZED (SELECT o.*, t.grp FROM open AS o JOIN t USING (said)),
facts AS (
    SELECT grp, count(*)::BIGINT AS n, count(us)::BIGINT AS answered, sum(us)::HUGEINT AS us,
        count(DISTINCT said)::BIGINT AS ways
    FROM g GROUP BY grp
),
sold AS (
    SELECT c.grp, count(*)::BIGINT AS inquiries,
        (count(*) FILTER (i.final))::BIGINT AS converted
    FROM (SELECT DISTINCT grp, shop, account, buyer, day FROM g) AS c
    JOIN inquiries AS i USING (shop, account, buyer, day) GROUP BY c.grp
),
newest AS (
    SELECT grp, said, count(*) AS n, arg_max(struct_pack(
        "text" := "text", shop := shop, account := account, buyer := buyer, "day" := "day"
    ), opened_at) AS one FROM g GROUP BY grp, said
),
samples AS (
    SELECT grp, list(one ORDER BY n DESC, said)[1:{samples}] AS samples FROM newest GROUP BY grp
),
said AS (
    SELECT g.grp, a.said, count(*) AS n, min(a.text) AS text FROM g
    JOIN a USING (shop, account, buyer, opened_at)
    WHERE length(a.said) BETWEEN 6 AND 300 GROUP BY g.grp, a.said
),
-- what is said to every question ("在的亲") answers none
rare AS (
    SELECT *, n * ln((SELECT count(*) + 1 FROM facts)::DOUBLE / count(*) OVER (PARTITION BY said))
        AS weight FROM said
),
answers AS (
    SELECT grp, list(struct_pack("text" := "text", n := n) ORDER BY weight DESC, said)[1:{answers}]
        AS answers FROM rare WHERE weight > 0 GROUP BY grp
)
SELECT f.*, coalesce(s.inquiries, 0) AS inquiries, coalesce(s.converted, 0) AS converted,
    p.samples, coalesce(w.answers, []) AS answers
FROM facts AS f LEFT JOIN sold AS s USING (grp) JOIN samples AS p USING (grp)
LEFT JOIN answers AS w USING (grp)
"""

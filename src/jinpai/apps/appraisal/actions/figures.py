"""Figures entered by hand: facts like any other, with evidence, by someone else than the person.

They go into the lake's `manual` table through the same loader as a file, so that a closed month's
pins cover them. A later entry of the same day corrects an earlier one; both versions stay.
"""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from jinpai.apps import home
from jinpai.apps.appraisal import rights, words
from jinpai.apps.appraisal.actions.events import open_sheet
from jinpai.apps.appraisal.actions.sheets import of_month
from jinpai.apps.appraisal.queries.scored import scored
from jinpai.apps.appraisal.refused import Refused
from jinpai.apps.team import audit, jobs
from jinpai.apps.team.models import User
from jinpai.rules.known import OUTSIDE, KnownMetric

COLUMNS = ("person", "day", "metric", "value", "evidence", "entered_by")
_EIGHTH = Decimal("0.00000001")
_MOST = Decimal(10) ** 12


def record_figure(
    *,
    by: User,
    person: str,
    day: date,
    metric: str,
    value: Decimal,
    evidence: str,
    now: datetime,
    request: HttpRequest | None = None,
) -> None:
    """Write one figure of one person and day. Percentages as fractions."""
    rights.allow(by)
    rights.not_about_oneself(by, person)
    known = OUTSIDE.get(metric)
    if known is None:
        raise Refused(_("这个指标由程序算出来,不能手工填。"))
    value = _sensible(value, known)
    evidence = " ".join(evidence.split())[:1000]
    if not evidence:
        raise Refused(_("请写凭据:在哪里能查到这个数。"))
    if day > timezone.localtime(now).date():
        raise Refused(_("这一天还没有到。"))
    month = f"{day:%Y-%m}"
    of_month(scored(month), person)
    if _known(person, day, metric) == (value, evidence, by.username):
        return  # sent twice
    with transaction.atomic():
        open_sheet(month, person)
        audit.record(
            action="appraisal.figure_entered", subject=f"{month} {person}",
            detail={"day": day.isoformat(), "metric": metric, "value": f"{value:f}",
                    "evidence": evidence},
            by=by, request=request,
        )  # fmt: skip
        # last inside the transaction: if the lake refuses, the log says nothing either
        _load((person, day.isoformat(), metric, f"{value:f}", evidence, by.username), now)
    transaction.on_commit(jobs.bring_figures_along)


def _sensible(value: Decimal, known: KnownMetric) -> Decimal:
    if not value.is_finite() or not 0 <= value < _MOST:
        raise Refused(_("这个数不能是负的。"))
    if known.unit == "percent" and value > 1:
        raise Refused(_("百分比不能超过 100%。"))
    if known.unit == "points" and value > 100:
        raise Refused(_("分数在 0 到 100 之间。"))
    if known.unit == "count" and value != value.to_integral_value():
        raise Refused(_("次数要是整数。"))
    return value.quantize(_EIGHTH).normalize()


def _known(person: str, day: date, metric: str) -> tuple[Decimal, str, str] | None:
    """What the lake says already."""
    reading = home.reading()
    rows = reading.fetch(
        f"SELECT value, evidence, entered_by FROM {reading.fact('manual')} "
        "WHERE person = ? AND day = ? AND metric = ?",
        [person, day, metric],
    )
    return (rows[0]["value"], rows[0]["evidence"], rows[0]["entered_by"]) if rows else None


def _load(row: tuple[str, ...], now: datetime) -> None:
    from jinpai.facts.load import Source, load

    stamp = timezone.localtime(now).replace(tzinfo=None).isoformat(timespec="microseconds")
    text = io.StringIO()
    text.write(f"# as_of: {stamp}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows((COLUMNS, row))
    with tempfile.TemporaryDirectory(prefix="manual-") as folder:
        path = Path(folder) / "manual.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        report = load(home.lake(), [Source(path, "manual.csv")], now=now)
    for file in report.files:
        for problem in file.problems:
            raise Refused(f"{_('没有写进数据')}: {words.said(problem)}")
        if file.status == "refused":
            raise Refused(_("没有写进数据,请再试一次。"))

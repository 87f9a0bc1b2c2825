"""The days a command is about: a month, or from one day to another, both inclusive."""

from __future__ import annotations

import calendar
from datetime import date

from jinpai.cli.speech import stop


def day(text: str, option: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        stop(
            f"{option} 要写成 2026-10-31 这样的日期,现在是「{text}」。",
            f"{option} takes a day such as 2026-10-31, not {text!r}.",
        )


def month(text: str) -> tuple[date, date]:
    """First and last day of a month written YYYY-MM."""
    try:
        year, number = text.split("-")
        if len(year) != 4 or len(number) != 2 or not text.isascii():
            raise ValueError(text)
        first = date(int(year), int(number), 1)
    except ValueError:
        stop(
            f"月份要写成 2026-10 这样,现在是「{text}」。",
            f"A month is written like 2026-10, not {text!r}.",
        )
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def period(month_text: str | None, from_text: str | None, to_text: str | None) -> tuple[date, date]:
    """Exactly one of --month or --from with --to."""
    if month_text and not (from_text or to_text):
        return month(month_text)
    if from_text and to_text and not month_text:
        start, end = day(from_text, "--from"), day(to_text, "--to")
        if end < start:
            stop(
                f"--to({end})在 --from({start})之前。",
                f"--to ({end}) lies before --from ({start}).",
            )
        return start, end
    stop(
        "请用 --month 2026-10,或者 --from 2026-10-01 --to 2026-10-31,二者选一。",
        "Give either --month 2026-10 or --from 2026-10-01 --to 2026-10-31.",
    )

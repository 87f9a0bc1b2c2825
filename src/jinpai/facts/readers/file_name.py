"""What a file's name says about time: when it was exported, and which days it covers.

`ExportOrderList201903121048.csv` was exported on 2019-03-12 at 10:48;
`客服绩效_20260601-20260630.xlsx` holds June. A name never decides what kind of file it is.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_STAMP = re.compile(r"(?<!\d)(20\d{12}|20\d{10})\d?(?!\d)")
_SPELLED = re.compile(
    r"(?<!\d)(20\d{2})[-_.年]?(\d{2})[-_.月]?(\d{2})日?[-_ T]+(\d{2})[-_.:时]?(\d{2})"
    r"(?:[-_.:分]?(\d{2}))?(?!\d)"
)
_DAY = re.compile(r"(?<!\d)(20\d{2})([-_./年]?)(\d{1,2})(?:[-_./月]?)(\d{1,2})日?(?!\d)")
_TWO_DAYS = re.compile(r"(?<!\d)(20\d{6})(20\d{6})(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d{2})(?:[-_./年])?(\d{1,2})月?(?!\d)")


def exported_at(name: str) -> datetime | None:
    """The minute (or second) of the export that the name carries, else nothing.

    Old detail files put one more digit behind the minute (`…2016092310161`): it counts
    copies, it is no second.
    """
    for stamp in _STAMP.findall(name):
        # by length: strptime would read 201903121048 as 10:04:08
        for length, pattern in ((14, "%Y%m%d%H%M%S"), (12, "%Y%m%d%H%M")):
            try:
                if len(stamp) >= length:
                    return datetime.strptime(stamp[:length], pattern)
            except ValueError:
                continue
    for parts in _SPELLED.findall(name):
        year, month, day, hour, minute, second = (int(part or 0) for part in parts)
        try:
            return datetime(year, month, day, hour, minute, second)
        except ValueError:
            continue
    return None


def days(text: str) -> tuple[date, date] | None:
    """First and last day (inclusive) named in the text: one day, a range, or a whole month."""
    found: list[date] = []
    text = _STAMP.sub(" ", _TWO_DAYS.sub(r"\1-\2", text))
    for match in _DAY.finditer(text):
        year, separator, month, day = match.groups()
        if not separator and (len(month) != 2 or len(day) != 2):
            continue
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    if found:
        first = found[0]
        last = found[1] if len(found) > 1 and found[1] >= first else first
        return first, last
    for match in _MONTH.finditer(text):
        year, month = match.groups()
        try:
            first = date(int(year), int(month), 1)
        except ValueError:
            continue
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return None

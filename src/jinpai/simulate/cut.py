"""What an export of a given moment shows of a fact: nothing that happens later.

Each function takes a row of story.py and returns it as it stood at `as_of`, or None
when it did not exist yet.
"""

from __future__ import annotations

from collections.abc import Callable

from jinpai.facts.rows import TABLES, Kind
from jinpai.simulate.journey import Journey, Scan
from jinpai.simulate.ledger import Dated
from jinpai.simulate.story import Row
from jinpai.simulate.wall import DAY

# The column whose moment is the birth of the row.
BORN = {
    "messages": "at", "orders": "created_at", "refunds": "opened_at", "shipments": "shipped_at",
    "ratings": "at", "reviews": "at", "disputes": "opened_at", "presence": "from",
    "clockings": "day", "ads": "day", "traffic": "day", "manual": "day",
}  # fmt: skip


def cutter(table: str, as_of: int) -> Callable[[Row], Row | None]:
    """A function that cuts rows of one table at a moment (wall seconds)."""
    columns = TABLES[table].columns
    names = TABLES[table].names
    born = names.index(BORN[table]) if table in BORN else None
    by_day = born is not None and columns[born].kind is Kind.DAY
    last_day = as_of // DAY  # a day that has not ended is not in its export
    times = [
        i for i, c in enumerate(columns)
        if c.kind is Kind.TIME and i != born and c.name != "to"
    ]  # fmt: skip
    remark = names.index("remark") if table == "orders" else None
    parcel = names.index("last_event") if table == "shipments" else None
    fix = _FIX.get(table)
    if table == "campaigns":
        times = []

    def cut(row: Row) -> Row | None:
        if born is not None:
            value = row[born]
            if by_day:
                if value.toordinal() >= last_day:  # type: ignore[attr-defined]
                    return None
            elif value > as_of:  # type: ignore[operator]
                return None
        if remark is not None and isinstance(row[remark], Dated):
            values = [v.at(as_of) if isinstance(v, Dated) else v for v in row]
            row = tuple(values)
        if parcel is not None and isinstance(way := row[parcel], Journey):
            row = _tracked(row, names, parcel, way.at(as_of))
        late = [i for i in times if row[i] is not None and row[i] > as_of]  # type: ignore[operator]
        if not late:
            return row
        values = list(row)
        for i in late:
            values[i] = None
        if fix is not None:
            fix(values, names, {names[i] for i in late})
        return tuple(values)

    return cut


def _tracked(row: Row, names: tuple[str, ...], parcel: int, scan: Scan) -> Row:
    values = list(row)
    values[parcel] = scan.event
    values[names.index("last_event_at")] = scan.at
    values[names.index("problem")] = scan.problem
    return tuple(values)


def _order(values: list[object], names: tuple[str, ...], late: set[str]) -> None:
    if "paid_at" in late:
        values[names.index("amount_paid")] = None
    if "deposit_paid_at" in late:
        values[names.index("deposit_amount")] = None
    if "closed_at" in late:
        values[names.index("close_reason")] = ""


def _refund(values: list[object], names: tuple[str, ...], late: set[str]) -> None:
    if "finished_at" in late:
        values[names.index("status")] = "open"
        values[names.index("return_waybill")] = ""


def _dispute(values: list[object], names: tuple[str, ...], late: set[str]) -> None:
    """Not decided before its deadline, which is known from the start."""
    values[names.index("deadline")] = int(values[names.index("opened_at")]) + 3 * DAY  # type: ignore[call-overload]
    values[names.index("result")] = values[names.index("fault")] = ""
    values[names.index("points")] = None


def _clocking(values: list[object], names: tuple[str, ...], late: set[str]) -> None:
    values[names.index("hours")] = None  # still at work


_FIX: dict[str, Callable[[list[object], tuple[str, ...], set[str]], None]] = {
    "orders": _order, "refunds": _refund, "disputes": _dispute, "clockings": _clocking,
}  # fmt: skip

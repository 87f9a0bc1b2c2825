"""Reading who is on the team: users from the database, people and accounts from the lake."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from jinpai.apps import home
from jinpai.apps.team.models import User
from jinpai.apps.team.roles import Role


def has_owner() -> bool:
    """Whether someone can log in as owner."""
    return User.objects.filter(role=Role.OWNER, is_active=True).exists()


@dataclass(frozen=True)
class PersonRow:
    """A person as of one day, until the next row's day."""

    from_: date | None
    name: str
    role: str
    group: str
    level: str
    hired_on: date | None
    left_on: date | None

    @property
    def post(self) -> str:
        """The role in the reader's language where it is one of ours; a shop may write others."""
        return str(Role(self.role).label) if self.role in Role.values else self.role


@dataclass(frozen=True)
class Binding:
    shop: str
    account: str
    person: str  # "" = bound to nobody from that day on
    person_name: str
    from_: date | None
    to: date | None  # exclusive

    def holds(self, day: date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day < self.to)


@dataclass
class Person:
    code: str
    rows: list[PersonRow] = field(default_factory=list)  # newest first
    bindings: list[Binding] = field(default_factory=list)
    users: list[User] = field(default_factory=list)
    today: date | None = None

    @property
    def now(self) -> PersonRow | None:
        """The row in force today, else the first that will be."""
        past = [
            r for r in self.rows if r.from_ is None or self.today is None or r.from_ <= self.today
        ]
        return past[0] if past else (self.rows[-1] if self.rows else None)

    @property
    def name(self) -> str:
        return self.now.name if self.now and self.now.name else self.code

    @property
    def has_left(self) -> bool:
        row = self.now
        return bool(row and row.left_on and self.today and row.left_on <= self.today)

    @property
    def current_bindings(self) -> list[Binding]:
        return [b for b in self.bindings if self.today is None or b.holds(self.today)]


@dataclass
class Account:
    shop: str
    account: str
    bindings: list[Binding] = field(default_factory=list)  # newest first
    seen: dict[str, Any] = field(default_factory=dict)  # of unknown ones: what the facts say

    def holder(self, day: date) -> Binding | None:
        return next((b for b in self.bindings if b.person and b.holds(day)), None)


def _rows(table: Any) -> list[dict[str, Any]]:
    return table.to_pyarrow().to_pylist()


_Tables = tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]
_kept: dict[tuple[Path, bool], tuple[int, _Tables]] = {}


def _lake_tables(*, unknown: bool) -> _Tables:
    """People, bindings and unknown accounts, each a list of rows, from one snapshot. The last
    are asked for by name: finding them reads every message's account and day.

    Kept in this process until the lake grows; nothing else changes them.
    """
    import ibis

    from jinpai.facts import identity

    snapshot = home.lake().snapshot()
    place = (home.lake_folder(), unknown)
    known = _kept.get(place)
    if known is not None and known[0] == snapshot.import_no:
        return known[1]
    con = ibis.duckdb.connect()
    try:
        found = (
            _rows(identity.people(snapshot, con)),
            _rows(identity.bindings(snapshot, con)),
            _rows(identity.unknown_accounts(snapshot, con)) if unknown else [],
        )
    finally:
        con.disconnect()
    _kept[place] = (snapshot.import_no, found)
    return found


def _latest(day: date | None) -> date:
    return day or date.min


def _since(day: date | None) -> date | None:
    """What holds since ever begins on no day that one would show."""
    from jinpai.facts.identity import EVER

    return None if day is None or day <= EVER else day


def team(*, today: date, unknown: bool = False) -> tuple[list[Person], list[Account]]:
    """Everyone and every account, as known today; people by name, accounts by shop and code,
    with `unknown` those that nobody was ever bound to as well, first.
    """
    people_rows, binding_rows, unknown_rows = _lake_tables(unknown=unknown)
    people: dict[str, Person] = {}
    for row in people_rows:
        person = people.setdefault(row["person"], Person(row["person"], today=today))
        person.rows.append(
            PersonRow(
                _since(row.get("from")),
                row.get("name") or "",
                row.get("role") or "",
                row.get("group") or "",
                row.get("level") or "",
                row.get("hired_on"),
                row.get("left_on"),
            )
        )
    for person in people.values():
        person.rows.sort(key=lambda r: _latest(r.from_), reverse=True)

    accounts: dict[tuple[str, str], Account] = {}
    for row in binding_rows:
        key = (row["shop"], row["account"])
        account = accounts.setdefault(key, Account(*key))
        code = row.get("person") or ""
        if code and code not in people:
            people[code] = Person(code, today=today)
        binding = Binding(
            *key, code, people[code].name if code else "", _since(row.get("from")), row.get("to")
        )
        account.bindings.append(binding)
        if code:
            people[code].bindings.append(binding)
    for account in accounts.values():
        account.bindings.sort(key=lambda b: _latest(b.from_), reverse=True)
    for row in unknown_rows:
        key = (row["shop"], row["account"])
        accounts.setdefault(key, Account(*key)).seen = row
    for user in User.objects.exclude(person=""):
        if user.person in people:
            people[user.person].users.append(user)
    return (
        sorted(people.values(), key=lambda p: (p.has_left, p.name, p.code)),
        sorted(accounts.values(), key=lambda a: (bool(a.bindings), a.shop, a.account)),
    )

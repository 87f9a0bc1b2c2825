"""What a written case gives, as the rules read it: short forms a shop owner can write.

`days = "20/22"` is 20 paid of 22 expected days, `"90/100"` a rate with its sample, `score = 90` an
appraisal that is given and not computed. What is not written of attendance is a full month; what
is not written of figures, level or base pay is not known. docs/cases.md describes it all.
"""

from __future__ import annotations

import tomllib
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import ValidationError

from jinpai.rules import appraisal, check, document, edit, wording
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
from jinpai.rules.outcomes import Appraised
from jinpai.rules.problems import Problem
from jinpai.rules.rulebook import Rulebook

T = TypeVar("T")
FULL = {"expected_days": 22, "paid_days": 22, "absent_days": 0, "late_times": 0}
NAME = {"zh": "示例", "en": "Example"}


class Unreadable(Exception):
    """A case that cannot be read: where, and what is wrong in both languages."""

    def __init__(self, where: str, zh: str, en: str) -> None:
        super().__init__(f"{where}: {en}")
        self.where, self.zh, self.en = where, zh, en


# --- the rulebook ------------------------------------------------------------------------------


def rulebook(given: Mapping[str, Any], month: str) -> tuple[Rulebook | None, list[Problem]]:
    """A shipped rulebook by its code, maybe with `changes` by key path ("none" takes a key out),
    a whole text, or parts laid over a nearly empty one."""
    if "text" in given:
        return document.read(text_of(given["text"], "given.text"))
    named = given.get("rulebook", {})
    if isinstance(named, str):
        if named not in document.shipped():
            raise Unreadable(
                "given.rulebook", f"没有叫「{named}」的规则书",
                f"no shipped rulebook is called {named}; there are {', '.join(document.shipped())}",
            )  # fmt: skip
        shipped = tomllib.loads(document.shipped()[named], parse_float=Decimal)
        for path, value in table(given.get("changes", {}), "given.changes").items():
            try:
                edit.put(shipped, path, None if value == "none" else value)
            except edit.NoSuchPlace as error:
                raise Unreadable(
                    "given.changes", f"规则书里没有「{path}」", f"there is no {path}"
                ) from error
        return document.judge(shipped)
    raw: dict[str, Any] = {
        "code": "case", "name": NAME, "effective_from": month, "reason": "case",
        **table(named, "given.rulebook"),
    }  # fmt: skip
    people = rows(given.get("people", []), "given.people")
    roles = sorted({str(p.get("role", "agent")) for p in people}) or ["agent"]
    if "components" in given:
        scheme = {"name": NAME, "roles": roles, "components": given["components"]}
        raw["pay"] = {**raw.get("pay", {}), "schemes": {"case": scheme}}
    if "items" not in given and "appraisal" not in raw:
        # a scheme that nobody rated: scores are given, or there is none
        rated = {"code": "rating", "name": NAME, "kind": "result", "weight": 100,
                 "curve": {"kind": "rating"}}  # fmt: skip
        raw["appraisal"] = {"schemes": {"given": {"name": NAME, "roles": roles, "items": [rated]}}}
    elif "items" in given:
        items = [{"name": NAME, "kind": "result", **item} for item in given["items"]]
        scheme = {"name": NAME, "roles": roles, "items": items, **given.get("scheme", {})}
        raw["appraisal"] = {**raw.get("appraisal", {}), "schemes": {"case": scheme}}
    try:
        book = Rulebook.model_validate(raw)
    except ValidationError as error:
        return None, list(wording.in_words(error, raw, Rulebook))
    found = list(check.check(book))
    return (None if any(p.severity == "error" for p in found) else book), found


@cache
def _shipped(code: str) -> tuple[Rulebook | None, list[Problem]]:
    return document.read(document.shipped()[code])


# --- the month ---------------------------------------------------------------------------------


def month(given: Mapping[str, Any], name: str) -> Month:
    """The people and shops of one month."""
    city = given.get("city")
    people = [
        person({"city": city, **row} if city is not None else row, f"given.people[{n}]")
        for n, row in enumerate(rows(given.get("people", []), "given.people"))
    ]
    shops = {
        shop: figures(found, f"given.shops.{shop}")
        for shop, found in table(given.get("shops", {}), "given.shops").items()
    }
    wage = given.get("market_wage")
    return Month(
        name, tuple(sorted(people, key=lambda p: p.code)), shops,
        None if wage is None else number(wage, "given.market_wage"),
    )  # fmt: skip


SHORT = {"score", "self_ratings", "days"}


def person(row: Mapping[str, Any], where: str) -> Person:
    """One person from the short form."""
    taken = {k: v for k, v in row.items() if k not in SHORT}
    made: dict[str, Any] = {"shop": "shop"}
    for key, found in taken.items():
        at = f"{where}.{key}"
        if key in ("figures", "quiet", "rush"):
            made[key] = figures(found, at)
        elif key == "attendance":
            made[key] = attendance(found, at)
        elif key == "targets":
            made[key] = {k: number(v, f"{at}.{k}") for k, v in table(found, at).items()}
        elif key == "ratings":
            made[key] = ratings(found, "supervisor", at)
        elif key in ROWS:
            made[key] = tuple(
                build(ROWS[key], {**DEFAULTS.get(key, {}), **entry}, f"{at}[{n}]")
                for n, entry in enumerate(rows(found, at))
            )
        elif key in TABLES:
            made[key] = build(TABLES[key], {**DEFAULTS.get(key, {}), **table(found, at)}, at)
        else:
            made[key] = found
    if "self_ratings" in row:
        own = ratings(row["self_ratings"], "self", f"{where}.self_ratings")
        made["ratings"] = (*own, *made.get("ratings", ()))
    if "attendance" not in made:
        made["attendance"] = attendance({}, where)
    if "days" in row:
        paid, _, expected = text_of(row["days"], f"{where}.days").partition("/")
        made["attendance"] = replace(
            made["attendance"],
            paid_days=number(paid, f"{where}.days"),
            expected_days=number(expected, f"{where}.days"),
        )  # fmt: skip
    return build(Person, made, where)


def scored(given: Mapping[str, Any], book: Rulebook) -> dict[str, Appraised]:
    """The appraisals that the case gives instead of computing them."""
    found = {}
    for n, row in enumerate(given.get("people", ())):
        if "score" in row:
            total = number(row["score"], f"given.people[{n}].score")
            factor = appraisal.coefficient(total, book.appraisal)
            found[row["code"]] = Appraised(
                row["code"], "given", (), Decimal(0), "", total, factor
            )  # fmt: skip
    return found


ROWS: dict[str, type] = {
    "events": Event, "rulings": ItemRuling, "adjustments": Adjustment, "losses": LossClaim,
}  # fmt: skip
TABLES: dict[str, type] = {"city": CityNumbers, "social": Social, "tax": TaxYear}
DEFAULTS: dict[str, dict[str, Any]] = {
    "city": {"city": "", "since": date(2020, 1, 1)},
    "losses": {"evidence": "单据", "contract_clause": "合同约定"},
    "adjustments": {"reason": "调整"},
    "rulings": {"reason": "申诉", "points": None},
    "events": {"day": date(2026, 10, 15), "kind": "事件", "evidence": "记录"},
}


def attendance(found: Any, where: str) -> Attendance:
    """A full month where nothing is written; "unknown" for one that nobody knows."""
    if found == "unknown":
        return Attendance()
    return build(Attendance, {**FULL, "source": "case", **table(found, where)}, where)


def ratings(found: Any, step: str, where: str) -> tuple[Rating, ...]:
    """`{ attitude = 90 }`, or whole rows."""
    if isinstance(found, Mapping):
        listed: list[Any] = [{"item": k, "points": v, "step": step} for k, v in found.items()]
    else:
        listed = list(found)
    return tuple(build(Rating, row, f"{where}[{n}]") for n, row in enumerate(listed))


def figures(found: Any, where: str) -> dict[str, Figure]:
    return {code: figure(v, f"{where}.{code}") for code, v in table(found, where).items()}


def figure(found: Any, where: str) -> Figure:
    """60000, "90/100", "unknown", or a table with value, num, den, status, source."""
    if isinstance(found, Mapping):
        row = dict(found)
        if "value" not in row and row.get("num") is not None and row.get("den"):
            row["value"] = number(row["num"], where) / number(row["den"], where)
        return build(Figure, {"value": None, **row}, where)
    if found == "unknown":
        return Figure(None)
    if isinstance(found, str) and "/" in found:
        above, _, below = found.partition("/")
        num, den = number(above, where), number(below, where)
        return Figure(num / den if den else None, num, den)
    return Figure(number(found, where))


# --- plain values ------------------------------------------------------------------------------


def number(found: Any, where: str) -> Decimal:
    if isinstance(found, bool) or not isinstance(found, int | str | Decimal):
        raise Unreadable(where, f"应为数字,现在是 {found!r}", f"a number expected, found {found!r}")
    try:
        return Decimal(found.strip() if isinstance(found, str) else found)
    except InvalidOperation:
        raise Unreadable(
            where, f"应为数字,现在是「{found}」", f"a number expected, found {found!r}"
        ) from None


def build(kind: type[T], row: Mapping[str, Any], where: str) -> T:
    """A dataclass from a table; an unknown key and a missing one are told with their place."""
    hints = get_type_hints(kind)
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    unknown = [key for key in row if key not in names]
    if unknown:
        raise Unreadable(
            f"{where}.{unknown[0]}", f"没有这个键;可用:{'、'.join(names)}",
            f"no such key; there are {', '.join(names)}",
        )  # fmt: skip
    made = {key: _value(hints[key], found, f"{where}.{key}") for key, found in row.items()}
    try:
        return kind(**made)
    except TypeError as error:
        raise Unreadable(where, f"缺少键:{error}", f"a key is missing: {error}") from None


def _value(hint: Any, found: Any, where: str) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if found is None:
            return None
        hint = next(a for a in args if a is not type(None))
        origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        if found not in args:
            raise Unreadable(
                where, f"应为 {' / '.join(map(str, args))}", f"one of {', '.join(map(str, args))}"
            )
        return found
    if hint is Decimal:
        return found if isinstance(found, Decimal) else number(found, where)
    if hint in (str, int, bool, date):
        if not isinstance(found, hint) or (hint is int and isinstance(found, bool)):
            raise Unreadable(
                where, f"应为 {hint.__name__},现在是 {found!r}",
                f"{hint.__name__} expected, found {found!r}",
            )  # fmt: skip
        return found
    if is_dataclass(hint) or origin is not None:
        return found  # made by the short forms above
    return found


def table(found: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(found, Mapping):
        raise Unreadable(where, "应为一个表 { … }", "a table { … } expected")
    return found


def rows(found: Any, where: str) -> list[Mapping[str, Any]]:
    if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
        raise Unreadable(where, "应为列表 [{ … }]", "a list [{ … }] expected")
    return found


def text_of(found: Any, where: str) -> str:
    if not isinstance(found, str):
        raise Unreadable(where, "应为文字", "text expected")
    return found

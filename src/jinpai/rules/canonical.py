"""Canonical JSON of what goes into a month's pay and what comes out, exact both ways.

A pin must give the same bytes years later: keys stand in the order of the fields, mappings in the
order of their keys, a Decimal is its own text with all its places ("3000.00"), a date is ISO, and
every field is written, also where it holds its default, so that a later default changes nothing.
Values that are equal to the last place have equal bytes. Text that could be a number or a word
(an input of a formula) is told apart: a word stands in a list of one. Read back, a field that an
older file does not have takes its default.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from jinpai.rules.inputs import Month, Person
from jinpai.rules.outcomes import Appraised, Payslip
from jinpai.rules.problems import Problem

T = TypeVar("T")
Convert = Callable[[Any], Any] | None  # None: JSON's own, nothing to do

Write = Callable[[Any], str]

_quoted: Write = json.encoder.encode_basestring  # what json itself writes a text with


def to_json(value: object) -> str:
    """Any of the dataclasses of `inputs`, `outcomes` and `problems`."""
    return _writer(type(value))(value)


def from_json(kind: type[T], text: str | bytes) -> T:
    """The value again; ValueError or KeyError where the text is not one."""
    made: T = _reader(kind)(json.loads(text))
    return made


def month_to_json(month: Month) -> str:
    return to_json(month)


def month_from_json(text: str | bytes) -> Month:
    return from_json(Month, text)


def person_to_json(person: Person) -> str:
    return to_json(person)


def person_from_json(text: str | bytes) -> Person:
    return from_json(Person, text)


def payslip_to_json(payslip: Payslip) -> str:
    return to_json(payslip)


def payslip_from_json(text: str | bytes) -> Payslip:
    return from_json(Payslip, text)


def appraised_to_json(appraised: Appraised) -> str:
    return to_json(appraised)


def appraised_from_json(text: str | bytes) -> Appraised:
    return from_json(Appraised, text)


def problem_to_json(problem: Problem) -> str:
    return to_json(problem)


def problem_from_json(text: str | bytes) -> Problem:
    return from_json(Problem, text)


# both grow to the few types there are
_WRITERS: dict[type, Write] = {}
_READERS: dict[type, Callable[[Any], Any]] = {}

# --- writing -----------------------------------------------------------------------------------


def _writer(kind: type) -> Write:
    if kind not in _WRITERS:
        _WRITERS[kind] = _make_writer(kind)
    return _WRITERS[kind]


def _make_writer(kind: type) -> Write:
    """Text straight from the fields: a dictionary and an encoder in between cost twice as much."""
    hints = get_type_hints(kind)
    names = tuple(f.name for f in fields(kind))
    parts = [(("," if n else "{") + f'"{name}":', _write(hints[name]))
             for n, name in enumerate(names)]  # fmt: skip
    get = attrgetter(*names)

    def write(value: Any) -> str:
        made = [
            start + ("null" if found is None else writing(found))
            for (start, writing), found in zip(parts, get(value), strict=True)
        ]
        return "".join(made) + "}"

    return write


def _write(hint: Any) -> Write:
    """How a value of this type is written; None is left to the caller."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = [a for a in args if a is not type(None)]
        if set(inner) == {Decimal, str}:
            return _word_or_number
        (only,) = inner
        return _write(only)
    if origin is Literal or hint is str:
        return _quoted
    if hint is bool:
        return _truth
    if hint is int:
        return str
    if hint is Decimal:
        return _number
    if hint is date:
        return _day
    if origin is tuple:
        item = _write(args[0])
        return lambda values: "[" + ",".join([item(v) for v in values]) + "]"
    if origin is not None and issubclass(origin, Mapping):
        entry = _write(args[1])
        return lambda found: (
            "{" + ",".join([_quoted(k) + ":" + entry(found[k]) for k in sorted(found)]) + "}"
        )
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return _writer(hint)
    raise TypeError(f"no canonical form for {hint}")


def _number(value: Decimal) -> str:
    return f'"{value!s}"'


def _day(value: date) -> str:
    return f'"{value.isoformat()}"'


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _word_or_number(value: Decimal | str) -> str:
    return f"[{_quoted(value)}]" if isinstance(value, str) else f'"{value!s}"'


# --- reading -----------------------------------------------------------------------------------


def _reader(kind: type) -> Callable[[Any], Any]:
    if kind not in _READERS:
        _READERS[kind] = _make_reader(kind)
    return _READERS[kind]


def _make_reader(kind: type) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    convert = [(n, r) for n, r in ((f.name, _read(hints[f.name])) for f in fields(kind)) if r]

    def read(row: Any) -> Any:
        if not isinstance(row, dict):
            raise ValueError(f"{kind.__name__}: an object expected, {row!r} found")
        for name, reading in convert:
            found = row.get(name)
            if found is not None:
                row[name] = reading(found)
        return kind(**row)

    return read


def _read(hint: Any) -> Convert:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = [a for a in args if a is not type(None)]
        if set(inner) == {Decimal, str}:
            return lambda found: found[0] if isinstance(found, list) else Decimal(found)
        (only,) = inner
        return _read(only)
    if origin is Literal or hint in (str, int, bool):
        return None
    if hint is Decimal:
        return Decimal
    if hint is date:
        return date.fromisoformat
    if origin is tuple:
        item = _read(args[0])
        return tuple if item is None else lambda values: tuple([item(v) for v in values])
    if origin is not None and issubclass(origin, Mapping):
        entry = _read(args[1])
        return None if entry is None else lambda found: {k: entry(v) for k, v in found.items()}
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return _reader(hint)
    raise TypeError(f"no canonical form for {hint}")

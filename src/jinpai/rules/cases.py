"""Worked cases: given a rulebook and a month, expect lines, totals, items, problems.

The project's own `cases/` and any shop's folder are read by the same code (`jinpai rules test
DIR`). A case that cannot be read fails with the place and what would be right. The format is
described in docs/cases.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from jinpai.rules import given as reading
from jinpai.rules import statutes
from jinpai.rules.given import Unreadable, number
from jinpai.rules.inputs import Adjustment, Month, Person, TaxYear
from jinpai.rules.month import run
from jinpai.rules.outcomes import ItemScore, Line, MonthResult, Payslip
from jinpai.rules.problems import Problem
from jinpai.rules.questions import QUESTIONS
from jinpai.rules.rulebook import Rulebook

MONTH = "2026-10"
GIVEN = {
    "month", "months", "rulebook", "changes", "text", "components", "items", "scheme", "people",
    "shops", "city", "market_wage", "then", "ask",
}  # fmt: skip
EXPECT = {
    "lines", "formulas", "totals", "gross", "taxable", "carried", "scores", "coefficients", "items",
    "problems", "warnings", "by_month", "answer",
}  # fmt: skip
NOTHING = "none"  # the word for "there must not be one"


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that was not met, or a place that could not be read."""

    where: str  # "expect.lines.P1.bonus"
    wanted: str
    found: str
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of one case."""

    number: int  # in its file, from 1
    name_zh: str
    name_en: str
    failures: tuple[Failure, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.failures


def run_text(text: str) -> list[CaseResult]:
    """All cases of a file's text."""
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except (RecursionError, ValueError) as error:  # bad TOML, or a number of thousands of digits
        broken = Failure(
            "", "TOML", str(error), "文件不是有效的 TOML", "the file is not valid TOML"
        )
        return [CaseResult(0, "", "", (broken,))]
    return run_case(document)


def run_case(document: Mapping[str, Any]) -> list[CaseResult]:
    """All cases of a file read as TOML (with Decimal for its numbers)."""
    cases = document.get("case")
    if not isinstance(cases, list) or not cases:
        broken = Failure(
            "case", "[[case]]", "", "文件里没有 [[case]]", "the file holds no [[case]]"
        )
        return [CaseResult(0, "", "", (broken,))]
    return [_one(case, n) for n, case in enumerate(cases, 1)]


def _one(case: Any, n: int) -> CaseResult:
    if not isinstance(case, Mapping):
        broken = Failure("case", "[[case]]", str(case), "应为 [[case]]", "[[case]] expected")
        return CaseResult(n, "", "", (broken,))
    zh, en = str(case.get("name_zh", "")), str(case.get("name_en", ""))
    try:
        _known(case, {"name_zh", "name_en", "note", "law", "given", "expect"}, "")
        given = reading.table(case.get("given", {}), "given")
        expect = reading.table(case.get("expect", {}), "expect")
        _known(given, GIVEN, "given.")
        _known(expect, EXPECT, "expect.")
        if not expect:
            raise Unreadable("expect", "没有写期望的结果", "nothing is expected")
        failures = tuple(_failures(given, expect))
    except Unreadable as error:
        failures = (Failure(error.where, "", "", error.zh, error.en),)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # a shape nobody foresaw: one case fails, the others run
        said = f"{type(error).__name__}: {error}"
        failures = (Failure("case", "", said, f"读不懂:{said}", f"not readable: {said}"),)
    return CaseResult(n, zh, en, failures)


def _known(table: Mapping[str, Any], keys: set[str], where: str) -> None:
    for key in table:
        if key not in keys:
            raise Unreadable(
                f"{where}{key}", f"没有这个键;可用:{'、'.join(sorted(keys))}",
                f"no such key; there are {', '.join(sorted(keys))}",
            )  # fmt: skip


def _failures(given: Mapping[str, Any], expect: Mapping[str, Any]) -> Iterator[Failure]:
    if "ask" in given:
        yield from _asked(given["ask"], expect)
        return
    first = given.get("month", MONTH)
    book, found = reading.rulebook(given, first)
    if book is None or not given.get("people"):
        yield from _problems(expect, found)
        # whatever else is expected was not computed: it must not pass unseen
        nothing = MonthResult(first, {}, {}, ())
        yield from _values(expect, nothing)
        yield from _by_month(expect.get("by_month", {}), [nothing])
        return
    results = list(_months(given, book, first))
    last = results[-1]
    if "by_month" in expect:
        yield from _by_month(expect["by_month"], results)
    yield from _problems(expect, [*found, *last.problems, *_warnings(last)])
    yield from _values(expect, last)


def _months(given: Mapping[str, Any], book: Rulebook, first: str) -> Iterator[MonthResult]:
    """The month, or `months` of them in a row: the tax year, what was carried and what is left of
    a loss go from one to the next, and `then` changes what is given for one month alone."""
    name, before = first, None
    then = reading.table(given.get("then", {}), "given.then")
    count = given.get("months", 1)
    for _ in range(int(count)):
        now = _changed(given, then.get(name, {}), f"given.then.{name}")
        month = reading.month(now, name)
        if before is not None:
            month = _carried_on(month, *before)
        paid = None if book.pay.schemes else ()  # a case of an appraisal alone pays nobody
        result = run(month, book, statutes.shipped(), only=paid, scored=reading.scored(now, book))
        yield result
        before = (month, result)
        name = _next(name)


def _changed(given: Mapping[str, Any], then: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    if not then:
        return given
    _known(then, {"people", "shops", "city"}, f"{where}.")
    changes = {row.get("code"): row for row in then.get("people", ())}
    people = [{**row, **changes.get(row.get("code"), {})} for row in given.get("people", ())]
    return {**given, **{k: v for k, v in then.items() if k != "people"}, "people": people}


def _carried_on(month: Month, last: Month, result: MonthResult) -> Month:
    earlier = {p.code: p for p in last.people}
    people = []
    for person in month.people:
        slip = result.payslips.get(person.code)
        if slip is not None and person.code in earlier:
            person = _next_month(person, earlier[person.code], slip, month.month)
        people.append(person)
    return replace(month, people=tuple(people))


def _next_month(person: Person, before: Person, slip: Payslip, month: str) -> Person:
    tax = person.tax
    if month.endswith("-01"):
        tax = TaxYear(
            additional_this_month=tax.additional_this_month,
            other_this_month=tax.other_this_month, whole_allowance=tax.whole_allowance,
        )  # fmt: skip
    else:
        year = before.tax
        social = -sum((x.amount for x in slip.lines if x.part == "insurance"), Decimal(0))
        withheld = -sum((x.amount for x in slip.lines if x.part == "tax"), Decimal(0))
        tax = replace(
            tax,
            months=year.months + 1, income=year.income + slip.taxable, exempt=year.exempt,
            social=year.social + social,
            additional=year.additional + year.additional_this_month,
            other=year.other + year.other_this_month, withheld=year.withheld + withheld,
            month_of_year=None if year.month_of_year is None else year.month_of_year + 1,
        )  # fmt: skip
    known = {a.id: a for a in before.adjustments}
    losses = {c.id: c for c in before.losses}
    carried = [
        Adjustment(key, -left, known[key].month if key in known else slip.month, "结转")
        for key, left in slip.carried.items() if key not in losses
    ]  # fmt: skip
    owed = [replace(losses[k], amount=left) for k, left in slip.carried.items() if k in losses]
    # what was given for every month was settled in the first; only what is carried goes on
    fresh = [a for a in person.adjustments if a.id not in known]
    claims = [c for c in person.losses if c.id not in losses]
    return replace(
        person, tax=tax, adjustments=(*carried, *fresh), losses=(*owed, *claims)
    )  # fmt: skip


def _next(month: str) -> str:
    year, number_of = int(month[:4]), int(month[5:])
    return f"{year + number_of // 12}-{number_of % 12 + 1:02d}"


# --- expectations ------------------------------------------------------------------------------


def _values(expect: Mapping[str, Any], result: MonthResult) -> Iterator[Failure]:
    slips, appraised = result.payslips, result.appraised
    yield from _each(expect, "lines", {c: _amounts(s.lines) for c, s in slips.items()})
    yield from _each(
        expect, "formulas", {c: {x.code: x.formula for x in s.lines} for c, s in slips.items()}
    )
    yield from _flat(expect, "totals", {c: s.net for c, s in slips.items()})
    yield from _flat(expect, "gross", {c: s.gross for c, s in slips.items()})
    yield from _flat(expect, "taxable", {c: s.taxable for c, s in slips.items()})
    yield from _each(expect, "carried", {c: s.carried for c, s in slips.items()})
    yield from _flat(expect, "scores", {c: a.total for c, a in appraised.items()})
    yield from _flat(expect, "coefficients", {c: a.coefficient for c, a in appraised.items()})
    for code, items in reading.table(expect.get("items", {}), "expect.items").items():
        found = {} if code not in appraised else {i.code: i for i in appraised[code].items}
        for item, wanted in reading.table(items, f"expect.items.{code}").items():
            where = f"expect.items.{code}.{item}"
            if isinstance(wanted, Mapping):
                for key, value in wanted.items():
                    yield from _same(f"{where}.{key}", value, _of_item(found.get(item), key))
            else:
                yield from _same(where, wanted, _of_item(found.get(item), "points"))


def _of_item(item: ItemScore | None, key: str) -> Any:
    return None if item is None else getattr(item, key, None)


def _amounts(lines: Sequence[Line]) -> dict[str, Any]:
    """By code; several lines of one code as a list."""
    found: dict[str, Any] = {}
    for line in lines:
        if line.code in found:
            if not isinstance(found[line.code], list):
                found[line.code] = [found[line.code]]
            found[line.code].append(line.amount)
        else:
            found[line.code] = line.amount
    return found


def _each(
    expect: Mapping[str, Any], key: str, found: Mapping[str, Mapping[str, Any]]
) -> Iterator[Failure]:
    for code, row in reading.table(expect.get(key, {}), f"expect.{key}").items():
        for name, wanted in reading.table(row, f"expect.{key}.{code}").items():
            yield from _same(f"expect.{key}.{code}.{name}", wanted, found.get(code, {}).get(name))


def _flat(expect: Mapping[str, Any], key: str, found: Mapping[str, Any]) -> Iterator[Failure]:
    for code, wanted in reading.table(expect.get(key, {}), f"expect.{key}").items():
        yield from _same(f"expect.{key}.{code}", wanted, found.get(code))


def _same(where: str, wanted: Any, found: Any) -> Iterator[Failure]:
    if isinstance(wanted, list):
        listed = found if isinstance(found, list | tuple) else [] if found is None else [found]
        same = len(wanted) == len(listed) and all(
            _equal(where, w, f) for w, f in zip(wanted, listed, strict=True)
        )
    else:
        same = _equal(where, wanted, found)
    if not same:
        yield Failure(where, _told(wanted), _told(found))


def _equal(where: str, wanted: Any, found: Any) -> bool:
    if wanted == NOTHING or wanted is None:
        return found is None
    if isinstance(found, Decimal):
        return number(wanted, where) == found
    return bool(wanted == found)


def _told(value: Any) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_told(v) for v in value) + "]"
    return str(value)


def _by_month(expect: Any, results: Sequence[MonthResult]) -> Iterator[Failure]:
    """`by_month.P1.tax = [75.00, …]`: a line by code, or net, gross, taxable."""
    for code, rows in reading.table(expect, "expect.by_month").items():
        for name, wanted in reading.table(rows, f"expect.by_month.{code}").items():
            where = f"expect.by_month.{code}.{name}"
            if not isinstance(wanted, list):
                raise Unreadable(where, "应为每月一个数的列表", "a list, one number a month")
            found: list[Any] = []
            for result in results:
                slip = result.payslips.get(code)
                if slip is None:
                    found.append(None)
                elif name in ("net", "gross", "taxable"):
                    found.append(getattr(slip, name))
                else:
                    found.append(_amounts(slip.lines).get(name))
            yield from _same(where, wanted, found)


def _warnings(result: MonthResult) -> list[Problem]:
    found = [w for a in result.appraised.values() for w in a.warnings]
    return found + [w for s in result.payslips.values() for w in s.warnings]


def _problems(expect: Mapping[str, Any], found: Sequence[Problem]) -> Iterator[Failure]:
    """Errors must be exactly those expected (none, where nothing is said); of the warnings those
    that are named must be there. Written "P1 no_base", or "fine" where it is nobody's."""
    errors = sorted({_code(p) for p in found if p.severity == "error"})
    wanted = sorted(map(str, expect.get("problems", ())))
    if wanted != errors:
        told = "; ".join(f"{p.path}: {p.en}" for p in found if p.severity == "error")
        yield Failure("expect.problems", _told(wanted), _told(errors), told, told)
    there = {_code(p) for p in found if p.severity == "warning"}
    for name in expect.get("warnings", ()):
        if name not in there:
            yield Failure("expect.warnings", str(name), _told(sorted(there)))


def _code(problem: Problem) -> str:
    return f"{problem.person} {problem.code}" if problem.person else problem.code


def _asked(ask: Any, expect: Mapping[str, Any]) -> Iterator[Failure]:
    """A question to the law: `ask = { working_time = { … } }`, answered in `answer`."""
    for name, words in reading.table(ask, "given.ask").items():
        if name not in QUESTIONS:
            raise Unreadable(
                f"given.ask.{name}", f"可以问:{'、'.join(QUESTIONS)}",
                f"one may ask {', '.join(QUESTIONS)}",
            )  # fmt: skip
        try:
            answer = QUESTIONS[name](**reading.table(words, f"given.ask.{name}"))
        except TypeError as error:
            raise Unreadable(f"given.ask.{name}", str(error), str(error)) from None
        yield from _problems(expect, answer.get("problems", ()))
        for key, wanted in reading.table(expect.get("answer", {}), "expect.answer").items():
            yield from _same(f"expect.answer.{key}", wanted, answer.get(key))

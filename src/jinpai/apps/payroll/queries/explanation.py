"""Why a payslip pays what it pays: yuan → line → formula → inputs → metric → rows → chat or order.

Pure of clock and database: what a payslip stands on comes in as a `Case`, the rows behind a figure
from whoever can read them. The page and `jinpai explain pay` print the same tree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from jinpai.metrics.catalogue import CATALOGUE
from jinpai.rules.inputs import Adjustment, Figure, Figures, LossClaim, Person
from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.outcomes import Appraised, Input, ItemScore, Payslip
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.sections.appraisal import Item
from jinpai.rules.statutes import Statutes

from . import curves, input_words
from .tree import Node


class Behind(Protocol):
    """Reads what a person's figure is made of."""

    def rows(self, code: str, person: str) -> tuple[tuple[Node, ...], int]:
        """The first rows of the numerator, and how many there are."""
        ...

    def moved(self, code: str, person: str, then: Figure) -> bool:
        """Is the figure another one today?"""
        ...


@dataclass(frozen=True, slots=True)
class Closed:
    """What an adjustment corrects: lines of a closed month before and after, and the orders that
    moved since."""

    lines: tuple[tuple[str, str, Decimal, Decimal], ...] = ()  # zh, en, before, after
    rows: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """All that one payslip stands on."""

    payslip: Payslip
    person: Person
    appraised: Appraised | None = None
    rulebook: Rulebook | None = None
    statutes: Statutes | None = None
    behind: Behind | None = None
    closed: Mapping[str, Closed] = field(default_factory=dict)  # by adjustment id


def explain(case: Case) -> Node:
    """The whole payslip as a tree; its children are its lines, in their order."""
    slip = case.payslip
    words = input_words.PAY
    return Node(
        "pay", f"{slip.month}/{slip.person}", words[0], words[1], slip.net, "yuan",
        formula=" ".join(_signed(line.amount, first=not i) for i, line in enumerate(slip.lines)),
        children=tuple(line_node(case, at) for at in range(len(slip.lines))),
    )  # fmt: skip


def line_node(case: Case, at: int) -> Node:
    """One line: its formula with the numbers, and every number of it traced. Codes need not be
    unique (every adjustment is a line), so a line is known by its place, from 1."""
    line = case.payslip.lines[at]
    leads = {"line": str(at + 1), "rulebook": line.path}
    return Node(
        "line", line.code, line.name_zh, line.name_en, line.amount, "yuan", line.formula,
        line.note_zh, line.note_en, leads, tuple(input_node(case, one) for one in line.inputs),
    )  # fmt: skip


def input_node(case: Case, given: Input) -> Node:
    """One number of a formula, down to where it comes from."""
    source, _, rest = given.source.partition(":")
    make = _SOURCES.get(source, _plain)
    return make(case, given, rest)


def _signed(amount: Decimal, *, first: bool) -> str:
    sign = "−" if amount < 0 else "" if first else "+"
    return f"{sign}{abs(amount)}" if first else f"{sign} {abs(amount)}"


def _named(given: Input) -> tuple[str, str]:
    return input_words.of(given.name)


def _plain(_case: Case, given: Input, _rest: str) -> Node:
    zh, en = _named(given)
    return Node("input", given.name, zh, en, given.value, given.unit, note_zh=given.source,
                note_en=given.source)  # fmt: skip


def _metric(case: Case, given: Input, code: str) -> Node:
    zh, en = _named(given)
    component = _component(case, given, code)
    days = getattr(component, "campaign_days", "include")
    below = (metric_node(case, code, days),)
    return Node("input", given.name, zh, en, given.value, given.unit, children=below)


def _component(case: Case, given: Input, code: str) -> object | None:
    """The component whose line reads this figure as this input."""
    if case.rulebook is None:
        return None
    scheme = case.rulebook.pay.schemes.get(case.payslip.scheme)
    line = next((x for x in case.payslip.lines if given in x.inputs), None)
    if scheme is None or line is None:
        return None
    at = line.path.rpartition("[")[2].rstrip("]")
    known = at.isdigit() and int(at) < len(scheme.components)
    return scheme.components[int(at)] if known else None


def metric_node(case: Case, code: str, days: str = "include") -> Node:
    """A figure of the person: definition, numerator and denominator as they were, its rows."""
    known = KNOWN_METRICS.get(code)
    metric = CATALOGUE.get(code)
    zh, en = (known.zh, known.en) if known else (code, code)
    whole = case.person.figures.get(code)
    figure = _chosen(case.person, days).get(code)
    notes = [(metric.numerator_zh, metric.numerator_en)] if metric is not None else []
    if figure is not None and figure.source in _SOURCE_WORDS:
        notes.append(_SOURCE_WORDS[figure.source])
    if figure is not None and figure.status != "final":
        notes.append(("还没定稿", "not final yet"))
    if days != "include" and case.person.quiet is not None:
        notes.append(_DAYS[days])
    rows: tuple[Node, ...] = ()
    total = None
    if metric is not None and case.behind is not None:
        rows, total = case.behind.rows(code, case.person.code)
        if whole is not None and case.behind.moved(code, case.person.code, whole):
            notes.append(("数据后来变了,这里是当时的数", "the data have changed since; as it was"))
    notes = list(dict.fromkeys(notes))
    return Node(
        "metric", code, zh, en, _rounded(figure.value if figure else None),
        known.unit if known else "count", _fraction(figure),
        note_zh=_joined(*(one[0] for one in notes)), note_en=_joined(*(one[1] for one in notes)),
        leads={"metric": code, "person": case.person.code, "month": case.payslip.month},
        children=rows, total=total,
    )  # fmt: skip


_SOURCE_WORDS = {
    "manual": ("手工录入", "entered by hand"),
    "ruling": ("裁定", "decided by a ruling"),
    "reported": ("平台报表的数", "of the platform's report"),
}
_DAYS = {
    "exclude": ("大促日不算在内;下面的行是全月的",
                "campaign days left out; the rows below are of the whole month"),
    "separate": ("只算大促日;下面的行是全月的",
                 "campaign days only; the rows below are of the whole month"),
}  # fmt: skip


def _chosen(person: Person, days: str) -> Figures:
    return person.chosen(days) if days in ("exclude", "separate") else person.figures  # type: ignore[arg-type]


def _fraction(figure: Figure | None) -> str:
    if figure is None or figure.num is None or figure.den is None:
        return ""
    return f"{plainly(figure.num)} ÷ {plainly(figure.den)}"


def _rounded(value: Decimal | None) -> Decimal | None:
    """A long fraction to six places: enough to follow, short enough to read."""
    if value is None or -int(value.as_tuple().exponent) <= 6:
        return value
    return value.quantize(Decimal("0.000001"))


def _person(case: Case, given: Input, field_name: str) -> Node:
    zh, en = _named(given)
    told = input_words.PERSON
    return Node(
        "person", given.name, zh, en, given.value, given.unit, note_zh=told[0], note_en=told[1],
        leads={"person": case.person.code},
    )  # fmt: skip


def _rulebook(case: Case, given: Input, path: str) -> Node:
    zh, en = _named(given)
    book = case.rulebook
    return Node(
        "rulebook", given.name, zh, en, given.value, given.unit,
        note_zh=f"制度「{book.name.zh}」 {path}" if book else path,
        note_en=f"rulebook {book.name.en} {path}" if book else path,
        leads={"rulebook": path},
    )  # fmt: skip


def _statute(case: Case, given: Input, rest: str) -> Node:
    """A number of the law: which version, from when, and where it is written."""
    zh, en = _named(given)
    name, _, since = rest.partition("@")
    name = name.partition(".")[0]
    version = _version(case, name, since)
    source, day = str(version.get("source", "")), version.get("since", since)
    return Node(
        "statute", given.name, zh, en, given.value, given.unit,
        note_zh=_joined(source, f"{day} 起" if day else ""),
        note_en=_joined(source, f"since {day}" if day else ""),
        leads={"statute": name},
    )  # fmt: skip


def _version(case: Case, name: str, since: str) -> Mapping[str, Any]:
    """The version named, else the one in force in the month."""
    if case.statutes is None:
        return {}
    for version in case.statutes.tables.get(name, ()):
        if version["since"].isoformat() == since:
            return version
    try:
        return case.statutes.at(name, date.fromisoformat(f"{case.payslip.month}-01"))
    except KeyError:
        return {}


def _city(case: Case, given: Input, _rest: str) -> Node:
    zh, en = _named(given)
    city = case.person.city
    if city is None:
        return Node("city", given.name, zh, en, given.value, given.unit)
    return Node(
        "city", given.name, zh, en, given.value, given.unit,
        note_zh=_joined(city.city, f"{city.since} 起", city.source),
        note_en=_joined(city.city, f"since {city.since}", city.source),
        leads={"city": city.city},
    )  # fmt: skip


def _line(case: Case, given: Input, code: str) -> Node:
    """A number that is another line of the same payslip, or the sum of some of them."""
    zh, en = _named(given)
    told = input_words.SUMS.get(code, ("", ""))
    lines = enumerate(case.payslip.lines, start=1)
    found = next(((at, x) for at, x in lines if code in (x.code, x.kind)), None)
    if found is None:
        return Node("input", given.name, zh, en, given.value, given.unit, note_zh=told[0],
                    note_en=told[1])  # fmt: skip
    at, other = found
    return Node(
        "input", given.name, zh, en, given.value, given.unit, other.formula, other.name_zh,
        other.name_en, {"line": str(at)},
    )  # fmt: skip


def _score(case: Case, given: Input, _rest: str) -> Node:
    """The appraisal's total, or the coefficient that follows from it; the items below."""
    zh, en = _named(given)
    found = case.appraised
    if found is None:
        return Node("score", given.name, zh, en, given.value, given.unit)
    items = tuple(item_node(case, item) for item in found.items)
    events = tuple(
        Node("event", event.id or str(event.day), event.kind, event.kind, event.points, "points",
             note_zh=_joined(str(event.day), event.evidence),
             note_en=_joined(str(event.day), event.evidence))
        for event in case.person.events
    )  # fmt: skip
    sum_of = " + ".join(
        f"{plainly(i.points)} × {plainly(i.weight_used)}%"
        for i in found.items if i.points is not None and i.weight_used
    )  # fmt: skip
    if found.events:
        sum_of += f" {'+' if found.events > 0 else '−'} {abs(found.events)}"
    if given.name != "score" and found.total is not None:
        sum_of = f"{sum_of} = {found.total}"
    return Node(
        "score", given.name, zh, en, given.value, given.unit, sum_of,
        note_zh=f"触发上限:{found.veto}" if found.veto else "",
        note_en=f"capped by {found.veto}" if found.veto else "",
        leads={"appraisal": case.payslip.month, "person": case.person.code},
        children=items + events,
    )  # fmt: skip


def item_node(case: Case, item: ItemScore) -> Node:
    """One item: what the curve made of the value, what it weighs; its metrics below."""
    rule = _rule(case, item.code)
    days = rule.campaign_days if rule else "include"
    below: list[Node] = []
    if item.points is not None and rule is not None and not item.fallback:
        zh, en = input_words.CURVES[rule.curve.kind]
        told = input_words.AGAINST.get(rule.against, ("", ""))
        below.append(
            Node("input", "points", zh, en, item.points, "points",
                 curves.written(rule.curve, item.value), note_zh=told[0], note_en=told[1])
        )  # fmt: skip
    if item.self_points is not None:
        below.append(Node("input", "self", "自评", "self-rating", item.self_points, "points"))
    below += [metric_node(case, code, days) for code in item.metrics]
    fallback = input_words.FALLBACKS.get(item.fallback, ("", ""))
    sample = (f"n {plainly(item.n)}",) if item.n is not None else ()
    scored = item.points is not None
    return Node(
        "item", item.code, item.name_zh, item.name_en, item.contribution if scored else None,
        "points", f"{item.points} × {plainly(item.weight_used)}%" if scored else "",
        note_zh=_joined(*sample, item.note_zh or fallback[0]),
        note_en=_joined(*sample, item.note_en or fallback[1]),
        children=tuple(below),
    )  # fmt: skip


def _rule(case: Case, code: str) -> Item | None:
    """The item as the rulebook has it."""
    if case.rulebook is None or case.appraised is None:
        return None
    scheme = case.rulebook.appraisal.schemes.get(case.appraised.scheme)
    return next((one for one in scheme.items if one.code == code), None) if scheme else None


def _group(_case: Case, given: Input, _path: str) -> Node:
    """A figure of a comparison among people. The figure only: others' pay is theirs, and so are
    the rows behind their figure."""
    zh, en = _named(given)
    told = input_words.GROUP
    return Node("group", given.name, zh, en, given.value, given.unit, note_zh=told[0],
                note_en=told[1])  # fmt: skip


def _shop(case: Case, given: Input, codes: str) -> Node:
    """A figure of the whole shop."""
    zh, en = _named(given)
    names = [input_words.of(code) for code in codes.split("+")]
    return Node(
        "group", given.name, zh, en, given.value, given.unit,
        note_zh=" + ".join(zh for zh, _en in names), note_en=" + ".join(en for _zh, en in names),
        leads={"shop": case.person.shop, "shop_metric": codes.split("+")[0],
               "month": case.payslip.month},
    )  # fmt: skip


def _entered(case: Case, given: Input, rest: str) -> Node:
    zh, en = _named(given)
    told = input_words.entered(rest)
    return Node(
        "entered", given.name, zh, en, given.value, given.unit, note_zh=told[0], note_en=told[1],
        leads={"entries": case.payslip.month, "person": case.person.code},
    )  # fmt: skip


def _adjustment(case: Case, given: Input, identity: str) -> Node:
    """What changed in a closed month since it was paid: its lines before and after, the orders."""
    found: Adjustment | None = next((a for a in case.person.adjustments if a.id == identity), None)
    zh, en = _named(given)
    if found is None or given.name != "difference":
        return Node("input", given.name, zh, en, given.value, given.unit)
    closed = case.closed.get(identity, Closed())
    lines = tuple(
        Node("line", f"{identity}/{i}", line_zh, line_en, after - before, "yuan",
             f"{after} − {before}")
        for i, (line_zh, line_en, before, after) in enumerate(closed.lines)
    )  # fmt: skip
    return Node(
        "adjustment", identity, f"{found.month} 的更正", f"correction of {found.month}",
        found.amount, "yuan", note_zh=found.reason, note_en=found.reason,
        leads={"payslip": found.month, "person": case.person.code},
        children=lines + closed.rows,
    )  # fmt: skip


def _loss(case: Case, given: Input, identity: str) -> Node:
    found: LossClaim | None = next((c for c in case.person.losses if c.id == identity), None)
    zh, en = _named(given)
    if found is None or given.name != "loss":
        return Node("input", given.name, zh, en, given.value, given.unit)
    return Node(
        "loss",
        identity,
        found.reason,
        found.reason,
        found.amount,
        "yuan",
        note_zh=f"证据:{found.evidence}",
        note_en=f"evidence: {found.evidence}",
    )


def _tax_year(_case: Case, given: Input, _rest: str) -> Node:
    """A sum of the year so far, this month in it."""
    zh, en = _named(given)
    told = input_words.TAX_YEAR
    return Node("tax_year", given.name, zh, en, given.value, given.unit, note_zh=told[0],
                note_en=told[1])  # fmt: skip


_SOURCES = {
    "metric": _metric,
    "person": _person,
    "rulebook": _rulebook,
    "statute": _statute,
    "city": _city,
    "line": _line,
    "score": _score,
    "coefficient": _score,
    "group": _group,
    "shop": _shop,
    "entered": _entered,
    "adjustment": _adjustment,
    "loss": _loss,
    "tax": _tax_year,
}


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def plainly(value: Decimal) -> str:
    """30 rather than 30.00."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

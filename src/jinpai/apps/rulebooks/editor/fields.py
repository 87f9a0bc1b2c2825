"""Which values of a document have a field, group by group, with their words and units."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from jinpai.apps.rulebooks.editor.labels import CHOICES, LABELS, SIGNS, YES
from jinpai.apps.rulebooks.telling.words import Told, metric, number, of, same, unit_of, who
from jinpai.rules.pay import KINDS
from jinpai.rules.places import spell
from jinpai.rules.problems import Problem

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Value:
    """One value with a field. `text` is what the field shows; a percent is shown as such and
    written as a fraction."""

    path: str
    label: Told
    kind: str  # number, yes, choice, words
    unit: str  # percent, yuan, "" …
    raw: Any
    text: str = ""
    choices: tuple[tuple[str, Told], ...] = ()
    problems: tuple[Problem, ...] = ()
    wrong: Told | None = None  # what was typed cannot be read

    @property
    def name(self) -> str:
        return f"v:{self.path}"

    @property
    def sign(self) -> Told:
        return SIGNS.get(self.unit, Told("", ""))

    @property
    def is_wrong(self) -> bool:
        return bool(self.problems or self.wrong)


@dataclass(frozen=True)
class Row:
    """Values that belong together: one item, one component."""

    title: Told
    note: Told
    values: tuple[Value, ...]
    problems: tuple[Problem, ...] = ()
    path: str = ""
    removable: bool = False
    steps: str = ""  # the list of bands or tiers inside it, where it has one
    last: str = ""  # the last of them

    @property
    def movable(self) -> bool:
        return self.removable and not self.path.endswith("[0]")


@dataclass(frozen=True)
class Group:
    """One part of the form: a scheme, the table of coefficients, working time."""

    code: str
    section: str  # basics, appraisal, pay, career
    title: Told
    note: Told
    rows: tuple[Row, ...]
    scheme: str = ""  # of an appraisal scheme: its code, so that items can be added
    more: str = ""  # the list that one more row may be added to

    @property
    def weights(self) -> Decimal | None:
        """What the items' weights add up to, for groups that have them."""
        found = [v.raw for r in self.rows for v in r.values if v.path.endswith(".weight")]
        return sum(found, Decimal(0)) if found else None

    @property
    def wrong(self) -> int:
        return sum(len(r.problems) + sum(1 for v in r.values if v.is_wrong) for r in self.rows)


_LEFT_OUT = {"code", "name", "kind", "roles", "groups", "metrics", "aliases", "pool", "version"}


def raw(text: str) -> dict[str, Any] | None:
    """The document as plain data; None: the text is no TOML, so it has no fields."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        return None


def groups(document: Mapping[str, Any]) -> list[Group]:
    """The form's groups, in the document's order. Whatever has not the shape of a rulebook is
    left to the text editor, which says what is wrong with it."""
    return [g for g in (*_basics(document), *_appraisal(document), *_pay(document),
                        *_career(document)) if g.rows]  # fmt: skip


def _table(value: Any, *keys: str) -> Mapping[str, Any]:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _list(value: Any, key: str) -> Sequence[Any]:
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, list) else []


def _named(part: Any, otherwise: Told) -> Told:
    name = _table(part, "name")
    zh, en = name.get("zh"), name.get("en")
    return Told(zh, en) if isinstance(zh, str) and isinstance(en, str) else otherwise


def _basics(document: Mapping[str, Any]) -> Iterator[Group]:
    values = []
    for key, label in (("effective_from", Told("打算从哪个月起", "meant to begin")),):
        if isinstance(document.get(key), str):
            values.append(Value(key, label, "words", "", document[key], document[key]))
    for place, label in (
        ("name", Told("名称", "name")),
        ("about", Told("一句话", "in a sentence")),
    ):
        part = _table(document, place)
        for tongue, said in (
            ("zh", Told("(中文)", " (Chinese)")),
            ("en", Told("(英文)", " (English)")),
        ):
            if isinstance(part.get(tongue), str):
                path = f"{place}.{tongue}"
                values.append(Value(path, label + said, "words", "", part[tongue], part[tongue]))
    title = Told("名称和月份", "Name and month")
    yield Group("basics", "basics", title, Told("", ""), (_row(title, values),))


def _row(title: Told, values: Sequence[Value], note: Told | None = None, path: str = "") -> Row:
    return Row(title, note or Told("", ""), tuple(values), (), path)


def _appraisal(document: Mapping[str, Any]) -> Iterator[Group]:
    section = _table(document, "appraisal")
    rows = []
    for place, part in enumerate(_list(section, "coefficients")):
        path: Path = ("appraisal", "coefficients", place)
        values = list(_leaves(part, path, "points"))
        title = Told(f"第 {place + 1} 档", f"Step {place + 1}")
        rows.append(replace(_row(title, values, path=spell(path)), removable=True))
    if rows or "otherwise" in section:
        otherwise = section.get("otherwise", Decimal("0.6"))
        values = list(_leaves({"otherwise": otherwise}, ("appraisal",), ""))
        rows.append(_row(Told("其余", "Otherwise"), values))
        yield Group(
            "coefficients", "appraisal", Told("绩效系数", "Performance coefficients"),
            Told("从这个总分起用这个系数;提成的系数不能低于 0.5",
                 "from this total on, this factor; on commission not under 0.5"),
            tuple(rows), more="appraisal.coefficients" if len(rows) > 1 else "",
        )  # fmt: skip
    for code, scheme in _table(section, "schemes").items():
        yield _scheme(code, scheme)


def _scheme(code: str, scheme: Any) -> Group:
    rows = []
    base: Path = ("appraisal", "schemes", code)
    for place, item in enumerate(_list(scheme, "items")):
        path = (*base, "items", place)
        codes = [c for c in _list(item, "metrics") if isinstance(c, str)]
        unit = unit_of(codes[0]) if codes else "points"
        if _table(item).get("against", "none") != "none":
            unit = "ratio"
        title = _named(item, same(f"{place + 1}"))
        note = Told("、".join(metric(c).zh for c in codes), ", ".join(metric(c).en for c in codes))
        row = _row(title, list(_leaves(item, path, unit)), note, spell(path))
        rows.append(_with_steps(replace(row, removable=True), _table(item, "curve"), "curve."))
    for place, veto in enumerate(_list(scheme, "vetoes")):
        path = (*base, "vetoes", place)
        unit = unit_of(str(_table(veto).get("metric", "")))
        title = Told("一票否决:", "Veto: ") + _named(veto, same(str(place + 1)))
        rows.append(_row(title, list(_leaves(veto, path, unit)), path=spell(path)))
    events = {"plus": Decimal(5), "minus": Decimal(10), **_table(scheme, "events")}
    values = list(_leaves(events, (*base, "events"), "points"))
    rows.append(_row(Told("加减分事件", "Events"), values))
    return Group(
        f"appraisal-{code}", "appraisal",
        Told("考核:", "Appraisal: ") + _named(scheme, same(code)), _who(scheme), tuple(rows),
        scheme=code,
    )  # fmt: skip


def _with_steps(row: Row, part: Mapping[str, Any], inside: str = "") -> Row:
    """The row with its list of bands or tiers, to which one may be added."""
    for key in ("bands", "tiers"):
        found = _list(part, key)
        if found:
            path = f"{row.path}.{inside}{key}"
            last = f"{path}[{len(found) - 1}]" if len(found) > 1 else ""
            return replace(row, steps=path, last=last)
    return row


def _who(scheme: Any) -> Told:
    roles = [r for r in _list(scheme, "roles") if isinstance(r, str)]
    return who(roles, [g for g in _list(scheme, "groups") if isinstance(g, str)])


def _pay(document: Mapping[str, Any]) -> Iterator[Group]:
    section = _table(document, "pay")
    for code, scheme in _table(section, "schemes").items():
        rows = []
        for place, part in enumerate(_list(scheme, "components")):
            path: Path = ("pay", "schemes", code, "components", place)
            kind = KINDS.get(str(_table(part).get("kind", "")))
            title = _named(part, of(kind.title) if kind else same(str(place + 1)))
            unit = "points" if _table(part).get("kind") == "banded_bonus" else "yuan"
            values = list(_leaves(part, path, unit))
            if values:
                row = replace(_row(title, values, path=spell(path)), removable=True)
                rows.append(_with_steps(row, _table(part)))
        yield Group(
            f"pay-{code}", "pay", Told("薪资:", "Pay: ") + _named(scheme, same(code)),
            _who(scheme), tuple(rows),
        )  # fmt: skip
    plan = {"hours_a_day": Decimal(8), "rest_days": 8, **_table(section, "working_time")}
    title = Told("工作时间", "Working time")
    yield Group(
        "working-time", "pay", title,
        Told("每天超过 8 小时、每周超过 40 小时的部分要付加班费",
             "beyond 8 h a day or 40 h a week, overtime is due"),
        (_row(title, list(_leaves(plan, ("pay", "working_time"), ""))),),
    )  # fmt: skip


def _career(document: Mapping[str, Any]) -> Iterator[Group]:
    rule = _table(document, "career", "bottom_rank")
    if rule:
        title = Told("末位", "Bottom rank")
        row = _row(title, list(_leaves(rule, ("career", "bottom_rank"), "")))
        yield Group(
            "career", "career", title,
            Told("只能进入改进计划", "leads to an improvement path only"), (row,),
        )  # fmt: skip


def _leaves(part: Any, path: Path, unit: str) -> Iterator[Value]:
    """The numbers, switches and choices of a part, as deep as they lie."""
    for key, value in part.items() if isinstance(part, Mapping) else ():
        if key in _LEFT_OUT:
            continue
        yield from _leaf(key, value, (*path, key), unit)


def _leaf(key: str, value: Any, path: Path, unit: str) -> Iterator[Value]:
    if isinstance(value, bool):
        label = LABELS.get(key, (same(key), ""))[0]
        text = "yes" if value else "no"
        yield Value(spell(path), label, "choice", "", value, text, YES)
    elif isinstance(value, int | Decimal):
        yield _number(key, Decimal(value), path, unit)
    elif isinstance(value, str) and key in CHOICES:
        label, choices = CHOICES[key]
        yield Value(spell(path), label, "choice", "", value, value, choices)
    elif isinstance(value, Mapping):
        yield from _leaves(value, path, unit)
    elif isinstance(value, list):
        for place, one in enumerate(value):
            for found in _leaves(one, (*path, place), unit):
                step = Told(f"{place + 1} · ", f"{place + 1} · ")
                yield replace(found, label=step + found.label)


def _number(key: str, value: Decimal, path: Path, unit: str) -> Value:
    above = str(path[-2]) if len(path) > 1 else ""
    if above in ("amounts", "level_coefficients"):
        label, kind = LABELS[above]
        label = Told(f"{label.zh} {key}", f"{label.en} {key}")
    else:
        label, kind = LABELS.get(key, (same(key), ""))
    if key == "cap" and path[0] == "pay":
        kind = "yuan"
    if kind == "metric":
        kind = unit
    shown = "percent" if kind in ("percent", "percent-points") else kind
    text = plain(value * 100 if kind == "percent" else value)
    return Value(spell(path), label, "percent" if kind == "percent" else "number",
                 shown, value, text)  # fmt: skip


def plain(value: Decimal) -> str:
    """Without thousands' commas: what a field holds."""
    return number(value).replace(",", "")


def with_problems(found: Sequence[Group], problems: Sequence[Problem]) -> list[Group]:
    """Each problem at the field it speaks of, else at its row; see `left_over` for the rest."""
    out = []
    for group in found:
        rows = []
        for row in group.rows:
            values = tuple(
                replace(v, problems=tuple(p for p in problems if p.path == v.path))
                for v in row.values
            )
            said = {id(p) for v in values for p in v.problems}
            own = tuple(
                p for p in problems
                if row.path and id(p) not in said and _within(p.path, row.path)
            )  # fmt: skip
            rows.append(replace(row, values=values, problems=own))
        out.append(replace(group, rows=tuple(rows)))
    return out


def left_over(found: Sequence[Group], problems: Sequence[Problem]) -> list[Problem]:
    """Problems that no field and no row of the form shows."""
    shown = {id(p) for g in found for r in g.rows for p in r.problems}
    shown |= {id(p) for g in found for r in g.rows for v in r.values for p in v.problems}
    return [p for p in problems if id(p) not in shown]


def _within(path: str, above: str) -> bool:
    return path == above or path.startswith((f"{above}.", f"{above}["))

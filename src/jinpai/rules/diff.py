"""Two versions of a rulebook compared, in words of both languages, in the document's order.

Parts of lists are matched by what names them (code, from, metric), so that moving or adding one
does not make all the others look changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel

from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.labels import VALUES, label
from jinpai.rules.pay import KINDS
from jinpai.rules.pay.component import Component
from jinpai.rules.places import Step, spell
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.sections.appraisal import Item
from jinpai.rules.sections.desk import Demand
from jinpai.rules.sections.strict import Words

NAMING = ("code", "from_", "metric")
SHARES = {"rate", "sample_share", "volume_share"}
THRESHOLDS = {"worst", "best", "target", "from_"}
UNSAID = {"schemes", "items", "components", "tracks", "levels"}
"""Lists whose parts have names of their own: the list's name says nothing more."""
FREE = {"code", "zh", "en", "reason", "groups", "courses", "remark_format"}
"""Texts of the shop's own, never a fixed word."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. `path` is in the newer text, of what was removed in the older."""

    kind: Literal["added", "removed", "changed", "moved"]
    path: str
    zh: str
    en: str
    before: str
    after: str


class _Trail(NamedTuple):
    """Where we are: the path, and its names in both languages."""

    path: tuple[Step, ...] = ()
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    percent: bool = False  # thresholds here are shares of 1

    def down(self, step: Step, zh: str, en: str) -> _Trail:
        return _Trail((*self.path, step), (*self.zh, zh), (*self.en, en), self.percent)

    def at(self, *steps: Step) -> _Trail:
        return _Trail((*self.path, *steps), self.zh, self.en, self.percent)


def differences(a: Rulebook, b: Rulebook) -> list[Difference]:
    """What changes from `a` to `b`."""
    return list(_models(a, b, _Trail()))


def _models(a: BaseModel, b: BaseModel, trail: _Trail) -> Iterator[Difference]:
    if isinstance(b, Item) and b.against == "none":
        shares = [KNOWN_METRICS[m].unit == "percent" for m in b.metrics if m in KNOWN_METRICS]
        trail = trail._replace(percent=bool(shares) and all(shares))
    for name, field in type(b).model_fields.items():
        before, after = getattr(a, name), getattr(b, name)
        if before != after:
            key = field.alias or name
            words = label(type(b).__name__, key)
            below = trail.down(key, words.zh, words.en)
            if key in UNSAID and not isinstance(b, Demand):
                below = trail.at(key)
            yield from _values(before, after, below, name)


def _values(before: Any, after: Any, trail: _Trail, name: str) -> Iterator[Difference]:
    if isinstance(after, Words) or isinstance(before, Words):
        yield _changed(before, after, trail, name)
    elif isinstance(before, BaseModel) and isinstance(after, BaseModel):
        if type(before) is type(after):
            yield from _models(before, after, trail)
        else:  # another kind of curve
            yield _changed(before, after, trail, name)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _mappings(before, after, trail, name)
    elif isinstance(before, tuple) and isinstance(after, tuple) and _named(before, after):
        yield from _lists(before, after, trail)
    else:
        yield _changed(before, after, trail, name)


def _mappings(
    before: Mapping[str, Any], after: Mapping[str, Any], trail: _Trail, name: str
) -> Iterator[Difference]:
    for key in [*after, *(k for k in before if k not in after)]:
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        zh, en = _called(new if new is not None else old, key)
        below = trail.down(key, zh, en)
        if old is None:
            yield _added(new, below, name)
        elif new is None:
            yield _removed(old, below, name)
        else:
            yield from _values(old, new, below, name)
    yield from _moved(list(before), list(after), after, trail)


def _lists(before: tuple[Any, ...], after: tuple[Any, ...], trail: _Trail) -> Iterator[Difference]:
    old, new = _by_name(before), _by_name(after)
    for key, (index, part) in new.items():
        zh, en = _called(part, key)
        below = _Trail((*trail.path, index), (*trail.zh, zh), (*trail.en, en), trail.percent)
        if key not in old:
            yield _added(part, below, "")
        elif old[key][1] != part:
            was = old[key][1]
            if type(was) is type(part):
                yield from _models(was, part, below)
            else:  # the same code, another kind of component
                yield _changed(was, part, below, "")
    for key, (index, part) in old.items():
        if key not in new:
            zh, en = _called(part, key)
            below = _Trail((*trail.path, index), (*trail.zh, zh), (*trail.en, en))
            yield _removed(part, below, "")
    yield from _moved(list(old), list(new), {k: p for k, (_, p) in new.items()}, trail)


def _moved(
    before: list[str], after: list[str], new: Mapping[str, Any], trail: _Trail
) -> Iterator[Difference]:
    """The order of what both have, where the order means something."""
    if not any(isinstance(part, BaseModel) for part in new.values()):
        return
    was = [k for k in before if k in new]
    now = [k for k in after if k in before]
    if was == now:
        return
    zh = [" → ".join(_called(new[k], k)[0] for k in keys) for keys in (was, now)]
    en = [" → ".join(_called(new[k], k)[1] for k in keys) for keys in (was, now)]
    yield Difference(
        "moved", spell(trail.path),
        f"{_join(trail.zh)}:顺序由 {zh[0]} 改为 {zh[1]}",
        f"{_join(trail.en)}: the order {en[0]} becomes {en[1]}",
        en[0], en[1],
    )  # fmt: skip


def _changed(before: Any, after: Any, trail: _Trail, name: str) -> Difference:
    old, new = _told(before, name, trail), _told(after, name, trail)
    if before is None:
        return _added(after, trail, name)
    if after is None:
        return _removed(before, trail, name)
    return Difference(
        "changed", spell(trail.path),
        f"{_join(trail.zh)}:由 {old[0]} 改为 {new[0]}",
        f"{_join(trail.en)}: from {old[1]} to {new[1]}",
        old[1] if old[0] == old[1] else f"{old[0]} · {old[1]}",
        new[1] if new[0] == new[1] else f"{new[0]} · {new[1]}",
    )  # fmt: skip


def _added(part: Any, trail: _Trail, name: str) -> Difference:
    zh, en = _told(part, name, trail)
    return Difference(
        "added", spell(trail.path), f"{_join(trail.zh)}:新增 {zh}", f"{_join(trail.en)}: new, {en}",
        "", en if zh == en else f"{zh} · {en}",
    )  # fmt: skip


def _removed(part: Any, trail: _Trail, name: str) -> Difference:
    zh, en = _told(part, name, trail)
    return Difference(
        "removed", spell(trail.path),
        f"{_join(trail.zh)}:去掉 {zh}", f"{_join(trail.en)}: taken out, {en}",
        en if zh == en else f"{zh} · {en}", "",
    )  # fmt: skip


def _join(words: tuple[str, ...]) -> str:
    return " › ".join(words)


def _named(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    return any(isinstance(p, BaseModel) and not isinstance(p, Words) for p in (*before, *after))


def _by_name(parts: tuple[Any, ...]) -> dict[str, tuple[int, Any]]:
    found: dict[str, tuple[int, Any]] = {}
    for index, part in enumerate(parts):
        key = next((str(getattr(part, n)) for n in NAMING if hasattr(part, n)), str(index))
        while key in found:
            key += "′"
        found[key] = (index, part)
    return found


def _called(part: Any, key: str) -> tuple[str, str]:
    """What a part is called in a trail."""
    if isinstance(part, Component):
        words = part.words()
        return words.zh, words.en
    name = getattr(part, "name", None)
    if isinstance(name, Words):
        return name.zh, name.en
    if key in KNOWN_METRICS and isinstance(part, BaseModel):
        return KNOWN_METRICS[key].zh, KNOWN_METRICS[key].en
    if hasattr(part, "from_"):
        plain = _plain(part.from_)
        return f"{plain} 起", f"from {plain}"
    return key, key


def _told(value: Any, name: str, trail: _Trail) -> tuple[str, str]:
    """A value in words of both languages."""
    if value is None:
        return "无", "none"
    if isinstance(value, bool):
        return ("是", "yes") if value else ("否", "no")
    if isinstance(value, Words):
        return f"「{value.zh}」", value.en
    if isinstance(value, Decimal | int):
        if name in SHARES or (trail.percent and name in THRESHOLDS):
            return (f"{_plain(Decimal(value) * 100)}%", f"{_plain(Decimal(value) * 100)} %")
        return _plain(Decimal(value)), _plain(Decimal(value))
    if isinstance(value, tuple):
        parts = [_told(v, name, trail) for v in value]
        return "、".join(p[0] for p in parts) or "无", ", ".join(p[1] for p in parts) or "none"
    if isinstance(value, Mapping):
        pairs = [(k, _told(v, name, trail)) for k, v in value.items()]
        return (
            "、".join(f"{k} {v[0]}" for k, v in pairs) or "无",
            ", ".join(f"{k} {v[1]}" for k, v in pairs) or "none",
        )
    if isinstance(value, BaseModel):
        return _inside(value, trail)
    text = str(value)
    if name not in FREE and text in VALUES:
        return VALUES[text]
    if name not in FREE and text in KNOWN_METRICS:
        return KNOWN_METRICS[text].zh, KNOWN_METRICS[text].en
    if name == "kind" and text in KINDS:
        return KINDS[text].title.zh, KINDS[text].title.en
    return text, text


def _inside(part: BaseModel, trail: _Trail) -> tuple[str, str]:
    """A part by its keys that were written: "种类 linear,0 分处 30%"."""
    zh, en = [], []
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if name in ("code", "name") or (name not in part.model_fields_set):
            continue
        key = field.alias or name
        words, told = label(type(part).__name__, key), _told(value, name, trail)
        zh.append(f"{words.zh} {told[0]}")
        en.append(f"{words.en} {told[1]}")
    return f"({','.join(zh)})", f"({', '.join(en)})"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

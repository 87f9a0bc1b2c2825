"""What an appraisal says in words: notes beside an item, warnings beside a person."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.problems import Problem

if TYPE_CHECKING:
    from jinpai.rules.inputs import Event, ItemRuling, Person
    from jinpai.rules.items import Measured, Prepared
    from jinpai.rules.sections.appraisal import Veto

Note = tuple[str, str]

_FALLBACK = {
    "reweight": ("权重分给其他项目", "its weight goes to the other items"),
    "team_mean": ("按同组平均分", "it takes the pool's mean"),
    "full": ("按满分", "it counts in full"),
}
_QUIET: Note = ("", "")


def metric_names(codes: tuple[str, ...]) -> Note:
    """The metrics' names in both languages."""
    known = [(KNOWN_METRICS[c].zh, KNOWN_METRICS[c].en) if c in KNOWN_METRICS else (c, c)
             for c in codes]  # fmt: skip
    return "、".join(zh for zh, _ in known), ", ".join(en for _, en in known)


def plain(value: Decimal) -> str:
    """A number as one writes it: no exponent, no zeros at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def note(
    person: Person, item: Prepared, seen: Measured, fallback: str, ruling: ItemRuling | None
) -> Note:
    """What has to be said of an item that was not simply put through its curve."""
    if ruling is not None:
        return f"按裁定计分:{ruling.reason}", f"points by ruling: {ruling.reason}"
    if fallback:
        zh, en = _FALLBACK[fallback]
        if seen.lack == "small":
            n, wanted = plain(seen.n or Decimal(0)), item.min_sample
            return (
                f"只有 {n} 例,少于 {wanted} 例,{zh}",
                f"only {n} cases, fewer than {wanted}: {en}",
            )
        if seen.lack == "alone":
            return f"没有可比的人,{zh}", f"nobody to compare with: {en}"
        return f"没有数据,{zh}", f"no figure: {en}"
    if seen.place is not None:
        return _place(*seen.place)
    if item.targeted:
        own = person.targets.get(item.code)
        if own is not None and own.is_finite() and own > 0:
            return f"个人目标 {plain(own)}", f"own target {plain(own)}"
    return _QUIET


def _place(people: int, better: int, ties: int) -> Note:
    first, last = better + 1, better + 1 + ties
    if ties:
        return f"并列第 {first}–{last},共 {people} 人", f"tied {first}–{last} of {people}"
    return f"第 {first},共 {people} 人", f"{first} of {people}"


def no_scheme(person: Person) -> Problem:
    what = f"{person.role} / {person.group}" if person.group else person.role
    return Problem(
        "no_scheme", "appraisal.schemes",
        f"岗位「{what}」没有适用的考核方案,不打分",
        f"no appraisal scheme fits {what}: no score",
        found=what, severity="warning", person=person.code,
    )  # fmt: skip


def failed(person: Person, error: Exception) -> Problem:
    return Problem(
        "appraisal_failed", "figures",
        "这个人的数据不能计算,请检查手工填写的数字;其他人不受影响",
        "this person's figures cannot be reckoned with; check what was entered by hand; "
        "nobody else is touched",
        found=f"{type(error).__name__}: {error}", wanted="numbers", person=person.code,
    )  # fmt: skip


def nothing_scored(person: Person, scheme: str) -> Problem:
    return Problem(
        "nothing_scored", f"appraisal.schemes.{scheme}",
        "所有项目都没有数据,没有总分", "no item has a figure: there is no total",
        severity="warning", person=person.code,
    )  # fmt: skip


def missing(person: Person, item: Prepared, fallback: str) -> Problem:
    zh, en = _FALLBACK[fallback]
    name = item.item.name
    if item.rating:
        return Problem(
            "no_rating", item.path,
            f"「{name.zh}」还没有人评分,{zh}", f"nobody has rated {name.en} yet: {en}",
            severity="warning", person=person.code, wanted="0–100",
        )  # fmt: skip
    metrics_zh, metrics_en = metric_names(item.metrics)
    return Problem(
        "missing_value", item.path,
        f"「{name.zh}」没有数据({metrics_zh}),{zh}",
        f"{name.en} has no figure ({metrics_en}): {en}",
        severity="warning", person=person.code, wanted=", ".join(item.metrics),
    )  # fmt: skip


def provisional(person: Person, metrics: tuple[str, ...]) -> Problem:
    zh, en = metric_names(metrics)
    return Problem(
        "provisional", "figures",
        f"还会变动的数据:{zh}", f"figures that may still change: {en}",
        found=", ".join(metrics), wanted="final", severity="warning", person=person.code,
    )  # fmt: skip


def bad_figure(person: Person, item: Prepared, metric: str) -> Problem:
    zh, en = metric_names((metric,))
    return Problem(
        "bad_figure", item.path,
        f"「{zh}」不是可以计算的数字,当作没有数据", f"{en} is no number: taken as missing",
        found=metric, severity="warning", person=person.code,
    )  # fmt: skip


def bad_target(person: Person, item: Prepared) -> Problem:
    own = person.targets.get(item.code)
    return Problem(
        "bad_target", item.path,
        f"「{item.item.name.zh}」的个人目标必须大于 0,改用制度里的目标",
        f"the own target of {item.item.name.en} must be above 0: the rulebook's is used",
        found=str(own), wanted="> 0", severity="warning", person=person.code,
    )  # fmt: skip


def bad_event(person: Person, event: Event) -> Problem:
    return Problem(
        "bad_event", "events",
        f"{event.day} 的加减分不是数字,没有计入", f"the event of {event.day} has no points",
        found=str(event.points), severity="warning", person=person.code,
    )  # fmt: skip


def veto_unknown(person: Person, scheme: str, veto: Veto) -> Problem:
    zh, en = metric_names((veto.metric,))
    return Problem(
        "veto_unknown", f"appraisal.schemes.{scheme}.vetoes",
        f"没有「{zh}」的数据,无法判断「{veto.name.zh}」",
        f"no figure of {en}: {veto.name.en} could not be checked",
        found=veto.code, wanted=veto.metric, severity="warning", person=person.code,
    )  # fmt: skip


def unknown_ruling(person: Person, scheme: str, ruling: ItemRuling) -> Problem:
    return Problem(
        "unknown_item", f"appraisal.schemes.{scheme}.items",
        f"有一条裁定的项目「{ruling.item}」不在方案里,没有用上",
        f"a ruling names {ruling.item}, which is no item of the scheme: it is not used",
        found=ruling.item, severity="warning", person=person.code,
    )  # fmt: skip

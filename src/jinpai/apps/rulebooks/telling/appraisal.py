"""The appraisal section in words: what counts how much, what happens when a value is missing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jinpai.apps.rulebooks.telling import curves
from jinpai.apps.rulebooks.telling.curves import Picture
from jinpai.apps.rulebooks.telling.words import (
    Told,
    in_unit,
    joined,
    metric,
    number,
    of,
    unit_of,
    who,
)  # fmt: skip
from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.sections.appraisal import Fallback, Item, Scheme


@dataclass(frozen=True)
class ItemTold:
    path: str
    name: Told
    result: bool
    weight: Decimal
    looks_at: Told
    by_hand: bool  # a figure that people enter with evidence
    curve: Told
    picture: Picture | None
    notes: tuple[Told, ...]


@dataclass(frozen=True)
class SchemeTold:
    code: str
    name: Told
    who: Told
    results: Decimal  # weight of the result items
    items: tuple[ItemTold, ...]
    vetoes: tuple[Told, ...]
    events: Told


@dataclass(frozen=True)
class CoefficientRow:
    scores: Told
    factor: str


_FALLBACK: dict[Fallback, Told] = {
    "reweight": Told("不算,权重分给其他项", "left out, its weight goes to the others"),
    "team_mean": Told("按可比同事的平均分", "the mean of comparable colleagues counts"),
    "full": Told("按满分", "full points"),
}  # fmt: skip
_POOL = {
    "platform": Told("同平台", "same platform"), "shop": Told("同店", "same shop"),
    "group": Told("同组", "same group"), "shift": Told("同班次", "same shift"),
}  # fmt: skip
_STEPS = {
    "self": Told("自评", "self-assessment"), "leader": Told("组长", "leader"),
    "supervisor": Told("主管", "supervisor"), "third": Told("第三方", "third step"),
}  # fmt: skip


def schemes(rulebook: Rulebook) -> list[SchemeTold]:
    return [_scheme(code, s) for code, s in rulebook.appraisal.schemes.items()]


def _scheme(code: str, scheme: Scheme) -> SchemeTold:
    path = f"appraisal.schemes.{code}"
    limits = scheme.events
    return SchemeTold(
        code,
        of(scheme.name),
        who(scheme.roles, scheme.groups),
        sum((i.weight for i in scheme.items if i.kind == "result"), Decimal(0)),
        tuple(_item(f"{path}.items[{n}]", item) for n, item in enumerate(scheme.items)),
        tuple(_veto(v.name.zh, v.name.en, v.metric, v.at_least, v.cap) for v in scheme.vetoes),
        Told(
            f"有证据的事件每月最多加 {number(limits.plus)} 分、扣 {number(limits.minus)} 分;"
            f"总分最高 {number(scheme.total_cap)}",
            f"dated, evidenced events add at most {number(limits.plus)} and take at most "
            f"{number(limits.minus)} points a month; the total is at most "
            f"{number(scheme.total_cap)}",
        ),
    )


def _veto(zh: str, en: str, code: str, at_least: Decimal, cap: Decimal) -> Told:
    what, limit = metric(code), in_unit(at_least, unit_of(code))
    return Told(
        f"{zh}:{what.zh}达到 {limit.zh},总分最高 {number(cap)}",
        f"{en}: once {what.en} reaches {limit.en} the total is at most {number(cap)}",
    )


def _item(path: str, item: Item) -> ItemTold:
    looks_at = joined(metric(code) for code in item.metrics)
    if not item.metrics:
        looks_at = Told("人打分", "a rating by people")
    elif item.against != "none":
        mean = (
            Told("本店平均", "the shop's mean")
            if item.against == "shop_mean"
            else Told("可比同事平均", "the mean of comparable people")
        )
        looks_at = Told(f"{looks_at.zh} ÷ {mean.zh}", f"{looks_at.en} ÷ {mean.en}")
    return ItemTold(
        path, of(item.name), item.kind == "result", item.weight, looks_at,
        any(KNOWN_METRICS[m].manual for m in item.metrics if curves.known(m)),
        curves.sentence(item), curves.picture(item), tuple(_notes(item)),
    )  # fmt: skip


def _notes(item: Item) -> list[Told]:
    notes = []
    if len(item.metrics) > 1 and item.curve.kind != "per_event":
        notes.append(Told("几个指标各自得分再平均", "each figure is scored, then their mean"))
    if item.min_sample is not None:
        what = _FALLBACK[item.small_sample]
        notes.append(
            Told(f"样本不到 {item.min_sample}:{what.zh}",
                 f"under {item.min_sample} cases: {what.en}")
        )  # fmt: skip
    if item.metrics and item.missing != "reweight":
        what = _FALLBACK[item.missing]
        notes.append(Told(f"没有数据:{what.zh}", f"no data: {what.en}"))
    if item.campaign_days == "exclude":
        notes.append(Told("大促的日子不算", "campaign days are left out"))
    elif item.campaign_days == "separate":
        notes.append(Told("只看大促的日子", "of campaign days only"))
    if item.curve.kind == "rank" or item.against == "pool_mean" or "team_mean" in (
        item.small_sample if item.min_sample is not None else "", item.missing,
    ):  # fmt: skip
        pool = joined(_POOL[key] for key in item.pool)
        if pool:
            notes.append(Told(f"和谁比:{pool.zh}", f"compared within: {pool.en}"))
    return notes


def coefficients(rulebook: Rulebook) -> list[CoefficientRow]:
    """The performance-coefficient table, best first."""
    section = rulebook.appraisal
    rows, above = [], None
    for row in sorted(section.coefficients, key=lambda c: c.from_, reverse=True):
        start = number(row.from_)
        scores = (
            Told(f"{start} 分起", f"{start} and more")
            if above is None
            else Told(f"{start} 到 {above} 以下", f"{start} to under {above}")
        )
        rows.append(CoefficientRow(scores, number(row.factor)))
        above = start
    if rows:
        rows.append(
            CoefficientRow(Told(f"{above} 分以下", f"under {above}"), number(section.otherwise))
        )
    return rows


def flow(rulebook: Rulebook) -> Told:
    section = rulebook.appraisal
    steps = joined((_STEPS[s] for s in section.steps), " → ", " → ")
    return Told(
        f"{steps.zh} → 本人确认;有异议在 {section.dispute_days} 天内提",
        f"{steps.en} → acknowledged by the person; disputes within {section.dispute_days} days",
    )

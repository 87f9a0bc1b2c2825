"""Career, working demands, quality and training in words."""

from __future__ import annotations

from dataclasses import dataclass

from jinpai.apps.rulebooks.telling.words import (
    Told,
    in_unit,
    joined,
    metric,
    number,
    of,
    percent,
    same,
    unit_of,
)  # fmt: skip
from jinpai.rules.rulebook import Rulebook
from jinpai.rules.sections.career import Conditions


@dataclass(frozen=True)
class LevelTold:
    code: str
    name: Told
    asks: Told  # what it asks for; empty: nothing


@dataclass(frozen=True)
class TrackTold:
    name: Told
    levels: tuple[LevelTold, ...]
    side_steps: Told


def tracks(rulebook: Rulebook) -> list[TrackTold]:
    return [
        TrackTold(
            of(track.name),
            tuple(LevelTold(lv.code, of(lv.name), _asks(lv.conditions)) for lv in track.levels),
            joined(of(step) for step in track.side_steps),
        )
        for track in rulebook.career.tracks
    ]


def _asks(c: Conditions) -> Told:
    parts = []
    if c.months_in_level:
        parts.append(
            Told(f"在现级满 {c.months_in_level} 个月", f"{c.months_in_level} months in the level")
        )
    if c.mean_score is not None:
        last = c.of_last or 3
        parts.append(
            Told(f"最近 {last} 个月平均 {number(c.mean_score)} 分以上",
                 f"mean of the last {last} months at least {number(c.mean_score)}")
        )  # fmt: skip
    if c.none_below is not None:
        parts.append(
            Told(f"没有一个月低于 {number(c.none_below)}", f"no month under {number(c.none_below)}")
        )
    if c.courses:
        names = joined(same(x) for x in c.courses)
        parts.append(Told(f"通过课程 {names.zh}", f"passed {names.en}"))
    if c.quality_score is not None:
        parts.append(
            Told(f"质检 {number(c.quality_score)} 分以上",
                 f"quality at least {number(c.quality_score)}")
        )  # fmt: skip
    if c.competence is not None:
        parts.append(
            Told(f"能力 {number(c.competence)} 分以上",
                 f"competence at least {number(c.competence)}")
        )  # fmt: skip
    if c.volume_share is not None:
        parts.append(
            Told(f"工作量不低于组均的 {percent(c.volume_share)}",
                 f"volume at least {percent(c.volume_share)} of the group's mean")
        )  # fmt: skip
    return joined(parts, ";", "; ")


def bottom_rank(rulebook: Rulebook) -> Told | None:
    rule = rulebook.career.bottom_rank
    if rule is None:
        return None
    return Told(
        f"在至少 {rule.min_people} 个可比的人里,考核总分连续 {rule.months} 个月最后一名:"
        "进入改进计划(谈话 → 培训或调岗 → 再考核)。名次本身不能作为解除劳动合同的理由。",
        f"last by the appraisal's total among at least {rule.min_people} comparable people for "
        f"{rule.months} months running: an improvement path (talk → training or transfer → second "
        "appraisal). Rank alone never ends employment.",
    )


def findings(rulebook: Rulebook) -> list[Told]:
    return [
        Told(
            f"{f.name.zh} −{number(f.points)} 分" + (",整单 0 分" if f.critical else ""),
            f"{f.name.en} −{number(f.points)}" + (", the whole review is 0" if f.critical else ""),
        )
        for f in rulebook.quality.findings
    ]


def prescriptions(rulebook: Rulebook) -> list[Told]:
    out = []
    for p in rulebook.training.prescriptions:
        what, limit = metric(p.metric), in_unit(p.worse_than, unit_of(p.metric))
        out.append(
            Told(f"{what.zh}不如 {limit.zh}:{p.course.zh}",
                 f"{what.en} worse than {limit.en}: {p.course.en}")
        )  # fmt: skip
    return out

"""Career, quality and training: codes, conditions that can be met, figures that exist."""

from __future__ import annotations

from collections.abc import Iterator

from jinpai.rules.checks import figures
from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.problems import Problem
from jinpai.rules.sections.career import Career, Conditions
from jinpai.rules.sections.quality import Quality
from jinpai.rules.sections.training import Training


def check_career(section: Career) -> Iterator[Problem]:
    yield from figures.doubled([t.code for t in section.tracks], "career.tracks[{}]")
    for index, track in enumerate(section.tracks):
        path = f"career.tracks[{index}]"
        yield from figures.doubled([level.code for level in track.levels], path + ".levels[{}]")
        for at, level in enumerate(track.levels):
            yield from _conditions(level.conditions, f"{path}.levels[{at}].conditions")


def _conditions(of: Conditions, path: str) -> Iterator[Problem]:
    if of.mean_score is not None and of.none_below is not None and of.none_below > of.mean_score:
        yield Problem(
            "impossible", f"{path}.none_below",
            f"每月都不低于 {of.none_below},平均就不会低到 {of.mean_score},这个平均白写了",
            f"with no month under {of.none_below} a mean of {of.mean_score} asks nothing",
            str(of.none_below), f"≤ {of.mean_score}",
        )  # fmt: skip
    if (of.mean_score is None and of.none_below is None) and of.of_last is not None:
        yield Problem(
            "no_score_asked", f"{path}.of_last",
            "写了看几个月,没有写要多少分(mean_score 或 none_below)",
            "says how many months, but neither mean_score nor none_below",
            str(of.of_last), "mean_score / none_below",
        )  # fmt: skip
    for key in ("mean_score", "none_below", "quality_score", "competence"):
        value = getattr(of, key)
        if value is not None and value > 100:
            yield Problem(
                "out_of_range", f"{path}.{key}", f"{value} 分谁也达不到,最多 100",
                f"nobody reaches {value}, at most 100", str(value), "≤ 100",
            )  # fmt: skip


def check_quality(section: Quality) -> Iterator[Problem]:
    yield from figures.doubled([f.code for f in section.findings], "quality.findings[{}]")
    for index, finding in enumerate(section.findings):
        if finding.points == 0 and not finding.critical:
            yield Problem(
                "no_points", f"quality.findings[{index}].points",
                f"「{finding.name.zh}」扣 0 分又不是 critical,等于没有",
                f"{finding.name.en!r} takes 0 points and is not critical: it does nothing",
                "0", "> 0 / critical = true", severity="warning",
            )  # fmt: skip


def check_training(section: Training) -> Iterator[Problem]:
    yield from figures.doubled([s.code for s in section.stages], "training.stages[{}]")
    for index, prescription in enumerate(section.prescriptions):
        path = f"training.prescriptions[{index}]"
        wrong = figures.unknown(prescription.metric, f"{path}.metric") or figures.beyond_whole(
            prescription.metric, prescription.worse_than, f"{path}.worse_than"
        )
        if wrong:
            yield wrong
        elif KNOWN_METRICS[prescription.metric].direction == "none":
            metric = KNOWN_METRICS[prescription.metric]
            yield Problem(
                "no_direction", f"{path}.metric",
                f"「{metric.zh}」高低没有好坏,不能用来开课",
                f"{metric.en} is neither better high nor low; it prescribes nothing",
                prescription.metric, "",
            )  # fmt: skip

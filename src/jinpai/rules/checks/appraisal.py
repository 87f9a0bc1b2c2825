"""The appraisal section: weights, curves, coefficients; each item can be scored at all."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jinpai.rules.checks import figures, schemes
from jinpai.rules.known import KNOWN_METRICS
from jinpai.rules.problems import Problem
from jinpai.rules.sections.appraisal import (
    Appraisal,
    Bands,
    Item,
    Linear,
    PerEvent,
    Rank,
    RatingCurve,
    Scheme,
    Target,
)

HUNDRED = Decimal(100)


def check(section: Appraisal) -> Iterator[Problem]:
    yield from _coefficients(section)
    yield from schemes.check(section.schemes, "appraisal")
    for code, scheme in section.schemes.items():
        yield from _scheme(scheme, f"appraisal.schemes.{code}")
    for index, step in enumerate(section.steps):
        if step in section.steps[:index]:
            yield Problem(
                "duplicate", f"appraisal.steps[{index}]", f"「{step}」写了两次",
                f"{step!r} stands twice", step, "",
            )  # fmt: skip


def _coefficients(section: Appraisal) -> Iterator[Problem]:
    """From the highest down, as report 004 prints them, or from the lowest up; never mixed."""
    starts = [c.from_ for c in section.coefficients]
    path = "appraisal.coefficients[{}].from"
    falling = len(starts) > 1 and starts[0] > starts[-1]
    for problem in figures.rising([-s for s in starts] if falling else starts, path):
        index = int(problem.path.split("[")[1].split("]")[0])
        here, before = starts[index], starts[index - 1]
        if here == before:
            zh, en = f"两档都从 {here} 开始,重叠了", f"two steps begin at {here} and overlap"
        else:
            zh, en = (
                f"要按顺序排:{before} 后面不能是 {here}",
                f"they must be in order: {here} cannot follow {before}",
            )
        wanted = f"{'<' if falling else '>'} {before}"
        yield Problem(problem.code, problem.path, zh, en, str(here), wanted)
    table = sorted(section.coefficients, key=lambda c: c.from_)
    lower = section.otherwise
    for step in table:
        if step.factor < lower:
            yield Problem(
                "falling_coefficient", path.format(section.coefficients.index(step))[:-5],
                f"{step.from_} 分以上的系数 {step.factor} 反而比更低分的 {lower} 低",
                f"{step.factor} from {step.from_} points is less than {lower} for fewer points",
                str(step.factor), f"≥ {lower}", severity="warning",
            )  # fmt: skip
        lower = max(lower, step.factor)


def _scheme(scheme: Scheme, path: str) -> Iterator[Problem]:
    total = sum((item.weight for item in scheme.items), Decimal(0))
    if total != HUNDRED:
        yield Problem(
            "weights", f"{path}.items",
            f"「{scheme.name.zh}」的权重合计是 {total},必须是 100",
            f"the weights of {scheme.name.en!r} total {total}, they must total 100",
            str(total), "100",
        )  # fmt: skip
    yield from figures.doubled([i.code for i in scheme.items], path + ".items[{}]")
    yield from figures.doubled([v.code for v in scheme.vetoes], path + ".vetoes[{}]")
    for index, item in enumerate(scheme.items):
        yield from _item(item, f"{path}.items[{index}]")
    for index, veto in enumerate(scheme.vetoes):
        place = f"{path}.vetoes[{index}]"
        wrong = (
            figures.unknown(veto.metric, f"{place}.metric")
            or figures.of_nobody(veto.metric, f"{place}.metric")
            or figures.beyond_whole(veto.metric, veto.at_least, f"{place}.at_least")
        )
        if wrong:
            yield wrong
        if veto.cap >= scheme.total_cap:
            yield Problem(
                "idle_veto", f"{place}.cap",
                f"上限 {veto.cap} 不低于总分上限 {scheme.total_cap},不起作用",
                f"a cap of {veto.cap} is not under the total's {scheme.total_cap} and does nothing",
                str(veto.cap), f"< {scheme.total_cap}", severity="warning",
            )  # fmt: skip


def _item(item: Item, path: str) -> Iterator[Problem]:
    known = True
    for index, code in enumerate(item.metrics):
        place = f"{path}.metrics[{index}]"
        wrong = figures.unknown(code, place) or figures.of_nobody(code, place)
        if wrong:
            known = False
            yield wrong
        elif code in item.metrics[:index]:
            yield Problem(
                "duplicate", f"{path}.metrics[{index}]", f"「{code}」写了两次",
                f"{code!r} stands twice", code, "",
            )  # fmt: skip
    rating = isinstance(item.curve, RatingCurve)
    if rating and item.metrics:
        yield Problem(
            "rating_with_metrics", f"{path}.metrics",
            "主管评分的项目不写 metrics;要用指标就换一种曲线",
            "an item that is rated names no metrics; for a metric take another curve",
            ", ".join(item.metrics), "curve: linear, target, bands, per_event, rank",
        )  # fmt: skip
    if not rating and not item.metrics:
        yield Problem(
            "no_metric", path,
            "没有写 metrics;没有指标的项目只能由主管评分(curve = { kind = \"rating\" })",
            "no metrics are named; an item without any can only be rated (curve = { kind = "
            '"rating" })',
            item.curve.kind, "metrics / rating",
        )  # fmt: skip
    if known:
        yield from _curve(item, f"{path}.curve")
        yield from _sample(item, path)


def _curve(item: Item, path: str) -> Iterator[Problem]:
    curve = item.curve
    if isinstance(curve, Linear):
        if curve.worst == curve.best:
            yield Problem(
                "flat_line", f"{path}.best",
                f"worst 和 best 都是 {curve.best},分不出好坏",
                f"worst and best are both {curve.best}: nothing tells good from bad",
                str(curve.best), f"≠ {curve.worst}",
            )  # fmt: skip
        yield from _fractions(item, [("worst", curve.worst), ("best", curve.best)], path)
        yield from _direction(item, curve.best < curve.worst, path)
    elif isinstance(curve, Target):
        if curve.target <= 0:
            yield Problem(
                "no_target", f"{path}.target", "目标必须大于 0", "a target must be more than 0",
                str(curve.target), "> 0",
            )  # fmt: skip
        if curve.cap <= 0:
            yield Problem(
                "no_cap", f"{path}.cap", "上限必须大于 0", "the cap must be more than 0",
                str(curve.cap), "> 0",
            )  # fmt: skip
        yield from _fractions(item, [("target", curve.target)], path)
        yield from _direction(item, curve.lower_is_better, path)
    elif isinstance(curve, Bands):
        yield from figures.rising([b.from_ for b in curve.bands], path + ".bands[{}].from")
        named = [(f"bands[{i}].from", b.from_) for i, b in enumerate(curve.bands)]
        yield from _fractions(item, named, path)
    elif isinstance(curve, PerEvent):
        if curve.points <= 0:
            yield Problem(
                "no_points", f"{path}.points", "每次扣 0 分等于不考核",
                "0 points an event appraises nothing", str(curve.points), "> 0",
            )  # fmt: skip
    elif isinstance(curve, Rank) and curve.lower_is_better is None:
        for code in item.metrics:
            if KNOWN_METRICS[code].direction == "none":
                yield Problem(
                    "no_direction", f"{path}.lower_is_better",
                    f"「{KNOWN_METRICS[code].zh}」高低没有好坏,排名要写明 lower_is_better",
                    f"{KNOWN_METRICS[code].en} is neither better high nor low; say lower_is_better",
                    "", "true / false",
                )  # fmt: skip


def _fractions(item: Item, values: list[tuple[str, Decimal]], path: str) -> Iterator[Problem]:
    if item.against != "none":
        return  # value ÷ mean may well be over 1
    for code in item.metrics:
        for key, value in values:
            wrong = figures.beyond_whole(code, value, f"{path}.{key}")
            if wrong:
                yield wrong


def _direction(item: Item, downward: bool, path: str) -> Iterator[Problem]:
    for code in item.metrics:
        metric = KNOWN_METRICS[code]
        if metric.direction == ("up" if downward else "down"):
            zh, en = ("低", "lower") if metric.direction == "down" else ("高", "higher")
            yield Problem(
                "wrong_way", path,
                f"「{metric.zh}」是越{zh}越好,这条曲线却反着给分",
                f"{metric.en} is better {en}, but the curve gives points the other way",
                "", f"{metric.direction}", severity="warning",
            )  # fmt: skip


def _sample(item: Item, path: str) -> Iterator[Problem]:
    if item.min_sample is None or any(KNOWN_METRICS[c].rate for c in item.metrics):
        return
    yield Problem(
        "no_sample", f"{path}.min_sample",
        "这一项没有分母,数不出样本,min_sample 不起作用",
        "this item has no denominator, so min_sample counts nothing",
        str(item.min_sample), "", severity="warning",
    )  # fmt: skip

"""The measure section: figures whose source is chosen exist; service hours are hours."""

from __future__ import annotations

from collections.abc import Iterator

from jinpai.metrics.policies import Measure
from jinpai.rules.checks import figures
from jinpai.rules.problems import Problem


def check(section: Measure | None) -> Iterator[Problem]:
    if section is None:
        return
    for key, named in (("source", section.source), ("reported_weight", section.reported_weight)):
        for code in named:
            wrong = figures.unknown(code, f"measure.{key}.{code}")
            if wrong:
                yield wrong
    for code, weight in section.reported_weight.items():
        wrong = figures.unknown(weight, f"measure.reported_weight.{code}")
        if wrong:
            yield wrong
    if section.service_from >= section.service_to:
        yield Problem(
            "unordered", "measure.service_to",
            f"服务时间 {section.service_from} 到 {section.service_to} 不成立",
            f"service from {section.service_from} to {section.service_to} is no time",
            section.service_to, f"> {section.service_from}",
        )  # fmt: skip

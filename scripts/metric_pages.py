"""Write docs/metrics from the catalogue: `make docs`. With --check, only say what is stale."""

from __future__ import annotations

import sys
from pathlib import Path

from jinpai.metrics.catalogue import CATALOGUE, GROUPS, Metric
from jinpai.metrics.policies import Measure

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "metrics"
UNITS = {
    "count": ("个", "count"),
    "yuan": ("元", "yuan"),
    "seconds": ("秒", "seconds"),
    "percent": ("比例(0.4622 即 46.22 %)", "share (0.4622 is 46.22 %)"),
    "ratio": ("比值", "ratio"),
    "items": ("件", "items"),
}
DIRECTIONS = {"up": ("越高越好", "higher is better"), "down": ("越低越好", "lower is better"),
              "none": ("不分好坏", "neither")}  # fmt: skip
SUMS = {"add": ("分子、分母逐日相加", "numerator and denominator add up"),
        "max": ("取最大的一天", "the largest day")}  # fmt: skip


def settling(metric: Metric) -> int:
    from jinpai.metrics.catalogue import settling_days

    return settling_days(metric, Measure())


def page(group: str) -> str:
    zh, en = GROUPS[group]
    lines = [f"# {zh} · {en}", "", NOTE, ""]
    for metric in CATALOGUE.values():
        if metric.group != group:
            continue
        unit, direction, sum_ = UNITS[metric.unit], DIRECTIONS[metric.direction], SUMS[metric.sum]
        days = settling(metric)
        lines += [
            f"## {metric.zh} · {metric.en}",
            "",
            f"`{metric.code}`, revision {metric.revision}",
            "",
            "| | 中文 | English |",
            "|---|---|---|",
            f"| 分子 numerator | {metric.numerator_zh} | {metric.numerator_en} |",
            f"| 分母 denominator | {metric.denominator_zh} | {metric.denominator_en} |",
            f"| 算在哪天 day | {metric.day_zh} | {metric.day_en} |",
            f"| 不含 excluded | {metric.exclusions_zh} | {metric.exclusions_en} |",
            f"| 单位 unit | {unit[0]} | {unit[1]} |",
            f"| 方向 direction | {direction[0]} | {direction[1]} |",
            f"| 多日 several days | {sum_[0]} | {sum_[1]} |",
            f"| 何时定下 final | 当天加 {days} 天数据到齐后 | with the data of its day + {days} |",
            f"| 粒度 grain | {'账号·业务日' if metric.grain == 'account' else '店铺·业务日'} "
            f"| {metric.grain} and service day |",
            f"| 用到的表 tables | {_code(metric.tables)} | {_code(metric.tables)} |",
            "",
        ]
    return "\n".join(lines)


NOTE = (
    "本页由 `make docs` 从指标目录写出,不要手改。 / Written from the catalogue by `make docs`; "
    "not edited by hand."
)


def _code(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def index() -> str:
    lines = ["# 指标 · Metrics", "", NOTE, ""]
    for group, (zh, en) in GROUPS.items():
        members = [m for m in CATALOGUE.values() if m.group == group]
        if not members:
            continue
        lines += [f"## [{zh} · {en}]({group}.md)", "", "| code | 中文 | English |", "|---|---|---|"]
        lines += [f"| `{m.code}` | {m.zh} | {m.en} |" for m in members]
        lines.append("")
    return "\n".join(lines)


def pages() -> dict[str, str]:
    """File name → text of everything under docs/metrics."""
    groups = {m.group for m in CATALOGUE.values()}
    return {"README.md": index(), **{f"{g}.md": page(g) for g in GROUPS if g in groups}}


def stale() -> list[str]:
    """Names of files that are missing, outdated, or of no metric any more."""
    wanted = pages()
    there = {p.name: p.read_text(encoding="utf-8") for p in FOLDER.glob("*.md")}
    return sorted(name for name in wanted.keys() | there if wanted.get(name) != there.get(name))


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        for name in stale():
            print(f"docs/metrics/{name} is stale: run make docs")
        return 1 if stale() else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.md"):
        if old.name not in pages():
            old.unlink()
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

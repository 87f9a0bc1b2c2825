"""Progress of long work, on stderr only; silent when nobody is looking."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from jinpai.cli.speech import language

Report = Callable[[Any], None]


@dataclass(frozen=True)
class Step:
    """Where a piece of work stands; `load` and `refresh` bring their own, with these fields."""

    file: str
    stage: str
    rows_done: int
    rows_total: int | None = None


STAGES = {
    "queued": "等待", "recognise": "识别", "read": "读取", "reading": "读取", "check": "检查",
    "write": "写入", "commit": "提交", "figures": "计算指标", "simulate": "生成店铺",
    "rounds": "计算回合", "receptions": "计算接待", "inquiries": "计算询单", "credits": "计算归属",
    "days": "计算日指标", "done": "完成",
}  # fmt: skip


@contextmanager
def progress(fallback: str = "") -> Iterator[Report]:
    """A callable for `load`, `refresh` and `simulate`: takes any object with the fields
    `file`, `stage`, `rows_done`, `rows_total` (missing ones are left out)."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task(fallback, total=None)

        def report(step: Any) -> None:
            stage = str(getattr(step, "stage", "") or "")
            words = [str(getattr(step, "file", "") or fallback)]
            words.append(STAGES.get(stage, stage) if language() == "zh" else stage)
            bar.update(
                task,
                description=" ".join(w for w in words if w),
                completed=getattr(step, "rows_done", 0) or 0,
                total=getattr(step, "rows_total", None),
            )

        yield report

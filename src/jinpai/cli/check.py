"""`jinpai check`: incremental figures equal figures from scratch, and the laws hold."""

from __future__ import annotations

from typing import Annotated

import typer

from jinpai.apps import home as data_home
from jinpai.cli.house import lake, reading
from jinpai.cli.output import emit, plain, table
from jinpai.cli.progress import Step, progress
from jinpai.cli.speech import DONE, FOUND, text

HELP = text(
    "核对:增量 = 从头计算,各项定律成立;不成立时列出前十处差异。",
    "Prove that incremental = from scratch and that the laws hold; the first ten differences.",
)
SHOWN = 10


def command(as_json: Annotated[bool, typer.Option("--json")] = False) -> int:
    from jinpai.metrics.check import check

    reading()  # says so when there is nothing to check, and brings the figures up to date
    with progress(text("核对", "checking")) as report:
        differences = check(
            lake(),
            data_home.figures_folder(),
            progress=lambda step, n, of: report(Step("", step, n, of)),
        )
    if as_json:
        emit(
            {
                "ok": not differences,
                "found": len(differences),
                "differences": plain(differences[:SHOWN]),
            }
        )
    elif differences:
        table(
            text("差异(前十处)", "differences (the first ten)"),
            text("定律 在哪里 应为 实为", "law where expected found").split(),
            [[d.law, d.where, d.expected, d.found] for d in differences[:SHOWN]],
        )
    else:
        print(text("全部一致。", "All agree."))
    return FOUND if differences else DONE

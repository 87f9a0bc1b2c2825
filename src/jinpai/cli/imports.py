"""`jinpai import FILE…`: read exports into the lake and say what became of every row."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from jinpai.cli.house import now, writable_home
from jinpai.cli.output import emit, table
from jinpai.cli.speech import DONE, FOUND, say, stop, text
from jinpai.cli.taking_in import take_in

HELP = text(
    "导入平台导出的文件、文件夹或压缩包:自动识别种类,逐个报告每一行的去向。",
    "Import exported files, folders or zips: the kind is found from the content, and every "
    "row's fate is reported.",
)


def command(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", show_default=False)],
    shop: Annotated[
        str | None,
        typer.Option(
            help=text("文件里没写是哪家店时,用这家", "the shop, for files that name none")
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            help=text("导出时间,文件里没有时用", "when it was exported, for files that do not say")
        ),
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(
            help=text("文件说的是哪天(或 起..止)", "the day (or from..to) the file is about")
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    from jinpai.facts.load import Answers

    answers = Answers(shop=shop, as_of=_moment(as_of), day=_days(day))
    writable_home()
    done = take_in(files, answers)
    tell_the_desk()
    document = done.to_json()
    if as_json:
        emit(document)
    else:
        show(document)
    return FOUND if troubled(document) else DONE


def tell_the_desk() -> None:
    """New facts fill the lists of the desk, where there is one. The facts are in by now: a desk
    that cannot be reached is said and fails nothing; the next filling catches up."""
    from jinpai.apps.imports import after
    from jinpai.cli.appraise import database

    try:
        if database():
            after.run(now())
    except Exception as error:
        say(
            f"数据都已导入;工作台的清单这次没有更新({type(error).__name__}),下次会补上。",
            f"Everything is imported; the desk's lists were not filled this time "
            f"({type(error).__name__}), the next filling catches up.",
        )


def troubled(document: dict[str, Any]) -> bool:
    """Any file refused or waiting, or any row rejected or waiting."""
    return any(
        file["status"] in ("refused", "waiting")
        or any(c.get("rejected") or c.get("waiting") for c in file["tables"].values())
        for file in document["files"]
    )


def _moment(given: str | None) -> datetime | None:
    if given is None:
        return None
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        stop(
            f"--as-of 要写成 2026-11-01 或 2026-11-01T08:00:00,现在是「{given}」。",
            f"--as-of takes 2026-11-01 or 2026-11-01T08:00:00, not {given!r}.",
        )


def _days(given: str | None) -> str | None:
    from jinpai.facts.readers.file_name import days

    if given is not None and days(given) is None:
        stop(
            f"--day 要写成 2026-11-01 或 2026-11-01..2026-11-30,现在是「{given}」。",
            f"--day takes 2026-11-01 or 2026-11-01..2026-11-30, not {given!r}.",
        )
    return given


COUNTS = ("read", "new", "changed", "same", "duplicate", "rejected", "waiting")
STATUS = {"imported": "已导入", "unchanged": "没有变化", "refused": "没有导入", "waiting": "等待"}


def show(document: dict[str, Any]) -> None:
    rows = []
    for file in document["files"]:
        status = text(STATUS.get(file["status"], file["status"]), file["status"])
        for name, counts in file["tables"].items() or [("", {})]:
            rows.append([file["name"], file["reader"], status, name,
                         *(counts.get(c, 0) if counts else "" for c in COUNTS)])  # fmt: skip
    words = text("行数 新增 变化 相同 重复 拒绝 等待", " ".join(COUNTS)).split()
    table(
        text(f"第 {document['import_no']} 次导入", f"import {document['import_no']}"),
        [*text("文件 种类 结果 表", "file kind result table").split(), *(f"{w}>" for w in words)],
        rows,
    )
    for file in document["files"]:
        for problem in file["problems"][:20]:
            where = file["name"] + (f":{problem['line']}" if problem.get("line") else "")
            say(
                f"{where} {problem['zh']} {problem.get('cure_zh', '')}",
                f"{where} {problem['en']} {problem.get('cure_en', '')}",
            )
        if len(file["problems"]) > 20:
            say(
                f"{file['name']} 还有 {len(file['problems']) - 20} 个问题,见 --json 或拒绝行文件。",
                f"{file['name']} has {len(file['problems']) - 20} more; see --json or the "
                "rejected rows.",
            )
        if file.get("rejected_file"):
            say(
                f"被拒绝的行连同原因写在 {file['rejected_file']},改好后可以再导入。",
                f"Rejected rows and why: {file['rejected_file']}; mend them and import again.",
            )

"""`jinpai simulate`: the export files of a shop that never was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from jinpai.cli.output import emit
from jinpai.cli.period import day
from jinpai.cli.progress import progress
from jinpai.cli.speech import DONE, say, stop, text

HELP = text(
    "写出一家虚构店铺的导出文件(交换格式或淘宝/千牛格式)。",
    "Write the export files of an invented shop (exchange format or Taobao/Qianniu).",
)


def command(
    folder: Annotated[str, typer.Argument(metavar="DIR", show_default=False)],
    agents: Annotated[int, typer.Option(min=1)] = 8,
    days: Annotated[int, typer.Option(min=1)] = 30,
    seed: Annotated[int, typer.Option()] = 1,
    start: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help=text("第一天", "the first day")),
    ] = None,
    as_: Annotated[str, typer.Option("--as", metavar="exchange|taobao")] = "exchange",
    container: Annotated[str, typer.Option(metavar="csv|jsonl|parquet")] = "csv",
    bulk: Annotated[
        bool, typer.Option("--bulk", help=text("大量数据,文字简单", "volume, with plain texts"))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    target = Path(folder).expanduser()
    first = day(start, "--start") if start else date.today() - timedelta(days=days)
    if as_ not in ("exchange", "taobao"):
        stop(
            f"--as 只能是 exchange 或 taobao,现在是「{as_}」。",
            f"--as is exchange or taobao, not {as_!r}.",
        )
    if container not in ("csv", "jsonl", "parquet"):
        stop(
            f"--container 只能是 csv、jsonl 或 parquet,现在是「{container}」。",
            f"--container is csv, jsonl or parquet, not {container!r}.",
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        stop(
            f"{target} 已经存在而且不是空文件夹;请换一个。",
            f"{target} exists and is not an empty folder; name another.",
        )
    with progress(text("生成店铺", "simulate")) as report:
        try:
            written = write_shop(
                target,
                agents=agents,
                days=days,
                seed=seed,
                start=first,
                format_=as_,
                container=container,
                bulk=bulk,
                progress=report,
            )
        except OSError as error:
            stop(
                f"写不进 {target}({error.strerror})。",
                f"{target} cannot be written ({error.strerror}).",
            )
    if as_json:
        emit({"folder": target, "start": first, "days": days, **written})
    else:
        say(f"写好了,在 {target}。", f"Written to {target}.")
    return DONE


def write_shop(
    folder: Path,
    *,
    agents: int,
    days: int,
    seed: int,
    start: date,
    progress: Callable[[Any], None],
    format_: str = "exchange",
    container: str = "csv",
    bulk: bool = False,
) -> dict[str, Any]:
    raise NotImplementedError

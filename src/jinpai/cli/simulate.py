"""`jinpai simulate`: the export files of a shop that never was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from jinpai.cli.output import emit, table
from jinpai.cli.period import day
from jinpai.cli.progress import Report, Step, progress
from jinpai.cli.speech import DONE, say, stop, text

if TYPE_CHECKING:
    from jinpai.simulate.shop import Shop

Container = Literal["csv", "jsonl", "parquet"]
HELP = text(
    "写出一家虚构店铺的导出文件(交换格式或淘宝/千牛格式)。",
    "Write the export files of an invented shop (exchange format or Taobao/Qianniu).",
)


def command(
    folder: Annotated[str, typer.Argument(metavar="DIR", show_default=False)],
    agents: Annotated[int, typer.Option(help=text("客服人数,2 到 100", "agents, 2 to 100"))] = 7,
    days: Annotated[int, typer.Option(min=1)] = 30,
    seed: Annotated[int, typer.Option()] = 1,
    start: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help=text("第一天", "the first day")),
    ] = None,
    orders: Annotated[
        float, typer.Option(min=0.1, help=text("平均每天多少订单", "orders on a mean day"))
    ] = 250,
    as_: Annotated[str, typer.Option("--as", metavar="exchange|taobao")] = "exchange",
    container: Annotated[str, typer.Option(metavar="csv|jsonl|parquet")] = "csv",
    bulk: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="MESSAGES",
            help=text("大量数据:30 天约这么多消息,Parquet", "volume: so many messages in 30 days"),
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    from jinpai.simulate.bulk import write_bulk
    from jinpai.simulate.bulk_day import Bulk
    from jinpai.simulate.shop import shop

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
    if not 2 <= agents <= 100:
        stop(
            f"--agents 要在 2 和 100 之间,现在是 {agents}。", f"--agents is 2 to 100, not {agents}."
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        stop(
            f"{target} 已经存在而且不是空文件夹;请换一个。",
            f"{target} exists and is not an empty folder; name another.",
        )
    as_of = datetime.combine(first + timedelta(days=days), time())
    try:
        with progress(text("生成店铺", "simulate")) as report:
            written: Mapping[str, Any]
            if bulk:
                spec = Bulk(
                    first, seed=seed, accounts=agents, messages=bulk, orders=max(bulk * 3 // 100, 1)
                )
                written = write_bulk(spec, target, range(days), as_of=as_of)
            else:
                written = write(
                    shop(first, days, agents, seed, orders), target, as_of=as_of, as_=as_,
                    container=container, report=report,
                )  # fmt: skip
    except OSError as error:
        stop(
            f"写不进 {target}({error.strerror})。",
            f"{target} cannot be written ({error.strerror}).",
        )
    if as_json:
        emit({"folder": target, "start": first, "days": days, "written": written})
    else:
        table(str(target), text("文件 行数>", "file rows>").split(), written.items())
        say(f"写好了,在 {target}。", f"Written to {target}.")
    return DONE


def write(
    shop: Shop,
    folder: Path,
    *,
    as_of: datetime,
    report: Report,
    as_: str = "exchange",
    container: str = "csv",
) -> Mapping[str, Any]:
    """Write a simulated shop's files; what was written, with its rows."""

    def told(name: str, rows: int) -> None:
        report(Step(name, "simulate", rows))

    if as_ == "taobao":
        from jinpai.simulate.taobao import write_taobao

        return write_taobao(shop, folder, as_of=as_of, progress=told)
    from jinpai.simulate.exchange import write_exchange

    return write_exchange(
        shop, folder, as_of=as_of, container=cast(Container, container), progress=told
    )

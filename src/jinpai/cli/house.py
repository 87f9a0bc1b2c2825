"""The data of this command: home folder, lake, figures; and the clock, read once per command."""

from __future__ import annotations

import errno
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jinpai.apps import home as data_home
from jinpai.cli.speech import stop

if TYPE_CHECKING:
    from jinpai.facts.lake import Lake
    from jinpai.metrics.answers import Shop
    from jinpai.metrics.reading import Reading


def now() -> datetime:
    return datetime.now(UTC)


def unusable(folder: Path, error: OSError) -> None:
    """Say why the data folder cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        stop(
            f"磁盘已满,{folder} 写不进去;请腾出空间后再试,已有的数据没有改动。",
            f"The disk is full, {folder} cannot be written; free some space and try again. "
            "What was there is untouched.",
        )
    stop(
        f"不能写入数据文件夹 {folder}({error.strerror});请用 JINPAI_HOME 指到一个能写的文件夹。",
        f"The data folder {folder} cannot be written ({error.strerror}); point JINPAI_HOME to "
        "one that can.",
    )


def writable_home() -> Path:
    """The data folder, made if need be, seen to be writable."""
    folder = data_home.home()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".write-test"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        unusable(folder, error)
    return folder


def lake() -> Lake:
    from jinpai.facts.lake import Lake

    return Lake(data_home.lake_folder())


def reading() -> Reading:
    """The figures of the newest import; says so when there is nothing to read."""
    if not data_home.lake_folder().is_dir():
        stop(
            f"{data_home.home()} 里还没有数据;先执行 jinpai import 文件…,或 jinpai demo 看演示。",
            f"There are no data in {data_home.home()} yet; run jinpai import FILE…, or jinpai "
            "demo for a demonstration.",
        )
    from jinpai.metrics.reading import Reading

    writable_home()  # bringing the figures up to date writes them
    return Reading.open(lake(), data_home.figures_folder())


def one_shop(reading: Reading, code: str | None) -> Shop:
    """The shop asked for, or the only one there is."""
    shops = {shop.code: shop for shop in reading.shops()}
    if code is not None:
        if code not in shops:
            known = "、".join(shops) or "无"
            stop(
                f"没有店铺「{code}」;已有:{known}。",
                f"There is no shop {code!r}; there are: {', '.join(shops) or 'none'}.",
            )
        return shops[code]
    if len(shops) != 1:
        listed = ", ".join(shops)
        stop(
            f"有 {len(shops)} 家店铺({listed}),请用 --shop 指定一家。",
            f"There are {len(shops)} shops ({listed}); name one with --shop.",
        )
    return next(iter(shops.values()))

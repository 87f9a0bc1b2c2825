"""`jinpai facts`: what the lake holds: tables, rows, days, versions, and what found no match."""

from __future__ import annotations

from typing import Annotated

import typer

from jinpai.apps import home as data_home
from jinpai.cli.house import lake, reading
from jinpai.cli.output import emit, plain, table
from jinpai.cli.speech import DONE, text

HELP = text(
    "数据湖里有什么:表、行数、日期、版本、没有对上的。",
    "What the lake holds: tables, rows, days, versions, unmatched.",
)


def command(as_json: Annotated[bool, typer.Option("--json")] = False) -> int:
    health = reading().health()
    import_no = lake().snapshot().import_no
    if as_json:
        emit(
            {
                "home": data_home.home(),
                "import_no": import_no,
                "tables": plain(health.tables),
                "orders": health.orders,
                "unmatched_orders": health.unmatched_orders,
                "unknown_accounts": health.unknown_accounts,
                "provisional_days": health.provisional_days,
                "excluded": health.excluded,
            }
        )
        return DONE
    table(
        text(
            f"{data_home.home()},第 {import_no} 次导入", f"{data_home.home()}, import {import_no}"
        ),
        text(
            "表 名称 行数> 从 到 导出时间 版本>", "table name rows> from to as_of version>"
        ).split(),
        [
            [t.table, text(t.zh, t.en), f"{t.rows:,}", t.first_day, t.last_day, t.as_of, t.version]
            for t in health.tables
            if t.rows
        ],
    )
    share = health.unmatched_orders / health.orders if health.orders else 0
    print(
        text(
            f"没有聊天的订单:{health.unmatched_orders} / {health.orders}({share:.1%})",
            f"orders without a chat: {health.unmatched_orders} of {health.orders} ({share:.1%})",
        )
    )
    if health.unknown_accounts:
        print(
            text(
                f"还没有绑定到人的账号:{'、'.join(health.unknown_accounts)}",
                f"accounts bound to nobody: {', '.join(health.unknown_accounts)}",
            )
        )
    return DONE

"""Every component of the shell on one page, with made-up content."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinpai.apps.pages import writing


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "team/components.html",
        {
            "table": _table(request.GET.get("sort", "-sales")),
            "spec": _spec(),
            "flags": ("grey", "red", "yellow", "green", "blue", "purple"),
            "messages_": _chat(),
            "events": _events(),
            "steps": [
                SimpleNamespace(text=_("放文件"), state="ok"),
                SimpleNamespace(text=_("看报告"), state="now"),
                SimpleNamespace(text=_("认领账号"), state=""),
            ],
            "parts": [
                SimpleNamespace(text="319", href="#tiles", op=""),
                SimpleNamespace(text="612", href="#tiles", op="÷"),
            ],
            "problem": {
                "zh": "订单号被表格软件改坏了:3.30438E+18",
                "en": "The order number was ruined by a spreadsheet: 3.30438E+18",
                "cure_zh": "重新导出,不要用表格软件另存。",
                "cure_en": "Export it again and do not save it from a spreadsheet.",
                "file": "ExportOrderList202610.csv",
                "line": 118,
            },
        },
    )


class _Cell(SimpleNamespace):
    def text(self, column: Any) -> str:
        return (
            (writing.in_unit(self.value, column.unit) or "") if column.numeric else str(self.value)
        )


def _table(sort: str) -> Any:
    def column(code: str, title: str, unit: str = "") -> Any:
        return SimpleNamespace(
            code=code, title=title, unit=unit, numeric=bool(unit), sortable=True, href=""
        )

    columns = [
        column("name", _("姓名")),
        column("receptions", _("接待"), "count"),
        column("conversion", _("询单转化"), "percent"),
        column("response", _("平均响应"), "seconds"),
        column("sales", _("销售额"), "yuan"),
    ]
    people = [
        ("Cai", 1084, 0.521, 9.8, 127772),
        ("Bei", 1208, 0.484, 12.4, 130934),
        ("Dou", 530, None, 16.2, 170784),
    ]
    rows = [dict(zip([c.code for c in columns], values, strict=True)) for values in people]
    code = sort.removeprefix("-")
    if code not in rows[0]:
        code = "sales"
    rows.sort(key=lambda r: (r[code] is not None, r[code] or 0), reverse=sort.startswith("-"))
    lines = []
    for row in rows:
        cells = [
            (
                c,
                _Cell(
                    value=row[c.code],
                    href="#table" if c.code != "response" else "",
                    note="",
                    tone="best" if row[c.code] == 0.521 else "",
                    n=612 if row[c.code] == 0.521 else None,
                ),
            )
            for c in columns
        ]
        lines.append((SimpleNamespace(tone="", total=False), cells))
    return SimpleNamespace(
        name="example",
        caption=_("三位客服的十月"),
        shown=columns,
        lines=lines,
        sorted_by=code,
        descending=sort.startswith("-"),
    )


def _spec() -> dict[str, Any]:
    values = [46, 44, 47, 49, 52, 50, 43, 45, 48, 51, 49, 47, 46, 50]
    days = [{"day": f"10-{i + 1:02d}", "value": v / 100} for i, v in enumerate(values)]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "height": 168,
        "data": {"values": days},
        "layer": [
            {"mark": {"type": "line", "interpolate": "linear"}},
            {"mark": {"type": "point", "filled": True, "size": 24, "tooltip": True}},
            {
                "mark": {"type": "rule", "strokeDash": [3, 4], "color": "var(--gold)"},
                "encoding": {"y": {"datum": 0.45}, "x": None},
            },
        ],
        "encoding": {
            "x": {"field": "day", "type": "ordinal", "axis": {"title": None, "labelAngle": 0}},
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {"zero": False},
                "axis": {"title": None, "format": ".0%", "tickCount": 4},
            },
        },
    }


def _chat() -> list[Any]:
    def said(at: str, sender: str, text: str, kind: str = "text", **more: Any) -> Any:
        base = {"round_no": None, "opens": False, "closes": False, "seconds": None}
        moment = datetime.fromisoformat(f"2026-10-18 {at}")
        return SimpleNamespace(
            local_at=moment,
            sender=sender,
            kind=kind,
            text=text,
            **{"to_account": "", **base, **more},
        )

    return [
        said("20:14:02", "buyer", _("在吗"), opens=True, round_no=1),
        said("20:14:03", "robot", _("亲,欢迎光临,马上为您服务")),
        said("20:14:20", "buyer", _("这款颈枕能送老人吗,有点怕烫")),
        said("20:14:41", "agent", _("可以的,最低一档 38 度,十五分钟自己关。是您父母用吗?"),
             closes=True, round_no=1, seconds=39),
        said("20:16:10", "buyer", _("我妈用"), opens=True, round_no=2),
        said("20:19:55", "agent", _("那推荐大号,拍下备注送眼罩一份。"),
             closes=True, round_no=2, seconds=225),
        said("20:20:30", "system", "", kind="transfer", to_account="jinpai:bei"),
    ]  # fmt: skip


def _events() -> list[Any]:
    def event(at: str, text: str, state: str, note: str = "") -> Any:
        return SimpleNamespace(
            at=datetime.fromisoformat(at), text=text, state=state, note=note, href=""
        )

    return [
        event("2026-10-18 20:31:00", _("拍下"), "ok", "¥298.00"),
        event("2026-10-18 20:40:12", _("付款"), "ok"),
        event("2026-10-19 09:05:00", _("发货"), "now"),
        event("2026-10-21 11:00:00", _("物流停滞"), "bad"),
    ]

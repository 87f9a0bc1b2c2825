"""Reader of the 千牛 客服绩效 report: figures per agent that the platform computed itself.

One row per agent and, below them, six that are no agents (汇总值 … 同行同层均值). The period stands
in the file's name, sometimes above the header or in a column, else it is asked. Every figure
becomes one `reported` row under the code of our catalogue; what the platform does not know yet
(延迟统计, 暂无数据, -) becomes none.

Source: reference formats.md §3A, design 3-metrics §1 and §2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from jinpai.facts.readers import cells, file_name, problems, rate_units
from jinpai.facts.readers.columns import Columns, Rows, empty, normalised
from jinpai.facts.readers.grids import HEADER_WITHIN, Grid, Row, grids, head, header_at
from jinpai.facts.readers.protocol import Batch, Context, Problem, Sample
from jinpai.facts.readers.staff_nicks import account_of, staff_shop


@dataclass(frozen=True)
class Figure:
    """One column of the report: our code, how its cells are read, and what it divides."""

    code: str
    kind: str  # "count" | "seconds" | "share" | "ratio" | "yuan"
    titles: tuple[str, ...]
    num: str = ""  # field of the numerator, where the report may have it
    den: str = ""


FIGURES = (
    Figure("consulted", "count", ("咨询人数", "聊天人数")),
    Figure("receptions", "count", ("接待人数",)),
    Figure("direct", "count", ("直接接待人数", "直接接待")),
    Figure("transferred_in", "count", ("转入人数", "转入")),
    Figure("transferred_out", "count", ("转出人数", "转出")),
    Figure("unanswered", "count", ("未回复人数",)),
    Figure("valid_receptions", "count", ("有效接待人数",)),
    Figure("average_response", "seconds", ("平均响应时长", "平均响应时间")),
    Figure("first_response", "seconds", ("首次响应时长", "首次响应时间", "首次平均响应时长")),
    Figure("within_3min", "share", ("3分钟人工响应率", "旺旺3分钟人工响应率", "三分钟人工响应率")),
    Figure("reply_rate", "share", ("旺旺回复率", "回复率")),
    Figure("slow", "count", ("慢响应人数",)),
    Figure("long", "count", ("长接待人数",)),
    Figure("max_concurrent", "count", ("最大同时接待数", "最大同时接待人数", "最大同时接待")),
    Figure("messages_in", "count", ("买家消息条数", "买家消息数")),
    Figure("messages_out", "count", ("客服消息条数", "客服消息数")),
    Figure("chars_out", "count", ("客服字数",)),
    Figure("answer_ratio", "ratio", ("答问比",), "messages_out", "messages_in"),
    Figure("inquiries", "count", ("询单人数", "当日询单人数")),
    Figure(
        "inquiry_conversion_same_day", "share",
        ("询单当日付款转化率", "询单->当日付款转化率", "当日付款转化率"),
        "same_day_buyers", "inquiries_today",
    ),
    Figure(
        "inquiry_conversion_next_day", "share",
        ("询单次日付款转化率", "询单->次日付款转化率"), "next_day_buyers", "inquiries",
    ),
    Figure(
        "inquiry_conversion", "share",
        ("询单最终付款转化率", "询单->最终付款转化率", "询单付款转化率", "询单转化率"),
        "final_buyers", "inquiries",
    ),
    Figure("sales", "yuan", ("销售额", "客服销售额")),
    Figure("net_sales", "yuan", ("净销售额",)),
    Figure("paid_buyers", "count", ("销售人数", "付款人数")),
    Figure("sales_items", "count", ("销售量", "销售件数")),
    Figure("aov", "yuan", ("客单价",), "sales", "paid_buyers"),
    Figure("items_per_buyer", "ratio", ("客件数",), "sales_items", "paid_buyers"),
    Figure("satisfaction", "share", ("客户满意率", "满意率", "旺旺满意率")),
    Figure("refund_amount", "yuan", ("成功退款金额",)),
    Figure("refund_orders", "count", ("成功退款订单数", "成功退款笔数")),
    Figure("sales_share", "share", ("客服销售额占比", "客服销售占比")),
)  # fmt: skip

_PARTS = {
    "same_day_buyers": ("当日付款人数", "询单当日付款人数"),
    "next_day_buyers": ("次日付款人数", "询单次日付款人数"),
    "final_buyers": ("询单最终付款人数", "最终付款人数"),
    "inquiries_today": ("当日询单人数", "询单人数"),
}
_WHO = ("旺旺昵称", "旺旺", "客服昵称", "客服旺旺", "客服", "子账号", "员工账号")
_WHEN = ("日期", "统计日期", "统计时间", "时间")


def _spellings(titles: Sequence[str]) -> tuple[str, ...]:
    """A title with the unit that exports hang on it."""
    units = ("", "秒", "元", "人", "次", "%")
    return tuple(title + unit for title in titles for unit in units)


ALIASES = normalised(
    {figure.code: _spellings(figure.titles) for figure in FIGURES}
    | {name: _spellings(titles) for name, titles in _PARTS.items()}
    | {"account": _WHO, "day": _WHEN, "group": ("旺旺分组",)}
)

# titles that other platforms' per-agent reports do not use
_OWN = frozenset(
    name
    for code in (
        "valid_receptions", "reply_rate", "slow", "answer_ratio", "within_3min",
        "inquiry_conversion", "inquiry_conversion_same_day", "unanswered", "net_sales",
        "satisfaction", "refund_amount", "final_buyers",
    )
    for name in ALIASES[code]
) - frozenset(map(cells.header, ("询单转化率", "满意率", "回复率")))  # fmt: skip
_ANY = frozenset(name for figure in FIGURES for name in ALIASES[figure.code]) | frozenset(
    name for part in _PARTS for name in ALIASES[part]
)
_DOCUMENTED = frozenset(
    map(
        cells.header,
        (
            "旺旺分组", "询单最终付款金额", "询单流失人数", "当日付款金额", "最终付款金额",
            "件均价",
            "咨询客服人次", "客服回复人次", "客服未回复人次", "买家发起人数", "客服主动跟进人数",
            "总消息数", "平均接待时长",
        ),
    )
)  # fmt: skip
"""Figures of the report that none of ours means: they are not read."""
_NICK = frozenset(map(cells.header, ("旺旺昵称", "旺旺", "客服旺旺")))
_STAFF = frozenset(map(cells.header, _WHO))

_NO_PERSON = re.compile(
    r"^(?:(?:本|全|店)?店铺?|团队|分?组|全部|客服|同行.*|行业.*)?"
    r"(?:汇总|平均|合计|总计|小计|均|优秀|最高|最低)(?:值|数)?$|^同行|^全店|^店铺(?:汇总|平均)"
)


def is_summary(name: str) -> bool:
    """汇总值, 全店平均值, 同行同层优秀, 店铺汇总值 …: a row that is no agent."""
    return bool(_NO_PERSON.match("".join(name.split())))


def score(names: frozenset[str]) -> float:
    """How surely a header is the per-agent report."""
    if not names & _STAFF:
        return 0.0
    figures = names & _ANY
    if names & _NICK and len(figures) >= 2:
        return min(1.0, 0.8 + 0.02 * len(figures))
    if len(figures) >= 3 and names & _OWN:
        return min(0.9, 0.6 + 0.03 * len(figures))
    return 0.0


class QianniuKpi:
    """客服绩效: figures per agent as the platform computed them."""

    code = "qianniu_kpi"
    zh = "千牛客服绩效（按客服）"
    en = "Qianniu per-agent report"
    tables: tuple[str, ...] = ("reported",)
    needs_shop = False

    def recognise(self, sample: Sample) -> float:
        """By a column of staff nicks beside the report's figures."""
        return max((header_at(rows, score)[1] for _, rows in head(sample)), default=0.0)

    def as_of(self, sample: Sample) -> datetime | None:
        """Only a name with a time of day says when; eight digits are the report's own day."""
        return file_name.exported_at(sample.name)

    def read(self, path: Path, sample: Sample, context: Context) -> Iterator[Batch | Problem]:
        """One `reported` row per agent and figure."""
        sheets = grids(path, sample)
        if isinstance(sheets, Problem):
            yield sheets
            return
        found_any = False
        for grid in sheets:
            first = [row for (_, row), _ in zip(grid.rows(), range(HEADER_WITHIN), strict=False)]
            index, certainty = header_at(first, score)
            if certainty > 0:
                found_any = True
                yield from _sheet(grid, index, first, sample, context)
        if not found_any:
            yield problems.no_header()


def period(
    above: Sequence[Sequence[str]], grid: Grid, sample: Sample, context: Context
) -> tuple[date, date] | None:
    """The days of the whole sheet: as asked, else from the lines above the header, else from the
    sheet's name, else from the file's."""
    places = [context.day or "", *(" ".join(row) for row in above), grid.sheet, sample.name]
    return next((found for place in places if (found := file_name.days(place))), None)


def _sheet(
    grid: Grid, index: int, first: Sequence[Sequence[str]], sample: Sample, context: Context
) -> Iterator[Batch | Problem]:
    columns = Columns(first[index], ALIASES)
    whole = period(first[:index], grid, sample, context)
    body: list[Row] = []
    below: list[list[str]] = []
    for place, (line, row) in enumerate(grid.rows()):
        if place <= index or empty(row) or columns.repeats_header(row):
            continue
        if is_summary(columns.get("account", row)):
            below.append(row)
        else:
            body.append((line, row))
    units = {figure.code: _unit(figure, columns, body, below) for figure in FIGURES}
    shop_of_file = next(
        (shop for _, row in body if (shop := staff_shop(columns.get("account", row)))), ""
    )
    if body and not (context.shop or shop_of_file):
        yield problems.needs_shop()
        return
    if unknown := problems.unknown_columns(columns.unknown(_DOCUMENTED)):
        yield unknown
    rows = Rows("reported", ("shop", "account", "from", "to", "metric", "value", "num", "den"))
    asked = False
    for line, row in body:
        account = account_of(columns.get("account", row), context.accounts)
        if not account:
            continue  # a note under the table
        days = file_name.days(columns.get("day", row, cells.unwrap)) if "day" in columns else None
        days = days or whole
        if days is None:
            if not asked:
                asked = True
                yield problems.needs_day()
            continue
        shop = context.shop or staff_shop(account) or shop_of_file
        for figure in FIGURES:
            found = _value(figure, row, columns, units[figure.code])
            if found is None:
                continue
            if isinstance(found, str):
                title = columns.title(figure.code)
                yield problems.bad_number(title, line, columns.raw(row))
                continue
            num, den = _parts(figure, row, columns, found)
            rows.add(
                line,
                {
                    "shop": shop,
                    "account": account,
                    "from": days[0].isoformat(),
                    "to": days[1].isoformat(),
                    "metric": figure.code,
                    "value": cells.plain_number(found),
                    "num": num,
                    "den": den,
                },
            )
        if rows.full:
            yield from rows.take()
    yield from rows.take()


def _unit(
    figure: Figure, columns: Columns, body: Sequence[Row], below: Sequence[Sequence[str]]
) -> rate_units.Unit | None:
    if figure.kind not in ("share", "ratio") or figure.code not in columns:
        return None
    return rate_units.decide(
        columns.title(figure.code),
        [columns.get(figure.code, row) for _, row in body],
        [columns.get(figure.code, row) for row in below],
        may_pass_one=figure.kind == "ratio",
    )


def _value(
    figure: Figure, row: Sequence[str], columns: Columns, unit: rate_units.Unit | None
) -> Decimal | str | None:
    """The figure; nothing where it is unknown; the cell's text where it is no number."""
    if figure.code not in columns:
        return None
    cell = columns.get(figure.code, row)
    if not cell:
        return None
    if unit is not None:
        found = unit.read(cell)
    else:
        clean = {"count": cells.count, "seconds": cells.seconds, "yuan": cells.money}[figure.kind]
        found = cells.number(clean(cell))
    return cell if found is None or (found < 0 and figure.kind != "yuan") else found


def _parts(figure: Figure, row: Sequence[str], columns: Columns, value: Decimal) -> tuple[str, str]:
    """Numerator and denominator, where the report has both and they give the figure it shows."""
    if figure.num not in columns or figure.den not in columns:
        return "", ""
    num = cells.number(columns.get(figure.num, row, cells.money))
    den = cells.number(columns.get(figure.den, row, cells.money))
    if num is None or den is None or den <= 0:
        return "", ""
    allowed = Decimal("0.0051") if figure.kind != "share" else Decimal("0.0006")
    if abs(num / den - value) > allowed:
        return "", ""
    return cells.plain_number(num), cells.plain_number(den)

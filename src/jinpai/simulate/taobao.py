"""Writes a shop as Taobao/Tmall and 千牛 really export it, with the quirks of those files.

    ExportOrderList<yyyyMMddHHmm>.csv        orders of one month, GB18030, titles of 2021–22
    ExportOrderDetailList<yyyyMMddHHmm>.csv  their items
    退款单<yyyyMMddHHmm>.xlsx                 refunds, titles of 2025–26
    客服绩效_<yyyyMMdd>.xlsx                   the platform's figures per agent, a file a day
    聊天记录_<account>_<yyyy-MM>.txt           chats copied from the client
    千牛聊天记录_原始逐条_<date>_<HH-MM>.xlsx   chats of the after-sales account, a file a day
    shops.csv, accounts.csv, people.csv      exchange format: no platform exports these

Names and addresses are masked as in the real files. What the platforms do not export
(presence, clockings, advertising …) is not here. Source: reference formats.md §1–3.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO

from openpyxl import Workbook

from jinpai.facts.rows import TABLES
from jinpai.simulate.exchange import cut_rows, standing_rows, table_writer, write_truth
from jinpai.simulate.products import BY_CODE
from jinpai.simulate.report_card import SHARES, Card, ReportCards
from jinpai.simulate.shop import Shop
from jinpai.simulate.story import Row
from jinpai.simulate.wall import DAY, from_datetime, plain

ORDER_TITLES = tuple(
    [
        "订单编号",
        "买家会员名",
        "买家会员昵称",
        "支付单号",
        "支付详情",
        "买家应付货款",
        "买家应付邮费",
        "买家支付积分",
        "总金额",
        "返点积分",
        "买家实际支付金额",
        "买家实际支付积分",
        "订单状态",
        "买家留言",
        "收货人姓名",
        "收货地址 ",
        "运送方式",
        "联系电话 ",
        "联系手机",
        "虚拟号过期时间",
        "订单创建时间",
        "订单付款时间 ",
        "宝贝标题 ",
        "宝贝种类 ",
        "物流单号 ",
        "物流公司",
        "订单备注",
        "宝贝总数量",
        "店铺Id",
        "店铺名称",
        "订单关闭原因",
        "卖家服务费",
        "买家服务费",
        "发票抬头",
        "是否手机订单",
        "分阶段订单信息",
        "特权订金订单id",
        "是否上传合同照片",
        "是否上传小票",
        "是否代付",
        "定金排名",
        "修改后的sku",
        "修改后的收货地址",
        "异常信息",
        "天猫卡券抵扣",
        "集分宝抵扣",
        "是否是O2O交易",
        "新零售交易类型",
        "新零售导购门店名称",
        "新零售导购门店id",
        "新零售发货门店名称",
        "新零售发货门店id",
        "退款金额",
        "预约门店",
        "确认收货时间",
        "打款商家金额",
        "含应开票给个人的个人红包",
        "是否信用购",
        "体验期结束时间",
        "前N有礼",
        "配送类型",
        "直播返现状态",
        "返现金额",
        "延迟发货自动赔付金额",
        "新零售成交门店昵称",
        "新零售成交门店id",
        "新零售成交经销商id",
        "预售订单",
        "发货时间",
        "商家备忘",
        "主订单编号",
    ]
)
DETAIL_TITLES = tuple(
    [
        "子订单编号",
        "主订单编号",
        "标题",
        "价格",
        "购买数量",
        "外部系统编号",
        "商品属性",
        "套餐信息",
        "备注",
        "订单状态",
        "商家编码",
        "支付单号",
        "买家应付货款",
        "买家实际支付金额",
        "退款状态",
        "退款金额",
        "订单创建时间",
        "订单付款时间",
    ]
)
REFUND_TITLES = tuple(
    [
        "订单编号",
        "退款编号",
        "支付单号",
        "订单付款时间",
        "商品id",
        "商品编码",
        "退款完结时间",
        "买家实际支付金额",
        "宝贝标题",
        "买家退款金额",
        "手工退款/系统退款",
        "售后类型",
        "退款的申请时间",
        "超时时间",
        "退款状态",
        "货物状态",
        "退货物流信息",
        "发货物流信息",
        "客服介入状态",
        "卖家真实姓名",
        "卖家真实姓名(新)",
        "卖家退货地址",
        "卖家邮编",
        "卖家电话",
        "卖家手机",
        "退货物流单号",
        "退货物流公司",
        "买家退款原因",
        "买家退款说明",
        "买家退货时间",
        "责任方",
        "售中或售后",
        "备注标签",
        "商家备注",
        "完结时间",
        "部分退款/全部退款",
        "审核操作人",
        "审核操作人新会员名",
        "举证超时",
        "是否零秒响应",
        "退款操作人",
        "退款操作人新会员名",
        "退款原因标签",
        "业务类型",
        "是否帮他退款",
        "帮他退款操作账号",
        "小额收款",
        "淘特订单",
        "百亿补贴超链退款信息",
        "智能退款策略",
        "执行方案",
    ]
)
CARD_TITLES = (
    "旺旺昵称",
    "旺旺分组",
    "咨询人数",
    "接待人数",
    "未回复人数",
    "有效接待人数",
    "平均响应时长（秒)",
    "3分钟人工响应率",
    "旺旺回复率",
    "首次响应时长（秒)",
    "慢响应人数",
    "答问比",
    "询单人数",
    "询单最终付款转化率",
    "销售人数",
    "销售额",
    "客单价",
    "客户满意率",
    "成功退款金额",
)
CARD_CODES = (
    "consulted", "receptions", "unanswered", "valid_receptions", "average_response",
    "within_3min", "reply_rate", "first_response", "slow", "answer_ratio", "inquiries",
    "inquiry_conversion", "paid_buyers", "sales", "aov", "satisfaction", "refund_amount",
)  # fmt: skip
SUMMARY = ("汇总值", "平均值", "全店汇总值", "全店平均值", "同行同层优秀", "同行同层均值")
CHAT_TITLES = ("客户名", "消息序号", "发送时间", "发送内容", "发送账号", "账号类型")
_KINDS = {"refund": "仅退款", "return": "退货退款", "exchange": "换货", "reship": "补寄"}
_STATES = {
    "open": "退款处理中,等待卖家处理",
    "succeeded": "退款成功",
    "closed": "退款关闭",
    "refused": "卖家拒绝退款",
}
_OF = {name: {c: i for i, c in enumerate(table.names)} for name, table in TABLES.items()}


def write_taobao(
    shop: Shop,
    folder: Path,
    *,
    as_of: datetime,
    progress: Callable[[str, int], None] | None = None,
) -> dict[str, int]:
    """Write the platform files into `folder`; returns {file name: rows}.

    as_of: the shop's wall time of the export. The shop goes by its name, as on the platform.
    """
    folder.mkdir(parents=True, exist_ok=True)
    writer = _Files(shop, folder, as_of, progress)
    writer.standing()
    facts: dict[str, list[Row]] = defaultdict(list)
    cards = ReportCards()
    for table, rows in cut_rows(shop, as_of, None, None):
        cards.feed(table, rows)
        if table == "messages":
            writer.chats(rows)
        elif table in ("orders", "order_lines", "refunds", "shipments"):
            facts[table] += rows
    writer.close_chats()
    writer.orders(facts)
    writer.refunds(facts)
    writer.cards(cards.finish())
    write_truth(shop, folder)
    return writer.written


class _Files:
    def __init__(
        self, shop: Shop, folder: Path, as_of: datetime, progress: Callable[[str, int], None] | None
    ) -> None:
        self.shop = shop
        self.folder = folder
        self.as_of = as_of
        self.progress = progress
        self.written: dict[str, int] = {}
        self.copied: dict[str, IO[str]] = {}
        self.number = 0
        self.sheet_account = next((a.account for a in shop.team.agents if a.group == "售后"), "")

    def note(self, name: str, rows: int) -> None:
        self.written[name] = self.written.get(name, 0) + rows
        if self.progress is not None:
            self.progress(name, self.written[name])

    def stamp(self) -> str:
        """The next minute: two exports never share one."""
        self.number += 1
        return f"{self.as_of + timedelta(minutes=self.number):%Y%m%d%H%M}"

    def standing(self) -> None:
        for table, rows in standing_rows(self.shop):
            named = [(self.shop.name, *row[1:]) for row in rows] if table != "people" else rows
            out = table_writer("csv", self.folder, table, self.as_of)
            out.write(named)
            out.close()
            self.note(f"{table}.csv", len(named))

    # ---- orders ----------------------------------------------------------------------

    def orders(self, facts: dict[str, list[Row]]) -> None:
        column = _OF["orders"]
        lines: dict[str, list[Row]] = defaultdict(list)
        for row in facts["order_lines"]:
            lines[str(row[1])].append(row)
        parcels = {str(row[1]): row for row in facts["shipments"]}
        refunds = {str(row[2]): row for row in facts["refunds"]}
        months: dict[tuple[int, int], list[Row]] = defaultdict(list)
        for row in facts["orders"]:
            day = date.fromordinal(int(row[column["created_at"]]) // DAY)  # type: ignore[call-overload]
            months[day.year, day.month].append(row)
        for _, rows in sorted(months.items()):
            stamp = self.stamp()
            rows.sort(key=lambda r: r[column["created_at"]], reverse=True)  # type: ignore[arg-type, return-value]
            name = f"ExportOrderList{stamp}.csv"
            with (self.folder / name).open("w", encoding="gb18030", newline="") as file:
                out = csv.writer(file, lineterminator="\r\n")
                out.writerow(ORDER_TITLES)
                for row in rows:
                    order_id = str(row[1])
                    cells = self.order_cells(
                        row, lines[order_id], parcels.get(order_id), refunds.get(order_id)
                    )
                    out.writerow([cells.get(title.strip(), "") for title in ORDER_TITLES])
            self.note(name, len(rows))
            name = f"ExportOrderDetailList{stamp}.csv"
            count = 0
            with (self.folder / name).open("w", encoding="gb18030", newline="") as file:
                out = csv.writer(file, lineterminator="\r\n")
                out.writerow(DETAIL_TITLES)
                for row in rows:
                    for line in lines[str(row[1])]:
                        cells = self.line_cells(row, line, refunds.get(str(row[1])))
                        out.writerow([cells.get(title, "") for title in DETAIL_TITLES])
                        count += 1
            self.note(name, count)

    def order_cells(
        self, row: Row, lines: list[Row], parcel: Row | None, refund: Row | None
    ) -> dict[str, str]:
        o = dict(zip(TABLES["orders"].names, row, strict=True))
        order_id = str(o["order_id"])
        goods = int(o["amount_due"]) - int(o["postage"])  # type: ignore[call-overload]
        refunded = refund is not None and refund[8] == "succeeded" and int(refund[7]) > 0  # type: ignore[call-overload]
        done = _time(o["completed_at"])
        return {
            "订单编号": f'="{order_id}"',
            "买家会员名": str(o["buyer"]),
            "买家会员昵称": str(o["buyer"]),
            "支付单号": f"{order_id[:10]}22001\t" if o["paid_at"] is not None else "",
            "买家应付货款": _yuan(goods),
            "买家应付邮费": _yuan(o["postage"]),
            "买家支付积分": "0",
            "总金额": _yuan(o["amount_due"]),
            "返点积分": "0",
            "买家实际支付金额": _yuan(o["amount_paid"] or 0),
            "买家实际支付积分": "0",
            "订单状态": _status(o),
            "收货人姓名": "*",
            "收货地址": "河北省 石家庄市 ** ****",
            "运送方式": "快递",
            "联系电话": "'null",
            "联系手机": "'1**********",
            "订单创建时间": _time(o["created_at"]),
            "订单付款时间": _time(o["paid_at"]),
            "宝贝标题": "，".join(str(line[5]) for line in lines),
            "宝贝种类": str(len(lines)),
            "物流单号": f"No:{parcel[2]}" if parcel else "",
            "物流公司": str(parcel[3]) if parcel else "",
            "订单备注": f"'{o['remark']}" if o["remark"] else "",
            "宝贝总数量": str(o["quantity"]),
            "店铺Id": "0",
            "店铺名称": self.shop.name,
            "订单关闭原因": {"unpaid": "买家未付款", "refunded": "退款"}.get(
                str(o["close_reason"]), "订单未关闭"
            ),
            "卖家服务费": "0",
            "买家服务费": "0元",
            "是否手机订单": "手机订单" if int(order_id) % 7 else "",
            "分阶段订单信息": "null",
            "退款金额": _yuan(refund[7]) if refund is not None and refunded else "无退款申请",
            "确认收货时间": done,
            "打款商家金额": f"{_yuan(o['amount_paid'])}元" if done else "0.00元",
            "是否信用购": "否",
            "返现金额": "0.00",
            "预售订单": "是" if o["deposit_paid_at"] is not None else "否",
            "发货时间": _time(o["shipped_at"]) or "null",
            "商家备忘": str(o["remark"]) or "null",
            "主订单编号": f"{order_id}\t",
        }

    def line_cells(self, row: Row, line: Row, refund: Row | None) -> dict[str, str]:
        o = dict(zip(TABLES["orders"].names, row, strict=True))
        item = dict(zip(TABLES["order_lines"].names, line, strict=True))
        amount, quantity = int(item["amount"]), int(item["quantity"])  # type: ignore[call-overload]
        product = BY_CODE[str(item["product"])]
        state = _STATES[str(refund[8])] if refund is not None else "没有申请退款"
        return {
            "子订单编号": f'="{item["line_id"]}"',
            "主订单编号": f'="{item["order_id"]}"',
            "标题": str(item["title"]),
            "价格": _yuan(product.price),
            "购买数量": str(quantity),
            "外部系统编号": str(item["product"]),
            "商品属性": f"颜色分类：{item['sku']}",
            "备注": "null",
            "订单状态": _status(o),
            "商家编码": str(item["product"]),
            "支付单号": "null",
            "买家应付货款": _yuan(amount),
            "买家实际支付金额": _yuan(amount if o["paid_at"] is not None else 0),
            "退款状态": state,
            "退款金额": "0.00" if refund is None else _yuan(refund[7]),
            "订单创建时间": _time(o["created_at"]),
            "订单付款时间": _time(o["paid_at"]),
        }

    def refunds(self, facts: dict[str, list[Row]]) -> None:
        orders = {str(row[1]): row for row in facts["orders"]}
        titles = {str(row[1]): row for row in facts["order_lines"]}
        rows = [r for r in facts["refunds"] if str(r[2]) in orders]
        if not rows:
            return
        name = f"退款单{self.stamp()}.xlsx"
        book = Workbook(write_only=True)
        sheet = book.create_sheet("export")
        sheet.append(REFUND_TITLES)
        for row in rows:
            r = dict(zip(TABLES["refunds"].names, row, strict=True))
            order = orders[str(r["order_id"])]
            line = titles[str(r["order_id"])]
            paid = order[_OF["orders"]["amount_paid"]] or 0
            whole = int(r["amount"]) == int(paid)  # type: ignore[call-overload]
            cells = {
                "订单编号": r["order_id"], "退款编号": r["refund_id"],
                "订单付款时间": _time(order[_OF["orders"]["paid_at"]]),
                "商品id": BY_CODE[str(line[3])].item_id, "商品编码": line[3],
                "退款完结时间": _time(r["finished_at"]), "买家实际支付金额": _yuan(paid),
                "宝贝标题": line[5], "买家退款金额": _yuan(r["amount"]),
                "手工退款/系统退款": "手工退款",
                "售后类型": _KINDS[str(r["kind"])], "退款的申请时间": _time(r["opened_at"]),
                "退款状态": _STATES[str(r["status"])],
                "货物状态": "买家未收到货" if r["kind"] == "refund" else "买家已收到货",
                "客服介入状态": "不需要客服介入", "退货物流单号": r["return_waybill"],
                "买家退款原因": r["reason"], "责任方": "-",
                "售中或售后": "售中退款" if r["kind"] == "refund" else "售后退款",
                "商家备注": order[_OF["orders"]["remark"]], "完结时间": _time(r["finished_at"]),
                "部分退款/全部退款": "全部退款" if whole else "部分退款",
                "审核操作人": r["handler"], "退款操作人": r["handler"], "是否零秒响应": "否",
            }  # fmt: skip
            sheet.append([str(cells.get(title, "") or "") for title in REFUND_TITLES])
        book.save(self.folder / name)
        self.note(name, len(rows))

    # ---- figures ---------------------------------------------------------------------

    def cards(self, cards: dict[tuple[str, int], Card]) -> None:
        days: dict[int, list[tuple[str, Card]]] = defaultdict(list)
        for (account, day), card in sorted(cards.items()):
            if account.startswith(f"{self.shop.name}:") and account != self.shop.team.robot:
                days[day].append((account, card))
        groups = {a.account: a.group for a in self.shop.team.agents}
        last = from_datetime(self.as_of) // DAY
        for day, found in sorted(days.items()):
            if day >= last:
                continue
            name = f"客服绩效_{date.fromordinal(day):%Y%m%d}.xlsx"
            book = Workbook(write_only=True)
            sheet = book.create_sheet("Sheet1")
            sheet.append(CARD_TITLES)
            late = day > last - 4  # the final conversion is not known yet
            table = []
            for account, card in found:
                figures = card.figures()
                cells: list[str] = [_figure(code, figures[code], late) for code in CARD_CODES]
                table.append(cells)
                sheet.append([account, groups.get(account, "未分组"), *cells])
            for label in SUMMARY:
                sheet.append([label, "", *_summary(label, table)])
            book.save(self.folder / name)
            self.note(name, len(found))

    # ---- chats -----------------------------------------------------------------------

    def chats(self, rows: list[Row]) -> None:
        """One day of messages, into the account's text or the after-sales workbook."""
        threads: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in rows:
            if row[5] != "mass":
                threads[str(row[1]), str(row[2])].append(row)
        by_account: dict[str, list[tuple[str, list[Row]]]] = defaultdict(list)
        for (account, buyer), messages in threads.items():
            by_account[account].append((buyer, messages))
        for account, conversations in sorted(by_account.items()):
            if account == self.sheet_account:
                self.workbook(conversations)
            else:
                self.copy(account, conversations)

    def copy(self, account: str, conversations: list[tuple[str, list[Row]]]) -> None:
        """As Ctrl+A, Ctrl+C in the client gives it; the last conversation stands first."""
        conversations.sort(key=lambda c: (c[1][0][3], c[0]), reverse=True)
        for buyer, messages in conversations:
            if not any(m[4] == "buyer" for m in messages):
                continue  # a copy of nothing but one's own lines names no buyer
            day = date.fromordinal(int(messages[0][3]) // DAY)  # type: ignore[call-overload]
            sub = account.rpartition(":")[2] or account
            name = f"聊天记录_{sub}_{day:%Y-%m}.txt"
            if name not in self.copied:
                self.copied[name] = (self.folder / name).open("w", encoding="utf-8")
            out = self.copied[name]
            for m in messages:
                at = plain(int(m[3]))  # type: ignore[call-overload]
                if m[5] == "transfer":
                    out.write(f"{account} --> {m[8]} {at}\n")
                    continue
                who = buyer if m[4] == "buyer" else self.speaker(account, m)
                out.write(f"{who}\n{at}\n{_body(m)}\n")
                if m[4] != "buyer":
                    out.write("已读\n")
            out.write("\n")
            self.note(name, len(messages))

    def speaker(self, account: str, message: Row) -> str:
        return self.shop.team.robot if message[4] == "robot" else account

    def workbook(self, conversations: list[tuple[str, list[Row]]]) -> None:
        """As the browser script saves it: a sheet per customer and 导出汇总."""
        first = int(conversations[0][1][0][3])  # type: ignore[call-overload]
        day = date.fromordinal(first // DAY)
        after = day + timedelta(days=1)
        name = f"千牛聊天记录_原始逐条_{after:%Y-%m-%d}_09-{10 + day.toordinal() % 40:02d}.xlsx"
        book = Workbook(write_only=True)
        summary = book.create_sheet("导出汇总")
        summary.append(("客户名", "消息数"))
        total = 0
        for buyer, messages in sorted(conversations):
            kept = [m for m in messages if m[4] in ("buyer", "agent")]
            if not kept:
                continue
            summary.append((buyer, len(kept)))
            sheet = book.create_sheet(buyer[:31])
            sheet.append(CHAT_TITLES)
            for index, m in enumerate(kept, start=1):
                theirs = m[4] == "buyer"
                sheet.append(
                    (
                        buyer, index, plain(int(m[3])), _body(m),  # type: ignore[call-overload]
                        buyer if theirs else m[1], "客户" if theirs else "客服",
                    )
                )  # fmt: skip
            total += len(kept)
        if total:
            book.save(self.folder / name)
            self.note(name, total)

    def close_chats(self) -> None:
        for file in self.copied.values():
            file.close()


def _yuan(fen: object) -> str:
    value = int(fen or 0)  # type: ignore[call-overload]
    return f"{value // 100}.{value % 100:02d}"


def _time(moment: object) -> str:
    return "" if moment is None else plain(int(moment))  # type: ignore[call-overload]


def _status(o: dict[str, object]) -> str:
    if o["closed_at"] is not None:
        return "交易关闭"
    if o["completed_at"] is not None:
        return "交易成功"
    if o["shipped_at"] is not None:
        return "卖家已发货，等待买家确认"
    if o["paid_at"] is not None:
        return "买家已付款，等待卖家发货"
    return "等待买家付款"


def _body(message: Row) -> str:
    text = str(message[6])
    if message[5] == "order_card":
        return f"¥\n订单号：{text}"
    if message[5] == "image":
        return "[图片]"
    return text


def _figure(code: str, figure: tuple[float, float, float] | None, late: bool) -> str:
    if code == "inquiry_conversion" and late:
        return "延迟统计"
    if figure is None:
        return "暂无数据" if code == "satisfaction" else "-"
    value = figure[0]
    if code in SHARES:
        return f"{value * 100:.2f}%"
    if code in ("sales", "aov", "refund_amount", "answer_ratio"):
        return f"{value:,.2f}"
    if code in ("average_response", "first_response"):
        return f"{value:.2f}"
    return f"{value:.0f}"


def _summary(label: str, table: list[list[str]]) -> list[str]:
    """The last six rows: sums and means, and peers that the platform invents."""
    if label.startswith("同行"):
        return ["-"] * len(CARD_CODES)
    out = []
    for column in zip(*table, strict=True):
        numbers = []
        for cell in column:
            try:
                numbers.append(float(cell.replace(",", "").removesuffix("%")))
            except ValueError:
                continue
        percent = "%" if any(cell.endswith("%") for cell in column) else ""
        if not numbers:
            out.append("-")
        elif label.endswith("汇总值") and not percent:
            out.append(f"{sum(numbers):.2f}")
        else:
            out.append(f"{sum(numbers) / len(numbers):.2f}{percent}")
    return out

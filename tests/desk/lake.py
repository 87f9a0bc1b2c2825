"""A shop small enough to know every row of, on the morning of Tuesday 13 October 2026, 9:00.

o1  b1  ordered today 8:30, unpaid                      served by 蔡蔡 (P5)
o2  b2  ordered on the 10th, unpaid: reminders and the day for the reason are over
o3  b3  paid yesterday 20:00, not shipped, remark 送某某礼物一份    served by 蔡蔡
o4  b4  paid today 7:00, not shipped; writes that the address is wrong
o5  b5  paid yesterday, green flag: in no list
o6  b6  shipped on the 10th 10:00, silent since the 11th 9:00 (48 h)
o7  b7  shipped on the 11th, silent since the 11th 9:01: a minute less
o8  b8  shipped, lost
o9  b9  signed on the 10th 9:00 (72 h), not confirmed     served by 小北 (P6)
o10 b10 signed on the 10th 9:01: a minute less
o11 b11 signed yesterday, confirmed                       served by 小北
o12 b12 bad review of the best seller;  o13 b13 neutral review, of something else
o14 b14 paid today 8:00 after 送您一份礼物, no remark     served by 蔡蔡
D1      complaint about o9, open, until the 14th 12:00
b20 asks 蔡蔡 yesterday 8:59, orders nothing;  b21 asks 小北 yesterday 9:01, nothing either
b22 writes at 23:50 and is not answered;  b23 thanks after an answer

The next morning's export (`SECOND`) and the one after (`THIRD`) say how it went on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from jinpai.apps import home

Morning = Callable[[int], None]
"""Makes it the first, second or third morning."""

NOW = datetime(2026, 10, 13, 1, 0, tzinfo=UTC)  # 9:00 in the shop
AS_OF = datetime(2026, 10, 13, 9, 0)

SHOPS = "shop,platform,name,timezone\nS,tmall,小店,Asia/Shanghai\n"
ACCOUNTS = "shop,account,person,from,to\nS,店:蔡蔡,P5,2026-01-01,\nS,店:小北,P6,2026-01-01,\n"
ORDER = (
    "shop,order_id,buyer,created_at,paid_at,shipped_at,signed_at,completed_at,closed_at,"
    "amount_due,amount_paid,quantity,remark,flag\n"
)
LINES = "shop,order_id,line_id,product,title,quantity,amount\n"
PARCEL = "shop,order_id,waybill,courier,shipped_at,last_event,last_event_at,signed_at,problem\n"
REVIEW = "shop,order_id,at,verdict,text\n"
DISPUTE = "shop,dispute_id,order_id,opened_at,deadline,kind,result,points,fault\n"
REFUND = "shop,refund_id,order_id,opened_at,finished_at,kind,reason,amount,status\n"
SAID = "shop,account,buyer,at,sender,kind,text\n"


def order(number: str, buyer: str, created: str, **more: str) -> str:
    """One order as a line; times are `13 08:30`, in October."""
    cells = {"remark": "", "flag": ""} | {k: _at(k, v) for k, v in more.items()}
    paid = cells.get("paid", "")
    return ",".join(
        ["S", number, buyer, _at("", created), paid, cells.get("shipped", ""),
         cells.get("signed", ""), cells.get("completed", ""), cells.get("closed", ""), "99.00",
         "99.00" if paid else "", "1", cells["remark"], cells["flag"]]
    ) + "\n"  # fmt: skip


def _at(name: str, text: str) -> str:
    return text if name in ("remark", "flag") else f"2026-10-{text}:00"


def said(account: str, buyer: str, at: str, sender: str, text: str) -> str:
    return f"S,店:{account},{buyer},2026-10-{at}:00,{sender},text,{text}\n"


def talk(account: str, buyer: str, at: str) -> str:
    """A question and its answer."""
    return said(account, buyer, at, "buyer", "在吗") + said(account, buyer, at, "agent", "在的亲")


ORDERS = ORDER + "".join((
    order("o1", "b1", "13 08:30"),
    order("o2", "b2", "10 08:30"),
    order("o3", "b3", "12 19:50", paid="12 20:00", remark="蔡蔡 送某某礼物一份 2026.10.12"),
    order("o4", "b4", "13 06:50", paid="13 07:00"),
    order("o5", "b5", "12 10:00", paid="12 10:01", flag="green"),
    order("o6", "b6", "10 08:00", paid="10 08:01", shipped="10 10:00"),
    order("o7", "b7", "10 08:00", paid="10 08:01", shipped="11 08:00"),
    order("o8", "b8", "09 08:00", paid="09 08:01", shipped="09 18:00"),
    order("o9", "b9", "07 08:00", paid="07 08:01", shipped="07 18:00", signed="10 09:00"),
    order("o10", "b10", "07 08:00", paid="07 08:01", shipped="07 18:00", signed="10 09:01"),
    order("o11", "b11", "09 08:00", paid="09 08:01", shipped="09 18:00", signed="12 15:00",
          completed="12 15:30"),
    order("o12", "b12", "05 08:00", paid="05 08:01", shipped="05 18:00", signed="08 09:00",
          completed="12 20:00"),
    order("o13", "b13", "05 08:00", paid="05 08:01", shipped="05 18:00", signed="08 09:00",
          completed="12 20:00"),
    order("o14", "b14", "13 07:50", paid="13 08:00"),
    order("o15", "b15", "13 08:00"),
))  # fmt: skip
ORDER_LINES = LINES + "".join(
    f"S,o{n},o{n}-1,{'P-OTHER' if n == 13 else 'P-TOP'},{'别的' if n == 13 else '爆款'},1,99.00\n"
    for n in range(1, 15)
)
SHIPMENTS = PARCEL + (
    "S,o6,W6,中通,2026-10-10 10:00:00,已揽收,2026-10-11 09:00:00,,\n"
    "S,o7,W7,中通,2026-10-11 08:00:00,已揽收,2026-10-11 09:01:00,,\n"
    "S,o8,W8,中通,2026-10-09 18:00:00,包裹异常,2026-10-12 10:00:00,,lost\n"
)
REVIEWS = REVIEW + ("S,o12,2026-10-12 20:30:00,bad,破的\nS,o13,2026-10-12 21:00:00,neutral,一般\n")
DISPUTES = DISPUTE + "S,D1,o9,2026-10-12 12:00:00,2026-10-14 12:00:00,complaint,,,\n"
MESSAGES = SAID + "".join((
    talk("蔡蔡", "b1", "13 08:25"),
    talk("蔡蔡", "b3", "12 19:40"),
    said("小北", "b4", "13 07:05", "buyer", "地址写错了帮我改一下"),
    said("小北", "b4", "13 07:10", "agent", "好的亲"),
    talk("小北", "b9", "07 07:50"),
    talk("小北", "b11", "09 07:50"),
    said("蔡蔡", "b14", "13 07:40", "buyer", "有礼物吗"),
    said("蔡蔡", "b14", "13 07:41", "agent", "送您一份礼物"),
    talk("蔡蔡", "b20", "12 08:59"),
    talk("小北", "b21", "12 09:01"),
    said("蔡蔡", "b22", "12 23:50", "buyer", "明天能发吗"),
    said("小北", "b23", "09 10:00", "buyer", "有货吗"),
    said("小北", "b23", "09 10:01", "agent", "有的"),
    said("小北", "b23", "12 22:00", "buyer", "好的"),
))  # fmt: skip


SECOND = {
    "orders": ORDER + "".join((
        order("o1", "b1", "13 08:30", paid="13 09:20"),
        order("o3", "b3", "12 19:50", paid="12 20:00", shipped="13 10:00"),
        order("o9", "b9", "07 08:00", paid="07 08:01", shipped="07 18:00", signed="10 09:00",
              completed="13 12:00"),
        order("o11", "b11", "09 08:00", paid="09 08:01", shipped="09 18:00", signed="12 15:00",
              completed="12 15:30", flag="green"),
        order("o14", "b14", "13 07:50", paid="13 08:00", remark="蔡蔡 送礼物一份 2026.10.13"),
        order("o15", "b15", "13 08:00", remark="再看看"),
        order("o20", "b20", "13 11:00", paid="13 11:01"),
    )),
    "shipments": PARCEL
    + "S,o6,W6,中通,2026-10-10 10:00:00,已签收,2026-10-13 12:00:00,2026-10-13 12:00:00,\n",
    "disputes": DISPUTE
    + "S,D1,o9,2026-10-12 12:00:00,2026-10-14 12:00:00,complaint,商家责任,1,shop\n",
    "messages": SAID + said("蔡蔡", "b22", "13 09:05", "agent", "今天发"),
    "refunds": REFUND
    + "S,R1,o4,2026-10-13 10:00:00,2026-10-13 11:00:00,refund,不想要了,99.00,succeeded\n",
}  # fmt: skip
THIRD = {"orders": ORDER + order("o15", "b15", "13 08:00", paid="14 10:00")}


def take(folder: Path, as_of: datetime = AS_OF, **files: str) -> None:
    """Import files by their table's name."""
    from jinpai.facts.load import Answers, Source, load

    sources = []
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        sources.append(Source(path, path.name, Answers(as_of=as_of)))
    report = load(home.lake(), sources, now=NOW)
    assert not any(f.problems for f in report.files), [f.problems for f in report.files]


def load_facts(folder: Path) -> None:
    take(folder, shops=SHOPS)
    take(
        folder, accounts=ACCOUNTS, orders=ORDERS, order_lines=ORDER_LINES, shipments=SHIPMENTS,
        reviews=REVIEWS, disputes=DISPUTES, messages=MESSAGES,
    )  # fmt: skip

"""What the program calls an item, in English. An item keeps its title in Chinese, the first
language of the desk; names, goods and what people wrote in it stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from jinpai.workflow import approvals, promises
from jinpai.workflow.aftersales import states
from jinpai.workflow.authority import WHATS
from jinpai.workflow.campaigns import PREPARATIONS
from jinpai.workflow.lists import complaints, parcels, reviews
from jinpai.workflow.raising import CHOICES
from jinpai.workflow.routines import shipped

OWN: Mapping[str, str] = {
    "买家留言没有回": "A buyer's message without a reply",
    "付了款还没发货": "Paid and not shipped",
    "包裹没有动静": "A parcel without news",
    "包裹异常": "A parcel in trouble",
    "发货前看一眼": "Look before it ships",
    "回访:收到货了,满意吗": "Visit: received, is all well?",
    "拍下没付款": "Ordered, not paid",
    "签收了没确认": "Signed, not confirmed",
    "问了没买": "Asked and did not buy",
    "爆款差评": "Bad review on a best seller",
    "事故:爆款差评": "Incident: bad review on a best seller",
    "事故提醒:爆款差评": "Incident alert: bad review on a best seller",
}
ROLES: Mapping[str, str] = {
    "店主": "Owner", "客服主管": "Supervisor", "店长助理": "Shop assistant", "客服": "Agent",
    "仓库": "Warehouse", "运营": "Operations",
}  # fmt: skip


@cache
def _whole() -> dict[str, str]:
    """Words that may be a whole title, or stand before a colon."""
    pairs = [
        *reviews.VERDICTS.values(), *complaints.KINDS.values(), *parcels.PROBLEMS.values(),
        *((o.zh, o.en) for options in CHOICES.values() for o in options.values()),
        *((one.zh, one.en) for one in shipped()),
    ]  # fmt: skip
    return {zh: en[:1].upper() + en[1:] for zh, en in pairs} | dict(OWN)


def _words(pairs: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return dict(pairs.values())


def _steps(table: Mapping[str, states.Word]) -> dict[str, str]:
    return {one.zh: one.en for one in table.values()}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, Mapping[str, str]], ...]:
    """How the others are put together, their English, and the words in it to be said again."""
    cases = _steps(states.KINDS) | _steps(states.STATES)
    rows: tuple[tuple[str, str, Mapping[str, str]], ...] = (
        (r"拍下没付款 (?P<a>[\d.]+) 元", "Ordered, not paid: {a} yuan", {}),
        (r"答应了(?P<a>.+),没有备注", "Promised {a}, no remark", _words(promises.KINDS)),
        (r"权限说明:(?P<a>.+) 第 (?P<b>\d+) 版,读完确认",
         "Authority page: {a}, version {b}, to be read and confirmed", ROLES),
        (r"订单变了,请重新判断 · (?P<a>.+) · (?P<b>\S+)",
         "The order changed, judge again · {a} · {b}", cases),
        (r"认领包裹 · (?P<a>.+)", "Claim a parcel · {a}", {}),
        (r"每日对账 · (?P<a>.+)", "Daily reconciliation · {a}", {}),
        (r"低于安全库存:(?P<a>.+)", "Below safety stock: {a}", {}),
        (r"同类问题 (?P<a>\d+) 次:(?P<b>.+)", "The same problem {a} times: {b}", {}),
        (r"知识库:(?P<a>.+)", "Knowledge base: {a}", {}),
        (r"活动「(?P<a>.+)」", "Campaign {a}", {}),
        (r"订单 (?P<a>\S+) 标了绿旗(疑似刷单),退出所有的数",
         "Order {a} was flagged green (suspected brushing) and leaves every figure", {}),
        (r"订单 (?P<a>\S+) 的绿旗拿掉了,重新计数",
         "The green flag of order {a} was taken off, it counts again", {}),
        (r"打款 (?P<a>[\d.]+) 元", "Pay {a} yuan", {}),
        (rf"(?P<a>{_any(_words(approvals.KINDS))}) (?P<b>[\d.]+) 元", "{a} {b} yuan",
         _words(approvals.KINDS)),
        (rf"(?P<a>.+) 申请(?P<b>{_any(_words(WHATS))}) (?P<c>[\d.]+) 元:(?P<d>.+)",
         "{a} asks for {b}, {c} yuan: {d}", _words(WHATS)),
        (rf"(?P<a>.+) 申请(?P<b>{_any(_words(WHATS))}) (?P<c>\d+) 天:(?P<d>.+)",
         "{a} asks for {b}, {c}: {d}", _words(WHATS)),
        (rf"(?P<a>.+) 申请(?P<b>{_any(_words(WHATS))}) (?P<c>[\d.]+%):(?P<d>.+)",
         "{a} asks for {b}, {c}: {d}", _words(WHATS)),
        (rf"(?P<a>{_any(_steps(states.KINDS))}) · (?P<b>{_any(_steps(states.STATES))})"
         r" · (?P<c>\S+)", "{a} · {b} · {c}", cases),
        (rf"(?P<a>{_any(_whole())}):(?P<b>\d+) 项", "{a} ({b})", _whole()),
        (rf"(?P<a>.+):(?P<b>{_any({p.zh: p.en for p in PREPARATIONS})})", "{a}: {b}",
         {p.zh: p.en for p in PREPARATIONS}),
        (rf"(?P<a>{_any(_whole())}):(?P<b>.+)", "{a}: {b}", _whole()),
    )  # fmt: skip
    return tuple((re.compile(made, re.DOTALL), english, words) for made, english, words in rows)


def _any(words: Mapping[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def english(title: str) -> str:
    """A title of the program in English; what a person wrote comes back as it is."""
    if title in (whole := _whole()):
        return whole[title]
    for made, said, words in _patterns():
        if found := made.fullmatch(title):
            parts = {k: words.get(v, v) for k, v in found.groupdict().items()}
            text = said.format(**parts)
            if text.startswith(found["a"]):  # a name, as it is written
                return text
            return text[:1].upper() + text[1:]
    return title

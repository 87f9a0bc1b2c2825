"""Reader of the text of 千牛's web page 聊天记录查询.

A line with the day stands over each group; a message is its time, its lines, and last the
account that sent it:

    2026-07-01
    20:57:11
    亲，在的
    得力广州专卖店:小迪

Source: reference formats.md §3.1 c.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path

from jinpai.facts.readers import chat_lines, chat_threads, file_name, problems
from jinpai.facts.readers.chat_threads import Utterance
from jinpai.facts.readers.grids import TEXT
from jinpai.facts.readers.protocol import Batch, Context, Problem, Sample
from jinpai.facts.readers.staff_nicks import nick, staff_shop

_DAY = re.compile(r"^(20\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s*(?:星期|周).)?$")
_CLOCK = re.compile(r"^([01]?\d|2[0-3]):([0-5]\d):([0-5]\d)$")
_CUSTOMER = re.compile(r"^(?:客户|买家|顾客)(?:昵称|账号|帐号|名)?\s*[:：]\s*(\S.*)$")
_STAFF = re.compile(r"^(?:员工|客服|子)(?:账号|帐号|昵称)?\s*[:：]\s*(\S.*)$")
_FOOTER = re.compile(
    r"^(?:上一页|下一页|首页|末页|尾页|跳转|确定|到第|页|\.\.\.|…|共\s*\d+\s*[条页]?.*|\d{1,3}|第\s*\d+.*"
    r"|没有更多了?|已到底部?|返回顶部|导出|查询|\d+\s*条/页|版权所有.*|©.*)$"
)

_Block = tuple[datetime, int, list[str]]


class QianniuChatWeb:
    """Chats copied from the web page."""

    code = "qianniu_chat_web"
    zh = "千牛聊天记录查询（网页文字）"
    en = "Qianniu web chat page as text"
    tables: tuple[str, ...] = ("messages",)
    needs_shop = False

    def recognise(self, sample: Sample) -> float:
        """By lines with nothing but a day and lines with nothing but a time of day."""
        if sample.container not in TEXT:
            return 0.0
        lines = [line.strip() for line in sample.text.splitlines()]
        days = sum(1 for line in lines if _DAY.match(line))
        clocks = sum(1 for line in lines if _CLOCK.match(line))
        return 0.95 if days and clocks and len(_blocks(lines)) else 0.0

    def as_of(self, sample: Sample) -> datetime | None:
        """The minute in the name, if it has one."""
        return file_name.exported_at(sample.name)

    def read(self, path: Path, sample: Sample, context: Context) -> Iterator[Batch | Problem]:
        """Messages of the page."""
        try:
            text = path.read_text(encoding=sample.encoding or "utf-8-sig", errors="replace")
        except (OSError, LookupError, ValueError):
            yield problems.unreadable()
            return
        lines = [line.strip(" \t\u3000\ufeff\u200b\r") for line in text.splitlines()]
        blocks = _blocks(lines)
        if not blocks:
            yield problems.no_header()
            return
        customer, staff = _asked_for(lines)
        yield from chat_threads.rows(
            list(_utterances(blocks, customer)), context, buyer=customer, account=staff
        )


def _asked_for(lines: Sequence[str]) -> tuple[str, str]:
    """Customer and staff account of the query, where the head of the page was copied too."""
    customer = staff = ""
    for line in lines:
        if _DAY.match(line):
            break
        if found := _CUSTOMER.match(line):
            customer = customer or nick(found.group(1))
        elif found := _STAFF.match(line):
            staff = staff or nick(found.group(1))
    return customer, staff


def _blocks(lines: Sequence[str]) -> list[_Block]:
    """Each message: its time, its first line's number, and the lines below the time."""
    day: date | None = None
    blocks: list[_Block] = []
    body: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        if found := _DAY.match(line):
            try:
                day = date(*(int(part) for part in found.groups()))
            except ValueError:
                continue
            body = None
        elif (found := _CLOCK.match(line)) and day is not None:
            hour, minute, second = (int(part) for part in found.groups())
            body = []
            blocks.append((datetime.combine(day, time(hour, minute, second)), number, body))
        elif body is not None and line:
            body.append(line)
    return blocks


def _utterances(blocks: Sequence[_Block], customer: str) -> Iterator[Utterance]:
    endings = Counter(
        nick(body[-1]) for _, _, body in blocks if body and body[-1] not in chat_lines.STATUS
    )
    senders = {name for name, times in endings.items() if times > 1 or staff_shop(name)}
    senders |= {customer} - {""}
    for at, line, body in blocks:
        last = _sender_at(body, senders)
        if last is None:
            continue
        said = chat_lines.said(body[:last])
        if said is None:
            continue
        kind, text = said
        yield Utterance(at, nick(body[last]), text, kind, line)


def _sender_at(body: Sequence[str], senders: set[str]) -> int | None:
    """Where in a message's lines its sender stands: last, but for the foot of the page."""
    end = len(body)
    while (
        end
        and (_FOOTER.match(body[end - 1]) or body[end - 1] in chat_lines.STATUS)
        and nick(body[end - 1]) not in senders
    ):
        end -= 1
    if not end:
        return None
    if nick(body[end - 1]) in senders:
        return end - 1
    for index in range(end - 1, -1, -1):
        if nick(body[index]) in senders:
            # only what looks like the page's own words may stand behind the sender
            return index if end < len(body) else end - 1
    return end - 1

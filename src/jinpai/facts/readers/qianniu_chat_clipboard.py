"""Reader of chats copied out of the 千牛 client.

Five ways in which a message begins are known:

    买家                        买家2024-01-15 14:30:25         [店:小迪] 2024-01-15 14:30:25
    2024-01-15 14:30:25        正文                             正文
    正文（可多行）
    已读                        店:小迪 --> 店:小美 2024-01-15 14:31:00      (a transfer)
                               买家 (2014-08-20 10:11:12): 正文              (of the 2010s)

Source: reference formats.md §3.1 a, b, e.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from jinpai.facts.readers import chat_lines, chat_threads, file_name, problems
from jinpai.facts.readers.chat_threads import Utterance
from jinpai.facts.readers.grids import TEXT
from jinpai.facts.readers.protocol import Batch, Context, Problem, Sample
from jinpai.facts.readers.staff_nicks import nick

_STAMP = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ \u3000]+\d{1,2}:\d{2}:\d{2}"
_ALONE = re.compile(rf"^{_STAMP}$")
_TRANSFER = re.compile(rf"^(.{{1,60}}?)\s*(?:-->|——>|-->>|→)\s*(.{{1,60}}?)\s*({_STAMP})$")
_BRACKETS = re.compile(rf"^[\[【]([^\[\]【】]{{1,60}})[\]】]\s*({_STAMP})[:：]?\s*(.*)$")
_OLD = re.compile(rf"^(.{{1,60}}?)\s*[(（]({_STAMP})[)）]\s*[:：]\s*(.*)$")
_ENDING = re.compile(rf"^(.{{1,60}}?)\s*({_STAMP})$")  # the nick may end in digits
_NAME = re.compile(r"^[^，。！？；,!?;\n\t]{1,60}$")
_NO_NAME = re.compile(
    r"(?:时间|日期|[于在到为是:：])$|预计|送达|发货|签收|揽收|下单|付款|截止|更新|物流|活动|订单"
)
_DAY = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}$")


@dataclass
class _Message:
    speaker: str
    at: datetime
    line: int
    to_account: str = ""
    staff: bool = False
    body: list[str] = field(default_factory=list)
    apart: bool = False  # a blank line stands above


class QianniuChatClipboard:
    """Chats as the clipboard gives them."""

    code = "qianniu_chat_clipboard"
    zh = "千牛聊天（客户端复制的文字）"
    en = "Qianniu chat copied as text"
    tables: tuple[str, ...] = ("messages",)
    needs_shop = False

    def recognise(self, sample: Sample) -> float:
        """By lines that name a speaker and a full time; never a file of separated columns."""
        if sample.container not in TEXT:
            return 0.0
        lines = sample.text.splitlines()
        heads = len(list(_messages(enumerate(lines, start=1))))
        if not heads:
            return 0.0
        filled = sum(1 for line in lines if line.strip())
        share = heads / max(1, filled)
        return 0.9 if share > 0.08 or heads >= 3 else 0.5

    def as_of(self, sample: Sample) -> datetime | None:
        """The minute in the name, if it has one."""
        return file_name.exported_at(sample.name)

    def read(self, path: Path, sample: Sample, context: Context) -> Iterator[Batch | Problem]:
        """Messages of every conversation in the file."""
        try:
            text = path.read_text(encoding=sample.encoding or "utf-8-sig", errors="replace")
        except (OSError, LookupError, ValueError):
            yield problems.unreadable()
            return
        found = list(utterances(text.splitlines()))
        if not found:
            yield problems.no_header()
            return
        yield from chat_threads.rows(found, context)


def utterances(lines: Sequence[str]) -> Iterator[Utterance]:
    """What was said, in the order of the file."""
    messages = list(_messages(enumerate(lines, start=1)))
    bracketed = {message.speaker for message in messages if message.staff}
    # where every speaker is bracketed, brackets tell nothing
    telling = bracketed != {message.speaker for message in messages}
    # blank lines part conversations, unless they part every message
    parted = 2 * sum(message.apart for message in messages) < len(messages)
    for message in messages:
        if message.to_account:
            yield Utterance(
                message.at,
                message.speaker,
                "",
                "transfer",
                message.line,
                to_account=message.to_account,
                apart=parted and message.apart,
            )
            if not any(line.strip() for line in message.body):
                continue
        said = chat_lines.said(message.body)
        if said is None or (message.to_account and not said[1]):
            continue
        kind, text = said
        if message.to_account:
            continue  # what stands below a transfer is its reason, said by no one
        yield Utterance(
            message.at,
            message.speaker,
            text,
            kind,
            message.line,
            marked_staff=telling and message.staff,
            apart=parted and message.apart,
        )


def _messages(numbered: Iterable[tuple[int, str]]) -> Iterator[_Message]:
    current: _Message | None = None
    pending: tuple[int, str] | None = None  # a line that may turn out to be a name
    blank = apart = False  # is there a blank line above this line, above the pending one?
    for number, raw in numbered:
        line = raw.strip(" \t\u3000\ufeff\u200b\r")
        if not line:
            blank = True
            continue
        begun = _begin(line, number, pending)
        if begun is None:
            if pending is not None and current is not None:
                current.body.append(pending[1])
            pending, apart, blank = (number, line), blank, False
            continue
        if not _ALONE.match(line) and pending is not None and current is not None:
            current.body.append(pending[1])
        if current is not None:
            yield current
        begun.apart = apart if _ALONE.match(line) else blank
        current, pending, blank = begun, None, False
    if current is not None:
        if pending is not None:
            current.body.append(pending[1])
        yield current


def _begin(line: str, number: int, pending: tuple[int, str] | None) -> _Message | None:
    """The message that begins with this line (and the name in the line before it)."""
    if _ALONE.match(line):
        at = chat_lines.moment(line)
        if at is None or pending is None or not _may_stand_above(pending[1]):
            return None
        return _Message(_bare(pending[1]), at, pending[0], staff=_in_brackets(pending[1]))
    if found := _TRANSFER.match(line):
        at = chat_lines.moment(found.group(3))
        if at is not None:
            return _Message(_bare(found.group(1)), at, number, to_account=_bare(found.group(2)))
    for pattern, staff in ((_BRACKETS, True), (_OLD, False)):
        if found := pattern.match(line):
            at = chat_lines.moment(found.group(2))
            if at is not None:
                body = [found.group(3)] if found.group(3) else []
                return _Message(nick(found.group(1)), at, number, staff=staff, body=body)
    if (found := _ENDING.match(line)) and _may_stand_before(found.group(1)):
        at = chat_lines.moment(found.group(2))
        if at is not None:
            name = found.group(1)
            return _Message(_bare(name), at, number, staff=_in_brackets(name))
    return None


def _may_stand_above(text: str) -> bool:
    """Can the line above a lone time be a name? A lone time is telling enough in itself."""
    text = text.strip()
    return len(text) <= 60 and text not in chat_lines.STATUS and not _DAY.match(text)


def _may_stand_before(text: str) -> bool:
    """Can what stands before a time on its line be a name, and not 预计送达?"""
    text = text.strip()
    return _may_stand_above(text) and bool(_NAME.match(text)) and not _NO_NAME.search(text)


def _in_brackets(text: str) -> bool:
    text = text.strip()
    return len(text) > 2 and text[0] in "[【" and text[-1] in "]】"


def _bare(text: str) -> str:
    return nick(text.strip()[1:-1] if _in_brackets(text) else text)

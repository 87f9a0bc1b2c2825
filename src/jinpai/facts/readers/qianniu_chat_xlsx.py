"""Reader of the workbook that the browser script for 聊天记录查询 writes.

One sheet per customer, all with the same titles, and 导出汇总, which counts them.

Source: reference formats.md §3.1 c.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from jinpai.facts.readers import cells, chat_lines, chat_threads, file_name, problems
from jinpai.facts.readers.chat_threads import Utterance
from jinpai.facts.readers.columns import Columns, empty, normalised
from jinpai.facts.readers.grids import BOOK, HEADER_WITHIN, Grid, grids, head, header_at
from jinpai.facts.readers.protocol import Batch, Context, Problem, Sample
from jinpai.facts.readers.staff_nicks import nick

ALIASES = normalised(
    {
        "buyer": ("客户名", "客户昵称", "买家昵称"),
        "number": ("消息序号", "序号"),
        "at": ("发送时间",),
        "text": ("发送内容", "消息内容"),
        "account": ("发送账号", "发送帐号", "发送人"),
        "kind": ("账号类型", "帐号类型"),
    }
)
_NEEDED = ("at", "text", "account")
SUMMARY_SHEET = "导出汇总"


def score(names: frozenset[str]) -> float:
    """How surely a header is the script's."""
    found = {field for field, titles in ALIASES.items() if names & set(titles)}
    if not found.issuperset(_NEEDED):
        return 0.0
    return 0.7 + 0.05 * len(found)


class QianniuChatXlsx:
    """Chats from the browser script's workbook."""

    code = "qianniu_chat_xlsx"
    zh = "千牛聊天记录（原始逐条）"
    en = "Qianniu chat workbook"
    tables: tuple[str, ...] = ("messages",)
    needs_shop = False

    def recognise(self, sample: Sample) -> float:
        """By 发送时间, 发送内容 and 发送账号."""
        return max((header_at(rows, score)[1] for _, rows in head(sample)), default=0.0)

    def as_of(self, sample: Sample) -> datetime | None:
        """`千牛聊天记录_原始逐条_2026-07-01_10-22.xlsx`: 2026-07-01 10:22."""
        return file_name.exported_at(sample.name)

    def read(self, path: Path, sample: Sample, context: Context) -> Iterator[Batch | Problem]:
        """Messages of every customer's sheet."""
        sheets = grids(path, sample)
        if isinstance(sheets, Problem):
            yield sheets
            return
        found: list[Utterance] = []
        known = False
        many = len(sheets) > 1 and sample.container in BOOK
        for grid in sheets:
            if many and grid.sheet.strip() == SUMMARY_SHEET:
                continue
            first = [row for (_, row), _ in zip(grid.rows(), range(HEADER_WITHIN), strict=False)]
            index, certainty = header_at(first, score)
            if certainty <= 0:
                continue
            known = True
            for said in _sheet(grid, index, Columns(first[index], ALIASES)):
                if isinstance(said, Problem):
                    yield said
                else:
                    found.append(said)
        if not known:
            yield problems.no_header()
        yield from chat_threads.rows(found, context)


def _sheet(grid: Grid, index: int, columns: Columns) -> Iterator[Utterance | Problem]:
    sheet_buyer = "" if "buyer" in columns else nick(grid.sheet)
    buyer = sheet_buyer
    for place, (line, row) in enumerate(grid.rows()):
        if place <= index or empty(row) or columns.repeats_header(row):
            continue
        buyer = nick(columns.get("buyer", row)) or buyer  # merged cells keep only their first
        speaker = nick(columns.get("account", row))
        at = cells.read_moment(columns.get("at", row))
        raw = f"{buyer} {columns.get('at', row)} {speaker}"
        if at is None:
            yield problems.bad_time(columns.title("at"), line, raw)
            continue
        kind_of_account = columns.get("kind", row)
        staff, robot, theirs, system = roles(kind_of_account)
        if not speaker:
            if not theirs:
                yield problems.no_partner(line, raw, missing="account")
                continue
            speaker = buyer
        if system:
            continue
        said = chat_lines.said(_lines(columns, row))
        if said is None:
            continue
        kind, text = said
        yield Utterance(
            at,
            speaker,
            text,
            kind,
            line,
            marked_staff=staff and speaker != buyer,
            marked_robot=robot and speaker != buyer,
            marked_buyer=theirs or speaker == buyer,
            buyer=buyer,
        )


def _lines(columns: Columns, row: Sequence[str]) -> list[str]:
    for index in columns.where.get("text", ()):
        if index < len(row) and row[index].strip():
            return row[index].splitlines()
    return []


def roles(word: str) -> tuple[bool, bool, bool, bool]:
    """(staff, robot, buyer, system) that a cell of 账号类型 says."""
    robot = "机器人" in word or "智能" in word
    system = "系统" in word
    theirs = any(sign in word for sign in ("客户", "买家", "顾客", "消费者"))
    staff = any(sign in word for sign in ("客服", "员工", "子账号", "子帐号", "主账号", "商家"))
    return staff and not robot, robot, theirs and not staff, system

"""The errors that several readers report, each with its cure, in Chinese and English."""

from __future__ import annotations

from jinpai.facts.readers.protocol import Problem


def ruined_id(column: str, line: int, raw: str) -> Problem:
    """A long number that a spreadsheet rounded: its last digits are lost for ever."""
    return Problem(
        code="ruined_id",
        zh="编号已被电子表格改坏，末尾几位数字已经丢失，无法还原",
        en="a spreadsheet has rounded this number; its last digits are lost",
        cure_zh="请从平台重新导出，不要用 Excel 打开后再保存；"
        "如必须打开，请用“数据 → 从文本导入”，并把编号列设为“文本”",
        cure_en="export it from the platform again and do not open and save it in Excel; if you "
        "must, import it as text with the number columns set to Text",
        line=line,
        column=column,
        raw=raw,
    )


def bad_id(column: str, line: int, raw: str) -> Problem:
    """An id cell that holds no id."""
    return Problem(
        code="bad_id",
        zh="编号为空或不是平台的编号，这一行无法归到任何一笔",
        en="the number is empty or not one of the platform's; the row belongs to nothing",
        cure_zh="请对照平台补上完整的编号后重新导入这一行",
        cure_en="fill in the full number from the platform and import this row again",
        line=line,
        column=column,
        raw=raw,
    )


def bad_number(column: str, line: int, raw: str) -> Problem:
    """A figure that is no number."""
    return Problem(
        code="bad_number",
        zh="这一格不是数字，未导入",
        en="this cell is not a number and was left out",
        cure_zh="请改成数字，或留空表示未知",
        cure_en="write a number, or leave it empty for unknown",
        line=line,
        column=column,
        raw=raw,
    )


def bad_time(column: str, line: int, raw: str) -> Problem:
    """A time that cannot be read."""
    return Problem(
        code="bad_time",
        zh="时间无法识别",
        en="the time cannot be read",
        cure_zh="请写成 2026-03-01 10:15:00 这样的格式",
        cure_en="write it like 2026-03-01 10:15:00",
        line=line,
        column=column,
        raw=raw,
    )


def ragged_row(line: int, raw: str) -> Problem:
    """A row with more cells than the header: its cells stand under the wrong titles."""
    return Problem(
        code="ragged_row",
        zh="这一行的格数比表头多，内容已经错列（通常是文字里有未加引号的逗号）",
        en="this row has more cells than the header, so they stand under the wrong titles "
        "(usually a comma in a text without quotes)",
        cure_zh="请重新导出，或给含逗号的文字加上引号",
        cure_en="export the file again, or put quotes around the text with the comma",
        line=line,
        raw=raw,
    )


def bad_encoding(column: str, line: int, raw: str) -> Problem:
    """Bytes that are no characters in an identifying cell."""
    return Problem(
        code="bad_encoding",
        zh="编号或昵称里有无法解码的字符",
        en="the number or nick holds bytes that are not characters",
        cure_zh="请从平台重新导出这个文件",
        cure_en="export this file from the platform again",
        line=line,
        column=column,
        raw=raw,
    )


def unknown_columns(titles: list[str]) -> Problem | None:
    """Columns that this export is not known to have; no error, they are listed."""
    if not titles:
        return None
    return Problem(
        code="unknown_columns",
        zh=f"这些列没有见过，未读取：{'、'.join(titles[:50])}",
        en=f"these columns are not known and were not read: {', '.join(titles[:50])}",
        cure_zh="可以忽略",
        cure_en="this can be ignored",
        column="\n".join(titles[:200]),
    )


def needs_shop() -> Problem:
    """The file names no shop and none was chosen."""
    return Problem(
        code="needs_shop",
        zh="文件里没有店铺，也没有指定店铺",
        en="the file names no shop and none was chosen",
        cure_zh="请在导入时选择店铺",
        cure_en="choose the shop when you import it",
    )


def needs_day() -> Problem:
    """A report without its date."""
    return Problem(
        code="needs_day",
        zh="报表里没有日期，文件名里也没有",
        en="neither the report nor its file name says which days it covers",
        cure_zh="请在导入时填写日期（如 2026-06-01 或 2026-06-01..2026-06-30），"
        "或把日期写进文件名（如 客服绩效_20260601.xlsx）",
        cure_en="give the days when you import it (2026-06-01 or 2026-06-01..2026-06-30), or put "
        "them into the file name (…_20260601.xlsx)",
    )


def needs_accounts() -> Problem:
    """A chat in which nobody can be told to be staff."""
    return Problem(
        code="needs_accounts",
        zh="分不清谁是客服：昵称里没有“店铺:子账号”，店铺也没有登记过这些账号",
        en="staff cannot be told from buyers: no nick of the form shop:sub-account, and none of "
        "them is a known account of the shop",
        cure_zh="请先在“人员与账号”登记店铺的主账号和子账号，再导入这个文件",
        cure_en="enter the shop's main and sub-accounts under People and accounts, then import "
        "this file again",
    )


def no_partner(line: int, raw: str, *, missing: str) -> Problem:
    """A chat message whose buyer or account the text does not say. missing: buyer | account."""
    zh, en = ("买家", "buyer") if missing == "buyer" else ("客服账号", "account")
    return Problem(
        code=f"no_{missing}",
        zh=f"这段聊天里没有{zh}的名字，消息无法归属",
        en=f"the chat does not name the {en} of this message",
        cure_zh=f"请复制包含{zh}发言的整段聊天",
        cure_en=f"copy the whole conversation, with the {en}'s lines",
        line=line,
        raw=raw,
    )


def no_header() -> Problem:
    """The titles that the reader needs are not there."""
    return Problem(
        code="no_header",
        zh="找不到表头：文件里没有这种报表的列名",
        en="the header of this kind of file was not found",
        cure_zh="请导出原始文件，不要删掉表头",
        cure_en="export the original file and keep its header row",
    )


def password() -> Problem:
    """A workbook locked with a password."""
    return Problem(
        code="password",
        zh="文件有密码，无法打开",
        en="the file is protected by a password",
        cure_zh="请用 Excel 或 WPS 打开，去掉密码后另存为 xlsx，再导入",
        cure_en="open it in Excel or WPS, save it as xlsx without the password, then import it",
    )


def unreadable() -> Problem:
    """A container that is damaged or is not what it seems."""
    return Problem(
        code="unreadable",
        zh="文件损坏，或不是它看起来的格式",
        en="the file is damaged, or is not what it seems to be",
        cure_zh="请从平台重新导出或下载这个文件",
        cure_en="export or download the file again",
    )

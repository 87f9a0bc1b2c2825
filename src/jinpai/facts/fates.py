"""Why a row is rejected: each reason with its words and its cure, in Chinese and English."""

from __future__ import annotations

from jinpai.facts.readers.protocol import Problem

# code: zh, en, cure_zh, cure_en
REASONS: dict[str, tuple[str, str, str, str]] = {
    "ruined_id": (
        "编号已被电子表格改坏，末尾几位数字已经丢失，无法还原",
        "a spreadsheet has rounded this number; its last digits are lost",
        "请重新导出，不要用 Excel 打开后再保存；必须打开时，先把编号列设为“文本”",
        "export it again and do not save it in a spreadsheet; if you must, set the column to Text",
    ),
    "missing_key": (
        "这一格不能为空，否则这一行无法归到任何一笔",
        "this cell must not be empty: the row would belong to nothing",
        "请补上后重新导入这一行",
        "fill it in and import this row again",
    ),
    "bad_time": (
        "时间无法识别",
        "the time cannot be read",
        "请写成 2026-03-01 10:15:00 这样的格式",
        "write it like 2026-03-01 10:15:00",
    ),
    "bad_day": (
        "日期无法识别",
        "the day cannot be read",
        "请写成 2026-03-01 这样的格式",
        "write it like 2026-03-01",
    ),
    "bad_clock": (
        "时刻无法识别",
        "the time of day cannot be read",
        "请写成 04:00 这样的格式",
        "write it like 04:00",
    ),
    "bad_number": (
        "这一格不是数字",
        "this cell is not a number",
        "请改成数字，或留空表示未知",
        "write a number, or leave it empty for unknown",
    ),
    "negative_number": (
        "数量不能为负",
        "a count cannot be negative",
        "请改正后重新导入这一行",
        "correct it and import this row again",
    ),
    "negative_money": (
        "金额不能为负",
        "an amount cannot be negative",
        "退款请写在退款表里；金额一律写正数",
        "write refunds in the refunds table; amounts are positive",
    ),
    "absurd_money": (
        "金额大得不合理（超过一万亿元）",
        "the amount is absurd (over 10^12 yuan)",
        "请检查这一列是不是编号",
        "check whether this column holds ids",
    ),
    "bad_score": (
        "评分只能是 1 到 5",
        "a score is 1 to 5",
        "请改正后重新导入这一行",
        "correct it and import this row again",
    ),
    "unknown_word": (
        "这一格的词不在约定的词汇里",
        "the word in this cell is not in the vocabulary",
        "请改用交换格式里列出的词",
        "use one of the words that the exchange format lists",
    ),
    "bad_bool": (
        "这一格只能是 是/否（true/false）",
        "this cell is true or false",
        "请写 true 或 false，或留空",
        "write true or false, or leave it empty",
    ),
    "unknown_zone": (
        "时区名称无法识别",
        "the time zone is not known",
        "请写成 Asia/Shanghai 这样的名称",
        "write a name like Asia/Shanghai",
    ),
    "cell_too_long": (
        "这一格长得不合理（超过十万字）",
        "the cell is absurdly long (over 100 000 characters)",
        "请检查引号是否配对，改正后重新导入这一行",
        "check the quotes, correct it and import this row again",
    ),
}


def reason(
    code: str, column: str = "", line: int | None = None, raw: str = "", file: str = ""
) -> Problem:
    """The problem of one row."""
    zh, en, cure_zh, cure_en = REASONS.get(code, (code, code, "", ""))
    return Problem(code, zh, en, cure_zh, cure_en, file, line, column, raw)

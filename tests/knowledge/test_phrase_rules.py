"""Phrases without a database: variables, variants, search by sound, the file of 千牛."""

from __future__ import annotations

import pytest

from jinpai.workflow.phrases import search, sheet, variables, variants
from jinpai.workflow.phrases.search import Entry
from jinpai.workflow.phrases.sheet import Row
from jinpai.workflow.phrases.starters import STARTERS

VALUES = {"商品": "保温杯", "快递": "顺丰", "快递单号": "SF1", "买家": "  "}


def test_what_is_known_is_filled_in_and_the_rest_named() -> None:
    one = variables.render("亲{买家},{ 商品 }走｛快递｝ {快递单号},{单号}。{}", VALUES)
    assert one.text == "亲{买家},保温杯走顺丰 SF1,{单号}。{}"
    assert (one.missing, one.unknown, one.whole) == (("买家",), ("单号", ""), False)
    assert variables.render("{商品}", {"商品": "{快递}"}).text == "{快递}"  # put in once


def test_an_unknown_variable_is_a_problem_with_the_one_that_was_meant() -> None:
    (one,) = variables.faults("您的{快递单}到了,{商品}")
    assert (one.code, one.warning) == ("unknown_variable", False)
    assert one.cure_zh == "您是不是要写 {快递单号}?"
    assert variables.faults("{商品}{商品}") == ()
    assert "可以用的有" in variables.faults("{天气}")[0].cure_zh


@pytest.mark.parametrize(
    ("texts", "frequent", "codes"),
    [
        (["在的亲", "亲在呢", "您请说"], True, []),
        (["在的亲", "亲在呢"], True, ["too_few"]),
        (["在的亲"], False, []),
        (["在的亲!", "在的,亲", "亲在呢", "您请说"], True, ["same"]),
        (["", "  "], True, ["empty"]),
        (["长" * 2000], False, []),
        (["长" * 2001], False, ["too_long"]),
        (["看\x07不见"], False, ["control"]),
        (["/:^_^", "!!!", "??"], True, []),  # nothing but signs: told apart as they stand
    ],
)
def test_what_is_wrong_with_the_variants(texts: list[str], frequent: bool, codes: list) -> None:
    found = variants.faults(texts, frequent=frequent)
    assert [f.code for f in found] == codes
    assert [f.warning for f in found] == [c == "too_few" for c in codes]


def test_texts_are_compared_without_punctuation_and_found_around_their_variables() -> None:
    assert variants.folded("Ａ1 在的,亲~ /:^_^🌹１２") == "a1在的亲12"
    assert variants.pattern("您的{快递}单号是{快递单号}。") == "您的%单号是%"
    assert variants.pattern("{快递}{快递单号}") == ""
    assert variants.pattern("亲{买家}") == ""  # one sign is too little


ENTRIES = [
    Entry(1, "fh", "什么时候发货", ["按页面时间发出"]),
    Entry(2, "", "发货了吗", ["已经发出,顺丰"]),
    Entry(3, "dh", "快递单号", ["单号 SF1,什么时候到看物流"]),
    Entry(4, "", "重量多少", ["500 克"]),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", [1, 2, 3, 4]),
        ("fh", [1, 2]),  # the code goes before the initials
        ("发货", [2, 1]),  # begins with it, then holds it
        ("fahuo", [1, 2]),
        ("fahu", [1, 2]),
        ("fhuo", [1, 2]),  # mixed
        ("fauo", []),
        ("kddh", [3]),
        ("sf", [3, 2]),  # the letters of a text, then the initials of 顺丰
        ("zhongliang", [4]),  # 重 as in weight, not chong
        ("chongliang", []),
        ("sm dh", [3]),  # both words
        ("dh 没有", []),
        ("!!", []),
        ("DH", [3]),
    ],
)
def test_phrases_are_found_by_words_sounds_and_initials(typed: str, found: list[int]) -> None:
    assert search.find(typed, ENTRIES) == found


def test_a_file_of_the_platform_is_read_row_by_row() -> None:
    text = (
        "快捷编码,快捷短语,快捷短语分组\r\n"
        'zm,"在的,亲&#13;请说",售前\r\n'
        "\r\n"
        "fh,,物流\r\n"
        "yh,有货&#44;放心,\r\n"
        "x\r\n"
        "yh,有货&#44;放心,\r\n"
        f"{'长' * 17},好,售前\r\n"
        "'=1,'=1+1,'@组\r\n"
    )
    for encoding in ("gbk", "utf-8", "utf-8-sig", "utf-16"):
        found = sheet.read(text.encode(encoding))
        assert [(r.code, r.text, r.group, r.line) for r in found.rows] == [
            ("zm", "在的,亲\n请说", "售前", 2), ("yh", "有货,放心", "未分组", 5),
            ("=1", "=1+1", "@组", 9),
        ]  # fmt: skip
        assert [(f.line, f.code) for f in found.faults] == [
            (4, "empty"), (6, "short"), (7, "twice"), (8, "too_long"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "nothing"),
        ("短语,分组\n".encode("gbk"), "heading"),
        (b"\x81\xff\x00\xff", "encoding"),
        (b"a\x00b", "encoding"),
        (b"x" * (sheet.LARGEST + 1), "large"),
    ],
)
def test_a_file_that_is_none_says_so(data: bytes, code: str) -> None:
    found = sheet.read(data)
    assert ([f.code for f in found.faults], found.rows) == ([code], ())


def test_what_is_written_reads_back_and_runs_no_formula() -> None:
    rows = [
        Row("zm", '在的,"亲"\n请说', "售前"),
        Row("", "=cmd|' /C calc'!A0", "+组"),
        Row("", "好"),
    ]
    for encoding in sheet.ENCODINGS:
        data = sheet.write(rows, encoding)
        assert isinstance(data, bytes)
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
        assert text.splitlines()[0] == "快捷短语编码,快捷短语,快捷短语分组"
        assert ",'=cmd|' /C calc'!A0,'+组\r\n" in text
        assert [(r.code, r.text, r.group) for r in sheet.read(data).rows] == [
            (r.code, r.text, r.group) for r in rows
        ]
    lost = sheet.write([Row("", "谢谢🌹")], "gbk")
    assert isinstance(lost, tuple) and [f.code for f in lost] == ["encoding"]
    assert isinstance(sheet.write([Row("", "谢谢🌹")], "utf-8"), bytes)


def test_rows_beyond_what_a_client_takes_are_named() -> None:
    fits = Row("abcd", "长" * 430, "组" * 10)
    assert sheet.beyond([fits]) == ()
    found = sheet.beyond([Row("abcde", "长" * 431, "组" * 11)])
    assert [f.warning for f in found] == [True] * 3


def test_the_starters_are_without_fault() -> None:
    for one in STARTERS:
        assert variants.faults(one.texts, frequent=True) == (), one.title
    assert sheet.beyond(Row(s.code, t, s.group) for s in STARTERS for t in s.texts) == ()
    assert len({s.code for s in STARTERS}) == len(STARTERS)
    paid = next(s for s in STARTERS if s.title == "付款后提醒")
    assert len(paid.texts) == 3 and all("谢" in t and "发" in t for t in paid.texts)

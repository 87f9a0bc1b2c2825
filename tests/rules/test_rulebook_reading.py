"""A rulebook's text is read, or every error is told: its place, what was found, what is right."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jinpai.rules import document, edit, places

SMALL = """\
code = "small"
name = { zh = "小店", en = "Small shop" }
effective_from = "2026-11"
reason = "试"

[pay.schemes.agent]
name = { zh = "客服", en = "Agents" }
roles = ["agent"]

[[pay.schemes.agent.components]]  # 第一项
kind = "base"
code = "base"
amount = 3000

[[pay.schemes.agent.components]]
kind = "commission"
code = "commission"
basis = "sales"
rate = 0.01
"""


def only(text):
    """The one error of a text."""
    book, problems = document.read(text)
    assert book is None
    (problem,) = [p for p in problems if p.severity == "error"]
    return problem


def test_a_small_rulebook_is_read_with_exact_numbers():
    book, problems = document.read(SMALL)
    assert book is not None
    assert [p.severity for p in problems] == ["warning"] * 3  # overtime, insurance, tax
    commission = book.pay.schemes["agent"].components[1]
    assert commission.rate == Decimal("0.01")


def test_a_misspelt_key_is_told_with_the_near_one_and_its_line():
    problem = only(SMALL.replace("amount = 3000", "ammount = 3000\namount = 3000"))
    assert problem.code == "unknown_key"
    assert problem.path == "pay.schemes.agent.components[0].ammount"
    assert (problem.found, problem.wanted, problem.line) == ("ammount", "amount", 13)
    assert problem.zh == "没有「ammount」这一项,是不是 amount?"
    assert problem.en == "there is no key 'ammount'; did you mean amount?"


def test_an_unknown_figure_is_told_with_the_near_one():
    problem = only(SMALL.replace('"sales"', '"net_sale"'))
    assert (problem.code, problem.found, problem.wanted) == (
        "unknown_metric",
        "net_sale",
        "net_sales",
    )
    assert (problem.path, problem.line) == ("pay.schemes.agent.components[1].basis", 18)


def test_a_figure_like_no_other_points_at_the_list():
    problem = only(SMALL.replace('"sales"', '"zzzz"'))
    assert (problem.code, problem.wanted) == ("unknown_metric", "docs/rulebooks")


def test_a_rate_of_150_percent_says_how_to_write_it():
    problem = only(SMALL.replace("0.01", "1.5"))
    assert (problem.code, problem.found, problem.wanted) == ("out_of_range", "1.5", "≤ 1")
    assert problem.zh == "最多 1,现在是 1.5(即 150%);如果是 1.5%,写 0.015"


@pytest.mark.parametrize("rate", ["0", "1", "1.0"])
def test_a_rate_from_0_to_100_percent_is_read(rate):
    assert document.read(SMALL.replace("0.01", rate))[0] is not None


@pytest.mark.parametrize("rate", ["-0.01", "1.01"])
def test_a_rate_beyond_is_not(rate):
    assert only(SMALL.replace("0.01", rate)).code == "out_of_range"


def test_a_kind_that_does_not_exist_names_the_near_one_at_the_kind():
    problem = only(SMALL.replace('"commission"\ncode', '"comission"\ncode'))
    assert (problem.path, problem.line) == ("pay.schemes.agent.components[1].kind", 16)
    assert (problem.found, problem.wanted) == ("comission", "commission")


def test_both_ways_to_name_a_rate_are_one_error_in_both_languages():
    problem = only(SMALL.replace("rate = 0.01", "rate = 0.01\ntiers = [{ from = 0, rate = 0.01 }]"))
    assert problem.path == "pay.schemes.agent.components[1]"
    assert "二选一" in problem.zh or "只能" in problem.zh
    assert "either" in problem.en


def test_a_bad_code_of_a_scheme_is_told_at_its_key():
    problem = only(SMALL.replace("schemes.agent", 'schemes."客 服"'))
    assert (problem.code, problem.path) == ("bad_code", 'pay.schemes."客 服"')


@pytest.mark.parametrize(
    ("written", "code", "path", "wanted"),
    [
        ({"effective_from": "2026-1"}, "bad_value", "effective_from", "2026-11"),
        ({"effective_from": "２０２６-11"}, "bad_value", "effective_from", "2026-11"),
        ({"code": "大锅饭"}, "bad_value", "code", "a-z 0-9 _ -"),
        ({"measure.day_cut": "25:00"}, "bad_value", "measure.day_cut", "11:00"),
        ({"desk.reminder_next_day_before": "1１:00"}, "bad_value",
         "desk.reminder_next_day_before", "11:00"),
        ({"measure.judgment": "payed"}, "unknown_choice", "measure.judgment", "paid"),
        ({"measure.flags_left_out": ["gren"]}, "bad_value", "measure.flags_left_out",
         "grey, red, yellow, green, blue, purple"),
        ({"measure.slow_s": 1.5}, "bad_value", "measure.slow_s", "1"),
        ({"desk.remark_format": "x" * 201}, "too_long", "desk.remark_format", "≤ 200"),
        ({"pay.working_time": 8}, "bad_value", "pay.working_time", "[…] / {…}"),
        ({"career.tracks": 1}, "bad_value", "career.tracks", "[…]"),
        ({"career.bottom_rank.min_people": 2}, "out_of_range", "career.bottom_rank.min_people",
         "≥ 3"),
    ],
)  # fmt: skip
def test_each_kind_of_wrong_value_says_what_would_be_right(written, code, path, wanted):
    problem = only(edit.write(SMALL, written))
    assert (problem.code, problem.path, problem.wanted) == (code, path, wanted)
    assert problem.zh and problem.en and problem.line


def test_a_part_without_its_kind_lists_the_kinds():
    problem = only(SMALL.replace('kind = "base"\n', ""))
    assert problem.path == "pay.schemes.agent.components[0].kind"
    assert problem.wanted.startswith("adjustment, allowance, banded_bonus, base")


def test_every_error_is_told_at_once():
    text = SMALL.replace("amount = 3000", "amount = -1").replace("0.01", "7").replace('"试"', '""')
    assert [p.path for p in document.read(text)[1]] == [
        "reason",
        "pay.schemes.agent.components[0].amount",
        "pay.schemes.agent.components[1].rate",
    ]


@pytest.mark.parametrize(
    ("written", "found"),
    [("true", "true"), ('"3000"', '"3000"'), ("2026-11-01", "2026-11-01"), ("[3000]", "[1]"),
     ("{ yuan = 3000 }", "{yuan}"), ("nan", "NaN"), ("inf", "Infinity"), ("-inf", "-Infinity"),
     ("1e13", "1E+13"), ("1e999999999", "1E+999999999"), ("0.00000000001", "1E-11")],
)  # fmt: skip
def test_what_is_no_amount_is_told_with_its_line(written, found):
    problem = only(SMALL.replace("3000", written))
    assert (problem.path, problem.line) == ("pay.schemes.agent.components[0].amount", 13)
    assert problem.found == found


@pytest.mark.parametrize("written", ["3000", "3000.0", "1000000", "0.0000000001", "0"])
def test_amounts_at_the_edges_are_read(written):
    assert document.read(SMALL.replace("3000", written))[0] is not None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\na = 2", 2), ("a = [", 1), ('x = "', 1), ("\x00", 1), ("[a]\n[a]", 2),
        ("a.b = 1\na = 2", 2),
        ("x", 1), ("x = 1 y = 2", 1), ("x = “1”", 1), ("\n\nx = " + "9" * 5000, 3), ("= 1", 1),
    ],
)  # fmt: skip
def test_what_is_no_toml_is_told_with_its_line(text, line):
    book, (problem,) = document.read(text)
    assert book is None
    assert (problem.code, problem.line) == ("not_toml", line)
    assert problem.zh.startswith(f"第 {line} 行:")
    assert problem.en.startswith(f"line {line}: ")


@pytest.mark.parametrize("depth", [41, 500, 100_000])
def test_deep_nesting_is_refused(depth):
    book, problems = document.read("a = " + "[" * depth + "]" * depth)
    assert book is None
    assert problems[0].code == "too_deep"


def test_a_text_beyond_reason_is_refused_unread():
    book, (problem,) = document.read("#" * 500_001)
    assert (book, problem.code, problem.wanted) == (None, "too_long", "≤ 500000")
    assert document.read("#" * 500_000)[1][0].code == "missing_key"


def test_two_hundred_errors_are_told_and_the_rest_counted():
    keys = [f"k{n} = 1\n" for n in range(201)]
    told = document.read("".join(keys[:196]))[1]  # and the four keys that are missing
    assert (len(told), told[-1].code) == (200, "unknown_key")
    told = document.read("".join(keys[:197]))[1]
    assert (len(told), told[-1].code, told[-1].found) == (201, "more", "1")


def test_an_empty_text_lacks_what_is_needed():
    assert [p.path for p in document.read("")[1]] == ["code", "name", "effective_from", "reason"]


def test_bytes_that_are_not_utf_8_are_told_with_their_line():
    text, (problem,) = document.decode("code = 'x'\n# 大锅饭".encode("gbk"))
    assert text is None
    assert (problem.code, problem.line, problem.wanted) == ("not_utf8", 2, "UTF-8")
    assert document.decode("\ufeff甲".encode()) == ("甲", [])


def test_line_ends_and_a_mark_at_the_beginning_make_no_difference():
    windows = SMALL.replace("\n", "\r\n")
    assert document.digest(windows) == document.digest(SMALL)
    assert document.read("\ufeff" + windows)[0] == document.read(SMALL)[0]
    broken = "\ufeff" + windows.replace("3000", "-1")
    assert [p.line for p in document.read(broken)[1]] == [13]


def test_the_digest_is_of_the_text_and_not_of_its_meaning():
    assert document.digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert document.digest(SMALL) != document.digest(SMALL + "# 注\n")


def test_places_follow_headers_dotted_keys_and_inline_parts():
    text = (
        'a.b = 1\n[[t]]\n"x y" = """\n[no]\n"""\n[[t]]\n[[t.u]]\n'
        "k = [ # 注 [\n  { m = 1, n = '}' },\n  2 ]\n[t.v]\n"
    )
    assert places.lines(text) == {
        "a": 1, "a.b": 1, "t": 2, "t[0]": 2, 't[0]."x y"': 3, "t[1]": 6, "t[1].u": 7,
        "t[1].u[0]": 7, "t[1].u[0].k": 8, "t[1].u[0].k[0]": 9, "t[1].u[0].k[0].m": 9,
        "t[1].u[0].k[0].n": 9, "t[1].u[0].k[1]": 10, "t[1].v": 11,
    }  # fmt: skip


def test_a_path_that_is_not_written_has_the_line_of_what_holds_it():
    known = places.lines(SMALL)
    assert places.line_of("pay.schemes.agent.components[1].tiers[0].from", known) == 15
    assert places.line_of("career.tracks[0]", known) is None


@pytest.mark.parametrize("code", document.SHIPPED)
def test_every_place_of_a_shipped_rulebook_is_found(code):
    """The walk that finds lines sees the very keys that the parser sees."""
    import tomllib

    text = document.shipped()[code]
    seen = set(places.paths(text))

    def walk(value, path):
        if path:
            assert path in seen, places.spell(path)
        if isinstance(value, dict):
            for key, part in value.items():
                walk(part, (*path, key))
        elif isinstance(value, list):
            for index, part in enumerate(value):
                walk(part, (*path, index))

    walk(tomllib.loads(text), ())
    assert edit.steps(places.spell(("a", 0, "b.c", "d"))) == ("a", 0, "b.c", "d")

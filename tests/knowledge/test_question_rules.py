"""What of a message is compared, in Python and in DuckDB, and which questions are one."""

from __future__ import annotations

import ast
import random
from pathlib import Path

import duckdb
import pytest

from jinpai.workflow.phrases import grouping, questions

LEFT = [
    ("什么时候发货", "什么时候发货"),
    ("亲,在吗?请问什么时候发货呀~", "什么时候发货"),
    ("您好 HELLO 你好,订单2026100912345678到哪了", "订单到哪了"),
    ("12345", "0"),  # a figure is a figure
    ("身高165体重60穿什么码", "身高0体重0穿什么码"),
    ("身高170,体重65,穿什么码?", "身高0体重0穿什么码"),
    ("这个 https://item.taobao.com/item.htm?id=66 有货吗", "这个有货"),
    ("/:^_^ 有货吗/:066[微笑]", "有货"),
    ("在吗", ""),
    ("亲", ""),
    ("好的,谢谢亲!", ""),
    ("嗯嗯", ""),
    ("", ""),
    ("谢谢惠顾", "谢谢惠顾"),
    ("什么时候发货" * 40, ("什么时候发货" * 40)[: questions.LONGEST]),
    ("O'Neil{1}%s", "oneil0s"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "left"), LEFT)
def test_figures_links_greetings_and_thanks_are_left_out(text: str, left: str) -> None:
    assert questions.stripped(text) == (left if left != "0" else "")


def test_duckdb_strips_as_python_does() -> None:
    r = random.Random(3)
    signs = "亲您好在吗请问谢好的嗯0123456789发货什么时候?!,。 /:[]^_wW.htp{}'\"\\%😀\nABc"
    texts = [text for text, _left in LEFT]
    texts += ["".join(r.choice(signs) for _ in range(r.randrange(0, 40))) for _ in range(3000)]
    sql = f"SELECT {questions.STRIPPED.format(text='text')} FROM (SELECT unnest($1) AS text)"
    found = [row[0] for row in duckdb.execute(sql, [texts]).fetchall()]
    assert found == [questions.stripped(text) for text in texts]


@pytest.mark.parametrize("text", ["有货吗", "什么时候发", "收到是坏的", "没收到货", "太贵了", "?"])
def test_who_asks_wants_or_complains_is_heard(text: str) -> None:
    assert questions.asks(text)


@pytest.mark.parametrize("text", ["好嘞", "先收藏", "那我要尊贵棕", "给我妈买的", ""])
def test_others_are_not(text: str) -> None:
    assert not questions.asks(text)


def test_the_core_leaves_out_what_any_question_may_say() -> None:
    assert questions.core("这款有没有优惠券") == "优惠券"
    assert questions.core("力度咋样") == questions.core("力度怎么样") == "力度"
    assert questions.core("怎么样") == "怎么样"  # nothing else is there


ASKED = [
    ("退货运费谁出", 30),
    ("有几种档位", 25),
    ("运费谁出", 20),
    ("能发顺丰", 9),
    ("有几个档位", 5),
    ("黑色有吗", 4),
    ("能发顺丰不", 2),
]


def groups(asked: list[tuple[str, int]]) -> list[list[str]]:
    texts, counts = [t for t, _n in asked], [n for _t, n in asked]
    found = grouping.grouped(texts, counts)
    assert sorted(i for g in found for i in g.members) == list(range(len(texts)))
    assert [g.asked for g in found] == [sum(counts[i] for i in g.members) for g in found]
    return [[texts[i] for i in g.members] for g in found]


def test_questions_that_share_signs_are_one_the_most_asked_first() -> None:
    assert groups(ASKED) == [
        ["退货运费谁出", "运费谁出"],
        ["有几种档位", "有几个档位"],
        ["能发顺丰", "能发顺丰不"],
        ["黑色有吗"],
    ]


def test_the_order_in_which_they_come_changes_nothing() -> None:
    for seed in range(3):
        mixed = list(ASKED)
        random.Random(seed).shuffle(mixed)
        assert groups(mixed) == groups(ASKED)


def test_batches_and_few_leaders_still_put_every_question_somewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = groups(ASKED)
    monkeypatch.setattr(grouping, "BATCH", 2)
    assert groups(ASKED) == whole
    monkeypatch.setattr(grouping, "LEADERS", 1)
    assert groups(ASKED)[0] == ["退货运费谁出", "运费谁出"]


def test_nothing_asked_makes_no_group() -> None:
    assert grouping.grouped([], []) == []


def test_the_nearest_phrase_is_named_with_how_near_it_is() -> None:
    (same, one), (none, zero) = grouping.nearest(["运费谁出", "黑色"], ["有几种档位", "运费谁出"])
    assert (same, round(one, 6)) == (1, 1.0)
    assert (none, zero) == (-1, 0.0)
    assert grouping.nearest(["运费"], []) == [(-1, 0.0)]


def test_scikit_learn_is_loaded_only_to_group() -> None:
    top = ast.parse(Path(grouping.__file__).read_text(encoding="utf-8")).body
    named = [ast.unparse(one) for one in top if isinstance(one, (ast.Import, ast.ImportFrom))]
    assert named
    assert not [line for line in named if "sklearn" in line or "scipy" in line or "numpy" in line]

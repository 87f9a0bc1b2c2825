"""The knowledge base as it is kept: every version, compared, restored, reviewed, corrected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from jinpai.apps.desk.models import Task
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.knowledge.actions import pages as actions
from jinpai.apps.knowledge.actions.pages import Written
from jinpai.apps.knowledge.models import Page, PageVersion, PageWord, Phrase, Wish
from jinpai.apps.knowledge.queries import pages as query
from jinpai.apps.knowledge.rendering import html, plain
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team.models import AuditEntry, User

NOW = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def write(by: User, key: str = "k", now: datetime = NOW, **more) -> Page:
    given = {"title": "发货时间", "text": "下午四点前\n付款当天发。", "topic": "物流"}
    return actions.save(by=by, written=Written(**(given | more)), key=key, now=now)


def change(
    by: User, one: Page, version: int, text: str, now: datetime = NOW, why: str = ""
) -> Page:
    wanted = Written(one.title, text, one.kind, one.product, one.topic)
    return actions.save(by=by, page=one.pk, version=version, written=wanted, why=why, now=now)


def test_every_version_is_kept_and_an_old_one_comes_back_as_a_new_one(boss: User) -> None:
    one = write(boss)
    assert write(boss).pk == one.pk  # the same form again
    change(boss, one, 1, "下午四点前\n付款当天发,周日不发。", why="周日不揽收")
    assert change(boss, one, 1, "下午四点前\n付款当天发,周日不发。").version == 2  # a retry
    first, second = PageVersion.objects.order_by("number")
    assert [(x.sign, x.text) for x in query.difference(first, second)] == [
        (" ", "下午四点前"), ("-", "付款当天发。"), ("+", "付款当天发,周日不发。"),
    ]  # fmt: skip
    actions.restore(by=boss, page=one.pk, version=2, number=1, now=NOW)
    rows = PageVersion.objects.order_by("number").values_list("number", "why", "restored")
    assert list(rows) == [(1, "", None), (2, "周日不揽收", None), (3, "", 1)]
    assert Page.objects.get().text == first.text
    with pytest.raises(Absent):
        actions.restore(by=boss, page=one.pk, version=3, number=9, now=NOW)
    for kept in (one, first):
        with pytest.raises(TypeError):
            kept.delete()
    with pytest.raises(TypeError):
        first.save()


def test_the_second_of_two_who_write_is_told(boss: User, mei: User) -> None:
    one = write(boss)
    change(boss, one, 1, "甲")
    with pytest.raises(Moved):
        change(boss, one, 1, "乙")
    with pytest.raises(Moved):
        actions.review(by=boss, page=one.pk, version=1, now=NOW)
    with pytest.raises(Moved):
        actions.standing(by=boss, page=one.pk, version=1, retired=True, now=NOW)
    with pytest.raises(NotYours):
        change(mei, one, 2, "丙")
    for wrong in ({"title": ""}, {"text": " "}, {"kind": "moon"}, {"text": "长" * 20001}):
        with pytest.raises(Refused):
            write(boss, "wrong", **wrong)
    assert Page.objects.get().text == "甲"


def test_pages_are_found_by_words_and_sounds_and_grow_stale(boss: User) -> None:
    one, cup = (
        write(boss),
        write(boss, "2", title="保温杯", kind="product", product="cup", text="x"),
    )
    assert [r.page.pk for r in query.find("fhsj", NOW).rows] == [one.pk]
    assert [r.page.pk for r in query.find("当天", NOW).rows] == [one.pk]
    assert [r.page.pk for r in query.find("", NOW, product="cup").rows] == [cup.pk]
    assert [r.page.pk for r in query.find("", NOW, topic="物流", kind="answer").rows] == [one.pk]
    edge = NOW + 180 * DAY
    assert query.find("", edge).stale == 0
    later = query.find("", edge + timedelta(seconds=1), stale=True)
    assert (later.stale, later.total) == (2, 2)
    actions.review(by=boss, page=one.pk, version=1, now=edge)
    assert query.find("", edge + timedelta(seconds=1)).stale == 1
    actions.standing(by=boss, page=cup.pk, version=1, retired=True, now=NOW)
    assert query.find("", NOW).total == 1 and query.find("", NOW, retired=True).total == 1


def test_what_a_reader_finds_wrong_becomes_a_ticket(boss: User, mei: User) -> None:
    one = write(boss)
    said = actions.word(by=mei, page=one.pk, right=False, text="周日也发", key="a", now=NOW)
    assert actions.word(by=mei, page=one.pk, right=False, text="周日也发", key="a", now=NOW) == said
    task = Task.objects.get()
    assert (task.list, task.role, task.raised_by, task.title) == (
        "tickets", "operations", "mei", "知识库:发货时间",
    )  # fmt: skip
    assert (said.task_id, said.number, task.data["knowledge"]) == (task.pk, 1, str(one.pk))
    actions.word(by=mei, page=one.pk, right=True, text="", key="b", now=NOW)
    with pytest.raises(Refused):
        actions.word(by=mei, page=one.pk, right=False, text=" ", key="c", now=NOW)
    assert (PageWord.objects.count(), Task.objects.count()) == (2, 1)


def test_sizes_and_colours_are_noted_on_the_product_sheet(boss: User, mei: User) -> None:
    sheet = write(boss, kind="product", product="cup")
    wish = {"by": mei, "page": sheet.pk, "note": "", "now": NOW}
    for n, (size, colour) in enumerate([("500ml", "白"), ("500ml", ""), ("350ml", "白")]):
        actions.wish(size=size, colour=colour, key=f"w{n}", **wish)
    actions.wish(size="350ml", colour="白", key="w2", **wish)  # the same form again
    found = query.wanted(sheet)
    assert (found.sizes, found.colours) == ([("500ml", 2), ("350ml", 1)], [("白", 2)])
    with pytest.raises(Refused):
        actions.wish(size=" ", colour="", key="x", **wish)
    with pytest.raises(Refused):  # no product sheet
        actions.wish(**wish | {"page": write(boss, "2").pk}, size="L", colour="", key="y")
    assert Wish.objects.count() == 3


def test_a_page_becomes_a_phrase_of_three_ways(boss: User, mei: User) -> None:
    one = write(boss)
    given = {"page": one.pk, "title": "几点发货", "group": "物流", "key": "p", "now": NOW}
    with pytest.raises(Refused):
        actions.to_phrase(by=boss, texts=["当天发", "今天发", " "], **given)
    made = actions.to_phrase(by=boss, texts=["当天发", "今天发", "四点前当天发"], **given)
    again = actions.to_phrase(by=boss, texts=["当天发", "今天发", "四点前当天发"], **given)
    assert (again.pk, made.frequent, list(one.phrases.all())) == (made.pk, True, [made])
    assert AuditEntry.objects.filter(action="page.phrase").count() == 1
    with pytest.raises(NotYours):
        actions.to_phrase(by=mei, texts=["a", "b", "c"], **given)


def test_markdown_is_shown_and_never_acts() -> None:
    text = "# 一\n\n<img src=x onerror=alert(1)> [坏](javascript:alert(1)) [好](https://a.cn)\n\n**重**"
    shown = html(text)
    assert "<h2>一</h2>" in shown and "&lt;img" in shown and "<img" not in shown
    assert 'href="javascript' not in shown and "noopener" in shown
    assert "<strong>重</strong>" in shown
    assert "<img" not in html("![x](https://a.cn/b.png)")
    assert plain("## 保养\n\n手**洗**,\n不烘。\n\n1. 冷水") == "保养\n手洗,\n不烘。\n· 冷水"


def test_the_pages_show_write_and_compare(
    boss: User, mei: User, shop: Path, client: Client
) -> None:
    client.force_login(boss)
    form = {
        "key": "f",
        "title": "保温杯",
        "kind": "product",
        "product": "cup",
        "text": "## 保养\n\n手洗",
    }
    made = client.post("/knowledge/pages/add", form)["Location"]
    one = Page.objects.get()
    page = client.get(made).content.decode()
    assert "<h2>保养</h2>" in page and "1 单" in page  # seen in one order
    stale = {**form, "version": "1", "text": "手洗,不烘"}
    assert client.post(f"{made}save", stale)["Location"] == made
    moved = client.post(f"{made}save", {**stale, "text": "另一个人写的"})
    assert moved.status_code == 422
    assert "另一个人写的" in moved.content.decode() and 'value="2"' in moved.content.decode()
    page = client.get(f"{made}versions/?from=1&to=2").content.decode()
    assert "<del>手洗</del>" in page and "<ins>手洗,不烘</ins>" in page
    client.post(f"{made}restore", {"version": "2", "number": "1"})
    assert Page.objects.get().version == 3
    assert (
        client.post(f"{made}phrase", {"title": "x", "key": "q", "text": ["一"]}).status_code == 422
    )
    answer = client.post(f"{made}phrase", {"title": "x", "key": "q", "text": ["一", "二", "三"]})
    assert answer["Location"] == f"/knowledge/phrase/{Phrase.objects.get().pk}/"
    client.force_login(mei)
    page = client.get(f"/knowledge/page/{one.pk}/").content.decode()
    assert f"{made}edit/" not in page and "记一笔" in page
    client.post(f"{made}wish", {"key": "w", "size": "500ml"})
    client.post(f"{made}word", {"key": "n", "right": "no", "text": "容量不对"})
    page = client.get(made).content.decode()
    assert "500ml 1" in page and "容量不对" in page
    assert client.post(f"{made}retire", {"version": "3"}).status_code == 403
    assert "保温杯" in client.get("/knowledge/pages/?q=bwb").content.decode()

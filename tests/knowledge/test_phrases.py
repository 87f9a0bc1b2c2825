"""Phrases as they are kept: written, changed, retired, taken from files, measured, shown."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jinpai.apps import home
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.knowledge.actions import phrase_files
from jinpai.apps.knowledge.actions import phrases as actions
from jinpai.apps.knowledge.models import Phrase, PhraseChange, Use, Variant
from jinpai.apps.knowledge.queries import phrases as query
from jinpai.apps.knowledge.queries import use
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team.models import AuditEntry, User
from jinpai.workflow.phrases import sheet, variants
from jinpai.workflow.phrases.starters import STARTERS

NOW = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)


def write(by: User, key: str = "k", **more) -> Phrase:
    given = {"title": "有货吗", "group": "售前", "texts": ["亲,有货的!"], "code": "yh"}
    return actions.save(by=by, key=key, now=NOW, **(given | more))


def ways(one: Phrase) -> list[str]:
    return [v.text for v in Phrase.objects.get(pk=one.pk).ways]


def test_a_phrase_is_written_once_and_by_those_who_may(boss: User, mei: User) -> None:
    one = write(boss)
    assert write(boss).pk == one.pk  # the same form again
    assert [c.what for c in one.changes.all()] == ["made"]
    assert AuditEntry.objects.filter(action="phrase.made").count() == 1
    for refused in ({"texts": [" "]}, {"title": " "}, {"texts": ["{快递单}到了"]},
                    {"texts": ["好"] * 2}, {"texts": [str(n) for n in range(21)]}):  # fmt: skip
        with pytest.raises(Refused):
            write(boss, "other", **refused)
    with pytest.raises(Refused, match="yh"):
        write(boss, "other")  # its code is taken
    with pytest.raises(NotYours):
        write(mei, "mine", code="")
    assert Phrase.objects.count() == 1


def test_a_change_keeps_what_was_and_the_second_of_two_is_told(boss: User) -> None:
    one = write(boss, texts=["亲,有货的!", "有的"])
    new = {"texts": ["有的", "现货"], "phrase": one.pk, "frequent": True}
    write(boss, "", version=1, **new)
    assert ways(one) == ["有的", "现货"]
    assert Variant.objects.get(text="亲,有货的!").retired_at == NOW
    detail = one.changes.last().detail["changes"]
    assert detail == {"frequent": [False, True],
                      "texts": [["亲,有货的!", "有的"], ["有的", "现货"]]}  # fmt: skip
    assert write(boss, "", version=1, **new).version == 2  # a retry
    with pytest.raises(Moved):
        write(boss, "", version=1, phrase=one.pk, texts=["别的"])
    actions.retire(by=boss, phrase=one.pk, version=2, now=NOW)
    write(boss, "next")  # the code is free again
    with pytest.raises(Refused):
        actions.restore(by=boss, phrase=one.pk, version=3, now=NOW)
    for kept in (one, Variant.objects.first(), PhraseChange.objects.first()):
        with pytest.raises(TypeError):
            kept.delete()
    with pytest.raises(TypeError):
        PhraseChange.objects.first().save()


def test_a_file_comes_in_once_and_goes_out_as_it_is(boss: User) -> None:
    one = write(boss)
    data = (
        "快捷短语编码,快捷短语,快捷短语分组\n"
        "yh,亲 有货的。,售前\nyh,现货,售前\nxx,=谢谢,结束\nxx,慢走,结束\n,{天气}不错,\n,没码,\n"
    ).encode("gbk")
    taken = phrase_files.take(by=boss, found=sheet.read(data), now=NOW)
    assert (taken.made, taken.added, taken.same) == (2, 2, 1)
    assert [(f.line, f.code) for f in taken.faults] == [(6, "unknown_variable")]
    assert ways(one) == ["亲,有货的!", "现货"]
    again = phrase_files.take(by=boss, found=sheet.read(data), now=NOW)
    assert (again.made, again.added, again.same) == (0, 0, 5)
    assert Phrase.objects.get(pk=one.pk).version == 2
    back = sheet.write(query.file_rows(), "gbk")
    assert isinstance(back, bytes)
    assert b"'=" in back
    assert [(r.code, r.text) for r in sheet.read(back).rows] == [
        ("yh", "亲,有货的!"), ("yh", "现货"), ("xx", "=谢谢"), ("xx", "慢走"), ("", "没码"),
    ]  # fmt: skip


def test_the_starters_come_once_and_leave_codes_that_are_taken(boss: User) -> None:
    write(boss, code="zm")
    assert phrase_files.begin(by=boss, now=NOW) == len(STARTERS)
    assert phrase_files.begin(by=boss, now=NOW) == 0
    assert Phrase.objects.get(key="starter:zm").code == ""
    assert [r.phrase.title for r in query.find("", {}, wanting=True).rows] == []
    found = query.find("kddh", {"快递": "顺丰", "快递单号": "SF1"})
    assert found.rows[0].ways[0].filled.text == "亲,您的包裹已经发出,顺丰 SF1。"


def test_a_text_is_folded_alike_by_both_engines(shop: Path) -> None:
    texts = ["亲,Ａ１ 有货~/:^_^🌹", "ABCxyz09", "İK ſ", "", "一鿿㐀豈", "a\nb%_'c", "{快递}"]
    found = home.reading().fetch(
        f"SELECT {variants.FOLDED.format(text='t')} AS said FROM (SELECT unnest($1) AS t)", [texts]
    )
    assert [r["said"] for r in found] == [variants.folded(t) for t in texts]


def test_use_and_effect_are_those_of_the_chats(boss: User, shop: Path) -> None:
    stock, parcel = write(boss), write(
        boss, "k2", title="单号", code="", texts=["您的{快递}单号是{快递单号}"]
    )  # fmt: skip
    never = write(boss, "k3", title="再见", code="", texts=["再见"])
    found = use.effects(home.reading(), 7)
    assert found is not None
    one, two = found.by_phrase[stock.pk], found.by_phrase[parcel.pk]
    # three messages, two of which ended a round after 10 and 30 s; two inquiries, one paid
    assert (one.sent, one.answers, one.seconds, one.inquiries, one.converted, one.people) == (
        3, 2, Decimal(20), 2, 1, 1,
    )  # fmt: skip
    assert (two.sent, two.seconds, two.conversion) == (1, Decimal(20), Decimal(1))
    assert never.pk not in found.by_phrase
    assert (found.all_inquiries.inquiries, found.all_inquiries.converted) == (4, 2)
    of_stock = use.of_phrase(home.reading(), 7, stock.pk)
    assert of_stock is not None and of_stock.effect == one
    assert [(who, e.sent) for who, e in of_stock.people] == [("P1", 3)]
    # a variant that is no longer said was sent all the same
    write(boss, "", phrase=stock.pk, version=1, texts=["现货"])
    assert use.effects(home.reading(), 7).by_phrase[stock.pk].sent == 3


def test_the_page_finds_fills_in_and_counts_copies(
    boss: User, mei: User, shop: Path, client: Client
) -> None:
    one = write(
        boss, texts=["{买家}的{商品}:{快递}{快递单号},{发货日期}发,{店铺}{客服}"], frequent=True
    )
    client.force_login(boss)
    page = client.get("/knowledge/phrases/", {"q": "yhm", "order": "1003"}).content.decode()
    assert "{买家}的保温杯:顺丰SF1,3月3日发,金牌店老板" in page
    assert "没有值:买家" in page and "b_three" not in page
    assert "常见问题要至少 3 种说法,现在 1 种。" in page
    assert "没有找到" in client.get("/knowledge/phrases/?q=zzz").content.decode()
    assert client.get("/knowledge/phrases/?order=nothing").status_code == 404
    way = Variant.objects.get()
    assert client.post(f"/knowledge/variant/{way.pk}/used").status_code == 204
    assert [(u.by, u.variant_id) for u in Use.objects.all()] == [("boss", way.pk)]
    client.force_login(mei)
    assert client.get("/knowledge/phrases/?order=1003").status_code == 403  # 小丽's
    assert client.get("/knowledge/phrases/?order=1001").status_code == 200
    assert "修改" not in client.get(f"/knowledge/phrase/{one.pk}/").content.decode()


def test_forms_and_files_of_the_page(boss: User, shop: Path, client: Client) -> None:
    client.force_login(boss)
    form = {"key": "f1", "title": "尺码", "group": "售前", "text": ["{尺码}", "问身高"]}
    answer = client.post("/knowledge/phrases/add", form)
    assert answer.status_code == 422 and "问身高" in answer.content.decode()
    made = client.post("/knowledge/phrases/add", {**form, "text": ["问身高"]})
    pk = Phrase.objects.get().pk
    assert made["Location"] == f"/knowledge/phrase/{pk}/"
    client.post(f"/knowledge/phrase/{pk}/save", {**form, "text": ["问体重"], "version": "1"})
    client.post(f"/knowledge/phrase/{pk}/retire", {"version": "1"})  # not what was read
    assert ways(Phrase.objects.get()) == ["问体重"] and Phrase.objects.get().retired_at is None
    page = client.get(f"/knowledge/phrase/{pk}/").content.decode()
    assert "说法 问身高 → 问体重" in page
    file = SimpleUploadedFile("a.csv", "快捷编码,快捷短语,快捷短语分组\na,谢谢🌹,\nb\n".encode())
    page = client.post("/knowledge/phrases/file/take", {"file": file}).content.decode()
    assert "新短语 1 条" in page and "第 3 行" in page
    assert "在 GBK 里没有" in client.get("/knowledge/phrases/file/export").content.decode()
    export = client.get("/knowledge/phrases/file/export?encoding=utf-8")
    assert export["Content-Type"] == "text/csv; charset=utf-8" and "filename" in str(export.headers)
    assert "尺码" in client.get("/knowledge/phrases/use/?days=7").content.decode()

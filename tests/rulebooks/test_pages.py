"""The rulebooks' pages: reading, writing by text and form, comparing, putting in force."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.rulebooks.conftest import NOW, SMALL

from jinpai.apps.rulebooks.actions import put_in_force, save_version
from jinpai.apps.rulebooks.models import LARGEST, Draft, Force, Version
from jinpai.apps.rulebooks.queries import in_force, last_number
from jinpai.apps.team.models import User
from jinpai.rules import document

CODES = list(document.shipped())


def body(answer: object) -> str:
    return unescape(answer.content.decode())


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_empty_home_says_what_to_do_next_and_offers_every_regime(page: Client) -> None:
    said = body(page.get("/rules/"))
    assert "还没有启用任何制度" in said
    for code in CODES:
        assert f'href="/rules/book/{code}/"' in said
        assert f'href="/rules/book/{code}/force/"' in said


def test_an_agent_reads_everything_and_is_offered_nothing_to_change(
    user: Callable[..., User], owner: User
) -> None:
    kept = save_version(by=owner, text=SMALL, now=NOW)
    put_in_force(by=owner, sha256=kept.sha256, month="2020-01", reason="说好了", now=NOW)
    client = client_of(user("agent"))
    for address in ("/rules/", f"/rules/book/{kept.sha256}/", "/rules/demands/"):
        said = body(client.get(address))
        assert "小制度" in said
        assert "/force/" not in said
        assert "/rules/start/" not in said


def test_every_shipped_regime_is_told_whole_in_words(page: Client) -> None:
    page.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for code in CODES:
        answer = page.get(reverse("rulebooks:rulebook", args=[code]))
        assert answer.status_code == 200
        told, worked = answer.context["told"], answer.context["schemes"]
        assert len(told.appraisal) >= 5
        assert len(worked) >= 4
        for scheme, example in worked:
            assert example is not None, scheme.code
            assert example.net == sum(line.amount for line in example.lines)
            for component in scheme.components:
                said = [component.formula.en, *(note.en for note in component.notes)]
                assert not re.search("[一-鿿]", " ".join(said)), said
                assert " = {" not in component.formula.zh  # every kind has a sentence
        for scheme in told.appraisal:
            for item in scheme.items:
                said = [item.curve.en, item.looks_at.en, *(note.en for note in item.notes)]
                assert not re.search("[一-鿿]", " ".join(said)), said


def test_pay_is_told_as_formulas_with_a_month_worked_out(page: Client) -> None:
    answer = page.get("/rules/book/kpi-bands/")
    said = body(answer)
    assert "得分所在段的金额 × 得分 ÷ 100" in said
    assert "90 分起 ¥3,000、80 分起 ¥2,000、0 分起 ¥1,000" in said
    example = next(e for scheme, e in answer.context["schemes"] if scheme.code == "agent")
    assert [line.formula for line in example.lines if "0.90" in line.formula] == ["3000.00 × 0.90"]


def test_a_rulebook_can_be_downloaded_as_it_was_saved(page: Client, owner: User) -> None:
    kept = save_version(by=owner, text=SMALL, now=NOW)
    answer = page.get(reverse("rulebooks:download", args=[kept.sha256]))
    assert answer.content.decode() == SMALL
    assert answer.headers["Content-Disposition"] == 'attachment; filename="small-1.toml"'


def test_demands_without_an_item_are_wishes_and_time_outside_the_shift_is_said(
    page: Client, owner: User
) -> None:
    kept = save_version(by=owner, text=SMALL, now=NOW)
    answer = page.get(f"/rules/demands/?book={kept.sha256}")
    assert "日清单" in [a.name.zh for a in answer.context["seen"].wishes]
    assert answer.context["seen"].outside == 10
    assert "没有:只是愿望" in body(answer)


# --- drafts --------------------------------------------------------------------------------


def started(page: Client, key: str, **more: str) -> Draft:
    answer = page.post("/rules/start/", {"start": key, **more})
    assert answer.status_code == 302, body(answer)[:500]
    return Draft.objects.get(pk=answer.headers["Location"].strip("/").split("/")[2])


@pytest.fixture
def draft(page: Client, owner: User) -> Draft:
    return started(page, save_version(by=owner, text=SMALL, now=NOW).sha256)


def sent(draft: Draft, **more: str) -> dict[str, str]:
    return {"turn": str(draft.turn), "hand": "here", "text": draft.text} | more


def test_a_rulebook_begun_twice_is_the_same_draft(page: Client) -> None:
    first = started(page, "kpi-bands")
    assert started(page, "kpi-bands") == first
    assert Draft.objects.count() == 1


def test_a_draft_is_its_writers_alone(draft: Draft, user: Callable[..., User]) -> None:
    other = client_of(user("supervisor"))
    for name in ("draft", "draft_form"):
        address = reverse(f"rulebooks:{name}", args=[draft.pk])
        assert other.get(address).status_code == 404
        assert other.post(address, sent(draft, text="mine now")).status_code == 404
    assert other.post(reverse("rulebooks:throw_away", args=[draft.pk])).status_code == 404
    draft.refresh_from_db()
    assert draft.text == SMALL


def test_a_text_with_mistakes_is_kept_and_every_mistake_has_its_place(
    page: Client, draft: Draft
) -> None:
    wrong = SMALL.replace("rate = 0.01", "rate = 1.5").replace("weight = 40", "wieght = 40")
    answer = page.post(reverse("rulebooks:draft", args=[draft.pk]), sent(draft, text=wrong))
    draft.refresh_from_db()
    assert draft.text == wrong
    found = {p.path: p for p in answer.context["problems"]}
    rate = found["pay.schemes.agent.components[1].rate"]
    assert (rate.found, rate.wanted) == ("1.5", "≤ 1")
    assert wrong.split("\n")[rate.line - 1] == "rate = 1.5"
    assert "appraisal.schemes.agent.items[1].wieght" in found
    assert f'data-line="{rate.line}"' in body(answer)


def test_what_cannot_be_read_at_all_is_kept_and_the_form_says_to_mend_the_text(
    page: Client, draft: Draft
) -> None:
    page.post(reverse("rulebooks:draft", args=[draft.pk]), sent(draft, text="weight = = 3\n"))
    answer = page.get(reverse("rulebooks:draft_form", args=[draft.pk]))
    assert answer.status_code == 200
    assert "先在文本里改好" in body(answer)
    assert "第 1 行" in body(answer)


def test_a_draft_becomes_the_next_version_and_is_gone(page: Client, draft: Draft) -> None:
    text = SMALL.replace("rate = 0.01", "rate = 0.015")
    answer = page.post(
        reverse("rulebooks:draft", args=[draft.pk]),
        sent(draft, text=text, do="save", reason="提成 1.5%,试三个月"),
    )
    kept = Version.objects.get(number=2)
    assert answer.headers["Location"] == f"/rules/book/{kept.sha256}/"
    assert (kept.code, kept.saved_by, kept.reason) == ("small", "owner", "提成 1.5%,试三个月")
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "status"), [({"reason": ""}, 422), ({"text": "code = 3"}, 422), ({"turn": "x"}, 400)]
)
def test_what_is_wrong_is_not_saved_and_nothing_typed_is_lost(
    page: Client, draft: Draft, change: dict[str, str], status: int
) -> None:
    data = sent(draft, do="save", reason="说得清楚") | change
    answer = page.post(reverse("rulebooks:draft", args=[draft.pk]), data)
    assert answer.status_code == status
    assert Version.objects.count() == 1
    if status == 422:
        assert answer.context["text"] == data["text"]
        assert answer.context["reason"] == data["reason"]


def test_a_second_window_is_told_before_it_overwrites(page: Client, draft: Draft) -> None:
    address = reverse("rulebooks:draft", args=[draft.pk])
    page.post(address, sent(draft, text=SMALL + "# one\n"))
    again = page.post(address, sent(draft, text=SMALL + "# one more\n"))
    assert again.status_code == 200  # the same window goes on
    other = page.post(address, sent(draft, text=SMALL + "# two\n", hand="elsewhere"))
    assert other.status_code == 409
    assert "# two" in other.context["text"]
    draft.refresh_from_db()
    assert draft.text.endswith("# one more\n")


def test_typing_sends_the_text_and_gets_back_what_is_wrong(page: Client, draft: Draft) -> None:
    answer = page.post(
        reverse("rulebooks:draft", args=[draft.pk]),
        sent(draft, text=SMALL.replace("0.01", "2")),
        headers={"HX-Request": "true"},
    )
    said = body(answer)
    assert "<html" not in said
    assert "rate" in said
    draft.refresh_from_db()
    assert "rate = 2" in draft.text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\xff\xfe\x00bad", 422),
        (b"a" * (LARGEST + 1), 400),
        (b"\x00\x01", 422),
        (b"", 400),
        (b"[[" * 5000, 302),
        (b"a = " + b"9" * 5000, 302),
        (b"a." * 2000 + b"b = 1", 302),
        (("a = " + "[" * 3000 + "]" * 3000).encode(), 302),
        ("说明 = '<script>alert(1)</script>'".encode(), 302),
    ],
)
def test_a_hostile_file_is_refused_or_opened_as_text_that_says_what_is_wrong(
    page: Client, data: bytes, status: int
) -> None:
    file = SimpleUploadedFile("x.toml", data)
    answer = page.post("/rules/start/", {"file": file})
    assert answer.status_code == status
    if status != 302:
        assert Draft.objects.count() == 0
        return
    for suffix in ("", "form/"):
        shown = page.get(answer.headers["Location"] + suffix)
        assert shown.status_code == 200
        assert shown.context["errors"] >= 1
        assert "<script>alert" not in shown.content.decode()


def test_twenty_drafts_are_enough(page: Client, owner: User) -> None:
    for place in range(20):
        Draft.objects.create(owner=owner, text="", start=str(place), made_at=NOW, changed_at=NOW)
    assert page.post("/rules/start/", {"start": "kpi-bands"}).status_code == 422
    assert Draft.objects.count() == 20


# --- the form ------------------------------------------------------------------------------


def fields(page: Client, draft: Draft) -> dict[str, str]:
    answer = page.get(reverse("rulebooks:draft_form", args=[draft.pk]))
    values = {v.name: v.text for g in answer.context["groups"] for r in g.rows for v in r.values}
    return values | {"turn": str(answer.context["draft"].turn), "hand": "form"}


ITEM = "v:appraisal.schemes.agent.items"
PART = "v:pay.schemes.agent.components"


def test_the_form_shows_percents_as_percents_and_changes_single_values(
    page: Client, draft: Draft
) -> None:
    asked = fields(page, draft)
    assert asked[f"{PART}[1].rate"] == "1"
    assert asked[f"{ITEM}[0].curve.worst"] == "30"
    assert asked[f"{ITEM}[1].curve.worst"] == "60"
    asked |= {f"{PART}[1].rate": "1.5%", f"{ITEM}[0].weight": "70", f"{ITEM}[1].weight": "30",
              f"{PART}[0].amount": "3,200", f"{PART}[1].performance": "no"}  # fmt: skip
    answer = page.post(reverse("rulebooks:draft_form", args=[draft.pk]), asked)
    assert answer.status_code == 200
    draft.refresh_from_db()
    expected = SMALL.replace("weight = 60", "weight = 70").replace("weight = 40", "weight = 30")
    expected = expected.replace("rate = 0.01", "rate = 0.015").replace(
        "amount = 3000", "amount = 3200"
    )
    assert draft.text == expected.replace("performance = true", "performance = false")


def test_the_form_sent_back_as_it_came_changes_no_letter_of_any_shipped_regime(
    page: Client,
) -> None:
    for code in CODES:
        draft = started(page, code)
        asked = fields(page, draft)
        assert len(asked) > 100
        page.post(reverse("rulebooks:draft_form", args=[draft.pk]), asked)
        draft.refresh_from_db()
        assert draft.text == document.shipped()[code]


def test_a_mistake_stands_beside_its_field(page: Client, draft: Draft) -> None:
    asked = fields(page, draft) | {f"{PART}[1].rate": "150", f"{ITEM}[0].curve.best": "很多"}
    answer = page.post(reverse("rulebooks:draft_form", args=[draft.pk]), asked)
    assert answer.status_code == 422
    shown = {v.name: v for g in answer.context["groups"] for r in g.rows for v in r.values}
    assert shown[f"{ITEM}[0].curve.best"].text == "很多"
    assert shown[f"{ITEM}[0].curve.best"].wrong
    assert [p.code for p in shown[f"{PART}[1].rate"].problems] == ["out_of_range"]
    draft.refresh_from_db()
    assert "rate = 1.5" in draft.text
    assert "best = 0.55" in draft.text


def test_what_is_typed_in_one_editor_is_there_in_the_other(page: Client, draft: Draft) -> None:
    asked = fields(page, draft) | {f"{PART}[0].amount": "3456", "do": "text", "reason": "因为"}
    answer = page.post(reverse("rulebooks:draft_form", args=[draft.pk]), asked)
    assert answer.headers["Location"] == f"/rules/draft/{draft.pk}/"
    shown = page.get(answer.headers["Location"])
    assert "amount = 3456" in shown.context["text"]
    assert shown.context["reason"] == "因为"
    text = shown.context["text"].replace("3456", "3789")
    draft.refresh_from_db()
    back = page.post(reverse("rulebooks:draft", args=[draft.pk]), sent(draft, text=text, do="form"))
    assert back.headers["Location"] == f"/rules/draft/{draft.pk}/form/"
    assert fields(page, draft)[f"{PART}[0].amount"] == "3789"


def test_the_measure_is_part_of_the_form_where_the_document_has_one(
    page: Client, draft: Draft
) -> None:
    text = SMALL + '\n[measure]\nday_cut = "04:00"\nslow_s = 90  # 慢\n'
    page.post(reverse("rulebooks:draft", args=[draft.pk]), sent(draft, text=text, hand="form"))
    draft.refresh_from_db()
    answer = page.get(reverse("rulebooks:draft_form", args=[draft.pk]))
    part = answer.context["measure_part"]
    asked = fields(page, draft) | {"measure": "yes"}
    for field in part:
        value = field.value()
        if value is True:
            asked[field.name] = "on"
        elif value not in (None, False):
            asked[field.name] = value
    asked |= {"slow_s": "60", "day_cut": ""}
    page.post(reverse("rulebooks:draft_form", args=[draft.pk]), asked)
    draft.refresh_from_db()
    assert draft.text.endswith("[measure]\nslow_s = 60  # 慢\n")
    asked["slow_s"] = "-1"
    wrong = page.post(reverse("rulebooks:draft_form", args=[draft.pk]), asked)
    assert wrong.status_code == 422
    assert list(wrong.context["measure_part"].errors) == ["slow_s"]


# --- comparing, putting in force -----------------------------------------------------------


def test_two_versions_are_compared_in_words_and_line_by_line(page: Client, owner: User) -> None:
    first = save_version(by=owner, text=SMALL, now=NOW)
    second = save_version(
        by=owner, text=SMALL.replace("rate = 0.01", "rate = 0.02"), reason="提成加倍", now=NOW
    )
    answer = page.get(f"/rules/compare/?a={first.sha256}&b={second.sha256}")
    (name, pay) = answer.context["differences"].sections
    assert name.name.en == "Name, month and reason"
    assert [d.path for d in pay.differences] == ["pay.schemes.agent.components[1].rate"]
    assert "1%" in pay.differences[0].zh
    assert "2%" in pay.differences[0].zh
    lines = [(line.sign, line.text) for line in answer.context["lines"]]
    assert ("-", "rate = 0.01") in lines
    assert ("+", "rate = 0.02") in lines
    same = page.get(f"/rules/compare/?a={first.sha256}&b={first.sha256}")
    assert "一字不差" in body(same)


@pytest.mark.parametrize("query", ["?a=nope", "?a=kpi-bands&b=" + "f" * 64])
def test_comparing_with_what_is_not_there_is_a_404(page: Client, query: str) -> None:
    assert page.get(f"/rules/compare/{query}").status_code == 404


def test_a_shipped_regime_is_put_in_force_with_a_reason_and_ruled_by_at_once(
    page: Client,
) -> None:
    address = reverse("rulebooks:force", args=["kpi-bands"])
    assert page.get(address).status_code == 200
    without = page.post(address, {"month": "2026-11", "reason": "", "seen": "0"})
    assert without.status_code == 422
    assert Version.objects.count() == 0
    page.post(address, {"month": "2026-11", "reason": "第一份制度", "seen": "0"})
    assert str(in_force("2026-11")) == "kpi-bands 1"
    assert in_force("2026-11").text == document.shipped()["kpi-bands"]


def test_who_decides_on_an_old_page_is_told_and_keeps_what_was_written(
    page: Client, owner: User
) -> None:
    address = reverse("rulebooks:force", args=["big-pot"])
    seen = str(last_number())
    kept = save_version(by=owner, text=SMALL, now=NOW)
    put_in_force(by=owner, sha256=kept.sha256, month="2026-11", reason="抢先一步", now=NOW)
    answer = page.post(address, {"month": "2026-11", "reason": "我也来定", "seen": seen})
    assert answer.status_code == 409
    assert "别人刚决定过" in body(answer)
    assert "我也来定" in body(answer)
    assert Force.objects.count() == 1
    again = page.post(address, {"month": "2026-11", "reason": "看过了", "seen": str(last_number())})
    assert again.status_code == 302

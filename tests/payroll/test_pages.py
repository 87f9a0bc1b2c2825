"""The pay pages: what they say, what they lead to, and that nobody reads another's pay unseen."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from jinpai.apps.payroll import actions
from jinpai.apps.payroll.models import City, Entry, Loss, Opening, Profile, Receipt, Run, Slip
from jinpai.apps.team.models import AuditEntry, User
from jinpai.apps.team.roles import Role

from .house import NOW, REFUND_OF_SEPTEMBER, House

Ask = Callable[..., HttpResponse]


@pytest.fixture
def ask(house: House) -> Ask:
    """`ask("A1", "/pay/mine/")`: the answer to a login of that person; the owner is "boss".
    Any other word is a role of someone who is bound to nobody."""
    clients: dict[str, Client] = {}

    def client(who: str) -> Client:
        if who not in clients:
            user = house.boss
            if who != "boss":
                role = Role.AGENT if who[0] == "A" else Role(who)
                person = who if who[0] == "A" else ""
                user = User.objects.create_user(who, "a-long-password-1", role=role, person=person)
            clients[who] = Client()
            clients[who].force_login(user)
        return clients[who]

    def go(who: str, path: str, data: dict | None = None) -> HttpResponse:
        if data is None:
            return client(who).get(path)
        return client(who).post(path, data, follow=True)

    return go


def words(answer: HttpResponse) -> str:
    """What the main part of a page says, as one line."""
    text = answer.content.decode()
    text = text[text.index('<main id="main"') : text.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def looks() -> list[str]:
    return list(
        AuditEntry.objects.filter(action="pay.viewed")
        .order_by("id")
        .values_list("subject", flat=True)
    )


# --- the run ----------------------------------------------------------------------------


def test_a_month_goes_from_nothing_to_paid_on_the_pages(house: House, ask: Ask) -> None:
    assert "打开这个月" in words(ask("boss", "/pay/"))
    page = words(ask("boss", "/pay/run/2026-09/open", {}))
    assert "没解决的问题" in page and "小丽 没有工资条" in page
    assert "不知道应出勤和计薪天数" in page and "录考勤" in page
    house.present("2026-09")
    house.appraised("2026-09")
    page = words(ask("boss", "/pay/run/2026-09/"))
    assert "计算之后,薪资数据、考核或已确认的月份有变。 重新计算。" in page
    version = str(Run.objects.get().version)
    page = words(ask("boss", "/pay/run/2026-09/calculate", {"version": version}))
    assert "下一步:看过每个人的数,确认。" in page
    assert "实发 ¥11,000.00 3 张工资条" in page
    assert "小丽 售前 — ¥3,200.00 ¥0.00 ¥0.00 ¥3,200.00" in page
    stale = ask("boss", "/pay/run/2026-09/confirm", {"version": version})
    assert "您打开这一页之后,2026-09 又有人计算或改动过。" in words(stale)
    assert Run.objects.get().state == "calculated"
    now = str(Run.objects.get().version)
    assert "已确认并固定" in words(ask("boss", "/pay/run/2026-09/confirm", {"version": now}))
    twice = ask("boss", "/pay/run/2026-09/confirm", {"version": now})
    assert "2026-09 已由 boss 于" in words(twice)
    paid = ask("boss", "/pay/run/2026-09/paid", {"version": str(Run.objects.get().version)})
    assert "记为已发放" in words(paid)


def test_an_override_needs_a_reason_and_prints_it(house: House, ask: Ask) -> None:
    house.present("2026-09", "A2", "A3")
    house.appraised("2026-09")
    run = house.calculate("2026-09")
    send = {"version": str(run.version), "override_reason": "  "}
    assert "还有 1 个问题没有解决。" in words(ask("boss", "/pay/run/2026-09/confirm", send))
    send["override_reason"] = "小丽的考勤丢了"
    ask("boss", "/pay/run/2026-09/confirm", send)
    told = "boss 写的理由:小丽的考勤丢了"
    assert told in words(ask("boss", "/pay/run/2026-09/"))
    assert told in words(ask("A2", "/pay/slip/2026-09/A2/"))


def test_the_table_sorts_and_is_exported_as_it_stands(house: House, ask: Ask) -> None:
    house.close("2026-09")
    csv = ask("boss", "/pay/run/2026-09/?sort=-net&export=csv").content.decode("utf-8-sig")
    names = [line.split(",")[0] for line in csv.split("\r\n")[1:6]]
    assert names == ["小美", "阿强", "小丽", "老板", "合计"]
    for kind in ("excel", "bank", "tax"):
        answer = ask("boss", f"/pay/run/2026-09/file/{kind}")
        assert answer.status_code == 200 and answer["Cache-Control"].startswith("no-store")
    assert ask("boss", "/pay/run/2026-09/file/gold").status_code == 404
    assert looks() == ["2026-09"] * 4


def test_an_unconfirmed_run_can_be_dropped_and_a_confirmed_one_cannot(
    house: House, ask: Ask
) -> None:
    run = house.calculate("2026-09")
    assert "这一批删掉了" in words(
        ask("boss", "/pay/run/2026-09/drop", {"version": str(run.version)})
    )
    house.close("2026-09")
    ask("boss", "/pay/run/2026-09/drop", {"version": str(Run.objects.get().version)})
    assert Run.objects.get().state == "confirmed"


# --- the payslip ------------------------------------------------------------------------


def test_a_payslip_explains_itself(house: House, ask: Ask) -> None:
    house.close("2026-09")
    page = ask("A1", "/pay/slip/2026-09/A1/")
    text = words(page)
    assert "小丽 · 2026-09 工资条 已确认" in text
    assert "底薪 P1 级 · 22 / 22 天 3000.00 × 22 ÷ 22 3,000.00" in text
    assert "提成 基数 ¥20,000.00 20000.00 × 0.01 200.00" in text
    assert "应发 3,200.00" in text and "实发 3,200.00" in text
    assert "提成 200.00 是怎么来的" in text  # the line that hangs on a figure is open
    assert "工资支付暂行规定 第六条" in text and "累计预扣法" in text
    assert 'href="/board/order/O1/?shop=S1"' in page.content.decode()
    assert "底薪 3,000.00 是怎么来的" in words(ask("A1", "/pay/slip/2026-09/A1/?line=1"))
    for odd in ("0", "99", "-1", "x", "１"):
        assert "提成 200.00 是怎么来的" in words(ask("A1", f"/pay/slip/2026-09/A1/?line={odd}"))


def test_its_owner_reading_it_leaves_one_receipt(house: House, ask: Ask) -> None:
    house.close("2026-09")
    ask("boss", "/pay/slip/2026-09/A1/")
    assert not Receipt.objects.exists()
    assert "没看过" in words(ask("A1", "/pay/mine/"))
    for _time in range(2):
        ask("A1", "/pay/slip/2026-09/A1/")
    assert [r.slip.person for r in Receipt.objects.all()] == ["A1"]
    assert "没看过" not in words(ask("A1", "/pay/mine/"))
    assert "看过" in words(ask("boss", "/pay/slip/2026-09/A1/"))


def test_what_the_cap_did_not_allow_is_said_to_be_carried_on(house: House, ask: Ask) -> None:
    actions.add_loss(
        by=house.boss, person="A1", day=NOW.date(), amount=Decimal("1000"), evidence="监控",
        clause="第八条", reason="摔坏的样机", now=NOW,
    )  # fmt: skip
    house.close("2026-09")
    text = words(ask("A1", "/pay/slip/2026-09/A1/"))
    # 20 % of 3200 is 640, and 3200 − 2490 = 710 may go: 640 is taken, 360 left
    assert "−640.00" in text and "结转到下月 摔坏的样机 ¥360.00" in text
    assert "工资支付暂行规定 第十六条" in text
    house.take(refunds=REFUND_OF_SEPTEMBER)
    page = words(ask("boss", "/pay/entries/?month=2026-10"))
    assert "摔坏的样机 监控 第八条 ¥1,000.00 ¥640.00 ¥360.00" in page


def test_pay_so_far_says_what_the_next_step_pays(house: House, ask: Ask) -> None:
    """November: one order of 100 so far; the next of that worth pays 1 %."""
    house.present("2026-11", "A1")
    text = words(ask("A1", "/pay/now/"))
    assert "2026-11 到现在" in text and "提成 基数 ¥100.00 100.00 × 0.01 1.00" in text
    assert "多成一单(¥100.00) +¥1.00" in text
    assert "现在还算不出来: 不知道应出勤和计薪天数" in words(ask("A2", "/pay/now/"))


# --- privacy ----------------------------------------------------------------------------


def test_nobody_but_its_owner_and_who_runs_pay_opens_a_payslip(house: House, ask: Ask) -> None:
    """404 for what is another's and for what is not there, in the very same words."""
    house.close("2026-09")
    told = set()
    for who in ("A2", *(r.value for r in Role if r not in (Role.OWNER, Role.AGENT))):
        for path in ("slip/2026-09/A1/", "slip/2026-09/NOBODY/", "slip/2031-01/A1/",
                     "slip/2026-09/A1/xlsx", "now/A1/", "now/NOBODY/"):  # fmt: skip
            answer = ask(who, f"/pay/{path}")
            assert (who, path, answer.status_code) == (who, path, 404)
            told.add(words(answer))
    assert len(told) == 1
    for path in ("", "run/2026-09/", "run/2031-01/", "run/2026-09/file/bank", "entries/", "cities/",
                 "person/A1/", "person/A2/", "person/NOBODY/"):  # fmt: skip
        for who in ("A2", "supervisor"):
            assert ask(who, f"/pay/{path}").status_code == 403
    for who in ("A2", "supervisor"):
        for path in ("run/2026-09/open", "run/2026-09/confirm", "person/A1/reveal"):
            assert ask(who, f"/pay/{path}", {"version": "1"}).status_code == 403
    assert ask("A2", "/pay/slip/2026-09/A2/?person=A1").status_code == 200
    assert looks() == []


def test_no_page_of_an_agent_holds_anothers_figures(house: House, ask: Ask) -> None:
    house.close("2026-09")
    house.present("2026-11")
    for path in ("mine/?person=A1", "now/?person=A1", "slip/2026-09/A2/?line=2&person=A1",
                 "mine/?export=csv"):  # fmt: skip
        page = ask("A2", f"/pay/{path}").content.decode()
        for another in ("小丽", "3,200.00", "20,000", "A1<"):
            assert another not in page, (path, another)


def test_an_unconfirmed_payslip_is_not_there_for_its_owner(house: House, ask: Ask) -> None:
    house.present("2026-09")
    house.appraised("2026-09")
    house.calculate("2026-09")
    assert Slip.objects.filter(person="A1").exists()
    assert ask("A1", "/pay/slip/2026-09/A1/").status_code == 404
    assert "还没有工资条" in words(ask("A1", "/pay/mine/"))
    assert "这一批还没有确认" in words(ask("boss", "/pay/slip/2026-09/A1/"))


def test_every_look_at_anothers_pay_is_logged_and_one_at_the_own_is_not(
    house: House, ask: Ask
) -> None:
    house.close("2026-09")
    ask("A1", "/pay/slip/2026-09/A1/")
    ask("A1", "/pay/now/")
    assert looks() == []
    for path in ("slip/2026-09/A1/", "slip/2026-09/A2/xlsx", "run/2026-09/", "now/A3/",
                 "person/A1/", "entries/?month=2026-09", "run/2026-09/file/excel"):  # fmt: skip
        assert ask("boss", f"/pay/{path}").status_code == 200
    assert looks() == ["2026-09/A1", "2026-09/A2", "2026-09", "2026-11/A3", "A1", "2026-09",
                       "2026-09"]  # fmt: skip


def test_a_form_that_comes_back_with_the_page_is_a_look_too(house: House, ask: Ask) -> None:
    assert ask("boss", "/pay/entries/?month=2026-09", {"form": "entry"}).status_code == 400
    assert ask("boss", "/pay/person/A1/", {"form": "opening"}).status_code == 400
    assert looks() == ["2026-09", "A1"]


def test_the_bank_account_is_masked_and_revealing_it_is_logged(house: House, ask: Ask) -> None:
    house.profile("A1", bank="招商银行", bank_account="6214830123456789")
    page = ask("boss", "/pay/person/A1/").content.decode()
    assert "•••• 6789" in page and "62148301" not in page
    assert "6214830123456789" in words(ask("boss", "/pay/person/A1/reveal", {}))
    (entry,) = AuditEntry.objects.filter(action="pay.bank_revealed")
    assert (entry.subject, entry.user) == ("A1", house.boss)
    assert "6214" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


# --- what is entered --------------------------------------------------------------------


def test_numbers_of_a_city_are_typed_as_percent_and_kept_as_fractions(
    house: House, ask: Ask
) -> None:
    send = {"city": "石家庄", "since": "2026-07-01", "minimum_wage": "2200", "pension": "8",
            "medical": "2", "unemployment": "0.3", "fund_rate": "5", "reason": "新年度",
            "source": "冀人社规〔2026〕1号"}  # fmt: skip
    assert "石家庄从 2026-07-01 起按这些数字算" in words(ask("boss", "/pay/cities/", send))
    city = City.objects.get(city="石家庄")
    assert (city.pension, city.unemployment) == (Decimal("0.08"), Decimal("0.003"))
    page = ask("boss", "/pay/cities/?city=石家庄")
    assert 'value="0.3"' in page.content.decode() and "8% 2% 0.3%" in words(page)
    send |= {"since": "2026-08-01", "insurance_floor": "9000", "insurance_cap": "100"}
    refused = ask("boss", "/pay/cities/", send)
    assert refused.status_code == 400
    assert "缴费基数下限 9000 高于上限 100。" in words(refused)


def test_a_profile_keeps_its_history_and_the_account_it_is_not_shown(
    house: House, ask: Ask
) -> None:
    house.profile("A1", city="杭州", bank="招商银行", bank_account="6214830123456789")
    send = {"form": "profile", "since": "2026-10-01", "city": "杭州", "paid_here": "on",
            "insured": "on", "fund_rate": "7", "additional": "1500", "reason": "租房"}  # fmt: skip
    assert "已写入" in words(ask("boss", "/pay/person/A1/", send))
    row = Profile.objects.filter(person="A1").first()
    assert row is not None
    assert (row.fund, row.fund_rate, row.additional) == (False, Decimal("0.07"), Decimal(1500))
    assert row.bank_account == "6214830123456789"
    send = {"form": "opening", "year": "2026", "months": "8", "income": "40000", "withheld": "0",
            "reason": "旧系统"}  # fmt: skip
    assert "已写入" in words(ask("boss", "/pay/person/A1/", send))
    assert Opening.objects.get().income == Decimal(40000)
    assert ask("boss", "/pay/person/NOBODY/").status_code == 404


def test_entries_stand_beside_what_the_clockings_say(house: House, ask: Ask) -> None:
    send = {"form": "entry", "person": "A1", "what": "overtime_workday", "value": "40",
            "reason": "盘点"}  # fmt: skip
    page = words(ask("boss", "/pay/entries/?month=2026-10", send))
    assert "记下了" in page and "加班 40 小时" in page  # over the 36 hours of 劳动法 41
    assert Entry.objects.get().by == "boss"
    send |= {"person": "B1"}
    assert "不能给自己录入。" in words(ask("boss", "/pay/entries/?month=2026-10", send))
    loss = {"form": "loss", "person": "A1", "day": "2026-10-02", "amount": "50", "evidence": "照片",
            "clause": "第八条", "reason": "样机"}  # fmt: skip
    ask("boss", "/pay/entries/?month=2026-10", loss)
    drop = {"form": "drop", "loss": str(Loss.objects.get().pk), "reason": "算了"}
    assert "不再追了" in words(ask("boss", "/pay/entries/?month=2026-10", drop))
    assert ask("boss", "/pay/entries/", {"form": "drop", "loss": "77"}).status_code == 404
    house.close("2026-09")
    page = words(ask("boss", "/pay/entries/?month=2026-09"))
    assert "2026-09 的薪资已经确认,不能再录。" in page and "录一条" not in page


# --- empty states -----------------------------------------------------------------------


def test_empty_pages_say_what_to_do_next(house: House, ask: Ask) -> None:
    assert "这个登录还没有对应的人" in words(ask("warehouse", "/pay/mine/"))
    assert "这个登录还没有对应的人" in words(ask("warehouse", "/pay/now/"))
    assert "这个月不在职" in words(ask("A9", "/pay/now/"))
    assert "2026-09 还没有薪资批次。" in words(ask("boss", "/pay/run/2026-09/"))
    for odd in ("run/2026-13/", "run/20２6-10/", "slip/2026-09/NOBODY/",
                "slip/2026-09/NOBODY/xlsx", "now/NOBODY/"):  # fmt: skip
        assert ask("boss", f"/pay/{odd}").status_code == 404, odd
    page = ask("boss", "/pay/entries/?month=2026-08")
    assert "这个月还没有生效的制度" in words(page) and "/rules/" in page.content.decode()


def test_a_payslip_as_excel_is_a_workbook(house: House, ask: Ask) -> None:
    from openpyxl import load_workbook

    house.close("2026-09")
    answer = ask("A1", "/pay/slip/2026-09/A1/xlsx")
    cells = [c.value for row in load_workbook(io.BytesIO(answer.content)).active for c in row]
    assert 3200 in [c for c in cells if isinstance(c, int | float)]

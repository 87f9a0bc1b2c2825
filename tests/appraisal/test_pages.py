"""The pages: what each shows, to whom, and that every look at somebody else is written down."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.appraisal.conftest import MONTH, NOW, Staff, sheet
from tests.appraisal.steps import at, disputed, give, opened, rated, total

from jinpai.apps.appraisal.actions import events, flow, targets
from jinpai.apps.appraisal.models import Dispute, Event, Sheet, Target
from jinpai.apps.team.models import AuditEntry, User

Clients = Callable[[User], Client]
CYCLE = f"/appraisal/?month={MONTH}"
MEI = f"/appraisal/{MONTH}/P1/"


def words(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    body = re.sub(r"<title>.*?</title>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def looks() -> list[tuple[str, str, str]]:
    return [
        (e.user.username if e.user else "", e.action.removeprefix("appraisal."), e.subject)
        for e in AuditEntry.objects.filter(action__contains="seen").order_by("pk")
    ]


def test_the_overview_shows_where_everyone_stands(staff: Staff, client_of: Clients) -> None:
    rated(staff)
    said = words(client_of(staff.boss).get(CYCLE))
    assert "小美 售前 售前 主管已评 62.33 0.80 0.00" in said
    assert "待本人确认或提异议 · 到 11-05" in said
    assert "小丽 售前 售前 待自评" in said
    assert "没有适用的考核方案,不打分:店主 (店主)、PX" in said
    assert looks() == [("boss", "overview_seen", MONTH)]


def test_the_overview_as_a_file_is_the_screen_and_no_formula(
    staff: Staff, client_of: Clients, own_house: Any
) -> None:
    from openpyxl import load_workbook

    from jinpai.apps.team import actions as team

    team.write_person(
        by=staff.owner, person="P1", from_=date(2026, 10, 20),
        values={"name": "=1+1"}, reason="测", now=NOW,
    )  # fmt: skip
    opened(staff)
    answer = client_of(staff.boss).get(CYCLE + "&export=csv&cols=state&cols=total&sort=-total")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "姓名,进度,总分"
    assert lines[1:3] == ["阿强,待自评,", "'=1+1,待自评,55.42"] or "'=1+1,待自评,55.42" in lines
    book = load_workbook(io.BytesIO(client_of(staff.boss).get(CYCLE + "&export=xlsx").content))
    cells = [c for row in book.active.iter_rows() for c in row if c.value == "=1+1"]
    assert [c.data_type for c in cells] == ["s"]
    assert looks()[-1] == ("boss", "overview_seen", MONTH)


def test_preparing_opening_and_closing_from_the_overview(staff: Staff, client_of: Clients) -> None:
    client = client_of(staff.boss)
    for name in ("prepare", "open"):
        answer = client.post(reverse(f"appraisal:{name}"), {"month": MONTH})
        assert answer.headers["Location"] == CYCLE
    assert set(Sheet.objects.values_list("state", flat=True)) == {"open"}
    assert "还有 5 份没有关闭" in words(
        client.post(reverse("appraisal:close"), {"month": MONTH}, follow=True)
    )


def test_one_appraisal_shows_every_item_with_its_rows_curve_and_next_step(
    staff: Staff, client_of: Clients
) -> None:
    rated(staff)
    events.add_event(
        by=staff.boss, person="P1", day=date(2026, 10, 9), points=Decimal(2), kind="好案例",
        evidence="聊天", key="k", now=NOW,
    )  # fmt: skip
    answer = client_of(staff.boss).get(MEI)
    said, body = words(answer), answer.content.decode()
    assert "询单最终付款转化率 33.3% n 3" in said
    assert "0.0% 得 0 分,100.0% 得 100 分 不含大促日" in said
    assert "33.33 计入 13.33 分 好 1 个百分点,总分 +0.4" in said
    assert "目标 4 得 100 分,最多 120 分" in said
    assert "自评 100.00 组长 80.00 主管 90.00" in said
    assert "= 64.33" in said
    assert "+2.00 好案例" in said
    rows = f"/board/metric/inquiry_conversion/?month={MONTH}&amp;shop=S1&amp;person=P1"
    assert rows in body
    assert body.count('<figure class="curve">') == 4
    assert body.count('class="dot"') == 4
    assert body.count('class="own"') == 1  # the own rating beside the supervisor's
    assert "appraisal.schemes.presale.items[0]" in body
    assert "style=" not in body and "<script>" not in body
    assert client_of(staff.boss).get(html.unescape(rows)).status_code == 200


def test_previous_and_next_person_are_links_that_keys_reach(
    staff: Staff, client_of: Clients
) -> None:
    body = client_of(staff.boss).get(f"/appraisal/{MONTH}/P2/").content.decode()
    assert f'rel="prev" accesskey="," href="/appraisal/{MONTH}/P1/"' in body
    assert f'rel="next" accesskey="." href="/appraisal/{MONTH}/P3/"' in body


@pytest.mark.parametrize("path", ["", "rate/", "acknowledge/", "dispute/", "close/"])
def test_an_agent_reaches_nobody_else_and_learns_not_who_there_is(
    staff: Staff, client_of: Clients, path: str
) -> None:
    opened(staff)
    client = client_of(staff.p2)
    codes = {}
    for person in ("P1", "P3", "P4", "P404", "PX"):
        address = f"/appraisal/{MONTH}/{person}/{path}"
        codes[person] = (client.post(address) if path else client.get(address)).status_code
    assert set(codes.values()) == {403}
    assert looks() == []


@pytest.mark.parametrize("name", ["assistant", "p4"])
def test_other_roles_see_the_own_only(staff: Staff, client_of: Clients, name: str) -> None:
    client = client_of(getattr(staff, name))
    for address in (CYCLE, MEI, "/appraisal/targets/", "/appraisal/events/",
                    "/appraisal/disputes/"):  # fmt: skip
        assert client.get(address).status_code == 403
    assert client.get("/appraisal/mine/").status_code == 200


def test_a_lead_sees_the_own_group_and_is_written_down(staff: Staff, client_of: Clients) -> None:
    opened(staff)
    client = client_of(staff.lead)
    assert client.get(MEI).status_code == 200
    assert client.get(f"/appraisal/{MONTH}/P4/").status_code == 403  # after-sale
    assert client.get(CYCLE).status_code == 403
    mine = words(client.get(f"/appraisal/mine/?month={MONTH}"))
    assert "我带的人 小美 待本人自评 小丽 待本人自评" in mine
    assert looks() == [("lead", "seen", f"{MONTH} P1")]


def test_looking_at_oneself_is_nobodys_business(staff: Staff, client_of: Clients) -> None:
    said = words(client_of(staff.p1).get(f"/appraisal/mine/?month={MONTH}"))
    assert "我的考核" in said and "55.42" in said
    assert client_of(staff.p1).get(MEI).status_code == 200
    assert looks() == []


def test_the_way_through_the_forms(staff: Staff, client_of: Clients) -> None:
    opened(staff)

    def press(who: User, name: str, **fields: Any) -> str:
        data = {"version": sheet().version, **fields}
        return words(
            client_of(who).post(reverse(f"appraisal:{name}", args=[MONTH, "P1"]), data, follow=True)
        )

    rating = {"points:attitude": "88", "note": "好"}
    assert "记下了" in press(staff.p1, "rate", step="self", **rating)
    assert "记下了" in press(staff.lead, "rate", step="leader", **rating)
    assert "请写数字" in press(staff.boss, "rate", step="supervisor", **{"points:attitude": "好"})
    assert "不能手工打分" in press(
        staff.boss, "rate", step="supervisor", **{"points:attitude": "88", "points:quality": "99"}
    )
    assert "不知道是哪一步" in press(staff.boss, "rate", step="boss", **rating)
    assert "记下了" in press(staff.boss, "rate", step="supervisor", **rating)
    assert "别人改过" in press(staff.p1, "acknowledge", version=1)
    assert "异议已提交" in press(
        staff.p1, "dispute", item="quality", reason="不是我", wanted="95", evidence="截图"
    )
    assert press(staff.boss, "close_one").count("还有异议没有处理完") == 1
    one = Dispute.objects.get()
    shown = words(client_of(staff.owner).get(f"/appraisal/disputes/?month={MONTH}"))
    assert "小美 · 质检 待处理" in shown and "当时 80.00 分,认为应得 95.00 分" in shown
    decided = {"version": 1, "outcome": "accepted", "answer": "看了截图"}
    assert "已处理" in words(
        client_of(staff.owner).post(
            reverse("appraisal:decide", args=[one.pk]), decided, follow=True
        )
    )
    assert total() == Decimal("64.93")
    assert "已确认" in press(staff.p1, "acknowledge")
    assert "关闭了 1 份" in press(staff.boss, "close_one")
    assert "处理" not in words(client_of(staff.p1).get(MEI)).split("质检")[0]


def test_who_answers_a_target_and_who_cannot(staff: Staff, client_of: Clients) -> None:
    flow.prepare_month(by=staff.boss, month=MONTH, now=NOW)
    address = f"/appraisal/targets/?month={MONTH}"
    given = {"month": MONTH, "person": "P1", "item": "praise", "value": "5", "unit": "count",
             "version": sheet().version, "reason": "上调"}  # fmt: skip
    assert "等本人确认" in words(client_of(staff.boss).post(address, given, follow=True))
    target = Target.objects.get()
    answer = reverse("appraisal:answer_target", args=[target.pk])
    for wrong in (staff.p2, staff.boss, staff.lead):
        assert client_of(wrong).post(answer, {"agreed": "1"}).status_code == 404
    assert "新目标:表扬 5" in words(client_of(staff.p1).get(MEI))
    assert "目标已确认" in words(client_of(staff.p1).post(answer, {"agreed": "1"}, follow=True))
    assert "本人同意" in words(client_of(staff.boss).get(address))


def test_events_and_figures_from_their_forms(
    own_house: Any, staff: Staff, client_of: Clients
) -> None:
    client = client_of(staff.boss)
    page = client.get(f"/appraisal/events/?month={MONTH}").content.decode()
    key = re.search(r'name="key" value="([0-9a-f]{32})"', page)
    assert key is not None
    given = {"month": MONTH, "person": "P1", "day": "2026-10-20", "points": "−2", "kind": "投诉",
             "evidence": "工单 9", "key": key[1]}  # fmt: skip
    for _twice in range(2):
        assert "记下了" in words(client.post(reverse("appraisal:add_event"), given, follow=True))
    one = Event.objects.get()
    assert one.points == -2
    withdraw = reverse("appraisal:withdraw_event", args=[one.pk])
    said = words(client.post(withdraw, {"month": MONTH, "reason": "查清"}, follow=True))
    assert "已撤回 boss: 查清" in said
    figure = {"month": MONTH, "person": "P1", "day": "2026-10-21", "metric": "remark_accuracy",
              "value": "95", "evidence": "抽查"}  # fmt: skip
    said = words(client.post(reverse("appraisal:add_figure"), figure, follow=True))
    assert "2026-10-21 小美 备注准确率 95.0% 抽查 boss" in said
    only = words(client.get(f"/appraisal/events/?month={MONTH}&person=P2"))
    assert "备注准确率 95.0%" not in only and "门口登记" in only


def test_a_month_without_a_rulebook_or_a_login_without_a_person_say_what_to_do(
    staff: Staff, client_of: Clients
) -> None:
    before = words(client_of(staff.boss).get("/appraisal/?month=2026-08"))
    assert "2026-08 还没有生效的制度" in before and "去看制度" in before
    assert "没有对应的人员" in words(client_of(staff.boss).get("/appraisal/mine/"))
    staff.p2.person = "P6"
    staff.p2.save()
    assert "不在职" in words(client_of(staff.p2).get(f"/appraisal/mine/?month={MONTH}"))
    assert client_of(staff.boss).get("/appraisal/?month=nonsense").status_code == 400
    assert client_of(staff.boss).get("/appraisal/nonsense/P1/").status_code == 404
    empty = words(client_of(staff.boss).get("/appraisal/?month=2027-03"))
    assert "2027-03 还没有任何数据" in empty


def test_no_page_asks_the_database_once_per_person(
    staff: Staff, client_of: Clients, django_assert_max_num_queries: Any
) -> None:
    rated(staff)
    client = client_of(staff.boss)
    others = [f"/appraisal/{name}/?month={MONTH}" for name in ("targets", "events", "disputes")]
    for path in (CYCLE, MEI, *others):
        client.get(path)
        with django_assert_max_num_queries(22):
            assert client.get(path).status_code == 200


def test_who_has_no_scheme_is_told_so(staff: Staff, client_of: Clients) -> None:
    said = words(client_of(staff.owner).get(f"/appraisal/mine/?month={MONTH}"))
    assert "没有考核方案" in said


def test_a_closed_total_is_shown_beside_what_it_would_be_now(
    staff: Staff, client_of: Clients
) -> None:
    from jinpai.apps.appraisal.actions import disputes

    rated(staff)
    flow.close_month(by=staff.boss, month=MONTH, now=at(20))
    one = disputed(staff)
    disputes.decide(by=staff.owner, dispute=one.pk, version=1, outcome="accepted", answer="对",
                    now=NOW)  # fmt: skip
    said = words(client_of(staff.p1).get(MEI))
    assert "总分 65.33 关闭时 62.33;差额进下一批工资" in said


def test_passing_over_the_self_assessment_asks_for_the_reason(
    staff: Staff, client_of: Clients
) -> None:
    opened(staff)
    assert "跳过的原因" in words(client_of(staff.lead).get(MEI))
    give(staff.p1, "self")
    assert "跳过的原因" not in words(client_of(staff.lead).get(MEI))


def test_the_pages_speak_english(staff: Staff, client_of: Clients) -> None:
    rated(staff)
    client = client_of(staff.boss)
    client.cookies["django_language"] = "en"
    from django.conf import settings

    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    said = words(client.get(MEI))
    assert "Inquiry conversion weight 40%" in said
    assert "0.0% gives 0, 100.0% gives 100 without campaign days" in said
    assert targets.version_of(MONTH, "P1") == sheet().version

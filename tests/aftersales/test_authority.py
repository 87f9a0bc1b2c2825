"""Authority: versions that are never changed, read and confirmed, asked for beyond and granted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from jinpai.apps.aftersales.actions import asking, authority, steps
from jinpai.apps.aftersales.models import Ask, AuthorityReading, AuthorityVersion, Case
from jinpai.apps.aftersales.queries import authority as query
from jinpai.apps.aftersales.queries.judged import judged
from jinpai.apps.desk.actions import tasks
from jinpai.apps.desk.models import Campaign, Task
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import NotYours
from jinpai.apps.team.models import AuditEntry, User
from jinpai.workflow.authority import Terms

from .conftest import NOW, Open

TODAY = date(2026, 10, 5)


@pytest.fixture
def owner(db: None) -> User:
    return User.objects.create_user("lin", "a-long-password-1", role="owner", person="P1",
                                    name="林老板")  # fmt: skip


def agent_terms(**limits: str) -> Terms:
    """The agent's newest page with other numbers."""
    now = query.in_force(TODAY)["agent"].terms
    return replace(now, limits={**now.limits, **{k: Decimal(v) for k, v in limits.items()}})


def save(owner: User, key: str = "v2", base: int = 1, **more) -> AuthorityVersion:
    given = {"terms": agent_terms(compensation_order="8"), "effective": TODAY, "note": "旺季"}
    return authority.save(by=owner, key=key, role="agent", base=base, now=NOW, **(given | more))


def reminders(person: str) -> list[tuple[str, str]]:
    found = Task.objects.filter(list="authority", person=person).order_by("id")
    return [(t.title, t.state) for t in found]


# -- versions ----------------------------------------------------------------------------


def test_a_fresh_shop_has_a_page_for_every_role_and_everyone_is_asked_to_read_the_own(
    bare: Path, cai: User, boss: User
) -> None:
    assert query.in_force(TODAY)["agent"].number == 0  # shipped, before the first morning
    authority.morning(NOW)
    authority.morning(NOW)
    assert AuthorityVersion.objects.count() == 6
    assert reminders("P5") == [("权限说明:客服 第 1 版,读完确认", "open")]
    assert reminders("P2") == [("权限说明:客服主管 第 1 版,读完确认", "open")]
    authority.read(by=cai, version=query.newest("agent").pk, now=NOW)
    authority.read(by=cai, version=query.newest("agent").pk, now=NOW + timedelta(days=1))
    assert reminders("P5") == [("权限说明:客服 第 1 版,读完确认", "done")]
    assert [(r.by, r.at) for r in AuthorityReading.objects.all()] == [("cai", NOW)]


def test_reading_is_confirmed_on_the_page_and_for_oneself(
    bare: Path, cai: User, boss: User
) -> None:
    authority.morning(NOW)
    task = Task.objects.get(list="authority", person="P5")
    for by in (cai, boss):  # not unread from the desk, nor for others
        with pytest.raises(Refused):
            tasks.finish(by=by, task=task.pk, version=task.version, outcome="read", now=NOW)
    for role in ("owner", "supervisor"):
        with pytest.raises(NotYours):
            authority.read(by=cai, version=query.newest(role).pk, now=NOW)
    assert AuthorityReading.objects.count() == 0


def test_a_new_version_asks_again_and_the_old_one_stays(bare: Path, cai: User, owner: User) -> None:
    authority.morning(NOW)
    authority.read(by=cai, version=query.newest("agent").pk, now=NOW)
    one = save(owner)
    assert save(owner) == one  # the same form again
    assert (one.number, query.in_force(TODAY)["agent"].number) == (2, 2)
    assert reminders("P5")[1:] == [("权限说明:客服 第 2 版,读完确认", "open")]
    old = AuthorityVersion.objects.get(role="agent", number=1)
    assert Terms.read(old.terms).limit("compensation_order") == 5
    with pytest.raises(Refused):  # the old one needs no reading any more
        authority.read(by=cai, version=old.pk, now=NOW)
    with pytest.raises(TypeError):
        old.delete()
    with pytest.raises(TypeError):
        old.save()
    entry = AuditEntry.objects.filter(action="authority.changed").get()
    assert entry.detail["changes"] == {"compensation_order": [["5"], ["8"]]}


def test_a_version_holds_from_its_day_on(bare: Path, owner: User) -> None:
    authority.begin(NOW)
    save(owner, effective=TODAY + timedelta(days=1))
    assert query.in_force(TODAY)["agent"].terms.limit("compensation_order") == 5
    assert query.in_force(TODAY + timedelta(days=1))["agent"].terms.limit(
        "compensation_order"
    ) == Decimal(8)
    with pytest.raises(Refused):
        save(owner, key="v3", base=2, effective=TODAY - timedelta(days=1))


def test_who_reads_an_older_page_or_changes_nothing_is_told_so(
    bare: Path, owner: User, boss: User
) -> None:
    authority.begin(NOW)
    save(owner)
    with pytest.raises(Moved):
        save(owner, key="other", base=1, terms=agent_terms(days="1"))
    with pytest.raises(Refused, match="没有要改的"):
        save(owner, key="same", base=2)
    with pytest.raises(Refused, match="为什么"):
        save(owner, key="why", base=2, note=" ", terms=agent_terms(days="1"))
    with pytest.raises(Refused, match="70%"):
        save(owner, key="low", base=2, terms=agent_terms(discount_floor="69"))
    with pytest.raises(NotYours):
        authority.save(by=boss, key="b", role="agent", terms=agent_terms(days="1"),
                       effective=TODAY, note="x", base=2, now=NOW)  # fmt: skip


# -- asking for more ---------------------------------------------------------------------


def ask(by: User, amount: str, key: str = "a1", what: str = "compensation", **more) -> Ask:
    given = {"shop": "S", "order_id": "T1", "reason": "包装破损", "now": NOW}
    return asking.ask(by=by, key=key, what=what, amount=amount, **(given | more))


def waiting() -> list[tuple[str, str]]:
    found = Task.objects.filter(list="authority_asks", state="open").order_by("id")
    return [(t.role, t.title) for t in found]


def decide(one: Ask, by: User, outcome: str, note: str = "") -> Ask:
    task = Task.objects.get(list="authority_asks", key=f"ask:{one.pk}")
    tasks.finish(by=by, task=task.pk, version=task.version, outcome=outcome, note=note, now=NOW)
    one.refresh_from_db()
    return one


def test_within_the_own_authority_it_is_written_down_a_fen_more_is_asked(
    shop: Path, cai: User, boss: User
) -> None:
    assert ask(cai, "5").state == "within"
    assert waiting() == []
    more = ask(cai, "0.01", key="a2")  # the order has its five already
    assert more.state == "waiting"
    assert waiting() == [("supervisor", "蔡蔡 申请补偿 0.01 元:包装破损")]
    assert ask(cai, "0.01", key="a2") == more  # a double click
    assert decide(more, boss, "granted").state == "granted"
    assert (more.decided_by, more.limit) == ("boss", "5")


def test_nobody_grants_the_own_nor_beyond_the_own_page(
    shop: Path, cai: User, boss: User, owner: User
) -> None:
    own = ask(boss, "100.01", key="b1")
    assert waiting() == [("owner", "主管 申请补偿 100.01 元:包装破损")]
    with pytest.raises(NotYours):
        decide(own, boss, "granted")
    agents = ask(cai, "150", key="c1")
    with pytest.raises(NotYours, match="向店主申请"):
        decide(agents, boss, "granted")
    with pytest.raises(Refused):  # a refusal has its reason
        decide(agents, boss, "refused")
    assert decide(agents, boss, "refused", "按规则处理").decided_why == "按规则处理"
    assert decide(own, owner, "granted").state == "granted"


def test_concessions_and_cases_give_back_no_more_than_was_paid_together(
    shop: Path, opened: Open, cai: User, boss: User, owner: User
) -> None:
    with pytest.raises(Refused, match=r"58\.00"):
        ask(cai, "58.01", order_id="T2")  # paid 58.00
    one = ask(cai, "40", key="a", order_id="T2")
    two = ask(cai, "40", key="b", order_id="T2")
    assert decide(one, boss, "granted").state == "granted"
    with pytest.raises(Refused, match=r"18\.00"):
        decide(two, owner, "granted")
    case = opened("T2", kind="refund", cause="quality")
    assert judged(case).earlier.left == Decimal("18.00")


def test_an_ask_is_taken_back_by_who_asked(shop: Path, cai: User, boss: User) -> None:
    one = ask(cai, "20")
    with pytest.raises(NotYours):
        asking.withdraw(by=boss, ask=one.pk, version=1, now=NOW)
    asking.withdraw(by=cai, ask=one.pk, version=1, now=NOW)
    assert waiting() == []
    assert Ask.objects.get().state == "withdrawn"


@pytest.mark.parametrize("reason", ["五星好评返 3 元", "买家说给红包就改好评"])
def test_money_for_a_review_is_asked_of_nobody(shop: Path, cai: User, reason: str) -> None:
    with pytest.raises(Refused, match="第十七条"):
        ask(cai, "3", reason=reason)
    assert Ask.objects.count() == 0


@pytest.mark.parametrize(
    ("what", "amount"),
    [("compensation", "0"), ("compensation", "1.005"), ("days", "1.5"), ("discount", "100"),
     ("wish", "1")],
)  # fmt: skip
def test_what_cannot_be_meant_is_not_asked(shop: Path, cai: User, what: str, amount: str) -> None:
    with pytest.raises(Refused):
        ask(cai, amount, what=what)


def test_below_seventy_per_cent_is_asked_of_nobody(shop: Path, cai: User) -> None:
    with pytest.raises(Refused, match="没有人可以批"):
        ask(cai, "69", what="discount")
    assert ask(cai, "70", what="discount").state == "waiting"
    assert waiting()[0][0] == "owner"


def test_a_big_campaign_of_the_shop_has_its_own_floor(shop: Path, cai: User) -> None:
    Campaign.objects.create(
        name="双11", shops=["S"], first=TODAY, last=TODAY, big=True, key="c", made_by="lin",
        made_at=NOW,
    )  # fmt: skip
    assert ask(cai, "70", what="discount").state == "within"
    assert ask(cai, "69", key="a2", what="discount").state == "waiting"
    with pytest.raises(Refused):  # another shop has no campaign
        ask(cai, "69", key="a3", what="discount", shop="S9")


def test_more_days_asked_from_a_case_count_on_it_once_granted(
    shop: Path, opened: Open, cai: User, boss: User
) -> None:
    case = opened(now=NOW + timedelta(days=4))  # signed on the 1st, asked on the 9th
    one = ask(cai, "2", what="days", case=case.pk, reason="出差没收到")
    assert one.state == "waiting"
    decide(one, boss, "granted")
    case.refresh_from_db()
    assert (case.granted_days, case.granted_by, case.grant_reason) == (2, "boss", "出差没收到")
    with pytest.raises(Refused):  # not from an order: days are a case's
        ask(cai, "2", key="o", what="days")


def test_days_are_granted_within_the_page_of_who_grants(
    shop: Path, opened: Open, boss: User, owner: User
) -> None:
    case = opened()
    with pytest.raises(NotYours, match="30 天"):
        steps.grant(by=boss, case=case.pk, version=1, days=31, why="老客户", now=NOW)
    assert steps.grant(by=boss, case=case.pk, version=1, days=30, why="老客户", now=NOW)
    assert Case.objects.get().granted_days == 30


def refund(case: Case, by: User, amount: str, reason: str = "") -> Case:
    case.refresh_from_db()
    given = {"amount": amount, "reference": "2026100522001400001234567890", "reason": reason}
    return steps.step(by=by, case=case.pk, version=case.version, to="refunded", given=given,
                      now=NOW)  # fmt: skip


def test_more_than_the_rules_compute_is_refunded_within_authority_or_as_granted(
    shop: Path, opened: Open, cai: User, boss: User
) -> None:
    case = opened(order_id="T1", kind="refund", cause="not_shipped", back={"L1": "1"})
    steps.step(by=cai, case=case.pk, version=1, to="approved", given={}, now=NOW)
    case.refresh_from_db()
    total = judged(case).money.total
    assert total == Decimal("94.00")
    with pytest.raises(Refused, match="写明原因"):
        refund(case, cai, f"{total + 5:.2f}")
    with pytest.raises(Refused, match="超出了您的权限"):
        refund(case, cai, f"{total + Decimal('5.01'):.2f}", "吊牌掉了")
    one = ask(cai, "10", case=case.pk, reason="吊牌掉了")
    decide(one, boss, "granted")
    refund(case, cai, f"{total + 10:.2f}", "吊牌掉了")
    case.refresh_from_db()
    assert case.refunded == total + 10
    assert Ask.objects.count() == 1  # what was granted is not booked twice


# -- pages -------------------------------------------------------------------------------


def test_the_owner_sees_what_changes_before_it_is_put_in_force(
    bare: Path, owner: User, cai: User
) -> None:
    authority.morning(NOW)
    client = Client()
    client.force_login(owner)
    edit = reverse("aftersales:authority_edit", args=["agent"])
    page = client.get(edit)
    form = dict(page.context["written"], note="旺季", base=page.context["base"],
                key=page.context["key"], compensation_order="6")  # fmt: skip
    shown = client.post(edit, form).content.decode()
    assert "¥5" in shown and "¥6" in shown and AuthorityVersion.objects.count() == 6
    form["discount_floor"] = "60"
    assert client.post(edit, form).status_code == 422
    form["discount_floor"] = "90"
    client.post(reverse("aftersales:authority_save", args=["agent"]), form)
    assert query.newest("agent").number == 2
    text = client.get(reverse("aftersales:authority_role", args=["agent"])).content.decode()
    assert "第 2 版" in text and "没读" in text and "报告 002" in text
    before = client.get(reverse("aftersales:authority_version", args=["agent", 2])).content.decode()
    assert "和第 1 版比" in before

    mine = Client()
    mine.force_login(cai)
    answer = mine.post(reverse("aftersales:authority_read", args=["agent"]),
                       {"version": query.newest("agent").pk})  # fmt: skip
    assert answer.status_code == 302
    text = mine.get(reverse("aftersales:authority")).content.decode()
    assert "您读过并确认" in text and "没读" not in text


def test_an_agent_sees_the_own_asks_only(shop: Path, opened: Open, cai: User, boss: User) -> None:
    case = opened()
    ask(boss, "9", key="b1", order_id="T2", reason="主管给的")
    client = Client()
    client.force_login(cai)
    client.post(reverse("aftersales:ask"), {"key": "k", "case": case.pk, "what": "compensation",
                "amount": "12", "reason": "色差大"})  # fmt: skip
    text = client.get(reverse("aftersales:asks")).content.decode()
    assert "色差大" in text and "主管给的" not in text
    assert "色差大" in client.get(reverse("aftersales:case", args=[case.pk])).content.decode()
    other = Ask.objects.get(key="b1")
    gone = client.post(reverse("aftersales:ask_withdraw", args=[other.pk]), {"version": 1})
    assert gone.status_code == 404

"""A second case of one order never repays what the first did; an order told anew is judged again.

T1 is 帆布包 × 2, 188.00 really paid; T2 is 钱包 50.00 and postage 8.00.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jinpai.apps.aftersales.actions import changing
from jinpai.apps.aftersales.models import Case
from jinpai.apps.aftersales.queries import told
from jinpai.apps.aftersales.queries.judged import judged
from jinpai.apps.desk.actions import approvals
from jinpai.apps.desk.models import Task
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.team.models import AuditEntry, User

from .conftest import NOW, Open, write
from .test_cases import PAID, go

INSPECTED = (("approved", {}), ("waiting", {}), ("arrived", {"waybill": "SF1"}),
             ("inspected", {"condition": "intact"}))  # fmt: skip


def total(case: Case) -> Decimal | None:
    found = judged(case).money
    return found.total if found else None


def repaid(case: Case, by: User, amount: str) -> Case:
    for to, given in INSPECTED:
        case = go(case, by, to, **given)
    return go(case, by, "refunded", amount=amount, reference=PAID)


def test_piece_by_piece_no_more_goes_back_than_was_paid(
    shop: Path, opened: Open, cai: User, boss: User
) -> None:
    first = opened(key="a", back={"L1": "1"})
    assert total(first) == Decimal("94.00")
    with pytest.raises(Refused, match="1 件已在别的"):  # the other one still is on its way
        opened(key="b", back={"L1": "2"})
    second = opened(key="c")  # nothing typed: what is still with the buyer
    assert second.back == {"L1": 1}
    repaid(first, cai, "94.00")
    assert total(second) == Decimal("94.00")
    for to, given in INSPECTED:
        second = go(second, cai, to, **given)
    with pytest.raises(Refused, match=r"已退 94.00 元,最多还能退 94.00 元"):
        go(second, boss, "refunded", amount="94.01", reference=PAID, reason="老客户")
    go(second, cai, "refunded", amount="94.00", reference=PAID)
    with pytest.raises(Refused, match="2 件已在别的"):
        opened(key="d")


def test_a_price_difference_takes_an_allowed_amount_and_counts_against_a_later_return(
    shop: Path, opened: Open, cai: User, boss: User
) -> None:
    case = opened(kind="refund", cause="price_difference")
    asked = Task.objects.get(key__startswith=f"case:{case.pk}:")
    assert (asked.list, asked.role, asked.person) == ("refund_approvals", "supervisor", "")
    with pytest.raises(Refused, match="主管或店主核定"):
        go(case, cai, "approved", amount="20.00")
    with pytest.raises(Refused, match="核定的金额"):
        go(case, boss, "approved")
    with pytest.raises(Refused, match="188"):
        go(case, boss, "approved", amount="188.01")
    go(case, boss, "approved", amount="20.00")
    asked.refresh_from_db()
    assert (asked.state, asked.outcome) == ("done", "approved")
    with pytest.raises(Refused, match=r"核定的是 20.00"):
        go(case, cai, "refunded", amount="20.01", reference=PAID)
    go(case, cai, "refunded", amount="20.00", reference=PAID)
    later = opened(key="r")
    assert total(later) == Decimal("168.00")


def test_two_cases_at_once_share_what_is_left(shop: Path, opened: Open, cai: User) -> None:
    """Both were opened before either knew of the other: the second to be repaid gets the rest."""
    one = opened("T2", key="a", cause="quality", kind="refund")
    two = opened("T2", key="b", cause="quality", kind="refund")
    assert (total(one), total(two)) == (Decimal("58.00"), Decimal("58.00"))
    go(one, cai, "approved")
    go(two, cai, "approved")
    go(one, cai, "partly_refunded", amount="30.00", reference=PAID, reason="说好的")
    with pytest.raises(Refused, match=r"最多还能退 28.00 元"):
        go(two, cai, "partly_refunded", amount="28.01", reference=PAID, reason="说好的")
    go(two, cai, "partly_refunded", amount="28.00", reference=PAID, reason="说好的")


def test_an_order_told_anew_is_judged_again_and_what_was_decided_stays(
    shop: Path, opened: Open, cai: User, client: Client
) -> None:
    case = opened()
    assert changing.look(NOW) == 0
    write(shop, "2026-10-06T09:00:00", "180.00")
    assert changing.look(NOW) == 1
    assert changing.look(NOW) == 0  # nobody is asked twice
    case.refresh_from_db()
    assert case.judge_again == NOW
    task = Task.objects.get(key__startswith=f"judge:{case.pk}:")
    assert (task.list, task.person, task.state) == ("cases", "P5", "open")
    client.force_login(cai)
    page = client.get(reverse("aftersales:case", args=[case.pk])).content.decode()
    for words in ("登记之后订单变了", "188.00", "180.00", "按新的订单算", "维持原来的"):
        assert words in page, words
    assert total(case) == Decimal("188.00")
    with pytest.raises(Refused, match="重新判断"):
        go(case, cai, "approved")
    with pytest.raises(Refused, match="原因"):
        changing.judge(by=cai, case=case.pk, version=case.version, adopt=False, why=" ", now=NOW)
    with pytest.raises(Moved):
        changing.judge(by=cai, case=case.pk, version=1, adopt=True, why="", now=NOW)
    read = case.version
    case = changing.judge(by=cai, case=case.pk, version=read, adopt=True, why="", now=NOW)
    again = changing.judge(by=cai, case=case.pk, version=read, adopt=True, why="", now=NOW)
    assert again.version == case.version  # a double click
    assert total(case) == Decimal("180.00")
    task.refresh_from_db()
    assert (task.state, changing.look(NOW)) == ("done", 0)
    assert AuditEntry.objects.filter(action="case.rejudged").count() == 1
    assert case.events.get(what="rejudged").detail["was"]["amount_paid"] == "188.00"
    go(case, cai, "approved")


def test_kept_as_decided_it_is_not_asked_again_until_something_else_changes(
    shop: Path, opened: Open, cai: User
) -> None:
    case = opened()
    write(shop, "2026-10-06T09:00:00", "180.00")
    changing.look(NOW)
    case.refresh_from_db()
    changing.judge(by=cai, case=case.pk, version=case.version, adopt=False, why="导出有误", now=NOW)
    assert changing.look(NOW) == 0
    assert total(go(case, cai, "approved")) == Decimal("188.00")
    write(shop, "2026-10-08T09:00:00", "188.00")  # as it was
    assert changing.look(NOW) == 0
    case.refresh_from_db()
    assert (case.judge_again, case.order_later) == (None, {})


def test_an_import_that_contradicts_a_recorded_refund_shows_both(
    shop: Path, opened: Open, cai: User, client: Client
) -> None:
    case = repaid(opened(), cai, "188.00")
    assert approvals.standing("S", "T1")[0].left == 0  # nothing is left to ask for
    write(shop, "2026-10-07T09:00:00", "188.00", refund="180.00")
    assert changing.look(NOW) == 1
    case.refresh_from_db()
    assert case.order_later["said"] == [["refunds", "188.00", "180.00"]]
    with pytest.raises(Refused, match="已经退了"):
        changing.judge(by=cai, case=case.pk, version=case.version, adopt=True, why="", now=NOW)
    client.force_login(cai)
    page = client.get(reverse("aftersales:case", args=[case.pk])).content.decode()
    assert "售后单上 188.00 · 数据说 180.00" in page
    assert (case.refunded, go(case, cai, "closed").state) == (Decimal("188.00"), "closed")


def test_the_buyers_contact_is_shown_on_asking_and_that_is_logged(
    shop: Path, opened: Open, cai: User, client: Client
) -> None:
    case = opened(form={"contact": "王女士 13812345678"})
    client.force_login(cai)
    page = reverse("aftersales:case", args=[case.pk])
    assert "13812345678" not in client.get(page).content.decode()
    answer = client.post(reverse("aftersales:contact", args=[case.pk]))
    assert "13812345678" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert AuditEntry.objects.get(action="case.contact_seen").user == cai


def test_the_board_shows_own_and_all_by_state_and_the_late_first(
    shop: Path, opened: Open, cai: User, boss: User, client: Client
) -> None:
    mine, theirs = opened("T1"), opened("T2", by=boss)
    go(theirs, boss, "approved")
    Case.objects.filter(pk=theirs.pk).update(due=NOW, judge_again=NOW)
    Case.objects.filter(pk=mine.pk).update(due=timezone.now() + timedelta(days=1))
    board = reverse("aftersales:cases")

    def rows(who: User, **asked: str) -> list[str]:
        client.force_login(who)
        return [c.order_id for c in client.get(board, asked).context["page"]]

    assert rows(cai) == ["T1"]
    assert rows(cai, whose="all") == ["T2", "T1"]
    assert rows(boss) == ["T2", "T1"]
    assert rows(boss, whose="mine") == ["T2"]
    assert rows(boss, state="opened") == ["T1"]
    assert rows(boss, due="late") == rows(boss, due="changed") == rows(cai, order="T2") == ["T2"]
    assert rows(boss, kind="exchange") == rows(boss, state="no such", kind="refund") == []
    assert client.get(board, {"order": "T\0"}).status_code == 400
    assert mine.person == "P5"


def test_the_checklist_leads_to_the_remark_and_flag_of_the_order(
    shop: Path, opened: Open, cai: User
) -> None:
    case = opened()
    row = next(r for r in told.rows(case, judged(case)) if r.step.code == "remark_purple")
    assert (row.flag, row.remark) == ("purple", "退货 2 件,七天无理由")


def test_the_orders_page_shows_its_cases_and_opens_another(
    shop: Path, opened: Open, cai: User
) -> None:
    from jinpai.apps.aftersales import order_part

    case = opened()
    found = order_part.cases("S", "T1", cai)
    assert found is not None
    assert list(found[1]["cases"]) == [case]
    nobody = SimpleNamespace(may=lambda _: False)
    assert order_part.cases("S", "T1", nobody) is None  # type: ignore[arg-type]

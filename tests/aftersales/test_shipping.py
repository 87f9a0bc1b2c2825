"""What leaves the warehouse: seven points, flags, low stock, wrong shipments, the week; and why
goods come back.

S, paid on the 4th and 5th of October: P1 red flag with a wish and a phone number in its remark,
P2 plain, P3 green, P4 a refund asked for, P5 shipped on the 5th under SF500500.
"""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from jinpai.apps import home
from jinpai.apps.aftersales.actions import shipping
from jinpai.apps.aftersales.models import Packing, WrongShipment
from jinpai.apps.aftersales.queries import reasons, wrong
from jinpai.apps.aftersales.queries import shipping as orders
from jinpai.apps.aftersales.queries.reasons import Span
from jinpai.apps.desk.models import Task
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.team.models import User
from jinpai.workflow.shipping import POINTS

from .conftest import NOW, SHOPS, Open

STAMP = "# as_of: 2026-10-05T09:30:00\n"
FILES = {
    "shops": SHOPS,
    "orders": STAMP + "shop,order_id,buyer,created_at,paid_at,shipped_at,amount_paid,quantity,"
    "remark,flag\n"
    "S,P1000,tb_wang,2026-10-05 08:00:00,2026-10-05 08:01:00,,99.00,1,"
    "蔡蔡 给 tb_wang 送礼物 13812345678 2026.10.5,red\n"
    "S,P2000,tb_li,2026-10-04 08:00:00,2026-10-04 08:01:00,,99.00,1,,\n"
    "S,P3000,tb_x,2026-10-04 08:00:00,2026-10-04 08:01:00,,99.00,1,,green\n"
    "S,P4000,tb_y,2026-10-04 08:00:00,2026-10-04 08:01:00,,99.00,1,,\n"
    "S,P5000,tb_z,2026-10-04 08:00:00,2026-10-04 08:01:00,2026-10-05 09:00:00,99.00,1,,\n",
    "order_lines": STAMP + "shop,order_id,line_id,product,sku,title,quantity,amount\n"
    "S,P1000,L1,p1,红,帆布包,1,99.00\nS,P2000,L1,p1,红,帆布包,1,99.00\n"
    "S,P5000,L1,p2,,钱包,1,99.00\n",
    "shipments": STAMP + "shop,order_id,waybill,courier,shipped_at,last_event,last_event_at,"
    "signed_at,problem\nS,P5000,SF500500,顺丰,2026-10-05 09:00:00,,,,\n",
    "refunds": STAMP + "shop,refund_id,order_id,opened_at,finished_at,kind,reason,amount,status\n"
    "S,R1,P4000,2026-10-05 09:00:00,,refund,不想要了,99.00,open\n"
    "S,R2,P5000,2026-10-05 09:10:00,,return,质量问题,99.00,open\n"
    "S,R3,P3000,2026-10-05 09:10:00,,return,质量问题,99.00,open\n",
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from jinpai.facts.load import Source, load
    from jinpai.metrics.compute import refresh

    root = tmp_path_factory.mktemp("shipping")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JINPAI_HOME", str(root / "home"))
        home.forget()
        for name, text in FILES.items():
            (root / f"{name}.csv").write_text(text, encoding="utf-8")
        sources = [Source(root / f"{n}.csv", f"{n}.csv") for n in FILES]
        load(home.lake(), sources, now=datetime(2026, 10, 5, 9, 30))
        refresh(home.lake(), home.figures_folder())
    home.forget()
    return root / "home"


@pytest.fixture
def store(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None):
    shutil.copytree(loaded, tmp_path / "home")
    monkeypatch.setenv("JINPAI_HOME", str(tmp_path / "home"))
    home.forget()
    yield
    home.forget()


@pytest.fixture
def kui(db: None) -> User:
    return User.objects.create_user("kui", "a-long-password-1", role="warehouse", name="老奎")


def pack(by: User, order_id: str = "P1000", **more) -> Packing:
    seen = orders.order("S", order_id)
    assert seen is not None
    given = {"points": list(POINTS), "read": seen.read, "key": f"{by}-{order_id}", "now": NOW}
    return shipping.pack(by=by, shop="S", order_id=order_id, **(given | more))


def log(by: User, key: str = "w", **more) -> WrongShipment:
    given = {"order_id": "P1000", "kind": "sort", "what": "红的发成黑的", "found_by": "buyer",
             "mended": "exchanged", "now": NOW}  # fmt: skip
    return shipping.wrong(by=by, key=key, **(given | more))


def test_red_comes_first_green_and_refunds_not_at_all(store: None) -> None:
    found = orders.waiting(NOW)
    assert [(w.order_id, w.flag) for w in found] == [("P1000", "red"), ("P2000", "")]
    assert found[0].remark == "蔡蔡 给 t*** 送礼物 *** 2026.10.5"
    stops = {n: orders.order("S", n).stop for n in ("P1000", "P3000", "P4000", "P5000")}
    assert stops == {"P1000": "", "P3000": "green", "P4000": "refund", "P5000": "shipped"}
    assert orders.find("SF500500") == [("S", "P5000")]


def test_seven_points_all_of_them_and_once(store: None, kui: User, boss: User) -> None:
    with pytest.raises(Refused, match="还没有勾"):
        pack(kui, points=[p for p in POINTS if p != "wishes"])
    with pytest.raises(Refused, match="刚刚变了"):
        pack(kui, read="|")
    with pytest.raises(Refused, match="绿旗"):
        pack(kui, "P3000")
    with pytest.raises(Refused, match="谁定的"):
        pack(kui, "P4000")
    made = pack(kui, waybill="sf 600600")
    assert (made.waybill, made.flag, made.points) == ("SF600600", "red", list(POINTS))
    assert pack(kui).pk == made.pk
    with pytest.raises(Moved):
        pack(boss)
    pack(boss, again="少发一件,补寄", key="again")
    assert [w.order_id for w in orders.waiting(NOW)] == ["P2000"]
    with pytest.raises(TypeError):
        made.delete()


def test_low_stock_is_one_ticket_a_product_and_day(store: None, kui: User) -> None:
    pack(kui, low=["L1"])
    pack(kui, "P2000", low=["L1"])
    task = Task.objects.get(list="tickets")
    assert (task.role, task.title) == ("operations", "低于安全库存:帆布包 红")


def test_problems_go_up_and_ideas_to_operations(db: None, kui: User) -> None:
    up = shipping.report(by=kui, what="problem", text="红色次品多", key="1", now=NOW)
    idea = shipping.report(by=kui, what="idea", text="面单贴左上", key="2", now=NOW)
    assert (up.list, up.role, idea.list, idea.role) == (
        "escalations", "supervisor", "tickets", "operations",
    )  # fmt: skip
    with pytest.raises(Refused):
        shipping.report(by=kui, what="problem", text=" ", key="3", now=NOW)


def test_a_wrong_shipment_knows_its_packer_and_is_corrected_by_a_new_row(
    store: None, kui: User, cai: User, opened: Open
) -> None:
    pack(kui)
    case = opened("P1000", "exchange", "wrong_goods")
    assert [c.pk for c in wrong.unlogged(NOW)] == [case.pk]
    one = log(cai)
    assert (one.shop, one.packer, one.sent, one.case, one.cost) == (
        "S", "kui", date(2026, 10, 5), case, None,
    )  # fmt: skip
    assert wrong.unlogged(NOW) == []
    with pytest.raises(Refused, match="原因"):
        log(cai, "x", corrects=one.pk)
    new = log(cai, "y", corrects=one.pk, why="知道成本了", cost="12.50")
    one.refresh_from_db()
    assert (one.standing, new.corrects, new.cost) == (False, one, Decimal("12.50"))
    with pytest.raises(Moved):
        log(cai, "z", corrects=one.pk, why="再来")
    week = wrong.a_week(Span.week(date(2026, 10, 5)))
    assert (week.total.n, week.total.of, week.kinds) == (1, 1, (("sort", 1),))
    assert [(who, r.n, r.of) for who, r in week.packers] == [("kui", 1, 1)]
    before = wrong.a_week(Span.week(date(2026, 9, 28)))
    assert not before.total.known  # the log was not kept yet


def test_reasons_true_and_told_without_green(store: None, opened: Open) -> None:
    opened("P5000", "return", "quality")
    opened("P3000", "return", "size")  # green
    week = Span.week(date(2026, 10, 5))
    mine, told = reasons.came(week, "cases"), reasons.came(week, "platform")
    assert [(c.reason, c.products) for c in mine] == [("quality", ("钱包",))]
    assert [(c.id, c.reason, c.products) for c in told] == [("R2", "质量问题", ("钱包",))]
    assert (week.before.name, week.name, week.after.name) == ("2026-W40", "2026-W41", "2026-W42")
    month = Span.of("2026-12", date(2026, 10, 5))
    assert (month.first, month.last, month.after.name) == (
        date(2026, 12, 1), date(2026, 12, 31), "2027-01",
    )  # fmt: skip
    assert reasons.came(week.before, "cases") == []


def test_the_pages_show_no_buyer(store: None, kui: User, client: Client, opened: Open) -> None:
    opened("P5000", "return", "quality")
    client.force_login(kui)
    at = client.post(reverse("aftersales:shipping_scan"), {"code": "p1000"})["Location"]
    assert at == reverse("aftersales:packing", args=["S", "P1000"])
    seen = orders.order("S", "P1000")
    assert seen is not None
    for page in (at, reverse("aftersales:shipping"), reverse("aftersales:wrong")):
        text = client.get(page).content.decode()
        assert "tb_wang" not in text
        assert "1381234" not in text
    done = client.post(f"{at}pack", {"point": list(POINTS), "read": seen.read, "low": ["L1"]},
                       follow=True)  # fmt: skip
    assert "P1000 打包好了;库存不足已告诉运营。" in done.content.decode()
    assert client.get(reverse("aftersales:week")).status_code == 200
    span = {"span": "2026-W41", "source": "cases", "reason": "quality"}
    assert "P5000" in client.get(reverse("aftersales:reasons"), span).content.decode()
    csv = client.get(reverse("aftersales:reasons"), span | {"export": "csv"}).content.decode()
    assert "2026-W41,售后单的真实原因,钱包,质量问题,1,1,100.0%" in csv


def test_nothing_is_known_of_an_order_that_is_not_there(
    bare: Path, kui: User, client: Client
) -> None:
    client.force_login(kui)
    page = client.post(reverse("aftersales:shipping_scan"), {"code": "X9000"}, follow=True)
    assert "数据里没有 X9000" in page.content.decode()
    for name in ("shipping_scan", "scan", "arrive", "report", "log_wrong"):
        assert client.post(reverse(f"aftersales:{name}"), {"code": "\0"}).status_code == 400
    assert orders.waiting(NOW + timedelta(days=1)) == []

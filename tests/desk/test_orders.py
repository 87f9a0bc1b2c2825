"""An order's page, its remarks and flags, and what is carried to the platform.

Shop S1 (Tmall). 小美 is P1, 小丽 is P2. b_first asked 小美, who promised a gift, and bought 1001,
which has no remark; b_first bought 1002 too. b_third asked 小丽 and bought 1003.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from jinpai.apps import home as data_home
from jinpai.apps.desk import order_parts
from jinpai.apps.desk.actions import orders, outgoing, tasks
from jinpai.apps.desk.models import OutgoingChange, OutgoingStep, Task
from jinpai.apps.desk.queries import outgoing as files
from jinpai.apps.desk.queries.changes import standing
from jinpai.apps.desk.refused import Moved, Refused
from jinpai.apps.pages.refusals import Absent, NotYours
from jinpai.apps.team.models import AuditEntry, User

NOW = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)
FILES = {
    "shops.csv": "shop,platform,name,timezone,day_cut\nS1,tmall,金牌店,Asia/Shanghai,00:00\n",
    "accounts.csv": (
        "shop,account,person,from,to\nS1,店:小美,P1,2026-01-01,\nS1,店:小丽,P2,2026-01-01,\n"
    ),
    "people.csv": (
        "person,from,name,role,group,level,base_pay,hired_on,left_on\n"
        "P1,2026-01-01,小美,agent,售前,,,2026-01-01,\nP2,2026-01-01,小丽,agent,售前,,,2026-01-01,\n"
    ),
    "messages.csv": (
        "# as_of: 2026-03-04T00:00:00\nshop,account,buyer,at,sender,kind,text\n"
        "S1,店:小美,b_first,2026-03-01 10:10:15,buyer,text,有赠品吗\n"
        "S1,店:小美,b_first,2026-03-01 10:18:10,agent,text,送您一份小礼物\n"
        "S1,店:小丽,b_third,2026-03-02 09:00:00,buyer,text,有货吗\n"
        "S1,店:小丽,b_third,2026-03-02 09:01:00,agent,text,有的亲\n"
    ),
    "orders.csv": (
        "# as_of: 2026-03-04T00:00:00\n"
        "shop,order_id,buyer,created_at,paid_at,amount_paid,quantity,remark,flag\n"
        "S1,1001,b_first,2026-03-01 10:30:00,2026-03-01 10:31:00,128.00,1,,\n"
        "S1,1002,b_first,2026-03-03 11:00:00,,,1,,\n"
        "S1,1003,b_third,2026-03-02 09:05:00,2026-03-02 09:06:00,77.00,1,老客户,red\n"
    ),
    "shipments.csv": (
        "# as_of: 2026-03-04T00:00:00\n"
        "shop,order_id,waybill,courier,shipped_at,last_event,last_event_at,signed_at,problem\n"
        "S1,1001,SF100,顺丰,2026-03-02 10:00:00,到达,2026-03-02 20:00:00,,stuck\n"
    ),
    "reviews.csv": (
        "# as_of: 2026-03-04T00:00:00\nshop,order_id,at,verdict,text\n"
        "S1,1001,2026-03-03 10:00:00,bad,没收到礼物\n"
    ),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from jinpai.facts.lake import Lake
    from jinpai.facts.load import Source, load
    from jinpai.metrics.compute import refresh

    root = tmp_path_factory.mktemp("orders")
    (root / "files").mkdir()
    for name, text in FILES.items():
        (root / "files" / name).write_text(text, encoding="utf-8")
    lake = Lake(root / "home" / "lake")
    load(lake, [Source(root / "files" / n, n) for n in FILES], now=datetime(2026, 3, 4, 12))
    refresh(lake, root / "home" / "figures")
    return root / "home"


@pytest.fixture
def shop(
    db: None, written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    home = tmp_path / "home"
    shutil.copytree(written, home)
    monkeypatch.setenv("JINPAI_HOME", str(home))
    data_home.forget()
    yield home
    data_home.forget()


def user(name: str, role: str, person: str = "") -> User:
    return User.objects.create_user(name, "a-long-password-1", role=role, person=person)


def page(who: User, path: str = "/desk/order/S1/1001/") -> str:
    client = Client()
    client.force_login(who)
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def code(who: User, path: str) -> int:
    client = Client()
    client.force_login(who)
    return client.get(path).status_code


def remark(by: User, text: str, key: str, order_id: str = "1001", day: date | None = None):
    return orders.write_remark(
        by=by, shop="S1", order_id=order_id, text=text, day=day, key=key, now=NOW
    )


def flag(by: User, colour: str, key: str, *, no: int = 0, reason: str = "", order_id: str = "1001"):
    return orders.set_flag(
        by=by, shop="S1", order_id=order_id, flag=colour, no=no, key=key, reason=reason, now=NOW
    )


def counted(order_id: str = "1001") -> tuple[str | None, str | None]:
    """To whom the order is credited, and why."""
    found = data_home.reading().order(shop="S1", order_id=order_id)
    assert found is not None
    return found.credit["owner"], found.credit["reason"]


def test_a_page_tells_what_is_known_and_each_sees_their_own(shop: Path) -> None:
    mei, boss = user("mei", "agent", "P1"), user("boss", "owner")
    own = page(mei)
    for words in ("SF100", "停滞", "差评", "没收到礼物", "128.00", "送您一份小礼物", "1002",
                  "聊天里答应过买家,订单上还没有备注", "以 小美 的名字"):  # fmt: skip
        assert words in own
    assert "b_first" not in own  # masked
    # what was promised stands ready to be written as a remark
    assert 'value="送一份小礼物"' in own
    assert 'value="2026-03-01" max=' in own
    assert "/desk/new/?order=1001&amp;shop=S1" in own
    assert "/aftersales/new/?shop=S1&amp;order=1001" in own
    assert "绿旗" not in own  # not theirs to set
    asked = page(mei, "/desk/order/S1/1001/?remark=退货 2 件&flag=purple")
    assert 'value="退货 2 件"' in asked
    assert 'value="purple" required checked' in asked
    assert "绿旗" in page(boss)
    assert code(mei, "/desk/order/S1/1003/") == 403  # 小丽's
    assert [code(boss, f"/desk/order/{path}/") for path in ("S1/nine", "S9/1001")] == [404, 404]


def test_a_parcels_way_is_told_export_by_export(shop: Path) -> None:
    from jinpai.facts.load import Source, load

    file = shop / "later.csv"
    file.write_text(
        "# as_of: 2026-03-05T00:00:00\n"
        "shop,order_id,waybill,courier,shipped_at,last_event,last_event_at,signed_at,problem\n"
        "S1,1001,SF100,顺丰,2026-03-02 10:00:00,派送中,2026-03-04 08:00:00,,\n", encoding="utf-8",
    )  # fmt: skip
    load(data_home.lake(), [Source(file, "shipments.csv")], now=datetime(2026, 3, 5, 12))
    data_home.forget()
    text = page(user("mei", "agent", "P1"))
    assert text.index("到达") < text.index("派送中")


def test_the_warehouse_sees_what_to_ship_and_neither_sums_nor_chats(shop: Path) -> None:
    text = page(user("ware", "warehouse", "P9"))
    assert "SF100" in text
    assert "128.00" not in text
    assert "送您一份小礼物" not in text


def test_work_about_an_order_opens_its_page_without_its_chats(shop: Path) -> None:
    li = user("li", "agent", "P2")
    assert code(li, "/desk/order/S1/1001/") == 403
    tasks.add(list="calls", key="c1", role="agent", person="P2", title="回电", since=NOW, now=NOW,
              shop="S1", order_id="1001")  # fmt: skip
    text = page(li)
    assert "回电" in text
    assert "送您一份小礼物" not in text
    assert "128.00" not in text


def test_a_remark_is_signed_waits_and_keeps_the_promise(shop: Path) -> None:
    mei = user("mei", "agent", "P1")
    task = tasks.add(list="promises", key="S1/1001", role="agent", person="P1", title="答应了赠品",
                     since=NOW, now=NOW, shop="S1", order_id="1001")  # fmt: skip
    one = remark(mei, "送小礼物一份", "k1")
    assert (one.line, one.state, one.before) == ("小美 送小礼物一份 2026.3.5", "waiting", "")
    assert remark(mei, "送小礼物一份", "k1").pk == one.pk  # a retry
    task.refresh_from_db()
    assert (task.state, task.outcome) == ("done", "remarked")
    with pytest.raises(Refused, match="已经有了"):
        remark(mei, "送小礼物一份", "k2")
    two = remark(mei, "发顺丰", "k3", day=date(2026, 3, 4))
    assert two.after == "小美 送小礼物一份 2026.3.5\n小美 发顺丰 2026.3.4"
    with pytest.raises(Refused, match="今天之后"):
        remark(mei, "发顺丰", "k4", day=date(2026, 3, 6))
    assert "聊天里答应过买家,订单上还没有备注" not in page(mei)
    # what stood there stays
    third = remark(user("boss", "owner"), "已核对", "k5", order_id="1003")
    assert third.after == "老客户\nboss 已核对 2026.3.5"
    # withdrawn, it is no part of the field any more
    orders.withdraw(by=mei, change=one.pk, version=one.version, now=NOW)
    found = standing("S1", "1001")
    assert found is not None
    assert found.whole_remark == "小美 发顺丰 2026.3.4"
    with pytest.raises(Absent):
        orders.withdraw(by=user("li", "agent", "P2"), change=two.pk, version=1, now=NOW)
    with pytest.raises(TypeError):
        OutgoingStep.objects.latest("pk").save()


def test_two_who_read_the_same_flag_do_not_overwrite_each_other(shop: Path) -> None:
    mei, boss = user("mei", "agent", "P1"), user("boss", "owner")
    one = flag(mei, "red", "f1")
    assert one.platform_value == "1"
    with pytest.raises(Moved):
        flag(boss, "blue", "f2")
    two = flag(boss, "purple", "f3", no=1)
    assert (two.before, two.platform_value) == ("red", "5")
    one.refresh_from_db()
    assert one.state == "withdrawn"  # only the newest colour is carried over
    assert counted() == ("店:小美", "at_creation")


def test_green_needs_the_right_and_a_reason_and_is_told(shop: Path) -> None:
    mei, lead, boss = user("mei", "agent", "P1"), user("lead", "supervisor", "P7"), user(
        "boss", "owner"
    )  # fmt: skip
    for who, why in ((mei, "刷的"), (lead, ""), (lead, "  ")):
        with pytest.raises(Refused):
            flag(who, "green", "g0", reason=why)
    assert counted() == ("店:小美", "at_creation")
    green = flag(lead, "green", "g1", reason="同一地址十单")
    assert counted() == (None, "flagged")
    told = {(t.role, t.person): t for t in Task.objects.filter(list="escalations")}
    assert set(told) == {("owner", ""), ("agent", "P1")}
    assert told["agent", "P1"].data == {"reason": "同一地址十单", "account": "店:小美"}
    assert "标了绿旗" in page(boss, "/desk/")
    entry = AuditEntry.objects.get(action="order.flagged")
    assert entry.detail["credited"] == "店:小美"
    # nobody takes it away quietly either
    with pytest.raises(Refused):
        flag(mei, "red", "g2", no=1)
    orders.withdraw(by=lead, change=green.pk, version=green.version, now=NOW, reason="查过了")
    assert counted() == ("店:小美", "at_creation")
    assert Task.objects.filter(list="escalations", role="owner").count() == 2


def test_a_file_takes_the_waiting_ones_along_once(shop: Path) -> None:
    mei, boss = user("mei", "agent", "P1"), user("boss", "owner")
    remark(mei, "送礼", "k1")
    one = remark(boss, "看备注", "k2", order_id="1003")
    flag(mei, "yellow", "k3")
    with pytest.raises(NotYours):
        outgoing.export(by=mei, platform="tmall", key="b1", now=NOW)
    assert outgoing.export(by=boss, platform="tmall", key="b1", now=NOW).orders == 2
    assert outgoing.export(by=boss, platform="tmall", key="b1", now=NOW).orders == 2  # a retry
    with pytest.raises(Refused):
        outgoing.export(by=boss, platform="tmall", key="b2", now=NOW)
    text = files.as_csv(outgoing.batch("b1")).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["订单编号", "商家备注", "旗帜编号", "旗帜颜色"],
        ["1001", "小美 送礼 2026.3.5", "2", "黄"],
        ["1003", "老客户\nboss 看备注 2026.3.5", "1", "红"],  # the flag it has is kept
    ]
    with pytest.raises(Moved):
        one.refresh_from_db()
        orders.withdraw(by=boss, change=one.pk, version=one.version, now=NOW)
    client = Client()
    client.force_login(boss)
    assert client.get("/desk/outgoing/b1.csv")["Content-Type"].startswith("text/csv")
    assert "b1.csv" in client.get("/desk/outgoing/").content.decode()


def test_no_cell_of_the_file_is_a_formula(shop: Path) -> None:
    sly = user("=cmd", "owner")
    remark(sly, "1+1", "k1")
    outgoing.export(by=sly, platform="tmall", key="b1", now=NOW)
    assert "'=cmd 1+1" in files.as_csv(outgoing.batch("b1")).decode()


def told(shop: Path, day: int, remark_: str, flag_: str) -> None:
    """A later export of order 1001."""
    from jinpai.facts.load import Source, load

    file = shop / f"later-{day}.csv"
    file.write_text(
        f"# as_of: 2026-03-{day:02d}T12:00:00\nshop,order_id,created_at,remark,flag\n"
        f"S1,1001,2026-03-01 10:30:00,{remark_},{flag_}\n", encoding="utf-8",
    )  # fmt: skip
    load(data_home.lake(), [Source(file, "orders.csv")], now=datetime(2026, 3, day, 13))
    data_home.forget()


def test_the_next_import_shows_that_it_arrived_or_that_it_did_not(shop: Path) -> None:
    from jinpai.apps.imports import after

    boss = user("boss", "owner")
    one = remark(boss, "看备注", "k1")
    other = flag(boss, "red", "f1")
    outgoing.export(by=boss, platform="tmall", key="b1", now=NOW)
    assert outgoing.confirm(now=NOW) == 0
    other.refresh_from_db()
    assert other.contradicted is None  # the files are older than what was taken along
    told(shop, 6, "boss 看备注 2026.3.5", "blue")
    after.run(NOW)  # as after every import
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.contradicted) == (OutgoingChange.State.DONE, None)
    assert (other.state, other.contradicted["facts"]) == ("exported", "blue")
    for path in ("/desk/order/S1/1001/", "/desk/outgoing/"):
        text = page(boss, path)
        assert "两边都留着" in text
        assert "再带一次" in text
    with pytest.raises(Absent):
        outgoing.again(by=user("li", "agent", "P2"), change=other.pk, version=1, now=NOW)
    version = other.version
    with pytest.raises(Moved):
        outgoing.again(by=boss, change=other.pk, version=version - 1, now=NOW)
    for _ in range(2):  # and a double click
        other = outgoing.again(by=boss, change=other.pk, version=version, now=NOW)
    assert (other.state, other.contradicted, other.version) == ("waiting", None, version + 1)
    # a remark that had arrived and is told otherwise later: both stay, until somebody says
    told(shop, 7, "换了人写的", "red")
    assert outgoing.confirm(now=NOW) == 1  # the flag is there now
    one.refresh_from_db()
    assert one.contradicted["record"] == "boss 看备注 2026.3.5"
    assert one.contradicted["facts"] == "换了人写的"
    found = standing("S1", "1001")
    assert found is not None
    assert found.whole_remark == "换了人写的"  # nothing is put back unasked
    orders.withdraw(by=boss, change=one.pk, version=one.version, now=NOW)
    assert "两边都留着" not in page(boss, "/desk/outgoing/")


def test_other_apps_add_their_part(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def part(code_: str, order_id: str, who: User):
        asked.append((code_, order_id, who.username))
        return "components/empty.html", {"title": "退货单 7", "text": "", "href": ""}

    monkeypatch.setattr(order_parts, "PARTS", [part, lambda *_: None])
    assert "退货单 7" in page(user("ware", "warehouse"))
    assert asked == [("S1", "1001", "ware")]

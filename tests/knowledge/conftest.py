"""People with and without the right to write phrases, and a small shop that used some.

March 2026, shop S1. 小美 is P1, 小丽 is P2. Each answers with "亲,有货的!" or its like:

    03-01  小美  b_one    asked 10:00:00, answered after 10 s "亲,有货的", bought
    03-01  小美  b_two    asked 11:00:00, answered after 30 s "亲 有货的~", bought nothing;
                          said once more at 11:05:00 without having been asked
    03-02  小丽  b_three  asked 12:00:00, answered after 20 s "您的顺丰单号是SF1。", bought
    03-02  小丽  b_four   asked 13:00:00, answered after 40 s "稍等", bought nothing
    03-02  小美  clocked in at 09:00
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from jinpai.apps import home as data_home
from jinpai.apps.team.models import User

FILES = {
    "shops.csv": ("shop,platform,name,timezone,day_cut\nS1,tmall,金牌店,Asia/Shanghai,00:00\n"),
    "accounts.csv": (
        "shop,account,person,from,to\nS1,店:小美,P1,2026-01-01,\nS1,店:小丽,P2,2026-01-01,\n"
    ),
    "messages.csv": (
        "# as_of: 2026-04-15T00:00:00\n"
        "shop,account,buyer,at,sender,kind,text\n"
        "S1,店:小美,b_one,2026-03-01 10:00:00,buyer,text,有货吗\n"
        '"S1",店:小美,b_one,2026-03-01 10:00:10,agent,text,"亲,有货的"\n'
        "S1,店:小美,b_two,2026-03-01 11:00:00,buyer,text,还有吗\n"
        "S1,店:小美,b_two,2026-03-01 11:00:30,agent,text,亲 有货的~\n"
        "S1,店:小美,b_two,2026-03-01 11:05:00,agent,text,亲有货的\n"
        "S1,店:小丽,b_three,2026-03-02 12:00:00,buyer,text,单号\n"
        "S1,店:小丽,b_three,2026-03-02 12:00:20,agent,text,您的顺丰单号是SF1。\n"
        "S1,店:小丽,b_four,2026-03-02 13:00:00,buyer,text,在吗\n"
        "S1,店:小丽,b_four,2026-03-02 13:00:40,agent,text,稍等\n"
    ),
    "orders.csv": (
        "# as_of: 2026-04-15T00:00:00\n"
        "shop,order_id,buyer,created_at,paid_at,amount_due,amount_paid,postage,quantity\n"
        "S1,1001,b_one,2026-03-01 10:30:00,2026-03-01 10:31:00,128.00,128.00,0.00,1\n"
        "S1,1003,b_three,2026-03-02 12:05:00,2026-03-02 12:06:00,258.00,258.00,0.00,1\n"
    ),
    "order_lines.csv": (
        "# as_of: 2026-04-15T00:00:00\n"
        "shop,order_id,line_id,product,sku,title,quantity,amount\n"
        "S1,1003,1,cup,,保温杯,1,258.00\n"
    ),
    "shipments.csv": (
        "# as_of: 2026-04-15T00:00:00\n"
        "shop,order_id,waybill,courier,shipped_at\n"
        "S1,1003,SF1,顺丰,2026-03-03 09:00:00\n"
    ),
    "clockings.csv": (
        "# as_of: 2026-04-15T00:00:00\n"
        "person,day,shift,in,out,result,leave,hours\n"
        "P1,2026-03-02,白班,2026-03-02 09:00:00,2026-03-02 18:00:00,正常,,8\n"
    ),
    "campaigns.csv": (
        "# as_of: 2026-04-15T00:00:00\n"
        "shop,name,from,to,products,teaser\n"
        "S1,三八节,2026-03-07 00:00:00,2026-03-09 00:00:00,,\n"
    ),
}


@pytest.fixture(scope="session")
def written_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from jinpai.facts.lake import Lake
    from jinpai.facts.load import Source, load
    from jinpai.metrics.compute import refresh

    root = tmp_path_factory.mktemp("knowledge")
    folder = root / "files"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    lake = Lake(root / "home" / "lake")
    load(lake, [Source(folder / n, n) for n in FILES], now=datetime(2026, 4, 15, 12))
    refresh(lake, root / "home" / "figures")
    return root / "home"


@pytest.fixture
def shop(written_home: Path, monkeypatch: pytest.MonkeyPatch):
    """The hand-written shop under JINPAI_HOME."""
    monkeypatch.setenv("JINPAI_HOME", str(written_home))
    data_home.forget()
    yield written_home
    data_home.forget()


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_user(
        "boss", "a-long-password-1", role="supervisor", person="P9", name="老板"
    )


@pytest.fixture
def mei(db: None) -> User:
    return User.objects.create_user(
        "mei", "a-long-password-1", role="agent", person="P1", name="小美"
    )

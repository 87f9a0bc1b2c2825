"""A shop written by hand whose every figure can be worked out on paper, and one that has nothing
but the platform's own report.

March 2026, shop S1 (小美 is P1, 小丽 is P2; 值班 was P1's until 03-03 and P2's from then on):

    03-01  小美   b_first   asked 10:10:15, answered 10:18:10 (475 s), bought 1001 for 128.00
    03-01  小美   b_second  asked 10:18:30, answered 10:19:00 (30 s)
    03-02  小丽   b_third   asked 09:00:00, never answered
    03-02  值班   b_fourth  asked 12:00:00, answered after 10 s, bought 1003 for 258.00
    03-04  值班   b_fifth   asked 12:00:00, answered after 20 s, bought 1004 for 300.00
    03-02  silent order 1002 for 59.90

So 5 receptions, 5 inquiries of which 3 paid (60 %), 2 missed rings; a click costs 1.00 and 2 % of
clicks buy: a ring costs 1 × 60 % / 2 % = 30.00, and 60.00 are wasted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from jinpai.apps import home as data_home
from jinpai.apps.team.models import User

FILES = {
    "shops.csv": (
        "shop,platform,name,timezone,day_cut\n"
        "S1,tmall,金牌店,Asia/Shanghai,00:00\n"
        "S2,tmall,报表店,Asia/Shanghai,00:00\n"
    ),
    "accounts.csv": (
        "shop,account,person,from,to\n"
        "S1,店:小美,P1,2026-01-01,\n"
        "S1,店:小丽,P2,2026-01-01,\n"
        "S1,店:值班,P1,2026-01-01,2026-03-03\n"
        "S1,店:值班,P2,2026-03-03,\n"
        "S2,报:阿甲,P3,2026-01-01,\n"
    ),
    "people.csv": (
        "person,from,name,role,group,level,base_pay,hired_on,left_on\n"
        "P1,2026-01-01,小美,agent,售前,,,2026-01-01,\n"
        "P2,2026-01-01,=小丽,agent,售前,,,2026-01-01,\n"
        "P3,2026-01-01,阿甲,agent,售前,,,2026-01-01,\n"
    ),
    "messages.csv": (
        "# as_of: 2026-04-15T00:00:00\n"
        "shop,account,buyer,at,sender,kind,text\n"
        "S1,店:小美,b_first,2026-03-01 10:10:15,buyer,text,在吗?我是b_first\n"
        "S1,店:小美,b_first,2026-03-01 10:15:20,buyer,text,有人吗\n"
        "S1,店:小美,b_first,2026-03-01 10:18:10,agent,text,在的亲\n"
        "S1,店:小美,b_second,2026-03-01 10:18:30,buyer,text,怎么卖\n"
        "S1,店:小美,b_second,2026-03-01 10:19:00,agent,text,128元\n"
        "S1,店:小丽,b_third,2026-03-02 09:00:00,buyer,text,有货吗\n"
        "S1,店:值班,b_fourth,2026-03-02 12:00:00,buyer,text,多久发货\n"
        "S1,店:值班,b_fourth,2026-03-02 12:00:10,agent,text,当天发\n"
        "S1,店:值班,b_fifth,2026-03-04 12:00:00,buyer,text,能开票吗\n"
        "S1,店:值班,b_fifth,2026-03-04 12:00:20,agent,text,能\n"
    ),
    "orders.csv": (
        "# as_of: 2026-04-15T00:00:00\n"
        "shop,order_id,buyer,created_at,paid_at,amount_due,amount_paid,postage,quantity\n"
        "S1,1001,b_first,2026-03-01 10:30:00,2026-03-01 10:31:00,128.00,128.00,0.00,1\n"
        "S1,1002,b_ninth,2026-03-02 11:00:00,2026-03-02 11:00:30,59.90,59.90,0.00,2\n"
        "S1,1003,b_fourth,2026-03-02 12:05:00,2026-03-02 12:06:00,258.00,258.00,0.00,1\n"
        "S1,1004,b_fifth,2026-03-04 12:10:00,2026-03-04 12:11:00,300.00,300.00,0.00,1\n"
    ),
    "ads.csv": (
        "# as_of: 2026-04-15T00:00:00\n"
        "shop,day,plan,impressions,clicks,cost,orders\n"
        "S1,2026-03-01,P,5000,100,100.00,2\n"
    ),
    "reported.csv": (
        "# as_of: 2026-04-15T00:00:00\n"
        "shop,account,from,to,metric,value,num,den\n"
        "S2,报:阿甲,2026-03-01,2026-03-31,receptions,400,,\n"
        "S2,报:阿甲,2026-03-01,2026-03-31,average_response,18.5,,\n"
        "S2,报:阿甲,2026-03-01,2026-03-31,sales,31000.00,,\n"
        "S2,报:阿甲,2026-03-01,2026-03-31,unanswered,9,,\n"
        "S1,店:小美,2026-03-01,2026-03-31,receptions,3,,\n"
    ),
}


@pytest.fixture(scope="session")
def written_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from jinpai.facts.lake import Lake
    from jinpai.facts.load import Source, load
    from jinpai.metrics.compute import refresh

    root = tmp_path_factory.mktemp("board")
    folder = root / "files"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    lake = Lake(root / "home" / "lake")
    sources = [Source(folder / name, name) for name in FILES]
    load(lake, sources, now=datetime(2026, 4, 15, 12))
    refresh(lake, root / "home" / "figures")
    return root / "home"


@pytest.fixture
def shop(written_home: Path, monkeypatch: pytest.MonkeyPatch):
    """The hand-written shops under JINPAI_HOME."""
    monkeypatch.setenv("JINPAI_HOME", str(written_home))
    data_home.forget()
    yield written_home
    data_home.forget()


PERSONS = {"agent": "P1"}
Open = Callable[..., HttpResponse]


@pytest.fixture
def opened(db: None, shop: Path) -> Open:
    """`opened("owner", "/board/agents/")` → the answer; posts with `data`."""
    clients: dict[str, Client] = {}

    def ask(role: str, path: str, *, person: str | None = None, data: Any = None) -> HttpResponse:
        name = f"{role}{person or ''}"
        if name not in clients:
            user = User.objects.create_user(
                name, "a-long-password-1", role=role,
                person=PERSONS.get(role, "") if person is None else person,
            )  # fmt: skip
            clients[name] = Client()
            clients[name].force_login(user)
        client = clients[name]
        return client.get(path) if data is None else client.post(path, data)

    return ask


def text_of(answer: HttpResponse) -> str:
    """A page's words, without its tags, spaces made one."""
    import html
    import re

    body = answer.content.decode()
    body = re.sub(r"<script.*?</script>", " ", body, flags=re.S)
    body = re.sub(r"</t[dh]>", " ", body)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", body)))


@pytest.fixture
def words(opened: Open) -> Callable[..., str]:
    """`words("owner", "/")` → what the page says; fails unless it opens."""

    def read(role: str, path: str, **more: Any) -> str:
        answer = opened(role, path, **more)
        assert answer.status_code == 200, (path, answer.status_code)
        return text_of(answer)

    return read

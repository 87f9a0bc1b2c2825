"""October 2026 in a house small enough to be worked out on paper, under a rulebook of its own.

S1 (tmall) has a campaign on 1 and 2 October, S2 (jd) none. Everything was exported on 20 November,
from 20 September on, so that October is final.

    小美 P1  pre-sale, S1  10-01 b1 asks and buys 1001 for 200.00     (in the campaign)
                           10-08 b2 asks and buys 1002 for 100.00
                           10-09 b3 asks, does not buy
             S2            10-08 c1 asks, does not buy
    小丽 P2  pre-sale, S1  10-08 b4 asks, does not buy
    领班 P3  lead of the pre-sale group, no chats
    阿强 P4  after-sale, leaves on 10-11      小新 P5  pre-sale, joins on 10-16
    老张 P6  left in September               小未 P7  joins in November       店主 P8  owner
    PX      has an account, but nobody wrote down who that is: 10-08 b5 asks
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from jinpai.apps import home as data_home
from jinpai.apps.team.models import User

MONTH = "2026-10"
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PASSWORD = "a-long-password-1"


def _talk(shop: str, account: str, buyer: str, at: str) -> str:
    day, clock = at.split()
    return (
        f"{shop},{account},{buyer},2026-{day} {clock}:00,buyer,text,在吗\n"
        f"{shop},{account},{buyer},2026-{day} {clock}:20,agent,text,在的亲\n"
    )


AS_OF = "# as_of: 2026-11-20T00:00:00\n"
FILES = {
    "shops.csv": (
        "shop,platform,name,timezone,day_cut\n"
        "S1,tmall,金牌店,Asia/Shanghai,00:00\nS2,jd,京东店,Asia/Shanghai,00:00\n"
    ),
    "accounts.csv": (
        "shop,account,person,from,to\n"
        "S1,店:小美,P1,2026-01-01,\nS2,京:小美,P1,2026-01-01,\nS1,店:小丽,P2,2026-01-01,\n"
        "S1,店:阿强,P4,2026-01-01,2026-10-11\nS1,店:外人,PX,2026-01-01,\n"
    ),
    "people.csv": (
        "person,from,name,role,group,level,base_pay,hired_on,left_on\n"
        "P1,2026-01-01,小美,agent,售前,P1,3000.00,2026-01-01,\n"
        "P1,2026-10-15,小美,agent,售前,P2,3200.00,2026-01-01,\n"
        "P2,2026-01-01,小丽,agent,售前,,,2026-01-01,\n"
        "P3,2026-01-01,领班,lead,售前,P3,3500.00,2026-01-01,\n"
        "P4,2026-01-01,阿强,agent,售后,P1,3000.00,2026-01-01,\n"
        "P4,2026-10-11,阿强,agent,售后,P1,3000.00,2026-01-01,2026-10-11\n"
        "P5,2026-10-16,小新,agent,售前,P1,3000.00,2026-10-16,\n"
        "P6,2026-01-01,老张,agent,售前,P1,3000.00,2026-01-01,2026-09-20\n"
        "P7,2026-11-01,小未,agent,售前,P1,3000.00,2026-11-01,\n"
        "P8,2026-01-01,店主,owner,,,,2026-01-01,\n"
    ),
    "messages.csv": AS_OF
    + "shop,account,buyer,at,sender,kind,text\n"
    + _talk("S1", "店:小美", "b0", "09-20 10:00")
    + _talk("S2", "京:小美", "c0", "09-20 10:00")
    + _talk("S1", "店:小美", "b1", "10-01 10:00")
    + _talk("S1", "店:小美", "b2", "10-08 10:00")
    + _talk("S1", "店:小美", "b3", "10-09 10:00")
    + _talk("S2", "京:小美", "c1", "10-08 15:00")
    + _talk("S1", "店:小丽", "b4", "10-08 11:00")
    + _talk("S1", "店:外人", "b5", "10-08 12:00")
    + _talk("S1", "店:小美", "b9", "11-15 12:00"),
    "orders.csv": AS_OF
    + "shop,order_id,buyer,created_at,paid_at,amount_due,amount_paid,postage,quantity\n"
    "S1,0999,b8,2026-09-20 18:05:00,2026-09-20 18:06:00,50.00,50.00,0.00,1\n"
    "S2,1999,c8,2026-09-20 18:05:00,2026-09-20 18:06:00,70.00,70.00,0.00,1\n"
    "S1,1001,b1,2026-10-01 10:05:00,2026-10-01 10:06:00,200.00,200.00,0.00,1\n"
    "S1,1002,b2,2026-10-08 10:05:00,2026-10-08 10:06:00,100.00,100.00,0.00,2\n"
    "S1,1003,b7,2026-10-08 18:05:00,2026-10-08 18:06:00,50.00,50.00,0.00,1\n"
    "S2,2001,c9,2026-10-09 18:05:00,2026-10-09 18:06:00,70.00,70.00,0.00,1\n",
    "campaigns.csv": AS_OF + "shop,name,from,to,products,teaser\n"
    "S1,国庆,2026-10-01T00:00:00,2026-10-03T00:00:00,,满减\n",
    "manual.csv": AS_OF.replace("11-20", "11-01") + "person,day,metric,value,evidence,entered_by\n"
    "P1,2026-10-11,quality_score,90,抽检 5 通,P8\n"
    "P1,2026-10-18,quality_score,94,抽检 6 通,P8\n"
    "P1,2026-10-12,praise,1,晒图,P8\n"
    "P1,2026-10-12,inquiry_conversion,1,算出来的数不能手工填,P8\n"
    "P1,2026-10-20,praise,2,锦旗,P8\n"
    "P2,2026-10-12,late,2,门口登记,P8\n",
    "clockings.csv": AS_OF + "person,day,shift,in,out,result,leave,hours\n"
    "P1,2026-10-08,白班,2026-10-08T08:30:00,2026-10-08T17:30:00,正常,,8\n"
    "P1,2026-10-09,白班,2026-10-09T08:50:00,2026-10-09T19:30:00,迟到,,9.75\n"
    "P1,2026-10-10,晚班,2026-10-10T16:30:00,2026-10-11T00:30:00,正常,,7.5\n",
}

RULEBOOK = """
code = "small"
name = { zh = "小店", en = "Small" }
effective_from = "2026-10"
reason = "测试"

[appraisal]
steps = ["self", "leader", "supervisor"]
dispute_days = 3
otherwise = 0.6
coefficients = [
  { from = 90, factor = 1.1 }, { from = 80, factor = 1.0 }, { from = 60, factor = 0.8 },
]

[appraisal.schemes.presale]
name = { zh = "售前", en = "Pre-sale" }
roles = ["agent"]
groups = ["售前"]

[[appraisal.schemes.presale.items]]
code = "conversion"
name = { zh = "询单转化率", en = "Inquiry conversion" }
kind = "result"
weight = 40
metrics = ["inquiry_conversion"]
campaign_days = "exclude"
curve = { kind = "linear", worst = 0, best = 1 }

[[appraisal.schemes.presale.items]]
code = "praise"
name = { zh = "表扬", en = "Praise" }
kind = "result"
weight = 20
metrics = ["praise"]
curve = { kind = "target", target = 4, cap = 120 }

[[appraisal.schemes.presale.items]]
code = "quality"
name = { zh = "质检", en = "Quality" }
kind = "process"
weight = 20
metrics = ["quality_score"]
curve = { kind = "linear", worst = 60, best = 100 }

[[appraisal.schemes.presale.items]]
code = "attitude"
name = { zh = "态度", en = "Attitude" }
kind = "process"
weight = 20
curve = { kind = "rating" }

[appraisal.schemes.lead]
name = { zh = "组长", en = "Lead" }
roles = ["lead"]

[[appraisal.schemes.lead.items]]
code = "team"
name = { zh = "小组转化率", en = "The group's conversion" }
kind = "result"
weight = 60
metrics = ["team_conversion"]
curve = { kind = "linear", worst = 0, best = 1 }

[[appraisal.schemes.lead.items]]
code = "attitude"
name = { zh = "态度", en = "Attitude" }
kind = "process"
weight = 40
curve = { kind = "rating" }

[appraisal.schemes.aftersale]
name = { zh = "售后", en = "After-sale" }
roles = ["agent"]
groups = ["售后"]

[[appraisal.schemes.aftersale.items]]
code = "late"
name = { zh = "迟到", en = "Lateness" }
kind = "process"
weight = 100
metrics = ["late"]
curve = { kind = "per_event", points = 10 }
"""


@pytest.fixture(scope="session")
def written_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home, made once through the real import; a test that writes facts takes `own_house`."""
    from jinpai.facts.lake import Lake
    from jinpai.facts.load import Source, load
    from jinpai.metrics.compute import refresh

    root = tmp_path_factory.mktemp("appraisal")
    (root / "files").mkdir()
    for name, text in FILES.items():
        (root / "files" / name).write_text(text, encoding="utf-8")
    lake = Lake(root / "home" / "lake")
    load(lake, [Source(root / "files" / n, n) for n in FILES], now=datetime(2026, 11, 20, 12))
    refresh(lake, root / "home" / "figures")
    return root / "home"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Sentences are read in Chinese, whatever the page before was asked in."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def house(written_house: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    # what is kept in the process is kept by folder, and nobody writes here: it may stay
    monkeypatch.setenv("JINPAI_HOME", str(written_house))
    yield written_house


@pytest.fixture
def own_house(
    written_house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    copy = Path(shutil.copytree(written_house, tmp_path / "home"))
    monkeypatch.setenv("JINPAI_HOME", str(copy))
    data_home.forget()
    yield copy
    data_home.forget()


@pytest.fixture
def rulebook() -> Any:
    from jinpai.rules import document

    book, problems = document.read(RULEBOOK)
    assert book is not None, problems
    return book


class Staff:
    """The people who log in; `staff.p1` is the user bound to 小美."""

    def __init__(self) -> None:
        make = User.objects.create_user
        self.owner = make("owner", PASSWORD, role="owner", person="P8")
        self.boss = make("boss", PASSWORD, role="supervisor")
        self.assistant = make("assistant", PASSWORD, role="assistant")
        self.p1 = make("mei", PASSWORD, role="agent", person="P1")
        self.p2 = make("li", PASSWORD, role="agent", person="P2")
        self.lead = make("lead", PASSWORD, role="agent", person="P3")
        self.p4 = make("qiang", PASSWORD, role="agent", person="P4")


def put_in_force(owner: User, text: str = RULEBOOK, month: str = MONTH) -> None:
    from jinpai.apps.rulebooks import actions

    version = actions.save_version(by=owner, text=text)
    actions.put_in_force(by=owner, sha256=version.sha256, month=month, reason="试", now=NOW)


@pytest.fixture
def staff(db: None, request: pytest.FixtureRequest) -> Staff:
    """Everyone's login, and the rulebook in force from October."""
    if "own_house" not in request.fixturenames:
        request.getfixturevalue("house")
    people = Staff()
    put_in_force(people.owner)
    return people


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    known: dict[int, Client] = {}

    def log_in(user: User) -> Client:
        if user.pk not in known:
            known[user.pk] = Client()
            known[user.pk].force_login(user)
        return known[user.pk]

    return log_in


def sheet(person: str = "P1", month: str = MONTH) -> Any:
    from jinpai.apps.appraisal.models import Sheet

    return Sheet.objects.get(month=month, person=person)

"""A small shop written by hand, a fresh home for each test, and `jinpai` called in this process."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jinpai import cli

SHOP = {
    "shops.csv": "shop,platform,name,timezone,day_cut\nS1,tmall,金牌店,Asia/Shanghai,00:00\n",
    "accounts.csv": "shop,account,person,from,to\nS1,A1,P1,2026-01-01,\nS1,A2,P2,2026-01-01,\n",
    "people.csv": (
        "person,from,name,role,group,level,base_pay,hired_on,left_on\n"
        "P1,2026-01-01,小美,agent,售前,,,2026-01-01,\n"
        "P2,2026-01-01,小丽,agent,售前,,,2026-01-01,\n"
    ),
    # design 3-metrics §5, case 1: one round from 10:10:15, 475 s; then 30 s with another buyer
    "messages.csv": (
        "# as_of: 2026-04-15T00:00:00\n"
        "shop,account,buyer,at,sender,kind,text\n"
        "S1,A1,b1,2026-03-01 10:10:15,buyer,text,在吗?\n"
        "S1,A1,b1,2026-03-01 10:15:20,buyer,text,有人吗\n"
        "S1,A1,b1,2026-03-01 10:18:10,agent,text,在的亲\n"
        "S1,A1,b2,2026-03-01 10:18:30,buyer,text,怎么卖\n"
        "S1,A1,b2,2026-03-01 10:19:00,agent,text,128元\n"
        "S1,A2,b3,2026-03-02 09:00:00,buyer,text,发货了吗\n"
    ),
    "orders.csv": (
        "# as_of: 2026-04-15T00:00:00\n"
        "shop,order_id,buyer,created_at,paid_at,amount_due,amount_paid,postage,quantity\n"
        "S1,1001,b1,2026-03-01 10:30:00,2026-03-01 10:31:00,128.00,128.00,0.00,1\n"
        "S1,1002,b9,2026-03-02 11:00:00,2026-03-02 11:00:30,59.90,59.90,0.00,2\n"
    ),
}


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Jinpai = Callable[..., Done]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty JINPAI_HOME, in English."""
    folder = tmp_path / "home"
    monkeypatch.setenv("JINPAI_HOME", str(folder))
    monkeypatch.setenv("JINPAI_LANG", "en")
    return folder


@pytest.fixture
def jinpai(home: Path, capsys: pytest.CaptureFixture[str]) -> Jinpai:
    """Runs one command line and gives its exit code and what it printed."""

    def call(*words: object) -> Done:
        capsys.readouterr()
        code = cli.run([str(word) for word in words])
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return call


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """The folder with the shop's files."""
    return write_shop(tmp_path / "exports")


def write_shop(folder: Path) -> Path:
    folder.mkdir()
    for name, text in SHOP.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the shop in it and its figures computed: made once, copied for each test."""
    folder = tmp_path_factory.mktemp("imported")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JINPAI_HOME", str(folder / "home"))
        assert cli.run(["import", str(write_shop(folder / "exports")), "--json"]) == 0
    return folder / "home"


@pytest.fixture
def shop(jinpai: Jinpai, home: Path, imported: Path) -> Jinpai:
    """`jinpai` after the shop was imported."""
    shutil.copytree(imported, home)
    return jinpai

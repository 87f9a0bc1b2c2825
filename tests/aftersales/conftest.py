"""One shop with two orders, signed on 2026-10-01; the time is 2026-10-05 10:00 in the shop.

T1  b_first   99.00 × 2 less 10.00 off, postage 0      T2  b_second  50.00, postage 8.00
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jinpai.apps import home
from jinpai.apps.aftersales.actions import opening
from jinpai.apps.aftersales.models import Case
from jinpai.apps.team.models import User

NOW = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
SHOPS = "shop,platform,name,timezone\nS,tmall,小店,Asia/Shanghai\n"
HEAD = "shop,order_id,buyer,created_at,paid_at,shipped_at,signed_at,amount_paid,postage,quantity\n"
ROWS = (
    "S,T1,b_first,2026-09-28 09:00:00,2026-09-28 09:01:00,2026-09-29 09:00:00,"
    "2026-10-01 18:00:00,{paid},0.00,2\n"
    "S,T2,b_second,2026-09-28 09:00:00,2026-09-28 09:01:00,2026-09-29 09:00:00,"
    "2026-10-01 18:00:00,58.00,8.00,1\n"
)
LINES = (
    "shop,order_id,line_id,product,title,quantity,amount\n"
    "S,T1,L1,p1,帆布包,2,198.00\nS,T2,L1,p2,钱包,1,50.00\n"
)


def write(root: Path, as_of: str, paid: str, refund: str = "") -> None:
    """An export of the shop, loaded; with a refund of T1 on the platform."""
    from jinpai.facts.load import Source, load
    from jinpai.metrics.compute import refresh

    folder = root / f"files-{as_of[:10]}"
    folder.mkdir(parents=True)
    stamp = f"# as_of: {as_of}\n"
    files = {"orders.csv": stamp + HEAD + ROWS.format(paid=paid)}
    if not home.lake().snapshot().import_no:
        files = {"shops.csv": SHOPS, "order_lines.csv": stamp + LINES} | files
    if refund:
        files["refunds.csv"] = stamp + (
            "shop,refund_id,order_id,opened_at,finished_at,kind,reason,amount,status\n"
            "S,R1,T1,2026-10-05 11:00:00,2026-10-05 12:00:00,return,,"
            f"{refund},succeeded\n"
        )
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    lake = home.lake()
    load(lake, [Source(folder / n, n) for n in files], now=datetime.fromisoformat(as_of))
    refresh(lake, home.figures_folder())
    home.forget()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory):
    """The shop as it was told first, loaded once."""
    root = tmp_path_factory.mktemp("aftersales")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JINPAI_HOME", str(root / "home"))
        home.forget()
        write(root, "2026-10-05T09:00:00", "188.00")
    home.forget()
    return root


@pytest.fixture
def shop(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None):
    """A copy, so that what is written into it stays with the test."""
    shutil.copytree(written / "home", tmp_path / "home")
    monkeypatch.setenv("JINPAI_HOME", str(tmp_path / "home"))
    home.forget()
    yield tmp_path
    home.forget()


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None):
    """No facts at all."""
    monkeypatch.setenv("JINPAI_HOME", str(tmp_path / "home"))
    home.forget()
    yield tmp_path
    home.forget()


@pytest.fixture
def cai(db: None) -> User:
    return User.objects.create_user("cai", "a-long-password-1", role="agent", person="P5",
                                    name="蔡蔡")  # fmt: skip


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_user("boss", "a-long-password-1", role="supervisor", person="P2",
                                    name="主管")  # fmt: skip


Open = Callable[..., Case]


@pytest.fixture
def opened(cai: User) -> Open:
    def made(order_id: str = "T1", kind: str = "return", cause: str = "no_reason", **more) -> Case:
        given: dict[str, Any] = {
            "by": cai,
            "key": f"k-{order_id}-{kind}-{cause}",
            "shop": "S",
            "now": NOW,
        }
        return opening.open_case(order_id=order_id, kind=kind, cause=cause, **(given | more))

    return made
